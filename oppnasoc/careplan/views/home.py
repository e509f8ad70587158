"""The first page of the tower, the whole of a plan, and what only its owner does with it."""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from oppnasoc.people.requests import own_path
from oppnasoc.vault import knowing, sittings
from oppnasoc.vault.log import Verb, lines_of
from oppnasoc.vault.models import Line, Way

from .. import owning
from ..acute.discharge import discharge_stops
from ..doors import (
    BESIDE,
    WHY,
    is_by_work,
    opened_or_404,
    opens,
    page,
    remember,
    to_unlock,
    unlocked,
    with_plan,
)
from ..forms import BeginForm, BesideForm, CloseForm, EraseForm, StartForm, WhyForm
from ..opening import NotThere, Opened, holds, own_plan, purposes_of
from ..people.news import people_news
from ..people.odd import odd
from ..plans import Plan
from ..plans import Way as CameBy
from ..sealed import Words
from ..seats import Purpose, Seat, SeatKind
from ..sections import PEOPLE, Section
from ..turns import first_page, following_up, waiting
from ..writing import Refused

BOTH = ["GET", "POST"]


@dataclass(frozen=True)
class Beside:
    """A plan of somebody else's where one has a place: only whose it is."""

    plan: Plan
    name: str
    seat: Seat


def plans_beside(person: uuid.UUID) -> list[Beside]:
    """The plans of others where somebody has a place now."""
    now = timezone.now()
    rows = Seat.objects.filter(person=person, plan__practice=False).exclude(kind=SeatKind.OWNER)
    found = rows.select_related("plan__key").order_by("plan__began_at")
    return [
        Beside(seat.plan, str(seat.plan.words(seat.plan.key).get("name", "")), seat)
        for seat in found
        if holds(seat, seat.plan, now)
    ]


@require_http_methods(BOTH)
@unlocked
def home(request: HttpRequest) -> HttpResponse:
    """One's own plan opens at once; else begin one, or choose among those one has a place at."""
    user: Any = request.user
    own = own_plan(user.uuid)
    form = StartForm(request.POST if request.method == "POST" else None)
    sitting = sittings.current(request)
    at_work = sitting is not None and sitting.way == Way.STAFF
    if form.is_valid() and own is None and at_work:
        # The sign-in of work would never open it.
        if knowing.kinds_of(user.uuid):
            return to_unlock(request, again=True)
        told = _("First add something of your own. The sign-in of your work never opens it.")
        messages.info(request, told)
        return redirect("plan_ways")
    if form.is_valid():
        try:
            with_whom = form.cleaned_data["way"] or CameBy.SELF
            plan = owning.begin(user.uuid, name=form.cleaned_data["name"], way=with_whom)
        except Refused as why:
            form.add_error("name", why.reason)
        else:
            if plan.way == with_whom != CameBy.SELF:
                messages.success(request, _("Now say who is with you. Then she or he can type."))
                return redirect("plan_person_new", plan.pk)
            return redirect("plan", plan.pk)
    beside = plans_beside(user.uuid)
    # Nobody reads over a shoulder at work whom she is close to, nor at home whom she works for.
    closed_here = [each for each in beside if sitting and not opens(sitting.way, each.seat)]
    beside = [each for each in beside if each not in closed_here]
    by_work = any(is_by_work(each.seat) for each in closed_here)
    if own is not None and not beside and not by_work and request.method == "GET":
        return redirect("plan", own.pk)
    closed = Plan.objects.filter(owner=user.uuid, practice=False).exclude(closed_at=None)
    practice = own_plan(user.uuid, practice=True)
    return page(request, "careplan/home.html", None, own=own, beside=beside, form=form,
                closed=closed.order_by("-closed_at"), practice=practice,
                by_work=by_work, status=422 if form.errors else 200)  # fmt: skip


@require_http_methods(BOTH)
@unlocked
def why(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """Somebody else than the owner says what she reads for. The owner sees it in the log."""
    seat = opened_or_404(request, plan)
    if seat is None:
        return to_unlock(request, again=True)
    reasons = purposes_of(seat, seat.plan, timezone.now())
    asked = request.POST if request.method == "POST" else None
    form = WhyForm(asked, reasons=reasons, initial={"next": request.GET.get("next", "")})
    if form.is_valid():
        back = own_path(form.cleaned_data["next"]) or reverse("plan", args=[plan])
        response = redirect(back)
        remember(request, response, WHY, plan, form.cleaned_data["purpose"])
        return response
    status = 422 if form.is_bound else 200
    return page(request, "careplan/why.html", None, form=form, shut=seat.plan, status=status)


#: Parts of the plan that have a page of their own instead of the plain one.
OWN_PAGE = {Section.STORY: "plan_story", Section.ACUTE: "plan_acute"}
STEPS = 3  # things that wait, on the plan's page


@dataclass(frozen=True)
class Part:
    """A part of the plan on its first page: how much stands there."""

    section: Section
    count: int
    url: str


def parts_of(opened: Opened) -> list[Part]:
    """The parts that this person sees, each with its page."""
    found = []
    for part in opened.sections:
        count = sum(piece.section == part for piece in opened.outline)
        plan = opened.plan.pk
        own = OWN_PAGE.get(part)
        url = reverse(own, args=[plan]) if own else reverse("plan_section", args=[plan, part])
        found.append(Part(part, count, url))
    return found


@require_safe
@with_plan
def plan(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The whole plan on one page: what waits, the way, the parts, what can be done."""
    return page(
        request,
        "careplan/plan.html",
        opened,
        parts=parts_of(opened),
        steps=list(islice(waiting.steps(opened), STEPS)),
        way=waiting.way_of(opened),
        purpose="" if opened.is_owner else Purpose(opened.purpose).label,
        stops=discharge_stops(opened),
        told=people_news(opened),
        lead=opened.about(opened.plan.lead),
        stands=waiting.stands(opened.plan),
        first=first_page.first_of(opened),
        is_new=first_page.is_new(opened),
        may=waiting.doors_of(opened),
    )


@dataclass(frozen=True)
class Logged:
    """What somebody did at one time, as the owner reads it: which parts, what for, and who sat
    beside and typed."""

    line: Line
    name: str
    organisation: str
    verb: str
    sections: list[str]
    purpose: str
    typed_by: str


SHOWN = 100  # lines of the log on a page
FURTHEST = 10_000_000  # lines from the newest


def told(opened: Opened, lines: list[Line]) -> list[Logged]:
    """Lines of the log in words; what one person did in one minute stands together."""
    seats: dict[uuid.UUID | None, Words] = {s.pk: opened.about(s) for s in opened.seats}
    seats[opened.seat.pk] = {**seats[opened.seat.pk], "name": pgettext("log", "You")}
    sections: dict[str, str] = {code: str(label) for code, label in Section.choices}
    sections[PEOPLE] = _("whose plan it is and who is there")
    purposes = dict(Purpose.choices)

    def at_once(line: Line) -> tuple[object, ...]:
        minute = line.at.replace(second=0, microsecond=0)
        return line.seat, line.verb, line.purpose, line.assisted, minute

    found = []
    for _key, group in groupby(lines, at_once):
        several = list(group)
        first = several[0]
        who = seats.get(first.seat, {})
        parts = dict.fromkeys(sections[s.section] for s in several if s.section in sections)
        found.append(
            Logged(
                first,
                str(who.get("name", "") or _unnamed(first)),
                str(who.get("organisation", "")),
                _verb(first),
                list(parts),
                str(purposes.get(first.purpose, "")),
                _typed_by(seats, first),
            )
        )
    return found


def _unnamed(line: Line) -> str:
    return _("The municipality") if line.verb == Verb.REPLAY else _("Somebody")


def _verb(line: Line) -> str:
    """What was done. A refusal of nobody's place is a wrong code for one of her links."""
    if line.verb == Verb.REFUSED and line.seat is None:
        return _("wrote a wrong code for a link")
    return line.get_verb_display()


def _typed_by(seats: dict[uuid.UUID | None, Words], line: Line) -> str:
    if line.assisted is None:
        return ""
    return str(seats.get(line.assisted, {}).get("name", "") or _("Somebody"))


@require_safe
@with_plan
def log(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Who has read and written; for the owner all of it, for others what they did themselves.
    What somebody typed for her stands among what others did."""
    rows = lines_of(opened.plan.pk)
    if not opened.is_owner:
        rows = rows.filter(seat=opened.seat.pk)
    elif request.GET.get("vilka") != "alla":
        rows = rows.exclude(seat=opened.seat.pk, assisted=None)
    of = _of_one(request)
    rows = rows.filter(**of)
    try:
        first = min(max(0, int(request.GET.get("fran", "0"))), FURTHEST)
    except ValueError:
        first = 0
    lines = list(rows[first : first + SHOWN + 1])
    more = first + SHOWN if len(lines) > SHOWN else None
    return page(
        request, "careplan/log.html", opened,
        lines=told(opened, lines[:SHOWN]),
        odd=[] if of or first else odd(opened),
        more=more, of_one=bool(of),
        everything=request.GET.get("vilka") == "alla",
    )  # fmt: skip


def _of_one(request: HttpRequest) -> dict[str, object]:
    """Whose lines alone are asked for, of one day or of all."""
    of: dict[str, object] = {}
    with suppress(ValueError):
        of["seat"] = uuid.UUID(request.GET.get("vem", ""))
        if "dag" in request.GET:
            of["at__date"] = date.fromisoformat(request.GET["dag"])
    return of


@require_http_methods(BOTH)
@with_plan(fresh=True)
def close(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Close the plan. Only whose it is does so."""
    if not opened.is_owner:
        raise NotThere
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            following_up.close(opened, form.cleaned_data["why"])
        except Refused as why:
            form.add_error("why" if why.fields else None, why.reason)
        else:
            messages.success(request, _("The plan is closed. You can still read and print it."))
            return redirect("plan", opened.plan.pk)
    status = 422 if form.is_bound else 200
    return page(request, "careplan/close.html", opened, form=form, status=status)


@require_http_methods(BOTH)
@with_plan(fresh=True)
def erase(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Erase the plan and its key; the page says first who else may hold a copy."""
    if not opened.is_owner:
        raise NotThere
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        following_up.erase(opened)
        messages.success(request, _("Your plan is erased. Nobody can read it here any more."))
        return redirect("plan_home")
    copies = lines_of(opened.plan.pk).filter(verb__in=[Verb.EXPORT, Verb.PRINT])
    takers = dict.fromkeys(line.seat for line in copies if line.seat != opened.seat.pk)
    names = {seat.pk: opened.about(seat) for seat in opened.seats}
    others = [names[pk] for pk in takers if pk in names]
    status = 422 if form.is_bound else 200
    return page(request, "careplan/erase.html", opened, form=form, others=others, status=status)


@require_http_methods(BOTH)
@with_plan
def name(request: HttpRequest, opened: Opened) -> HttpResponse:
    """What the person wants to be called in the plan."""
    if not opened.is_owner:
        raise NotThere
    asked = request.POST if request.method == "POST" else None
    form = BeginForm(asked, initial={"name": opened.name})
    if form.is_valid():
        try:
            owning.call_me(opened, form.cleaned_data["name"])
        except Refused as why:
            form.add_error("name" if why.fields else None, why.reason)
        else:
            messages.success(request, _("Saved."))
            return redirect("plan", opened.plan.pk)
    status = 422 if form.is_bound else 200
    return page(request, "careplan/name.html", opened, form=form, status=status)


@require_http_methods(BOTH)
@with_plan
def beside(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Somebody whom the owner trusts sits beside her and types. Each line of the log says so."""
    if not opened.is_owner:
        raise NotThere
    there = [each for each in opened.seats if each.ended_at is None and each != opened.seat]
    asked = request.POST if request.method == "POST" else None
    names = [(str(each.pk), str(opened.about(each).get("name", ""))) for each in there]
    form = BesideForm(asked, names=names, initial={"who": str(opened.assisted or "")})
    if form.is_valid():
        who = form.cleaned_data["who"]
        response = redirect("plan", opened.plan.pk)
        opened.assisted = uuid.UUID(who) if who else None
        opened.log(Verb.ASSIST)
        remember(request, response, BESIDE, opened.plan.pk, who)
        if who:
            messages.success(request, _("Somebody types for you now. Say when you go on alone."))
        else:
            messages.success(request, _("You type yourself now."))
        return response
    status = 422 if form.is_bound else 200
    return page(request, "careplan/beside.html", opened, form=form, status=status)
