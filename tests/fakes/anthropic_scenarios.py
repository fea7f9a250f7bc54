"""Scenarios for `AnthropicServer`: what the model says, and each way it fails to.

A reply is made of ``says("text of a block", "words to cite", …)``: each of the words is looked up in the passages of
the request itself, and the block of the passage that holds it is cited, as the real service does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

from tests.fakes import anthropic_wire as wire
from tests.fakes.anthropic_server import Exchange, Received, Scenario, respond

PIECE = 7


@dataclass(frozen=True, slots=True)
class Says:
    """A text block to be said; ``cite`` finds its citations in the request."""

    text: str
    cite: Callable[[Received], tuple[wire.Json, ...]]

    def block(self, received: Received) -> wire.Block:
        """The block as it goes out."""
        return wire.Block(self.text, self.cite(received))


def says(text: str, *quoting: str) -> Says:
    """A block that cites the passages holding each of the given words (nothing cited when there are none)."""
    return Says(text, lambda received: tuple(citation(received, words) for words in quoting))


def misquotes(text: str, quoting: str, instead: str) -> Says:
    """A lie: the citation points at the right place, and quotes words that do not stand there."""
    return Says(text, lambda received: ({**citation(received, quoting), "cited_text": instead},))


def misattributes(text: str, quoting: str) -> Says:
    """A lie: a well-formed citation of a passage other than the one that holds the words."""
    return Says(text, lambda received: (_first_of_another(received, quoting),))


def forges(text: str, quoting: str, **changes: object) -> Says:
    """A lie: the right citation with some of its fields changed, such as its place or its type."""
    return Says(text, lambda received: ({**citation(received, quoting), **changes},))


def points_nowhere(text: str) -> Says:
    """A lie: the citation points behind the last passage."""
    return Says(text, lambda received: (_location(received.passages[0], len(received.passages), 0),))


def cited(*said: Says, stop_reason: str = "end_turn", piece: int = PIECE, pause: float = 0.0) -> Scenario:
    """A complete reply, streamed or whole as asked; ``pause`` seconds between events make it slow."""

    async def scenario(exchange: Exchange) -> web.StreamResponse:
        blocks = [each.block(exchange.received) for each in said]
        if not exchange.received.body.get("stream"):
            return respond(200, wire.message(exchange.received.body["model"], blocks, stop_reason))
        await _stream(exchange, blocks, piece, pause)
        for event in wire.closing(stop_reason):
            await exchange.send(event)
        return exchange.end()

    return scenario


def echoes_first_passage() -> Scenario:
    """A true and cited reply to any question: the longest unit of the first passage, word for word."""

    async def scenario(exchange: Exchange) -> web.StreamResponse:
        words = max((unit["text"] for unit in exchange.received.passages[0]["content"]), key=len).strip()
        return await cited(says(words, words))(exchange)

    return scenario


def not_covered() -> Scenario:
    """The model says, in the words the prompt asks for, that the passages do not answer."""
    return cited(says("NOT COVERED"))


def refuses(*said: Says) -> Scenario:
    """The model declines, possibly after it said something."""
    return cited(*said, stop_reason="refusal")


def runs_out_of_tokens(*said: Says) -> Scenario:
    """The reply reaches max_tokens."""
    return cited(*said, stop_reason="max_tokens")


def fails(status: int, *, retry_after: float | None = None, text: str = "The fake says no.") -> Scenario:
    """An error instead of a reply."""

    async def scenario(exchange: Exchange) -> web.StreamResponse:
        headers = {} if retry_after is None else {"retry-after": f"{retry_after:g}"}
        return respond(status, wire.error(status, text), headers)

    return scenario


def rate_limited(retry_after: float | None = None) -> Scenario:
    """429, with the seconds to wait when given."""
    return fails(429, retry_after=retry_after)


def overloaded() -> Scenario:
    """529."""
    return fails(529)


def breaks_with_error_event(*said: Says, kind: str = "overloaded_error") -> Scenario:
    """The stream begins with status 200, then carries an error event."""

    async def scenario(exchange: Exchange) -> web.StreamResponse:
        await _stream(exchange, [each.block(exchange.received) for each in said])
        await exchange.send(wire.error(529, kind=kind))
        return exchange.end()

    return scenario


def ends_early(*said: Says) -> Scenario:
    """The stream ends cleanly, without the events that close a message."""

    async def scenario(exchange: Exchange) -> web.StreamResponse:
        await _stream(exchange, [each.block(exchange.received) for each in said])
        return exchange.end()

    return scenario


def resets(*said: Says) -> Scenario:
    """The connection breaks in mid-stream."""

    async def scenario(exchange: Exchange) -> web.StreamResponse:
        await _stream(exchange, [each.block(exchange.received) for each in said])
        exchange.cut()
        return exchange.end()

    return scenario


def stalls(*said: Says) -> Scenario:
    """The stream says this much, then holds the line until released."""

    async def scenario(exchange: Exchange) -> web.StreamResponse:
        await _stream(exchange, [each.block(exchange.received) for each in said])
        await exchange.hold()
        return exchange.end()

    return scenario


def held(then: Scenario) -> Scenario:
    """Takes the request, says nothing at all until released, and then plays the other."""

    async def scenario(exchange: Exchange) -> web.StreamResponse:
        await exchange.hold()
        return await then(exchange)

    return scenario


def never_answers() -> Scenario:
    """Takes the request and says nothing at all until released."""
    return held(fails(500))


def answers_json() -> Scenario:
    """A 200 with JSON where a stream was asked for."""

    async def scenario(exchange: Exchange) -> web.StreamResponse:
        return respond(200, wire.message(exchange.received.body["model"], [wire.Block("Hello.")], "end_turn"))

    return scenario


def sends(*events: wire.Json) -> Scenario:
    """Exactly these events, whatever they are."""

    async def scenario(exchange: Exchange) -> web.StreamResponse:
        for event in events:
            await exchange.send(event)
        return exchange.end()

    return scenario


def citation(received: Received, words: str) -> wire.Json:
    """The citation of the first block that holds the words.

    Raises:
        LookupError: no passage of the request holds them.
    """
    for index, passage in enumerate(received.passages):
        for start, unit in enumerate(passage["content"]):
            if words in unit["text"]:
                return _location(passage, index, start)
    raise LookupError(f"No passage of the request holds the words {words!r}.")


def _first_of_another(received: Received, words: str) -> wire.Json:
    right = citation(received, words)["search_result_index"]
    wrong = next(index for index in range(len(received.passages)) if index != right)
    return _location(received.passages[wrong], wrong, 0)


def _location(passage: wire.Json, index: int, start: int) -> wire.Json:
    return {
        "type": "search_result_location",
        "source": passage["source"],
        "title": passage["title"],
        "cited_text": passage["content"][start]["text"],
        "search_result_index": index,
        "start_block_index": start,
        "end_block_index": start + 1,
    }


async def _stream(exchange: Exchange, blocks: Sequence[wire.Block], piece: int = PIECE, pause: float = 0.0) -> None:
    """Everything of a reply but its closing events; a model that may think, thinks first."""
    body = exchange.received.body
    thinks = body.get("thinking", {}).get("type") in ("enabled", "adaptive")
    events = [*wire.opening(body["model"]), *(wire.thinking(0) if thinks else ())]
    for index, block in enumerate(blocks, start=int(thinks)):
        events += wire.text_block(index, block, piece)
    for event in events:
        await exchange.send(event)
        await asyncio.sleep(pause)
