"""Citations in a text nobody has checked: a marker stays when its source exists and says the sentence's figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.answers.checks.numbers import figures, unsupported
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
_NAMED = (
    r"(?:(?:s|src|sources?|docs?|documents?|refs?|references?|cite|citations?|passages?|notes?|footnotes?)"
    r"\s{0,2}[#:.-]?\s{0,2})"
)
MARKER = (
    rf"(?:\[\s{{0,3}}\^?\s{{0,3}}{_NAMED}?{_NUMBER}(?:\s{{0,3}}(?:[,;/+&–—-]|and|to)\s{{0,3}}{_NAMED}?{_NUMBER}){{0,20}}\s{{0,3}}\]"
    r"|【[^【】]{0,80}】|\[[^\[\]]{0,20}\d[†‡][^\[\]]{0,80}\])"
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
_IN_CODE = re.compile(rf"(?:^|(?<=[\w.,;%)])\s)(?P<marker>{MARKER})(?=[\s.,;:!?]|$)", re.IGNORECASE)
_PLAIN_NUMBERS = re.compile(r"[\s\dA-Za-z#:.,;/+&=–—-]+")
"""A marker with a caret is not one of these: it leads to a footnote of the writer's own."""
_NEGATIVE = re.compile(r"(?:^|[^\d\s])\s*-\s*\d")
_WIDEST = 20
"""Numbers a range may stand for."""
_KEYWORD = re.compile(r"\b(?:return|yield|in|is|not|and|or|else|print|echo|case|await)$")
_QUOTED = re.compile(
    '“([^“”]{1,1000})”|"([^"]{1,1000})"|«([^«»]{1,1000})»|„([^„“”]{1,1000})[“”]|「([^「」]{1,1000})」'
    r"|(?<!\w)[‘']([^‘’'\s][^‘’']{0,500}?\s[^‘’']{0,500}?)[’'](?!\w)"
)
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_UNIT = re.compile(r"[\s-]{0,2}([A-Za-zµ]+|[%$€£])(?:[\s-]([A-Za-z]+))?")
_SHORTEST_NOUN = 4
"""Letters of a word behind a figure that tells what is counted: "to", "and" and "per" do not."""
_UNIT_NAMES = """
ms millisecond milliseconds millis msec; s sec secs second seconds; min mins minute minutes; h hr hrs hour hours;
d day days; w wk week weeks; month months; quarter quarters; y yr yrs year years; b byte bytes;
kb kib kilobyte kilobytes; mb mib megabyte megabytes; gb gib gigabyte gigabytes; tb tib terabyte terabytes;
percent % pct; dollar dollars usd $; euro euros eur €; pound pounds gbp £; token tokens; people person persons;
request requests; user users; us µs microsecond microseconds; jan january; feb february; mar march; apr april;
may; jun june; jul july; aug august; sep sept september; oct october; nov november; dec december; hz; khz; mhz;
ghz; bps; kbps; mbps; gbps; times; retry retries; example examples; core cores; node nodes; replica replicas; am;
pm
"""
"""Units and months; names of the same one stand together."""
_UNITS = {name: names for names in _UNIT_NAMES.split(";") for name in names.split()}


class Citations:
    """Checks the markers of one text against its sources."""

    def __init__(self, sources: Mapping[int, Source], markers: Markers) -> None:
        self._sources = sources
        self._markers = markers

    def check(self, text: str, held: Held, *, quotation: bool) -> str:
        """Return the sentences of ``text`` with the markers that hold.

        Args:
            quotation: the text stands in a block quotation, and must be its source's words.
        """
        if self._markers is Markers.KEPT:
            return text
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
        return source is not None and _bears_out(source, claim, quotation=quotation)


def _sentence_ends(text: str) -> list[int]:
    ends = [
        match.end()
        for match in _END.finditer(text)
        if not _SHORT.search(text, max(0, match.start() - 8), match.start() + 1)
    ]
    return ends if ends and ends[-1] == len(text) else [*ends, len(text)]


def _numbers(marker: str) -> list[range]:
    """The numbers a marker names, a range of them as one; none when it names anything else."""
    inside = shadow(marker)[1:-1].strip()
    if not _PLAIN_NUMBERS.fullmatch(inside) or _NEGATIVE.search(inside):
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


def _bears_out(source: Source, claim: str, *, quotation: bool) -> bool:
    """Whether every figure and every quotation of a claim stands in its source."""
    claim = shadow(claim)
    if not any(char.isalnum() for char in claim):
        return False
    said = shadow(f"{source.title}\n{source.text}")
    if unsupported(claim, said) or not _figures_stand(claim, said):
        return False
    quotes = [next(filter(None, match.groups())) for match in _QUOTED.finditer(claim)]
    if quotation:
        quotes.append(re.sub(r"^[\s>*_~-]+", "", claim))
    plain = _plain(said)
    return all(part in plain for quote in quotes for part in _parts(quote))


def _parts(quote: str) -> list[str]:
    return [plain for part in re.split(r"…|\.{3}|\[\s*\]", quote) if (plain := _plain(part))]


def _plain(text: str) -> str:
    """A text for comparison: quotation marks, emphasis, case and the punctuation at its ends aside."""
    return " ".join(re.sub(r"[“”„«»\"*`~]", "", text).replace("’", "'").casefold().split()).strip(" .,;:!?'")


def _figures_stand(claim: str, said: str) -> bool:
    """Whether digits no figure is made of stand in the source, and no figure's unit is another one there."""
    claimed = figures(claim)
    spans = [(figure.start, figure.end) for figure in claimed]
    known = {_digits(match) for match in _DIGITS.finditer(said)}
    for match in _DIGITS.finditer(claim):
        inside = any(start <= match.start() < end for start, end in spans)
        if not inside and _digits(match) not in known:
            return False
    theirs = figures(said)
    for figure in claimed:
        unit = _unit(claim, figure.end)
        units = {_unit(said, other.end, any_word=True) for other in theirs if other.value == figure.value}
        if unit and units and not units & {unit, None}:
            return False
    return True


def _digits(match: re.Match[str]) -> str:
    return re.sub(r",(?=\d{3})", "", match.group()).lstrip("0") or "0"


def _unit(text: str, end: int, *, any_word: bool = False) -> str | None:
    """The unit or month behind a figure, an adjective aside ("14 business days"); else any word that can be one."""
    match = _UNIT.match(text, end)
    if match is None:
        return None
    word, second = match[1].casefold(), (match[2] or "").casefold()
    known = _UNITS.get(word) or _UNITS.get(second)
    return known or (word if any_word and len(word) >= _SHORTEST_NOUN else None)
