"""A letter as a mail: text at 72 columns, and the same as HTML."""

from __future__ import annotations

import re
import textwrap
from email.utils import formataddr
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from oppnasoc.ui.context import municipality

from .kinds import Letter, Section
from .models import Message

COLUMNS = 72
LONGEST = 120  # characters of a subject; more is cut by most mail programs anyway
RETURN = "retur"  # what an envelope's sender begins with, before the message's reference
_PATH = re.compile(r'(?<=href=")/')


def host() -> str:
    """The name that our mail comes from."""
    return settings.MAIL_DOMAIN or urlsplit(settings.SITE_URL).hostname or "localhost"


def absolute(path: str) -> str:
    return settings.SITE_URL + path if path.startswith("/") else path


def whole(line: str) -> SafeString:
    """A sentence as safe HTML, whose links lead somewhere from a mail too."""
    return SafeString(_PATH.sub(settings.SITE_URL + "/", line))


def one_line(text: object) -> str:
    """A text without line breaks and control characters, so that it can stand in a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())


def plain(line: str) -> str:
    """A sentence without HTML. Links are left out: each section has its own."""
    return one_line(unescape(strip_tags(line)))


def folded(text: str, first: str = "", rest: str = "") -> str:
    """A text in lines of at most 72 columns; a link or a very long word is left whole."""
    return textwrap.fill(
        text,
        COLUMNS,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def reference_of(message: Message) -> str:
    """The message's Message-ID, the same however often it is tried."""
    return f"<{message.reference.hex}@{host()}>"


def envelope_sender(message: Message) -> str:
    """Where the mail comes back to when it cannot be delivered: an address for each message
    (VERP) when the installation can receive mail, otherwise that of all mail."""
    if settings.MAIL_DOMAIN:
        return f"{RETURN}+{message.reference.hex}@{settings.MAIL_DOMAIN}"
    return str(settings.DEFAULT_FROM_EMAIL)


def mail(letter: Letter, message: Message) -> EmailMultiAlternatives:
    """The mail of a letter."""
    with translation.override(letter.language):
        face = municipality()
        name = one_line(face.sender)
        text = render_to_string("outbox/mail.txt", _as_text(letter, face)).strip() + "\n"
        page = render_to_string("outbox/mail.html", _as_page(letter, face))
    headers = {
        "From": formataddr((name, settings.DEFAULT_FROM_EMAIL)),
        "Message-ID": reference_of(message),
        "Auto-Submitted": "auto-generated",
        "Content-Language": letter.language,
        **{key: one_line(value) for key, value in letter.headers.items()},
    }
    if letter.stop:
        headers["List-Unsubscribe"] = f"<{absolute(letter.stop)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made = EmailMultiAlternatives(
        textwrap.shorten(one_line(letter.subject), LONGEST, placeholder="…"),
        text,
        envelope_sender(message),
        [letter.to],
        headers=headers,
        reply_to=[letter.answers_to] if letter.answers_to else None,
    )
    made.attach_alternative(page, "text/html")
    return made


def _as_text(letter: Letter, face: Any) -> dict[str, Any]:
    """What the template of the text shows: lines that are folded already."""
    button = letter.button
    return {
        "letter": letter,
        "lines": [folded(plain(line)) for line in letter.lines],
        "sections": [
            {
                "title": folded(one_line(section.title)),
                "rule": "-" * min(len(one_line(section.title)), COLUMNS),
                "url": absolute(section.url),
                "lines": [folded(plain(line), "- ", "  ") for line in section.lines],
            }
            for section in letter.sections
        ],
        "button": folded(f"{button[0]}:") if button else "",
        "button_url": absolute(button[1]) if button else "",
        "why": folded(one_line(letter.why)),
        "stop_url": absolute(letter.stop) if letter.stop else "",
        "foot": folded(f"{one_line(face.site_name)}, {one_line(face.name)}"),
    }


def _as_page(letter: Letter, face: Any) -> dict[str, Any]:
    button = letter.button
    return {
        "site": face,
        "letter": letter,
        "lines": [whole(line) for line in letter.lines],
        "sections": [_whole(section) for section in letter.sections],
        "button_url": absolute(button[1]) if button else "",
        "stop_url": absolute(letter.stop) if letter.stop else "",
    }


def _whole(section: Section) -> Section:
    return Section(section.title, [whole(line) for line in section.lines], absolute(section.url))
