"""Matters and decisions to make cards of: one as a team would know it, and ones no team would write."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from bot.decisions.assessment import Assessment, Board
from bot.decisions.conditions import Is
from bot.decisions.facts import Choice, Fact
from bot.decisions.frameworks import FirstThatHolds, Framework, Ground, Matter, Outcome, Panel, Rule, Verdict
from bot.decisions.session.state import Decision, Ending, Given, Round, Stance, Status
from bot.slack import limits
from bot.slack.blocks.decisions.pieces import weight
from bot.slack.blocks.decisions.snapshot import Snapshot
from bot.slack.blocks.parts import Message
from bot.workspace.block_kit.surfaces import message_problems, view_problems

NOW = 1_760_000_000.0
PEOPLE = {"U1": "Ada", "U2": "Ben", "U3": "Cara"}
COST = Ground("honest-take.md", "Cost")
HEAD = Ground("decision-tree.md", "Start here")
YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))
FACTS = {
    "change_rate": Fact(
        "change_rate",
        "How often it changes",
        "How often does the knowledge change?",
        "Fine-tuning goes stale.",
        tuple(Choice(value, value.capitalize()) for value in ("daily", "weekly", "monthly", "yearly")),
    ),
    "citations": Fact("citations", "Citations", "Must users see the source?", "Retrieval can show it.", YES_NO),
    "budget_usd": Fact("budget_usd", "Budget", "What is the set-up budget?", "It rules options out.", unit="USD"),
    "weeks": Fact("weeks", "Weeks to launch", "In how many weeks must it be live?", "Time is short.", unit="weeks"),
}
VERDICTS = {
    "rag": Verdict("rag", "RAG", "Retrieve, then answer."),
    "fine_tune": Verdict("fine_tune", "Fine-tuning", "Train the model."),
    "hybrid": Verdict("hybrid", "Hybrid", "Do both."),
}
RULE = Rule(Is("change_rate", frozenset({"weekly"})), Outcome("rag"), "the knowledge changes every week", COST)
CITES = Rule(Is("citations", frozenset({"yes"})), Outcome("rag"), "users must see sources", HEAD)


def framework(name: str, title: str) -> Framework:
    return Framework(name, title, FirstThatHolds((RULE, Rule(None, Outcome("rag"), "otherwise"))), "honest-take.md")


ONE, TWO = framework("honest-take", "An honest take"), framework("tree", "The decision tree")
MATTER = Matter(
    "rag-or-fine-tune",
    "How to build it",
    FACTS,
    VERDICTS,
    (ONE, TWO),
    Panel((), {}, tuple(VERDICTS), Rule(None, Outcome("rag"), "all articles start with RAG when in doubt", HEAD)),
    {"smaller_model": "a smaller model"},
    "v1",
)


def board(*sets: set[str], verdicts: set[str], **more: Any) -> Board:
    rated = tuple(
        Assessment(each, frozenset(names), None, (RULE, CITES), () if len(names) == 1 else ("budget_usd",))
        for each, names in zip((ONE, TWO), sets, strict=True)
    )
    return Board(rated, frozenset(verdicts), **{"variant": None, "rule": None, "close": None, **more})


RAG_BOARD = board({"rag"}, {"rag"}, verdicts={"rag"})
OPEN_BOARD = board({"rag"}, {"rag", "hybrid"}, verdicts={"rag", "hybrid"})


def stance(user: str, value: Given, words: str | None = None, because: str | None = None) -> Stance:
    return Stance(user, value, NOW, words, because)


def stances(**said: Given) -> dict[str, Stance]:
    return {user: stance(user, value) for user, value in said.items()}


def open_round(
    number: int = 1, fact: str = "change_rate", said: Mapping[str, Stance] | None = None, **more: Any
) -> Round:
    return Round(number, fact, NOW, stances=said or {}, **more)


def settled_round(number: int, fact: str, standing: Given, said: Mapping[str, Stance], **more: Any) -> Round:
    closed = {"closed_at": NOW + 60, "closed_by": "U1", "ending": Ending.NEXT, **more}
    return Round(number, fact, NOW, stances=said, standing=standing, **closed)


def decision(*rounds: Round, **more: Any) -> Decision:
    told: dict[str, Any] = {
        "id": "7f3a",
        "topic": "How should the support bot learn our product?",
        "team": "T1",
        "channel": "C1",
        "root_ts": "1.0",
        "owner": "U1",
        "solo": False,
        "matter": MATTER.name,
        "version": "v1",
        "started_at": NOW,
        "participants": ("U1", "U2", "U3"),
        "rounds": rounds,
    }
    return Decision(**{**told, **more})


def snapshot(*rounds: Round, board: Board = OPEN_BOARD, left: int = 3, **more: Any) -> Snapshot:
    titles = {"honest-take.md": "An honest take", "decision-tree.md": "The decision tree"}
    return Snapshot(decision(*rounds, **more), MATTER, board, left, ("budget_usd",), PEOPLE, titles)


def finished(*rounds: Round, board: Board = RAG_BOARD, **more: Any) -> Snapshot:
    return snapshot(*rounds, board=board, left=0, status=Status.FINISHED, ended_at=NOW, **more)


# What is in a card.


def elements(message: Message | Mapping[str, Any]) -> list[dict[str, Any]]:
    """Everything that can be pressed or chosen."""
    blocks = message.blocks if isinstance(message, Message) else message["blocks"]
    found = []
    for block in blocks:
        found += block.get("elements", []) if block["type"] == "actions" else []
        found += [block[key] for key in ("accessory", "element") if key in block]
    return found


def buttons(message: Message) -> dict[str, str]:
    """Values of buttons, by what they say."""
    return {each["text"]["text"]: each["value"] for each in elements(message) if each["type"] == "button"}


def words(value: Any) -> str:
    """All visible text of a message or view."""
    blocks = value.blocks if isinstance(value, Message) else value
    return json.dumps(blocks, ensure_ascii=False)


# What no team would write.

EVIL = [
    "<!channel> <@UEVIL> <https://evil.example|here> https://evil.example/x @everyone",
    "&<>" * 700,
    "a" * 3000,
    "🚀" * 900,
    "شروع\u202eمراجعة " * 60,
    "*_~`" * 40,
    "line\nbreak\r\n\n" * 60,
    " ",
    "\u200b",
    "[1] ``` | ^",
]
HOSTILE = st.sampled_from(EVIL) | st.text(max_size=12)
QUICK = settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""Without shrinking: examples are made of the same few hostile texts, so each says enough."""
_LIVE = re.compile(r"<(?!!date\^\d+\^|@U[1-9]\d{0,2}>)")


def check_texts(value: Any) -> None:
    """Nothing in any mrkdwn of a card is live but people of ours and dates."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            assert not _LIVE.search(value["text"]), value["text"]
            assert value["verbatim"] is True
        for inner in value.values():
            check_texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            check_texts(inner)


def check_message(message: Message) -> None:
    """Slack takes it, and nothing of theirs is live."""
    blocks = json.loads(json.dumps(message.blocks))
    problems = message_problems(blocks)
    assert problems == [], problems
    assert len(blocks) <= limits.MESSAGE_BLOCKS
    assert weight(blocks) <= limits.MESSAGE_TEXT, weight(blocks)
    assert 0 < len(message.text) <= limits.FALLBACK_TEXT
    assert not _LIVE.search(message.text)
    check_texts(blocks)
    for element in elements(message):
        assert element["action_id"].startswith("decide_"), element
    for block in blocks:
        if block["type"] == "table":
            assert weight([block]) <= 10_000
            assert all(cell["text"] for row in block["rows"] for cell in row)


def check_view(view: Mapping[str, Any]) -> None:
    """Slack takes it, and nothing of theirs is live."""
    assert view_problems(json.loads(json.dumps(view)), "modal") == []
    assert len(json.dumps(view).encode()) < 250_000
    check_texts(view)
