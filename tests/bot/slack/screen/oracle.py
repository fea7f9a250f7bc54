"""What must hold of any text posted to Slack, checked from the text alone. Knows nothing of how the filter works.

It reads a text the way the most credulous client would: entities undone, look-alikes folded, hidden characters out.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence

from bot.slack.screen import Source

LONGEST = 12_000
FILE_ENDINGS = {
    "md",
    "rs",
    "py",
    "sh",
    "ts",
    "tsx",
    "js",
    "json",
    "yaml",
    "yml",
    "toml",
    "go",
    "java",
    "txt",
    "sql",
    "lock",
}
SECRET_SHAPES = re.compile(
    r"xox[abeprs]-\w*\d\w*-\w{6}|AKIA[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{30}|sk-ant-\w{6}|eyJ\w{8,}\.eyJ\w+|AIza[\w-]{35}"
    r"|-----BEGIN|sk_live_\w{10}|glpat-\w{15}|SG\.\w{15,}\.|npm_\w{30}|pypi-\w{16}"
)


def violations(shown: str, sources: Sequence[Source] = (), canaries: Iterable[str] = ()) -> list[str]:
    """Name what is wrong with a text, as ``F1 …``; empty when nothing is.

    Args:
        canaries: words that must not be seen: credentials, hosts, what a query would carry out.
    """
    read = credulous(shown)
    checks = (
        *_calls(shown, read),
        *_links(read, [source.url for source in sources if source.url]),
        *_citations(read, {source.n: source for source in sources}),
        *_secrets(read, canaries),
        *_form(shown),
    )
    return list(checks)


def credulous(text: str) -> str:
    """The text with every disguise undone."""
    before = None
    while before != text:
        before, text = text, html.unescape(text)
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if unicodedata.category(c) not in {"Cf", "Cc"} or c in "\n\t")


def _outside_code(text: str) -> str:
    return re.sub(r"```.*?(?:```|\Z)|`[^`\n]*`", "x", text, flags=re.DOTALL)


def _calls(shown: str, read: str) -> Iterable[str]:
    if re.search(r"[<>]", shown):
        yield "F1 an angle bracket"
    if re.search(r"<[ \t]*\\*[!@#]", read):
        yield "F1 a mention"
    if re.search(r"@[`*_~]*(?:channel|here|everyone|group)(?![a-z0-9])", read, re.IGNORECASE):
        yield "F1 a broadcast"


def _links(read: str, urls: Sequence[str]) -> Iterable[str]:
    for url in sorted(urls, key=len, reverse=True):
        read = re.sub(re.escape(url) + r"(?=[\s).,;:!?]|$)", " ", read)
    if re.search(r"[a-z][a-z0-9+.-]+://|(?<![a-z])(?:https?|ftp|file):[/\\]", read, re.IGNORECASE):
        yield "F2 a foreign URL"
    if re.search(
        r"\b(?:javascript|vbscript|mailto):[^\s<`]|\bdata:[a-z]+/|\btel:\+?\d|(?<!\w)www\.\w", read, re.IGNORECASE
    ):
        yield "F2 an address that acts"
    if re.search(r"\]\(|^[ >]*\[[^\]\n]+\]:", _outside_code(read), re.MULTILINE):
        yield "F2 a Markdown link"
    if re.search(r"!\[(?!\d+\])[^\]\n]*\]", _outside_code(read)):
        yield "F3 an image"
    for host in re.finditer(r"(?<![\w.@])(?:[\w-]+\.)+([a-z]{2,24})(?::\d+)?[/?#](?!\s|$)", read, re.IGNORECASE):
        if host[1].lower() not in FILE_ENDINGS:
            yield f"F4 host and path: {host.group()}"


def _citations(read: str, sources: dict[int, Source]) -> Iterable[str]:
    for line in _outside_code(read).split("\n"):
        for sentence in re.split(r"(?<=[.!?])(?:\s*\[\d+\])*\s+(?=[^a-z\s])|(?<=[。！？])", line):
            for n in map(int, re.findall(r"\[\s*(\d+)\s*\]", sentence)):
                if n not in sources:
                    yield f"F5 no source [{n}]"
                    continue
                words = re.sub(r"\[\d+\]|^\s*\d+[.)]\s", " ", sentence)
                said = re.sub(r"(?<=\d),(?=\d{3})", "", f"{sources[n].title} {sources[n].text}")
                for number in re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3})", "", words)):
                    if not re.search(rf"(?<!\d){re.escape(number)}(?!\d)", said):
                        yield f"F5 {number} is not in [{n}]"
                for quote in re.findall(r"[“\"]([^“”\"]+)[”\"]", words):
                    if quote.strip(" .,").casefold() not in said.casefold():
                        yield f"F5 a quotation is not in [{n}]"


def _secrets(read: str, canaries: Iterable[str]) -> Iterable[str]:
    if SECRET_SHAPES.search(read):
        yield "F6 a credential"
    yield from (f"F6 {canary}" for canary in canaries if canary.casefold() in read.casefold())


def _form(shown: str) -> Iterable[str]:
    hidden = {c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"} and c not in "\n\t"}
    if hidden:
        yield f"F7 hidden characters {sorted(map(ascii, hidden))}"
    if shown.count("```") % 2 or re.sub(r"```.*?```", " ", shown, flags=re.DOTALL).count("`") % 2:
        yield "F7 backticks without a partner"
    if _outside_code(shown).count("**") % 2:
        yield "F7 emphasis without a partner"
    if len(shown) > LONGEST:
        yield "F7 too long"
    if not shown.strip():
        yield "F7 empty"
    if re.search(r"&(?!(?:amp|lt|gt);)", shown):
        yield "F8 an ampersand"
