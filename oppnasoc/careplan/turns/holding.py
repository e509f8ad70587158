"""A meeting is held: step by step, her words first and in a place of their own.

One step is one page, so that one phone can go round the table. A round in a circle (mötescirkel)
is hers to choose: then each speaks in turn and nobody breaks in.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from .. import noticing, writing
from ..agreed import HERS
from ..opening import NotThere, Opened
from ..pieces import Doing, Kind, Piece
from ..plans import State
from ..saying import step_on, still_open
from ..sections import Section
from ..writing import Plainly, Refused
from . import meeting
from .models import Ask, Call

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise


#: Where a plan stands before its first meeting has been held.
BEFORE = (State.PREPARING, State.CALLED)


@dataclass(frozen=True)
class Point:
    """A step of a meeting: its name in the address, and the field that is written in it."""

    name: str
    title: _StrPromise
    says: _StrPromise
    field: str = ""


AGENDA = (
    Point("here", gettext_lazy("Who is here?"), gettext_lazy("Say your names, one at a time.")),
    Point(
        "hers",
        gettext_lazy("You speak first"),
        gettext_lazy("Write it in your own words. Nobody changes them."),
        "hers",
    ),
    Point(
        "theirs",
        gettext_lazy("Then the others speak"),
        gettext_lazy("What do they say, and what can they do?"),
        "theirs",
    ),
    Point(
        "dissent",
        gettext_lazy("Do you all agree?"),
        gettext_lazy("If not, write who thinks what. It stands beside the plan."),
        "dissent",
    ),
    Point(
        "decided",
        gettext_lazy("Who does what?"),
        gettext_lazy("Say it aloud, so that everybody hears the same."),
        "decided",
    ),
)


def point(name: str) -> Point:
    """A step by its name. Raises NotThere."""
    found = next((each for each in AGENDA if each.name == name), None)
    if found is None:
        raise NotThere
    return found


def after(this: Point) -> Point | None:
    """The step after one, or nothing after the last."""
    at = AGENDA.index(this) + 1
    return AGENDA[at] if at < len(AGENDA) else None


def before(this: Point) -> Point | None:
    at = AGENDA.index(this)
    return AGENDA[at - 1] if at else None


def may_say(opened: Opened, this: Point) -> bool:
    """Whether this person writes at a step: what the person says herself is hers to write."""
    return opened.is_owner or this.field not in HERS


def in_circle(opened: Opened) -> bool:
    """Whether the person wants everybody to speak in turn."""
    return any(read.words.get("circle") for read in opened.pieces(Kind.PREPARATION))


def who_came(opened: Opened, pk: uuid.UUID, came: set[uuid.UUID]) -> None:
    """Write down who of those that are called is here."""
    piece = meeting.find(opened, pk).piece
    if not meeting.may_change_meeting(opened, piece):
        raise Refused(_("Somebody else wrote this. You can write a note beside it."))
    known = {seat.pk for seat in opened.seats}
    with transaction.atomic(using=ALIAS):
        writing.hold(opened)
        rows = Call.objects.filter(meeting=piece, seat__in=known)
        rows.filter(seat__in=came).update(came=True)
        rows.exclude(seat__in=came).update(came=False)
        opened.log(Verb.WRITE, Section.MEETING)


def note(opened: Opened, pk: uuid.UUID, field: str, text: str, *, edition: int) -> Piece:
    """Write what is said at one step; the other steps stay as they are.

    Raises Changed when somebody else wrote in between, and Refused for what cannot be kept.
    """
    read = meeting.find(opened, pk)
    plainly = Plainly(due_on=read.piece.due_on, doing=read.piece.doing)
    words = {**read.words, field: text}
    return writing.change(opened, pk, words, edition=edition, plainly=plainly)


def hold(opened: Opened, pk: uuid.UUID, *, edition: int) -> Piece:
    """The meeting has been held. When its owner says so, what was asked for has led to it and the
    plan goes on; what others say of it waits for her word (``they_met``).

    Raises Refused for a meeting that has not begun, Changed when somebody wrote in between.
    """
    still_open(opened)
    read = meeting.find(opened, pk)
    if meeting.is_held(read.piece):
        return read.piece
    today = timezone.localdate(opened.at)
    if read.piece.due_on is not None and read.piece.due_on > today:
        raise Refused(_("The day of the meeting has not come. Move the meeting if it is today."))
    with transaction.atomic(using=ALIAS):
        plainly = Plainly(due_on=read.piece.due_on, doing=Doing.DONE)
        piece = writing.change(opened, pk, read.words, edition=edition, plainly=plainly)
        if opened.is_owner:
            _met(opened, piece)
        else:
            noticing.tell(noticing.owner_seat(opened.plan))
    return piece


def waits_for_her_word(opened: Opened) -> list[Piece]:
    """The meetings that others have written down as held, and of which the owner has not said
    that they met: for herself, while something still hangs on it."""
    if not opened.is_owner or not opened.plan.is_open:
        return []
    held = [p for p in opened.outline if p.kind == Kind.MEETING and meeting.is_held(p)]
    if not held or not (opened.plan.state in BEFORE or _led_nowhere(opened).exists()):
        return []
    return [piece for piece in held if _hangs_on(opened, piece)]


def _hangs_on(opened: Opened, piece: Piece) -> bool:
    rows = piece.editions.filter(doing=Doing.DONE).order_by("number")
    if rows.values_list("by", flat=True).first() == opened.seat.pk:
        return False
    asked = _led_nowhere(opened).filter(asked_at__lte=piece.changed_at)
    return opened.plan.state in BEFORE or asked.exists()


def they_met(opened: Opened, pk: uuid.UUID) -> None:
    """The owner says that a meeting which others have written down was held. Raises NotThere."""
    still_open(opened)
    piece = next((each for each in waits_for_her_word(opened) if each.pk == pk), None)
    if piece is None:
        raise NotThere
    with transaction.atomic(using=ALIAS):
        writing.hold(opened)
        _met(opened, piece)
        opened.log(Verb.WRITE, Section.MEETING)


def _led_nowhere(opened: Opened) -> QuerySet[Ask]:
    """The asks for a plan that neither a meeting nor a no has come of."""
    rows = Ask.objects.filter(plan=opened.plan, support="", refused_on=None, met_on=None)
    return rows.filter(withdrawn_at=None)


def _met(opened: Opened, piece: Piece) -> None:
    """What was asked for has led to a meeting; not of a side that was called and stayed away."""
    step_on(opened.plan, BEFORE, State.MET)
    rows = Call.objects.filter(meeting=piece).values_list("seat__side", "came")
    came = {side for side, here in rows if here}
    away = {side for side, here in rows if here is False} - came if came else set()
    day = piece.due_on or timezone.localdate(opened.at)
    _led_nowhere(opened).exclude(side__in=away).update(met_on=day)
