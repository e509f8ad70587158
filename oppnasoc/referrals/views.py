"""'Tyck till om …': the texts that one can answer now, one of them, and writing an answer."""

from __future__ import annotations

import secrets
import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oppnasoc.groups.models import Party
from oppnasoc.language import urgent
from oppnasoc.matters.by_link import by_link, no_longer
from oppnasoc.people import limits
from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import may, require
from oppnasoc.trail.actions import Stale, lines
from oppnasoc.trail.models import Entry
from oppnasoc.ui.qr import qr
from oppnasoc.voices import codes, helping, marks

from . import link_right, responding
from .forms import AnswerForm, PersonForm
from .link_right import LinkRight
from .models import Asked, Paragraph, Referral, Response
from .reading import read, time_left

PER_HOUR = 60  # answers from one network; more are held and looked at together
RECEIPT = "referral_receipt"
RECEIPT_SECONDS = 3600  # how long a receipt can be looked at again in the same browser
PAST = 50
HAPPENED = 30

ANSWERS = Count("responses", filter=Q(responses__state="shown"))


@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """``/tyck-till/``: what one can answer now, what is summed up, and what came of the rest."""
    today = timezone.localdate()
    found = Referral.objects.visible_to(request.user).select_related("sender")
    found = found.annotate(answers=ANSWERS)
    going = found.filter(status=Referral.Status.OPEN)
    past = found.filter(status=Referral.Status.CLOSED).order_by("-closed_on", "-id")
    context = {
        "open": [
            (each, time_left(each))
            for each in going.filter(answers_by__gte=today).order_by("answers_by", "id")
        ],
        "summing_up": going.filter(answers_by__lt=today).order_by("answers_by", "id"),
        "past": past[:PAST],
        "drafts": found.filter(status=Referral.Status.DRAFT).order_by("-id"),
        "may_begin": may(request.user, "referrals.begin"),
    }
    return render(request, "referrals/referrals.html", context)


def visible(request: HttpRequest, pk: int) -> Referral:
    """The text, when this visitor may see it; 404 otherwise."""
    seen = Referral.objects.visible_to(request.user).select_related("sender", "about")
    return get_object_or_404(seen, pk=pk)


@require_safe
def referral(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One text: what one answers to, what was answered, and when it is closed what that changed."""
    found = visible(request, pk)
    if slug != found.slug:
        return redirect(found)
    happened = Entry.objects.filter(about_type="referrals.referral", about_id=found.pk)
    tends = may(request.user, "referrals.tend", found)
    reading = read(found, ways=tends)
    context: dict[str, Any] = {
        "referral": found,
        "read": reading,
        "left": time_left(found),
        "happened": lines(happened.order_by("-at", "-pk")[:HAPPENED]),
        "about": shown_matter(found),
        "tends": tends,
    }
    if found.is_open:
        context["answers_for"] = [
            named
            for named in reading.named
            if named.asked.party.kind != Party.Kind.OUTSIDE
            and may_answer(request, found, named.asked)
        ]
        begun = Response.objects.filter(referral=found, state=Response.State.DRAFT)
        parties = [named.asked.party_id for named in context["answers_for"]]
        if parties:
            context["begun"] = set(begun.filter(party__in=parties).values_list("party", flat=True))
    return render(request, "referrals/referral.html", context)


def may_answer(request: HttpRequest, found: Referral, asked: Asked) -> bool:
    asked.referral = found
    return may(request.user, "referrals.answer", asked)


def shown_matter(found: Referral) -> Any:
    """The question that it belongs to, when everybody may read that."""
    matter = found.about
    return matter if matter is not None and matter.visibility == matter.Visibility.PUBLIC else None


def asked_paragraphs(found: Referral) -> list[Paragraph]:
    """The paragraphs that one answers to."""
    return list(found.paragraphs.exclude(text=""))


def opened_at(request: HttpRequest) -> int:
    """The paragraph that somebody came to answer (``?stycke=3``)."""
    number = request.GET.get("stycke", "")
    return int(number) if number.isdecimal() and number.isascii() and len(number) < 5 else 0


@require_http_methods(["GET", "POST"])
@never_cache
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """``/tyck-till/7/svara/``: answer as a person. What may be somebody's name is shown first."""
    found = visible(request, pk)
    if not found.is_open or not found.anyone:
        if found.is_draft:
            raise Http404
        messages.info(request, _("It takes no answers from everybody."))
        return redirect(found)
    given: dict[str, Any] = {"paragraphs": asked_paragraphs(found)}
    if request.method == "GET":
        form = PersonForm(initial={"once": secrets.token_hex(16)}, **given)
        return answer_page(request, found, form)
    form = PersonForm(request.POST, **given)
    if not form.is_valid():
        return answer_page(request, found, form, status=422)
    look = marks.to_look_at(form.everything())
    if look["found"] and "seen" not in request.POST:
        return answer_page(request, found, form, **look)
    once = form.cleaned_data["once"] or secrets.token_hex(16)
    in_flood = form.by_a_robot or not limits.count("referrals.said", request, most=PER_HOUR)
    said = {**form.said(), "once": once}
    try:
        response, code = responding.say(found, by=request.user, in_flood=in_flood, **said)
    except ValidationError as error:
        form.add_error(None if not hasattr(error, "error_dict") else "text", error.messages[0])
        return answer_page(request, found, form, status=422)
    if request.user.is_authenticated:
        return show_receipt(request, response, code)  # Her session must not lead to it.
    request.session[RECEIPT] = {"once": once, "at": int(time.time())}
    request.session.set_expiry(0)
    return redirect("answer_receipt")


def answer_page(
    request: HttpRequest, text: Referral, form: AnswerForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "referral": text,
        "form": form,
        "opened": opened_at(request),
        "left": time_left(text),
        **more,
    }
    return render(request, "referrals/answer.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt with the code, for an hour; POST: leave nothing of it in this browser."""
    if request.method == "POST":
        request.session.pop(RECEIPT, None)
        return redirect("start")
    kept = request.session.get(RECEIPT)
    if not kept or time.time() - kept["at"] > RECEIPT_SECONDS:
        return redirect("referrals")
    code = codes.of_sending(kept["once"])
    response = responding.find(code)
    return show_receipt(request, response, code) if response else redirect("referrals")


def show_receipt(
    request: HttpRequest, response: Response, code: str, *, entered: bool = False
) -> HttpResponse:
    said = "\n".join([response.text, *response.remarks.values_list("text", flat=True)])
    address = reverse("code")
    context = {
        "response": response,
        "referral": response.referral,
        "code": codes.spell(code),
        # The code stands behind '#', which browsers send to nobody.
        "qr": qr(f"{settings.SITE_URL}{address}#{codes.spell(code)}",
                 _("To the page where you use your code")),
        "address": settings.SITE_URL.split("://")[1] + address,
        "help": helping.fitting(urgent.find(said)),
        "entered": entered,
    }  # fmt: skip
    return render(request, "referrals/receipt.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int, party: int) -> HttpResponse:
    """``/tyck-till/7/svara/12/``: answer for one who is asked. Drafts are kept until it is sent."""
    found = visible(request, pk)
    asks = Asked.objects.select_related("party").filter(referral=found, party=party)
    asked = get_object_or_404(asks)
    asked.referral = found
    require(request.user, "referrals.answer", asked)
    return answer_for(request, asked)


def answer_for(request: HttpRequest, asked: Asked, link: LinkRight | None = None) -> HttpResponse:
    """The answer of one who is asked, by somebody who acts for it or by its link."""
    found = asked.referral
    if not found.is_open:
        messages.info(request, _("It takes no more answers."))
        return redirect(found)
    response = Response.objects.filter(referral=found, party=asked.party_id).first()
    given: dict[str, Any] = {"paragraphs": asked_paragraphs(found), "response": response}
    more: dict[str, Any] = {"asked": asked, "response": response, "link": link}
    if request.method == "GET":
        return answer_page(request, found, AnswerForm(**given), **more)
    form = AnswerForm(request.POST, **given)
    if ("take_back" in request.POST and link is None) or form.is_valid():
        try:
            return _do(request, asked, form, link)
        except ValidationError as error:
            form.full_clean()
            form.add_error("text" if hasattr(error, "error_dict") else None, error.messages[0])
        except Stale:
            messages.warning(request, _("Somebody else changed it just before you."))
            return redirect(request.path)
    return answer_page(request, found, form, status=422, **more)


def _do(
    request: HttpRequest, asked: Asked, form: AnswerForm, link: LinkRight | None
) -> HttpResponse:
    """Keep the draft, send the answer or take it back, as the button says."""
    if link is not None:
        sent = responding.answer(asked, by=None, link=link, **form.said())
        said = _("The answer is sent. Thank you.")
        if sent.state == Response.State.HELD:
            said = _("Thank you. Your answer is public when somebody has looked at it.")
        messages.success(request, said)
        return redirect(asked.referral)
    by = signed_in(request)
    if "take_back" in request.POST:
        responding.take_back_for(asked, by=by)
        messages.success(request, _("It is taken back."))
    elif "keep" in request.POST:
        responding.keep_draft(asked, by=by, **form.said())
        messages.success(request, _("The draft is kept. Only those who can answer for you see it."))
        return redirect(request.path)
    else:
        responding.answer(asked, by=by, **form.said())
        messages.success(request, _("The answer is sent. Thank you."))
    return redirect(asked.referral)


@by_link
def linked(request: HttpRequest, token: str) -> HttpResponse:
    """``/tyck-till/lank/…/``: answer for one who is asked by mail and has no account here."""
    found = link_right.opened(token, timezone.localdate())
    if found is None:
        return no_longer(request)
    link, asked = found
    return answer_for(request, asked, link)
