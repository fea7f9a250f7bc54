"""Whether a source bears out a sentence: says its figures, with their units, and has its quotations word for word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from decimal import Decimal

from bot.answers.checks.numbers import Figure, figures
from bot.slack.screen.visible import shadow

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


class Said:
    """What one source says, read once for all the sentences that cite it."""

    def __init__(self, text: str) -> None:
        said = shadow(text)
        self._plain = _plain(said)
        self._digits = {_digits(match) for match in _DIGITS.finditer(said)}
        self._figures: dict[Decimal, list[Figure]] = defaultdict(list)
        self._units: dict[Decimal, set[str | None]] = defaultdict(set)
        for figure in figures(said):
            self._figures[figure.value].append(figure)
            self._units[figure.value].add(_unit(said, figure.end, any_word=True))

    def bears_out(self, claim: str, *, quotation: bool) -> bool:
        """Whether every figure and every quotation of a claim stands here.

        Args:
            quotation: the whole claim must be words of this source.
        """
        claim = shadow(claim)
        if not any(char.isalnum() for char in claim) or not self._has_figures(claim):
            return False
        quotes = [next(filter(None, match.groups())) for match in _QUOTED.finditer(claim)]
        if quotation:
            quotes.append(re.sub(r"^[\s>*_~-]+", "", claim))
        return all(part in self._plain for quote in quotes for part in _parts(quote))

    def _has_figures(self, claim: str) -> bool:
        """Whether all figures stand here, none with another unit, and so do digits no figure is made of."""
        claimed = figures(claim)
        starts = [figure.start for figure in claimed]
        for match in _DIGITS.finditer(claim):
            place = bisect_right(starts, match.start()) - 1
            inside = place >= 0 and match.start() < claimed[place].end
            if not inside and _digits(match) not in self._digits:
                return False
        return all(self._has(figure, _unit(claim, figure.end)) for figure in claimed)

    def _has(self, figure: Figure, unit: str | None) -> bool:
        if figure.firm and not any(known.supports(figure) for known in self._figures.get(figure.value, ())):
            return False
        units = self._units.get(figure.value)
        return not unit or not units or bool(units & {unit, None})


def _parts(quote: str) -> list[str]:
    return [plain for part in re.split(r"…|\.{3}|\[\s*\]", quote) if (plain := _plain(part))]


def _plain(text: str) -> str:
    """A text for comparison: quotation marks, emphasis, case and the punctuation at its ends aside."""
    return " ".join(re.sub(r"[“”„«»\"*`~]", "", text).replace("’", "'").casefold().split()).strip(" .,;:!?'")


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
