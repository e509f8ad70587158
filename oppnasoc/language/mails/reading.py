"""Bytes of a mail to what it says: headers, one text, and who or what has sent it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parseaddr

from oppnasoc.language.mails.mail import Mail
from oppnasoc.language.mails.markup import as_text
from oppnasoc.language.mails.replying import said

MOST_PARTS = 200
MOST_TEXT = 60_000  # characters that are kept of a text
ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
NO_FILES = {  # Parts that mail programs add by themselves.
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/ms-tnef",
    "text/x-amp-html",
}
BY_PROGRAMS = {"bulk", "junk", "list", "auto_reply"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff\u200b]")


def read(raw: bytes) -> Mail:
    """What a mail says. Whatever is wrong with it, something comes back."""
    mail = message_from_bytes(raw)
    name, sender = parseaddr(_header(mail, "From"))
    text, attached = _body(mail)
    return Mail(
        message_id=_header(mail, "Message-ID").strip()[:250],
        sender=sender.strip().lower()[:254],
        sender_name=_decoded(name)[:120],
        subject=_decoded(_header(mail, "Subject"))[:250],
        to=_addresses(mail),
        text=text,
        said=said(text),
        attached=attached,
        automatic=automatic(mail),
    )


def automatic(mail: Message) -> str:
    """The header that says that a program has sent it (RFC 3834, section 5); '' when none does."""
    submitted = _header(mail, "Auto-Submitted").split(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return "Auto-Submitted"
    if _header(mail, "Precedence").strip().lower() in BY_PROGRAMS:
        return "Precedence"
    if mail.get("Return-Path") is not None and _header(mail, "Return-Path").strip() == "<>":
        return "Return-Path"
    if mail.get_content_type() == "multipart/report":
        return "Content-Type"
    for header in ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Loop"):
        if mail.get(header) is not None:
            return header
    return ""


def _headers(mail: Message, name: str) -> list[str]:
    """Every field of a name, each on one line. Bytes that are no ASCII are read as UTF-8, and what
    neither a screen nor a database can hold is left out."""
    found = [str(value) for key, value in mail.raw_items() if key.lower() == name.lower()]
    plain = (value.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for value in found)
    return [" ".join(_CONTROL.sub("", value).split())[:4000] for value in plain]


def _header(mail: Message, name: str) -> str:
    return next(iter(_headers(mail, name)), "")


def _decoded(text: str) -> str:
    """A header as one reads it (RFC 2047), without signs that steer a screen."""
    try:
        pieces = decode_header(text)
    except ValueError:
        pieces = [(text, None)]
    words = [
        piece if isinstance(piece, str) else _characters(piece, charset)
        for piece, charset in pieces
    ]
    return " ".join(_CONTROL.sub("", "".join(words)).split())


def _addresses(mail: Message) -> list[str]:
    given = [value for name in ADDRESSED for value in _headers(mail, name)]
    found = (address.strip().lower() for _name, address in getaddresses(given))
    return list(dict.fromkeys(address for address in found if "@" in address))[:50]


def _characters(raw: bytes, charset: str | None) -> str:
    for name in (charset, "utf-8"):
        try:
            return raw.decode(name or "utf-8")
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("cp1252", "replace")


def _parts(mail: Message) -> Iterator[Message]:
    """The parts that are no containers, in their order; not those of a mail inside the mail."""
    waiting, seen = [mail], 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            waiting[:0] = [each for each in inside if isinstance(each, Message)]
        else:
            yield part


def _body(mail: Message) -> tuple[str, int]:
    """The text, and how many files came with it."""
    plain, html, attached = [], [], 0
    for part in _parts(mail):
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or kind == "message/rfc822":
            attached += kind not in NO_FILES
        elif kind == "text/plain":
            plain.append(_text(part))
        elif kind == "text/html":
            html.append(as_text(_text(part)))
        elif part.get_filename() and part.get("Content-ID") is None:
            attached += kind not in NO_FILES
    for texts in (plain, html):
        if text := "\n".join(texts).strip():
            return text[:MOST_TEXT], attached
    return "", attached


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    text = _characters(raw[: 4 * MOST_TEXT], part.get_content_charset())
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return _CONTROL.sub("", text)
