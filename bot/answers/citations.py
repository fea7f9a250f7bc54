"""Numbers for sources, in the order a reader meets them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.checks.disagreement import Figure, conflicts
from bot.answers.checks.verify import Checked
from bot.answers.model import Citation, Claim, ClaimReady, Disagreement, Quote, View
from ingest.model import Passage


class Citations:
    """The claims of one answer and the numbered quotes under them: the same words of a passage keep their number."""

    def __init__(self) -> None:
        self._numbered: dict[Quote, Citation] = {}
        self._claims: list[Claim] = []
        self._cited: list[tuple[Quote, Passage]] = []

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims so far, in reading order."""
        return tuple(self._claims)

    @property
    def all(self) -> tuple[Citation, ...]:
        """The citations so far, numbered 1..n."""
        return tuple(self._numbered.values())

    def add(self, checked: Checked) -> ClaimReady:
        """Number the quotes of a draft that stands."""
        before = len(self._numbered)
        numbers = tuple(dict.fromkeys(self._number(quote, passage) for quote, passage in checked.quotes))
        self._cited += checked.quotes
        claim = Claim(checked.draft.text.strip(), numbers)
        self._claims.append(claim)
        return ClaimReady(claim, self.all[before:])

    def disagreements(self, evidence: Sequence[Passage]) -> tuple[Disagreement, ...]:
        """Where other articles give other figures than the claims cite; these are numbered too.

        Args:
            evidence: the passages that were read.
        """
        found = conflicts(self._cited, evidence)
        return tuple(Disagreement(conflict.about, tuple(map(self._view, conflict.figures))) for conflict in found)

    def _view(self, figure: Figure) -> View:
        """A figure with its citation: one that holds its sentence already, or a new one."""
        holding = (
            citation.n
            for quote, citation in self._numbered.items()
            if quote.passage_id == figure.quote.passage_id and figure.quote.text in quote.text
        )
        return View(figure.text, next(holding, None) or self._number(figure.quote, figure.passage))

    def _number(self, quote: Quote, passage: Passage) -> int:
        if quote not in self._numbered:
            self._numbered[quote] = _citation(len(self._numbered) + 1, quote, passage)
        return self._numbered[quote].n


def _citation(n: int, quote: Quote, passage: Passage) -> Citation:
    return Citation(
        n=n,
        passage_id=passage.id,
        document=passage.document,
        title=passage.title,
        heading=" › ".join(passage.heading),
        quote=quote.text,
        url=passage.url,
        date=passage.date,
    )
