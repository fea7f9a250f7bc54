"""From a worker thread to a model: searching and ingest run in threads, models are asked in an event loop."""

from __future__ import annotations

from contextlib import ExitStack
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from bot.answers.generated.model import LanguageModel, Reply
from bot.answers.generated.prompts import Content

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal


class Bridge:
    """Asks one model from any thread, in an event loop of its own that runs from the first question to `close`.

    A model's client belongs to the loop it was first used in, so the loop is neither shared nor begun anew.
    """

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._stack = ExitStack()
        self._starting = Lock()
        self._portal: BlockingPortal | None = None

    def ask(self, system: Content, content: Content) -> Reply:
        """Return the whole reply. Blocks, at most for as long as the model may take.

        Raises:
            ModelError: there is none.
        """
        return self._open().call(self._model.ask, system, content)

    def close(self) -> None:
        """End the event loop, once it is not asking."""
        with self._starting:
            self._portal = None
            self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open(self) -> BlockingPortal:
        from anyio.from_thread import start_blocking_portal  # with the first question

        with self._starting:
            if self._portal is None:
                self._portal = self._stack.enter_context(start_blocking_portal(name="archie-model"))
            return self._portal
