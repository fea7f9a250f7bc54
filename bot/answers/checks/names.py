"""Names in a sentence: people, products, acronyms, identifiers, addresses, quoted words. None may be new."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answers.checks.words import stem_set, words

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>|\"'`)\]]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.IGNORECASE
)
_CODED = re.compile(
    r"(?<![\w-])(?=[\w./:-]*[A-Za-z])(?=[\w./:-]*\d)[A-Za-z][\w-]*(?:[./:][\w-]+)*"  # GPT-4o, v1.5.2
    r"|(?<![\w.])v?\d+(?:\.\d+){2,}(?!\w)"  # 1.5.2
    r"|(?<!\d)\d{4}-\d\d-\d\d(?!\d)|(?<![\d:])\d{1,2}:\d\d(?!\d)"  # dates, times
    r"|(?<!\w)[A-Za-z]\w*_\w+|(?<!\w)--?[a-z][\w-]+"  # run_target, --flag
    r"|(?<!\w)[a-z]+(?:[A-Z][a-z0-9]+)+(?!\w)|(?<!\w)[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+(?!\w)",  # camelCase
    re.ASCII,
)
_QUOTED = re.compile(r"“([^”]{2,200})”|\"([^\"]{2,200})\"|`([^`]{1,200})`|«([^»]{2,200})»")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&]+s?")
_SPACE = re.compile(r"\s+")


def unknown_names(sentence: str, source: str) -> list[str]:
    """The names of a sentence that a source does not hold."""
    return [
        *(name for name in _exact(sentence) if _flat(name) not in _flat(source)),
        *_unknown_codes(sentence, source),
        *_unknown_words(sentence, source),
    ]


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" .,;:!?").casefold()


def _exact(sentence: str) -> Iterator[str]:
    """Addresses and quoted words stand in the source as they are."""
    for match in _ADDRESS.finditer(sentence):
        yield match[0]
    for match in _QUOTED.finditer(sentence):
        yield next(filter(None, match.groups()))


def _unknown_codes(sentence: str, source: str) -> list[str]:
    """Names with digits or joints in them ("GPT-4o", "Tier-1", "run_target"): a changed character is another thing."""
    known = {name.casefold() for name in _CODED.findall(source)} | set(re.findall(r"[\w.-]+", source.casefold()))
    return [name for name in _CODED.findall(sentence) if name.casefold() not in known]


def _unknown_words(sentence: str, source: str) -> list[str]:
    """Capitalised words within a sentence. The first word is capital anyway, unless the next one is too."""
    known = stem_set(source)
    found = words(sentence)
    return [
        word.text
        for i, word in enumerate(found)
        if _is_name(word.text)
        and not (word.opens and not word.stems)
        and not (word.opens and not _goes_on(sentence, i))
        and not known & {word.stem, word.lower, *word.stems}
        and not _spelt_out(word.text, source)
    ]


def _is_name(text: str) -> bool:
    return bool(text[:1].isupper() and text != "I")


def _goes_on(sentence: str, i: int) -> bool:
    """Whether a name that opens the sentence is known as one by itself or by the word behind it."""
    found = words(sentence)
    if _ACRONYM.fullmatch(found[i].text):
        return True
    following = found[i + 1] if i + 1 < len(found) else None
    return bool(
        following
        and following.text[:1].isupper()
        and not _ACRONYM.fullmatch(following.text)
        and sentence[found[i].end : following.start] == " "
    )


def _spelt_out(acronym: str, source: str) -> bool:
    """Whether the source spells an acronym out: "RAG" stands for its "retrieval-augmented generation"."""
    if not _ACRONYM.fullmatch(acronym):
        return False
    letters = acronym.rstrip("s").casefold()
    initials = "".join(part[0] for part in re.findall(r"[^\W\d_]+", source.casefold()))
    return len(letters) > 2 and letters in initials  # noqa: PLR2004 - two letters stand side by side by chance
