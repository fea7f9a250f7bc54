"""Modals on top of each other, and App Homes: what each person has open."""

from __future__ import annotations

import secrets
from dataclasses import asdict

from bot.workspace.clock import Clock
from bot.workspace.errors import SlackError
from bot.workspace.feed import Change, Feed
from bot.workspace.ids import random_id
from bot.workspace.model import Json, View
from bot.workspace.storage import Storage

STACK_MAX = 3
"""Slack stacks at most three modals."""


class ViewBook:
    """The views of every person. Homes are kept between runs; modals are not, as a closed browser forgets them."""

    def __init__(self, storage: Storage, clock: Clock, feed: Feed) -> None:
        self._storage = storage
        self._clock = clock
        self._feed = feed
        self._homes = {user: View(**record) for user, record in storage.load("home").items()}
        self._stacks: dict[str, list[View]] = {}

    def home(self, user: str) -> View | None:
        return self._homes.get(user)

    def stack(self, user: str) -> list[View]:
        """That person's modals, the visible one last."""
        return list(self._stacks.get(user, ()))

    def find(self, view_id: str) -> View:
        """A home or an open modal; ``not_found`` when there is none with that id (any more)."""
        for view in (*self._homes.values(), *(view for stack in self._stacks.values() for view in stack)):
            if view.id == view_id:
                return view
        raise SlackError("not_found")

    def find_external(self, external_id: str) -> View:
        for stack in self._stacks.values():
            for view in stack:
                if view.content.get("external_id") == external_id:
                    return view
        raise SlackError("not_found")

    def open(self, user: str, content: Json) -> View:
        """Show a modal, in place of whatever modals that person had open."""
        view = self._new(user, content, "modal")
        self._stacks[user] = [view]
        self._tell("view_opened", view)
        return view

    def push(self, user: str, content: Json) -> View:
        """Show a modal above the open one; ``push_limit_reached`` above three."""
        stack = self._stacks.get(user, [])
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= STACK_MAX:
            raise SlackError("push_limit_reached")
        view = self._new(user, content, "modal")
        view.root_view_id, view.previous_view_id = stack[0].id, stack[-1].id
        stack.append(view)
        self._tell("view_pushed", view)
        return view

    def update(self, view: View, content: Json, expected_hash: str | None = None) -> View:
        """Replace the content of an open view; ``hash_conflict`` when it changed since the caller saw it."""
        if expected_hash and expected_hash != view.hash:
            raise SlackError("hash_conflict")
        view.content = content
        view.hash = self._next_hash()
        if view.type == "home":
            self._keep_home(view)
        else:
            self._tell("view_updated", view)
        return view

    def publish(self, user: str, content: Json, expected_hash: str | None = None) -> View:
        """Set that person's App Home."""
        home = self._homes.get(user)
        if home is not None:
            return self.update(home, content, expected_hash)
        home = self._homes[user] = self._new(user, content, "home")
        self._keep_home(home)
        return home

    def close(self, view: View) -> None:
        """Take a modal off the stack, with everything above it."""
        stack = self._stacks.get(view.user, [])
        if view not in stack:
            raise SlackError("not_found")
        for closed in reversed(stack[stack.index(view) :]):
            stack.remove(closed)
            self._feed.publish(Change("view_closed", frozenset({view.user}), {"view_id": closed.id}))

    def clear(self, user: str) -> None:
        """Close all modals of that person."""
        stack = self._stacks.pop(user, [])
        if stack:
            data = {"view_id": stack[-1].id, "all": True}
            self._feed.publish(Change("view_closed", frozenset({user}), data))

    def _new(self, user: str, content: Json, kind: str) -> View:
        view_id = random_id("V")
        return View(view_id, user, self._next_hash(), kind, content, root_view_id=view_id)

    def _next_hash(self) -> str:
        return f"{int(self._clock.now())}.{secrets.token_hex(4)}"

    def _keep_home(self, view: View) -> None:
        self._storage.save("home", view.user, asdict(view))
        self._tell("home", view)

    def _tell(self, kind: str, view: View) -> None:
        self._feed.publish(Change(kind, frozenset({view.user}), {"view": view}))
