"""The passages a decision rests on, and what became of one: which sentences changed, and which figures in them.

Passages are compared by their words: other white space, or another way to break lines, is no change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from hashlib import sha256
from typing import Any

from bot.decisions.advice import advise
from bot.decisions.assessment import Board
from bot.decisions.facts import Answers
from bot.decisions.figures import Figure, Found, figures
from bot.decisions.frameworks import FirstThatHolds, Framework, Gates, Ground, Matrix, Matter, Rule, Tally
from bot.decisions.plan import Phase, Plan

MOST_SENTENCES = 5
"""Changed sentences that are kept of one passage, before and after each."""
LONGEST_SENTENCE = 400
_MOST_WORDS = 4000
"""Words of changed sentences that are aligned; beyond them figures are not matched with each other."""
_SENTENCES = re.compile(r"(?<=[.!?…])\s+(?=[\"'(\[*_]*[A-Z0-9$€£])")
_PARAGRAPHS = re.compile(r"\n\s*\n|\n(?=\s*(?:(?:[-*+>]|\d{1,3}[.)])\s|\|))")
"""A line that is only broken goes on; an item of a list and a row of a table begin anew."""
_MARKER = re.compile(r"^\s*(?:[-*+>]|\d{1,3}[.)])\s+")
_WORDS = re.compile(r"\w+|[^\w\s]")


class How(StrEnum):
    """What became of a passage."""

    CHANGED = "changed"
    REMOVED = "removed"
    RETURNED = "returned"
    """It reads again as it did when the decision was made."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that stands where another one stood.

    Attributes:
        clean: everywhere in the passage, and the old one stands nowhere in it any more.
    """

    before: Figure
    after: Figure
    clean: bool


@dataclass(frozen=True, slots=True)
class GroundChange:
    """What became of one passage.

    Attributes:
        before, after: the sentences that went and came, cut to `LONGEST_SENTENCE`, at most `MOST_SENTENCES`.
        digest: of the whole passage as it is now; empty when it is gone.
    """

    document: str
    heading: str
    how: How
    digest: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    figures: tuple[FigureChange, ...] = ()

    @property
    def ground(self) -> Ground:
        """Which passage."""
        return Ground(self.document, self.heading)


def digest_of(text: str | None) -> str:
    """Return 32 hexadecimal digits, the same for the same words; empty for no passage."""
    if text is None:
        return ""
    words = " ".join(" ".join(_sentences(text)).split())
    return sha256(words.encode("utf-8", "replace")).hexdigest()[:32]


# Which passages.


def grounds_of(board: Board, plan: Plan | None, answers: Answers) -> tuple[Ground, ...]:
    """Return what a result rests on: rules that fired, the plan that is shown with it, and the advice."""
    rules = [rule for each in board.assessments for rule in each.fired]
    found = [rule.ground for rule in (*rules, board.rule) if rule is not None]
    if plan is not None:
        variant = board.variant if board.settled else None
        for verdict in sorted(board.verdicts):
            found += [ground for phase in plan.phases(verdict, variant) for ground in _of_phase(phase)]
        found += [cost.ground for band in plan.bands for cost in (band.setup, band.monthly) if cost is not None]
        found += [advice.ground for advice in advise(plan, board.verdicts, answers)]
    return tuple(dict.fromkeys(ground for ground in found if ground is not None))


def _of_phase(phase: Phase) -> Iterator[Ground]:
    yield phase.ground
    yield from (each.ground for each in (*phase.weeks, *phase.dollars, *phase.counts))


def grounds_of_matter(matter: Matter, plan: Plan | None = None) -> frozenset[Ground]:
    """Return every passage that a decision of a matter can come to rest on."""
    rules = [rule for framework in matter.frameworks for rule in rules_of(framework)]
    panel = [*matter.panel.first, *([matter.panel.tie] if matter.panel.tie else [])]
    of_rules = {rule.ground for rule in (*rules, *panel) if rule.ground is not None}
    return frozenset(of_rules | (plan.grounds if plan is not None else frozenset()))


def rules_of(framework: Framework) -> tuple[Rule, ...]:
    """Return every rule of a framework."""
    match framework.method:
        case Tally(votes, tied, none):
            rules = (*votes, tied, none)
        case FirstThatHolds(listed):
            rules = listed
        case Matrix(_, cells):
            rules = tuple(cells.values())
        case Gates(_, gates, otherwise):
            rules = (*gates, otherwise)
    return (*framework.first, *rules)


# What became of one.


def compare(ground: Ground, before: str, after: str | None) -> GroundChange | None:
    """Return how a passage differs from what it was; None when it says the same in the same words."""
    if after is None:
        return GroundChange(ground.document, ground.heading, How.REMOVED, "", before=opening_of(before))
    if digest_of(before) == digest_of(after):
        return None
    went, came = _changed(_sentences(before), _sentences(after))
    return GroundChange(
        ground.document,
        ground.heading,
        How.CHANGED,
        digest_of(after),
        before=_clipped(went),
        after=_clipped(came),
        figures=_figure_changes(" \n ".join(went), " \n ".join(came), after),
    )


def opening_of(text: str) -> tuple[str, ...]:
    """Return the first sentences of a passage, as many as are kept of a change."""
    return _clipped(_sentences(text))


def _sentences(text: str) -> list[str]:
    """Return the sentences of a passage, without the marks and numbers of lists."""
    paragraphs = (_MARKER.sub("", paragraph) for paragraph in _PARAGRAPHS.split(text))
    found = (sentence for paragraph in paragraphs for sentence in _SENTENCES.split(paragraph))
    return [" ".join(sentence.split()) for sentence in found if sentence.strip()]


def _changed(before: Sequence[str], after: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the sentences that only one of the two has, in order."""
    went, came = list[str](), list[str]()
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            went += before[a:b]
            came += after[c:d]
    return went, came


def _clipped(sentences: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        sentence if len(sentence) <= LONGEST_SENTENCE else f"{sentence[: LONGEST_SENTENCE - 1].rstrip()}…"
        for sentence in sentences[:MOST_SENTENCES]
    )


def _figure_changes(before: str, after: str, whole: str) -> tuple[FigureChange, ...]:
    """Return which figure stands in the place of which, each once."""
    pairs = _aligned(before, after)
    became: dict[Figure, list[Figure]] = {}
    for was, now in pairs:
        became.setdefault(_plain(was), []).append(_plain(now))
    left = [found.figure for found in figures(whole)]
    counted = Counter(_plain(found.figure) for found in figures(before))
    changes: dict[tuple[Figure, Figure], FigureChange] = {}
    for was, now in pairs:
        places = became[_plain(was)]
        everywhere = len(set(places)) == 1 and len(places) == counted[_plain(was)]
        clean = everywhere and was.unit == now.unit and not any(was.same(other) for other in left)
        if not was.same(now):
            changes.setdefault((_plain(was), _plain(now)), FigureChange(was, now, clean))
    return tuple(changes.values())


def _plain(figure: Figure) -> Figure:
    """The same for figures that say the same."""
    return figure if figure.value is None else Figure("", figure.value, figure.unit)


def _aligned(before: str, after: str) -> list[tuple[Figure, Figure]]:
    """Pair the figures that stand in the same place among the words around them."""
    old, new = _tokens(before), _tokens(after)
    if len(old) + len(new) > 2 * _MOST_WORDS:
        return []
    words = [[token if isinstance(token, str) else "\0" for token in side] for side in (old, new)]
    blocks = SequenceMatcher(None, words[0], words[1], autojunk=False).get_matching_blocks()
    both = [(old[block.a + n], new[block.b + n]) for block in blocks for n in range(block.size)]
    return [(was, now) for was, now in both if isinstance(was, Figure) and isinstance(now, Figure)]


def _tokens(text: str) -> list[str | Figure]:
    """Cut a text into words, with each figure as one token. What a figure counts is a word."""
    tokens: list[str | Figure] = []
    at = 0
    for found in (*figures(text), Found(Figure("", None), len(text), len(text))):
        tokens += [word.lower() for word in _WORDS.findall(text[at : found.start])]
        if found.figure.text:
            tokens.append(found.figure)
        at = found.end
    return tokens


# As JSON.


def change_from(record: Mapping[str, Any]) -> GroundChange:
    """Read a change that was written with `dataclasses.asdict`.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    return GroundChange(
        record["document"],
        record["heading"],
        How(record["how"]),
        record["digest"],
        tuple(record["before"]),
        tuple(record["after"]),
        figure_changes_from(record["figures"]),
    )


def figure_changes_from(records: Iterable[Mapping[str, Any]]) -> tuple[FigureChange, ...]:
    """Read changes of figures, as `change_from`."""
    return tuple(FigureChange(Figure(**each["before"]), Figure(**each["after"]), each["clean"]) for each in records)
