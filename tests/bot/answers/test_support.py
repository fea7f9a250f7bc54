"""What counts as held up by a quote, and what does not."""

from __future__ import annotations

import pytest

from bot.answers.model import Answer, Citation, Claim, EngineName, Outcome
from bot.answers.support import Support, as_read, support, supports
from ingest.model import SearchIndex

OVEN = "The oven takes 40 minutes to heat up."
OPEN = "It must never be opened during that time."


def _answer(text: str, *quotes: tuple[str, str]) -> Answer:
    citations = tuple(Citation(n, where, where[:-2], "", "", quote) for n, (where, quote) in enumerate(quotes, 1))
    claim = Claim(text, tuple(citation.n for citation in citations))
    return Answer(Outcome.ANSWERED, EngineName.GENERATED, (claim,), citations)


@pytest.mark.parametrize(
    ("sentence", "quote", "held"),
    [
        (OVEN, OVEN, True),
        ("The oven heats up in 40 minutes.", OVEN, True),
        ("The oven takes 50 minutes to heat up.", OVEN, False),
        ("The oven takes 40 minutes to heat up, and the baker sleeps upstairs meanwhile.", OVEN, False),
        ("The oven does not take 40 minutes to heat up.", OVEN, False),
        ("Never open it during that time.", OPEN, True),
        ("A bed costs 25 euros per season.", "Courtyard\nA bed costs 25 euros per season.", True),
        ("It costs 5", "It costs 50 euros.", False),
        ("Rye is dear.", OVEN, False),
    ],
)
def test_a_sentence_stands_only_on_what_its_quote_says(sentence: str, quote: str, *, held: bool) -> None:
    assert supports(sentence, [quote]) is held


def test_a_marker_that_adds_nothing_is_not_right(guide: SearchIndex) -> None:
    answer = _answer(OVEN, ("oven.md-0", OVEN), ("notes.txt-1", "The driver is Marta Ruiz."))
    assert support(answer, guide) == Support(1, 1, 2, 1, 1, 1)


def test_two_quotes_may_support_a_sentence_together(guide: SearchIndex) -> None:
    answer = _answer(f"{OVEN} {OPEN}", ("oven.md-0", OVEN), ("oven.md-0", OPEN))
    assert support(answer, guide) == Support(1, 1, 2, 2, 1, 1)


def test_a_figure_of_nowhere_is_counted(guide: SearchIndex) -> None:
    found = support(_answer("The oven takes 45 minutes to heat up.", ("oven.md-0", OVEN)), guide)
    assert (found.supported, found.right, found.figures, found.borne_out) == (0, 0, 1, 0)


def test_a_row_is_read_with_its_columns(guide: SearchIndex) -> None:
    answer = _answer("Bread: Spelt; Price: €5.10; Weight: 500 g", ("prices.md-0", "| Spelt | €5.10 | 500 g |"))
    assert support(answer, guide).supported == 1


def test_a_quote_that_does_not_stand_supports_nothing(guide: SearchIndex) -> None:
    (citation,) = _answer(OVEN, ("oven.md-0", "The oven takes 40 hours.")).citations
    assert not as_read(citation, guide)
    (gone,) = _answer(OVEN, ("oven.md-9", OVEN)).citations
    assert not as_read(gone, guide)
