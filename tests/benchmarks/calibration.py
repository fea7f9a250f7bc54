"""Fit the weights of `bot.answers.calibration` and show what each threshold would cost.

    python -m tests.benchmarks.calibration [FOLDER=QUESTIONS.jsonl ...]

Fits on the tests' own question sets over the shipped notes and over the harbour folder, and on whatever more is named.
A logistic regression with a ridge penalty; the table is cross-validated by question, so no row is judged by weights
that have seen it (in either folder). Prints constants to paste; changes nothing.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from bot.answers.answerer import PASSAGES_READ
from bot.answers.calibration import Signs, signs
from bot.answers.evaluation import QuestionRow, read_rows
from bot.answers.inquiry import clean_question
from bot.answers.matching import Meanings
from bot.answers.ranking import Ranker
from ingest.embeddings import WordLlamaEmbeddings
from ingest.model import SearchIndex
from ingest.service import open_index, open_synchroniser

DATA = Path(__file__).parents[1] / "bot" / "answers" / "data"
NOTES = Path(__file__).parents[2] / "knowledge" / "articles"
OWN_SETS = (
    (NOTES, DATA / "questions.jsonl"),
    (NOTES, DATA / "paraphrased.jsonl"),
    (DATA / "harbour", DATA / "harbour.jsonl"),
    (DATA / "harbour", DATA / "harbour_paraphrased.jsonl"),
)
RIDGE = 3.0
"""Penalty on squared weights of standardised signs: stronger than the data alone would ask for."""
FOLDS = 10
PARAPHRASED_COUNTS = 2.0
"""How much a freely worded question counts: nobody tuned the ranking on those, and people ask like that."""
ABSTAINING = (0.76, 0.80, 0.84, 0.88, 0.92)
"""Shares of unanswerable questions for which the table shows the price."""

Array = Any
"""A NumPy array; its parameters would say no more here than the name does."""


@dataclass(frozen=True, slots=True)
class Example:
    """One inquiry of a question, with its signs."""

    group: str
    row: QuestionRow
    signs: Signs

    @property
    def counts(self) -> float:
        """Its weight in the fit."""
        return PARAPHRASED_COUNTS if "paraphrased" in self.group else 1.0

    @property
    def fold(self) -> int:
        """The same for a question in every folder."""
        return int(hashlib.sha256(self.row.question.encode()).hexdigest(), 16) % FOLDS


def main(arguments: Sequence[str]) -> None:
    """Collect, fit, print."""
    more = [tuple(map(Path, argument.split("="))) for argument in arguments]
    examples = [example for folder, questions in (*OWN_SETS, *more) for example in _examples(folder, questions)]
    weights, bias = fit(examples)
    print(f"{len(examples)} inquiries of {len({e.row.question for e in examples})} questions")
    for field, weight in zip(fields(Signs), weights, strict=True):
        print(f"    {field.name}={weight:.1f},")
    print(f"BIAS = {bias:.1f}")
    _table(examples, cross_validated(examples))


def fit(examples: Sequence[Example]) -> tuple[Array, float]:
    """Weights for raw signs, and the bias, by Newton's method."""
    raw = np.array([astuple(example.signs) for example in examples])
    mean, spread = raw.mean(axis=0), raw.std(axis=0) + 1e-9
    inputs = np.c_[(raw - mean) / spread, np.ones(len(raw))]
    wanted = np.array([example.row.answerable for example in examples], dtype=float)
    counts = np.array([example.counts for example in examples])
    penalty = np.diag([RIDGE] * raw.shape[1] + [0.0])
    weights = np.zeros(inputs.shape[1])
    for _ in range(30):
        guess = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ ((guess - wanted) * counts) + penalty @ weights
        curve = (inputs.T * (guess * (1 - guess) * counts)) @ inputs + penalty
        weights -= np.linalg.solve(curve, slope)
    scaled = weights[:-1] / spread
    return scaled, float(weights[-1] - scaled @ mean)


def cross_validated(examples: Sequence[Example]) -> list[float]:
    """A logit for each example, from weights that have not seen its question."""
    logits = [0.0] * len(examples)
    for fold in range(FOLDS):
        weights, bias = fit([example for example in examples if example.fold != fold])
        for i, example in enumerate(examples):
            if example.fold == fold:
                logits[i] = float(weights @ np.array(astuple(example.signs)) + bias)
    return logits


def _examples(folder: Path, questions: Path) -> Iterator[Example]:
    ranker = Ranker(Meanings(WordLlamaEmbeddings()))
    with tempfile.TemporaryDirectory() as where:
        index = open_index(Path(where))
        with open_synchroniser(folder, Path(where), index) as synchroniser:
            synchroniser.sync()
        for row in read_rows(questions.read_text("utf-8").splitlines()):
            yield from (
                Example(f"{folder.parent.name}/{folder.name}/{questions.stem}", row, s)
                for s in _signs(row, ranker, index)
            )
        index.close()


def _signs(row: QuestionRow, ranker: Ranker, index: SearchIndex) -> Iterator[Signs]:
    question = clean_question(row.question)
    inquiries = ranker.inquire(question, index)
    evidence = index.search(ranker.query(inquiries, question), PASSAGES_READ)
    ranked = ((inquiry, ranker.rank(inquiry, evidence)) for inquiry in inquiries)
    yield from (signs(inquiry, candidates) for inquiry, candidates in ranked if candidates)


def _table(examples: Sequence[Example], logits: Sequence[float]) -> None:
    """For each set: the share of answerable questions answered, and of others not covered, by threshold."""
    best: dict[tuple[str, str], tuple[float, bool]] = {}
    for example, logit in zip(examples, logits, strict=True):
        key = (example.group, example.row.question)
        best[key] = (max(logit, best.get(key, (logit, False))[0]), example.row.answerable)
    others = [logit for logit, answerable in best.values() if not answerable]
    print("\nanswered / not covered, cross-validated")
    for share in ABSTAINING:
        threshold = float(np.quantile(others, share))
        print(f"ENOUGH = {1 / (1 + np.exp(-threshold)):.2f} (not covered {share:.0%} of all unanswerable)")
        for group in dict.fromkeys(group for group, _ in best):
            found = [value for (of, _), value in best.items() if of == group]
            answered = np.mean([logit >= threshold for logit, answerable in found if answerable])
            abstained = np.mean([logit < threshold for logit, answerable in found if not answerable])
            print(f"    {group:44} {answered:6.0%} / {abstained:4.0%}")


if __name__ == "__main__":
    main(sys.argv[1:])
