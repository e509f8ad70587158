"""A talk on its own page: read, write, agree, report; and the receipt with a code."""

from __future__ import annotations

import secrets
import time

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from oppnasoc.language import urgent
from oppnasoc.people import limits
from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import may
from oppnasoc.ui.qr import qr
from oppnasoc.voices import codes, helping, marks

from . import answering, contesting, writing
from .forms import ReportForm, WriteForm
from .models import Comment, Mode, Thread
from .reading import drawn, read
from .subjects import About, about, mode_of, named

RECEIPT = "talk_receipt"
RECEIPT_SECONDS = 3600  # how long a receipt can be looked at again in the same browser
PER_HOUR = 30  # comments from one network; more are held and looked at together
REPORTS_PER_HOUR = 30  # from one network
A_DAY = 24  # hours


def of_address(request: HttpRequest, word: str, pk: int) -> About:
    """What a talk is about, by its address; Http404 for what she may not see."""
    found = named(word, pk, request.user) if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def seen_comment(request: HttpRequest, pk: int) -> tuple[Comment, About]:
    """A comment that this person may read, and what it is about; otherwise Http404."""
    comment = get_object_or_404(Comment.objects.with_what_it_answers().shown(), pk=pk)
    what = about(comment.thread.kind, comment.thread.thing, request.user)
    if what is None:
        raise Http404
    return comment, what


def address_of(what: About, comment: Comment | None = None) -> str:
    """The page of a talk; at a comment, when one is given."""
    url = reverse("talk", args=[what.word, what.thing])
    return f"{url}#inlagg-{comment.pk}" if comment is not None else url


def answered_by(request: HttpRequest, thread: Thread | None) -> Comment | None:
    """The comment that ``?svar=7`` wants to answer, when it is shown in this talk."""
    number = request.GET.get("svar", "")
    if thread is None or not (number.isdecimal() and number.isascii() and len(number) < 12):
        return None
    found = Comment.objects.shown().filter(thread=thread, pk=number)
    return found.select_related("as_party", "answers_to").first()


@never_cache
@require_http_methods(["GET", "POST"])
def talk(request: HttpRequest, word: str, pk: int) -> HttpResponse:
    """``/samtal/fraga/7/``: the whole talk, and writing in it, or answering with ``?svar=``."""
    what = of_address(request, word, pk)
    thread = Thread.objects.filter(kind=what.kind, thing=what.thing).first()
    answers_to = answered_by(request, thread)
    if request.method == "GET":
        if thread is not None and request.user.is_authenticated:
            answering.read_in(thread, signed_in(request))
        form = WriteForm(initial={"once": secrets.token_hex(16)}, what=what, user=request.user)
        return page(request, what, thread, form, answers_to)
    form = WriteForm(request.POST, what=what, user=request.user)
    if form.is_valid():
        look = marks.to_look_at(form.cleaned_data["text"])
        if look["found"] and "seen" not in request.POST:
            return page(request, what, thread, form, answers_to, look=look)
        try:
            return sent(request, what, form, answers_to)
        except ValidationError as error:
            form.add_error(None, error)
    return page(request, what, thread, form, answers_to, status=422)


def sent(
    request: HttpRequest, what: About, form: WriteForm, answers_to: Comment | None
) -> HttpResponse:
    """Store what was written, once. Raises ValidationError naming the field."""
    given = form.cleaned_data
    once = given["once"] or secrets.token_hex(16)
    many = not limits.count("discussion.written", request, most=PER_HOUR)
    comment, code = writing.write(
        what,
        given["text"],
        by=request.user,
        name=given["name"],
        answers_to=answers_to,
        as_party=given.get("as_party"),
        in_flood=form.by_a_robot or many,
        once=once,
    )
    if not code:
        return shown(request, comment, code)  # Signed in: it stands among her own.
    request.session[RECEIPT] = {"once": once, "at": int(time.time())}
    request.session.set_expiry(0)
    return redirect("comment_receipt")


def page(
    request: HttpRequest,
    what: About,
    thread: Thread | None,
    form: WriteForm,
    answers_to: Comment | None,
    *,
    look: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a talk; ``look`` holds the marks in a text that is not sent yet."""
    found = read(thread, request.GET.get("sida"))
    mode = mode_of(what, thread)
    typed = str(form["text"].value() or "")[: writing.MAX_LENGTH]
    place = thread or Thread(kind=what.kind, thing=what.thing)
    context = {
        "what": what,
        "pieces": found.pieces,
        "page": found.page,
        "form": form,
        "closed": mode == Mode.CLOSED,
        "looks_first": mode == Mode.BEFORE,
        "answers_to": answers_to,
        "answered": drawn(answers_to) if answers_to else "",
        "help": helping.fitting(urgent.find(typed)) if form.is_bound else [],
        "may_look": may(request.user, "discussion.moderate", place),
        **(look or {}),
    }
    return render(request, "discussion/talk.html", context, status=status)


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
    comment = writing.find(code)
    if comment is None:
        return redirect("code")
    return shown(request, comment, code)


def shown(request: HttpRequest, comment: Comment, code: str) -> HttpResponse:
    """The page of a receipt; without a code for who has an account."""
    thread = comment.thread
    context = {
        "comment": comment,
        "what": about(thread.kind, thread.thing, request.user),
        "code": codes.spell(code) if code else "",
        "qr": code_picture(code) if code else "",
        "help": helping.fitting(urgent.find(comment.text)),
        "site_url": settings.SITE_URL.split("://")[1],
    }
    return render(request, "discussion/receipt.html", context)


def code_picture(code: str) -> SafeString:
    """The QR code of a code. It stands behind '#', which browsers send to nobody."""
    address = f"{settings.SITE_URL}{reverse('code')}#{codes.spell(code)}"
    return qr(address, _("To the page where you use your code"))


@never_cache
@require_POST
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """'I agree': counted once for each person with an account, else for each network and day."""
    comment, what = seen_comment(request, pk)
    today = limits.span(timezone.now(), A_DAY)
    who = f"user {request.user.pk}" if request.user.pk else limits.network(request, today)
    try:
        agrees = contesting.support(comment, who=who, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        done = _("You agree with that.") if agrees else _("You do not agree with that any more.")
        messages.success(request, done)
    return redirect(address_of(what, comment))


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that something should not stand there. Nobody notes who says it."""
    comment, what = seen_comment(request, pk)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not limits.count("discussion.reported", request, most=REPORTS_PER_HOUR):
            text = _("Very much has been reported from here. We look at what we have first.")
            form.add_error(None, text)
        else:
            try:
                contesting.report(comment, form.cleaned_data["why"], by=request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Thank you. A person looks at it."))
                return redirect(address_of(what))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "what": what, "html": drawn(comment), "leave": address_of(what)}
    return render(request, "discussion/report.html", context, status=status)
