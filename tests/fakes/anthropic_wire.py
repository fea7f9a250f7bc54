"""What the Messages API puts on the wire: events, bodies and errors, as the real one shapes them (2026-10-21)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

ERROR_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    529: "overloaded_error",
}
INPUT_TOKENS = 900
OUTPUT_TOKENS = 60


@dataclass(frozen=True, slots=True)
class Block:
    """A finished text block of a reply: its text and its citations, as the API gives them."""

    text: str
    citations: tuple[Json, ...] = ()


def sse(event: Json) -> bytes:
    """One server-sent event; its name is its type."""
    return f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()


def message(model: str, blocks: Sequence[Block], stop_reason: str | None) -> Json:
    """A whole message, as an unstreamed reply has it."""
    content = [{"type": "text", "text": block.text, "citations": list(block.citations) or None} for block in blocks]
    return {
        "id": "msg_fake",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": content,
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "usage": {"input_tokens": INPUT_TOKENS, "output_tokens": OUTPUT_TOKENS if stop_reason else 1},
    }


def error(status: int, text: str = "The fake says no.", kind: str | None = None) -> Json:
    """The body of an error, which is also the error event of a stream."""
    return {
        "type": "error",
        "error": {"type": kind or ERROR_TYPES.get(status, "api_error"), "message": text},
        "request_id": "req_fake",
    }


def opening(model: str) -> Iterator[Json]:
    """What every stream begins with."""
    yield {"type": "message_start", "message": message(model, (), None)}
    yield {"type": "ping"}


def thinking(index: int) -> Iterator[Json]:
    """A thinking block, signed."""
    yield {"type": "content_block_start", "index": index, "content_block": {"type": "thinking", "thinking": ""}}
    yield _delta(index, {"type": "thinking_delta", "thinking": "The second passage says so."})
    yield _delta(index, {"type": "signature_delta", "signature": "c2lnbmVk"})
    yield {"type": "content_block_stop", "index": index}


def text_block(index: int, block: Block, piece: int) -> Iterator[Json]:
    """A text block in pieces of ``piece`` characters; its citations come after its text, one in each event."""
    start = {"type": "text", "text": "", "citations": []}
    yield {"type": "content_block_start", "index": index, "content_block": start}
    for begin in range(0, len(block.text), piece):
        yield _delta(index, {"type": "text_delta", "text": block.text[begin : begin + piece]})
    for citation in block.citations:
        yield _delta(index, {"type": "citations_delta", "citation": citation})
    yield {"type": "content_block_stop", "index": index}


def closing(stop_reason: str) -> Iterator[Json]:
    """What a complete stream ends with."""
    yield {
        "type": "message_delta",
        "delta": {"stop_reason": stop_reason, "stop_sequence": None},
        "usage": {"input_tokens": INPUT_TOKENS, "output_tokens": OUTPUT_TOKENS},
    }
    yield {"type": "message_stop"}


def _delta(index: int, delta: Json) -> Json:
    return {"type": "content_block_delta", "index": index, "delta": delta}
