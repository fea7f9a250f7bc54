"""Mail messages (EML): what was written, by whom and when. Attachments are named and not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from itertools import groupby

from ingest.errors import UnreadableFileError
from ingest.readers.base import Reading
from ingest.readers.composer import TextComposer
from ingest.readers.properties import iso_day

_QUOTED = re.compile(r" {0,3}>")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_TEXT_LIKE = {"text", "multipart"}
"""What a message without a body may be: of an unusual kind of text, or said to have parts and without any."""
_SIGNS = ("from", "subject", "date")
"""Headers of which a mail message has at least one."""


def read_eml(path: str, data: bytes) -> Reading:
    """Read a mail message. See `BytesReader`.

    The plain text is read, else the HTML text. What is quoted from an earlier message (lines that begin with ``>``) is
    kept, in blocks of its own. The title is the subject, the author the sender, the date the day it was sent.
    """
    message = message_from_bytes(data, policy=default)
    if not any(message[sign] for sign in _SIGNS):
        raise UnreadableFileError("This EML is no mail message: it has no sender, subject or date.")
    composer = TextComposer()
    body = message.get_body(("plain", "html"))
    if body is not None:
        _compose(composer, _content(body), html=body.get_content_subtype() == "html")
    elif isinstance(loose := message.get_payload(), str) and message.get_content_maintype() in _TEXT_LIKE:
        _compose(composer, loose, html=False)
    if names := [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]:
        composer.text(f"Attachments, not read: {', '.join(names)}")
    sent = message["date"].datetime if message["date"] else None
    return composer.reading(path, title=str(message["subject"] or ""), author=_sender(message), date=iso_day(sent))


def _sender(message: EmailMessage) -> str | None:
    """Return the first sender's name, else the address."""
    addresses = message["from"].addresses if message["from"] else ()
    return next((address.display_name or address.addr_spec for address in addresses), None)


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except LookupError:  # an encoding that Python does not know
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _compose(composer: TextComposer, content: str, *, html: bool) -> None:
    if not html:
        for paragraph in _paragraphs(content.replace("\r\n", "\n")):
            composer.text(paragraph)
        return
    from ingest.readers.html import read_html_fragment  # lxml, only when a mail comes as HTML alone

    composer.include(read_html_fragment(content))


def _paragraphs(text: str) -> Iterator[str]:
    """Yield paragraphs; quoted lines are never in one with others."""
    for _, lines in groupby(text.split("\n"), key=lambda line: bool(_QUOTED.match(line))):
        yield from _PARAGRAPH_END.split("\n".join(lines))
