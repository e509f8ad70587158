"""Somebody gets a place at the plan: on paper, by a link that lets in once, and until it ends."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.vault import gone, log
from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from .. import coded, consent, deciding, noticing
from ..hidden import find_hidden
from ..opening import NotThere, Opened
from ..plans import Plan
from ..saying import ANSWER, ReadsOtherwise, said
from ..sealed import Words
from ..seats import ACTING_FOR, CLOSE, REACHED_BY, WORKING, Invite, Power, Seat, SeatKind, Side
from ..writing import Refused, cleaned, hold

#: Days that a link which lets somebody in may be used.
LASTS = 14
FIELDS = (
    "name",
    "role",
    "organisation",
    "phone",
    "email",
    "away",
    "chief",
    "chief_phone",
    "evidence",
)


def add(
    opened: Opened,
    kind: str,
    words: Words,
    *,
    side: str = Side.NONE,
    support: str = "",
    mandate: bool = False,
    until: date | None = None,
) -> Seat:
    """Give somebody a place at the plan. It shows nothing to anybody until a yes is given.

    Raises Refused without a name, for an authority that speaks for nobody, for a last day that
    has passed, and for a guardian of somebody who has not said which day she turns 18, or has
    turned 18; a plan has one owner, and only she adds people. A guardian who comes later is asked
    of what was said yes to before: until she has answered, nothing of it is shown.
    """
    if not opened.is_owner:
        raise NotThere
    if not opened.plan.is_open:
        raise Refused(_("The plan is closed. Nothing can be changed in it."))
    if kind not in SeatKind.values or kind == SeatKind.OWNER:
        raise Refused(_("Choose one of the answers."), "kind")
    if kind == SeatKind.AUTHORITY and side not in (Side.MUNICIPALITY, Side.REGION, Side.OTHER):
        raise Refused(_("Choose whom she or he works for."), "side")
    if kind != SeatKind.AUTHORITY:
        side = Side.NONE
    today, grown_up_on = timezone.localdate(opened.at), opened.plan.grown_up_on
    if kind == SeatKind.GUARDIAN and (grown_up_on is None or grown_up_on <= today):
        raise Refused(
            _("Only somebody under 18 has a guardian. Say first when you turn 18."), "kind"
        )
    if until is not None and until < today:
        raise Refused(_("That day has passed. Choose a later one."), "until")
    seat = Seat(
        plan=opened.plan, kind=kind, side=side, support=support, mandate=mandate, until_on=until
    )
    seat.put(opened.key, _kept(words, opened.plan, kind))
    with transaction.atomic(using=ALIAS):
        hold(opened)
        seat.save(force_insert=True)
        deciding.ask_guardians(opened)
        opened.log(Verb.WRITE)
    opened.__dict__.pop("seats", None)
    return seat


def _kept(words: Words, plan: Plan, kind: str) -> Words:
    kept = {name: cleaned(str(words.get(name, "") or "")).strip()[:200] for name in FIELDS}
    if not kept["name"]:
        raise Refused(_("Write a name first."), "name")
    if not plan.protected:
        return kept
    if kind in CLOSE:
        kept |= dict.fromkeys(REACHED_BY, "")
    for name in FIELDS:
        if name not in REACHED_BY and (found := find_hidden(kept[name])):
            raise Refused(
                _("Take away “%(what)s”. Nothing that shows where you are is kept here.")
                % {"what": found},
                name,
                quotes=found,
            )
    return kept


def describe(
    opened: Opened, seat: Seat, words: Words, *, edition: str | None = None, **columns: object
) -> None:
    """Change what stands of somebody: the owner of all, others of themselves. What was said yes to
    ends with a place that ends earlier now.

    ``edition`` is the mark of what was read. Raises ReadsOtherwise when it is another now.
    """
    if seat.plan_id != opened.plan.pk or seat.kind == SeatKind.OWNER:
        raise NotThere
    if not opened.is_owner and seat.pk != opened.seat.pk:
        raise NotThere
    if not opened.plan.is_open:
        raise Refused(_("The plan is closed. Nothing can be changed in it."))
    kept = _kept(words, opened.plan, seat.kind)
    with transaction.atomic(using=ALIAS):
        hold(opened)
        now = Seat.objects.select_for_update().get(pk=seat.pk)
        if edition not in (None, now.mark):
            if (
                all(getattr(now, n) == v for n, v in columns.items())
                and now.words(opened.key) == kept
            ):
                return  # Sent twice.
            raise ReadsOtherwise
        seat.put(opened.key, kept)
        Seat.objects.filter(pk=seat.pk).update(body=seat.body, **columns)
        for name, value in columns.items():
            setattr(seat, name, value)
        deciding.trim(opened, seat)
        deciding.ask_guardians(opened)
        opened.log(Verb.WRITE)
    opened.__dict__.pop("seats", None)


def empower(
    opened: Opened,
    seat: Seat,
    *,
    decided_on: date,
    until_on: date | None,
    rights: bool,
    property: bool,
    person: bool,
    evidence: str,
    edition: str | None = None,
) -> Power:
    """What a representative's decision says: its parts, its days and what was shown for it. What
    she has said yes to for another ends with it, and where it does not reach any more.

    ``edition`` is the mark of what was read, '' of nothing. Raises ReadsOtherwise when it is
    another now.
    """
    if not opened.is_owner or seat.plan_id != opened.plan.pk or seat.kind not in ACTING_FOR:
        raise NotThere
    if not evidence.strip():
        raise Refused(_("Write what was shown: which decision, and who looked at it."), "evidence")
    if until_on is not None and until_on < decided_on:
        raise Refused(_("It cannot end before it begins. Change one of the days."), "until_on")
    kept = {"evidence": said(opened.plan, evidence, "evidence", most=ANSWER)}
    with transaction.atomic(using=ALIAS):
        hold(opened)
        power = Power.objects.filter(seat=seat).first() or Power(seat=seat, decided_on=decided_on)
        if edition not in (None, power.mark):
            raise ReadsOtherwise
        power.decided_on, power.until_on = decided_on, until_on
        power.rights, power.property, power.person = rights, property, person
        power.put(opened.key, kept)
        power.save()
        deciding.trim(opened, seat)
        opened.log(Verb.GRANT)
    return power


def end(opened: Opened, seat: Seat) -> None:
    """A place at the plan ends: nothing is seen from it any more, and what it answered for has
    nobody. The owner ends any but her own; others end their own."""
    if seat.plan_id != opened.plan.pk or seat.kind == SeatKind.OWNER:
        raise NotThere
    if not opened.is_owner and seat.pk != opened.seat.pk:
        raise NotThere
    with transaction.atomic(using=ALIAS):
        consent.end_all(opened, seat)
        over(Q(pk=seat.pk), opened.at)
        opened.log(Verb.WITHDRAW)
    opened.__dict__.pop("seats", None)


def over(which: Q, at: datetime) -> int:
    """These places end, and the links to them; in the caller's transaction, who logs it."""
    rows = Seat.objects.filter(which, ended_at=None)
    gone.write_down("seat", rows.values_list("pk", flat=True))
    _unmake(Invite.objects.filter(seat__in=rows), at)
    return rows.update(ended_at=at)


def _unmake(rows: QuerySet[Invite], at: datetime) -> int:
    """Links that were not used stop working."""
    rows = rows.filter(used_at=None, withdrawn_at=None)
    gone.write_down("invitation", rows.values_list("pk", flat=True))
    return rows.update(withdrawn_at=at)


def left_work(person: uuid.UUID) -> int:
    """Somebody has left her employer: every place that she had in her work ends at once, and the
    log of each plan says so."""
    now = timezone.now()
    hers = Q(person=person, kind__in=WORKING)
    with transaction.atomic(using=ALIAS):
        for seat in Seat.objects.filter(hers, ended_at=None):
            log.note(seat.plan_id, who=person, seat=seat.pk, verb=Verb.LEAVE, section="")
        return over(hers, now)


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def invite(opened: Opened, seat: Seat) -> coded.Pair:
    """Make the link that lets somebody in to her place, and its code; an earlier one stops working.

    Both are given back this once: only their hashes are kept.
    """
    if not opened.is_owner or seat.plan_id != opened.plan.pk or seat.kind == SeatKind.OWNER:
        raise NotThere
    if not opened.plan.is_open or seat.ended_at is not None:
        raise Refused(_("This person has no place at the plan any more."))
    if seat.person is not None:
        raise Refused(_("This person is in already."))
    pair = coded.new()
    until = opened.at + timedelta(days=LASTS)
    code = coded.hashed(pair.code)
    with transaction.atomic(using=ALIAS):
        _unmake(Invite.objects.filter(seat=seat), opened.at)
        Invite.objects.create(seat=seat, token=_hashed(pair.token), code=code, until_at=until)
        opened.log(Verb.INVITE)
    return pair


def open_invite(seat: Seat, at: datetime) -> Invite | None:
    """The link that waits to be used for a seat, or has been locked; or nothing."""
    rows = seat.invites.filter(used_at=None, withdrawn_at=None, until_at__gt=at)
    return rows.order_by("-made_at").first()


def uninvite(opened: Opened, seat: Seat) -> None:
    """The link to a seat stops working. Twice is once."""
    if not opened.is_owner or seat.plan_id != opened.plan.pk:
        raise NotThere
    with transaction.atomic(using=ALIAS):
        if _unmake(Invite.objects.filter(seat=seat), opened.at):
            opened.log(Verb.WITHDRAW)


@dataclass(frozen=True)
class Invitation:
    """The place that a link lets somebody in to who had its code too. Made by ``invitation``."""

    invite: Invite
    person: uuid.UUID

    @property
    def seat(self) -> Seat:
        return self.invite.seat


def invitation(token: str, code: str, person: uuid.UUID) -> Invitation:
    """The place that a link and its code let somebody in to; she has not taken it yet.

    Raises NotThere for a link or a code that is wrong, for one that is used, past its day, taken
    back or locked, all alike. After five wrong codes the link is dead, and the owner is told.
    """
    rows = Invite.objects.select_related("seat__plan__key")
    found = rows.filter(token=_hashed(token)).first()
    answer = coded.ask(found, _alive(), code)
    if found is None or answer is coded.Answer.DEAD:
        raise NotThere
    if answer is coded.Answer.WRONG:
        plan = found.seat.plan
        with transaction.atomic(using=ALIAS):
            log.note(plan.pk, who=person, seat=None, verb=Verb.REFUSED, section="")
            if Invite.objects.filter(pk=found.pk, tries__gte=coded.TRIES).exists():
                noticing.tell(noticing.owner_seat(plan))
        raise NotThere
    return Invitation(found, person)


def _alive() -> QuerySet[Invite]:
    """The links that let somebody in who has their codes."""
    return Invite.objects.filter(
        used_at=None,
        withdrawn_at=None,
        until_at__gt=timezone.now(),
        seat__person=None,
        seat__ended_at=None,
        seat__plan__closed_at=None,
        seat__plan__frozen_at=None,
    )


def accept(found: Invitation) -> Seat:
    """Take the place that a link lets in to, once; the owner is told. Raises NotThere, and Refused
    for somebody who has a place at the plan already."""
    with transaction.atomic(using=ALIAS):
        rows = Invite.objects.filter(pk__in=_alive().filter(pk=found.invite.pk).values("pk"))
        if not rows.update(used_at=timezone.now()):
            raise NotThere
        seat = come_in(found.seat, found.person)
        noticing.tell(noticing.owner_seat(seat.plan))
    return seat


def come_in(seat: Seat, person: uuid.UUID) -> Seat:
    """Somebody takes a place. Others than invented people, in demo and practice, come by
    ``accept``."""
    now = timezone.now()
    try:
        with transaction.atomic(using=ALIAS):
            taken = Seat.objects.filter(pk=seat.pk, person=None, ended_at=None)
            if not taken.update(person=person, since=now):
                raise NotThere
            log.note(seat.plan_id, who=person, seat=seat.pk, verb=Verb.OPEN_LINK, section="")
    except IntegrityError:
        raise Refused(_("You have a place at this plan already.")) from None
    seat.person, seat.since = person, now
    return seat
