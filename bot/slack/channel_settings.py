"""``/archie settings``: what a channel may opt into, chosen by whoever is in it, for all to see."""

from __future__ import annotations

import asyncio
import uuid
from weakref import WeakValueDictionary

from slack_sdk.errors import SlackApiError

from bot.errors import StoreError
from bot.slack import texts
from bot.slack.asks import Place
from bot.slack.blocks.channel_settings import changed_message, settings_message
from bot.slack.blocks.parts import Message, sentence
from bot.slack.channels import NOT_A_MEMBER, Names
from bot.slack.delivery import Delivery, error_code
from bot.store.channel_settings import ChannelSettings, Mode

SETTINGS = "settings"
"""The word after ``/archie``."""


class SettingsDesk:
    """Shows and changes the settings of channels. ``place`` is where, and who asks."""

    def __init__(self, settings: ChannelSettings, delivery: Delivery) -> None:
        self._settings = settings
        self._delivery = delivery
        self._names = Names(delivery)
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def command(self, place: Place, word: str) -> Message:
        """Do what stands behind ``/archie settings``; returns what the person sees.

        Raises:
            StoreError: it can neither be told nor changed now.
            SlackApiError, Uncertain: the channel could not be told, so nothing was changed.
        """
        if place.channel.startswith("D"):
            return sentence(texts.SETTINGS_IN_DIRECT_MESSAGE)
        if word in list(Mode):
            return await self.choose(place, Mode(word))
        return settings_message(await self._mode(place), texts.UNKNOWN_SETTING if word else "")

    async def choose(self, place: Place, mode: Mode) -> Message:
        """Change what holds, once the channel was told; returns what the person sees.

        Raises:
            StoreError: it can neither be told nor changed now.
            SlackApiError, Uncertain: the channel could not be told, so nothing was changed.
        """
        async with self._turns.setdefault((place.team, place.channel), asyncio.Lock()):
            if await self._mode(place) is mode:
                return settings_message(mode, f"{texts.HOLDS_ALREADY} {texts.HOLDS[mode]}")
            try:
                ts = await self._tell(place, mode)
            except SlackApiError as error:
                if error_code(error) not in NOT_A_MEMBER:
                    raise
                return sentence(texts.CANNOT_SET)
            await self._keep(place, mode, ts)
        return settings_message(mode)

    async def _mode(self, place: Place) -> Mode:
        return await self._settings.get(place.team, place.channel)

    async def _tell(self, place: Place, mode: Mode) -> str:
        name = (await self._names.of([place.user])).get(place.user, "")
        return await self._delivery.post(place, changed_message(name, mode), f"{SETTINGS}:{uuid.uuid4().hex}")

    async def _keep(self, place: Place, mode: Mode, ts: str) -> None:
        """What could not be kept does not hold, so the channel is not left with the word that it does."""
        try:
            await self._settings.set(place.team, place.channel, mode, place.user)
        except StoreError:
            await self._delivery.remove(place, ts)
            raise
