"""Citations in a text nobody has checked: a marker stays when its source exists and says the sentence's figures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.slack.screen.bearing import Said
from bot.slack.screen.held import Held
from bot.slack.screen.visible import gap, shadow

UNVERIFIED = "(unverified)"
"""Stands where a marker was that its source does not bear out, once in each sentence."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a text may cite.

    Attributes:
        n: its number, as it stands in markers.
        url: where it is read; the one address that stays alive.
        text: what it says.
    """

    n: int
    title: str
    text: str
    url: str | None = None


class Markers(StrEnum):
    """What becomes of numbers in brackets."""

    CHECKED = "checked"
    """They are the writer's citations, and stay when they hold."""
    DROPPED = "dropped"
    """Whoever checked the text adds its citations afterwards; what looks like one in it is not."""
    KEPT = "kept"
    """They are words of a quotation."""


_NUMBER = r"(?:#|n=)?-?\d{1,6}"
_PAD = r"[\s*_~]{0,6}"
_NAMED = (
    r"(?:(?:s|src|sources?|docs?|documents?|refs?|references?|cite|citations?|passages?|notes?|footnotes?)"
    r"\s{0,2}[#:.-]?\s{0,2})"
)
_LISTED = rf"{_NAMED}?{_NUMBER}(?:\s{{0,3}}(?:[,;/+&–—-]|and|to)\s{{0,3}}{_NAMED}?{_NUMBER}){{0,20}}"
MARKER = (
    rf"(?:\[{_PAD}\^?{_PAD}{_LISTED}{_PAD}[,;.]?{_PAD}\]|【[^【】]{{0,80}}】"
    r"|\[[^\[\]]{0,20}\d[†‡][^\[\]]{0,80}\]|\[(?:cite)?turn\d{1,3}[a-z]{3,10}\d{1,3}\]"
    rf"|(?:[〔〖⟦⟬⦋〚]\s{{0,3}}\^?{_LISTED}[^〔〕〖〗⟦⟧⟬⟭⦋⦌〚〛]{{0,40}}[〕〗⟧⟭⦌〛]))"
)
_FORGED = (
    r"(?:\((?:sources?|see|ref(?:erence)?|cit(?:e|ed|ation)|quoted? from|according to|per)s?\s?"
    r"(?::|\s(?=[^()]{0,200}[/\\]|adr|\[)|(?=\[))[^()]{1,300}\)"
    r"|\[(?:sources?|see|ref(?:erence)?|cit(?:e|ation)|docs?|footnote)s?\s?[:\s][^\[\]]{1,300}\])"
)
"""A source named in words: which one a sentence rests on is for the numbers to say."""
_MARK = re.compile(rf"(?P<space>\s?)(?:(?P<marker>{MARKER})|(?P<forged>{_FORGED}))", re.IGNORECASE)
_END = re.compile(rf"[.!?…。！？]++[)\"'”’»*_~]*+(?:\s*+{MARKER})*+(?:\s++(?=[^\sa-z])|$)|(?<=[。！？])", re.IGNORECASE)
_SHORT = re.compile(r"(?:\b(?:e\.g|i\.e|vs|cf|approx|ca|no|fig|mr|mrs|ms|dr|prof|[a-z]))\.$", re.IGNORECASE)
_IN_CODE = re.compile(rf"(?:^|(?<=[\w.,;%)])\s)(?P<marker>{MARKER})(?=[\s.,;:!?(\[]|$)", re.IGNORECASE)
_RAISED = re.compile(
    r"(?:(?<=[^\W\d_]{4})|(?<=[.,;:!?…”’\"»。、！？]))(?P<numbers>[¹²³⁰⁴-⁹]{1,3}(?:[,;˒⁻–][¹²³⁰⁴-⁹]{1,3}){0,9})(?!\w|[⁺⁻])"
    r"|(?:(?<=[^\W\d_])|(?<=[.,;:!?…”’\"»。、！？]))(?P<circled>[①-⑳❶-❿➀-➓]+)(?=[\s.,;:!?]|$)"
)
"""Numbers set small behind a word or a sentence: notes in a book."""
_AREAS = re.compile(
    r"(?:met(?:er|re)|feet|foot|inch|yard|mile|unit|pixel|sigma|alpha|beta|gamma|delta|lambda|theta|sinh|cosh|tanh)e?s?$",
    re.IGNORECASE,
)
"""Words that have powers."""
_LONGEST_WORD = 12
_UNCLOSED = re.compile(r"\[(?=\s{0,3}\^?\s{0,3}\d{1,6}[\s,;–-]{0,6}$)")
"""What the next line may close."""
_PLAIN_NUMBERS = re.compile(r"[\s\dA-Za-z#:.,;/+&=–—-]+")
"""A marker with a caret is not one of these: it leads to a footnote of the writer's own."""
_IN_A_WORD = re.compile(r"[A-Za-z]\d+[A-Za-z]")
_NEGATIVE = re.compile(r"(?:^|[^\d\s])\s*-\s*\d")
_WIDEST = 20
"""Numbers a range may stand for."""
_KEYWORD = re.compile(r"\b(?:return|yield|in|is|not|and|or|else|print|echo|case|await)$")


class Citations:
    """Checks the markers of one text against its sources."""

    def __init__(self, sources: Mapping[int, Source], markers: Markers) -> None:
        self._sources = sources
        self._said: dict[int, Said] = {}
        self._markers = markers

    def check(self, text: str, held: Held, *, quotation: bool) -> str:
        """Return the sentences of ``text`` with the markers that hold.

        Args:
            quotation: the text stands in a block quotation, and must be its source's words.
        """
        if self._markers is Markers.KEPT:
            return text
        text = _UNCLOSED.sub("", _raised(text))
        pieces, start = [], 0
        for end in _sentence_ends(shadow(text)):
            pieces.append(self._sentence(text[start:end], held, quotation=quotation))
            start = end
        return "".join(pieces)

    def check_code(self, text: str) -> str:
        """Return code without markers that name no source; the indices in it are left alone."""
        if self._markers is not Markers.CHECKED:
            return text

        def _code_marker(match: re.Match[str]) -> str:
            numbers = [n for group in _numbers(match["marker"]) for n in group]
            known = numbers and all(self._is_supported(n, text, quotation=False) for n in numbers)
            return match.group() if known or _KEYWORD.search(text, 0, match.start()) else ""

        return _IN_CODE.sub(_code_marker, text)

    def _sentence(self, text: str, held: Held, *, quotation: bool) -> str:
        shown = shadow(text)
        checked = self._markers is Markers.CHECKED
        marks = [mark for mark in _MARK.finditer(shown) if checked or mark["marker"]]
        if not marks:
            return text
        claim = held.release(_without(text, marks))
        pieces, done, marked = [], 0, not checked
        judged = {marker: self._judge(marker, claim, quotation=quotation) for marker in {m["marker"] for m in marks}}
        for mark in marks:
            kept, fails = judged[mark["marker"]]
            stands = mark["space"] + "".join(f"[{n}]" for n in kept) if kept else ""
            if fails and not marked:
                stands, marked = f"{stands} {UNVERIFIED}", True
                stands += gap(text, mark.end() - 1, mark.end()) if text[mark.end() : mark.end() + 1].isalnum() else ""
            elif not stands:
                stands = _apart(text, *mark.span())
            pieces += [text[done : mark.start()], stands]
            done = mark.end()
        return "".join([*pieces, text[done:]])

    def _judge(self, marker: str | None, claim: str, *, quotation: bool) -> tuple[list[int], bool]:
        groups = _numbers(marker or "") if self._markers is Markers.CHECKED else []
        stand = [group for group in groups if all(self._is_supported(n, claim, quotation=quotation) for n in group)]
        return list(dict.fromkeys(n for group in stand for n in group)), not groups or len(stand) < len(groups)

    def _is_supported(self, n: int, claim: str, *, quotation: bool) -> bool:
        source = self._sources.get(n)
        if source is None:
            return False
        if n not in self._said:
            self._said[n] = Said(f"{source.title}\n{source.text}")
        return self._said[n].bears_out(claim, quotation=quotation)


def _sentence_ends(text: str) -> list[int]:
    ends = [
        match.end()
        for match in _END.finditer(text)
        if not _SHORT.search(text, max(0, match.start() - 8), match.start() + 1)
    ]
    return ends if ends and ends[-1] == len(text) else [*ends, len(text)]


def _raised(text: str) -> str:
    """A text with its raised numbers as markers; powers of units and of variables stay."""

    def _marker(match: re.Match[str]) -> str:
        if _AREAS.search(text, max(0, match.start() - _LONGEST_WORD), match.start()):
            return match.group()
        numbers = re.split(r"[^\d]+", unicodedata.normalize("NFKC", match["numbers"] or " ".join(match["circled"])))
        return "".join(f"[{n}]" for n in numbers if n)

    return text if text.isascii() else _RAISED.sub(_marker, text)


def _numbers(marker: str) -> list[range]:
    """The numbers a marker names, a range of them as one; none when it names anything else."""
    inside = shadow(marker)[1:-1].strip(" *_~,;.")
    if not _PLAIN_NUMBERS.fullmatch(inside) or _NEGATIVE.search(inside) or _IN_A_WORD.search(inside):
        return []
    groups = []
    for lower, upper in re.findall(r"(\d{1,6})(?:\s*(?:[–—-]|to)\s*(?:[A-Za-z]{0,9}\s*)(\d{1,6}))?", inside):
        group = range(int(lower), int(upper or lower) + 1)
        if not 1 <= len(group) <= _WIDEST:
            return []
        groups.append(group)
    return groups


def _without(text: str, marks: list[re.Match[str]]) -> str:
    pieces, done = [], 0
    for mark in marks:
        pieces.append(text[done : mark.start()])
        done = mark.end()
    return " ".join([*pieces, text[done:]])


def _apart(text: str, start: int, end: int) -> str:
    """A space where a removed marker kept two words apart."""
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    return " " if before.strip() and after[:1].strip() and after[-1:].isalnum() else ""
