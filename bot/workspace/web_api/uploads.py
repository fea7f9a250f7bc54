"""``files.*``: the two ends of an upload, and what became of it."""

from __future__ import annotations

from typing import Any

from bot.workspace.block_kit.surfaces import checked_blocks
from bot.workspace.errors import SlackError
from bot.workspace.files import StoredFile, file_json
from bot.workspace.model import Channel, ChannelKind, Json
from bot.workspace.rates import Tier
from bot.workspace.web_api.chat import thread_root
from bot.workspace.web_api.method import Arguments, Method, Platform

WRITE = ("files:write",)
READ = ("files:read",)
LISTED_AS = {
    ChannelKind.CHANNEL: "channels",
    ChannelKind.PRIVATE: "groups",
    ChannelKind.IM: "ims",
    ChannelKind.MPIM: "groups",
}


def get_upload_url(platform: Platform, arguments: Arguments) -> Json:
    """Give the address to which a file's bytes may be sent."""
    length = arguments.require("length")
    if not length.isdecimal():
        raise SlackError("invalid_arguments")
    file = platform.files.announce(arguments.require("filename"), int(length), arguments.text("alt_txt") or "")
    return {"upload_url": f"{platform.address.base_url}/upload/{file.id}", "file_id": file.id}


def complete_upload(platform: Platform, arguments: Arguments) -> Json:
    """Make files of the uploads, and post them where asked.

    The answer names no message, as Slack shares in the background: `info` knows once it is done.
    """
    entries = arguments.structure("files")
    if not isinstance(entries, list) or not entries:
        raise SlackError("invalid_arguments")
    channels = [platform.state.channel_for_bot(channel) for channel in _targets(arguments)]
    threads = [thread_root(platform, channel, arguments) for channel in channels]
    files = [_complete(platform, entry) for entry in entries]
    for channel, thread_ts in zip(channels, threads, strict=True):
        _share(platform, arguments, channel, thread_ts, files)
    return {"files": [{**_described(platform, file), **_places(platform, [])} for file in files]}


def info(platform: Platform, arguments: Arguments) -> Json:
    """Describe a file, with the messages that carry it under ``shares``."""
    file = platform.files.find(arguments.require("file"))
    return {"file": {**_described(platform, file), **_places(platform, file.shares)}, "comments": []}


def _complete(platform: Platform, entry: Any) -> StoredFile:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        raise SlackError("invalid_arguments")
    return platform.files.complete(entry["id"], entry.get("title"))


def _targets(arguments: Arguments) -> list[str]:
    listed = arguments.text("channels") or arguments.text("channel_id") or ""
    return [channel for channel in listed.split(",") if channel]


def _share(
    platform: Platform, arguments: Arguments, channel: Channel, thread_ts: str | None, files: list[StoredFile]
) -> None:
    comment = arguments.text("initial_comment")
    message = platform.messenger.by_bot(
        channel.id,
        comment or "",
        thread_ts,
        blocks=[] if comment else checked_blocks(arguments.structure("blocks")),
        files=[_described(platform, file) for file in files],
        subtype="file_share",
    )
    platform.messenger.post(message)
    for file in files:
        platform.files.shared(file, message)


def _described(platform: Platform, file: StoredFile) -> Json:
    return file_json(file, platform.address.base_url, platform.state.bot_user_id)


def _places(platform: Platform, shares: list[Json]) -> Json:
    """Where a file is: channel ids by kind, and the messages under ``shares.public`` or ``shares.private``."""
    listed: Json = {"channels": [], "groups": [], "ims": [], "shares": {}}
    for share in shares:
        channel = platform.state.channel(share["channel"])
        visibility = "public" if channel.kind is ChannelKind.CHANNEL else "private"
        place = {"ts": share["ts"], "channel_name": channel.name, "team_id": platform.state.team_id}
        place |= {"thread_ts": share["thread_ts"]} if share["thread_ts"] else {}
        place |= {"share_user_id": platform.state.bot_user_id}
        listed["shares"].setdefault(visibility, {}).setdefault(channel.id, []).append(place)
        if channel.id not in listed[LISTED_AS[channel.kind]]:
            listed[LISTED_AS[channel.kind]].append(channel.id)
    return listed | {"is_public": bool(listed["channels"])}


METHODS = (
    Method("files.getUploadURLExternal", get_upload_url, Tier.FOUR, WRITE),
    Method("files.completeUploadExternal", complete_upload, Tier.FOUR, WRITE),
    Method("files.info", info, Tier.FOUR, READ),
)
