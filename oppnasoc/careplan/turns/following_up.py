"""A plan is followed up: each thing that was to be done, then the plan as a whole.

Afterwards it holds anew, as its next version, or its owner closes it. Nobody else closes it.
"""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from .. import noticing, owning, writing
from ..kinds import SHAPES
from ..opening import NotThere, Opened, Read, holds
from ..owning import MONTHS, Gap, months_after
from ..pieces import OPEN, Doing, Kind, Piece
from ..plans import Plan, State
from ..saying import step_on, still_open
from ..sealed import Words
from ..seats import Level, Seat
from ..sections import Section
from ..writing import Plainly, Refused
from . import counting

#: What only the person herself says of the plan as a whole.
HERS = ("happened", "helped", "needed")
#: What may be said of an action when it is followed up.
ANSWERS = (Doing.DONE, Doing.PARTLY, Doing.NOT_DONE, Doing.DROPPED)


def may_follow_up(opened: Opened) -> bool:
    """Whether somebody follows up the plan: its owner, who holds it together, or who writes of
    its meetings."""
    if not opened.plan.is_open:
        return False
    return opened.may(Section.MEETING, Level.WRITE)


def is_due(plan: Plan, today: date) -> bool:
    """Whether the day for following up has come."""
    if plan.follow_up_on is None or plan.state not in (State.IN_FORCE, State.FOLLOWING_UP):
        return False
    return plan.follow_up_on <= today


def latest_day(today: date) -> date:
    """The last day that can be chosen for the next time."""
    return months_after(today, MONTHS)


def begin(opened: Opened) -> None:
    """Begin to follow up a plan that is in force. A new yes of its owner is needed afterwards.

    Raises Refused when there is nothing to follow up yet, NotThere for who may not.
    """
    still_open(opened)
    if not may_follow_up(opened):
        raise NotThere
    if opened.plan.state == State.FOLLOWING_UP:
        return
    with transaction.atomic(using=ALIAS):
        writing.hold(opened)
        if not step_on(opened.plan, (State.IN_FORCE,), State.FOLLOWING_UP, approved_at=None):
            raise Refused(_("The plan is not in force yet. There is nothing to follow up."))
        opened.log(Verb.WRITE, Section.MEETING)
        if not opened.is_owner:
            noticing.tell(noticing.owner_seat(opened.plan))


def actions(opened: Opened) -> list[Read]:
    """What was to be done, with its words; what is not needed any more is left out."""
    found = opened.pieces(Kind.ACTION)
    return [read for read in found if read.piece.doing != Doing.DROPPED]


def left_to_look_at(opened: Opened) -> list[Piece]:
    """What nobody has said anything of since the plan came into force; nothing is unsealed."""
    since = opened.plan.in_force_at
    return [
        piece
        for piece in opened.outline
        if piece.kind == Kind.ACTION
        and piece.doing in (Doing.PLANNED, Doing.DOING)
        and writing.may_change(opened, piece)
        and (since is None or piece.made_at <= since)
    ]


def look_at(
    opened: Opened,
    pk: uuid.UUID,
    *,
    edition: int,
    doing: str,
    hindered: str = "",
    helped: str = "",
    due_on: date | None = None,
    seat: Seat | None = None,
) -> Piece:
    """Say how it went with one action: what hindered and what helped stand in a note beside it.
    Whether it helped her is hers to say: of others it is left out.

    ``due_on`` and ``seat`` are a new day and somebody else who answers for it; without them the
    old ones stay. Raises Refused (``doing``, ``due_on``), Changed when it was changed in between.
    """
    still_open(opened)
    read = opened.piece(pk)
    piece = read.piece
    if piece.kind != Kind.ACTION:
        raise NotThere
    if doing not in ANSWERS:
        raise Refused(_("Choose one of the answers."), "doing")
    if seat is not None and not (
        any(seat.pk == known.pk for known in opened.seats) and holds(seat, opened.plan, opened.at)
    ):
        raise NotThere
    if due_on is not None and due_on != piece.due_on and due_on < timezone.localdate(opened.at):
        raise Refused(_("That day has passed. Choose a later one."), "due_on")
    plainly = Plainly(
        seat=seat or piece.seat,
        about=piece.about,
        doing=doing,
        decided=piece.decided,
        starts_on=piece.starts_on,
        due_on=due_on or piece.due_on,
    )
    told = _told(hindered, helped if opened.is_owner else "")
    with transaction.atomic(using=ALIAS):
        piece = writing.change(opened, pk, read.words, edition=edition, plainly=plainly)
        if told:
            beside = Plainly(about=piece)
            words = {"words": told}
            writing.write(opened, Kind.NOTE, words, section=piece.section, plainly=beside)
    return piece


def _told(hindered: str, helped: str) -> str:
    """What hindered and what helped, as the note that stands beside the action."""
    shape = SHAPES[Kind.FOLLOW_UP]
    parts = ((name, text.strip()) for name, text in (("hindered", hindered), ("helped", helped)))
    return "\n\n".join(f"{shape.field(name).label}\n{text}" for name, text in parts if text)


def conclude(opened: Opened, words: Words, *, next_on: date | None) -> tuple[Gap, ...]:
    """The plan has been followed up: what came of it is kept, and the next day is set.

    With the owner's hand this is her yes to the new version, and it holds from now when nothing is
    missing. Gives back what is missing. What others write leaves out what is hers to say, and
    their day is one that they propose: the plan is late by hers until she has said yes.

    Raises Refused (``next_on``, fields of the shape): the next day is within three calendar
    months, unless no plan is needed any more.
    """
    still_open(opened)
    if not may_follow_up(opened):
        raise NotThere
    if not opened.is_owner:
        words = {**words, **dict.fromkeys(HERS, "")}
    done = words.get("needed") == "no"
    if next_on is None and not done:
        raise Refused(_("Choose a day within three months. Then nobody has to wait too long."),
                      "next_on")  # fmt: skip
    with transaction.atomic(using=ALIAS):
        plan = Plan.objects.select_for_update().get(pk=opened.plan.pk)
        if plan.state not in (State.IN_FORCE, State.FOLLOWING_UP):
            raise Refused(_("The plan is not in force yet. There is nothing to follow up."))
        if next_on is not None:
            _within_three_months(opened, next_on)
        begin(opened)
        proposed = Plainly() if opened.is_owner else Plainly(due_on=next_on)
        writing.write(opened, Kind.FOLLOW_UP, words, plainly=proposed)
        if not opened.is_owner:
            if plan.state == State.FOLLOWING_UP:  # Otherwise she has just been told.
                noticing.tell(noticing.owner_seat(opened.plan))
            return owning.standing(opened).gaps
        counting.count(opened, happened=str(words.get("happened", "")))
        if next_on is not None:
            owning.set_follow_up(opened, next_on)
        if done:
            return owning.standing(opened).gaps
        owning.approve(opened)
        gaps = owning.standing(opened).gaps
        if not gaps:
            owning.bring_into_force(opened)
        return gaps


def _within_three_months(opened: Opened, day: date) -> None:
    try:
        owning.check_follow_up(opened, day)
    except Refused as why:
        raise Refused(why.reason, "next_on") from None


def proposed(opened: Opened) -> Read | None:
    """What others have written of the plan as a whole since it began to hold, the latest: the day
    that they propose is its ``due_on``. For her who says yes to it."""
    plan = opened.plan
    if not opened.is_owner or plan.state != State.FOLLOWING_UP or plan.in_force_at is None:
        return None
    rows = [
        piece
        for piece in opened.outline
        if piece.kind == Kind.FOLLOW_UP
        and piece.author_id != opened.seat.pk
        and piece.made_at >= plan.in_force_at
    ]
    return opened.piece(max(rows, key=lambda piece: piece.made_at).pk) if rows else None


def let_hold(opened: Opened) -> None:
    """The plan holds from now, as its next version when it was being followed up. Raises Refused
    naming everything that is missing."""
    with transaction.atomic(using=ALIAS):
        if opened.plan.state == State.FOLLOWING_UP:
            counting.count(opened, happened="")
        owning.bring_into_force(opened)


def erase(opened: Opened) -> None:
    """Erase the plan: only its owner does. What came of it is counted once."""
    if not opened.is_owner:
        raise NotThere
    with transaction.atomic(using=ALIAS):
        counting.count_at_the_end(opened)
        owning.erase(opened)


def close(opened: Opened, why: str = "") -> None:
    """Close the plan: only its owner does, at any time. What came of it is counted once."""
    if not opened.is_owner:
        raise NotThere
    still_open(opened)
    with transaction.atomic(using=ALIAS):
        counting.count_at_the_end(opened)
        owning.close(opened, why)


def still_to_do(opened: Opened) -> list[Piece]:
    """What is not done yet of what this person sees; nothing is unsealed."""
    return [p for p in opened.outline if p.kind == Kind.ACTION and p.doing in OPEN]
