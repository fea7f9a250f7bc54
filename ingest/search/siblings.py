"""What a document's best passage says about its others.

A file of code is one thing in many passages, and most of them do not repeat its name: they are lifted towards the best
of them. For prose this cost five points of recall, so the lift follows the share of code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from statistics import fmean

from ingest.model import Passage
from ingest.search.code import code_share

LIFT = 0.5
"""How far a passage of pure code is lifted from its own score towards the best of its document. Found on half of the
questions of two sets over code; 0.4 to 0.6 do about as well."""


def code_by_document(passages: Iterable[Passage]) -> dict[str, float]:
    """Return the mean share of code of the given passages by document, each in [0, 1]."""
    shares: defaultdict[str, list[float]] = defaultdict(list)
    for passage in passages:
        shares[passage.document].append(code_share(passage.text))
    return {document: fmean(found) for document, found in shares.items()}


def lifted(scores: Mapping[str, float], documents: Mapping[str, str], code: Mapping[str, float]) -> dict[str, float]:
    """Return the scores after the lift; the best passage of a document keeps its own.

    Args:
        scores: by passage id.
        documents: document by passage id.
        code: share of code by document.
    """
    best: dict[str, float] = {}
    for id_, score in scores.items():
        best[documents[id_]] = max(score, best.get(documents[id_], score))
    return {id_: score + LIFT * code[documents[id_]] * (best[documents[id_]] - score) for id_, score in scores.items()}
