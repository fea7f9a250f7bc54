"""A sentence that falls is replaced by the words it cites, where these make the same point."""

from __future__ import annotations

import pytest

from bot.answers.checks.repair import repaired
from bot.answers.checks.verify import check
from bot.answers.model import Draft, Quote
from ingest.model import Passage

TEXT = (
    "Rye bread is baked at 250 °C in the stone oven. It needs strong heat for the crust. "
    "See http://a.example for rye bread baked in the stone oven."
)
PASSAGE = Passage("p1", "a.md", 0, (), TEXT, 0, len(TEXT), "A")
RYE = "Rye bread is baked at 250 °C in the stone oven."


def _repair(text: str, *quotes: str) -> str | None:
    checked = repaired(check(Draft(text, tuple(Quote("p1", quote) for quote in quotes)), {"p1": PASSAGE}.get))
    if not checked.stands:
        return None
    assert all(quote.text in TEXT for quote, _ in checked.quotes)
    return checked.draft.text


def test_a_wrong_figure_gives_way_to_the_source() -> None:
    assert _repair("Rye bread is baked at 350 °C in the stone oven.", "baked at 250 °C") == RYE


def test_what_stands_is_left_alone() -> None:
    said = "In the stone oven, rye bread is baked at 250 °C."
    assert _repair(said, "baked at 250 °C") == said


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Spelt rolls taste of honey and 99 herbs.", ["baked at 250 °C"]),  # another point
        ("It takes 99 minutes.", ["baked at 250 °C"]),  # too little to tell
        ("Rye bread is baked at 350 °C in the stone oven.", ["baked at 350 °C"]),  # the quote does not stand
        ("The crust needs weak heat, strong salt.", ["strong heat for the crust"]),  # leans on what is before it
        ("For 99 rye breads baked in the stone oven see a friend.", ["for rye bread baked"]),  # would show a link
    ],
)
def test_what_cannot_be_repaired_falls(text: str, quotes: list[str]) -> None:
    assert _repair(text, *quotes) is None
