"""Puts the Slack side together. Everything it needs comes in by argument; nothing here reads the environment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.caching.answerer import CachingAnswerer
from bot.answers.gaps import Grouping, TopicGrouping
from bot.answers.model import Answerer
from bot.slack.admins import Admins
from bot.slack.again import AskingAgain, Forgetting
from bot.slack.answering import Answering
from bot.slack.bot import SlackBot
from bot.slack.cached import StoredCache
from bot.slack.changes import Changes
from bot.slack.channel_settings import SettingsDesk
from bot.slack.clock import Clock, SystemClock
from bot.slack.decisions.overview import Overviews
from bot.slack.decisions.room import DecisionRoom, make_room
from bot.slack.decisions.scenery import Frameworks
from bot.slack.decisions.telling import ModelReader
from bot.slack.delivery import Delivery, slack_client
from bot.slack.edge import Edge
from bot.slack.gap_watch import GapWatch
from bot.slack.gaps import GapBook
from bot.slack.history import ThreadHistory
from bot.slack.home import Home
from bot.slack.home_watch import HomeWatch
from bot.slack.intake import Intake
from bot.slack.keeping import Keeper
from bot.slack.knowledge import Knowledge
from bot.slack.library import Library, PassageLookup
from bot.slack.listeners import actions, again, channel_settings, commands, decisions, events, knowledge, views
from bot.slack.logs import library_logger
from bot.slack.metrics import Metrics
from bot.slack.overhearing import Overhearing
from bot.slack.private import PrivateAnswers
from bot.slack.running import Running
from bot.slack.streaming import Pace
from bot.slack.threads import ThreadAnswers
from bot.slack.unasked import UnaskedAnswers
from bot.store.store import Store


def build_app(
    answerer: Answerer,
    store: Store,
    *,
    token: str,
    base_url: str,
    signing_secret: str = "",
    passages: PassageLookup,
    library: Library,
    gate: Answerer | None = None,
    grouping: Grouping | None = None,
    admins: Admins | None = None,
    recipe: str = "",
    cache_seconds: float = 0.0,
    shelf: Frameworks | None = None,
    reader: ModelReader | None = None,
    clock: Clock | None = None,
    pace: Pace | None = None,
) -> SlackBot:
    """Assemble the bot for one workspace.

    Args:
        token: the bot token (``xoxb-…``).
        base_url: where Slack's Web API is; every call goes there.
        signing_secret: needed in HTTP mode only, where it proves that a request is Slack's.
        passages: looks up a passage that is in the index now; may block.
        library: what there is to tell about the index.
        gate: answers without a model, and so says whether asking the model again is worth it; the answerer itself
            when not given.
        grouping: tells which open questions ask for the same; by words alone when not given.
        admins: who may change what Archie knows; nobody when not given.
        recipe: all that an answer depends on beside the articles, as `CachingAnswerer` takes it.
        cache_seconds: longest an answer is given again to whoever asks the same; 0 never.
        shelf: the frameworks teams decide with; nothing is decided when not given.
        reader: understands what people say of a decision where plain rules do not.
        clock, pace: time, and how often a stream grows.
    """
    clock, metrics, running = clock or SystemClock(), Metrics(), Running()
    client = slack_client(token, base_url)
    delivery = Delivery(client, slack_client(token, base_url, patient=False))
    house = _House(store, delivery, Edge(delivery, metrics), running, metrics, clock)
    gaps = GapBook(store, delivery, library, grouping or TopicGrouping())

    async def note(*kept: Any) -> None:
        await gaps.note(*kept)
        watch.disturb()

    keeper = Keeper(store.answers, clock, metrics, on_kept=lambda *kept: running.start(note(*kept)))
    watch = GapWatch(store, delivery, library, gate=gate or answerer, answerer=answerer, keeper=keeper, clock=clock)
    cached = _cached(house, answerer, recipe, cache_seconds)
    answering = _answering(house, cached, answerer, keeper, pace or Pace())
    bolt = AsyncApp(name="archie", client=client, signing_secret=signing_secret, logger=library_logger("bolt"))
    bolt.error(house.edge.handle)
    room = None
    if shelf is not None:
        room = _room(house, client, answering, shelf=shelf, gate=gate or answerer, library=library, reader=reader)
    forgetting = Forgetting(store.answers, cached.forget)
    _listen(bolt, house, answering, passages=passages, forgetting=forgetting, room=room)
    homes = _listen_about_knowledge(bolt, house, library, gaps, admins=admins or Admins(), room=room)
    beside: dict[str, Any] = {"watch": watch, "homes": homes, "room": room}
    return SlackBot(bolt, answering, running, store=store, metrics=metrics, clock=clock, **beside)


@dataclass(frozen=True, slots=True)
class _House:
    """What nearly every part uses."""

    store: Store
    delivery: Delivery
    edge: Edge
    running: Running
    metrics: Metrics
    clock: Clock


def _cached(house: _House, answerer: Answerer, recipe: str, seconds: float) -> CachingAnswerer:
    return CachingAnswerer(
        answerer,
        StoredCache(house.store.cached_answers),
        recipe=recipe,
        seconds=seconds,
        now=house.clock.now,
        on_lookup=lambda found: house.metrics.count("cache_lookups", result=found),
    )


def _answering(house: _House, answerer: Answerer, uncached: Answerer, keeper: Keeper, pace: Pace) -> Answering:
    """The ways to answer. ``uncached``: of what nobody asked us, nothing is kept to be given again."""
    history = ThreadHistory(house.delivery, house.store.answers)
    threads = ThreadAnswers(
        answerer,
        house.delivery,
        house.store.claims,
        history=history,
        keeper=keeper,
        edge=house.edge,
        running=house.running,
        clock=house.clock,
        pace=pace,
    )
    private = PrivateAnswers(
        answerer, house.delivery, keeper=keeper, edge=house.edge, running=house.running, clock=house.clock
    )
    unasked = UnaskedAnswers(
        uncached, house.delivery, house.store.claims, history=history, keeper=keeper, running=house.running
    )
    return Answering(
        house.store,
        house.delivery,
        threads=threads,
        private=private,
        unasked=unasked,
        running=house.running,
        edge=house.edge,
        metrics=house.metrics,
        now=house.clock.now,
    )


def _room(house: _House, client: AsyncWebClient, answering: Answering, **parts: Any) -> DecisionRoom:
    """The part that leads decisions."""
    own: dict[str, Any] = {"running": house.running, "edge": house.edge, "clock": house.clock}
    return make_room(client, house.store, house.delivery, answering, **own, **parts)


def _listen(
    bolt: AsyncApp,
    house: _House,
    answering: Answering,
    *,
    passages: PassageLookup,
    forgetting: Forgetting,
    room: DecisionRoom | None,
) -> None:
    """Questions, their edits, the buttons under their answers, and decisions."""
    store, delivery = house.store, house.delivery
    changes = Changes(store.claims, delivery, answering, running=house.running, edge=house.edge)
    settings = SettingsDesk(store.channel_settings, delivery)
    commands.register(bolt, answering, delivery, house.clock, settings=settings)
    channel_settings.register(bolt, settings, delivery)
    conversation = room.conversation if room is not None else None
    intake = Intake(answering, changes, Overhearing(store), conversation, house.clock)
    events.register(bolt, intake, running=house.running)
    actions.register(bolt, store, delivery, passages, house.metrics, on_unhelpful=forgetting.forget)
    again.register(bolt, AskingAgain(store.answers, answering, delivery, house.clock))
    views.register(bolt, store, delivery)
    if room is not None:
        decisions.register(bolt, room, house.clock)


def _listen_about_knowledge(
    bolt: AsyncApp, house: _House, library: Library, gaps: GapBook, *, admins: Admins, room: DecisionRoom | None
) -> HomeWatch:
    """``/knowledge``, gaps and the Home tab."""
    overviews = Overviews(room.desk, room.scenery, house.delivery) if room is not None else None
    home = Home(library, house.store, gaps, admins=admins, clock=house.clock, overviews=overviews)
    homes = HomeWatch(home, house.delivery, house.store.decisions, house.clock)
    knowledge.register(
        bolt,
        Knowledge(library, house.store.knowledge, gaps, admins=admins, clock=house.clock),
        knowledge.Waiting(house.store, gaps),
        homes,
        delivery=house.delivery,
        running=house.running,
    )
    return homes
