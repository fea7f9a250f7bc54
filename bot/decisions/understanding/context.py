"""What a clause may lean on: the fact asked, and what the clauses before it in the sentence were about."""

from __future__ import annotations

from collections.abc import Mapping

from bot.decisions.facts import Fact
from bot.decisions.understanding import english
from bot.decisions.understanding.doings import is_attached
from bot.decisions.understanding.lexicon import FactWords, Role
from bot.decisions.understanding.passages import Passage

MOST_STRANGE = 3
"""Words of something unknown up to which a clause may still be the answer to what was asked."""


class Context:
    """Goes along with the reading, clause by clause.

    Attributes:
        asked: the fact being asked.
        turned: how the last clause of the sentence with a yes or no ended: whether it was negated; None for none.
        denied: whether the clause before, in the same sentence, had a "no" in it.
        unsure: whether the clause before, in the same sentence, was a "no idea".
        pointed: the yes-or-no fact last spoken of, which "they are not required" points back to.
        replied: whether the fact asked has been answered by a reply.
    """

    def __init__(self, facts: Mapping[str, Fact], words: Mapping[str, FactWords], asked: Fact | None) -> None:
        self.facts = facts
        self.words = words
        self.asked = asked
        self.turned: bool | None = None
        self.unsure = False
        self.denied = False
        self.pointed: str | None = None
        self.replied = False
        self.topics_before: frozenset[str] = frozenset()
        self.about_before: tuple[str, ...] = ()
        self.had_before: frozenset[str] = frozenset()
        self.start_before: int | None = None
        self.began = False
        self._sentence = -1

    def enter(self, passage: Passage) -> None:
        """Begin a clause; another sentence leans on nothing of the last one."""
        if passage.clause.sentence != self._sentence:
            self._sentence = passage.clause.sentence
            self.turned, self.unsure, self.denied = None, False, False
            self.topics_before, self.about_before, self.start_before = frozenset(), (), None
            self.had_before = frozenset()

    def leave(self, passage: Passage) -> None:
        """End a clause: what it was about is what a bare one behind it is about."""
        self.began = True
        self.denied = bool(passage.words & english.DENIALS)
        if not passage.unsure:
            self.unsure = self.unsure and passage.bare
        had = frozenset(each.meaning.fact for each in passage.mentions if each.meaning.role is Role.HAVE)
        self.had_before = had | self.had_before if passage.bare else had
        if passage.about:
            self.topics_before, self.about_before = passage.topics, tuple(passage.about)
            self.start_before = passage.clause.start

    def names(self, passage: Passage, fact: Fact, at: int, end: int) -> bool:
        """Whether a value in the clause is one of the fact: its topic is there, stands before, or was asked.

        Args:
            at, end: where the value stands.
        """
        if passage.personal:
            return False
        if fact.name in passage.topics:
            return True
        if fact.name in self.topics_before and passage.bare:
            return True
        attached = is_attached(passage.tokens, passage.clause, end, passage.odd)
        return not attached and self.awaits(passage, fact, at)

    def awaits(self, passage: Passage, fact: Fact, at: int) -> bool:
        """Whether what stands at a place answers the question for the fact."""
        people = {name for name in passage.topics if self.words[name].parts}  # "the ops team uploads every fortnight"
        others = passage.topics - people - {fact.name}
        return self.asks(fact) and not others and passage.answers(at, MOST_STRANGE)

    def asks(self, fact: Fact) -> bool:
        """Whether it is the fact being asked."""
        return self.asked is not None and self.asked.name == fact.name
