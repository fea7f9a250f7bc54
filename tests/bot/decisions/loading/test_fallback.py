"""Files with more than one text: the best that can be used is."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decisions.frameworks import Matter
from bot.decisions.loading import load
from bot.decisions.loading.fallback import Chosen, load_best
from tests.bot.decisions.loading.texts import FACTS, FRAMEWORK, LUNCH, TALLY, lunch

BROKEN = "kind: [framework"


def best(**changed: list[str]) -> Chosen:
    return load_best(
        {name: changed.get(name.removesuffix(".yaml"), [text]) for name, text in LUNCH.items()}
        | {f"{name}.yaml": texts for name, texts in changed.items()}
    )


def titles(chosen: Chosen) -> list[str]:
    matter: Matter = chosen.loaded.matters["lunch"]
    return [matter.title, *(framework.title for framework in matter.frameworks)]


def test_with_one_text_each_it_is_plain_loading() -> None:
    assert best().loaded == load(lunch())


def test_a_broken_text_gives_way_to_the_next_and_is_named() -> None:
    chosen = best(weather=[BROKEN, FRAMEWORK])

    assert chosen.loaded.matters == load(lunch()).matters
    assert [error.file for error in chosen.loaded.errors] == ["weather.yaml"]
    assert chosen.used["weather.yaml"] == FRAMEWORK


def test_a_file_none_of_whose_texts_is_good_is_left_out() -> None:
    chosen = best(weather=[BROKEN, "kind: nothing\nmatter: lunch"])

    assert titles(chosen) == ["Where to eat", "By votes"]
    assert "weather.yaml" not in chosen.used
    assert len(chosen.loaded.errors) == 2


def test_facts_that_break_do_not_take_the_newest_frameworks_with_them() -> None:
    newer = FRAMEWORK.replace("By the weather", "By the newest weather")
    chosen = best(facts=["kind: facts", FACTS], weather=[newer, FRAMEWORK])

    assert titles(chosen) == ["Where to eat", "By votes", "By the newest weather"]
    assert [error.file for error in chosen.loaded.errors] == ["facts.yaml"]


def test_facts_with_which_no_framework_can_be_read_give_way_and_both_are_named() -> None:
    unusable = FACTS.replace("  rain:", "  snow:").replace("  hunger:", "  thirst:")
    chosen = best(facts=[unusable, FACTS])

    assert titles(chosen) == ["Where to eat", "By votes", "By the weather"]
    assert {error.file for error in chosen.loaded.errors} == {"facts.yaml", "votes.yaml", "weather.yaml"}


def test_facts_that_only_one_framework_minds_stay() -> None:
    chosen = best(facts=[FACTS.replace("  hunger:", "  thirst:").replace("to eat", "to drink"), FACTS])

    assert titles(chosen) == ["Where to drink", "By the weather"]
    assert [error.file for error in chosen.loaded.errors] == ["votes.yaml"]


def test_a_slip_in_the_name_of_the_matter_brings_the_file_before_back() -> None:
    chosen = best(votes=[TALLY.replace("lunch", "lunhc", 1), TALLY])

    assert titles(chosen)[1] == "By votes"
    assert "write lunch" in chosen.loaded.errors[0].text


texts = st.sampled_from([*LUNCH.values(), BROKEN, "", FACTS.replace("rain", "snow"), TALLY.replace("lunch", "tea")])


@settings(max_examples=12)
@given(st.dictionaries(st.sampled_from([*LUNCH, "other.yaml"]), st.lists(texts, max_size=3)))
def test_whatever_the_texts_it_ends_with_files_that_load_without_an_error(files: dict[str, list[str]]) -> None:
    chosen = load_best(files)

    assert load(chosen.used).errors == ()
    assert load(chosen.used).matters == chosen.loaded.matters
    assert all(text in files[name] for name, text in chosen.used.items())
