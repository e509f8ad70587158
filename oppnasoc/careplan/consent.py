"""Who may see what: one person, one part, one purpose, a time. A no beats every yes.

There is no yes for everybody, and none without an end (RJL and uppdragpsykiskhalsa.se: a consent
is never general; it names what, to whom and for how long).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.vault import gone
from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from . import noticing, on_paper
from .deciding import (
    LONGEST,
    UNASKED,
    HerNo,
    Sought,
    ask_guardians,
    count,
    end_of,
    guardians_of,
    her_will,
    her_word_first,
    is_past,
    last_day,
    may_decide,
)
from .opening import NotThere, Opened, holds
from .pieces import Piece
from .plans import Plan
from .saying import said
from .seats import (
    ACTING_FOR,
    Agreement,
    Grant,
    GrantQuerySet,
    How,
    Level,
    Purpose,
    Seat,
    SeatKind,
)
from .sections import LIFE, SHOWABLE, Section
from .writing import Refused, hold

#: How long a yes or no that was taken back can be put back as it was.
UNDO = timedelta(minutes=15)

#: What is proposed when somebody is asked about for the first time: little, and never the story.
SAFE: dict[SeatKind, tuple[Section, ...]] = {
    SeatKind.AUTHORITY: (Section.GOALS, Section.MEETING),
    SeatKind.SUPPORT: (Section.ABOUT, Section.GOALS, Section.MEETING),
    SeatKind.RELATIVE: (),
    SeatKind.GUARDIAN: (Section.ABOUT, Section.GOALS, Section.MEETING),
    SeatKind.TRUSTEE: (),
    SeatKind.ADMINISTRATOR: (),
}


def give(
    opened: Opened,
    seat: Seat,
    section: str,
    *,
    level: int = Level.SEE,
    purpose: str = Purpose.DO,
    until: date | None = None,
    how: str = How.HERE,
    witness: str = "",
    piece: Piece | None = None,
    sought: Sought | None = None,
) -> Grant:
    """Say yes to one person, one part (or one piece of it), until a day at the end of which it
    ends by itself. An earlier yes to the same is replaced.

    Raises Refused: for the private part, for the owner, for a seat that has ended, for a day that
    has passed, without a witness where one is needed, where the person herself has said no, and
    from whoever acts for her without a word of how her own will was ``sought``. Where it was not
    found the yes lasts a month.
    """
    with transaction.atomic(using=ALIAS):
        grant = _give(
            opened,
            seat,
            section,
            level=level,
            purpose=purpose,
            until=until,
            how=how,
            witness=witness,
            piece=piece,
            sought=sought,
        )
        _tell_owner(opened)
    return grant


def _give(
    opened: Opened,
    seat: Seat,
    section: str,
    *,
    level: int,
    purpose: str,
    until: date | None,
    how: str,
    witness: str,
    piece: Piece | None,
    sought: Sought | None,
) -> Grant:
    """In the caller's transaction. Everything is asked with the plan and the seat held: a yes that
    is taken back at the same time was taken back before, or is taken back after."""
    plan = opened.plan
    hold(opened)
    if section == Section.PRIVATE:
        raise Refused(_("This part is only yours. It cannot be shown to anybody."))
    _of_this_plan(plan, seat, section, piece)
    ended = any(each.ended_at is not None for each in _hold_seats(seat, opened.seat))
    if ended or not holds(seat, plan, opened.at):
        raise Refused(_("This person has no place at the plan any more."))
    if purpose not in Purpose.values or how not in How.values or level not in Level.values:
        raise Refused(_("Choose one of the answers."))
    if how != How.HERE and not witness.strip():
        raise Refused(_("Write who heard it or has the paper."), "witness")
    may_decide(opened, section)
    today = timezone.localdate(opened.at)
    if until is not None and until < today:
        raise Refused(_("That day has passed. Choose a later one."), "until")
    last = last_day(until, seat, plan, opened.seat, today)
    if until is not None and until > today + timedelta(days=LONGEST):
        raise Refused(_("A yes lasts at most a year. Choose an earlier day."), "until")
    if last < today:
        raise Refused(_("Your decision does not reach this part of the plan."))
    no = _noes(seat, section, piece).filter(withdrawn_at=None).exists()
    if no and not opened.is_owner:
        raise HerNo(_("The person herself has said no to this. Ask her, or her case manager."))
    if no:
        raise Refused(_("You have said no to this before. Take back the no first."))
    her_word_first(opened, seat, section, piece)
    will = her_will(opened, sought)
    if will and not will["found"]:
        last = min(last, today + timedelta(days=UNASKED))
    guardians = guardians_of(plan, opened.at)
    awaits = [each for each in guardians if each.pk not in (opened.seat.pk, seat.pk)]
    grant = Grant(
        seat=seat,
        section=section,
        piece=piece,
        level=level,
        purpose=purpose,
        how=how,
        until_at=end_of(last),
        from_at=opened.at,
        given_at=opened.at,
        given_by=opened.seat.person or plan.owner,
        awaits=len(awaits),
    )
    grant.put(opened.key, {"witness": said(plan, witness, "witness"), **will})
    _end(opened, _rows(seat, section, piece).filter(excludes=False))
    grant.save(force_insert=True)
    Agreement.objects.bulk_create(
        Agreement(grant=grant, seat=each, agrees=True if each.pk == opened.seat.pk else None)
        for each in guardians
        if each.pk != seat.pk
    )
    opened.log(Verb.GRANT, section)
    return grant


def _hold_seats(*seats: Seat) -> list[Seat]:
    """Hold places at the plan, as they are now, until the transaction ends: whoever says yes or
    takes it back for one of them at the same time waits."""
    return list(Seat.objects.select_for_update().filter(pk__in=[each.pk for each in seats]))


def _tell_owner(opened: Opened) -> None:
    """She is told of a yes that somebody else says for her: what it is stands on her page."""
    if not opened.is_owner:
        noticing.tell(noticing.owner_seat(opened.plan))


def _of_this_plan(plan: Plan, seat: Seat, section: str, piece: Piece | None) -> None:
    """Somebody else's seat, a part that there is, and a piece of it: all of this plan. Else
    NotThere; so there is no yes about everything, to everybody or in another's plan."""
    if seat.plan_id != plan.pk or seat.kind == SeatKind.OWNER or section not in SHOWABLE:
        raise NotThere
    if piece is not None and (piece.plan_id != plan.pk or piece.section != section):
        raise NotThere


def _rows(seat: Seat, section: str, piece: Piece | None) -> GrantQuerySet:
    rows = Grant.objects.filter(seat=seat, section=section, withdrawn_at=None)
    return rows.filter(piece=piece)


def _noes(seat: Seat, section: str, piece: Piece | None) -> GrantQuerySet:
    rows = Grant.objects.filter(seat=seat, section=section, excludes=True)
    return rows.filter(Q(piece=None) | Q(piece=piece))


def _end(opened: Opened, rows: GrantQuerySet) -> int:
    rows = rows.filter(withdrawn_at=None)
    gone.write_down("yes", rows.filter(excludes=False).values_list("pk", flat=True))
    ended: int = rows.update(withdrawn_at=opened.at, withdrawn_by=opened.seat.person)
    return ended


def withdraw(opened: Opened, grant: Grant) -> None:
    """Take a yes back, or a no; it holds from the next request on. Nobody is told.

    The owner takes back any, whoever gave it, also when somebody has just said it anew for her;
    others only what they gave themselves.
    """
    if grant.seat.plan_id != opened.plan.pk:
        raise NotThere
    if grant.excludes and not opened.is_owner:
        raise Refused(_("Only the person whose plan it is takes back a no."))
    if not opened.is_owner and grant.given_by != opened.seat.person:
        raise Refused(_("Only the person whose plan it is decides who sees what."))
    with transaction.atomic(using=ALIAS):
        _hold_seats(grant.seat)
        rows = Grant.objects.filter(pk=grant.pk)
        if opened.is_owner:
            now = _rows(grant.seat, grant.section, grant.piece)
            rows = now.filter(excludes=grant.excludes)
        if _end(opened, rows):
            opened.log(Verb.WITHDRAW, grant.section)


def restore(opened: Opened, grant: Grant) -> None:
    """Undo that a yes or a no was taken back, within a quarter of an hour, by whoever took it.

    Raises NotThere later, and Refused when it can no longer be said.
    """
    if grant.seat.plan_id != opened.plan.pk or grant.withdrawn_by != opened.seat.person:
        raise NotThere
    if grant.withdrawn_at is None or grant.withdrawn_at <= opened.at - UNDO:
        raise NotThere
    try:
        with transaction.atomic(using=ALIAS):
            _restore(opened, grant)
    except IntegrityError:
        raise Refused(_("You have answered this anew since then.")) from None


def _restore(opened: Opened, grant: Grant) -> None:
    hold(opened)
    _hold_seats(grant.seat)
    if not holds(grant.seat, opened.plan, opened.at) or is_past(grant, opened.at):
        raise Refused(_("This person has no place at the plan any more."))
    may_decide(opened, grant.section)
    if not grant.excludes:
        her_word_first(opened, grant.seat, grant.section, grant.piece)
    if not grant.excludes and _noes(grant.seat, grant.section, grant.piece).valid(opened.at):
        raise Refused(_("You have said no to this before. Take back the no first."))
    rows = Grant.objects.filter(pk=grant.pk, withdrawn_at=grant.withdrawn_at)
    if not rows.update(withdrawn_at=None, withdrawn_by=None):
        return
    opened.log(Verb.WITHDRAW if grant.excludes else Verb.GRANT, grant.section)
    if not grant.excludes:
        gone.given_again("yes", grant.pk)
        ask_guardians(opened)
        _tell_owner(opened)


def taken_back(opened: Opened, seat: Seat) -> list[Grant]:
    """What this person took back just now and may put back, the latest first."""
    since = opened.at - UNDO
    rows = Grant.objects.filter(seat=seat, withdrawn_at__gt=since, withdrawn_by=opened.seat.person)
    there = {
        (row.section, row.piece_id, row.excludes)
        for row in Grant.objects.filter(seat=seat, withdrawn_at=None)
    }
    found: dict[tuple[str, uuid.UUID | None, bool], Grant] = {}
    for row in rows.select_related("piece").order_by("-withdrawn_at", "-given_at"):
        name = (row.section, row.piece_id, row.excludes)
        if name not in there and not is_past(row, opened.at):
            found.setdefault(name, row)
    return list(found.values())


def exclude(opened: Opened, seat: Seat, section: str, *, piece: Piece | None = None) -> Grant:
    """Say no: whatever yes there is or comes, this person does not see this. Only the owner may."""
    if not opened.is_owner:
        raise Refused(_("Only the person whose plan it is decides who sees what."))
    _of_this_plan(opened.plan, seat, section, piece)
    if not opened.plan.is_open:
        raise Refused(_("The plan is closed. Nothing can be changed in it."))
    grant = Grant(
        seat=seat,
        section=section,
        piece=piece,
        excludes=True,
        from_at=opened.at,
        given_at=opened.at,
        given_by=opened.plan.owner,
    )
    with transaction.atomic(using=ALIAS):
        _hold_seats(seat)
        _end(opened, _rows(seat, section, piece))
        if piece is None:  # Single pieces of the part too: they do not come back with the no.
            rows = Grant.objects.filter(seat=seat, section=section, excludes=False)
            _end(opened, rows)
        grant.save(force_insert=True)
        opened.log(Verb.WITHDRAW, section)
    return grant


def agree(opened: Opened, grant: Grant, yes: bool) -> None:
    """What a guardian says of a yes about a child's plan; all must say yes before it holds."""
    rows = Agreement.objects.filter(grant=grant, seat=opened.seat, grant__seat__plan=opened.plan)
    with transaction.atomic(using=ALIAS):
        before = rows.select_for_update().first()
        if before is None:
            raise NotThere
        written = on_paper.by_herself(opened, grant.pk)
        if before.agrees is yes and not written:
            return
        if before.agrees is not yes:
            count(before, yes, opened.at)
        opened.log(Verb.GRANT if yes else Verb.WITHDRAW, grant.section)


def shown_to(seat: Seat, at: datetime) -> list[Grant]:
    """Every yes that holds for a seat at a moment, whole parts first."""
    rows = Grant.objects.filter(seat=seat, excludes=False).valid(at)
    return sorted(rows, key=lambda each: (each.piece_id is not None, each.section))


def refused_to(seat: Seat, at: datetime) -> list[Grant]:
    """Every no that holds for a seat at a moment."""
    return list(Grant.objects.filter(seat=seat, excludes=True).valid(at))


def end_all(opened: Opened, seat: Seat) -> None:
    """When a seat ends, every yes of it ends, and every yes that was said from it for another."""
    _hold_seats(seat)
    _end(opened, Grant.objects.filter(seat=seat))
    if seat.kind in ACTING_FOR and seat.person is not None:
        rows = Grant.objects.filter(seat__plan=opened.plan, excludes=False)
        _end(opened, rows.filter(given_by=seat.person))


def proposed(seat: Seat) -> tuple[Section, ...]:
    """What is ticked when the question is asked for the first time."""
    return SAFE.get(SeatKind(seat.kind), ())


#: What somebody may be shown, grouped as the question asks it.
ASKED = (
    (Section.ABOUT, Section.IMPORTANT, Section.GOALS, Section.MEETING),
    LIFE,
    (Section.STORY, Section.ACUTE),
)


def set_shown(
    opened: Opened,
    seat: Seat,
    wanted: dict[str, int],
    *,
    purpose: str,
    until: date | None,
    how: str = How.HERE,
    witness: str = "",
    pieces: Iterable[Piece] = (),
    sought: Sought | None = None,
) -> None:
    """The answer to 'What may she see?': parts → how far, and single ``pieces``, for one person.

    What is not named is not shown; of a representative's answer that is so for what she said
    herself. Raises Refused as ``give`` does; then nothing has changed.
    """
    single = {piece.pk: piece for piece in pieces}
    said = Grant.objects.filter(seat=seat, excludes=False, withdrawn_at=None)
    if not opened.is_owner:
        assert opened.seat.person is not None
        said = said.filter(given_by=opened.seat.person)
    asked: list[tuple[str, int, Piece | None]] = [
        *((section, level, None) for section, level in wanted.items() if level),
        *((piece.section, Level.SEE, piece) for piece in single.values()),
    ]
    with transaction.atomic(using=ALIAS):
        for grant in said.select_related("seat"):
            named = grant.piece_id in single if grant.piece_id else wanted.get(grant.section, 0)
            if not named:
                withdraw(opened, grant)
        for section, level, piece in asked:
            _give(
                opened,
                seat,
                section,
                level=level,
                purpose=purpose,
                until=until,
                how=how,
                witness=witness,
                piece=piece,
                sought=sought,
            )
        if asked:
            _tell_owner(opened)


def find_grant(opened: Opened, pk: uuid.UUID) -> Grant:
    """A yes or no of this plan. Raises NotThere."""
    grant = Grant.objects.select_related("seat", "piece").filter(pk=pk).first()
    if grant is None or grant.seat.plan_id != opened.plan.pk:
        raise NotThere
    return grant
