"""Fit the weights of `bot.answers.evidence.calibration` and show what they would cost in a folder never seen.

    python -m tests.benchmarks.calibration [PUBLIC_SET ...]

Fits on the folders of `tests.benchmarks.folders`: our own, and any public set named (a directory with ``docs.jsonl``
and ``queries.jsonl``; without one, nothing tells how signs weaken in a large folder). A logistic regression with a
ridge penalty, each folder counting the same but the shipped one. Every line of the table is judged by weights fitted
on the other folders. Prints constants to paste; changes nothing.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from bot.answers.answerer import PASSAGES_READ
from bot.answers.evaluation import QuestionRow, Row
from bot.answers.evidence.calibration import Signs, confidence, signs
from bot.answers.evidence.inquiry import clean_question
from bot.answers.evidence.matching import Meanings
from bot.answers.evidence.ranking import Ranker
from ingest.model import SearchIndex
from ingest.service import open_index, open_synchroniser
from ingest.vectors.wordllama import WordLlamaEmbeddings
from tests.benchmarks.folders import Bench, crossed, own_benches, public_bench

RIDGE = 3.0
"""Penalty on squared weights of standardised signs: stronger than the data alone would ask for."""
FOLDER_COUNTS = 150.0
"""What the rows of one folder count together, half of it for those it answers."""
SHIPPED_COUNTS = 2.0
"""How much the folder that comes with the bot counts beside any other."""
NEAR = frozenset({Row.NEAR_MISS, Row.FALSE_PREMISE, Row.UNKNOWN_ENTITY})
NEAR_COUNTS = 4.0
"""What a question near the folder's subject counts beside one that is far from it, of which there are many more."""
ANSWERED_ROWS = frozenset({Row.ANSWERABLE, Row.CONFLICT, Row.FOLLOW_UP})
ANSWERED = (0.86, 0.88, 0.90, 0.92)
"""Shares of answerable questions, over all folders, for which the table shows the price."""

Array = Any
"""A NumPy array; its parameters would say no more here than the name does."""


@dataclass(frozen=True, slots=True)
class Example:
    """The most promising part of a question, with its signs."""

    folder: str
    row: QuestionRow
    signs: Signs


def main(arguments: Sequence[str]) -> None:
    """Collect, fit, print."""
    with tempfile.TemporaryDirectory() as where:
        public = [public_bench(Path(argument), Path(where) / "folders") for argument in arguments]
        benches = crossed([*own_benches(), *public])
        examples = [example for bench in benches for example in _examples(bench, Path(where) / "indexes" / bench.name)]
    weights, bias = fit(examples)
    print(f"{len(examples)} questions in {len(benches)} folders")
    for field, weight in zip(fields(Signs), weights, strict=True):
        print(f"    {field.name}={weight:.2f},")
    print(f"BIAS = {bias:.2f}")
    _table(examples, by_the_others(examples))


def fit(examples: Sequence[Example]) -> tuple[Array, float]:
    """Weights for raw signs, and the bias, by Newton's method."""
    raw = np.array([astuple(example.signs) for example in examples])
    mean, spread = raw.mean(axis=0), raw.std(axis=0) + 1e-9
    inputs = np.c_[(raw - mean) / spread, np.ones(len(raw))]
    wanted = np.array([example.row.answerable for example in examples], dtype=float)
    counts = _counts(examples)
    penalty = np.diag([RIDGE] * raw.shape[1] + [0.0])
    weights = np.zeros(inputs.shape[1])
    for _ in range(30):
        guess = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ ((guess - wanted) * counts) + penalty @ weights
        curve = (inputs.T * (guess * (1 - guess) * counts)) @ inputs + penalty
        weights -= np.linalg.solve(curve, slope)
    scaled = weights[:-1] / spread
    return scaled, float(weights[-1] - scaled @ mean)


def by_the_others(examples: Sequence[Example]) -> Array:
    """A logit for each example, from weights that have not seen its folder."""
    logits = np.zeros(len(examples))
    for folder in _folders(examples):
        weights, bias = fit([example for example in examples if example.folder != folder])
        for i, example in enumerate(examples):
            if example.folder == folder:
                logits[i] = weights @ np.array(astuple(example.signs)) + bias
    return logits


def auroc(higher: Array, lower: Array) -> float:
    """How often one of ``higher`` lies above one of ``lower``; ties count half."""
    above = higher[:, None] - lower[None, :]
    return float(np.mean((above > 0) + 0.5 * (above == 0)))


def _counts(examples: Sequence[Example]) -> Array:
    """Each folder counts the same but the shipped one, and in it the questions it answers as much as the others."""
    groups = [(example.folder, example.row.answerable) for example in examples]
    single = [NEAR_COUNTS if example.row.row in NEAR else 1.0 for example in examples]
    total: dict[tuple[str, bool], float] = {}
    for group, count in zip(groups, single, strict=True):
        total[group] = total.get(group, 0.0) + count
    shares = [count / total[group] for group, count in zip(groups, single, strict=True)]
    return np.array(
        [
            FOLDER_COUNTS / 2 * s * (SHIPPED_COUNTS if g[0] == "notes" else 1.0)
            for g, s in zip(groups, shares, strict=True)
        ]
    )


def _examples(bench: Bench, where: Path) -> Iterator[Example]:
    ranker = Ranker(Meanings(WordLlamaEmbeddings()))
    where.mkdir(parents=True)
    index = open_index(where)
    with open_synchroniser(bench.folder, where, index) as synchroniser:
        synchroniser.sync()
    for row in bench.rows:
        found = list(_signs(row, ranker, index))
        if found:
            yield Example(bench.name, row, max(found, key=confidence))
    index.close()


def _signs(row: QuestionRow, ranker: Ranker, index: SearchIndex) -> Iterator[Signs]:
    question = clean_question(row.question)
    inquiries = ranker.inquire(question, index)
    evidence = index.search(ranker.query(inquiries, question), PASSAGES_READ)
    ranked = ((inquiry, ranker.rank(inquiry, evidence)) for inquiry in inquiries)
    yield from (signs(inquiry, candidates) for inquiry, candidates in ranked if candidates)


def _table(examples: Sequence[Example], logits: Array) -> None:
    """For each folder: how well its rows part from those it answers, and the price of a threshold common to all."""
    for folder in _folders(examples):
        own = _logits(examples, logits, folder, Row.ANSWERABLE)
        line = f"{folder:12} {len(own):4} answerable"
        for row in Row:
            others = _logits(examples, logits, folder, row)
            if row not in ANSWERED_ROWS and len(others):
                abstained = np.mean(others < np.quantile(own, 0.1))
                line += f"; {row.value} {len(others)}: AUROC {auroc(own, others):.2f}, @90 {abstained:.2f}"
        print(line)
    for share in ANSWERED:
        _price(examples, logits, share)


def _price(examples: Sequence[Example], logits: Array, share: float) -> None:
    """What a threshold costs at which this share is answered, over all folders."""
    folders = _folders(examples)
    answerable = {folder: _logits(examples, logits, folder, Row.ANSWERABLE) for folder in folders}
    steps = np.linspace(-4, 4, 401)
    answered = [np.mean([np.mean(answerable[folder] >= step) for folder in folders]) for step in steps]
    threshold = steps[int(np.argmin(np.abs(np.array(answered) - share)))]
    absent = {folder: np.mean(_logits(examples, logits, folder, Row.ABSENT_TOPIC) < threshold) for folder in folders}
    print(
        f"\nENOUGH = {1 / (1 + np.exp(-threshold)):.2f}: answered {share:.0%}, absent {np.mean([*absent.values()]):.1%}"
    )
    for folder in folders:
        print(f"    {folder:12} {np.mean(answerable[folder] >= threshold):4.0%} / {absent[folder]:4.0%}")


def _logits(examples: Sequence[Example], logits: Array, folder: str, row: Row) -> Array:
    return logits[[i for i, e in enumerate(examples) if e.folder == folder and e.row.row == row]]


def _folders(examples: Iterable[Example]) -> list[str]:
    return list(dict.fromkeys(example.folder for example in examples))


if __name__ == "__main__":
    main(sys.argv[1:])
