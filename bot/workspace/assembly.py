"""Joins the core of a workspace with what serves people, tests and the app over HTTP."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.workspace.client.assets import Assets
from bot.workspace.client.people import People
from bot.workspace.client.render import Renderer
from bot.workspace.client.rest import ClientRest
from bot.workspace.client.socket import PageSockets
from bot.workspace.clock import Clock
from bot.workspace.config import WorkspaceConfig
from bot.workspace.control import Control
from bot.workspace.control_routes import ControlRoutes
from bot.workspace.core import Core, build_core
from bot.workspace.interactions.actions import Actions
from bot.workspace.interactions.commands import Commands
from bot.workspace.interactions.modals import Modals
from bot.workspace.interactions.payloads import Payloads
from bot.workspace.interactions.responses import Responder
from bot.workspace.persona import Persona
from bot.workspace.rates import Rates
from bot.workspace.response_routes import ResponseRoutes
from bot.workspace.storage import Storage
from bot.workspace.web_api.endpoint import Endpoint
from bot.workspace.web_api.method import Platform
from bot.workspace.web_api.registry import METHODS


@dataclass(frozen=True, slots=True)
class Desk:
    """What serves people: their client and their interactions with the app."""

    people: People
    renderer: Renderer
    sockets: PageSockets
    responder: Responder
    commands: Commands
    actions: Actions
    modals: Modals


class Parts:
    """A whole workspace, before and while it listens."""

    def __init__(self, core: Core, desk: Desk) -> None:
        self.core = core
        self.desk = desk
        self.control = _control(core)

    def persona(self, user_id: str) -> Persona:
        desk = self.desk
        return Persona(
            user_id=user_id,
            state=self.core.state,
            people=desk.people,
            commands=desk.commands,
            actions=desk.actions,
            modals=desk.modals,
            views=self.core.views,
        )

    def routes(self) -> list[web.RouteDef]:
        """Everything the server answers to."""
        core, desk = self.core, self.desk
        endpoint = Endpoint(
            methods=METHODS,
            platform=_platform(core),
            tokens=core.tokens,
            calls=core.calls,
            faults=core.faults,
            clock=core.clock,
        )
        rest = ClientRest(
            state=core.state,
            people=desk.people,
            commands=desk.commands,
            actions=desk.actions,
            modals=desk.modals,
            views=core.views,
            renderer=desk.renderer,
        )
        routes = [
            web.get("/api/{method}", endpoint.serve),
            web.post("/api/{method}", endpoint.serve),
            web.get("/link", core.socket_mode.serve),
            web.get("/client/socket", desk.sockets.serve),
            *ResponseRoutes(core.passes, desk.responder).routes(),
            *rest.routes(),
            *Assets(core.files).routes(),
        ]
        return routes + (ControlRoutes(self.control).routes() if core.config.control else [])

    async def close(self) -> None:
        """End what runs in the background and close every connection."""
        await self.core.background.close()
        await self.core.transport.close()
        await self.desk.sockets.close()


def assemble(config: WorkspaceConfig, storage: Storage, clock: Clock) -> Parts:
    """A workspace with what ``storage`` remembers."""
    core = build_core(config, storage, clock)
    return Parts(core, _desk(core))


def _desk(core: Core) -> Desk:
    payloads = Payloads(core.state, core.passes, core.address)
    renderer = Renderer(core.config, core.state, core.presenter, core.dispatcher)
    responder = Responder(core.state, core.messenger)
    return Desk(
        people=People(
            state=core.state,
            messenger=core.messenger,
            events=core.events,
            views=core.views,
            streams=core.streams,
            sessions=core.sessions,
            renderer=renderer,
        ),
        renderer=renderer,
        sockets=PageSockets(core.state, core.sessions, renderer, core.feed),
        responder=responder,
        commands=Commands(core.state, core.dispatcher, payloads, core.presenter, responder),
        actions=Actions(core.state, core.views, core.dispatcher, payloads, core.presenter),
        modals=Modals(core.views, core.dispatcher, payloads, core.presenter),
    )


def _control(core: Core) -> Control:
    return Control(
        state=core.state,
        feed=core.feed,
        calls=core.calls,
        faults=core.faults,
        events=core.events,
        dispatcher=core.dispatcher,
        streams=core.streams,
        sessions=core.sessions,
        socket_mode=core.socket_mode,
        clock=core.clock,
    )


def _platform(core: Core) -> Platform:
    return Platform(
        config=core.config,
        state=core.state,
        presenter=core.presenter,
        messenger=core.messenger,
        events=core.events,
        views=core.views,
        streams=core.streams,
        sessions=core.sessions,
        passes=core.passes,
        files=core.files,
        rates=Rates(core.clock, enforced=core.config.enforce_rates),
        feed=core.feed,
        socket_mode=core.socket_mode,
        address=core.address,
    )
