"""Mail messages (EML): what was written, by whom and when. Attached files are named and not read."""

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
from ingest.readers.decoding import decode, encoding_named
from ingest.readers.properties import iso_day

_QUOTED = re.compile(r" {0,3}>")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_TEXT_LIKE = {"text", "multipart"}
"""What a message without a body may be: of an unusual kind of text, or said to have parts and without any."""
_DEEPEST = 5
"""Messages that are read when each was forwarded with the one before."""
_SIGNS = ("from", "subject", "date")
"""Headers of which a mail message has at least one."""


def read_eml(path: str, data: bytes) -> Reading:
    """Read a mail message. See `BytesReader`.

    The plain text is read, else the HTML text, and below it the messages that were forwarded with it. What is quoted
    from an earlier message (lines that begin with ``>``) is kept, in blocks of its own. The title is the subject, the
    author the sender, the date the day it was sent.
    """
    message = message_from_bytes(data, policy=default)
    if not any(message[sign] for sign in _SIGNS):
        raise UnreadableFileError("This EML is no mail message: it has no sender, subject or date.")
    composer = TextComposer()
    _compose_message(composer, message, _DEEPEST)
    sent = message["date"].datetime if message["date"] else None
    return composer.reading(path, title=str(message["subject"] or ""), author=_sender(message), date=iso_day(sent))


def _compose_message(composer: TextComposer, message: EmailMessage, deepest: int) -> None:
    body = _body(message)
    if body is not None:
        _compose_part(composer, body)
    elif isinstance(loose := message.get_payload(), str) and message.get_content_maintype() in _TEXT_LIKE:
        _compose(composer, loose, html=False)
    unread = []
    for part in _attached(message):
        forwarded = part.get_content() if part.get_content_type() == "message/rfc822" and deepest else None
        if isinstance(forwarded, EmailMessage):
            composer.heading(str(forwarded["subject"] or "Forwarded message"), _DEEPEST - deepest + 1)
            _compose_message(composer, forwarded, deepest - 1)
        elif part.get_content_maintype() == "text" and not part.get_filename() and not part.is_attachment():
            _compose_part(composer, part)  # what was written below a picture
        else:
            unread.append(part.get_filename() or part.get_content_type())
    if unread:
        composer.text(f"Attachments, not read: {', '.join(unread)}")


def _attached(message: MIMEPart) -> Iterator[MIMEPart]:
    """Yield what is attached, also where a signature or the like is wrapped around the message."""
    for part in message.iter_attachments():
        if part.get_content_maintype() == "multipart":
            yield from _attached(part)
        else:
            yield part


def _body(message: EmailMessage) -> MIMEPart | None:
    """Return the plain text, else the HTML, which counts as well when the plain text is blank."""
    plain = message.get_body(("plain",))
    if plain is not None and _content(plain).strip():
        return plain
    return message.get_body(("html",)) or plain


def _compose_part(composer: TextComposer, part: MIMEPart) -> None:
    _compose(composer, _content(part), html=part.get_content_subtype() == "html")


def _sender(message: EmailMessage) -> str | None:
    """Return the first sender's name, else the address."""
    addresses = message["from"].addresses if message["from"] else ()
    return next((address.display_name or address.addr_spec for address in addresses), None)


def _content(part: MIMEPart) -> str:
    """Return the text of a part. Where it names no encoding, or a wrong one, its bytes tell, as those of a file do."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(encoding_named(part.get_content_charset("ascii")) or "ascii")
    except ValueError:
        return _told_by_bytes(payload)


def _told_by_bytes(payload: bytes) -> str:
    try:
        return decode(payload)
    except UnreadableFileError:
        return payload.decode("utf-8", "replace")


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
