"""ARCHIE_EMBEDDER: refused at the start when it names nothing, looked at by the doctor, followed by `archie ingest`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import app
from bot.doctor import Status, embedder
from bot.errors import SettingsError
from bot.settings import Settings, load_settings
from ingest.sync.progress import silent


@pytest.fixture(autouse=True)
def _empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("value", ["word2vec", "nobody:model", "openai:"])
def test_what_names_no_embedder_is_refused_by_the_variable(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ARCHIE_EMBEDDER", value)
    with pytest.raises(SettingsError, match="ARCHIE_EMBEDDER"):
        load_settings()


def test_the_setting_is_kept_in_its_one_spelling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIE_EMBEDDER", " VoyageAI:voyage-3.5 ")
    assert load_settings().embedder == "voyageai:voyage-3.5"


def test_the_doctor_tells_what_works_and_what_is_missing() -> None:
    works = embedder(Settings())
    assert (works.status, "256 dimensions" in works.detail) == (Status.OK, True)
    missing = embedder(Settings(embedder="voyageai:voyage-3.5"))
    assert (missing.status, "langchain-voyageai" in missing.detail) == (Status.FAILED, True)


def test_a_service_that_cannot_be_loaded_leaves_the_articles_to_words(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "owl.md").write_text("# Owls\n\nThe barn owl weighs 430 grams.\n")
    settings = Settings(knowledge_dir=folder, data_dir=tmp_path / "data", embedder="voyageai:voyage-3.5")
    assert app.sync_once(settings, silent).added == 1
    with app.searching(settings) as index:
        assert [(hit.passage.document, hit.dense) for hit in index.search("barn owl", 1)] == [("owl.md", 0.0)]
    settings = settings.model_copy(update={"embedder": "wordllama"})
    assert app.sync_once(settings, silent).unchanged == 1
    with app.searching(settings) as index:
        assert [hit.dense > 0 for hit in index.search("barn owl", 1)] == [True]
