"""Puts the room together: everything that leads decisions in Slack."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.model import Answerer
from bot.decisions.engine import Engine
from bot.slack.answering import Answering
from bot.slack.channels import Channels, Names
from bot.slack.clock import Clock
from bot.slack.decisions.archive import Archive
from bot.slack.decisions.clicks import Clicks
from bot.slack.decisions.conversation import Conversation
from bot.slack.decisions.desk import Desk
from bot.slack.decisions.discussions import Discussions
from bot.slack.decisions.enclosures import Chart, Record
from bot.slack.decisions.forms import Forms
from bot.slack.decisions.opening import Opening
from bot.slack.decisions.recording import Recorder
from bot.slack.decisions.replies import Replies
from bot.slack.decisions.requests import Requests
from bot.slack.decisions.reviews import Reviews
from bot.slack.decisions.scenery import Frameworks, Scenery
from bot.slack.decisions.side import SideQuestions
from bot.slack.decisions.steering import Steering
from bot.slack.decisions.telling import ModelReader, Telling
from bot.slack.decisions.turns import Turns
from bot.slack.decisions.upkeep import Upkeep
from bot.slack.decisions.uploads import Uploads
from bot.slack.decisions.wall import Wall
from bot.slack.decisions.watch import GroundsWatch
from bot.slack.delivery import Delivery
from bot.slack.edge import Edge
from bot.slack.files import Files
from bot.slack.library import Library
from bot.slack.running import Running
from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class DecisionRoom:
    """What listeners and housekeeping need of it."""

    conversation: Conversation
    clicks: Clicks
    forms: Forms
    discussions: Discussions
    upkeep: Upkeep
    desk: Desk
    wall: Wall
    scenery: Scenery
    watch: GroundsWatch
    reviews: Reviews


@dataclass(frozen=True, slots=True)
class _House:
    """What nearly every part uses."""

    store: Store
    delivery: Delivery
    desk: Desk
    scenery: Scenery
    channels: Channels
    replies: Replies
    turns: Turns
    running: Running
    edge: Edge
    clock: Clock


def make_room(
    client: AsyncWebClient,
    store: Store,
    delivery: Delivery,
    answering: Answering,
    *,
    shelf: Frameworks,
    gate: Answerer,
    library: Library,
    running: Running,
    edge: Edge,
    clock: Clock,
    reader: ModelReader | None = None,
) -> DecisionRoom:
    """Wire it.

    Args:
        client: one that waits out rate limits.
        gate: answers without a model, as `SideQuestions` takes it.
        reader: understands what plain rules do not; nothing does when not given.
    """
    desk = Desk(store.decisions, shelf, clock.now)
    scenery = Scenery(desk, shelf, Names(delivery), library)
    channels, replies = Channels(client), Replies(delivery)
    house = _House(store, delivery, desk, scenery, channels, replies, Turns(), running, edge, clock)
    recorder = Recorder(desk, scenery)
    archive = _archive(house, recorder)
    wall = _wall(house, recorder, archive, Files(client, delivery))
    watch = GroundsWatch(
        desk, store.decisions, store.ground_texts, wall, shelf=shelf, library=library, engine=Engine, clock=clock
    )
    opening = Opening(desk, wall, scenery, delivery, channels)
    requests = _requests(house, wall, opening)
    reviews = Reviews(desk, wall)
    side = SideQuestions(answering, gate, wall, claims=store.claims, running=running)
    return DecisionRoom(
        _conversation(house, wall, requests, side, reader),
        _clicks(house, wall, opening, requests),
        _forms(house, wall),
        Discussions(shelf, opening, scenery=scenery, delivery=delivery, clock=clock),
        Upkeep(store.decisions, wall, scenery, archive=archive, reviews=reviews, clock=clock),
        desk,
        wall,
        scenery,
        watch,
        reviews,
    )


def _archive(house: _House, recorder: Recorder) -> Archive:
    return Archive(
        house.desk,
        house.store.decision_records,
        house.store.knowledge,
        recorder=recorder,
        channels=house.channels,
        delivery=house.delivery,
        clock=house.clock,
    )


def _wall(house: _House, recorder: Recorder, archive: Archive, files: Files) -> Wall:
    store = house.store
    uploads = Uploads(
        house.desk,
        store.decisions,
        store.claims,
        house.delivery,
        files,
        enclosures=[Chart(house.scenery.plan), Record(recorder)],
        archive=archive,
        running=house.running,
    )
    return Wall(
        house.desk,
        store.decisions,
        store.claims,
        house.delivery,
        scenery=house.scenery,
        uploads=uploads,
        clock=house.clock,
    )


def _requests(house: _House, wall: Wall, opening: Opening) -> Requests:
    return Requests(
        house.desk,
        wall,
        opening,
        scenery=house.scenery,
        replies=house.replies,
        channels=house.channels,
        delivery=house.delivery,
    )


def _conversation(
    house: _House, wall: Wall, requests: Requests, side: SideQuestions, reader: ModelReader | None
) -> Conversation:
    common = (house.desk, wall, house.scenery, house.replies)
    return Conversation(
        house.desk,
        house.store.decisions,
        house.store.claims,
        steering=Steering(*common, channels=house.channels),
        telling=Telling(*common, now=house.clock.now, reader=reader),
        side=side,
        requests=requests,
        replies=house.replies,
        running=house.running,
        edge=house.edge,
        turns=house.turns,
        now=house.clock.now,
    )


def _clicks(house: _House, wall: Wall, opening: Opening, requests: Requests) -> Clicks:
    return Clicks(
        house.desk,
        wall,
        opening,
        requests,
        scenery=house.scenery,
        channels=house.channels,
        delivery=house.delivery,
        turns=house.turns,
        now=house.clock.now,
    )


def _forms(house: _House, wall: Wall) -> Forms:
    return Forms(
        house.desk,
        wall,
        scenery=house.scenery,
        channels=house.channels,
        delivery=house.delivery,
        turns=house.turns,
    )
