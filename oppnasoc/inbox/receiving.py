"""Take a mail in: one row in one transaction, before anybody says yes to it.

Nothing is read here but how large it is and its Message-ID; ``reading.py`` does the rest, later.
Whoever is killed before the commit has said nothing, and the mail comes again; after it, the same
mail again is the row that is there already.
"""

from __future__ import annotations

import hashlib
import re

from django.conf import settings
from django.db import transaction

from .models import Incoming

LARGEST = 2 * 1024 * 1024  # bytes of a mail
_HEAD = 64 * 1024  # bytes in which its Message-ID stands
_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^<>\r\n]{1,250}>)", re.I | re.M)


class TooLarge(Exception):
    """The mail is larger than we take."""


def is_for_us(recipient: str) -> bool:
    """Whether a mail to this address is taken at all."""
    _local, _at, domain = recipient.strip().rpartition("@")
    return bool(settings.MAIL_DOMAIN) and domain.lower() == settings.MAIL_DOMAIN


@transaction.atomic
def take_in(raw: bytes, *, recipient: str = "", return_path: str | None = None) -> bool:
    """Store a mail, unless the same is there already; returns whether it was new.

    ``recipient`` and ``return_path`` are the envelope's, where there was one. Raises TooLarge.
    """
    if len(raw) > LARGEST:
        raise TooLarge
    to = _plain(recipient).lower()
    made = Incoming(
        digest=digest(raw, to),
        recipient=to,
        return_path=None if return_path is None else _plain(return_path),
        raw=raw,
    )
    before = Incoming.objects.filter(digest=made.digest)
    if before.exists():
        return False
    Incoming.objects.bulk_create([made], ignore_conflicts=True)
    return True


def _plain(address: str) -> str:
    """An address without its brackets and without signs that a database cannot hold."""
    readable = address.encode("utf-8", "replace").decode()
    return "".join(sign for sign in readable if sign.isprintable()).strip().strip("<>")[:320]


def digest(raw: bytes, recipient: str) -> str:
    """What is the same for the same mail to the same address."""
    head = raw[:_HEAD].partition(b"\r\n\r\n")[0].partition(b"\n\n")[0]
    found = _MESSAGE_ID.search(head)
    known = found[1] if found else hashlib.sha256(raw).digest()
    return hashlib.sha256(known + b"\n" + recipient.encode()).hexdigest()
