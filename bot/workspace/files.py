"""Uploaded files: a place to send the bytes to, then a file that messages can carry."""

from __future__ import annotations

import base64
import mimetypes
from dataclasses import asdict, dataclass

from bot.workspace.errors import SlackError
from bot.workspace.ids import random_id
from bot.workspace.model import Json
from bot.workspace.storage import Storage

SIZE_MAX = 20_000_000
"""Bytes; Slack takes a gigabyte, a local workspace has no use for that."""


@dataclass(slots=True)
class StoredFile:
    """A file of the app. ``content`` is Base64, empty until the bytes have arrived."""

    id: str
    name: str
    length: int
    mimetype: str
    alt_txt: str = ""
    title: str = ""
    content: str = ""


class Files:
    """All files, kept between runs."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._files = {key: StoredFile(**record) for key, record in storage.load("file").items()}

    def announce(self, name: str, length: int, alt_txt: str = "") -> StoredFile:
        """Make room for a file of so many bytes."""
        if length > SIZE_MAX:
            raise SlackError("file_upload_size_restricted")
        mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = StoredFile(random_id("F"), name, length, mimetype, alt_txt)
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

    def read(self, file: StoredFile) -> bytes:
        return base64.b64decode(file.content)

    def _keep(self, file: StoredFile) -> None:
        self._storage.save("file", file.id, asdict(file))


def file_json(file: StoredFile, base_url: str) -> Json:
    """A file as messages and ``files.*`` carry it."""
    url = f"{base_url}/files/{file.id}/{file.name}"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "size": file.length,
        "alt_txt": file.alt_txt,
        "url_private": url,
        "permalink": url,
    }
