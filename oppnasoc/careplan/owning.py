"""A plan from its first day to its last: begun, approved, in force, followed up, closed, erased."""

from __future__ import annotations

import calendar
import hashlib
import uuid
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from oppnasoc.vault import gone, knowing, sealing, sittings
from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from . import noticing
from .agreed import AGREED, tell_those_who_do
from .opening import NotThere, Opened, open_plan, own_plan
from .pieces import Doing, Kind, Piece
from .plans import MOVES, Plan, State, Way
from .protecting import strip
from .saying import keep, said
from .seats import PRINCIPALS, WORKING, Seat, SeatKind
from .writing import Refused, hold

#: The longest until a plan is followed up, in calendar months. Our rule: no law names one.
MONTHS = 3
#: The longest name and the longest word about why a plan is closed, in characters.
NAME, ENDING = 120, 2000


def begin(
    person: uuid.UUID,
    *,
    name: str = "",
    way: str = Way.SELF,
    practice: bool = False,
    assisted: uuid.UUID | None = None,
) -> Plan:
    """A person's one plan: begun now, or the one that is there already, whoever came first.

    Many at once end in one plan: the database holds one open plan for each person. Raises Refused
    for a name that cannot be kept.
    """
    if found := own_plan(person, practice=practice):
        return found
    try:
        with transaction.atomic(using=ALIAS):
            plan = Plan(owner=person, key=sealing.new_key(), way=way, practice=practice)
            plan.put(plan.key, {"name": said(plan, name, "name", most=NAME)})
            plan.save(force_insert=True)
            Seat.objects.create(plan=plan, person=person, kind=SeatKind.OWNER)
            opened = open_plan(plan.pk, person, fresh=True, assisted=assisted)
            opened.log(Verb.WRITE)
    except IntegrityError:
        found = own_plan(person, practice=practice)
        if found is None:
            raise
        return found
    return plan


def call_me(opened: Opened, name: str) -> None:
    """What the person wants to be called: any name, and with protected data no address. Raises
    Refused."""
    _owner(opened)
    kept = said(opened.plan, name, "name", most=NAME)
    with transaction.atomic(using=ALIAS):
        hold(opened)
        keep(opened, name=kept)
    opened.__dict__.pop("name", None)


def _owner(opened: Opened) -> None:
    if not opened.is_owner:
        raise NotThere
    if not opened.plan.is_open:
        raise Refused(gettext("The plan is closed. Nothing can be changed in it."))


def move(plan: Plan, to: State, **columns: object) -> bool:
    """Move a plan on by one conditional update; False when it had already gone elsewhere."""
    froms = [state for state, tos in MOVES.items() if to in tos]
    rows = Plan.objects.filter(pk=plan.pk, state__in=froms, frozen_at=None)
    moved = rows.update(state=to, **columns)
    if moved:
        plan.state = to
        for name, value in columns.items():
            setattr(plan, name, value)
    return bool(moved)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month: 30 November and
    three months is 28 February, or 29 in a leap year."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


class Gap(Enum):
    """What is missing before a plan can come into force, as it is named for people.

    The first four are what the law asks for (SoL 2025:400 10 kap. 8–9 §§, HSL 16 kap. 4 §).
    """

    NEEDS = _("There is nothing yet about what will be done.")
    SIDES = _("It is not said what the municipality and the region each do.")
    OTHERS = _("It is not said whether somebody else does something.")
    LEAD = _("It is not said who holds it together.")
    RESPONSIBLE = _("Something that will be done has nobody responsible for it.")
    APPROVED = _("You have not said yes to the plan.")
    FOLLOW_UP = _("There is no day for following up within three months.")

    @property
    def text(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Standing:
    """What a plan says and lacks, for whoever looks at the whole of it. ``changed`` is what has
    come or reads otherwise since its owner said yes: her yes was not to that."""

    gaps: tuple[Gap, ...]
    changed: tuple[Piece, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not self.gaps

    def told(self, gap: Gap) -> str:
        """A gap as it is said of this plan."""
        if gap is not Gap.APPROVED or not self.changed:
            return gap.text
        text = ngettext(
            "%(n)d thing was changed since you said yes. Say yes to how it reads now.",
            "%(n)d things were changed since you said yes. Say yes to how it reads now.",
            len(self.changed),
        )
        return text % {"n": len(self.changed)}


def standing(opened: Opened) -> Standing:
    """What is missing before the plan can come into force. Reads nothing that is sealed.

    The third point of the law, what others than the principals do, may be that nobody does: then
    an action of the person herself or a word that nobody is needed is enough (``others_none``).
    Until the plan holds, her yes is to what it said when she gave it; what came later needs it
    anew.
    """
    plan = opened.plan
    actions = list(
        plan.pieces.there()
        .filter(kind=Kind.ACTION)
        .exclude(doing=Doing.DROPPED)
        .select_related("seat")
    )
    sides = {action.seat.side for action in actions if action.seat is not None}
    gaps = []
    if not actions:
        gaps.append(Gap.NEEDS)
    if not set(PRINCIPALS) <= sides:
        gaps.append(Gap.SIDES)
    if not (sides - set(PRINCIPALS)) and not plan.words(opened.key).get("others_none"):
        gaps.append(Gap.OTHERS)
    if plan.lead is None or plan.lead.side not in PRINCIPALS or plan.lead.ended_at is not None:
        gaps.append(Gap.LEAD)
    if any(action.seat is None or action.seat.ended_at is not None for action in actions):
        gaps.append(Gap.RESPONSIBLE)
    changed = changed_since_yes(plan) if plan.state != State.IN_FORCE else ()
    if plan.approved_at is None or changed:
        gaps.append(Gap.APPROVED)
    if plan.follow_up_on is None or plan.follow_up_on < timezone.localdate(opened.at):
        gaps.append(Gap.FOLLOW_UP)
    return Standing(tuple(gaps), changed)


def changed_since_yes(plan: Plan) -> tuple[Piece, ...]:
    """The goals and actions that have come or were changed after the owner said yes."""
    if plan.approved_at is None:
        return ()
    rows = plan.pieces.there().filter(kind__in=AGREED, changed_at__gt=plan.approved_at)
    return tuple(rows.select_related("author", "seat"))


def mark(plan: Plan) -> str:
    """A mark of all that a yes is to, as it reads now: sent back with the yes, it tells whether
    anything was changed while she read."""
    rows = plan.pieces.there().filter(kind__in=AGREED).order_by("pk")
    read = [f"{pk}:{edition}" for pk, edition in rows.values_list("pk", "edition")]
    return hashlib.sha256(" ".join(read).encode()).hexdigest()[:32]


def nobody_else(opened: Opened, yes: bool) -> None:
    """Say that nobody but the municipality and the region does anything, or take it back."""
    _owner(opened)
    with transaction.atomic(using=ALIAS):
        hold(opened)
        keep(opened, others_none=yes)


def name_lead(opened: Opened, seat: Seat) -> None:
    """Say who holds the plan together: somebody at the municipality or the region (point 4)."""
    _owner(opened)
    if seat.plan_id != opened.plan.pk or seat.ended_at is not None:
        raise NotThere
    if seat.side not in PRINCIPALS:
        raise Refused(gettext("Somebody at the municipality or in health care holds it together."))
    with transaction.atomic(using=ALIAS):
        hold(opened)
        Plan.objects.filter(pk=opened.plan.pk).update(lead=seat)
        opened.log(Verb.WRITE)
        if opened.plan.lead_id != seat.pk:
            told = noticing.Once.LEADS
            noticing.tell_once(opened.plan, told, opened.plan.pk, seat.pk, at=opened.at)
    opened.plan.lead = seat


def set_follow_up(opened: Opened, day: date) -> None:
    """Set the day for following up: from today, at most three calendar months from now. Only the
    owner does; others propose one."""
    _owner(opened)
    check_follow_up(opened, day)
    with transaction.atomic(using=ALIAS):
        hold(opened)
        Plan.objects.filter(pk=opened.plan.pk).update(follow_up_on=day)
        opened.log(Verb.WRITE)
    opened.plan.follow_up_on = day


def check_follow_up(opened: Opened, day: date) -> None:
    """Raises Refused for a day that cannot be the next one for following up."""
    today = timezone.localdate(opened.at)
    if day < today:
        raise Refused(gettext("That day has passed. Choose a later one."), "follow_up_on")
    if day > months_after(today, MONTHS):
        raise Refused(
            gettext("Choose a day within three months. Then nobody has to wait too long."),
            "follow_up_on",
        )


def approve(opened: Opened, *, read: str = "") -> None:
    """The owner says yes to the plan as it stands; with ``read``, the ``mark`` of what she read.

    Raises Refused when something was changed while she read it.
    """
    _owner(opened)
    with transaction.atomic(using=ALIAS):
        hold(opened)
        if read and read != mark(opened.plan):
            raise Refused(gettext("Something was changed while you read. Read it, then say yes."))
        Plan.objects.filter(pk=opened.plan.pk).update(approved_at=opened.at)
        opened.log(Verb.GRANT)
        tell_those_who_do(opened)
    opened.plan.approved_at = opened.at


def bring_into_force(opened: Opened) -> None:
    """The plan holds from now. Raises Refused naming everything that is missing."""
    _owner(opened)
    with transaction.atomic(using=ALIAS):
        hold(opened)
        opened.plan.refresh_from_db()
        stands = standing(opened)
        if not stands.is_whole:
            raise Refused(" ".join(stands.told(gap) for gap in stands.gaps))
        if opened.plan.state == State.IN_FORCE:
            return
        edition = F("edition") + 1
        if not move(opened.plan, State.IN_FORCE, in_force_at=opened.at, edition=edition):
            raise Refused(gettext("Hold the meeting first. Then the plan can take effect."))
        opened.log(Verb.WRITE)
        opened.plan.refresh_from_db()
        tell_those_who_do(opened)


def close(opened: Opened, why: str = "") -> None:
    """Close the plan: only its owner does. It can be read and printed until she erases it."""
    _owner(opened)
    kept = said(opened.plan, why, "why", most=ENDING)
    with transaction.atomic(using=ALIAS):
        if move(opened.plan, State.CLOSED, closed_at=opened.at):
            keep(opened, ending=kept)
            opened.log(Verb.WRITE)


def freeze(plan: Plan, *, at: object = None) -> None:
    """The person has died: nothing is changed, reminded or shown any more. Nothing is inherited."""
    Plan.objects.filter(pk=plan.pk, frozen_at=None).update(frozen_at=at or timezone.now())


def protect(opened: Opened, yes: bool) -> list[Kind]:
    """Turn protection on or off. When it is on, contacts that were kept are taken away for good,
    from earlier editions too, and addresses in texts are named so that she can take them away.

    Gives back the kinds of pieces that still hold something that shows where she is.
    """
    _owner(opened)
    with transaction.atomic(using=ALIAS):
        hold(opened)
        Plan.objects.filter(pk=opened.plan.pk).update(protected=yes)
        if yes:
            gone.write_down("open", [opened.plan.pk])
        elif opened.plan.protected:
            gone.given_again("open", opened.plan.pk)
        opened.plan.protected = yes
        opened.log(Verb.WRITE)
        return strip(opened) if yes else []


def erase(opened: Opened) -> None:
    """Erase the plan: its rows go and its key is destroyed. An older copy of the database can be
    read with the master key alone, and where it is put back the plan is erased again. The reading
    log stays: it holds no words."""
    if not opened.is_owner:
        raise NotThere
    with transaction.atomic(using=ALIAS):
        opened.log(Verb.DELETE)
        take_away(opened.plan)


def take_away(plan: Plan) -> None:
    """What erasing does, in the caller's transaction, who logs it.

    When nothing of hers is left here, the ways in that were known are forgotten and what stands
    open is closed: whoever begins anew comes as somebody new."""
    rows = Plan.objects.filter(pk=plan.pk)
    rows.update(state=State.CLOSED, closed_at=timezone.now(), lead=None)
    rows.delete()
    sealing.destroy(plan.key)
    if not plan.practice and is_new(plan.owner):
        knowing.forget_all(plan.owner)
        sittings.end_all(plan.owner)


def is_new(person: uuid.UUID) -> bool:
    """Whether nothing of somebody is here: no plan of hers, open or closed, and no place at one.
    What is practised is nobody's."""
    mine = Plan.objects.filter(owner=person, practice=False).exists()
    seats = Seat.objects.filter(person=person, ended_at=None, plan__practice=False)
    return not mine and not seats.exists()


def has_own(person: uuid.UUID) -> bool:
    """Whether somebody has more here than places in her work: a plan of her own, open or closed,
    or a place as somebody close. The sign-in of her work opens none of it."""
    mine = Plan.objects.filter(owner=person, practice=False).exists()
    seats = Seat.objects.filter(person=person, ended_at=None, plan__practice=False)
    return mine or seats.exclude(kind__in=WORKING).exists()
