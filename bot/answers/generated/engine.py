"""Answers written by a language model over the evidence, each sentence with the quotes it rests on."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from typing import Protocol

from bot.answers.budget import Budget
from bot.answers.generated.claims import ClaimAssembler, Piece
from bot.answers.generated.model import Build, LanguageModel
from bot.answers.generated.numbered import NumberedAssembler, build_numbered_prompt
from bot.answers.generated.options import ModelOptions
from bot.answers.generated.prompts import Content, build_prompt, draw_nonce
from bot.answers.model import Draft, EngineName, Missing, Question, Usage
from ingest.model import Hit


class Assembler(Protocol):
    """Turns pieces of a reply into drafts."""

    def add(self, piece: Piece) -> Iterator[Draft | Missing]:
        """Take a piece, and yield what it completes."""

    def finish(self) -> Iterator[Draft | Missing]:
        """Yield the rest of a complete reply."""


class GeneratedEngine:
    """The engine that writes.

    Claude cites by itself; other models are asked to copy the words they rest on. Either way the quotes are cut out of
    the stored passages, and everything after is the same.

    Args:
        budget: what may be spent; None sets no limit.
        build: makes the model's client, when it is not LangChain's for the provider.
    """

    def __init__(
        self,
        options: ModelOptions,
        budget: Budget | None = None,
        *,
        nonce: Callable[[], str] = draw_nonce,
        build: Build | None = None,
    ) -> None:
        self._options = options
        self._nonce = nonce
        self._model = LanguageModel(options, budget, cites=True, build=build)

    @property
    def name(self) -> EngineName:
        """Which engine this is."""
        return EngineName.GENERATED

    async def warm(self) -> None:
        """Load the library and build the client now, without holding up the event loop. Sends nothing."""
        await self._model.warm()

    async def write(self, question: Question, evidence: Sequence[Hit]) -> AsyncGenerator[Draft | Missing | Usage, None]:
        """Yield each sentence as soon as it and its citations are complete, and what it cost at the end.

        A sentence may rest on no quotes, when the model cited nothing, or nothing that fits what it was sent.
        Closing the iterator early closes the connection.

        Raises:
            ModelError: the drafts so far are void.
        """
        system, content, claims = self._request(question, evidence)
        if claims is None:
            return
        async with aclosing(self._model.reply(system, content)) as reply:
            async for piece in reply:
                if isinstance(piece, Usage):
                    yield piece
                else:
                    for draft in claims.add(piece):
                        yield draft
        for draft in claims.finish():
            yield draft

    def _request(self, question: Question, evidence: Sequence[Hit]) -> tuple[Content, Content, Assembler | None]:
        """The two turns, and what reads the reply; without that, there is nothing to ask about."""
        if self._options.name.is_anthropic:
            prompt = build_prompt(question, evidence, self._nonce)
            return prompt.system, prompt.content, ClaimAssembler(prompt.sources) if prompt.sources else None
        numbered = build_numbered_prompt(question, evidence, self._nonce)
        return numbered.system, numbered.content, NumberedAssembler(numbered.sources) if numbered.sources else None
