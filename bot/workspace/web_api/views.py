"""``views.*``: modals and App Homes."""

from __future__ import annotations

from bot.workspace.block_kit.surfaces import checked_view
from bot.workspace.errors import SlackError
from bot.workspace.model import Json, View
from bot.workspace.rates import Tier
from bot.workspace.web_api.method import Arguments, Method, Platform
from bot.workspace.web_api.pictures import check_pictures


def open_view(platform: Platform, arguments: Arguments) -> Json:
    """Open a modal with a fresh trigger."""
    content = _content(platform, arguments, "modal")
    user = platform.passes.exchange_trigger(_trigger(arguments))
    return _answer(platform, platform.views.open(user, content))


def push(platform: Platform, arguments: Arguments) -> Json:
    """Put a modal on top of the one that is open."""
    content = _content(platform, arguments, "modal")
    user = platform.passes.exchange_trigger(_trigger(arguments))
    return _answer(platform, platform.views.push(user, content))


def update(platform: Platform, arguments: Arguments) -> Json:
    """Replace an open modal, if nobody did meanwhile."""
    if external_id := arguments.text("external_id"):
        view = platform.views.find_external(external_id)
    else:
        view = platform.views.find(arguments.require("view_id"))
    content = _content(platform, arguments, view.type)
    return _answer(platform, platform.views.update(view, content, arguments.text("hash")))


def publish(platform: Platform, arguments: Arguments) -> Json:
    """Set somebody's App Home."""
    if not platform.state.app.home_enabled:
        raise SlackError("not_enabled")
    user = platform.state.user(arguments.require("user_id"))
    content = _content(platform, arguments, "home")
    return _answer(platform, platform.views.publish(user.id, content, arguments.text("hash")))


def _trigger(arguments: Arguments) -> str:
    return arguments.text("trigger_id") or arguments.require("interactivity_pointer")


def _content(platform: Platform, arguments: Arguments, kind: str) -> Json:
    view = checked_view(arguments.structure("view"), kind)
    check_pictures(platform.files, view["blocks"], "/view/blocks")
    return view


def _answer(platform: Platform, view: View) -> Json:
    return {"view": platform.presenter.view(view)}


METHODS = (
    Method("views.open", open_view, Tier.FOUR),
    Method("views.push", push, Tier.FOUR),
    Method("views.update", update, Tier.FOUR),
    Method("views.publish", publish, Tier.FOUR),
)
