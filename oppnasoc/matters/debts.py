"""'To tell': who waits for word, how, since when; ticked off as they are told. And the letters."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oppnasoc.groups.rules import has_a_seat
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.people.rules import is_editor
from oppnasoc.trail.actions import Stale
from oppnasoc.ui import paper
from oppnasoc.ui.templatetags.ui import day
from oppnasoc.voices.models import Voice

from . import by_post, feedback, telling
from .models import Ground

SHOWN = 100  # the longest waiting
LONGEST_NUMBER = 11  # digits of the number on a letter
LAST = "told_last"  # in the session: which were ticked off last, where and when
UNDO_WITHIN = 15 * 60  # seconds
TellBy = Voice.TellBy

#: What ``?satt=`` shows.
WAYS = {
    "": pgettext_lazy("debts", "All"),
    "meeting": pgettext_lazy("debts", "At the next meeting"),
    "letter": pgettext_lazy("debts", "By letter"),
    "email": pgettext_lazy("debts", "By e-mail"),
    "sms": pgettext_lazy("debts", "By text message"),
    "organisation": pgettext_lazy("debts", "Through an organisation"),
    "code": pgettext_lazy("debts", "Lies ready for the code"),
}


def somebody_who_tells(request: HttpRequest) -> User:
    """Who asks, when she may have debts to settle at all; otherwise PermissionDenied."""
    user = request.user
    if not isinstance(user, User) or not (has_a_seat.test(user) or is_editor.test(user)):
        raise PermissionDenied
    return user


def settle(keys: Iterable[str], *, how: str, receipt: str, by: User) -> tuple[list[int], int]:
    """Mark debts as told, as far as they still are what was seen: which were, how many not.

    ``keys`` are those of ``telling.Row``; without ``how`` each is told as its speaker wished.
    """
    wanted = dict(found for key in keys if (found := telling.seen(key)) is not None)
    grounds = Ground.objects.filter(pk__in=list(wanted)[:SHOWN])
    done, missed = [], 0
    for ground in grounds.select_related("voice__group", "voice__organisation", "matter__steward"):
        way = how or ground.voice.tell_by
        try:
            feedback.tell(ground, how=way, receipt=receipt, by=by, seen=wanted[ground.pk])
        except (Stale, ValidationError, PermissionDenied):
            missed += 1
        else:
            done.append(ground.pk)
    return done, missed


def say_how_many(request: HttpRequest, done: list[int], missed: int) -> None:
    """What came of a press, with a way back that ``undoable`` finds on the same page."""
    request.session[LAST] = {"grounds": done, "page": request.path, "at": int(time.time())}
    if done:
        text = ngettext(
            "Done. %(n)d person has been told.", "Done. %(n)d people have been told.", len(done)
        )
        messages.success(request, text % {"n": len(done)})
    if missed:
        text = ngettext(
            "%(n)d was told by somebody else, or there is news. Look at the list again.",
            "%(n)d were told by somebody else, or there is news. Look at the list again.",
            missed,
        )
        messages.warning(request, text % {"n": missed})
    if not done and not missed:
        messages.warning(request, _("Tick those who have been told."))


def undoable(request: HttpRequest) -> bool:
    """Whether what was ticked off on this page a moment ago can be taken back."""
    last = request.session.get(LAST, {"grounds": []})
    fresh = last["grounds"] and time.time() - last["at"] < UNDO_WITHIN
    return bool(fresh) and last["page"] == request.path


@login_required
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """They were not told after all: they wait again, since the same day as before."""
    user = somebody_who_tells(request)
    last = request.session.pop(LAST, {"grounds": [], "page": reverse("debts")})
    grounds = Ground.objects.filter(pk__in=last["grounds"], told_by=user)
    back = 0
    for ground in grounds.select_related("voice__group", "voice__organisation", "matter__steward"):
        with suppress(Stale, ValidationError, PermissionDenied):
            feedback.untell(ground, by=user)
            back += 1
    text = ngettext(
        "%(n)d person waits to be told again.", "%(n)d people wait to be told again.", back
    )
    messages.success(request, text % {"n": back})
    return redirect(last["page"])


def without_address(user: User) -> int:
    """How many want a letter and have left no address, so that somebody must find another way."""
    letters = feedback.to_be_told_by(user).filter(voice__tell_by=TellBy.LETTER)
    return letters.order_by().filter(Q(voice__reach=None) | Q(voice__reach__address="")).count()


@login_required
@require_http_methods(["GET", "POST"])
def debts(request: HttpRequest) -> HttpResponse:
    """``/fragor/att-beratta/?satt=meeting``: the longest waiting first."""
    user = somebody_who_tells(request)
    way = request.GET.get("satt", "")
    way = way if way in WAYS else ""
    number = request.GET.get("nummer", "")[:40]
    if number and (voice := voice_of_letter(number)):
        return redirect("voice_tending", voice)
    receipt = request.POST.get("receipt", "")[:240]
    if request.method == "POST":
        ticked = request.POST.getlist("told")
        done, missed = settle(ticked, how=way, receipt=receipt, by=user)
        say_how_many(request, done, missed)
        if ticked:
            return redirect(f"{request.path}?satt={way}" if way else request.path)
    waiting = feedback.to_be_told_by(user)
    ways = list(waiting.order_by().values_list("voice__tell_by", flat=True))
    by_a_person = len(ways) - ways.count(TellBy.CODE)
    if way:
        waiting = waiting.filter(voice__tell_by=way)
    else:
        waiting = waiting.exclude(voice__tell_by=TellBy.CODE)  # They read it themselves.
    listed = list(waiting.select_related("matter__steward", "voice__reach")[:SHOWN])
    through = {ground.voice.organisation for ground in listed} - {None}
    organisations = sorted(through, key=str) if way == TellBy.ORGANISATION else []
    context = {
        "rows": telling.rows(listed, addresses=True),
        "total": ways.count(way) if way else by_a_person,
        "shown": SHOWN,
        "ways": [(k, str(name), ways.count(k) if k else by_a_person) for k, name in WAYS.items()],
        "way": way,
        "name": WAYS[way],
        "by_a_person": way != TellBy.CODE,
        "without_mail": by_a_person - ways.count(TellBy.EMAIL) - ways.count(TellBy.SMS),
        "without_address": without_address(user),
        "organisations": organisations,
        "may_tend": may(user, "voices.sort"),
        "undoable": undoable(request),
        "receipt": receipt,
        "number": number,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "matters/tending/debts.html", context, status=status)


def voice_of_letter(number: str) -> int | None:
    """The voice that a letter was about, by the number that stands on it ('Brev 63')."""
    digits = re.sub(r"[^0-9]", "", number)
    if not digits or len(digits) > LONGEST_NUMBER:
        return None
    return Voice.objects.filter(pk=int(digits)).values_list("pk", flat=True).first()


@login_required
@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """Print-ready letters, one sheet each, to those who asked for one; then marked as sent."""
    user = somebody_who_tells(request)
    if request.method == "POST":
        with override("sv"):  # She may read it.
            receipt = _("letter sent %(on)s") % {"on": day(timezone.localdate())}
        keys = request.POST.getlist("told")
        done, missed = settle(keys, how=TellBy.LETTER, receipt=receipt, by=user)
        say_how_many(request, done, missed)
        return redirect("letters")
    written, without = by_post.waiting(user)
    context = {
        "letters": written,
        "without": without,
        "may_tend": may(user, "voices.sort"),
        "code_page": by_post.code_page(),
        "today": timezone.localdate(),
        "undoable": undoable(request),
    }
    return render(request, "matters/tending/letters.html", context)


@never_cache
@login_required
@require_safe
def letters_pdf(request: HttpRequest) -> HttpResponse:
    """``/fragor/brev/pdf/``: the same letters as one file, ready for envelopes with a window."""
    written, _without = by_post.waiting(somebody_who_tells(request))
    if not written:
        return redirect("letters")
    return paper.send(
        request,
        lambda: by_post.pdf(written, today=timezone.localdate()),
        name=_("letters"),
        instead=reverse("letters"),
    )
