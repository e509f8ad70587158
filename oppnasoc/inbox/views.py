"""``/inkommet/``: mail that belongs to nothing yet, and what a person does with it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from oppnasoc.matters.forms import MatterField
from oppnasoc.matters.models import Matter
from oppnasoc.people.models import User
from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale
from oppnasoc.voices import helping
from oppnasoc.voices.models import Voice

from . import pen
from .models import Incoming

SHOWN = 50
READ = 200  # for what may be urgent, which is shown first
LATEST = 10  # that somebody has looked at, so that one can be put back
State = Incoming.State


class OtherForm(forms.Form):
    """Another matter than those that are guessed."""

    matter = MatterField(label=gettext_lazy("Which question?"))


def get_mail(request: HttpRequest, pk: int) -> Incoming:
    """A mail that somebody has looked at or has to; what the program placed is seen there."""
    require(request.user, "inbox.sort")
    mails = Incoming.objects.exclude(state__in=[State.NEW, State.DROPPED])
    mail = get_object_or_404(mails, pk=pk)
    if mail.state == State.DONE and mail.looked_at is None:
        raise Http404
    return mail


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits, urgent and then old things first; below it what was looked at last."""
    require(request.user, "inbox.sort")
    looked_at = Incoming.objects.filter(looked_at__isnull=False).exclude(state=State.HELD)
    found = pen.held().defer("raw", "whole")[:READ]
    waiting = [(mail, bool(pen.needs_of(mail))) for mail in found]
    waiting.sort(key=lambda row: not row[1])
    context = {
        "waiting": waiting[:SHOWN],
        "count": pen.held().count(),
        "latest": looked_at.order_by("-looked_at").defer("raw", "whole")[:LATEST],
    }
    return render(request, "inbox/inbox.html", context)


@login_required
@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    return page(request, get_mail(request, pk))


def page(
    request: HttpRequest, mail: Incoming, form: OtherForm | None = None, *, status: int = 200
) -> HttpResponse:
    """One mail: its words, where it may belong, and all of it as it came."""
    waits = mail.state == State.HELD
    raw = bytes(mail.raw or b"")[:20_000].decode("utf-8", "replace")
    context = {
        "mail": mail,
        "waits": waits,
        "help": helping.fitting(pen.needs_of(mail)) if waits else [],
        "guesses": pen.guesses(mail) if waits and mail.text else [],
        "whole": mail.whole or raw,
        "form": form or OtherForm(),
    }
    return render(request, "inbox/mail.html", context, status=status)


Act = Callable[[HttpRequest, Incoming, User], HttpResponse | str]


def acts(act: Act) -> Callable[..., HttpResponse]:
    """A view of one thing that is done with a mail; afterwards the list is shown again."""

    @login_required
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        found = get_mail(request, pk)
        try:
            done = act(request, found, signed_in(request))
        except Stale:
            messages.warning(request, _("Somebody else took care of it just before you."))
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return redirect("inbox_mail", found.pk)
        else:
            if isinstance(done, HttpResponse):
                return done
            messages.success(request, done)
        return redirect("inbox")

    return view


@acts
def place(request: HttpRequest, mail: Incoming, by: User) -> HttpResponse | str:
    """Put it on a matter, on a voice as a message, or among what was said to nobody."""
    target = request.POST.get("target", "")
    if not target:
        form = OtherForm(request.POST)
        if not form.is_valid():
            return page(request, mail, form, status=422)
        pen.put_on_matter(mail, form.cleaned_data["matter"], by=by)
        return _("Done. It waits among what was said.")
    kind, _colon, typed = target.partition(":")
    number = int(typed) if typed.isdecimal() and len(typed) < 12 else 0
    if kind == "voice":
        voices = Voice.objects.exclude(visibility=Voice.Visibility.WITHDRAWN)
        pen.put_on_voice(mail, get_object_or_404(voices, pk=number), by=by)
        return _("Done. It stands among the messages.")
    matter = None
    if kind == "matter":
        matter = get_object_or_404(Matter.objects.published(), pk=number)
    pen.put_on_matter(mail, matter, by=by)
    return _("Done. It waits among what was said.")


@acts
def could_not(request: HttpRequest, mail: Incoming, by: User) -> str:
    pen.answer_that_it_could_not(mail, by=by)
    return _("Done. The sender is told where one can say it instead.")


@acts
def leave(request: HttpRequest, mail: Incoming, by: User) -> str:
    pen.leave(mail, by=by)
    return _("Done. Nothing is done with it.")


@acts
def undo(request: HttpRequest, mail: Incoming, by: User) -> str:
    pen.undo(mail, by=by)
    return _("Done. It waits again.")
