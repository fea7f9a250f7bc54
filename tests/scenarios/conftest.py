from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.scenarios.people import Person
from tests.scenarios.town import Town, furnish, settings_in, town


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Notes and an index of them, made once."""
    folder = tmp_path_factory.mktemp("furnished")
    furnish(folder)
    return folder


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> Path:
    """A folder with notes, and their index, of one scenario's own."""
    folder = tmp_path / "house"
    shutil.copytree(furnished, folder)
    return folder


@pytest.fixture
async def archie(house: Path) -> AsyncIterator[Town]:
    """Archie in the local workspace, without a key."""
    async with town(settings_in(house)) as running:
        yield running


@pytest.fixture
async def mara(archie: Town) -> Person:
    return await archie.person("mara")


@pytest.fixture
async def tobias(archie: Town) -> Person:
    return await archie.person("tobias")
