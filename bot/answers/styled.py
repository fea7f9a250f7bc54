"""Answers in the house voice: sentences rewritten, checked again, and restored where they no longer hold."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Protocol

from bot.answers.budget import added
from bot.answers.checks.verify import Checked
from bot.answers.model import Draft, Missing, Usage
from bot.errors import ModelError

logger = logging.getLogger(__name__)


class Stylist(Protocol):
    """Rewrites sentences in the house voice."""

    def restyle(self, sentences: Sequence[str], spent: float) -> AsyncIterator[Usage | Sequence[str | None]]:
        """Yield what it cost, and one text for each sentence: None where it must stay as it is.

        Args:
            spent: dollars the answer has cost already.

        Raises:
            ModelError: from the iteration; then all sentences stay as they are.
        """


class HouseVoice:
    """Puts the drafts of an engine into the house voice. Nothing is yielded before that is done.

    Args:
        check: the check every draft must pass; it is asked again about each rewritten one.
    """

    def __init__(self, stylist: Stylist, check: Callable[[Draft], Awaitable[Checked]]) -> None:
        self._stylist = stylist
        self._check = check

    async def of(
        self, drafts: AsyncGenerator[Draft | Missing | Usage, None]
    ) -> AsyncGenerator[Draft | Missing | Usage, None]:
        """Yield an engine's drafts in order, those that stand in the house voice where that stands too.

        Raises:
            ModelError: the engine's own; a stylist that fails leaves the drafts as they are.
        """
        written: list[Draft | Missing] = []
        usage: Usage | None = None
        async with aclosing(drafts):
            async for draft in drafts:
                if isinstance(draft, Usage):
                    usage = added(usage, draft)
                    yield draft
                else:
                    written.append(draft)
        async with aclosing(self._restyled(written, (usage and usage.dollars) or 0.0)) as restyled:
            async for item in restyled:
                yield item

    async def _restyled(
        self, written: Sequence[Draft | Missing], spent: float
    ) -> AsyncGenerator[Draft | Missing | Usage, None]:
        drafts = [draft for draft in written if isinstance(draft, Draft)]
        standing = [draft for draft in drafts if (await self._check(draft)).stands]
        voiced: dict[Draft, str] = {}
        if standing:
            try:
                async for item in self._stylist.restyle([draft.text for draft in standing], spent):
                    if isinstance(item, Usage):
                        yield item
                    else:
                        voiced = {draft: text for draft, text in zip(standing, item, strict=True) if text}
            except ModelError as error:
                logger.info("The answer keeps its own words: the style model gave nothing (%s).", error.reason)
        for draft in written:
            yield await self._voiced(draft, voiced.get(draft)) if isinstance(draft, Draft) else draft

    async def _voiced(self, draft: Draft, text: str | None) -> Draft:
        if text is None or text == draft.text:
            return draft
        voiced = replace(draft, text=text, styled=True)
        return voiced if (await self._check(voiced)).stands else draft
