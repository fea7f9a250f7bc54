"""A team drops its own framework into the folder while Archie runs: what begins then is decided with it, too."""

from __future__ import annotations

from tests.scenarios.deciding import result, starts
from tests.scenarios.people import Person
from tests.scenarios.reading import text_of
from tests.scenarios.town import Town

OWN = """\
kind: framework
matter: rag-or-fine-tune
name: house-rule
title: Our house rule
first_that_holds:
  rules:
    - when: {citations: yes}
      verdict: rag
      reason: legal asks for sources
  otherwise:
    verdict: prompt_first
    reason: nothing speaks against trying a prompt
"""


async def finished(person: Person, topic: str) -> str:
    root, _ = await starts(person, topic, "dm")
    await person.says("users must see the sources", "dm", root["ts"])
    await person.sees_message("Sources shown: Yes", "dm", root["ts"])
    await person.says("finish", "dm", root["ts"])
    return text_of(await result(person, root["ts"], "dm"))


async def test_it_counts_for_what_begins_and_not_for_what_began(archie: Town, mara: Person) -> None:
    folder = archie.settings.knowledge_dir / "frameworks"
    root, _ = await starts(mara, "Begun before", "dm")
    folder.mkdir()
    (folder / "house-rule.yaml").write_text(OWN)
    after = await finished(mara, "Begun after")
    await mara.says("finish", "dm", root["ts"])
    before = text_of(await result(mara, root["ts"], "dm"))

    assert "Our house rule: RAG" in after
    assert "Our house rule" not in before


async def test_a_broken_one_keeps_the_others_live(archie: Town, mara: Person) -> None:
    folder = archie.settings.knowledge_dir / "frameworks"
    folder.mkdir()
    (folder / "house-rule.yaml").write_text(OWN.replace("verdict: rag", "verdict: ragg"))

    verdict = await finished(mara, "Support bot")

    assert "Honest take: RAG" in verdict
    assert "Our house rule" not in verdict
