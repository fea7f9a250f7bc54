"""Submitted modals: what was wrong with an answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack import texts
from bot.slack.asks import Place
from bot.slack.blocks.feedback import COMMENT, FEEDBACK_VIEW, REASON
from bot.slack.blocks.parts import sentence
from bot.slack.delivery import Delivery
from bot.slack.markup import clean
from bot.store.feedback import NOT_HELPFUL, Verdict
from bot.store.store import Store


def register(app: AsyncApp, store: Store, delivery: Delivery) -> None:
    """Listen to the modals."""

    @app.view(FEEDBACK_VIEW)
    async def feedback(ack: AsyncAck, body: Mapping[str, Any], view: Mapping[str, Any]) -> None:
        await ack()
        about, user = json.loads(view["private_metadata"]), body["user"]["id"]
        values = view["state"]["values"]
        reason = (values[REASON][REASON].get("selected_option") or {}).get("value")
        comment = clean(values[COMMENT][COMMENT].get("value") or "") or None
        await store.feedback.put(Verdict(about["answer"], user, NOT_HELPFUL, reason, comment))
        place = Place(body["team"]["id"], about["channel"], user, about["thread_ts"])
        await delivery.whisper(place, sentence(texts.THANKS))
