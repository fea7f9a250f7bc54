"""``blocks.validate``: what Slack would say to blocks, a message or a view, without posting them."""

from __future__ import annotations

from bot.workspace.block_kit.surfaces import checked_blocks, checked_view
from bot.workspace.errors import SlackError
from bot.workspace.model import Json
from bot.workspace.rates import Tier
from bot.workspace.web_api.method import Arguments, Method, Platform


def validate(platform: Platform, arguments: Arguments) -> Json:  # noqa: ARG001 - the signature of every method
    """Check blocks, a message or a view against Slack's limits without posting."""
    view, message = arguments.structure("view"), arguments.structure("message")
    blocks = arguments.structure("blocks")
    if view is not None:
        checked_view(view)
    elif isinstance(message, dict):
        checked_blocks(message.get("blocks"))
    elif blocks is not None:
        checked_blocks(blocks)
    else:
        raise SlackError.with_messages("invalid_arguments", ["[ERROR] missing required field: blocks"])
    return {}


METHODS = (Method("blocks.validate", validate, Tier.THREE),)
