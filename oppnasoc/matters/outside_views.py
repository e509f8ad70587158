"""What another authority sees and does behind its link, and what others do with its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oppnasoc.groups.models import Party
from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from oppnasoc.voices.models import Voice

from . import link_right, offers, passing
from .acting import told as put_errors
from .asking_outside import question_of
from .by_link import by_link, no_longer
from .link_forms import OutsideAnswerForm, ReturnForm, TakeForm, form_of
from .link_right import ANSWER, RECEIVE, TAKING, LinkRight
from .models import Answer, Matter, Offer

SHOWN_VOICES = 10  # the earliest; all of them stand on the matter's page


def page(
    request: HttpRequest,
    template: str,
    found: tuple[LinkRight, Matter, Party],
    failed: forms.Form | None = None,
    **more: Any,
) -> HttpResponse:
    """The public matter, what is asked, and the form; ``failed`` is shown with its errors."""
    link, matter, party = found
    entry = Entry.objects.get(pk=link.entry)
    said = Voice.objects.published().filter(grounds__matter=matter).exclude(text="")
    context = {
        "matter": matter,
        "party": party,
        "question": question_of(entry),
        "voices": said.select_related("organisation")[:SHOWN_VOICES],
        "failed": failed,
        **more,
    }
    status = 422 if failed else 200
    return render(request, f"matters/by_link/{template}.html", context, status=status)


@by_link
def asked(request: HttpRequest, token: str) -> HttpResponse:
    """``/fragor/lank/fragan/…/``: say yes with a date, or no with a reason."""
    found = link_right.opened(RECEIVE, token)
    if found is None:
        return no_longer(request)
    link, matter, _party = found
    if not link.holds(matter):
        return no_longer(request, matter)
    saying_no = "give_back" in request.POST
    take = TakeForm(request.POST if request.method == "POST" and not saying_no else None)
    give_back = ReturnForm(request.POST if saying_no else None, prefix="no")
    form = give_back if saying_no else take
    if form.is_bound and form.is_valid():
        try:
            if saying_no:
                passing.give_back(matter, by=None, link=link, **form.cleaned_data)
            else:
                passing.accept(matter, by=None, link=link, **form.cleaned_data)
        except (Stale, PermissionDenied):
            return no_longer(request, matter)
        except ValidationError as error:
            put_errors(form, error)
        else:
            if saying_no:
                messages.success(request, _("Thank you. Those who asked can read why."))
                return redirect(matter)
            messages.success(request, _("Thank you. The question lies with you now."))
            return redirect(link_to_answer(matter))
    return page(
        request, "asked", found, form if form.is_bound else None, take=take, give_back=give_back
    )


def link_to_answer(matter: Matter) -> str:
    """Where the authority with which a matter lies now answers it."""
    entry = Entry.objects.about(matter).filter(kind__in=TAKING).order_by("-pk").first()
    assert entry is not None
    return link_right.path(ANSWER, entry.pk, link_right.last_day(ANSWER, matter))


@by_link
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """``/fragor/lank/svara/…/``: answer a matter that lies with the authority."""
    found = link_right.opened(ANSWER, token)
    if found is None:
        return no_longer(request)
    link, matter, _party = found
    if not link.holds(matter):
        return no_longer(request, matter)
    form = OutsideAnswerForm(request.POST or None)
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            done = offers.answer_by_link(matter, given.pop("text"), link=link, **given)
        except (Stale, PermissionDenied):
            return no_longer(request, matter)
        except ValidationError as error:
            put_errors(form, error)
        else:
            if isinstance(done, Answer):
                messages.success(request, _("Thank you. Your answer is public."))
                return redirect(matter)
            return page(request, "thanks", found)
    waits = offers.waiting().filter(matter=matter, party=matter.holder).exists()
    return page(request, "answer", found, form if form.errors else None, form=form, waits=waits)


@login_required
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """``/fragor/12/svar-som-vantar/3/``: look at what came, publish it as it is or put right."""
    waiting = Offer.objects.select_related("matter__steward", "matter__holder", "party", "author")
    found = get_object_or_404(waiting, pk=number, matter=pk)
    require(request.user, "matters.tend", found.matter)
    form = form_of(found, request.POST if "publish" in request.POST else None)
    try:
        if "leave" in request.POST:
            offers.leave(found, by=signed_in(request))
            text = _("Done. It is not shown. You can still publish it below.")
            messages.success(request, text)
            return redirect(found)
        if form.is_bound and form.is_valid():
            offers.publish(found, by=signed_in(request), **form.cleaned_data)
            messages.success(request, _("Done. Everybody can read it."))
            return redirect(found.matter)
    except Stale:
        messages.warning(request, _("Somebody else took care of it just before you."))
        return redirect(found.matter)
    except PermissionDenied:
        text = _("The matter lies with somebody else now. Write it as a note.")
        form.add_error(None, text)
    except ValidationError as error:
        put_errors(form, error)
    context = {"offer": found, "matter": found.matter, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "matters/tending/offer.html", context, status=status)
