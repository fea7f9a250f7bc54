"""Whether a sentence is about what its source is about: no other subject, nothing added, no stronger word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from bot.answers.checks.opposites import EXACT, MODALS, NEGATORS, STRENGTH
from bot.answers.checks.support import Support
from bot.answers.checks.words import Word, content, covered, share_covered, stem_set, words

LEAST_COVERED = 0.7
"""Share of a sentence's words that the cited sentences must say. Light paraphrase keeps more, 95 times in 100."""
LONGEST_ADDITION = 3
"""Words in a row the source does not have, from which a sentence says something of its own."""
LEAST_CITED = 0.6
"""The share that must stand in the cited sentences themselves, not only next to them."""
ADDED_PART = 2
LEAST_OF_A_PART = 0.5
"""A part of a sentence with this many words is added when less than this share of them is cited."""

NEARLY_THE_SAME = 0.7
"""Likeness from which a sentence repeats its source, and a word of its own in the place of another means another."""
LONGEST_NAME = 2
"""Words that are exchanged for as many others as one thing for another."""

_EVERY = re.compile(r"\b(?:an?|per|each|every)\s(?P<time>hour|day|night|week|month|quarter|year)\b", re.IGNORECASE)
_JOINT = re.compile(r"[,;:—]\s|\s(?:and|or|but|while|whereas|with|after|before|when|as)\s")
_RARELY, _SOME, _MANY, _MOST, _ALL = range(1, 6)
_RESTRICTING_WORDS = """
only just solely sole exclusively except unless alone merely purely provided
"""
_RESTRICTING = frozenset(_RESTRICTING_WORDS.split())
_PERMITTING_WORDS = """
can could may might possible possibly perhaps maybe or if potentially
"""
_PERMITTING = frozenset(_PERMITTING_WORDS.split())
_COUNTING_WORDS = """
some many most several few often sometimes rarely seldom may might could occasionally
"""
_COUNTING = frozenset(_COUNTING_WORDS.split())


def is_foreign(sentence: str, support: Support) -> bool:
    """Whether too many words of a sentence stand nowhere near its citations, or too many in a row."""
    found = content(sentence)
    cited = support.known | stem_set(support.titles)
    near = cited | stem_set(support.around)
    if share_covered(found, near) < LEAST_COVERED or share_covered(found, cited) < LEAST_CITED:
        return True
    return _has_addition(sentence, found, cited)


def _has_addition(sentence: str, found: Sequence[Word], known: frozenset[str]) -> bool:
    run = 0
    for word in found:
        run = 0 if covered(word, known) else run + 1
        if run >= LONGEST_ADDITION:
            return True
    ends = [match.start() for match in _JOINT.finditer(sentence)]
    parts = [[w for w in found if start <= w.start < end] for start, end in pairwise([0, *ends, len(sentence)])]
    return any(len(part) >= ADDED_PART and share_covered(part, known) < LEAST_OF_A_PART for part in parts)


def exchanged(sentence: str, support: Support) -> list[Word]:
    """Words that stand in the place of others of the cited sentence and come from elsewhere in its document.

    A writer's own wording comes from nowhere in the document; another subject of it ("fine-tuning" for "RAG") does.
    """
    said = [word for word in words(sentence) if word.stems]
    there = [word.stem for word in words(closest(sentence, support)) if word.stems]
    cited = stem_set("\n".join(support.cited))
    elsewhere = stem_set("\n".join((support.titles, support.context, support.elsewhere)))
    foreign = {word.stem for word in said if word.content and word.stem in elsewhere and not covered(word, cited)}
    matcher = SequenceMatcher(None, here := [word.stem for word in said], there, autojunk=False)
    replaced = [(a, b, c, d) for kind, a, b, c, d in matcher.get_opcodes() if kind == "replace"]
    new = [word for start, end, *_ in replaced for word in said[start:end] if word.stem in foreign]
    if sum(block.size for block in matcher.get_matching_blocks()) >= NEARLY_THE_SAME * len(said):
        own = (
            word
            for start, end, first, last in replaced
            if _is_one_for_one(start, end, first, min(last, first + end - start) if end == len(said) else last)
            for word in said[start:end]
        )
        new += [word for word in own if word.content and not covered(word, cited)]
    return new + [said[span[0]] for span in replaced if _is_taken_twice(here, there, span)]


def _is_taken_twice(here: list[str], there: list[str], replaced: tuple[int, int, int, int]) -> bool:
    """Whether one word stands for another that the cited sentence has too, but not so often."""
    if not _is_one_for_one(*replaced):
        return False
    _, end, _, last = replaced
    new, old = here[end - 1], there[last - 1]
    return new in there and here.count(new) > there.count(new) and here.count(old) < there.count(old)


def _is_one_for_one(start: int, end: int, first: int, last: int) -> bool:
    return end - start == last - first <= LONGEST_NAME


def closest(sentence: str, support: Support) -> str:
    """The cited unit that says most of a sentence."""
    found = content(sentence)
    return max(support.cited, key=lambda unit: share_covered(found, stem_set(unit)), default="")


def inexact(sentence: str, support: Support) -> list[Word]:
    """Words that are figures in all but form ("monthly", "March", "thousands"), and stand nowhere in the source."""
    new = [word for word in words(sentence) if word.lower in EXACT and not _is_known(word, support)]
    times = {match.start("time") for match in _EVERY.finditer(sentence)}
    return new + [word for word in words(sentence) if word.start in times and not _is_known_time(word, support)]


def _is_known_time(word: Word, support: Support) -> bool:
    """Whether the source counts by the same time: "a week", "per week", "weekly"."""
    stem = "dai" if word.lower == "day" else word.lower
    return bool({word.stem, word.lower} & support.known) or any(known.startswith(stem) for known in support.known)


def _is_known(word: Word, support: Support) -> bool:
    if word.text[0].isupper() and not word.opens:
        return bool(re.search(rf"\b{re.escape(word.text)}\b", support.text))
    return bool({word.lower, word.stem} & support.known) or word.lower.removesuffix("ly") in support.known


def is_overstated(sentence: str, source: str) -> bool:
    """Whether a sentence says "always" where its source says "often", "all" where it says "some", or drops a "may"."""
    said, known = _levels(sentence), _levels(source)
    if _RARELY in said.values() and _RARELY not in known.values():
        return True
    if _ALL in said.values():
        return not _all_is_known(said, known, source)
    if said and known and max(said.values()) > max(known.values()):
        return True
    return _is_dropped(sentence, source) if not said else _is_doubted(said, known, source)


def _all_is_known(said: dict[str, int], known: dict[str, int], source: str) -> bool:
    strongest = {word for word, level in said.items() if level == _ALL}
    if strongest <= _RESTRICTING:
        return bool(_RESTRICTING & {word.lower for word in words(source)}) or _RARELY in known.values()
    if strongest == {"must"}:
        return not known or max(known.values()) == _ALL
    universal = {word for word, level in known.items() if level == _ALL} - _RESTRICTING - {"must"}
    return bool(universal) or strongest <= {word.lower for word in words(source)}


def _is_doubted(said: dict[str, int], known: dict[str, int], source: str) -> bool:
    """A "may" of the sentence's own makes a rule a chance."""
    if max(said.values()) > _SOME or known:
        return False
    return not _PERMITTING & {word.lower for word in words(source)} and "up to" not in source.casefold()


def _is_dropped(sentence: str, source: str) -> bool:
    """Whether what the source says of some, or for possible, is said outright."""
    here = {word.stem for word in words(sentence) if word.stems}
    found = words(source)
    for i, word in enumerate(found):
        if word.lower in _COUNTING and not _follows_denial(found, i) and not _bounds(found, i):
            meant = next((w for w in found[i + 1 :] if w.stems), None)
            if meant is not None and meant.clause == word.clause and meant.stem in here:
                return "can" not in {w.lower for w in words(sentence)} or word.lower not in MODALS
    return False


def _levels(text: str) -> dict[str, int]:
    """The words of degree in a text that nothing denies, with what they claim."""
    found = words(text)
    return {
        word.lower: STRENGTH[word.lower]
        for i, word in enumerate(found)
        if word.lower in STRENGTH and not _follows_denial(found, i) and not _bounds(found, i)
    }


def _follows_denial(found: Sequence[Word], i: int) -> bool:
    return i > 0 and found[i - 1].lower in NEGATORS


def _bounds(found: Sequence[Word], i: int) -> bool:
    """Whether a word belongs to the bound of a figure: "at most", "as many as"."""
    return i > 0 and (found[i - 1].lower, found[i].lower) in {("at", "most"), ("as", "many")}
