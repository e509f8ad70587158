"""Lists of those who are told by word of mouth: at a meeting, or through their organisation.

A list is printed before, and what came of it is entered on one page afterwards: who was told, and
whether it got better. Who was not there stays on the list; after two meetings it says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oppnasoc.groups.models import Organisation
from oppnasoc.people.models import User
from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import may, require
from oppnasoc.ui import paper
from oppnasoc.ui.templatetags.ui import countword, day
from oppnasoc.voices.models import Voice

from . import feedback, judging, telling
from .by_post import what_happens_next
from .debts import say_how_many, settle, undoable
from .models import Ground
from .telling import Row

TEMPLATE = Path(__file__).parent / "templates" / "matters" / "tending" / "by_word.typ"
ENOUGH = 2  # meetings that somebody has missed until another way is better
SHORT = 240  # characters of what was said, on paper


@dataclass(frozen=True)
class Person:
    """One who is to be told: her debt, what she is called here, and how many meetings have passed
    without her."""

    row: Row
    called: str
    missed: int = 0

    @property
    def wants_another_way(self) -> bool:
        return self.missed >= ENOUGH


def by_matter(people: Iterable[Person]) -> list[list[Person]]:
    """The same people, those of one matter together; who has waited longest comes first."""
    found: dict[int, list[Person]] = {}
    for person in people:
        found.setdefault(person.row.matter.pk, []).append(person)
    return list(found.values())


def entered(request: HttpRequest, *, how: str, receipt: str, by: User) -> None:
    """Settle the debts that are ticked, write down what they think, and say how many."""
    done, missed = settle(request.POST.getlist("told"), how=how, receipt=receipt, by=by)
    say_how_many(request, done, missed)
    thought = {pk: request.POST.get(f"better-{pk}", "") for pk in done}
    thought = {pk: better for pk, better in thought.items() if better}
    grounds = Ground.objects.filter(pk__in=thought).select_related(
        "voice__group", "voice__organisation", "matter__steward"
    )
    wrote = 0
    for ground in grounds:
        try:
            judging.judge(ground, thought[ground.pk], by=by)
        except (ValidationError, PermissionDenied):
            continue
        wrote += 1
    if wrote:
        text = ngettext(
            "What %(n)d thinks is written down.", "What %(n)d think is written down.", wrote
        )
        messages.success(request, text % {"n": wrote})


def pdf(title: str, lead: str, people: Iterable[Person], *, enter_at: str) -> bytes:
    """The list as a PDF with boxes to tick. ``enter_at`` is the address of the page on which it is
    entered afterwards. Raises paper.Unprintable."""
    data = {
        "lead": lead,
        "matters": [on_paper(each) for each in by_matter(people)],
        "enter_at": enter_at,
        "words": {
            "why": _("This is why"),
            "better": _("Did it get better?"),
            "yes": _("Yes"),
            "partly": _("Partly"),
            "no": _("No"),
            "ask": _("Ask too: did it get better? Tick what they say."),
            "late": _("Has waited too long"),
            "other_way": _("Get in touch another way"),
            "after": _("Afterwards, enter it here:"),
            "page": _("Page"),
            "nobody": _("Nobody waits for word here"),
        },
    }
    return paper.pdf(TEMPLATE, data, title=title)


def on_paper(people: list[Person]) -> dict[str, Any]:
    """Those of one matter, with what to say to them."""
    first = people[0].row
    outcome = first.outcome
    turn_to = _("You can turn to %(where)s.") % {"where": outcome.turn_to}
    return {
        "title": first.matter.title,
        "answer": outcome.begins,
        "text": outcome.text,
        "reason": outcome.reason,
        "turn_to": turn_to if outcome.turn_to else "",
        "next_up": what_happens_next(first.matter),
        "asks_better": not first.is_open_again,
        "people": [
            {
                "called": person.called,
                "said": Truncator(person.row.voice.text).chars(SHORT),
                "when": when_said(person.row.voice),
                "late": person.row.late,
                "missed": missed_words(person),
            }
            for person in people
        ],
    }


def when_said(voice: Voice) -> str:
    on = {"on": day(voice.said_on)}
    if voice.text:
        return _("Said on %(on)s") % on
    return _("Said on %(on)s that it concerns them too.") % on


def missed_words(person: Person) -> str:
    """That meetings have passed without her, when it is time for another way."""
    if not person.wants_another_way:
        return ""
    return _("%(n)s meetings have passed.") % {"n": countword(person.missed).capitalize()}


def through(organisation: Organisation, user: User) -> QuerySet[Ground]:
    """Whom this person may tell through an organisation, or let it tell."""
    waiting = feedback.to_be_told_by(user).filter(
        voice__tell_by=Voice.TellBy.ORGANISATION, voice__organisation=organisation
    )
    return waiting.select_related("matter__holder")


def members(grounds: Iterable[Ground]) -> list[Person]:
    """The people of an organisation's list, called what its own people know them by."""
    return [Person(row, called_there(row.voice)) for row in telling.rows(grounds)]


def called_there(voice: Voice) -> str:
    """What the organisation calls her: everybody here is of the organisation itself."""
    if voice.speaker:
        return voice.speaker
    if voice.people_count > 1:
        return _("%(n)s people") % {"n": countword(voice.people_count)}
    return _("one of your members")


def _organisation(request: HttpRequest, slug: str) -> Organisation:
    organisation = get_object_or_404(Organisation, slug=slug)
    require(request.user, "matters.tell_through", organisation)
    return organisation


@login_required
@require_http_methods(["GET", "POST"])
def organisation_tell(request: HttpRequest, slug: str) -> HttpResponse:
    """``/fragor/att-beratta/genom/slug/``: its representative tells her own, and ticks them off."""
    organisation = _organisation(request, slug)
    user = signed_in(request)
    if request.method == "POST":
        with override("sv"):  # She may read it.
            on = {"org": organisation, "on": day(timezone.localdate())}
            receipt = _("through %(org)s, %(on)s") % on
        entered(request, how=Voice.TellBy.ORGANISATION, receipt=receipt[:240], by=user)
        return redirect("organisation_tell", slug)
    context = {
        "organisation": organisation,
        "matters": by_matter(members(through(organisation, user))),
        "may_tend": may(user, "voices.sort"),
        "undoable": undoable(request),
    }
    return render(request, "matters/tending/through.html", context)


@never_cache
@login_required
@require_safe
def organisation_tell_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The same list to print and take along."""
    organisation = _organisation(request, slug)
    people = members(through(organisation, signed_in(request)))
    page = reverse("organisation_tell", args=[slug])
    title = _("To tell through %(org)s") % {"org": organisation}
    lead = _("These members raised something, and something came of it. Tell them.")
    where = request.build_absolute_uri(page)
    return paper.send(
        request,
        lambda: pdf(title, lead, people, enter_at=where.split("://")[1]),
        name=_("to-tell"),
        instead=page,
    )
