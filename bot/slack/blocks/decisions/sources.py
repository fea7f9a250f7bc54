"""The passages a result rests on, numbered in the order they are first cited."""

from __future__ import annotations

from collections.abc import Mapping

from bot.decisions.frameworks import Ground
from bot.slack import decision_texts as texts
from bot.slack.blocks.decisions.pieces import listed, strong
from bot.slack.blocks.parts import Block
from bot.slack.markup import fit, fold

_BUDGET = 3500


class Sources:
    """Numbers passages as they are cited.

    Args:
        titles: of documents, by path.
    """

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = titles
        self._numbers: dict[Ground, int] = {}

    def mark(self, ground: Ground | None) -> str:
        """Return a passage's number: ``[2]``; empty for none."""
        return f"[{self._numbers.setdefault(ground, len(self._numbers) + 1)}]" if ground is not None else ""

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """What was cited; the first has number 1."""
        return tuple(self._numbers)

    def blocks(self) -> list[Block]:
        """List them: ``[2] An honest take › Cost``."""
        lines = [f"[{number}] {self.name(ground)}" for ground, number in self._numbers.items()]
        return listed([strong(texts.SOURCES), *lines], _BUDGET) if lines else []

    def name(self, ground: Ground) -> str:
        """Document › heading, rendered."""
        title = fold(self._title(ground.document)) or ground.document
        heading = f" › {fit(fold(ground.heading), 200)}" if fold(ground.heading) else ""
        return f"{fit(fold(title), 150)}{heading}"

    def _title(self, document: str) -> str:
        """A title, also where the folder begins one level deeper or higher than the frameworks say."""
        if document in self._titles:
            return self._titles[document]
        near = [path for path in self._titles if document.endswith(f"/{path}") or path.endswith(f"/{document}")]
        return self._titles[near[0]] if len(near) == 1 else ""
