"""The shelf of frameworks: folders are read again when they change, and decisions keep the version they began with."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import pytest

from bot.decisions.assessment import Advisor
from bot.decisions.engine import Engine as RealEngine
from bot.decisions.frameworks import Matter
from bot.decisions.loading.documents import LARGEST_FILE
from bot.framework_files import FrameworkFiles
from bot.frameworks import MOST_ENGINES, MOST_KEPT, FrameworkShelf, UnknownMatterError
from tests.bot.decisions.loading.texts import FACTS, FRAMEWORK, LUNCH, PANEL, PLAN, TALLY, WORDS


class Engine:
    """Stands in for the engine, which these tests do not ask anything."""

    def __init__(self, matter: Matter) -> None:
        self.matter = matter


class Folders:
    """A shipped folder and a team's, and the shelf of both."""

    def __init__(self, root: Path) -> None:
        self.shipped, self.team = root / "shipped", root / "team"
        self.shipped.mkdir()
        self.team.mkdir()
        for name, text in LUNCH.items():
            self.write(name, text)
        self.made: list[str] = []
        self.shelf = FrameworkShelf([self.shipped, self.team], self.engine)

    def engine(self, matter: Matter) -> Advisor:
        self.made.append(matter.version)
        return cast(Advisor, Engine(matter))

    def write(self, name: str, text: str, team: bool = False) -> Path:
        path = (self.team if team else self.shipped) / name
        path.write_text(text, encoding="utf-8")
        return path

    def titles(self) -> list[str]:
        """Refresh, and return the titles of the frameworks."""
        matter = self.shelf.refresh().matters.get("lunch")
        return [] if matter is None else [framework.title for framework in matter.frameworks]

    def errors(self) -> list[str]:
        return list(map(str, self.shelf.errors))


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


RAINIER = FRAMEWORK.replace("By the weather", "By the rain")


def test_what_is_in_the_folders_is_on_the_shelf(folders: Folders) -> None:
    assert folders.titles() == ["By votes", "By the weather"]
    assert folders.errors() == []
    assert list(folders.shelf.matters) == ["lunch"]


def test_before_the_first_look_there_is_nothing(folders: Folders) -> None:
    assert folders.shelf.matters == {}
    with pytest.raises(UnknownMatterError, match="no frameworks for lunch"):
        folders.shelf.advisor("lunch")


def test_folders_that_are_not_there_are_empty(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    shelf = FrameworkShelf([tmp_path / "nowhere", tmp_path / "file"], cast(Callable[[Matter], Advisor], Engine))
    assert (dict(shelf.refresh().matters), shelf.errors) == ({}, ())


def test_the_same_folder_twice_is_read_once(folders: Folders) -> None:
    shelf = FrameworkShelf([folders.shipped, folders.shipped / ".." / "shipped"], folders.engine)
    assert len(shelf.refresh().matters["lunch"].frameworks) == 2
    assert shelf.errors == ()


def test_a_new_file_adds_its_framework(folders: Folders) -> None:
    folders.titles()
    folders.write("more.yaml", TALLY.replace("name: votes", "name: more").replace("By votes", "More"), team=True)
    assert folders.titles() == ["More", "By votes", "By the weather"]


def test_a_file_that_is_gone_takes_its_framework_with_it(folders: Folders) -> None:
    folders.titles()
    (folders.shipped / "weather.yaml").unlink()
    assert folders.titles() == ["By votes"]
    assert folders.errors() == []


def test_a_team_s_file_replaces_the_shipped_one_of_its_name(folders: Folders) -> None:
    path = folders.write("weather.yaml", RAINIER, team=True)
    assert folders.titles() == ["By votes", "By the rain"]

    path.unlink()
    assert folders.titles() == ["By votes", "By the weather"]


def test_a_broken_team_s_file_leaves_the_shipped_one_of_its_name(folders: Folders) -> None:
    folders.write("weather.yaml", RAINIER.replace("verdict: skip", "verdict: sleep"), team=True)

    assert folders.titles() == ["By votes", "By the weather"]
    assert folders.errors() == ['weather.yaml, line 8: there is no verdict "sleep"; write one of canteen, bistro, skip']


def test_a_file_that_breaks_stays_as_it_last_was_until_it_is_mended(folders: Folders) -> None:
    folders.write("weather.yaml", RAINIER, team=True)
    folders.titles()
    folders.write("weather.yaml", RAINIER[:90], team=True)

    assert folders.titles() == ["By votes", "By the rain"]
    assert len(folders.errors()) == 1

    folders.write("weather.yaml", RAINIER.replace("the rain", "the clouds"), team=True)
    assert folders.titles() == ["By votes", "By the clouds"]
    assert folders.errors() == []


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"kind: \xff\xfe", "UTF-8"), (b"x" * (LARGEST_FILE + 1), f"at most {LARGEST_FILE}"), (b"", "empty")],
)
def test_a_file_that_cannot_be_read_is_named_and_stays_as_it_was(folders: Folders, content: bytes, says: str) -> None:
    folders.titles()
    (folders.shipped / "weather.yaml").write_bytes(content)

    assert folders.titles() == ["By votes", "By the weather"]
    (error,) = folders.errors()
    assert error.startswith("weather.yaml: ")
    assert says in error


def test_only_yaml_files_of_the_folder_itself_are_read(folders: Folders) -> None:
    for name in (".hidden.yaml", "weather.yaml~", "notes.md", "weather.yaml.bak"):
        folders.write(name, "not a framework")
    (folders.shipped / "deeper").mkdir()
    (folders.shipped / "deeper" / "inner.yaml").write_text("not a framework")
    folders.write("RAIN.YML", RAINIER.replace("name: weather", "name: rain"))

    assert folders.titles() == ["By the rain", "By votes", "By the weather"]
    assert folders.errors() == []


def test_pipes_folders_and_links_out_are_named_and_never_opened(folders: Folders, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("password: hunter2")
    (folders.team / "link.yaml").symlink_to(secret)
    (folders.team / "folder.yaml").mkdir()
    os.mkfifo(folders.team / "pipe.yaml")

    assert folders.titles() == ["By votes", "By the weather"]
    assert sorted(folders.errors()) == [
        "folder.yaml: This is not a regular file",
        "link.yaml: This link leads out of the folder of frameworks",
        "pipe.yaml: This is not a regular file",
    ]


def test_links_within_the_folder_are_followed(folders: Folders) -> None:
    data = folders.team / "..data"
    data.mkdir()
    (data / "rain.yaml").write_text(RAINIER.replace("name: weather", "name: rain"))
    (folders.team / "rain.yaml").symlink_to(Path("..data") / "rain.yaml")

    assert folders.titles() == ["By the rain", "By votes", "By the weather"]


def test_a_look_at_unchanged_files_reads_none(folders: Folders) -> None:
    before = folders.shelf.refresh()
    files = FrameworkFiles([folders.shipped])
    assert files.look()
    assert not files.look()
    assert folders.shelf.refresh() is before


def test_a_file_touched_but_not_changed_changes_nothing(folders: Folders) -> None:
    before = folders.shelf.refresh()
    os.utime(folders.shipped / "weather.yaml", (1, 1))
    assert folders.shelf.refresh() is before


def test_more_files_than_are_read_are_named(tmp_path: Path) -> None:
    for number in range(201):
        (tmp_path / f"{number:03}.yaml").write_text("kind: panel\nmatter: x")
    files = FrameworkFiles([tmp_path])
    files.look()

    assert len(files.texts()) == 200
    assert "only the first 200" in str(files.errors[0])


def test_a_decision_keeps_the_version_it_began_with(folders: Folders) -> None:
    folders.titles()
    old = folders.shelf.advisor("lunch").matter
    folders.write("weather.yaml", RAINIER)
    folders.titles()

    assert folders.shelf.advisor("lunch", old.version).matter is old
    assert folders.shelf.advisor("lunch").matter.frameworks[1].title == "By the rain"


def test_an_old_version_outlives_its_files(folders: Folders) -> None:
    folders.titles()
    version = folders.shelf.matter("lunch").version
    for path in folders.shipped.iterdir():
        path.unlink()

    assert folders.titles() == []
    assert folders.shelf.matter("lunch", version).title == "Where to eat"
    with pytest.raises(UnknownMatterError):
        folders.shelf.matter("lunch")


def test_kept_sources_bring_a_version_back_after_a_restart(folders: Folders, tmp_path: Path) -> None:
    folders.titles()
    matter, sources = folders.shelf.matter("lunch"), folders.shelf.sources("lunch")
    later = FrameworkShelf([tmp_path / "empty"], folders.engine)
    later.refresh()
    with pytest.raises(UnknownMatterError) as caught:
        later.advisor("lunch", matter.version)
    assert (caught.value.matter, caught.value.version) == ("lunch", matter.version)

    assert later.restore(dict(sorted(sources.items(), reverse=True))) == (("lunch", matter.version),)
    assert later.advisor("lunch", matter.version).matter == matter
    assert later.sources("lunch", matter.version) == sources
    assert later.matters == {}


def test_sources_that_make_nothing_restore_nothing(folders: Folders) -> None:
    assert folders.shelf.restore({"x.yaml": "kind: facts"}) == ()


def test_sources_hold_only_what_the_matter_is_made_of(folders: Folders) -> None:
    folders.write("broken.yaml", "{", team=True)
    folders.write("other.yaml", FACTS.replace("matter: lunch", "matter: dinner"), team=True)
    folders.titles()
    assert folders.shelf.sources("lunch") == LUNCH


def test_engines_are_made_when_asked_for_and_once(folders: Folders) -> None:
    folders.titles()
    assert folders.made == []
    assert folders.shelf.advisor("lunch") is folders.shelf.advisor("lunch")
    assert len(folders.made) == 1


def test_memory_is_bounded_and_the_newest_is_always_there(folders: Folders) -> None:
    versions = []
    for number in range(MOST_KEPT + 2):
        sources = {**LUNCH, "panel.yaml": PANEL.replace("fresh air", f"air {number}")}
        versions += [version for _, version in folders.shelf.restore(sources)]
    folders.titles()
    for version in versions[-MOST_ENGINES - 1 :]:
        folders.shelf.advisor("lunch", version)
    folders.shelf.advisor("lunch", versions[-MOST_ENGINES - 1])

    assert len(folders.made) == MOST_ENGINES + 2
    assert folders.shelf.matter("lunch").panel.tie is not None
    with pytest.raises(UnknownMatterError):
        folders.shelf.matter("lunch", versions[0])


def test_the_shipped_frameworks_decide() -> None:
    shelf = FrameworkShelf([Path(__file__).parents[2] / "knowledge" / "frameworks"], RealEngine)
    shelf.refresh()

    assert shelf.errors == ()
    board = shelf.advisor("rag-or-fine-tune").board({"change_rate": "daily", "output_format": "yes"})
    assert board.verdicts == {"hybrid"}
    assert shelf.plan("rag-or-fine-tune") is not None


def test_plans_and_words_are_kept_with_their_version(folders: Folders) -> None:
    folders.titles()
    assert (folders.shelf.plan("lunch"), folders.shelf.words("lunch")) == (None, None)

    folders.write("plan.yaml", PLAN, team=True)
    folders.write("words.yaml", WORDS, team=True)
    folders.titles()
    version = folders.shelf.matter("lunch").version
    folders.write("weather.yaml", RAINIER)
    folders.write("plan.yaml", PLAN.replace("title: Walk", "title: Run"), team=True)
    folders.titles()

    old, new = folders.shelf.plan("lunch", version), folders.shelf.plan("lunch")
    assert old is not None
    assert new is not None
    assert (old.phases("bistro")[0].title, new.phases("bistro")[0].title) == ("Walk", "Run")
    assert folders.shelf.words("lunch", version) == folders.shelf.words("lunch") is not None


def test_many_threads_see_whole_matters(folders: Folders) -> None:
    """Whoever looks, while another refreshes, sees the old matter or the new one."""
    folders.titles()
    start = threading.Barrier(4)

    def look(_: int) -> set[tuple[str, ...]]:
        start.wait()
        seen = set()
        for _ in range(30):
            folders.shelf.refresh()
            matter = folders.shelf.advisor("lunch").matter
            seen.add((matter.title, *(framework.title for framework in matter.frameworks)))
        return seen

    with ThreadPoolExecutor() as threads:
        looking = threads.map(look, range(3))
        start.wait()
        for text in (FRAMEWORK, RAINIER, "{", RAINIER, FRAMEWORK) * 2:
            folders.write("weather.yaml", text)
        seen = set().union(*looking)

    assert seen <= {("Where to eat", "By votes", title) for title in ("By the weather", "By the rain")}
