"""The order of the passages found: by fused scores first, then by what only their texts can tell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from heapq import nlargest
from statistics import fmean

from ingest.model import Hit, Passage
from ingest.search.copies import without_crowding
from ingest.search.definitions import definition_scores
from ingest.search.fusion import DENSE_WEIGHT, Fused, fuse
from ingest.search.siblings import code_by_document, lifted

CODE_DENSE_WEIGHT = 0.2
"""Weight of the dense half over pure code: a mean of word vectors knows little of identifiers. Between prose and code
it lies between this and `DENSE_WEIGHT`. Found on half of the questions of two sets over code; 0.1 does as well."""
SHORTLIST = 100
"""Passages, the best by fused score, whose texts are read. 50 to 400 order the first twenty about the same."""
_HEAD = 10
"""Passages at the head of the lexical list whose share of code sets the dense weight."""
_RELATED = 3
"""Best documents of code whose other passages become candidates, found or not: 1.5 points of recall@20 over code."""
_MOSTLY_CODE = 0.3
"""Share of code from which a document is related in that way; below it the lift would change next to nothing."""

Find = Callable[[Collection[str]], Mapping[str, Passage]]
"""Gives passages by id."""
Siblings = Callable[[Collection[str]], Sequence[Passage]]
"""Gives the passages of documents."""


def rank(
    question: str,
    *,
    lexical: Mapping[str, float],
    dense: Mapping[str, float],
    find: Find,
    siblings: Siblings,
    k: int,
) -> list[Hit]:
    """Return the best ``k`` passages, best first; ties broken by document and position.

    Args:
        lexical, dense: raw scores by passage id; ``dense`` is empty when it shall not count.
        find, siblings: read from the moment of the index the scores are of.
    """
    found = _Found(find)
    passages = {passage.id: passage for passage in found.best(_scores(fuse(lexical, dense)), max(SHORTLIST, k))}
    code = code_by_document(passages.values())
    fused = fuse(lexical, dense, _dense_weight(found.best(lexical, _HEAD), code))
    scores = {id_: fused[id_].score for id_ in passages}
    if any(code.values()):
        related = siblings(_related(found.best(_scores(fused), SHORTLIST), code))
        passages |= {passage.id: passage for passage in related}
        scores = _judged_as_code(question, {passage.id: 0.0 for passage in related} | scores, passages, code)
    order = sorted(passages, key=lambda id_: (-scores[id_], passages[id_].document, passages[id_].position))
    none = Fused(0.0, 0.0, 0.0)
    chosen = ((id_, fused.get(id_, none)) for id_ in without_crowding(order, passages, k))
    return [Hit(passages[id_], scores[id_], sides.lexical, sides.dense) for id_, sides in chosen]


class _Found:
    """The passages found, of which only those are read that may be among some best."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._read: dict[str, Passage] = {}

    def best(self, scores: Mapping[str, float], k: int) -> list[Passage]:
        """Return the best ``k`` passages, best first; ties in order of document and position."""
        last = min(nlargest(k, scores.values()), default=0.0)
        ids = [id_ for id_, score in scores.items() if score >= last]
        if missing := [id_ for id_ in ids if id_ not in self._read]:
            self._read |= self._find(missing)
        passages = (self._read[id_] for id_ in ids)
        return sorted(passages, key=lambda passage: (-scores[passage.id], passage.document, passage.position))[:k]


def _scores(fused: Mapping[str, Fused]) -> dict[str, float]:
    return {id_: sides.score for id_, sides in fused.items()}


def _dense_weight(head: Sequence[Passage], code: Mapping[str, float]) -> float:
    shares = [code.get(passage.document, 0.0) for passage in head] or [0.0]
    return DENSE_WEIGHT + fmean(shares) * (CODE_DENSE_WEIGHT - DENSE_WEIGHT)


def _related(best: Sequence[Passage], code: Mapping[str, float]) -> list[str]:
    documents = dict.fromkeys(passage.document for passage in best)
    return [document for document in documents if code.get(document, 0.0) > _MOSTLY_CODE][:_RELATED]


def _judged_as_code(
    question: str, scores: Mapping[str, float], passages: Mapping[str, Passage], code: Mapping[str, float]
) -> dict[str, float]:
    """Return the scores with what passages define and the lift of their documents, as far as these are code."""
    documents = {id_: passages[id_].document for id_ in scores}
    defining = definition_scores(question, {id_: passages[id_].text for id_ in scores if code[documents[id_]]})
    judged = {id_: score + code[documents[id_]] * defining.get(id_, 0.0) for id_, score in scores.items()}
    return lifted(judged, documents, code)
