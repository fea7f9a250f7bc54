"""The style model as a `bot.answers.styled.Stylist`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing

from bot.answers.generated.model import LanguageModel
from bot.answers.generated.prompts import draw_nonce
from bot.answers.generated.style import build_style_prompt, rewritten
from bot.answers.model import Usage


class ModelStylist:
    """Rewrites with one call of a language model, which has no tools and sees nothing but the sentences."""

    def __init__(self, model: LanguageModel, nonce: Callable[[], str] = draw_nonce) -> None:
        self._model = model
        self._nonce = nonce

    async def warm(self) -> None:
        """Build the model's client now. Sends nothing."""
        await self._model.warm()

    async def restyle(
        self, sentences: Sequence[str], spent: float
    ) -> AsyncGenerator[Usage | Sequence[str | None], None]:
        """Yield what it cost, and one text for each sentence: None where it must stay as it is.

        Raises:
            ModelError: from the iteration; then all sentences stay as they are.
        """
        text = ""
        system, content = build_style_prompt(sentences, self._nonce)
        async with aclosing(self._model.reply(system, content, spent)) as reply:
            async for piece in reply:
                if isinstance(piece, Usage):
                    yield piece
                else:
                    text += piece.text
        yield rewritten(text, sentences)
