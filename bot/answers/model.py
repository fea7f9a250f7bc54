"""The nouns of answering: a question, the claims that answer it, and the citations that hold them up."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from bot.errors import FallbackReason
from ingest.model import Hit, Passage


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
    """An earlier message of the conversation. Data, never instructions.

    Attributes:
        ours: an answer of our own, as it was kept; not what stands in Slack.
    """

    speaker: str
    text: str
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, as plain text, with the conversation before it (oldest first).

    Attributes:
        audience: who will see the answer: the id of the Slack conversation it goes to. Documents kept for other
            audiences do not exist for it. Empty when nobody but the operator is asking, who sees every document.
        history_cut: earlier messages there are, but that were not read.
        anew: asked for again on purpose: an answer kept from before will not do.
        unasked: nobody asked us: it is covered only when that is rather sure, and no model is asked otherwise.
    """

    text: str
    history: tuple[Turn, ...] = ()
    audience: str = ""
    history_cut: bool = False
    anew: bool = False
    unasked: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Words an engine takes from a passage; ``text`` must stand verbatim in it."""

    passage_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence an engine proposes, with the quotes it rests on. Nothing is shown before it is checked.

    Attributes:
        styled: a style model put it into other words.
    """

    text: str
    quotes: tuple[Quote, ...]
    styled: bool = False


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

    def write(self, question: Question, evidence: Sequence[Hit]) -> AsyncGenerator[Draft | Missing | Usage, None]:
        """Yield drafts as they become ready, and what each call of a model cost, before an error too.

        Yielding no draft means the evidence does not answer the question.
        """


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
class View:
    """One source's figure where sources differ: as it stands there, and the number of its citation."""

    text: str
    citation: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Sources that give different figures for the same thing ("examples needed"): each is shown, none is chosen."""

    about: str
    views: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer cost.

    Attributes:
        input_tokens: all of them, those from the service's cache included.
        cache_read_tokens, cache_write_tokens: of the input, read from and written to the service's cache.
        dollars: by the price list; None for a model whose price is not known, and when a reply broke off before the
            service told its tokens, which are then missing from the others too.
    """

    input_tokens: int
    output_tokens: int
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    dollars: float | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """How long an answer took, in seconds from the question.

    Attributes:
        seconds: to the end.
        model_seconds: of these, waiting for models.
        first_seconds: to the first claim that still stands at the end; None when there is none.
    """

    seconds: float
    model_seconds: float = 0.0
    first_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer, the same shape whichever engine wrote it.

    Attributes:
        claims: in reading order; the first is the point and stands alone. Empty when not covered.
        citations: numbered 1..n in order of first use.
        nearest: when not covered (or partly), the closest articles; no guess.
        missing: what the articles do not say, when the outcome is ``partly``.
        fallback: why the model's answer was replaced by quotes, when it was.
        understood: the question as it was made stand-alone, when that changed it much.
        disagreements: where the cited sources differ.
        usage: what the model's part cost; None when no model was asked.
        given_at: seconds since the epoch at which this answer was first given, when it is given again.
        styled: a style model put sentences of it into other words.
        timing: how long it took; no part of what makes two answers the same.
    """

    outcome: Outcome
    engine: EngineName
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    missing: str | None = None
    fallback: FallbackReason | None = None
    understood: str | None = None
    disagreements: tuple[Disagreement, ...] = ()
    usage: Usage | None = None
    given_at: float | None = None
    styled: bool = False
    timing: Timing | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        """Claims with their markers, as plain text: ``RAG can be prototyped in 2–3 weeks. [1]``."""
        return "\n".join(f"{claim.text} {''.join(f'[{n}]' for n in claim.citations)}" for claim in self.claims)


@dataclass(frozen=True, slots=True)
class Understood:
    """Progress: the question was made stand-alone, and that changed it much."""

    text: str


@dataclass(frozen=True, slots=True)
class Searched:
    """Progress: the folder was searched.

    Attributes:
        titles: of the articles that will be read.
        passages: all that the answer can rest on, best first.
    """

    titles: tuple[str, ...]
    passages: tuple[Passage, ...] = ()


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


Progress = Understood | Searched | ClaimReady | Withdrawn | Finished


async def finished(steps: AsyncGenerator[Progress, None]) -> Answer:
    """Run an answer to its end and return it.

    Raises:
        QuestionError: when the question cannot be worked on.
    """
    async with aclosing(steps):
        async for progress in steps:
            if isinstance(progress, Finished):
                return progress.answer
    raise AssertionError("a stream ends with Finished")


class Answerer(Protocol):
    """What Slack and the command line ask."""

    def stream(self, question: Question) -> AsyncGenerator[Progress, None]:
        """Answer step by step.

        Raises:
            QuestionError: before anything is yielded, when the question cannot be worked on.
        """

    async def answer(self, question: Question) -> Answer:
        """Answer at once: the ``Finished`` of `stream`."""
