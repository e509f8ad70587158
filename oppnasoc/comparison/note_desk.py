"""Looking at notes: everything that waits, one at a time, correcting and taking away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oppnasoc.following.subjects import shown
from oppnasoc.people.models import User
from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale
from oppnasoc.voices import marks

from . import noting
from .models import Elsewhere
from .note_forms import CheckForm, CorrectForm, DeclineForm, start_of
from .note_views import seen_note, with_what_they_are_beside
from .noting import CHECK

SHOWN = 50
PILE = 200
State = Elsewhere.State


def editor(request: HttpRequest) -> User:
    by = signed_in(request)
    require(by, CHECK)
    return by


def taken() -> str:
    return _("Somebody else came just before you, or the words are new. Look once more.")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, and the pile that came all at once. POST: take chosen ones out of the pile, or
    say no to all of them for one reason."""
    by = editor(request)
    form = DeclineForm()
    pile = Elsewhere.objects.waiting().filter(in_flood=True).order_by("pk")
    if request.method == "POST":
        pks = [pk for pk in request.POST.getlist("note") if pk.isdecimal() and len(pk) < 12]
        chosen = list(pile.filter(pk__in=pks))
        form = DeclineForm(request.POST)
        if not chosen:
            form.add_error(None, _("You have chosen none of them."))
        elif "out" in request.POST:
            noting.take_out(chosen, by=by)
            return redirect("elsewhere_queue")
        elif form.is_valid():
            try:
                for note in chosen:
                    noting.decline(note, form.cleaned_data["reason"], by=by)
            except (Stale, ValidationError):
                form.add_error(None, taken())
            else:
                messages.success(request, _("It is not shown. Whoever wrote it can read why."))
                return redirect("elsewhere_queue")
    held = Elsewhere.objects.waiting().filter(in_flood=False).order_by("created_at", "pk")
    context = {
        "rows": with_what_they_are_beside(list(held[:SHOWN]), by),
        "pile": list(pile[:PILE]),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "comparison/queue.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """One note that waits or was not shown: publish it, with other words too, or say no."""
    by = editor(request)
    waits = Elsewhere.objects.filter(state__in=(State.HELD, State.DECLINED))
    note = get_object_or_404(waits, pk=pk)
    form: Form = CheckForm(initial=start_of(note))
    no = DeclineForm(initial={"seen": note.revision})
    if request.method == "POST":
        declines = "decline" in request.POST
        try:
            if declines:
                no = DeclineForm(request.POST)
                if no.is_valid():
                    noting.decline(note, by=by, **no.cleaned_data)
                    return done(request, _("It is not shown. Whoever wrote it can read why."))
            else:
                check = form = CheckForm(request.POST)
                if check.is_valid():
                    given = check.cleaned_data
                    noting.show(note, check.told(), by=by, theme=given["theme"], seen=given["seen"])
                    return done(request, _("It is shown."))
        except ValidationError as error:
            (no if declines else form).add_error(None, error)
        except Stale:
            (no if declines else form).add_error(None, taken())
    context: dict[str, Any] = {
        "note": note,
        "form": form,
        "no": no,
        "beside": shown([(note.kind, note.thing)], by).get((note.kind, note.thing)),
        **marks.to_look_at("\n\n".join(filter(None, [note.does, note.came, note.source]))),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "comparison/look.html", context, status=status)


def done(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("elsewhere_queue")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right a note that is shown, or take it away."""
    by = editor(request)
    note, _beside = seen_note(request, pk)
    form = CorrectForm(initial=start_of(note))
    if request.method == "POST":
        try:
            if "withdraw" in request.POST:
                noting.withdraw(note, by=by)
                messages.success(request, _("It is taken away."))
                return redirect("elsewheres")
            form = CorrectForm(request.POST)
            if form.is_valid():
                given = form.cleaned_data
                noting.correct(
                    note, form.told(), what=given["what"], theme=given["theme"],
                    seen=given["seen"], by=by,
                )  # fmt: skip
                messages.success(request, _("Saved."))
                return redirect(note)
        except (ValidationError, Stale) as error:
            if not form.is_bound:
                form = CorrectForm(request.POST)
                form.full_clean()
            form.add_error(None, taken() if isinstance(error, Stale) else error)
    status = 422 if request.method == "POST" else 200
    context = {"note": note, "form": form}
    return render(request, "comparison/correct.html", context, status=status)
