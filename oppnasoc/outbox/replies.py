"""The addresses that a reply to our mail goes to: ``svar+…@SOC_MAIL_DOMAIN``.

What stands behind the plus says who got the mail and what it was about, sealed (``sealed.py``).
That counts, never who the reply says it is from: a sender's address can be written by anybody.
Without the setting there is no such address, and nobody is asked to reply.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from django.conf import settings

from .sealed import seal, unseal

PURPOSE = "reply"
_OURS = re.compile(r"svar\+([a-z2-7]+)@([a-z0-9.-]+)", re.I)


class Who(enum.IntEnum):
    """Whom the mail went to; ``Reply.key`` is the key of that row."""

    SPEAKER = 1  # of a voice
    FOLLOWER = 2
    STAFF = 3  # a user
    OUTSIDE = 4  # another authority that has or had a hand-over: the entry of it


@dataclass(frozen=True)
class Reply:
    """What an address of ours says; ``matter`` is 0 when the mail was about none."""

    who: Who
    key: int
    matter: int = 0


def address(who: Who, key: int, matter: int = 0) -> str:
    """The address for ``Letter.answers_to``; '' when the installation takes no mail."""
    if not settings.MAIL_DOMAIN:
        return ""
    return f"svar+{seal(PURPOSE, who, key, matter)}@{settings.MAIL_DOMAIN}"


def is_ours(typed: str) -> bool:
    """Whether an address has the form of ours, whatever stands in it."""
    found = _OURS.fullmatch(typed.strip())
    return found is not None and found[2].lower() == settings.MAIL_DOMAIN.lower()


def read(typed: str) -> Reply | None:
    """What an address says that we have made; None for every other."""
    found = _OURS.fullmatch(typed.strip())
    if found is None or not is_ours(typed):
        return None
    numbers = unseal(PURPOSE, found[1].lower())
    if numbers is None or len(numbers) != 3 or numbers[0] not in set(Who):
        return None
    return Reply(Who(numbers[0]), numbers[1], numbers[2])
