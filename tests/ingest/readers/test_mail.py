from __future__ import annotations

from email.message import EmailMessage

import pytest

from ingest.errors import UnreadableFileError
from ingest.readers import Reading
from ingest.readers.mail import read_eml
from tests.ingest.readers.making import assert_sound, headings, text_of


def make_mail(body: str = "", html: str = "", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    for name, value in ({"From": "Ann Bo <ann@acme.example>", "Subject": "On money"} | headers).items():
        mail[name] = value
    mail.set_content(body)
    if html:
        mail.add_alternative(html, subtype="html")
    return mail


def read(data: bytes | EmailMessage) -> Reading:
    reading = read_eml("x/some-name.eml", data if isinstance(data, bytes) else data.as_bytes())
    assert_sound(reading)
    return reading


def test_subject_sender_and_day_are_those_of_the_message() -> None:
    found = read(make_mail("Coins.", Date="Thu, 29 Feb 2024 23:30:00 +0100")).document
    assert (found.title, found.author, found.date, found.text) == ("On money", "Ann Bo", "2024-02-29", "Coins.")


def test_encoded_headers_and_8_bit_bodies_are_decoded() -> None:
    data = (
        b"From: =?iso-8859-1?q?J=F6rg?= <j@acme.example>\r\nSubject: =?utf-8?B?R3LDtsOfZQ==?=\r\n"
        b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\nGr\xf6\xdfe\r\n"
    )
    found = read(data).document
    assert (found.title, found.author, found.text) == ("Größe", "Jörg", "Größe")


@pytest.mark.parametrize(
    ("charset", "body"),
    [
        ("", "Größe und Überweisung".encode()),
        ("; charset=us-ascii", "Größe und Überweisung".encode()),
        ("; charset=utf-8", "Größe und Überweisung".encode("cp1252")),
        ("; charset=x-unknown", "Größe und Überweisung".encode("cp1252")),
        ("; charset=iso-8859-1", "“Größe” und Überweisung".encode("cp1252")),
    ],
)
def test_bytes_tell_what_a_mail_says_wrongly_or_not_at_all(charset: str, body: bytes) -> None:
    data = f"Subject: x\r\nContent-Type: text/plain{charset}\r\n\r\n".encode() + body
    assert read(data).document.text.replace("“", "").replace("”", "") == "Größe und Überweisung"


def test_plain_text_is_preferred() -> None:
    assert text_of(read(make_mail("The plain text.", "<p>The other.</p>"))) == ["The plain text."]


def test_html_alone_is_read_as_html() -> None:
    data = b"Subject: x\r\nContent-Type: text/html\r\n\r\n<h2>Head</h2><p>Some <b>bold</b> text.</p><script>no</script>"
    reading = read(data)
    assert headings(reading) == [(2, "Head")]
    assert text_of(reading) == ["Some bold text."]


def test_what_is_quoted_stands_in_blocks_of_its_own() -> None:
    body = "I agree.\n\nOn Monday Bo wrote:\n> Coins are fine.\n> Really.\nNot quite.\n"
    assert text_of(read(make_mail(body))) == [
        "I agree.",
        "On Monday Bo wrote:",
        "> Coins are fine.\n> Really.",
        "Not quite.",
    ]


def test_attachments_are_named_and_not_read() -> None:
    mail = make_mail("See below.")
    mail.add_attachment(b"secret numbers", maintype="application", subtype="pdf", filename="plan 2024.pdf")
    mail.add_attachment("words", filename="notes.txt")
    assert text_of(read(mail)) == ["See below.", "Attachments, not read: plan 2024.pdf, notes.txt"]


def test_forwarded_messages_and_what_stands_below_a_picture_are_read() -> None:
    inner, mail = make_mail("It ends in June.", Subject="The contract"), make_mail("See below.")
    mail.add_attachment(b"png", maintype="image", subtype="png", filename="plan.png")
    mail.attach(EmailMessage())
    mail.get_payload()[-1].set_content("Below the picture.")
    mail.add_attachment(inner)
    reading = read(mail)
    assert headings(reading) == [(1, "The contract")]
    assert text_of(reading) == [
        "See below.",
        "Below the picture.",
        "It ends in June.",
        "Attachments, not read: plan.png",
    ]


def test_a_signature_around_the_message_hides_nothing() -> None:
    inner = make_mail("Signed words.")
    inner.add_attachment(b"x", maintype="application", subtype="pdf", filename="plan.pdf")
    del inner["From"], inner["Subject"]
    signed = b"Subject: x\nContent-Type: multipart/signed; boundary=s\n\n--s\n" + inner.as_bytes() + b"\n--s--\n"
    assert text_of(read(signed)) == ["Signed words.", "Attachments, not read: plan.pdf"]


def test_blank_plain_text_gives_way_to_html() -> None:
    assert text_of(read(make_mail(" \n", "<p>The other.</p>"))) == ["The other."]


def test_without_subject_the_file_name_is_the_title() -> None:
    found = read(b"From: ann@acme.example\r\n\r\nText.").document
    assert (found.title, found.author, found.date) == ("Some name", "ann@acme.example", None)


@pytest.mark.parametrize("charset", ["no-such-thing", "utf-8"])
def test_an_encoding_nobody_knows_loses_no_plain_words(charset: str) -> None:
    data = f"Subject: x\r\nContent-Type: text/plain; charset={charset}\r\n\r\nPlain words.".encode() + b"\xff\xfe"
    assert read(data).document.text.startswith("Plain words.")


@pytest.mark.parametrize(
    "header",
    [b"Date: yesterday", b"From: <<>", b"From: @@@,,;", b"Subject: =?utf-8?B?////?=", b"Content-Type: multipart/mixed"],
)
def test_broken_headers_cost_themselves_alone(header: bytes) -> None:
    data = b"Subject: Kept\r\n" * (b"Subject" not in header) + header + b"\r\nX: y\r\n\r\nThe text."
    assert "The text." in read(data).document.text


@pytest.mark.parametrize("data", [b"", b"Just words\nand more", b"\x89PNG\r\n\x1a\n\0\0", b"X-Y: z\r\n\r\nText"])
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="no mail message"):
        read(data)


def test_a_thousand_parts_in_one_another_end() -> None:
    parts = [f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n'.encode() for n in range(1_000)]
    try:
        read(b"Subject: x\r\n" + b"".join(parts) + b"\r\nText")
    except (RecursionError, UnreadableFileError) as refused:  # the process that reads it takes either for damage
        assert refused
