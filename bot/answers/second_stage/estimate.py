"""What contexts would cost, before anything is paid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.answers.budget import added
from bot.answers.generated.names import ModelName
from bot.answers.generated.prices import price_of
from bot.answers.model import Usage
from bot.answers.second_stage.contexts import SYSTEM, Request, requests
from ingest.model import Document, Passage

BYTES_FOR_A_TOKEN = 3
"""Bytes of UTF-8 a token stands for, about: four in English with older tokenizers, a third fewer with today's."""
CONTEXT_TOKENS = 60
"""Tokens of one context, with its quotes and comma."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is still to be written, and what it would cost, about.

    Attributes:
        dollars: None for a model whose price is not known.
    """

    documents: int
    passages: int
    requests: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    dollars: float | None

    def as_dict(self) -> dict[str, Any]:
        """Return plain values, for JSON."""
        return asdict(self)


def estimate(unwritten: Iterable[tuple[Document, Sequence[Passage]]], model: ModelName) -> Estimate:
    """Add up the requests for all passages without a context."""
    documents = passages = asked = 0
    total = Usage(0, 0)
    for document, missing in unwritten:
        before = ""
        for request in requests(document, missing):
            usage = _usage(request, cached=request.document_text == before)
            total = added(total, usage)
            before, asked = request.document_text, asked + 1
        documents += bool(missing)
        passages += len(missing)
    price = price_of(model)
    dollars = round(price.dollars(total), 4) if price else None
    return Estimate(
        documents, passages, asked, total.input_tokens, total.cache_read_tokens, total.output_tokens, dollars
    )


def _usage(request: Request, *, cached: bool) -> Usage:
    document = _tokens(request.document_text)
    fresh = _tokens(SYSTEM) + sum(_tokens(block["text"]) for block in request.content[1:])
    written, read = (0, document) if cached else (document, 0)
    return Usage(document + fresh, len(request.passages) * CONTEXT_TOKENS, read, written)


def _tokens(text: str) -> int:
    return len(text.encode(errors="replace")) // BYTES_FOR_A_TOKEN + 1
