"""A letter as a mail, and the connection that it leaves through."""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress
from email.utils import formataddr
from html import unescape
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from oppnasoc.ui.context import municipality

from .kinds import Letter, Section
from .models import Message
from .ways import Later, Refused, Stuck, said

_PATH = re.compile(r'(?<=href=")/')
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.S)


def host() -> str:
    """The name that our mail comes from."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def absolute(path: str) -> str:
    return settings.SITE_URL + path if path.startswith("/") else path


def whole(line: SafeString) -> SafeString:
    """A sentence whose links lead somewhere from a mail too."""
    return SafeString(_PATH.sub(settings.SITE_URL + "/", line))


def plain(line: SafeString) -> str:
    """A sentence without HTML. Links are left out: each section has its own."""
    return " ".join(unescape(strip_tags(line)).split())


def mail(letter: Letter, message: Message) -> EmailMultiAlternatives:
    """The mail of a letter: text, and the same as HTML."""
    with translation.override(letter.language):
        face = municipality()
        context: dict[str, Any] = {
            "site": face,
            "site_url": settings.SITE_URL,
            "letter": letter,
            "lines": [whole(line) for line in letter.lines],
            "sections": [_whole(section) for section in letter.sections],
            "button_url": absolute(letter.button[1]) if letter.button else "",
            "stop_url": absolute(letter.stop) if letter.stop else "",
            "plain": {
                "lines": [plain(line) for line in letter.lines],
                "sections": [
                    (s.title, absolute(s.url), [plain(line) for line in s.lines])
                    for s in letter.sections
                ],
            },
        }
        text = render_to_string("outbox/mail.txt", context).strip() + "\n"
        page = render_to_string("outbox/mail.html", context)
    headers = {
        "Message-ID": f"<{message.reference.hex}@{host()}>",
        "Auto-Submitted": "auto-generated",
        **letter.headers,
    }
    if letter.stop:
        headers["List-Unsubscribe"] = f"<{absolute(letter.stop)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made = EmailMultiAlternatives(
        letter.subject,
        text,
        formataddr((face.site_name, settings.DEFAULT_FROM_EMAIL)),
        [letter.to],
        headers=headers,
        reply_to=[letter.answers_to] if letter.answers_to else None,
    )
    made.attach_alternative(page, "text/html")
    return made


def _whole(section: Section) -> Section:
    return Section(section.title, [whole(line) for line in section.lines], absolute(section.url))


class Post:
    """A connection to the mail server, opened when the first mail needs it."""

    def __init__(self) -> None:
        self.connection: Any = None

    def __enter__(self) -> Post:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        if self.connection is not None:
            with suppress(OSError, smtplib.SMTPException):  # It may be gone already.
                self.connection.close()
            self.connection = None

    def send(self, mail: EmailMultiAlternatives) -> None:
        """Hand one mail to the server. Raises Later, Refused or Stuck."""
        try:
            if self.connection is None:
                self.connection = get_connection()
                self.connection.open()
            self.connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as refused:
            code, text = next(iter(refused.recipients.values()))
            self._give_up(code, text, for_good=Refused)
        except smtplib.SMTPResponseException as answer:
            self.close()
            self._give_up(answer.smtp_code, answer.smtp_error, for_good=Stuck)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Later(said(error) or type(error).__name__) from error

    @staticmethod
    def _give_up(code: int, text: bytes | str, *, for_good: type[Exception]) -> None:
        """5xx is for good, everything else for now (RFC 5321, section 4.2.1)."""
        raise (for_good if 500 <= code < 600 else Later)(f"{code} {said(text)}"[:200])
