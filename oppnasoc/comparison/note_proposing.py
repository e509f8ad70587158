"""Tell how others do it, without an account or with one; and one's own page afterwards."""

from __future__ import annotations

import secrets
import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oppnasoc.following.subjects import by_word, shown
from oppnasoc.groups.models import Theme
from oppnasoc.matters.models import Matter
from oppnasoc.people import limits
from oppnasoc.people.models import User
from oppnasoc.people.requests import signed_in
from oppnasoc.trail.actions import Stale
from oppnasoc.ui.qr import qr
from oppnasoc.voices import codes, doors, marks

from . import noting
from .models import Elsewhere
from .note_following import KIND
from .note_forms import NoteForm, ProposeForm, start_of

NOTE = "elsewhere"
RECEIPT = "elsewhere_receipt"
RECEIPT_SECONDS = 3600  # how long a receipt can be looked at again in the same browser
PER_HOUR = 30  # notes from one network; more are held and looked at together


@doors.opens(NOTE, page="elsewhere_own", order=40, receipt=RECEIPT)
def of_code(digest: str) -> int | None:
    found = Elsewhere.objects.filter(code_digest=digest, author=None)
    return found.values_list("pk", flat=True).first()


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, word: str, pk: int) -> HttpResponse:
    """``/jamfor/sa-gor-andra/ny/fraga/7/``: what may be somebody's name is shown first."""
    subject = by_word(word)
    if subject is None or subject.kind == KIND or pk >= 2**63:
        raise Http404
    beside = shown([(subject.kind, pk)], request.user).get((subject.kind, pk))
    if beside is None:
        raise Http404
    context: dict[str, Any] = {"beside": beside}
    if request.method == "GET":
        context["form"] = ProposeForm(initial={"once": secrets.token_hex(16)})
        return render(request, "comparison/propose.html", context)
    form = context["form"] = ProposeForm(request.POST)
    if form.is_valid():
        look = marks.to_look_at(form.everything())
        if look["found"] and "seen" not in request.POST:
            return render(request, "comparison/propose.html", {**context, **look})
        try:
            return sent(request, subject.kind, pk, form)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "comparison/propose.html", context, status=422)


def theme_of(kind: str, thing: int) -> Theme | None:
    """The theme of what a note is beside, when that has one; an editor may choose another."""
    return Theme.objects.filter(
        pk__in=Matter.objects.filter(pk=thing if kind == "matter" else 0).values("theme")
    ).first()


def sent(request: HttpRequest, kind: str, thing: int, form: ProposeForm) -> HttpResponse:
    """Store the note, once. Raises ValidationError naming the field."""
    once = form.cleaned_data["once"] or secrets.token_hex(16)
    many = not limits.count("comparison.proposed", request, most=PER_HOUR)
    note, code = noting.propose(
        kind,
        thing,
        form.told(),
        by=request.user,
        name=form.cleaned_data["name"],
        theme=theme_of(kind, thing),
        in_flood=form.by_a_robot or many,
        once=once,
    )
    if note.is_shown:
        messages.success(request, _("It is shown."))
        return redirect(note)
    if not code:
        messages.success(request, _("Thank you. An editor looks before it is shown."))
        return redirect("elsewhere_mine", note.pk)
    request.session[RECEIPT] = {"once": once, "at": int(time.time())}
    request.session.set_expiry(0)
    return redirect("elsewhere_receipt")


@never_cache
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt with the code, for an hour; POST: leave nothing of it in this browser."""
    if request.method == "POST":
        request.session.pop(RECEIPT, None)
        return redirect("start")
    kept = request.session.get(RECEIPT)
    if not kept or time.time() - kept["at"] > RECEIPT_SECONDS:
        return redirect("code")
    code = codes.of_sending(kept["once"])
    note = noting.find(code)
    if note is None:
        return redirect("code")
    address = f"{settings.SITE_URL}{reverse('code')}#{codes.spell(code)}"
    context = {
        "note": note,
        "code": codes.spell(code),
        # The code stands behind '#', which browsers send to nobody.
        "qr": qr(address, _("To the page where you use your code")),
        "site_url": settings.SITE_URL.split("://")[1],
        "beside": shown([(note.kind, note.thing)]).get((note.kind, note.thing)),
    }
    return render(request, "comparison/receipt.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """``/jamfor/sa-gor-andra/min/``: the note that the code opened."""
    there = Elsewhere.objects.filter(author=None).exclude(code_digest=None)
    note = doors.opened(request, NOTE, there)
    if note is None:
        messages.info(request, _("The page had closed itself. Write your code again."))
        return redirect("code")
    return one(request, note, None)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """``/jamfor/sa-gor-andra/mina/7/``: what she proposed with her account."""
    by = signed_in(request)
    return one(request, get_object_or_404(Elsewhere.objects.filter(author=by), pk=pk), by)


def one(request: HttpRequest, note: Elsewhere, by: User | None) -> HttpResponse:
    """The page of one's own note: what became of it, other words, taking it back."""
    form = NoteForm(initial=start_of(note))
    beside = shown([(note.kind, note.thing)], by).get((note.kind, note.thing))
    context: dict[str, Any] = {"note": note, "beside": beside, "with_code": by is None}
    if request.method == "POST":
        try:
            if "take_back" in request.POST:
                noting.take_back(note, by=by)
                doors.end(request)
                messages.success(request, _("Your words are gone."))
                return redirect("elsewheres")
            form = NoteForm(request.POST)
            if form.is_valid():
                look = marks.to_look_at(form.everything())
                if look["found"] and "seen" not in request.POST:
                    return render(request, "comparison/own.html", {**context, "form": form, **look})
                noting.change(note, form.told(), by=by)
                messages.success(
                    request, _("Your words are changed. A person looks before they are shown.")
                )
                return redirect(request.path)
        except Stale:
            text = _("Somebody else came just before you. Look at it and try again.")
            messages.warning(request, text)
            return redirect(request.path)
        except ValidationError as error:
            if not form.is_bound:
                form = NoteForm(request.POST)
                form.full_clean()
            form.add_error(None, error)
    status = 422 if request.method == "POST" else 200
    return render(request, "comparison/own.html", {**context, "form": form}, status=status)
