"""Framework files are changed, broken, deleted, or meant to do harm while decisions go on: none of them notices."""

from __future__ import annotations

import pytest

from tests.scenarios.deciding import result, starts
from tests.scenarios.people import Person
from tests.scenarios.reading import text_of
from tests.scenarios.test_decide_own_framework import OWN
from tests.scenarios.town import Town

_LEVELS = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12))
BOMB = f"kind: framework\nl0: &l0 [x, x, x]\n{_LEVELS}\n"
DEEP = "kind: framework\nmatter: " + "[" * 5000
TWICE = OWN + "name: again\n"
TAGGED = OWN.replace("title: Our house rule", "title: !!python/object/apply:os.system [echo]")
HUGE = OWN.replace("reason: legal asks for sources", "reason: " + "9" * 70_000)
_CHOICES = "\n".join(f"      option_{n}: Option {n}" for n in range(500))
MANY_OPTIONS = f"""\
kind: facts
matter: five-hundred
facts:
  pick:
    label: Pick
    question: Which one?
    choices:
{_CHOICES}
"""


async def test_a_decision_keeps_the_frameworks_it_began_with(archie: Town, mara: Person) -> None:
    folder = archie.settings.knowledge_dir / "frameworks"
    folder.mkdir()
    file = folder / "house-rule.yaml"
    file.write_text(OWN)
    root, _ = await starts(mara, "Begun before", "dm")
    file.write_text(OWN.replace("title: Our house rule", "title: Our newest rule"))
    await starts(mara, "Reads the newest", "dm")
    file.write_text(OWN.replace("verdict: rag", "verdict: ["))
    await mara.says("users must see the sources", "dm", root["ts"])
    await mara.sees_message("Sources shown: Yes", "dm", root["ts"])
    file.unlink()
    await mara.says("finish", "dm", root["ts"])
    verdict = text_of(await result(mara, root["ts"], "dm"))

    assert "Our house rule: RAG" in verdict
    assert "Our newest rule" not in verdict


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param(BOMB, "harm.yaml, line ", id="bomb"),
        pytest.param(DEEP, "harm.yaml, line ", id="deep"),
        pytest.param(TWICE, "harm.yaml, line ", id="key twice"),
        pytest.param(TAGGED, "harm.yaml, line ", id="tag"),
        pytest.param(HUGE, "harm.yaml: It has 70260 bytes", id="huge"),
        pytest.param(MANY_OPTIONS, "harm.yaml, line ", id="500 options"),
    ],
)
async def test_a_file_that_does_harm_is_named_and_the_others_live(
    archie: Town, mara: Person, text: str, named: str
) -> None:
    folder = archie.settings.knowledge_dir / "frameworks"
    folder.mkdir()
    (folder / "harm.yaml").write_text(text)
    root, _ = await starts(mara, "Support bot", "dm")
    await mara.runs("/decide help", "general")
    told = text_of(await mara.sees_ephemeral())
    await mara.says("users must see the sources", "dm", root["ts"])
    await mara.sees_message("Sources shown: Yes", "dm", root["ts"])

    assert named in told
