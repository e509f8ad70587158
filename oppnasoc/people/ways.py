"""What can go wrong on the way out, whichever way it is, and what a server's codes mean."""

from __future__ import annotations

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

_PRIVATE = re.compile(r"https?://\S+|<?[^\s<>]+@[^\s<>]+>?|\+?\d[\d -]{6,}\d")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")


class Reason(models.TextChoices):
    """Why something has not left, in the words of the page that editors see."""

    AWAY = "away", _("The server does not answer.")
    LOGIN = "login", _("The server does not let us in. Ask those who run the site.")
    SENDER = "sender", _("The server does not take our sender. Ask those who run the site.")
    CREDIT = "credit", _("The account for text messages is empty or closed.")
    BUSY = "busy", _("The receiving server asks us to wait.")
    UNSURE = "unsure", _("The server took it and then fell silent. It may have arrived.")
    ADDRESS = "address", _("The address does not exist.")
    POLICY = "policy", _("The receiving server does not let our messages in.")
    CONTENT = "content", _("The server does not take the message as it is.")
    LETTER = "letter", _("The message could not be made. Ask those who run the site.")


class Trouble(Exception):
    """It was not sent; ``str()`` is what was said, ``reason`` what it means."""

    reason = Reason.AWAY

    def __init__(self, what: object, reason: Reason | None = None) -> None:
        super().__init__(said(what))
        if reason is not None:
            self.reason = reason


class Later(Trouble):
    """It could not be sent now; it is tried again."""

    reason = Reason.BUSY


class Away(Later):
    """Nothing at all can be sent this way now; the others need not find out one by one."""

    reason = Reason.AWAY


class Unsure(Later):
    """It was handed over and nobody answered: it is tried again, but not for ever."""

    reason = Reason.UNSURE


class Refused(Trouble):
    """The address does not work, and never will."""

    reason = Reason.ADDRESS


class Stuck(Trouble):
    """This message cannot be sent as it is; somebody has to look."""

    reason = Reason.CONTENT


def said(what: object) -> str:
    """What a server said, without addresses, links and numbers of people; at most 200
    characters."""
    text = what.decode(errors="replace") if isinstance(what, bytes) else str(what)
    return " ".join(_PRIVATE.sub("…", text).split())[:200]


def status(text: str) -> str:
    """The first enhanced status code of an answer, such as ``5.1.1``; '' when there is none."""
    found = _STATUS.search(text)
    return found[0] if found else ""


def meaning(code: str) -> Reason | None:
    """Why a status code of class 5 (RFC 3463) refuses: ADDRESS when the address is to blame,
    another reason when we or the message are. None when it is not for good, such as 4.2.1, or a
    mailbox that is full (5.2.2).
    """
    kind, subject, detail = (int(part) for part in code.split("."))
    if kind != 5 or (subject, detail) == (2, 2):
        return None
    if (subject, detail) in {(1, 7), (1, 8)}:
        return Reason.SENDER
    if subject == 7:
        return Reason.POLICY
    if subject in {3, 5, 6} or (subject, detail) == (2, 3):
        return Reason.CONTENT
    return Reason.ADDRESS
