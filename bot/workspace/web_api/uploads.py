"""``files.getUploadURLExternal`` and ``files.completeUploadExternal``: the two ends of an upload."""

from __future__ import annotations

from typing import Any

from bot.workspace.errors import SlackError
from bot.workspace.files import file_json
from bot.workspace.model import Channel, Json
from bot.workspace.rates import Tier
from bot.workspace.web_api.method import Arguments, Method, Platform

WRITE = ("files:write",)


def get_upload_url(platform: Platform, arguments: Arguments) -> Json:
    """Give the address to which a file's bytes may be sent."""
    length = arguments.require("length")
    if not length.isdecimal():
        raise SlackError("invalid_arguments")
    file = platform.files.announce(arguments.require("filename"), int(length), arguments.text("alt_txt") or "")
    return {"upload_url": f"{platform.address.base_url}/upload/{file.id}", "file_id": file.id}


def complete_upload(platform: Platform, arguments: Arguments) -> Json:
    """Make files of the uploads, and post them where asked."""
    entries = arguments.structure("files")
    if not isinstance(entries, list) or not entries:
        raise SlackError("invalid_arguments")
    channels = [platform.state.channel_for_bot(channel) for channel in _targets(arguments)]
    files = [_complete(platform, entry) for entry in entries]
    for channel in channels:
        _share(platform, arguments, channel, files)
    return {"files": files}


def _complete(platform: Platform, entry: Any) -> Json:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        raise SlackError("invalid_arguments")
    return file_json(platform.files.complete(entry["id"], entry.get("title")), platform.address.base_url)


def _targets(arguments: Arguments) -> list[str]:
    listed = arguments.text("channels") or arguments.text("channel_id") or ""
    return [channel for channel in listed.split(",") if channel]


def _share(platform: Platform, arguments: Arguments, channel: Channel, files: list[Json]) -> None:
    message = platform.messenger.by_bot(
        channel.id,
        arguments.text("initial_comment") or "",
        arguments.text("thread_ts"),
        files=files,
        subtype="file_share",
    )
    platform.messenger.post(message)


METHODS = (
    Method("files.getUploadURLExternal", get_upload_url, Tier.FOUR, WRITE),
    Method("files.completeUploadExternal", complete_upload, Tier.FOUR, WRITE),
)
