"""Uploaded files: a place to send the bytes to, then a file that messages can carry."""

from __future__ import annotations

import base64
import mimetypes
from dataclasses import asdict, dataclass, field

from bot.workspace.clock import Clock
from bot.workspace.errors import SlackError
from bot.workspace.ids import random_id
from bot.workspace.model import Json, Message
from bot.workspace.storage import Storage

SIZE_MAX = 20_000_000
"""Bytes; Slack takes a gigabyte, a local workspace has no use for that."""

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Types a browser may draw."""

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_HEADER = 24
"""Bytes until the end of width and height."""


@dataclass(slots=True)
class StoredFile:
    """A file of the app. ``content`` is Base64, empty until the bytes have arrived.

    ``shares`` names the messages that carry it, as ``{"channel", "ts", "thread_ts"}``; ``created`` is in seconds.
    """

    id: str
    name: str
    length: int
    mimetype: str
    alt_txt: str = ""
    title: str = ""
    content: str = ""
    created: int = 0
    shares: list[Json] = field(default_factory=list)

    @property
    def is_picture(self) -> bool:
        return self.mimetype in PICTURES and bool(self.content)


class Files:
    """All files, kept between runs."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._files = {key: StoredFile(**record) for key, record in storage.load("file").items()}

    def announce(self, name: str, length: int, alt_txt: str = "") -> StoredFile:
        """Make room for a file of so many bytes."""
        if length > SIZE_MAX:
            raise SlackError("file_upload_size_restricted")
        mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = StoredFile(random_id("F"), name, length, mimetype, alt_txt, created=int(self._clock.now()))
        self._files[file.id] = file
        return file

    def find(self, file_id: str) -> StoredFile:
        if file_id not in self._files:
            raise SlackError("file_not_found")
        return self._files[file_id]

    def receive(self, file: StoredFile, content: bytes) -> None:
        """Take the bytes; ``invalid_upload`` when they are not as many as announced."""
        if len(content) != file.length:
            raise SlackError("invalid_upload")
        file.content = base64.b64encode(content).decode()
        self._keep(file)

    def complete(self, file_id: str, title: str | None) -> StoredFile:
        file = self.find(file_id)
        if file.length and not file.content:
            raise SlackError("file_not_found")
        file.title = title or file.name
        self._keep(file)
        return file

    def shared(self, file: StoredFile, message: Message) -> None:
        """Write down that a message carries the file."""
        share = {"channel": message.channel, "ts": message.ts, "thread_ts": message.thread_ts}
        file.shares = [*file.shares, share]
        self._keep(file)

    def read(self, file: StoredFile) -> bytes:
        return base64.b64decode(file.content)

    def _keep(self, file: StoredFile) -> None:
        self._storage.save("file", file.id, asdict(file))


def dimensions(file: StoredFile) -> tuple[int, int] | None:
    """Width and height of a PNG in pixels; None for anything else."""
    head = base64.b64decode(file.content[: _PNG_HEADER // 3 * 4])
    if not head.startswith(_PNG_START) or len(head) < _PNG_HEADER:
        return None
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def file_json(file: StoredFile, base_url: str, owner: str) -> Json:
    """A file as messages and ``files.*`` carry it. ``owner`` is the id of who uploaded it."""
    url = f"{base_url}/files/{file.id}/{file.name}"
    size = dimensions(file)
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2] if "." in file.name else "binary",
        "user": owner,
        "mode": "hosted",
        "editable": False,
        "is_external": False,
        "is_public": False,
        "size": file.length,
        "alt_txt": file.alt_txt,
        "url_private": url,
        "url_private_download": url,
        "permalink": url,
    } | ({"original_w": size[0], "original_h": size[1]} if size else {})
