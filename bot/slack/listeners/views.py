"""Submitted modals: what was wrong with an answer."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError

from bot.slack import texts
from bot.slack.asks import Place
from bot.slack.blocks.feedback import COMMENT, FEEDBACK_VIEW, REASON, thanks
from bot.slack.blocks.parts import sentence
from bot.slack.delivery import Delivery, error_code
from bot.slack.markup import clean
from bot.store.feedback import NOT_HELPFUL, Verdict
from bot.store.store import Store

logger = logging.getLogger(__name__)


def register(app: AsyncApp, store: Store, delivery: Delivery) -> None:
    """Listen to the modals."""

    @app.view(FEEDBACK_VIEW)
    async def feedback(ack: AsyncAck, body: Mapping[str, Any], view: Mapping[str, Any]) -> None:
        await ack()
        about, user = json.loads(view["private_metadata"]), body["user"]["id"]
        values = view["state"]["values"]
        reason = (values[REASON][REASON].get("selected_option") or {}).get("value")
        comment = clean(values[COMMENT][COMMENT].get("value") or "") or None
        kept = await store.feedback.put(Verdict(about["answer"], user, NOT_HELPFUL, reason, comment))
        earlier = Verdict(about["answer"], user, about["earlier"]) if about.get("earlier") else None
        said = thanks(NOT_HELPFUL, earlier) if kept else texts.GONE
        place = Place(body["team"]["id"], about["channel"], user, about["thread_ts"])
        try:
            await delivery.whisper(place, sentence(said))
        except SlackApiError as error:  # a private answer may stand in a channel Archie is not in
            logger.info("Thanks could not be shown: %s", error_code(error))
