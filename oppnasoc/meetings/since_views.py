"""The page of 'Sedan sist', on the web and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from oppnasoc.groups.models import Group
from oppnasoc.matters import feedback
from oppnasoc.matters.models import Matter
from oppnasoc.people.rights import may
from oppnasoc.voices.models import Voice

from .since import sheet

EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class Waits:
    """Something that waits in the group for those who lead it."""

    text: str
    url: str


@require_safe
def since_last(request: HttpRequest, slug: str) -> HttpResponse:
    """``/grupper/brukargruppen/sedan-sist/?sedan=2026-03-01``; 422 when that is no day."""
    group = get_object_or_404(Group, slug=slug)
    today, given = timezone.localdate(), request.GET.get("sedan", "").strip()
    since, error = chosen_day(given, today)
    context = {
        "group": group,
        "sheet": sheet(group, today=today, since=since),
        "today": today,
        "given": given,
        "error": error,
        "waits": what_waits(group) if may(request.user, "groups.edit_group", group) else [],
    }
    return render(request, "meetings/since.html", context, status=422 if error else 200)


def chosen_day(given: str, today: date) -> tuple[date | None, str]:
    """The day that somebody chose, or what is wrong with it."""
    if not given:
        return None, ""
    try:
        day = parse_date(given)
    except ValueError:
        day = None
    if day is None:
        return None, _("Write the day as 2026-03-01.")
    if day > today:
        return None, _("The day lies ahead. Choose one that has been.")
    return max(day, EARLIEST), ""


def what_waits(group: Group) -> list[Waits]:
    """Three queries: what nobody has read, who is to be told, what the group is asked to take."""
    unread = Voice.objects.waiting().filter(group=group, confidence=None).count()
    owed = feedback.owed().filter(matter__steward=group)
    to_tell = owed.exclude(voice__tell_by=Voice.TellBy.CODE).order_by().count()
    asked = Matter.objects.open().filter(asked=group.pk).count()
    every = (
        (unread, _waits_to_be_read(unread), reverse("voices")),
        (to_tell, _waits_for_word(to_tell), reverse("debts")),
        (asked, _asked_to_take(asked), reverse("todo")),
    )
    return [Waits(text, url) for count, text, url in every if count]


def _waits_to_be_read(n: int) -> str:
    return ngettext("%(n)d voice to read", "%(n)d voices to read", n) % {"n": n}


def _waits_for_word(n: int) -> str:
    text = ngettext("%(n)d waits for word from you", "%(n)d wait for word from you", n)
    return text % {"n": n}


def _asked_to_take(n: int) -> str:
    text = ngettext("%(n)d matter to say yes or no to", "%(n)d matters to say yes or no to", n)
    return text % {"n": n}
