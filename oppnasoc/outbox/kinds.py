"""The kinds of messages. Each app declares its own in ``letters.py``, found at start-up.

A kind is a function that makes a letter when it is sent; ``message.thing`` is its row's key. ::

    @letter("matters.outcome", label=_("Word of what came of a question"))
    def outcome(message: Message) -> Letter | None: ...

It reads everything anew and returns None when the person may not or need not be told any longer:
so a right is checked when the mail leaves, not when it was put in the outbox.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from .models import Message

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Build = Callable[[Message], "Letter | None"]


@dataclass(frozen=True)
class Section:
    """A heading, that may be a link, and sentences below it as safe HTML."""

    title: str
    lines: Sequence[SafeString]
    url: str = ""


@dataclass(frozen=True)
class Letter:
    """A mail or a text message as it is read.

    ``subject`` shows on a locked screen: it is the same for every letter of a sort and reveals
    nothing; so does ``short``, the whole of a text message. ``lines`` are sentences as safe HTML;
    links in them and in ``sections`` may be paths. ``button`` is what to press and where it leads.
    ``why`` says why the person gets it, ``stop`` is a path that ends it with one press (RFC 8058),
    and ``answers_to`` an address of ours that a reply goes to.
    """

    to: str
    subject: str
    why: str
    short: str = ""
    lines: Sequence[SafeString] = ()
    sections: Sequence[Section] = ()
    button: tuple[str, str] | None = None
    stop: str = ""
    answers_to: str = ""
    language: str = "sv"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """How a kind of message is made, and what editors call many of it; ``sent`` and ``refused`` are
    told what became of one, in the transaction that notes it."""

    code: str
    build: Build
    label: StrOrPromise
    sent: Callable[[Message, datetime], None] | None = None
    refused: Callable[[Message, str], None] | None = None


_kinds: dict[str, Kind] = {}


def letter(
    code: str,
    *,
    label: StrOrPromise,
    sent: Callable[[Message, datetime], None] | None = None,
    refused: Callable[[Message, str], None] | None = None,
) -> Callable[[Build], Build]:
    """Declare a kind of message. Raises ValueError when the code is already taken."""

    def declare(build: Build) -> Build:
        if code in _kinds:
            raise ValueError(f"The kind of message {code} is declared twice.")
        _kinds[code] = Kind(code, build, label, sent, refused)
        return build

    return declare


def known(code: str) -> Kind | None:
    """The declared kind, if there is one."""
    return _kinds.get(code)


def declared() -> list[str]:
    """The codes of every declared kind."""
    return sorted(_kinds)
