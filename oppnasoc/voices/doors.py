"""The one door of codes, ``/min-kod/``: every code of every room is looked for here, and what it
opens is open in this browser until it is closed or nobody has clicked for half an hour.

The code is posted once and then forgotten; the session keeps the numbers of what it opened. On a
shared phone *Close* forgets them at once. A room declares what its codes open beside the view of
that page, so that it is known when the addresses are. ::

    @opens("comment", page="own_comment", order=10, receipt="talk_receipt")
    def of_code(digest: str) -> int | None: ...
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from oppnasoc.people import limits

from . import codes

OPEN = "code"  # in the session: {"opens": {kind: number}, "at": seconds}
IDLE = 30 * 60  # seconds without a click after which the page closes itself
WRONG_TRIES = 20  # an hour, from one network, whatever the codes were meant for
WRONG = "voices.wrong_code"

Find = Callable[[str], int | None]
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Opens:
    """What codes of one kind open: a row that ``find`` finds by what is kept of a code, on the
    page of the address named ``page``; ``receipt`` is where a session keeps the code's receipt."""

    kind: str
    page: str
    order: int
    receipt: str
    find: Find


_opens: dict[str, Opens] = {}


def opens(kind: str, *, page: str, order: int, receipt: str) -> Callable[[Find], Find]:
    """Declare what a code opens. A code may open several things; she comes to the page of the
    lowest ``order``. Raises ValueError when the kind is declared twice."""

    def declare(find: Find) -> Find:
        if kind in _opens:
            raise ValueError(f"What a code of {kind} opens is declared twice.")
        _opens[kind] = Opens(kind, page, order, receipt, find)
        return find

    return declare


def declared() -> list[Opens]:
    """Everything that a code can open, in its order."""
    return sorted(_opens.values(), key=lambda each: each.order)


def look_up(typed: str, request: HttpRequest, only: str = "") -> tuple[dict[str, int], bool]:
    """What a typed code opens, by kind (``only`` one, when named), and whether this network may
    try at all.

    What is no code, what is a wrong one and what was one costs the same: one HMAC and one query
    for each kind. After too many wrong tries a right code waits like any other, so that an answer
    never tells whether a code exists.
    """
    digest = codes.digest(codes.read(typed) or "")
    tried = ((each.kind, each.find(digest)) for each in declared())
    found = {kind: pk for kind, pk in tried if pk is not None and only in ("", kind)}
    allowed = limits.within(WRONG, request, most=WRONG_TRIES)
    if not found or not allowed:
        limits.count(WRONG, request, most=WRONG_TRIES)
    return (found if allowed else {}), allowed


def begin(request: HttpRequest, found: dict[str, int]) -> None:
    """Keep open what a code opened, in a session whose number nobody could have planted."""
    request.session.cycle_key()
    request.session[OPEN] = {"opens": found, "at": int(time.time())}
    if not request.user.is_authenticated:
        request.session.set_expiry(0)


def _open_now(request: HttpRequest) -> dict[str, int]:
    """What is open, by kind; what nobody has touched for too long is closed."""
    kept = request.session.get(OPEN)
    if kept is None:
        return {}
    now = int(time.time())
    if now - cast("int", kept["at"]) >= IDLE:
        end(request)
        return {}
    request.session[OPEN] = {**kept, "at": now}
    return cast("dict[str, int]", kept["opens"])


def opened(request: HttpRequest, kind: str, rows: QuerySet[Row]) -> Row | None:
    """The one of these rows that is open, or nothing: never opened, closed, untouched for too
    long, or gone meanwhile."""
    pk = _open_now(request).get(kind)
    if pk is None:
        return None
    found = rows.filter(pk=pk).first()
    if found is None:
        end(request)
    return found


def is_open(request: HttpRequest, kind: str) -> bool:
    """Whether the code that was written here opened something of this kind too."""
    return kind in _open_now(request)


def page(request: HttpRequest) -> str:
    """The name of the address of what is open in this browser; '' when nothing is."""
    now = _open_now(request)
    return next((each.page for each in declared() if each.kind in now), "")


def end(request: HttpRequest) -> None:
    """Close everything. The receipts of what was said last go too; a sign-in stays."""
    for key in (OPEN, *(each.receipt for each in declared())):
        request.session.pop(key, None)
