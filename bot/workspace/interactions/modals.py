"""Modals submitted or closed, and what the app answers: errors, an update, a push, or nothing (the modal closes)."""

from __future__ import annotations

from bot.workspace.block_kit.surfaces import checked_view
from bot.workspace.delivery import DeliveryKind, Dispatcher, NotAcknowledgedError
from bot.workspace.errors import ClientError, SlackError
from bot.workspace.interactions.form_state import given_values, state_values
from bot.workspace.interactions.payloads import Payloads
from bot.workspace.interactions.validation import problems
from bot.workspace.model import Json, View
from bot.workspace.presentation import Presenter
from bot.workspace.views import ViewBook


class Modals:
    """Carries submissions to the app and obeys its answer."""

    def __init__(self, views: ViewBook, dispatcher: Dispatcher, payloads: Payloads, presenter: Presenter) -> None:
        self._views = views
        self._dispatcher = dispatcher
        self._payloads = payloads
        self._presenter = presenter

    async def submit(self, user: str, view_id: str, state: Json) -> None:
        """Submit a modal. ClientError ``validation`` carries ``errors`` by block_id."""
        view = self._own(user, view_id)
        values = state_values(view.blocks, given_values(state))
        if wrong := problems(view.blocks, values):
            raise _invalid(wrong)
        view.state = {"values": values}
        payload = self._payloads.base("view_submission", user) | {
            "view": self._presenter.view(view),
            "response_urls": [],
        }
        try:
            ack = await self._dispatcher.request(DeliveryKind.INTERACTIVE, payload)
            self._obey(user, view, ack.body or {})
        except NotAcknowledgedError as error:
            raise ClientError("operation_timeout", "We had some trouble connecting. Try again?") from error

    async def close(self, user: str, view_id: str) -> None:
        """A person closed a modal; the app hears of it if it asked to."""
        view = self._own(user, view_id)
        payload = self._payloads.base("view_closed", user) | {
            "view": self._presenter.view(view),
            "is_cleared": False,
        }
        self._views.close(view)
        if view.content.get("notify_on_close"):
            try:
                await self._dispatcher.request(DeliveryKind.INTERACTIVE, payload)
            except NotAcknowledgedError:
                # The modal is closed either way, and Slack does not tell the person.
                return

    def _own(self, user: str, view_id: str) -> View:
        try:
            view = self._views.find(view_id)
        except SlackError as error:
            raise ClientError("not_found", "This view is not open any more.") from error
        if view.user != user or view.type != "modal":
            raise ClientError("not_found", "This view is not open any more.")
        return view

    def _obey(self, user: str, view: View, answer: Json) -> None:
        match answer.get("response_action"):
            case "errors":
                raise _invalid(answer.get("errors") or {})
            case "update":
                self._views.update(view, _checked(answer.get("view")))
            case "push":
                self._views.push(user, _checked(answer.get("view")))
            case "clear":
                self._views.clear(user)
            case _:
                self._close_submitted(view)

    def _close_submitted(self, view: View) -> None:
        try:
            self._views.close(view)
        except SlackError:
            # The app closed or replaced it while it handled the submission.
            return


def _checked(content: object) -> Json:
    try:
        return checked_view(content, "modal")
    except SlackError as error:
        raise ClientError(error.code, "We had some trouble connecting. Try again?", **error.details) from error


def _invalid(errors: dict[str, str]) -> ClientError:
    return ClientError("validation", "Please look at the marked fields.", errors=errors)
