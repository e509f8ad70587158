"""``/hur-gar-det/``, the open figures; and where a person's own matters go back and forth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from oppnasoc.groups.models import Membership
from oppnasoc.groups.rules import HOLDER, seats
from oppnasoc.matters import sentences
from oppnasoc.matters.models import Matter
from oppnasoc.people.models import User
from oppnasoc.trail.models import Entry

from . import figures
from .models import Telling
from .news import waited
from .telling import told_since

LATE, WAITING, OWN = 10, 5, 50
MOVED = "matters.moved"
RETURNS = ("matters.given_back", "matters.lapsed")
LEADS = (Membership.Role.FACILITATOR, Membership.Role.SECRETARY)
ACTS = (Membership.Role.STAFF, HOLDER)


@require_safe
def open_figures(request: HttpRequest) -> HttpResponse:
    """Three queries, and five more once an hour."""
    today = timezone.localdate()
    public = Matter.objects.published().with_parties()
    late = list(public.late(today).order_by("next_on", "pk")[: LATE + 1])
    waiting = public.longest_waiting()[:WAITING]
    context = {
        "late": [(matter, sentences.where_it_lies(matter)) for matter in late[:LATE]],
        "more_late": len(late) > LATE,
        "waiting": [(matter, waited(matter, today)) for matter in waiting],
        "tellings": in_own_words(today),
        "charts": figures.charts(figures.figures(today)),
    }
    return render(request, "pages/going.html", context)


def in_own_words(today: date) -> list[Telling]:
    """The latest that each group has approved, by the groups' names: nobody comes first."""
    since = Telling.objects.shown().filter(quarter__gte=told_since(today)).select_related("group")
    latest: dict[int, Telling] = {}
    for telling in since.order_by("group__name", "group", "-quarter"):
        latest.setdefault(telling.group_id, telling)
    return list(latest.values())


@dataclass(frozen=True)
class Own:
    """One of a person's own matters: its age, and how often it went on and came back."""

    matter: Matter
    days: int
    moved: int
    came_back: int


@login_required
@require_safe
def own_matters(request: HttpRequest) -> HttpResponse:
    """``/att-gora/fram-och-tillbaka/``: what one's groups see through or what lies with one."""
    user = request.user
    assert isinstance(user, User)
    return render(request, "pages/own.html", {"own": own_of(user, timezone.localdate())})


def own_of(user: User, today: date) -> list[Own]:
    """Open matters, those that went back and forth the most first. Two queries and the seats."""
    mine = seats(user)
    leads = [party for party, role in mine if role in LEADS]
    acts = [party for party, role in mine if role in ACTS]
    if not leads and not acts:
        return []
    matters = Matter.objects.visible_to(user).open()
    matters = matters.filter(Q(steward__in=leads) | Q(holder__in=acts))
    matters = matters.with_parties().order_by("opened_on", "pk")
    passes = Entry.objects.filter(
        about_type="matters.matter",
        about_id__in=matters.order_by().values("pk"),
        kind__in=(MOVED, *RETURNS),
    )
    rows = passes.order_by().values_list("about_id", "kind").annotate(Count("pk"))
    counts = {(pk, kind): count for pk, kind, count in rows}
    found = [
        Own(
            matter,
            (today - matter.opened_on).days,
            counts.get((matter.pk, MOVED), 0),
            sum(counts.get((matter.pk, kind), 0) for kind in RETURNS),
        )
        for matter in matters
    ]
    found.sort(key=lambda one: (-one.came_back - one.moved, -one.days))
    return found[:OWN]
