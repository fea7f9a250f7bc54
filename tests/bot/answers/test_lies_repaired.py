"""What becomes of an answer some of whose sentences fall: repaired from the source, never left dangling or doubled."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from bot.answers.attempt import Attempt
from bot.answers.checks.verify import Checked, check
from bot.answers.model import Answer, Citation, Draft, EngineName, Missing, Outcome, Quote
from bot.console import answer_as_dict, answer_text
from bot.errors import FallbackReason
from bot.slack.blocks.answer import answer_message, stream_text
from bot.slack.records import from_record, to_record
from ingest.model import Passage

OVEN = "The stone oven takes 40 minutes to heat up. It must stay shut. Rye bread needs 5 days of sourdough."
LAB = "In the laboratory, rye bread needs 7 days of sourdough."
PASSAGES = {
    name: Passage(name, f"{name}.md", 0, (), text, 0, len(text), name.title())
    for name, text in (("oven", OVEN), ("lab", LAB))
}
HEATS = "The stone oven takes 40 minutes to heat up."
RYE = "Rye bread needs 5 days of sourdough."


async def _checked(draft: Draft) -> Checked:
    return check(draft, PASSAGES.get)


async def _answer(*said: tuple[str, str], engine: EngineName = EngineName.GENERATED) -> tuple[Answer, Attempt]:
    async def drafts() -> AsyncIterator[Draft | Missing]:
        for text, quoted in said:
            yield Draft(text, (Quote("oven", quoted),))

    attempt = Attempt(engine, _checked)
    shown = [ready.claim async for ready in attempt.run(drafts())]
    answer = attempt.answer(None, (), None, tuple(PASSAGES.values()))
    assert tuple(shown) == answer.claims
    return answer, attempt


def _texts(answer: Answer) -> list[str]:
    return [claim.text for claim in answer.claims]


async def test_a_sentence_that_falls_is_replaced_by_its_source() -> None:
    answer, _ = await _answer(("The stone oven takes 90 minutes to heat up.", HEATS))
    assert _texts(answer) == [HEATS]
    assert [citation.quote for citation in answer.citations] == [HEATS]


async def test_the_source_is_not_said_twice() -> None:
    answer, _ = await _answer((HEATS, HEATS), ("The stone oven takes 90 minutes to heat up.", HEATS))
    assert _texts(answer) == [HEATS]


async def test_what_leans_on_a_fallen_sentence_falls_too() -> None:
    answer, attempt = await _answer(("Ovens are free.", HEATS), ("It must stay shut.", "must stay shut"))
    assert _texts(answer) == []
    assert answer.outcome is Outcome.NOT_COVERED
    assert attempt.failure is FallbackReason.UNSUPPORTED


async def test_what_leans_on_a_sentence_that_stands_is_kept() -> None:
    answer, _ = await _answer((HEATS, HEATS), ("It must stay shut.", "must stay shut"))
    assert _texts(answer) == [HEATS, "It must stay shut."]


async def test_the_next_sentence_of_its_own_is_kept() -> None:
    answer, _ = await _answer(("Ovens are free.", HEATS), (RYE, RYE), ("It must stay shut.", "must stay shut"))
    assert _texts(answer)[0] == RYE


async def test_a_link_of_the_models_own_is_dropped_even_when_it_is_quoted() -> None:
    passage = Passage("web", "web.md", 0, (), "Read http://a.example now.", 0, 26, "Web")

    async def checked(draft: Draft) -> Checked:
        return check(draft, {"web": passage}.get)

    async def drafts() -> AsyncIterator[Draft | Missing]:
        yield Draft(passage.text, (Quote("web", passage.text),))

    written, quoted = Attempt(EngineName.GENERATED, checked), Attempt(EngineName.EXTRACTIVE, checked)
    assert [ready async for ready in written.run(drafts())] == []
    assert len([ready async for ready in quoted.run(drafts())]) == 1


async def test_another_article_with_another_figure_is_shown_beside_it() -> None:
    answer, _ = await _answer((RYE, RYE))
    (found,) = answer.disagreements
    assert [(view.text, view.citation) for view in found.views] == [("5 days", 1), ("7 days", 2)]
    assert _by_number(answer)[2].quote == LAB
    assert from_record(json.loads(json.dumps(to_record(answer)))).disagreements == answer.disagreements


def _by_number(answer: Answer) -> dict[int, Citation]:
    return {citation.n: citation for citation in answer.citations}


async def test_no_disagreement_where_the_figure_is_not_cited() -> None:
    answer, _ = await _answer((HEATS, HEATS))
    assert answer.disagreements == ()
    assert answer_as_dict(answer, "q")["disagreements"] == []


async def test_people_see_both_figures_with_their_numbers() -> None:
    answer, _ = await _answer((RYE, RYE))
    line = f"The articles differ on {answer.disagreements[0].about}: 5 days [1]; 7 days [2]."
    assert answer_text(answer).splitlines()[-1] == line
    message = answer_message(answer, "an-answer")
    assert line in message.text
    assert line in json.dumps(message.blocks, ensure_ascii=False)
    assert "source_2" in json.dumps(message.blocks)
    assert any(line in text.replace("\\", "") for text in stream_text(answer, answer.claims))
    views = answer_as_dict(answer, "q")["disagreements"][0]["views"]
    assert views == [{"text": "5 days", "citation": 1}, {"text": "7 days", "citation": 2}]
