"""What each person at a plan sees, as it is told on a page: in words, and by whom it was said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from oppnasoc.ui.templatetags.ui import clock
from oppnasoc.ui.templatetags.ui import day as in_words

from .. import consent
from ..acute.items import ITEMS
from ..kinds import SHAPES
from ..on_paper import Paper, asked_of, paper_of, papers_of
from ..opening import Opened, holds, within_power
from ..pieces import Kind, Piece
from ..plans import Plan
from ..sealed import Words
from ..seats import ACTING_FOR, CLOSE, Agreement, Grant, How, Power, Seat, SeatKind
from ..sections import SHOWABLE, Section

#: For so long it is told what somebody else has done.
LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Said:
    """A yes or a no as it is told.

    ``until`` is the last day of a yes; ``by`` who said it when it was not the owner; ``waits``
    those whose yes is missing still; ``outside`` that the decision of a representative does not
    reach it, so that nothing is seen all the same. ``papers`` tells of guardians' answers that
    another wrote down; ``sought`` how her own will was sought before another said yes for her,
    and ``found`` whether it was found.
    """

    grant: Grant
    what: str
    until: date | None
    by: str
    waits: tuple[str, ...]
    witness: str
    outside: bool
    papers: tuple[str, ...]
    sought: str
    found: bool


def last_day_of(grant: Grant) -> date | None:
    """The last day on which a yes holds, in local time."""
    if grant.until_at is None:
        return None
    return timezone.localdate(grant.until_at - timedelta(microseconds=1))


def heading(opened: Opened, piece: Piece | None) -> str:
    """What heads a piece for somebody who may read it; else its kind."""
    if piece is None:
        return ""
    if not opened.may(piece.section, piece=piece) or piece.removed_at is not None:
        return str(Kind(piece.kind).label)
    if piece.kind == Kind.ACUTE and piece.item in ITEMS:
        return str(ITEMS[piece.item].text)
    words = opened.read(piece).words
    return str(words.get(SHAPES[Kind(piece.kind)].title, "")) or str(Kind(piece.kind).label)


def reach_of(seat: Seat, plan: Plan, today: date) -> set[str]:
    """The parts of a plan that somebody could be shown at all today."""
    if seat.kind in ACTING_FOR:
        return within_power(seat, today)
    return {str(section) for section in SHOWABLE}


def said(opened: Opened, grants: Iterable[Grant]) -> list[Said]:
    """Yeses and noes, in the order of the plan's parts."""
    order = {str(section): number for number, section in enumerate(Section)}
    rows = sorted(grants, key=lambda each: (order[each.section], each.piece_id is not None))
    by_person = {seat.person: seat for seat in opened.plan.seats.all() if seat.person}
    today = timezone.localdate(opened.at)
    waiting = defaultdict(list)
    missing = Agreement.objects.filter(grant__in=rows).exclude(agrees=True)
    for agreement in missing.select_related("seat").order_by("pk"):
        waiting[agreement.grant_id].append(name_of(opened, agreement.seat))
    reach: dict[UUID, set[str]] = {}
    found = []
    for grant in rows:
        seat = grant.seat
        if seat.pk not in reach:
            reach[seat.pk] = reach_of(seat, opened.plan, today)
        giver = by_person.get(grant.given_by)
        hers = giver is None or giver.kind == SeatKind.OWNER
        words = grant.words(opened.key)
        found.append(
            Said(
                grant,
                heading(opened, grant.piece) or str(Section(grant.section).label),
                last_day_of(grant),
                "" if hers else name_of(opened, giver),
                tuple(waiting[grant.pk]),
                str(words.get("witness", "")),
                grant.section not in reach[seat.pk],
                tuple(paper_told(opened, each) for each in _standing(opened, grant)),
                str(words.get("sought", "")),
                bool(words.get("found", True)),
            )
        )
    return found


def _standing(opened: Opened, grant: Grant) -> list[Paper]:
    return [each for each in papers_of(grant, opened.key) if not each.over]


def paper_told(opened: Opened, paper: Paper) -> str:
    """A guardian's answer that another wrote down, in one sentence."""
    by_pk = {seat.pk: seat for seat in opened.plan.seats.all()}
    by = next((seat for seat in by_pk.values() if seat.person == paper.by), None)
    hers = by is None or by.kind == SeatKind.OWNER
    if paper.how == How.WRITTEN and paper.yes:
        text = _("%(name)s: yes on paper %(day)s, seen by %(witness)s. Written down by %(by)s.")
    elif paper.how == How.WRITTEN:
        text = _("%(name)s: no on paper %(day)s, seen by %(witness)s. Written down by %(by)s.")
    elif paper.yes:
        text = _("%(name)s: yes in speech %(day)s, heard by %(witness)s. Written down by %(by)s.")
    else:
        text = _("%(name)s: no in speech %(day)s, heard by %(witness)s. Written down by %(by)s.")
    return text % {
        "name": capfirst(guardian_called(opened, by_pk.get(paper.seat))),
        "day": in_words(paper.on),
        "witness": paper.witness,
        "by": opened.name or _("A person") if hers else name_of(opened, by),
    }


def guardian_called(opened: Opened, seat: Seat | None) -> str:
    """What a guardian is called within a sentence: those close to her know no other by name."""
    return str(opened.about(seat).get("name") or _("the other guardian"))


def name_of(opened: Opened, seat: Seat | None) -> str:
    """What somebody at the plan is called, or what she is when that is all that one knows."""
    return str(opened.about(seat).get("name") or (seat.get_kind_display() if seat else ""))


def told_of(opened: Opened, seat: Seat) -> str:
    """What stands of somebody, a line for each thing."""
    words = opened.about(seat)
    names = ("name", "role", "organisation", "phone", "chief", "chief_phone", "evidence")
    told = [str(words.get(name, "")) for name in names]
    told += [str(seat.get_side_display()) if seat.kind == SeatKind.AUTHORITY else ""]
    told += [str(seat.get_support_display()) if seat.support else "", _until(seat.until_on)]
    return "\n".join(filter(None, told))


def told_of_decision(opened: Opened, power: Power) -> str:
    """What a decision says, a line for each thing."""
    parts = {
        _("Look after rights (bevaka rätt)"): power.rights,
        _("Manage property (förvalta egendom)"): power.property,
        _("Look after the person (sörja för person)"): power.person,
    }
    decided = _("Decided %(day)s.") % {"day": in_words(power.decided_on)}
    told = [*(name for name, says in parts.items() if says), decided, _until(power.until_on)]
    evidence = str(power.words(opened.key).get("evidence", ""))
    return "\n".join(filter(None, [*told, evidence]))


def _until(day: date | None) -> str:
    return _("through %(day)s") % {"day": in_words(day)} if day else ""


def standing_of(opened: Opened, seat: Seat) -> tuple[list[Said], list[Said]]:
    """The yeses (also those that wait for a guardian) and the noes that hold for one person."""
    rows = Grant.objects.filter(seat=seat, withdrawn_at=None).select_related("seat", "piece")
    if not opened.is_owner:
        assert opened.seat.person is not None
        rows = rows.filter(given_by=opened.seat.person)
    there = [each for each in said(opened, rows) if _holds(each.grant, opened)]
    yes = [each for each in there if not each.grant.excludes]
    return yes, [each for each in there if each.grant.excludes]


def _holds(grant: Grant, opened: Opened) -> bool:
    return grant.until_at is None or grant.until_at > opened.at


def just_taken_back(opened: Opened, seat: Seat) -> list[Said]:
    """What may still be put back as it was."""
    return said(opened, consent.taken_back(opened, seat))


def came_in(opened: Opened, seat: Seat) -> str:
    """That somebody has taken her place within a week and has it still, in words for the owner:
    'Nils came in today at 10.32.'; else ''."""
    there = seat.person is not None and holds(seat, opened.plan, opened.at)
    if not opened.is_owner or seat.kind == SeatKind.OWNER or not there:
        return ""
    if seat.since <= opened.at - LATELY:
        return ""
    told = {"name": name_of(opened, seat), "time": clock(seat.since), "day": in_words(seat.since)}
    if timezone.localdate(seat.since) == timezone.localdate(opened.at):
        return _("%(name)s came in today at %(time)s.") % told
    return _("%(name)s came in %(day)s at %(time)s.") % told


@dataclass(frozen=True)
class Person:
    """Somebody at the plan, for its page of people. ``sees`` names the parts, for the owner;
    ``came_in`` says when she came in, lately."""

    seat: Seat
    words: Words
    sees: tuple[str, ...]
    until: date | None
    waits: bool
    is_in: bool
    is_self: bool
    is_over: bool
    came_in: str

    @property
    def name(self) -> str:
        return str(self.words.get("name") or self.seat.get_kind_display())

    @property
    def is_close(self) -> bool:
        return self.seat.kind in CLOSE


def people(opened: Opened) -> list[Person]:
    """Everybody at the plan whom this person knows of, without the owner; who has left is last."""
    rows = [seat for seat in opened.seats if seat.kind != SeatKind.OWNER]
    by_seat: dict[Any, list[Said]] = defaultdict(list)
    if opened.is_owner:
        grants = Grant.objects.filter(seat__in=rows, excludes=False, withdrawn_at=None)
        noes = {
            (no.seat_id, no.section)
            for no in Grant.objects.filter(seat__in=rows, excludes=True, piece=None).valid(
                opened.at
            )
        }
        for each in said(opened, grants.select_related("seat", "piece")):
            held = _holds(each.grant, opened) and not each.outside
            if held and (each.grant.seat_id, each.grant.section) not in noes:
                by_seat[each.grant.seat_id].append(each)
    found = []
    for seat in rows:
        over = not holds(seat, opened.plan, opened.at)
        hers = [] if over else by_seat[seat.pk]
        seen = [each for each in hers if not each.waits]
        found.append(
            Person(
                seat,
                opened.about(seat),
                tuple(dict.fromkeys(each.what for each in seen)),
                min((each.until for each in seen if each.until), default=None),
                len(seen) < len(hers),
                seat.person is not None,
                seat.pk == opened.seat.pk,
                over,
                came_in(opened, seat),
            )
        )
    return sorted(found, key=lambda each: each.is_over)


def waiting_for(opened: Opened) -> list[Said]:
    """What a guardian has not answered: yeses about a child's plan that wait for hers."""
    asked = Agreement.objects.filter(seat=opened.seat, agrees=None).values("grant")
    rows = Grant.objects.filter(pk__in=asked, seat__plan=opened.plan, withdrawn_at=None)
    there = rows.filter(until_at__gt=opened.at).select_related("seat", "piece")
    return [each for each in said(opened, there) if holds(each.grant.seat, opened.plan, opened.at)]


@dataclass(frozen=True)
class Answered:
    """What a guardian has answered and may answer anew; ``written`` when another wrote it down and
    she has not said yet whether it is right."""

    said: Said
    yes: bool
    written: bool


def answered(opened: Opened) -> list[Answered]:
    """What stands as a guardian's answers."""
    hers = {
        agreement.grant_id: bool(agreement.agrees)
        for agreement in Agreement.objects.filter(seat=opened.seat).exclude(agrees=None)
    }
    rows = Grant.objects.filter(pk__in=hers, seat__plan=opened.plan, withdrawn_at=None)
    there = rows.filter(until_at__gt=opened.at).select_related("seat", "piece")
    return [
        Answered(
            each,
            hers[each.grant.pk],
            paper_of(each.grant, opened.seat, opened.key) is not None,
        )
        for each in said(opened, there)
    ]


def asked_on_paper(opened: Opened, guardian: Seat) -> list[tuple[Said, bool | None]]:
    """What an absent guardian is asked about, and what stands as her answer."""
    stands = dict(Agreement.objects.filter(seat=guardian).values_list("grant", "agrees"))
    there = said(opened, asked_of(opened, guardian))
    return [(each, stands[each.grant.pk]) for each in there]
