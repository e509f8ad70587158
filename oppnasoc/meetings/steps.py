"""The five steps from notes to published minutes. Every step saves what is typed, always."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from oppnasoc.groups.models import Group, Party, Theme
from oppnasoc.matters.forms import NewMatterForm, likely, next_word_day
from oppnasoc.matters.models import Matter
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.trail.actions import Stale

from . import actions, publishing
from .findings import CHOICES, Gate, known_organisations
from .forms import FactsForm
from .intake import already_there, get_draft
from .models import Draft, Point
from .review import Case, Person, Review, as_day
from .telling_views import remind
from .unready import STEPS, missing_in, problems
from .wording import KINDS, reason

NAMES = {
    "facts": gettext_lazy("The meeting"),
    "people": gettext_lazy("People in the text"),
    "points": gettext_lazy("The points"),
    "matters": gettext_lazy("The matters"),
    "check": gettext_lazy("Read through"),
}


@dataclass(frozen=True)
class StepLink:
    """A step in the list on top: its name, address, and whether it is done, here or left."""

    name: str
    url: str
    state: str


def step_links(draft: Draft, here: str, left: set[str]) -> list[StepLink]:
    """The list of steps; a step with nothing left to do before this one counts as done."""
    links = []
    for number, step in enumerate(STEPS):
        state = "here" if step == here else "left"
        if state == "left" and step not in left and number < STEPS.index(here):
            state = "done"
        links.append(StepLink(str(NAMES[step]), reverse(f"draft_{step}", args=[draft.uuid]), state))
    return links


def show(
    request: HttpRequest,
    draft: Draft,
    review: Review,
    step: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A step's page, with the list of steps and what is left to do."""
    todo = problems(review, known_organisations(), today=timezone.localdate())
    links = [(p.text, reverse(f"draft_{p.step}", args=[draft.uuid])) for p in todo]
    context |= {
        "draft": draft,
        "review": review,
        "step": step,
        "steps": step_links(draft, step, {p.step for p in todo}),
        "problems": links,
        "number": STEPS.index(step) + 1,
        "original": draft.original.split("\n"),
    }
    return render(request, f"meetings/draft_{step}.html", context, status=status)


def save(request: HttpRequest, draft: Draft, review: Review, step: str) -> HttpResponse | None:
    """Save and go where the button says; None when somebody else saved meanwhile."""
    assert isinstance(request.user, User)
    before = draft.minutes_id
    try:
        actions.save_review(draft, review, by=request.user, seen=revision_seen(request))
    except Stale:
        messages.warning(
            request,
            _("Somebody else has saved this draft meanwhile. Look through it and save once more."),
        )
        draft.refresh_from_db(fields=["revision"])
        return None
    if draft.minutes_id not in (before, None):
        messages.info(request, already_there())
    if "later" in request.POST:
        messages.success(request, _("Saved. The draft waits for you here."))
        return redirect(draft.paper.pile if draft.paper else "draft_new")
    if "stay" in request.POST:
        return redirect(f"draft_{step}", draft.uuid)
    return redirect(f"draft_{STEPS[STEPS.index(step) + 1]}", draft.uuid)


def typed(request: HttpRequest, name: str, default: str = "") -> str:
    """What was typed in a field, without the character that no database keeps."""
    return request.POST.get(name, default).replace("\x00", "")


def revision_seen(request: HttpRequest) -> int | None:
    """The revision that the person saw, if her browser says one."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 12 else None


View = Callable[[HttpRequest, Draft, Review], HttpResponse]


def stepping(view: View) -> Callable[..., HttpResponse]:
    """Give a view the open draft of somebody who may see it, and its review.

    A draft that is published meanwhile, by a second click for instance, leads to its minutes.
    """

    @login_required
    @require_http_methods(["GET", "POST"])
    def wrapped(request: HttpRequest, uuid: object) -> HttpResponse:
        draft = get_draft(request, uuid, Draft.Status.OPEN, Draft.Status.PUBLISHED)
        if draft.status == Draft.Status.PUBLISHED:
            return redirect(draft.minutes or "draft_new")
        return view(request, draft, Review.from_json(draft.content))

    return wrapped


@stepping
def facts(request: HttpRequest, draft: Draft, review: Review) -> HttpResponse:
    """Title, day, place, next meeting and who was there. What is unsure is asked for."""
    initial = {
        "seen": draft.revision,
        "title": review.title,
        "held_on": review.held_on,
        "place": review.place,
        "next_on": review.next_on,
        "next_at": review.next_at,
    }
    form = FactsForm(request.POST or None, initial=initial)
    if request.method == "POST":
        review.people = sent_people(request)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        review.title, review.held_on = data["title"], data["held_on"]
        review.place = data["place"].pk if data["place"] else None
        review.next_on, review.next_at = data["next_on"], data["next_at"]
        if response := save(request, draft, review, "facts"):
            return response
        kept = request.POST.copy()
        kept["seen"] = str(draft.revision)
        form.data = kept
    tried = review.asked.get("date", {}).get("candidates", [])
    context = {
        "form": form,
        "people": [*review.people, *([Person()] * 3)],
        "days": [date_format(day, "l j F Y") for one in tried if (day := as_day(one))],
    }
    return show(request, draft, review, "facts", context)


def sent_people(request: HttpRequest) -> list[Person]:
    """Who was there, as typed; empty lines are left out."""
    parts = ("name", "organisation", "role")
    rows = zip(*(request.POST.getlist(f"person_{part}") for part in parts), strict=False)
    people = [Person(*(one.replace("\x00", "").strip()[:120] for one in row)) for row in rows]
    return [person for person in people if person.written()]


@stepping
def people(request: HttpRequest, draft: Draft, review: Review) -> HttpResponse:
    """Everything that may be personal data, decided one by one."""
    found = Gate.of(review, known_organisations()).questions()
    if request.method == "POST":
        for question in found:
            choice = request.POST.get(f"choice-{question.key}", "")
            if choice in CHOICES:
                review.choices[question.key] = choice
        everybody = request.POST.get("everybody")
        if everybody in CHOICES:
            for question in found:
                if question.must_be_decided and not review.choices.get(question.key):
                    review.choices[question.key] = everybody
        if response := save(request, draft, review, "people"):
            return response
        found = Gate.of(review, known_organisations()).questions()
    asked = [q for q in found if q.must_be_decided]
    context = {
        "asked": asked,
        "told": [q for q in found if not q.must_be_decided],
        "undecided": sum(q.is_open for q in asked),
    }
    return show(request, draft, review, "people", context)


@stepping
def points(request: HttpRequest, draft: Draft, review: Review) -> HttpResponse:
    """The structure beside the original: change the text, say what each point becomes."""
    if request.method == "POST":
        for item in review.items:
            sent = request.POST.get
            item.text = typed(request, f"text-{item.key}", item.text)
            if (kind := sent(f"kind-{item.key}")) is not None:
                kind, _colon, level = kind.partition(":")
                if kind in Point.Kind.values and level in {"1", "2", "3"}:
                    item.kind, item.level = kind, int(level)
            outcome = sent(f"outcome-{item.key}")
            if outcome in Point.Outcome.values:
                item.outcome = outcome
        review.reshape(set(request.POST.getlist("merge")))
        if response := save(request, draft, review, "points"):
            return response
    rows = [
        {
            "item": item,
            "reason": reason(item),
            "kinds": KINDS,
            "kind_now": f"{item.kind}:{item.level}",
        }
        for item in review.items
    ]
    return show(request, draft, review, "points", {"rows": rows, "outcomes": Point.Outcome.choices})


@stepping
def matters(request: HttpRequest, draft: Draft, review: Review) -> HttpResponse:
    """For each point that is a matter: join one that is there or make a new one; for each that
    was answered: the answer."""
    if request.method == "POST":
        for item in review.chosen(Point.Outcome.ANSWERED):
            item.answer = typed(request, f"answer-{item.key}", item.answer).strip()
        for item in review.chosen(Point.Outcome.MATTER):
            item.case = sent_case(request, item.key, item.case)
            if request.POST.get(f"{item.key}-choice") == Point.Outcome.MINUTES:
                item.outcome = Point.Outcome.MINUTES
        if response := save(request, draft, review, "matters"):
            return response
    gate = Gate.of(review, known_organisations())
    today = timezone.localdate()
    cases = []
    for item in review.chosen(Point.Outcome.MATTER):
        case = item.case
        start = {
            "title": case.title or first_sentence(gate.text(item.text)),
            "theme": case.theme or draft.group.theme_id,
            "steward": case.steward or draft.group_id,
            "holder": case.holder or draft.group_id,
            "next_on": case.next_on or next_word_day(),
        }
        found = likely(item.text)
        if case.join is not None and case.join not in {m.pk for m in found}:
            found = [*Matter.objects.filter(pk=case.join), *found]
        cases.append(
            {
                "item": item,
                "text": gate.text(item.text),
                "likely": found,
                "form": NewMatterForm(initial=start, prefix=item.key),
                "missing": missing_in(item, today=today, gate=gate) if case.is_decided else "",
            }
        )
    all_matters = Matter.objects.published().order_by("title").values_list("pk", "title")
    context = {
        "cases": cases,
        "answered": review.chosen(Point.Outcome.ANSWERED),
        "all_matters": list(all_matters[:1000]) if cases else [],
    }
    return show(request, draft, review, "matters", context)


def sent_case(request: HttpRequest, key: str, case: Case) -> Case:
    """What was chosen for one point; texts stay as typed, unknown ids are dropped."""
    choice = request.POST.get(f"{key}-choice", "")
    if choice == "other":
        choice = request.POST.get(f"{key}-other", "")
    if choice.isdecimal() and len(choice) < 12 and Matter.objects.filter(pk=choice).exists():
        return Case(join=int(choice))
    if choice != "new":
        return case

    def known(name: str, model: type[Group | Party | Theme]) -> int | None:
        sent = request.POST.get(f"{key}-{name}", "")
        ok = sent.isdecimal() and len(sent) < 12 and model._default_manager.filter(pk=sent).exists()
        return int(sent) if ok else None

    return Case(
        title=typed(request, f"{key}-title").strip()[:160],
        theme=known("theme", Theme),
        steward=known("steward", Group),
        holder=known("holder", Party),
        next_on=typed(request, f"{key}-next_on")[:10],
    )


def first_sentence(text: str, most: int = 160) -> str:
    """The first sentence of a text, to start a title from."""
    for end in ("? ", ". ", "! "):
        head, found, _rest = text.partition(end)
        if found:
            text = head + end.strip() if end != ". " else head
    return text.rstrip(".")[:most]


@stepping
def check(request: HttpRequest, draft: Draft, review: Review) -> HttpResponse:
    """The minutes as everybody will read them, and the button that publishes."""
    assert isinstance(request.user, User)
    organisations = known_organisations()
    if request.method == "POST":
        day = review.day()
        if day and draft.minutes_id is None and actions.minutes_of(draft.group, day):
            actions.save_review(draft, review, by=request.user)
            messages.info(request, already_there())
            return redirect("draft_points", draft.uuid)
        try:
            done = publishing.publish(draft, by=request.user, seen=revision_seen(request))
        except ValidationError as error:
            for text in error.messages:
                messages.warning(request, text)
        except Stale:
            messages.warning(request, _("Somebody else has changed or published it meanwhile."))
            return redirect("draft_new")
        else:
            count = len(done.opened) + len(done.joined)
            text = ngettext(
                "Published. %(n)d matter can be followed from here.",
                "Published. %(n)d matters can be followed from here.",
                count,
            )
            messages.success(request, text % {"n": count} if count else _("Published."))
            remind(request, done.minutes.meeting)
            return redirect(draft.paper.pile if draft.paper else done.minutes)
    gate = Gate.of(review, organisations)
    joins = {item.case.join for item in review.items if item.case.join}
    titles = dict(Matter.objects.filter(pk__in=joins).values_list("pk", "title"))
    lines = [
        {
            "item": item,
            "text": gate.text(item.text),
            "answer": gate.text(item.answer),
            "matter": titles.get(item.case.join or 0) or gate.text(item.case.title),
            "is_new": item.case.join is None,
        }
        for item in review.items
    ]
    context = {
        "title": gate.text(review.title),
        "lines": lines,
        "attendees": gate.persons(review.people),
        "may_publish": may(request.user, "meetings.publish", draft.group),
    }
    return show(request, draft, review, "check", context)
