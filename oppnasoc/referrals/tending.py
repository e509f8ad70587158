"""What those do who ask: begin a text, send it out, sum up the answers, and tell the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oppnasoc.people.models import User
from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale

from . import actions, concluding, entering, looking
from .forms import (
    AddForm,
    AsideForm,
    ConsequenceForm,
    MoreTimeForm,
    ParagraphForm,
    ReferralForm,
    ResultForm,
    WithdrawForm,
    may_send_as,
)
from .models import Paragraph, Referral, Remark, Response
from .reading import consequence_of, read, time_left
from .views import visible


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """``/tyck-till/ny/?avsandare=12&fraga=7``: begin a text, as a draft."""
    require(request.user, "referrals.begin")
    by = signed_in(request)
    data = request.POST if request.method == "POST" else None
    start = {key: request.GET.get(word) for key, word in (("sender", "avsandare"),
                                                          ("about", "fraga"))}  # fmt: skip
    form = ReferralForm(
        data, user=by, referral=None, initial={key: pk for key, pk in start.items() if pk}
    )
    if form.is_valid():
        try:
            return redirect(actions.draft(by=by, **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
    context = {"form": form, "none": not may_send_as(by).exists()}
    return render(request, "referrals/edit.html", context, status=422 if form.is_bound else 200)


def tended(request: HttpRequest, pk: int) -> Referral:
    """The text, for those who tend it; 404 when it is not seen, 403 when it is somebody else's."""
    found = visible(request, pk)
    require(request.user, "referrals.tend", found)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    found = tended(request, pk)
    if not found.is_draft:
        messages.info(request, _("It has been sent out. The text stays as it is."))
        return redirect(found)
    data = request.POST if request.method == "POST" else None
    form = ReferralForm(data, user=signed_in(request), referral=found)
    if form.is_valid():
        try:
            actions.change(found, by=signed_in(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except Stale:
            messages.warning(request, _("Somebody else changed it just before you."))
            return redirect(found)
        else:
            messages.success(request, _("Saved."))
            return redirect("referral", found.pk, found.slug)
    context = {"form": form, "referral": found}
    return render(request, "referrals/edit.html", context, status=422 if form.is_bound else 200)


@dataclass(frozen=True)
class Verb:
    """Something that is done to a text by one button: its form, the action, what is said then."""

    form: type[forms.Form]
    do: Callable[..., Any]
    done: Any


VERBS: dict[str, Verb] = {
    "skicka-ut": Verb(forms.Form, actions.send_out, lambda: _("It is sent out.")),
    "kasta": Verb(forms.Form, actions.discard, lambda: _("The draft is thrown away.")),
    "langre-tid": Verb(MoreTimeForm, actions.extend, lambda: _("It has more time.")),
    "dra-tillbaka": Verb(WithdrawForm, actions.withdraw, lambda: _("It is withdrawn.")),
    "lagg-ut-igen": Verb(forms.Form, actions.put_back, lambda: _("It is out again.")),
    "stang": Verb(ResultForm, concluding.close, lambda: _("The result is told.")),
    "oppna-igen": Verb(forms.Form, concluding.reopen, lambda: _("You can change it again.")),
}


@login_required
@require_POST
def do(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one thing to a text, and show it again."""
    if verb not in VERBS:
        raise Http404
    found, what = tended(request, pk), VERBS[verb]
    form = what.form(request.POST)
    if form.is_valid():
        try:
            what.do(found, by=signed_in(request), **form.cleaned_data)
        except ValidationError as error:
            if found.is_draft:
                messages.error(request, " ".join(error.messages))
                return redirect(found)
            put(form, error)
        except Stale:
            messages.warning(request, _("Somebody else changed it just before you."))
            return redirect(found)
        else:
            messages.success(request, what.done())
            if verb == "kasta":
                return redirect("referrals")
            if verb == "oppna-igen":
                return redirect("referral_sum_up", found.pk)
            return redirect(found)
    return summing_up(request, found, failed=(verb, form), status=422)


def put(form: forms.Form, error: ValidationError) -> None:
    """Put an action's error at its field; one that the form does not have stands above it."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, error)


@dataclass
class Row:
    """A part of an answer with the form for what it changed."""

    key: str
    part: Response | Remark
    form: ConsequenceForm

    @property
    def said(self) -> Any:
        return consequence_of(self.part)


def row(part: Response | Remark, failed: Any) -> Row:
    """``failed`` is the form that was sent and is wrong, with its key."""
    key = part.key
    if failed and failed[0] == key:
        return Row(key, part, failed[1])
    said, initial = consequence_of(part), {}
    if said is not None:
        initial = {"changed": "yes" if said.changed else "no", "words": said.words}
    return Row(key, part, ConsequenceForm(initial=initial, prefix=key))


def summing_up(
    request: HttpRequest, found: Referral, *, failed: Any = None, status: int = 200
) -> HttpResponse:
    """The page of whoever sums up: what lacks, what waits, answer by answer, the new version."""
    reading, lacks = read(found), concluding.lacking(found)
    name, form = failed or ("", None)

    def of(verb: str, make: Callable[[], forms.Form]) -> forms.Form:
        return form if name == verb and form is not None else make()

    parts = []
    for part in reading.parts:
        paragraph, key = part.paragraph, f"stycke-{part.paragraph.number}"
        start = {"after": paragraph.now, "taken_away": paragraph.taken_away}
        rows = [row(remark, failed) for remark in part.remarks]
        parts.append((part, key, rows, of(key, lambda k=key, s=start: ParagraphForm(  # type: ignore[misc]
            initial=s, prefix=k))))  # fmt: skip
    held = Response.objects.waiting().filter(referral=found).prefetch_related("remarks__paragraph")
    context = {
        "referral": found,
        "read": reading,
        "left": time_left(found),
        "lacks": lacks,
        "may_close": concluding.may_be_closed(found),
        "held": [(each, of(each.key, AsideForm)) for each in held],
        "entered": [each for each in reading.responses if each.is_entered],
        "aside": Response.objects.filter(referral=found, state=Response.State.HIDDEN),
        "parts": parts,
        "whole": [row(each, failed) for each in reading.whole],
        "add": of("nytt-stycke", AddForm),
        "result": of("stang", lambda: ResultForm(initial={"result": found.result})),
        "extend": of("langre-tid", MoreTimeForm),
        "withdraw": of("dra-tillbaka", WithdrawForm),
        "failed": form,
    }
    return render(request, "referrals/sum_up.html", context, status=status)


@login_required
@require_safe
def sum_up(request: HttpRequest, pk: int) -> HttpResponse:
    """``/tyck-till/7/sammanstall/``: one page for everything that is left to do."""
    found = tended(request, pk)
    return redirect(found) if found.is_draft else summing_up(request, found)


@login_required
@require_POST
def part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Say what a part of an answer changed, look at an answer, or write a paragraph anew."""
    found = tended(request, pk)
    sort, _dash, number = part.partition("-")
    form, act = _made(request, found, sort, number, part)
    if form.is_valid():
        try:
            act(signed_in(request))
        except ValidationError as error:
            put(form, error)
        except Stale:
            messages.warning(request, _("Somebody else changed it just before you."))
            return redirect("referral_sum_up", found.pk)
        else:
            messages.success(request, _("Saved."))
            answer = redirect("referral_sum_up", found.pk)
            answer["Location"] += f"#{part}"
            return answer
    return summing_up(request, found, failed=(part, form), status=422)


Act = Callable[[User], Any]


def _made(
    request: HttpRequest, found: Referral, sort: str, number: str, key: str
) -> tuple[forms.Form, Act]:
    """The form of a part and what it does. Raises Http404 for what is no part of this text."""
    if sort == "nytt":
        adding = AddForm(request.POST)
        return adding, lambda by: concluding.add_paragraph(
            found, adding.cleaned_data["after"], by=by
        )
    if not (number.isdecimal() and number.isascii() and len(number) < 12):
        raise Http404
    if sort == "stycke":
        paragraph = get_object_or_404(Paragraph, referral=found, number=number)
        paragraph.referral = found
        rewriting = ParagraphForm(request.POST, prefix=key)
        return rewriting, lambda by: concluding.rewrite(paragraph, by=by, **rewriting.cleaned_data)
    thing: Response | Remark
    if sort == "anmarkning":
        remarks = Remark.objects.select_related("response").exclude(response__state="draft")
        thing = get_object_or_404(remarks, pk=number, response__referral=found)
    elif sort == "svar":
        responses = Response.objects.exclude(state=Response.State.DRAFT)
        thing = get_object_or_404(responses, pk=number, referral=found)
        if "show" in request.POST:
            return forms.Form(request.POST), lambda by: looking.show(thing, by=by)
        if "undo" in request.POST:
            return forms.Form(request.POST), lambda by: entering.undo(thing, by=by)
        if "aside" in request.POST:
            setting = AsideForm(request.POST)
            return setting, lambda by: looking.set_aside(
                thing, setting.cleaned_data["reason"], by=by
            )
    else:
        raise Http404
    concluding_form = ConsequenceForm(request.POST, prefix=key)
    return concluding_form, lambda by: concluding.conclude(thing, by=by, **concluding_form.said())
