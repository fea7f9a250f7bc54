"""What everything in a workspace rests on, made and joined."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from bot.workspace.address import Address
from bot.workspace.calls import CallLog, Faults
from bot.workspace.clock import Clock
from bot.workspace.config import Tokens, WorkspaceConfig
from bot.workspace.delivery import Dispatcher, Transport
from bot.workspace.events import AppEvents
from bot.workspace.feed import Change, Feed
from bot.workspace.files import Files
from bot.workspace.http_mode import HttpMode
from bot.workspace.messenger import Messenger
from bot.workspace.passes import Passes
from bot.workspace.presentation import Presenter
from bot.workspace.sessions import Sessions
from bot.workspace.socket_mode import SocketMode
from bot.workspace.state import WorkspaceState
from bot.workspace.storage import Storage
from bot.workspace.streams import Streams
from bot.workspace.tasks import Background
from bot.workspace.views import ViewBook


@dataclass(frozen=True, slots=True)
class Core:
    """The state, who is told of changes, and the way to the app."""

    config: WorkspaceConfig
    clock: Clock
    tokens: Tokens
    address: Address
    feed: Feed
    background: Background
    calls: CallLog
    faults: Faults
    state: WorkspaceState
    presenter: Presenter
    socket_mode: SocketMode
    transport: Transport
    dispatcher: Dispatcher
    events: AppEvents
    messenger: Messenger
    views: ViewBook
    streams: Streams
    sessions: Sessions
    passes: Passes
    files: Files


def build_core(config: WorkspaceConfig, storage: Storage, clock: Clock) -> Core:
    """A core with what ``storage`` remembers."""
    feed, background, address, tokens = Feed(), Background(), Address(), _tokens(config, storage)
    state = WorkspaceState(config, storage, clock)
    presenter = Presenter(state)
    socket_mode = SocketMode(config.app.app_id, changed=lambda: feed.publish(Change("app")))
    transport: Transport = socket_mode
    if config.request_url is not None:
        transport = HttpMode(config.request_url, tokens.signing_secret, clock)
    dispatcher = Dispatcher(
        transport=transport,
        clock=clock,
        background=background,
        feed=feed,
        ack_seconds=config.ack_seconds,
        retry_delays=config.retry_delays,
    )
    events = AppEvents(state, presenter, dispatcher, clock)
    messenger = Messenger(state, feed, events, presenter)
    return Core(
        config=config,
        clock=clock,
        tokens=tokens,
        address=address,
        feed=feed,
        background=background,
        calls=CallLog(feed),
        faults=Faults(),
        state=state,
        presenter=presenter,
        socket_mode=socket_mode,
        transport=transport,
        dispatcher=dispatcher,
        events=events,
        messenger=messenger,
        views=ViewBook(storage, clock, feed),
        streams=Streams(messenger, clock, background),
        sessions=Sessions(storage, clock, feed, background),
        passes=Passes(clock),
        files=Files(storage, clock),
    )


def _tokens(config: WorkspaceConfig, storage: Storage) -> Tokens:
    """Those of the configuration, else the ones kept from earlier, else new ones that are kept from now on."""
    if config.tokens is not None:
        return config.tokens
    kept = storage.load("tokens").get("app")
    if kept is not None:
        return Tokens(**kept)
    tokens = Tokens.random()
    storage.save("tokens", "app", asdict(tokens))
    return tokens
