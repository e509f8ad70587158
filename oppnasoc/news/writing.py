"""A newsletter is begun, put together, looked at, tried and sent; for editors."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oppnasoc.outbox import composing
from oppnasoc.outbox.models import Channel, Message
from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale

from . import actions
from .actions import RIGHT
from .choosing import choices_of, sections
from .forms import BeginForm, WriteForm
from .letters import written
from .models import Newsletter
from .newsletters import seen
from .sending import subscriptions

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose the days; what happened then is proposed."""
    require(request.user, RIGHT)
    form = BeginForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = actions.begin(by=signed_in(request), **form.cleaned_data)
        return redirect("newsletter_write", made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "news/newsletter_new.html", {"form": form}, status=status)


def draft(request: HttpRequest, pk: int) -> Newsletter:
    """A draft that this person writes. Raises Http404 for others, and for what has been sent."""
    found, writes = seen(request, pk)
    if not writes or not found.is_draft:
        raise Http404
    return found


def changed_meanwhile(request: HttpRequest, newsletter: Newsletter) -> HttpResponse:
    messages.warning(request, _("Somebody else changed the letter meanwhile. Look at it again."))
    return redirect(newsletter)


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The words, the ticks and the order."""
    found = draft(request, pk)
    form = WriteForm(request.POST if request.method == "POST" else None, newsletter=found)
    if form.is_valid():
        given, up = form.cleaned_data, request.POST.get("up", "")
        words = {"title": given["title"], "introduction": given["introduction"]}
        chosen = form.chosen(up)
        try:
            actions.write(found, **words, chosen=chosen, by=signed_in(request), seen=given["seen"])
        except Stale:
            return changed_meanwhile(request, found)
        if up:
            answer = redirect("newsletter_write", pk)
            answer["Location"] += "#ordning"
            return answer
        messages.success(request, _("Saved. Look at the letter before you send it."))
        return redirect(found)
    chosen = choices_of(found)
    shown = sections(chosen)
    order = [(f"{each[0]}-{each[1]}", shown[each].title) for each in chosen if each in shown]
    context = {"newsletter": found, "form": form, "order": order}
    return render(
        request, "news/newsletter_write.html", context, status=422 if form.is_bound else 200
    )


@login_required
@require_safe
def as_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """``/nyheter/brev/7/som-brev/?text``: exactly what is sent, as a mail program shows it."""
    found, writes = seen(request, pk)
    if not writes:
        raise Http404
    letter = written(found, signed_in(request), get_language() or "sv")
    mail = composing.mail(letter, Message(kind="news.newsletter", thing=0, channel=Channel.EMAIL))
    if "text" in request.GET:
        return HttpResponse(mail.body, content_type="text/plain; charset=utf-8")
    page = str(mail.alternatives[0][0])
    answer: Any = HttpResponse(page)
    # The letter brings its own style; exactly that one may be used on this page.
    hashed = [base64.b64encode(hashlib.sha256(s.encode()).digest()) for s in _STYLE.findall(page)]
    answer._csp_update = {"style-src": [f"'sha256-{each.decode()}'" for each in hashed]}
    checked: HttpResponse = answer
    return checked


@login_required
@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it to oneself."""
    found, writes = seen(request, pk)
    if not writes:
        raise Http404
    by = signed_in(request)
    actions.test(found, by=by)
    messages.success(request, _("A test is on its way to %(to)s.") % {"to": by.email})
    return redirect(found)


@login_required
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """One page that says to how many, and one button; pressed twice it is still sent once."""
    found, writes = seen(request, pk)
    if writes and not found.is_draft:
        messages.info(request, _("The letter has been sent already."))
        return redirect(found)
    found = draft(request, pk)
    problem = ""
    if request.method == "POST":
        typed = request.POST.get("seen", "")
        revision = int(typed) if typed.isdecimal() and len(typed) < 9 else None
        try:
            actions.send(found, by=signed_in(request), seen=revision)
        except Stale:
            return changed_meanwhile(request, found)
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            messages.success(request, _("The letter is leaving now. You can close the page."))
            return redirect(found)
    context = {"newsletter": found, "subscribers": subscriptions().count(), "problem": problem}
    return render(request, "news/newsletter_send.html", context, status=422 if problem else 200)
