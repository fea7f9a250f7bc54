"""Whether a sentence says its source's "not", "more" and "before", or turns them round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, takewhile

from bot.answers.checks.opposites import INSTEAD, NEGATORS, NOT_DENYING, SIDES, WHOLE_SENTENCE
from bot.answers.checks.words import Word, words

REACH = 4
"""Words that carry meaning a denial reaches, within its clause."""
NEIGHBOURS = 2
"""Words on each side by which two uses of a word are told to be about the same."""
_JOINTS = frozenset({"and", "or", "nor", "but", "than"})


@dataclass(frozen=True, slots=True)
class Denial:
    """A denying word and the stems it denies."""

    word: Word
    denied: frozenset[str]


@lru_cache(maxsize=512)
def denials(text: str) -> tuple[Denial, ...]:
    """What a text denies."""
    found = words(text)
    lowered = text.casefold()
    marks = [i for i, word in enumerate(found) if _denies(word, lowered)]
    return tuple(Denial(found[i], _reached(found, i)) for i in marks)


def is_denial_turned(sentence: str, source: str) -> bool:
    """Whether a sentence denies what its source affirms, or affirms what it only denies."""
    said, known = denials(sentence), denials(source)
    denied_there, affirmed_there = _denied(known), _affirmed(source, known)
    denied_here, affirmed_here = _denied(said), _affirmed(sentence, said)
    there, here = denied_there | affirmed_there, denied_here | affirmed_here
    invented = any(
        (shared := denial.denied & there) and not shared & denied_there for denial in said if _counts(denial, there)
    )
    only_denied = denied_there - affirmed_there
    dropped = any((met := denial.denied & only_denied & here) and not met & denied_here for denial in known)
    return invented or dropped or _unmet(said, there)


def _unmet(said: Sequence[Denial], there: frozenset[str]) -> bool:
    """A denial of nothing the source speaks of, in a source without any."""
    return any(denial.denied and not denial.denied & there for denial in said)


def _counts(denial: Denial, there: frozenset[str]) -> bool:
    return bool(denial.denied & there)


def opposed(sentence: str, source: str) -> list[Word]:
    """Words of a sentence whose opposite stands in the same place of the source ("lower" for "higher")."""
    said, known = words(sentence), words(source)
    return [word for i, word in enumerate(said) if _is_opposed(said, i, known)]


def _is_opposed(said: Sequence[Word], i: int, known: Sequence[Word]) -> bool:
    side = SIDES.get(said[i].lower)
    if side is None:
        return False
    group, sign = side
    uses = [(j, other[1]) for j, word in enumerate(known) if (other := SIDES.get(word.lower)) and other[0] == group]
    if not uses:
        return False
    here = _neighbours(said, i)
    scored = [(len(here & _neighbours(known, j)), found) for j, found in uses]
    best = max(score for score, _ in scored)
    return all(found != sign for score, found in scored if score == best)


def _neighbours(found: Sequence[Word], i: int) -> frozenset[str]:
    """The stems of the nearest words that carry meaning, up to where another part of the sentence begins."""
    behind = takewhile(lambda word: _same_part(found[i], word), found[i + 1 :])
    before = takewhile(lambda word: _same_part(found[i], word), reversed(found[:i]))
    near = ([word.stem for word in side if word.stems][:NEIGHBOURS] for side in (before, behind))
    return frozenset(chain.from_iterable(near))


def _same_part(word: Word, other: Word) -> bool:
    return other.clause == word.clause and other.lower not in _JOINTS


def _denies(word: Word, lowered: str) -> bool:
    if word.lower in NEGATORS or word.lower.endswith("n't"):
        return not any(lowered.startswith(phrase, word.start) for phrase in NOT_DENYING)
    return any(lowered.startswith(phrase, word.start) for phrase in INSTEAD)


def _reached(found: Sequence[Word], i: int) -> frozenset[str]:
    if found[i].lower in WHOLE_SENTENCE:
        return _stems(word for word in found if word.stems)
    clause = found[i].clause
    denied = [word for word in found if word.stems and word.lower not in NEGATORS]
    behind = [word for word in denied if word.start > found[i].start and word.clause == clause]
    return _stems(behind[:REACH] or denied[-REACH:])


def _stems(found: Iterable[Word]) -> frozenset[str]:
    return frozenset(word.stem for word in found)


def _denied(found: Sequence[Denial]) -> frozenset[str]:
    return frozenset().union(*(denial.denied for denial in found))


def _affirmed(text: str, found: Sequence[Denial]) -> frozenset[str]:
    """Stems that stand outside every denial's reach at least once."""
    reached: set[int] = set()
    all_words = words(text)
    for denial in found:
        after = denial.word.start
        clause = [w for w in all_words if w.start > after and w.clause == denial.word.clause and w.stems]
        reached.update(w.start for w in [w for w in clause if w.lower not in NEGATORS][:REACH])
    return frozenset(w.stem for w in all_words if w.stems and w.start not in reached)
