"""An authority stands for what it does itself, and for nothing else.

What it has confirmed is the text as it read then: when the action is changed it is no longer
confirmed, and that is seen. Who is silent has agreed to nothing. Who has signed a paper and has not
come in here is shown as that: what the person has on paper, never as their own word.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from ..opening import NotThere, Opened, holds
from ..pieces import Doing, Kind, Piece
from ..saying import said
from ..seats import PRINCIPALS, SeatKind
from ..writing import Changed, Refused, hold
from .models import Confirmation

#: Days of silence until it is said aloud that an authority has not confirmed.
SILENT = 21


class Stand(Enum):
    """What an authority has said of an action that is its own."""

    CONFIRMED = gettext_lazy("confirmed")
    #: The person has it on a paper: nobody there has said so here.
    PAPER = gettext_lazy("confirmed on paper")
    CHANGED = gettext_lazy("changed since it was confirmed")
    WAITING = gettext_lazy("waits to be confirmed")
    SILENT = gettext_lazy("not confirmed")

    @property
    def text(self) -> str:
        return str(self.value)

    @property
    def is_given(self) -> bool:
        """Whether the authority stands for it as it reads now, here or on a paper."""
        return self in (Stand.CONFIRMED, Stand.PAPER)

    @property
    def tone(self) -> str:
        """The tone of its chip."""
        return {"CONFIRMED": "go", "PAPER": "go", "WAITING": "rest"}.get(self.name, "wait")


@dataclass(frozen=True)
class Confirmed:
    """How it stands with one action; ``on`` is the day of the last confirmation, and ``paper`` the
    row of a paper that holds."""

    stand: Stand
    on: date | None
    paper: Confirmation | None = None


def is_own(opened: Opened, piece: Piece) -> bool:
    """Whether an action is what this person's own authority does."""
    if opened.seat.kind != SeatKind.AUTHORITY or piece.kind != Kind.ACTION or piece.seat is None:
        return False
    if piece.seat_id == opened.seat.pk:
        return True
    return piece.seat.side == opened.seat.side and opened.seat.side in PRINCIPALS


def stands(pieces: Iterable[Piece], today: date) -> dict[uuid.UUID, Confirmed]:
    """How it stands with every action among these that an authority answers for; one question.

    What is not needed any more is left out, and so is what has no authority.
    """
    asked = {
        piece.pk: piece
        for piece in pieces
        if piece.kind == Kind.ACTION
        and piece.seat is not None
        and piece.seat.kind == SeatKind.AUTHORITY
        and piece.doing != Doing.DROPPED
    }
    given: dict[uuid.UUID, list[Confirmation]] = {}
    rows = Confirmation.objects.filter(piece__in=asked).select_related("seat").order_by("at")
    for row in rows:
        answers = asked[row.piece_id].seat
        if answers is not None and row.seat.side == answers.side:
            given.setdefault(row.piece_id, []).append(row)
    return {pk: _stand(piece, given.get(pk, []), today) for pk, piece in asked.items()}


def _stand(piece: Piece, given: list[Confirmation], today: date) -> Confirmed:
    last = timezone.localdate(given[-1].at) if given else None
    now = [row for row in given if row.edition == piece.edition]
    if any(row.paper_on is None for row in now):
        return Confirmed(Stand.CONFIRMED, last)
    if now:
        return Confirmed(Stand.PAPER, now[-1].paper_on, now[-1])
    if today >= timezone.localdate(piece.changed_at) + timedelta(days=SILENT):
        return Confirmed(Stand.SILENT, last)
    return Confirmed(Stand.CHANGED if given else Stand.WAITING, last)


def confirmed(piece: Piece) -> bool:
    """Whether the authority that answers for an action stands for it as it reads now."""
    found = stands([piece], timezone.localdate()).get(piece.pk)
    return found is not None and found.stand.is_given


def waiting(opened: Opened) -> list[Piece]:
    """The actions of this person's own authority that nobody there stands for as they read now."""
    own = [p for p in opened.outline if is_own(opened, p)]
    found = stands(own, timezone.localdate(opened.at))
    return [p for p in own if p.pk in found and not found[p.pk].stand.is_given]


def confirm(opened: Opened, pk: uuid.UUID, *, edition: int) -> Confirmation:
    """Stand for an action of one's own authority, as it was read. Raises Refused for another's,
    Changed when it reads otherwise now, NotThere for what this person does not see."""
    if not is_own(opened, opened.piece(pk).piece):
        raise Refused(_("You can only confirm what your own workplace does."))
    with transaction.atomic(using=ALIAS):
        hold(opened)
        now = _as_it_was_read(opened, pk, edition)
        row, made = Confirmation.objects.get_or_create(
            piece=now, edition=edition, seat=opened.seat, defaults={"at": opened.at}
        )
        if row.paper_on is not None:  # Her own word is more than a paper.
            row.at, row.paper_on, row.body, made = opened.at, None, b"", True
            row.save(update_fields=["at", "paper_on", "body"])
        if made:
            opened.log(Verb.WRITE, now.section)
    return row


def _as_it_was_read(opened: Opened, pk: uuid.UUID, edition: int) -> Piece:
    """An action that still reads as it was read; inside a transaction. Raises Changed."""
    now: Piece = Piece.objects.select_for_update().get(pk=pk)
    if now.removed_at is not None:
        raise NotThere
    if now.edition != edition:
        opened.__dict__.pop("outline", None)
        raise Changed(opened.piece(pk))
    return now


def by_paper(opened: Opened, piece: Piece) -> bool:
    """Whether the owner may write down that an action is confirmed on paper: an authority answers
    for it that has not come in here and can say so itself."""
    if not opened.is_owner or not opened.plan.is_open or piece.kind != Kind.ACTION:
        return False
    seat = piece.seat
    if seat is None or seat.kind != SeatKind.AUTHORITY or piece.doing == Doing.DROPPED:
        return False
    return seat.person is None and holds(seat, opened.plan, opened.at)


def note_paper(
    opened: Opened, pk: uuid.UUID, *, edition: int, shown_by: str, day: date
) -> Confirmation:
    """Write down that an authority has confirmed an action on a paper: who showed it, and the day
    that it was signed. Raises Refused (``shown_by``, ``day``), Changed and NotThere."""
    piece = opened.piece(pk).piece
    if not by_paper(opened, piece):
        raise NotThere
    name = said(opened.plan, shown_by, "shown_by", needed=_("Write who showed you the paper."))
    if day > timezone.localdate(opened.at):
        raise Refused(_("That day has not come. Write the day that stands on the paper."), "day")
    with transaction.atomic(using=ALIAS):
        hold(opened)
        now = _as_it_was_read(opened, pk, edition)
        key = {"piece": now, "edition": edition, "seat": piece.seat}
        row = Confirmation.objects.filter(**key).first() or Confirmation(**key)
        row.at, row.paper_on = opened.at, day
        row.put(opened.key, {"shown_by": name})
        row.save()
        opened.log(Verb.WRITE, now.section)
    return row


def take_back_paper(opened: Opened, pk: uuid.UUID) -> None:
    """Take back what the owner has written down of a paper. Raises NotThere."""
    piece = opened.piece(pk).piece
    if not opened.is_owner:
        raise NotThere
    with transaction.atomic(using=ALIAS):
        hold(opened)
        if Confirmation.objects.filter(piece=piece, paper_on__isnull=False).delete()[0]:
            opened.log(Verb.WRITE, piece.section)
