"""What a question takes for granted or leaves unanswered, named in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from bot.answers.checks.numbers import Figure, figures
from bot.answers.evidence.inquiry import Inquiry
from bot.answers.evidence.ranking import Candidate
from ingest.language.tokens import terms

CLOSE_DENIAL = 3
"""Words between a denial and what it denies."""
RATHER_RARE = 0.7
"""Weight of a word, as a share of the rarest shared one's, from which denying it denies what is asked."""

_ASKS_OF_SUBJECT = re.compile(
    r"^\W*(?:who|what|which(?:\s[\w-]+)?)\s+(?!(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|must"
    r"|may)\b)(?=[a-z])",
    re.IGNORECASE,
)
"""A question that is already in the order of a statement: "who repairs the dishwasher"."""
_NEXT_WORD = re.compile(r"[\s-]+[^\W\d_]+")
_DENIAL = re.compile(r"\b(?:not|no|never|cannot|without|neither|nor|nobody|none)\b|n['’]t\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:.?!()—–]\s")


def subject(inquiry: Inquiry) -> str:
    """What an inquiry is about, as a phrase for "The articles do not cover …"."""
    text = inquiry.text.strip().rstrip("?!. ")
    if _ASKS_OF_SUBJECT.match(text):
        return text[:1].lower() + text[1:]
    carrying = [term.surface for term in inquiry.terms if not term.generic]
    places = [place for surface in carrying if (place := _place(text, surface))]
    return text[min(place.start() for place in places) : max(place.end() for place in places)] if places else text


def presumed_figure(question: str, sources: Iterable[str]) -> str | None:
    """The first quantity of a question that no source gives, with its unit ("40 days"); None when all are borne out."""
    known = [(figure.value, _unit(source, figure)) for source in sources for figure in figures(source)]
    for figure in figures(question):
        unit = _unit(question, figure)
        if figure.firm and not any(figure.value == value and other in {unit, ()} for value, other in known):
            following = _NEXT_WORD.match(question, figure.end)
            return question[figure.start : following.end() if following and unit else figure.end]
    return None


def is_denied(inquiry: Inquiry, candidate: Candidate) -> bool:
    """Whether a sentence denies what a question takes for granted: "Why does it pay …?", "It does not pay …".

    Told by a denial close to one of the rarer words they share, in the same clause, when the question has none.
    """
    shared = [
        t for t, strength in zip(inquiry.terms, candidate.strengths, strict=True) if strength == 1 and not t.generic
    ]
    if not shared or _DENIAL.search(inquiry.text):
        return False
    rare = RATHER_RARE * max(term.weight for term in shared)
    stems = {term.stems[0] for term in shared if term.weight >= rare}
    return any(_denies(clause.split(), stems) for clause in _CLAUSE.split(candidate.unit.text))


def _denies(words: Sequence[str], stems: Set[str]) -> bool:
    places = [i for i, word in enumerate(words) if not stems.isdisjoint(terms(word))]
    denials = [i for i, word in enumerate(words) if _DENIAL.search(word)]
    return any(abs(place - denial) <= CLOSE_DENIAL for place in places for denial in denials)


def _unit(text: str, figure: Figure) -> tuple[str, ...]:
    """The search terms of the word after a figure; none when something else follows."""
    following = _NEXT_WORD.match(text, figure.end)
    return tuple(terms(following.group())) if following else ()


def _place(text: str, word: str) -> re.Match[str] | None:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
