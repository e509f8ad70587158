"""The start page, the page of what waits for a person, and the page about the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from oppnasoc.groups.models import Group, Unit
from oppnasoc.groups.rules import has_a_seat
from oppnasoc.news.reading import latest
from oppnasoc.people.models import User
from oppnasoc.people.rights import Somebody, may
from oppnasoc.ui.menu import visitor
from oppnasoc.ui.parts import Step
from oppnasoc.ui.registry import Todo, todos
from oppnasoc.ui.templatetags.ui import day

from . import news
from .standing import standing

LINES = 12  # to-dos that are shown at first: what one person gets done in ten minutes


@dataclass(frozen=True)
class Shortcut:
    """A way to something that a person may do; ``done`` marks a step of the beginning."""

    url: str
    label: str
    text: str = ""
    done: bool = False


def promise() -> list[Step]:
    """What becomes of a word, as stepping stones: the whole site in four."""
    return [
        Step(_("You say it"), "here", _("No account needed")),
        Step(_("A group takes it on"), "ahead", _("You see who has it")),
        Step(_("You get an answer"), "ahead", _("A no always has its reason")),
        Step(_("Did it get better?"), "ahead", _("You are the judge")),
    ]


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """``/``: say something; the news, what happened, what waits longest, the next meeting."""
    happened, waiting, meeting = news.happened(), news.waiting(), news.next_meeting()
    context = {
        "promise": promise(),
        "latest": latest(),
        "happened": happened,
        "waiting": waiting,
        "meeting": meeting,
        "asked": news.asked_now(),
        "texts": news.to_have_a_say_about(),
        "beginning": [] if happened else beginning(visitor(request)),
    }
    return render(request, "pages/start.html", context)


def beginning(by: Somebody) -> list[Shortcut]:
    """The first steps of an empty town, for those who may take them; nothing for a visitor."""
    steps = []
    if may(by, "people.invite"):
        steps.append(
            Shortcut(
                reverse("invite_person"),
                _("Invite those who will look after the site"),
                _("An editor, a manager with the right to decide, and whoever writes the notes."),
                User.objects.count() > 1,
            )
        )
    if may(by, "groups.edit_tree"):
        steps += [
            Shortcut(
                reverse("group_new"),
                _("Start the first group"),
                _("The one where most is said. The others can grow from it."),
                Group.objects.exists(),
            ),
            Shortcut(
                reverse("unit_new"),
                _("Add the units that answer"),
                _("A matter always lies with somebody."),
                Unit.objects.exists(),
            ),
        ]
    if may(by, "meetings.take_in"):
        steps.append(
            Shortcut(
                reverse("draft_new"),
                _("Take in the notes of your latest meeting"),
                _("What people said there becomes matters that can be followed."),
            )
        )
    return steps


def due_words(due_on: date | None, *, late: bool) -> str:
    """When something is due, as one says it: 'i dag', 'i morgon', 'senast fredag 20 mars'."""
    if due_on is None:
        return ""
    today = timezone.localdate()
    if late or due_on < today:
        return _("since %(day)s") % {"day": day(due_on)}
    if due_on == today:
        return _("today")
    if due_on == today + timedelta(days=1):
        return _("tomorrow")
    return _("by %(day)s at the latest") % {"day": day(due_on)}


@dataclass(frozen=True)
class Lines:
    """The lines of one group of to-dos, each with when it is due in words."""

    title: str
    lines: list[tuple[Todo, str]]


def grouped(items: Iterable[Todo], today: date) -> list[Lines]:
    """To-dos in their order as 'sent', 'i dag' and 'kan vänta'; a group without any is left out."""
    words = (pgettext("to do", "Late"), pgettext("to do", "Today"), pgettext("to do", "Can wait"))
    titles = dict(zip(("late", "today", "later"), words, strict=True))
    found: dict[str, list[tuple[Todo, str]]] = {}
    for item in items:
        line = (item, due_words(item.due_on, late=item.late))
        found.setdefault(item.group(today), []).append(line)
    return [Lines(titles[name], lines) for name, lines in found.items()]


@login_required
@require_safe
def todo(request: HttpRequest) -> HttpResponse:
    """``/att-gora/?allt=1``: what waits for the signed-in person, the first lines or all."""
    by = request.user
    assert isinstance(by, User)
    waits = todos(by)
    shown = waits if "allt" in request.GET else waits[:LINES]
    context = {
        "groups": grouped(shown, timezone.localdate()),
        "left": len(waits) - len(shown),
        "total": len(waits),
        "late": sum(item.late for item in waits),
        "standing": standing(by),
        "shortcuts": shortcuts(by),
    }
    return render(request, "pages/todo.html", context)


def shortcuts(by: User) -> list[Shortcut]:
    """What a person may do besides, and nothing that she may not."""
    every = [
        ("meetings.take_in", "draft_new", _("Take in meeting notes")),
        ("voices.sort", "voices", _("New voices")),
        ("voices.enter", "enter", _("Write down for somebody else")),
        ("voices.sort", "slips", _("Slips with codes")),
        ("groups.edit_tree", "group_new", _("Start a group")),
        ("people.see_people", "people", _("People and rights")),
        ("pages.see_faults", "state", _("How it is")),
    ]
    found = [Shortcut(reverse(name), label) for right, name, label in every if may(by, right)]
    if may(by, "wagtailadmin.access_admin"):
        found.append(Shortcut(settings.EDITORIAL_PATH, _("Write news and other texts")))
    if has_a_seat.test(by):
        found.append(Shortcut(reverse("own_matters"), _("Where your questions go back and forth")))
    return found


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """``/om/``: what this site is, who reads what one writes, and how long it takes."""
    return render(request, "pages/about.html")
