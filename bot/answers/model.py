"""The nouns of answering: a question, the claims that answer it, and the citations that hold them up."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.errors import FallbackReason
from ingest.model import Hit


class Outcome(StrEnum):
    """What became of a question, decided from evidence before anything is written."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NOT_COVERED = "not_covered"


class EngineName(StrEnum):
    """Who wrote the answer."""

    GENERATED = "generated"
    EXTRACTIVE = "extractive"


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier message of the conversation. Data, never instructions."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, as plain text, with the conversation before it (oldest first)."""

    text: str
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Words an engine takes from a passage; ``text`` must stand verbatim in it."""

    passage_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence an engine proposes, with the quotes it rests on. Nothing is shown before it is checked."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """What an engine says the articles do not cover, in a short noun phrase ("latency budgets")."""

    text: str


class Engine(Protocol):
    """Turns evidence into drafts, in reading order.

    Raises:
        ModelError: from the iteration, when no usable answer can be had; drafts yielded before are void.
    """

    @property
    def name(self) -> EngineName:
        """Which engine this is."""

    def write(self, question: Question, evidence: Sequence[Hit]) -> AsyncIterator[Draft | Missing]:
        """Yield drafts as they become ready. Yielding nothing means the evidence does not answer the question."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One numbered source of an answer.

    Attributes:
        n: the number shown, from 1.
        heading: heading path joined by " › "; empty at the top of a document.
        quote: verbatim from the passage.
    """

    n: int
    passage_id: str
    document: str
    title: str
    heading: str
    quote: str
    url: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A checked sentence and the numbers of the citations that support it (never empty)."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """An article close to a question that is not covered."""

    document: str
    title: str
    heading: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer, the same shape whichever engine wrote it.

    Attributes:
        claims: in reading order; the first is the point and stands alone. Empty when not covered.
        citations: numbered 1..n in order of first use.
        nearest: when not covered (or partly), the closest articles; no guess.
        missing: what the articles do not say, when the outcome is ``partly``.
        fallback: why the model's answer was replaced by quotes, when it was.
    """

    outcome: Outcome
    engine: EngineName
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    missing: str | None = None
    fallback: FallbackReason | None = None

    @property
    def text(self) -> str:
        """Claims with their markers, as plain text: ``RAG can be prototyped in 2–3 weeks. [1]``."""
        return "\n".join(f"{claim.text} {''.join(f'[{n}]' for n in claim.citations)}" for claim in self.claims)


@dataclass(frozen=True, slots=True)
class Searched:
    """Progress: the folder was searched; ``titles`` are the articles that will be read."""

    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimReady:
    """Progress: a claim passed its check. ``citations`` are those it uses for the first time."""

    claim: Claim
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Progress: the claims so far are void, what follows replaces them."""

    reason: FallbackReason


@dataclass(frozen=True, slots=True)
class Finished:
    """Progress: the end, exactly once; the answer holds everything that stands."""

    answer: Answer


Progress = Searched | ClaimReady | Withdrawn | Finished


class Answerer(Protocol):
    """What Slack and the command line ask."""

    def stream(self, question: Question) -> AsyncIterator[Progress]:
        """Answer step by step.

        Raises:
            QuestionError: before anything is yielded, when the question cannot be worked on.
        """

    async def answer(self, question: Question) -> Answer:
        """Answer at once: the ``Finished`` of `stream`."""
