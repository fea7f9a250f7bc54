"""Files to matters: what they come to, what is refused, and that the others go on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decisions.conditions import Compares, Is
from bot.decisions.frameworks import FirstThatHolds, Gates, Ground, Matrix, Matter, Outcome, Rule, Tally
from bot.decisions.loading import FrameworkError, load
from bot.decisions.loading.loader import MOST_FILES
from tests.bot.decisions.loading.texts import FACTS, FRAMEWORK, LUNCH, PANEL, PLAN, TALLY, WORDS, lunch

MATRIX = """\
kind: framework
matter: lunch
name: matrix
title: Two axes
matrix:
  axes: {wet: {rain: yes}, poor: broke}
  cells:
    - {at: {wet: yes}, verdict: canteen, reason: it rains}
    - {at: {wet: no, poor: yes}, verdict: skip, reason: no money}
    - {at: {wet: no, poor: no}, verdict: bistro, reason: why not}
"""
GATES = """\
kind: framework
matter: lunch
name: gates
title: Gates
gates:
  preferred: [bistro, canteen]
  gates:
    - {when: {rain: yes}, rules_out: bistro, reason: it rains}
    - {when: broke, rules_out: [bistro, canteen], reason: no money}
  otherwise: {verdict: skip, reason: nothing is left}
"""

ONLY_CANTEEN = "  bistro: {label: Bistro, meaning: Go out.}\n  skip: {label: Skip it, meaning: Work on.}\n"


def matter(files: dict[str, str]) -> Matter:
    loaded = load(files)
    assert loaded.errors == ()
    return loaded.matters["lunch"]


def only_error(files: dict[str, str]) -> FrameworkError:
    (error,) = load(files).errors
    return error


def test_facts_keep_what_was_written() -> None:
    facts = matter(lunch()).facts

    assert list(facts) == ["rain", "hunger", "euros"]
    assert (facts["rain"].is_yes_no, facts["euros"].is_number, facts["euros"].unit) == (True, True, "euros")
    assert [choice.label for choice in facts["hunger"].choices] == ["Not at all", "A little", "Very"]
    assert facts["hunger"].question == "How hungry are you?"


def test_first_that_holds_ends_in_its_otherwise() -> None:
    method = matter(lunch()).frameworks[1].method

    assert isinstance(method, FirstThatHolds)
    assert [rule.when for rule in method.rules] == [Is("rain", frozenset({"yes"})), Compares("euros", "<", 5), None]
    assert method.rules[-1].outcome == Outcome("bistro", "takeaway")


def test_a_tally_has_votes_and_what_decides_without_them() -> None:
    method = matter(lunch()).frameworks[0].method

    assert isinstance(method, Tally)
    assert [vote.outcome.verdict for vote in method.votes] == ["canteen", "bistro"]
    assert (method.tied.outcome.verdict, method.none.outcome.verdict) == ("canteen", "skip")


def test_a_cell_that_leaves_out_an_axis_stands_for_both_sides() -> None:
    method = matter(lunch(weather=MATRIX, votes=None)).frameworks[0].method

    assert isinstance(method, Matrix)
    assert [name for name, _ in method.axes] == ["wet", "poor"]
    verdicts = {place: cell.outcome.verdict for place, cell in method.cells.items()}
    assert verdicts == {
        (True, True): "canteen",
        (True, False): "canteen",
        (False, True): "skip",
        (False, False): "bistro",
    }


def test_gates_rule_out_verdicts_in_order_of_preference() -> None:
    method = matter(lunch(weather=GATES, votes=None)).frameworks[0].method

    assert isinstance(method, Gates)
    assert method.preferred == ("bistro", "canteen")
    assert [gate.rules_out for gate in method.gates] == [{"bistro"}, {"bistro", "canteen"}]
    assert method.otherwise.outcome.verdict == "skip"


def test_gates_that_always_leave_a_verdict_need_no_otherwise() -> None:
    text = GATES.replace("[bistro, canteen], reason", "bistro, reason").replace(
        "  otherwise: {verdict: skip, reason: nothing is left}\n", ""
    )
    method = matter(lunch(weather=text, votes=None)).frameworks[0].method

    assert isinstance(method, Gates)
    assert method.otherwise.outcome.verdict == "canteen"


def test_first_rules_decide_before_any_method() -> None:
    text = TALLY.replace("tally:", "first:\n  - {when: {rain: yes}, verdict: skip, reason: it rains}\ntally:")
    (first,) = matter(lunch(votes=text)).frameworks[0].first
    assert first == Rule(Is("rain", frozenset({"yes"})), Outcome("skip"), "it rains")


def test_a_panel_counts_orders_and_says_why() -> None:
    panel = matter(lunch()).panel

    assert (panel.order, panel.counts_as) == (("bistro", "canteen"), {"skip": "canteen"})
    assert panel.tie is not None
    assert (panel.tie.reason, panel.tie.outcome.verdict) == ("fresh air is good", "bistro")


def test_without_a_panel_ties_go_by_the_order_of_the_verdicts() -> None:
    panel = matter(lunch(panel=None)).panel
    assert (panel.order, panel.counts_as, panel.first, panel.tie) == (("canteen", "bistro", "skip"), {}, (), None)


def test_a_framework_may_bring_facts_and_verdicts() -> None:
    text = FRAMEWORK.replace(
        "first_that", "facts: {dog: {label: Dog, question: Dogs, why: Dogs, unit: dogs}}\nfirst_that"
    )
    text = text.replace("first_that", "verdicts: {park: {label: Park, meaning: Go.}}\nfirst_that")
    text = text.replace("{when: broke, verdict: skip", '{when: {dog: "> 0"}, verdict: park')
    whole = matter(lunch(weather=text))

    assert list(whole.facts) == ["rain", "hunger", "euros", "dog"]
    assert list(whole.verdicts) == ["canteen", "bistro", "skip", "park"]
    assert whole.panel.order == ("bistro", "canteen", "park")


def test_grounds_are_headings_of_the_framework_s_document_or_name_their_own() -> None:
    text = FRAMEWORK.replace("title:", "document: articles/food.md\ntitle:").replace("reason: it rains", "&")
    text = text.replace("&", "reason: it rains, ground: Rain").replace("no money", "no money, ground: Money")
    text = text.replace("why not", "why not, ground: {document: other.md, heading: Joy}")
    framework = matter(lunch(weather=text)).frameworks[1]

    assert isinstance(framework.method, FirstThatHolds)
    grounds = [rule.ground for rule in framework.method.rules]
    food = "articles/food.md"
    assert (framework.document, grounds) == (
        food,
        [Ground(food, "Rain"), Ground(food, "Money"), Ground("other.md", "Joy")],
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "says"),
    [
        # facts
        ("facts", "title: Where to eat\n", "", 1, "lacks title"),
        ("facts", "title:", "titel: x\ntitle:", 3, 'no "titel"; write title'),
        ("facts", "Where to eat", "x" * 151, 3, "shorten it to 150, or Slack cuts it off"),
        ("facts", "label: Hunger", "label: ''", 7, "label is empty"),
        ("facts", "label: Hunger", f"label: {'x' * 76}", 7, "shorten it to 75"),
        ("facts", "How hungry are you?", "x" * 1001, 8, "shorten it to 1000"),
        ("facts", "It takes a walk.", "x" * 301, 9, "shorten it to 300"),
        ("facts", "some: A little", f"some: {'x' * 76}", 10, "shorten it to 75"),
        ("facts", "some: A little", "some: very", 10, "same label"),
        ("facts", "some: A little", "A little: x", 10, "is no name"),
        ("facts", "{none: Not at all, some: A little, much: Very}", "{none: Not}", 10, "write at least two"),
        ("facts", ", unit: euros", "", 11, "either choices"),
        ("facts", "unit: euros", "unit: euros, choices: {a: A, b: B}", 11, "either choices"),
        ("facts", "  hunger:", "  all:", 6, "a word of conditions"),
        ("facts", "  hunger:", "  Hunger:", 6, "is no name"),
        ("facts", "  hunger:", f"  {'h' * 41}:", 6, "up to 40"),
        ("facts", "  broke:", "  rain:", 18, "name of something else"),
        ("facts", "  broke: {", "  broke: {not: later}\n  later: {", 18, "no condition"),
        ("facts", "euros: \"< 5\"", "euro: \"< 5\"", 18, 'no fact "euro"; write euros'),
        ("facts", ONLY_CANTEEN, "", 13, "one verdict"),
        ("facts", "as takeaway", "[as takeaway]", 16, "write a text"),
        # frameworks
        ("weather", "kind: framework", "kind: framwork", 1, "write framework"),
        ("weather", "matter: lunch", "matter: lunhc", 2, "write lunch"),
        ("weather", "name: weather", "name: Weather", 3, "is no name"),
        ("weather", "title: By the weather\n", "", 1, "lacks title"),
        ("weather", "first_that_holds:", "first_that_hold:", 5, "write first_that_holds"),
        ("weather", "rain: yes", "snow: yes", 7, "no fact"),
        ("weather", "rain: yes", "rain: perhaps", 7, "write one of yes, no"),
        ("weather", "verdict: skip", "verdict: skipp", 8, "write skip"),
        ("weather", "variant: takeaway", "variant: away", 9, "write takeaway"),
        ("weather", "reason: it rains", "reason: ''", 7, "reason is empty"),
        ("weather", "reason: it rains", f"reason: {'x' * 301}", 7, "shorten it to 300"),
        ("weather", ", reason: it rains", "", 7, "lacks reason"),
        ("weather", "when: broke", "when: {rain: yes}", 8, "can never decide"),
        ("weather", "when: broke", "when: {all: [broke, rain: yes]}", 8, "can never decide"),
        ("weather", "when: broke", "when: {rain: no}", 9, "otherwise can never decide"),
        ("weather", "    - {when: {rain: yes}", "    - {when: [rain]", 7, "say all: or any:"),
        ("weather", "  otherwise: {verdict: bistro, variant: takeaway, reason: why not}\n", "", 6, "lacks otherwise"),
        ("weather", "reason: it rains", "reason: it rains, ground: Rain", 7, "add document: at the top"),
        ("weather", "title:", "document: articles/food.md\ntitle:", 8, "lacks ground"),
        ("weather", "title:", "document: ../food.md\ntitle:", 4, "from the knowledge folder on"),
        ("weather", "title:", "facts: {rain: {label: a, question: b, why: c, unit: d}}\ntitle:", 4, "already"),
        ("weather", "title:", "facts: {broke: {label: a, question: b, why: c, unit: d}}\ntitle:", 4, "condition"),
        ("weather", "title:", "verdicts: {skip: {label: a, meaning: b}}\ntitle:", 4, "already"),
        ("weather", "title:", "tally: {votes: []}\ntitle:", 1, "2 methods"),
        ("weather", "name: weather", "name: votes", 3, "votes.yaml has a framework votes already"),
        ("votes", "{hunger: [some, much]}", "{all: [rain: yes, rain: no]}", 7, "can never hold"),
        ("votes", "  tied: {verdict: canteen, reason: it is near}\n", "", 6, "lacks tied"),
        # panels
        ("panel", "order: [bistro, canteen]", "order: [bistro, skip]", 3, "counts as itself"),
        ("panel", "order: [bistro, canteen]", "order: [bistro, bistro]", 3, "twice"),
        ("panel", "{skip: canteen}", "{skip: skip}", 4, "itself counted"),
        ("panel", "{skip: canteen}", "{skipp: canteen}", 4, "write skip"),
        ("panel", "tie: {reason: fresh air is good}", "tie: {}", 5, "lacks reason"),
    ],
)  # fmt: skip
def test_mistakes_are_named_with_file_and_line(file: str, old: str, new: str, line: int, says: str) -> None:
    files = lunch()
    name = f"{file}.yaml"
    assert old in files[name]
    errors = load({**files, name: files[name].replace(old, new, 1)}).errors
    error = next(error for error in errors if error.file == name)

    assert (error.line, says in error.text) == (line, True), str(error)
    assert str(error).startswith(f"{name}, line {line}: ")


@pytest.mark.parametrize(
    ("text", "old", "new", "line", "says"),
    [
        (MATRIX, ", poor: broke}", "}", 6, "there are 1 axes; write 2 to 4"),
        (MATRIX, "poor: broke", "poor: {all: [broke, not: broke]}", 6, "always or never holds"),
        (MATRIX, "{wet: yes}, v", "{wet: yes, pour: no}, v", 8, "write poor"),
        (MATRIX, "{wet: yes}, v", "{wet: perhaps}, v", 8, "write one of yes, no"),
        (MATRIX, "{wet: yes}, v", "{wet: yes, poor: no}, v", 8, "no cell at wet: yes, poor: yes; add one"),
        (MATRIX, "wet: no, poor: yes", "wet: yes, poor: yes", 9, "a cell at wet: yes, poor: yes already"),
        (GATES, "rules_out: bistro", "rules_out: skip", 8, "no preferred verdict"),
        (GATES, "  otherwise: {verdict: skip, reason: nothing is left}\n", "", 6, "add otherwise:"),
        (GATES, "[bistro, canteen], reason", "[bistro], reason", 10, "no gate rules out canteen"),
    ],
)
def test_mistakes_in_matrices_and_gates_are_named(text: str, old: str, new: str, line: int, says: str) -> None:
    assert old in text
    error = only_error(lunch(weather=text.replace(old, new, 1)))
    assert (error.line, says in error.text) == (line, True), str(error)


def test_one_broken_framework_leaves_the_others_live() -> None:
    loaded = load(lunch(weather="kind: [broken"))

    assert [framework.name for framework in loaded.matters["lunch"].frameworks] == ["votes"]
    assert [error.file for error in loaded.errors] == ["weather.yaml"]


def test_a_broken_panel_gives_way_to_the_usual_one_and_says_so() -> None:
    loaded = load(lunch(panel=PANEL.replace("bistro, ", "nowhere, ")))

    assert loaded.matters["lunch"].panel.order == ("canteen", "bistro", "skip")
    assert "until then" in loaded.errors[0].text


def test_broken_facts_take_their_matter_and_no_other() -> None:
    other = {f"other-{name}": text.replace("matter: lunch", "matter: dinner") for name, text in LUNCH.items()}
    loaded = load({**lunch(facts=FACTS.replace("title", "titel")), **other})

    assert list(loaded.matters) == ["dinner"]
    waiting = [error.text for error in loaded.errors if error.file != "facts.yaml"]
    assert len(waiting) == 3
    assert all("waits for the facts of lunch" in text for text in waiting)


def test_a_matter_without_a_framework_is_an_error_of_its_facts() -> None:
    error = only_error(lunch(weather=None, votes=None))
    assert (error.file, error.line, "add a file of kind: framework" in error.text) == ("facts.yaml", 2, True)


@pytest.mark.parametrize(("twin", "says"), [("facts", "its facts in facts.yaml"), ("panel", "panel.yaml is its panel")])
def test_a_second_file_of_the_same_kind_is_refused(twin: str, says: str) -> None:
    loaded = load({**lunch(), "z.yaml": LUNCH[f"{twin}.yaml"]})

    assert [error.file for error in loaded.errors] == ["z.yaml"]
    assert says in loaded.errors[0].text
    assert "lunch" in loaded.matters


def test_plans_and_words_go_with_their_matter() -> None:
    loaded = load(lunch(plan=PLAN, words=WORDS))

    assert loaded.errors == ()
    assert loaded.plans["lunch"].phases("bistro")[0].title == "Walk"
    assert loaded.words["lunch"].facts["rain"].topic == ("weather",)
    assert loaded.matters == load(lunch()).matters
    assert {"plan.yaml", "words.yaml"} <= set(loaded.sources["lunch"])


@pytest.mark.parametrize(
    ("kind", "text", "line", "says"),
    [
        ("plan", PLAN.replace("verdict: bistro", "verdict: beach"), 6, "write one of canteen, bistro, skip"),
        ("words", WORDS.replace("rain:", "rainn:"), 4, "write rain"),
        ("plan", PLAN.replace("lunch", "lunhc"), 2, "write lunch"),
    ],
)
def test_a_broken_plan_or_word_leaves_the_matter_live(kind: str, text: str, line: int, says: str) -> None:
    loaded = load(lunch(**{kind: text}))

    (error,) = loaded.errors
    assert (error.file, error.line, says in error.text) == (f"{kind}.yaml", line, True)
    assert "lunch" in loaded.matters
    assert f"{kind}.yaml" not in loaded.sources["lunch"]


def test_a_second_plan_is_refused_and_one_without_frameworks_waits() -> None:
    second = only_error({**lunch(plan=PLAN), "z.yaml": PLAN})
    assert (second.file, "of kind plan already" in second.text) == ("z.yaml", True)

    waiting = load(lunch(plan=PLAN, votes=None, weather=None)).errors
    assert [error.file for error in waiting] == ["facts.yaml", "plan.yaml"]


def test_two_frameworks_cannot_bring_the_same_fact() -> None:
    brings = "facts: {dog: {label: Dog, question: Dogs, why: Dogs, unit: dogs}}\ntitle:"
    files = lunch(votes=TALLY.replace("title:", brings), weather=FRAMEWORK.replace("title:", brings))
    error = only_error(files)

    assert (error.file, error.line) == ("weather.yaml", 4)
    assert "define it in facts.yaml instead" in error.text


def test_too_many_files_are_refused() -> None:
    files = {f"{number:03}.yaml": "kind: panel" for number in range(MOST_FILES + 1)}
    last = next(error for error in load(files).errors if error.file == f"{MOST_FILES:03}.yaml")
    assert f"more than {MOST_FILES} files" in last.text


def test_the_sources_of_a_matter_make_it_again_in_any_order() -> None:
    loaded = load({**lunch(), "broken.yaml": "{"})
    kept = dict(reversed(loaded.sources["lunch"].items()))

    assert "broken.yaml" not in kept
    assert load(kept).matters == loaded.matters
    assert load(kept).errors == ()


def test_the_version_is_of_what_is_said_and_not_of_how_it_is_written() -> None:
    version = matter(lunch()).version

    assert matter(lunch(facts=f"# a note\n{FACTS}")).version == version
    assert matter(dict(reversed(lunch().items()))).version == version
    assert load(lunch()).matters["lunch"].version == version
    changes = [
        lunch(facts=FACTS.replace("Work on", "Go on")),
        lunch(facts=FACTS.replace("as takeaway", "to go")),
        lunch(weather=FRAMEWORK.replace("it rains", "it pours")),
        lunch(votes=TALLY.replace("> 20", "> 21")),
        lunch(panel=PANEL.replace("bistro, canteen", "canteen, bistro")),
        lunch(panel=None),
    ]
    assert len({version, *(matter(files).version for files in changes)}) == len(changes) + 1


def test_the_version_is_the_same_in_every_process() -> None:
    assert matter(lunch()).version == "c40d9d235296e01f"


lines = [line for text in LUNCH.values() for line in text.splitlines()]


@settings(max_examples=30)
@given(
    st.dictionaries(st.sampled_from([*LUNCH, "new.yaml"]), st.lists(st.sampled_from(lines), max_size=12).map("\n".join))
)
def test_files_put_together_by_chance_never_crash(changed: dict[str, str]) -> None:
    loaded = load({**lunch(), **changed})
    for error in loaded.errors:
        assert error.line is None or error.line >= 1
    for name, files in loaded.sources.items():
        assert load(files).matters[name] == loaded.matters[name]


@settings(max_examples=30)
@given(st.sampled_from(sorted(LUNCH)), st.integers(0, 500), st.integers(0, 12), st.text(max_size=8))
def test_slips_of_the_hand_never_crash_and_never_take_another_framework(
    file: str, place: int, gone: int, put: str
) -> None:
    text = LUNCH[file]
    loaded = load({**lunch(), file: text[:place] + put + text[place + gone :]})

    assert all(error.line is None or error.line >= 1 for error in loaded.errors)
    if file in {"panel.yaml", "votes.yaml"} and "lunch" in loaded.matters:
        assert "weather" in {framework.name for framework in loaded.matters["lunch"].frameworks} or loaded.errors
