"""A text laid out for reading: its clauses, each with the phrases and quantities in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.decisions.understanding import english
from bot.decisions.understanding.clauses import Clause, Standing, clauses
from bot.decisions.understanding.doings import is_busy, is_personal
from bot.decisions.understanding.lexicon import Meaning, Role
from bot.decisions.understanding.measures import Quantity
from bot.decisions.understanding.phrases import Phrases
from bot.decisions.understanding.text import Token

ABOUT = frozenset({Role.TOPIC, Role.WANTS, Role.SPURNS, Role.COUNTS, Role.VAGUE, Role.SAYS})
_WEAK = frozenset({Role.CUE, Role.HAVE})


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase of a fact, by its tokens."""

    start: int
    end: int
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Passage:
    """One clause and what is in it.

    Attributes:
        replies: phrases that mean something only as a whole reply to their own question.
        unsure, guesses, asides: stretches of "no idea", of "maybe", and of negations that negate nothing.
        odd: places of its words that belong to nothing known.
        odd_to_reply: the same for somebody who answers yes or no.
        personal: whether it is about something of the writer's own.
    """

    clause: Clause
    tokens: Sequence[Token]
    mentions: tuple[Mention, ...] = ()
    replies: tuple[Mention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    unsure: tuple[range, ...] = ()
    guesses: tuple[range, ...] = ()
    asides: tuple[range, ...] = ()
    odd: tuple[int, ...] = ()
    odd_to_reply: tuple[int, ...] = ()
    words: frozenset[str] = field(default_factory=frozenset)
    personal: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """Its tokens."""
        return self.clause.start, self.clause.end

    @property
    def strange(self) -> int:
        """How many of its words belong to nothing known."""
        return len(self.odd)

    @property
    def strange_to_reply(self) -> int:
        """How many belong to no reply either."""
        return len(self.odd_to_reply)

    @property
    def bare(self) -> bool:
        """Whether nothing but known phrases and small words is in it."""
        return not self.strange

    @property
    def about(self) -> dict[str, None]:
        """The facts it names, in order."""
        return {each.meaning.fact: None for each in self.mentions if each.meaning.role in ABOUT}

    @property
    def topics(self) -> frozenset[str]:
        """The facts whose topic stands in it."""
        return frozenset(each.meaning.fact for each in self.mentions if each.meaning.role is Role.TOPIC)

    @property
    def is_guess(self) -> bool:
        """Whether a "maybe" stands in it that no phrase of a fact has taken up."""
        return any(not _inside(each, self.mentions) and not self._is_inability(each) for each in self.guesses)

    def _is_inability(self, guess: range) -> bool:
        words = [token.text for token in self.tokens[guess.start : guess.start + 2]]
        return words == ["could", "not"]

    @property
    def taken(self) -> tuple[range, ...]:
        """Stretches whose negations are not about the phrases beside them."""
        phrases = (each for each in self.mentions if each.meaning.role is not Role.VALUE)
        return (*self.asides, *self.unsure, *(range(each.start, each.end) for each in phrases))

    def answers(self, at: int, most_strange: int) -> bool:
        """Whether what stands at a place may answer a question that the clause itself does not name."""
        if self.personal or self.strange > most_strange:
            return False
        return not is_busy(self.tokens, self.clause, at, self.odd)

    def of(self, fact: str, *roles: Role) -> list[Mention]:
        """Return the phrases of a fact that do one of some things for it."""
        return [each for each in self.mentions if each.meaning.fact == fact and each.meaning.role in roles]


def passages(tokens: Sequence[Token], quantities: Sequence[Quantity], index: Phrases[Meaning]) -> list[Passage]:
    """Return the clauses of a text in order."""
    found: list[Passage] = []
    left = list(reversed(quantities))
    for clause in clauses(tokens, quantities):
        inside: list[Quantity] = []
        while left and left[-1].start < clause.end:
            each = left.pop()
            if each.start >= clause.start and each.end <= clause.end:
                inside.append(each)
        found.append(_passage(clause, tokens, tuple(inside), index))
    return found


def _passage(
    clause: Clause, tokens: Sequence[Token], quantities: tuple[Quantity, ...], index: Phrases[Meaning]
) -> Passage:
    words = frozenset(token.text for token in tokens[clause.start : clause.end])
    if not clause.standing.counts:
        return Passage(clause, tokens, words=words)
    takes_back = max((end for end, _ in english.CORRECTIONS.at(tokens, clause.start)), default=clause.start)
    every = [Mention(*found) for found in index.find(tokens, min(takes_back, clause.end), clause.end)]
    mentions = _outermost(each for each in every if each.meaning.role is not Role.ALONE)
    unsure = _stretches(english.UNSURE, tokens, clause)
    known = {at for mention in mentions for at in range(mention.start, mention.end)}
    known |= {at for quantity in quantities for at in range(quantity.start, quantity.end)}
    known |= {at for stretch in unsure for at in stretch} | set(range(clause.start, takes_back))
    rest = [at for at in range(clause.start, clause.end) if at not in known]
    odd = tuple(at for at in rest if tokens[at].text not in english.FILLERS)
    return Passage(
        clause,
        tokens,
        mentions,
        tuple(each for each in every if each.meaning.role is Role.ALONE),
        quantities,
        unsure,
        _stretches(english.GUESSES, tokens, clause),
        _stretches(english.NOT_NEGATIONS, tokens, clause),
        odd,
        tuple(at for at in rest if tokens[at].text not in english.REPLIES),
        words,
        is_personal(tokens, clause, odd),
    )


def _stretches(phrases: Phrases[bool], tokens: Sequence[Token], clause: Clause) -> tuple[range, ...]:
    return tuple(range(start, end) for start, end, _ in phrases.find(tokens, clause.start, clause.end))


def _outermost(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Leave out what lies within a longer phrase; a phrase as long, of another fact, stays; so does a cue in one."""
    kept: list[Mention] = []
    for each in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        around = [
            other
            for other in kept[-6:]
            if other.start <= each.start
            and each.end <= other.end
            and (other.meaning.fact == each.meaning.fact or not {other.meaning.role, each.meaning.role} <= _WEAK)
        ]
        if all((other.start, other.end) == (each.start, each.end) for other in around):
            kept.append(each)
    return tuple(kept)


def _inside(stretch: range, mentions: Iterable[Mention]) -> bool:
    return any(each.start <= stretch.start and stretch.stop <= each.end for each in mentions)


def reported(passage: Passage) -> bool:
    """Whether it is somebody else who says so."""
    return passage.clause.standing is Standing.REPORTED
