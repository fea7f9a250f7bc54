"""What this installation decides by: the shipped frameworks, and those of its knowledge folder."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from bot.decisions.engine import Engine
from bot.errors import SettingsError
from bot.frameworks import FrameworkShelf
from bot.settings import Settings

FOLDER = "frameworks"


def make_shelf(settings: Settings) -> FrameworkShelf:
    """Open the frameworks; nothing is read yet. A file in the knowledge folder replaces the shipped one of its name."""
    shipped = Path(str(files("knowledge")))
    return FrameworkShelf([folder / FOLDER for folder in (shipped, settings.knowledge_dir)], Engine)


def engine_of(settings: Settings, matter: str) -> Engine:
    """Read the frameworks and return the engine of one matter. Blocks.

    Raises:
        SettingsError: there is no such matter; its files may be broken.
    """
    loaded = make_shelf(settings).refresh()
    if matter not in loaded.matters:
        known = f"Nothing is decided under the name {matter}. There is {', '.join(loaded.matters)}."
        raise SettingsError(" ".join([known, *map(str, loaded.errors)]))
    return Engine(loaded.matters[matter])
