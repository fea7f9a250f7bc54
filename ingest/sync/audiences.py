"""The audiences of folders: ``audience.yaml`` says who may see every document below it.

It is for files that cannot say so themselves, such as PDFs. What a document's own front matter says narrows it further.
"""

from __future__ import annotations

import logging
from pathlib import Path

import yaml

from ingest.audience import EVERYBODY, NOBODY, Audience, narrowed, parse_audience, written
from ingest.strict_yaml import StrictLoader

logger = logging.getLogger(__name__)

AUDIENCE_FILE = "audience.yaml"
_LARGEST = 64 * 1024


class FolderAudiences:
    """Who may see what is in which folder. Reads each folder's file once: make a new one for each look.

    Attributes:
        failures: why a folder's file could not be used, by its path.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.failures: dict[str, str] = {}
        self._audiences: dict[str, Audience] = {}
        self._written: dict[str, str | None] = {}

    def governing(self, path: str) -> Audience:
        """Return who may see a document because of the folders it is in, all of them together."""
        return self._of(path.rpartition("/")[0])

    def governed(self, path: str) -> str | None:
        """Return the same as it is written down, see `ingest.audience.written`."""
        folder = path.rpartition("/")[0]
        if folder not in self._written:
            self._written[folder] = written(self._of(folder))
        return self._written[folder]

    def _of(self, folder: str) -> Audience:
        if folder not in self._audiences:
            above = self._of(folder.rpartition("/")[0]) if folder else EVERYBODY
            self._audiences[folder] = narrowed((above, self._read(folder)))
        return self._audiences[folder]

    def _read(self, folder: str) -> Audience:
        try:
            with (self._root / folder / AUDIENCE_FILE).open(encoding="utf-8") as file:
                value = yaml.load(file.read(_LARGEST), Loader=StrictLoader)  # noqa: S506 - safe, and stricter
        except (FileNotFoundError, NotADirectoryError):
            return EVERYBODY
        except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
            logger.info("an audience file could not be read: %s", type(error).__name__)
            return self._refuse(folder)
        audience = parse_audience(value.get("audience") if isinstance(value, dict) else value)
        return audience or self._refuse(folder)

    def _refuse(self, folder: str) -> Audience:
        """Until it is mended nobody sees what is below: what was opened by mistake cannot be closed again."""
        path = f"{folder}/{AUDIENCE_FILE}".lstrip("/")
        self.failures[path] = "This should say who may see the folder: `audience: [C0123ABCD]`. Until then, nobody may."
        return NOBODY
