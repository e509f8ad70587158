"""A link and its code, which go different ways: whoever has only one of them is told nothing.

A link that is wrong, past its day, taken back or locked answers as a wrong code does, and costs as
much work.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

from django.contrib.auth.hashers import check_password, make_password
from django.db import models
from django.db.models import F

#: Wrong codes before a link is locked for good.
TRIES = 5
DIGITS = 6


class Coded(models.Model):
    """A link. Of its token (256 bits) and its code only hashes are kept; the code's is slow."""

    token = models.BinaryField(unique=True)
    code = models.CharField(max_length=255)
    #: Wrong codes so far.
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def is_locked(self) -> bool:
        return self.tries >= TRIES


@dataclass(frozen=True)
class Pair:
    """What is told of a new link, once: its token and its code."""

    token: str
    code: str

    @property
    def spelled(self) -> str:
        """The code as it is read out: '482 913'."""
        return f"{self.code[:3]} {self.code[3:]}"


def new() -> Pair:
    """A token and a code that nobody has had before."""
    return Pair(secrets.token_urlsafe(32), f"{secrets.randbelow(10**DIGITS):0{DIGITS}}")


def hashed(code: str) -> str:
    """The slow hash that is kept of a code."""
    return make_password(code)


class Answer(Enum):
    """What comes of a code: nobody outside is told the last two apart."""

    OPENS = auto()
    WRONG = auto()
    DEAD = auto()


Link = TypeVar("Link", bound=Coded)


def ask(link: Link | None, live: models.QuerySet[Link], code: str) -> Answer:
    """Whether a code is that of a link which is among the ``live``.

    A try is counted before the code is looked at, so that many at once are not more than five; of
    a link that opens it is given back.
    """
    digits = "".join(mark for mark in code if mark.isdecimal() and mark.isascii())
    pk = link.pk if link is not None else uuid.uuid4()
    rows = live.model._default_manager.filter(pk=pk)
    there = live.filter(pk=pk, tries__lt=TRIES)
    counted = rows.filter(pk__in=there.values("pk")).update(tries=F("tries") + 1)
    # The slow hash is worked out once whatever there is: time tells nothing either.
    if link is None or not counted:
        make_password(digits)
        return Answer.DEAD
    if not check_password(digits, link.code):
        return Answer.WRONG
    rows.update(tries=F("tries") - 1)
    return Answer.OPENS
