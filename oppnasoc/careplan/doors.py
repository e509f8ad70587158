"""How a page of the tower opens: signed in, strongly, and to somebody with a place at the plan."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, overload
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from oppnasoc.vault import log, sittings
from oppnasoc.vault.log import Verb
from oppnasoc.vault.models import Way

from .opening import NotThere, Opened, ProveAgain, SayWhy, open_plan
from .seats import WORKING, Purpose

View = Callable[..., HttpResponse]
# Cookies that end with the sitting: what somebody reads for, and who types for the owner.
WHY, BESIDE = "plan_why", "plan_beside"
PLANS = 12  # that are remembered at once, of about 50 characters each


def kept_by_nobody(response: HttpResponse) -> HttpResponse:
    """Nothing of an answer stays in a browser, a cache, a search engine or another site's log."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer, strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def only_post(view: View) -> View:
    """A page that only does something. Who comes to it by an address – because the plan had locked
    itself when she pressed the button, and she unlocked it – is led to the plan and told so."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["POST"])
        if request.user.is_authenticated:
            messages.info(request, _("That was not done: it had locked. Do it once more."))
        there = kwargs.get("plan")
        return kept_by_nobody(redirect("plan", there) if there else redirect("plan_home"))

    return answer


def tower(view: View) -> View:
    """A page of the tower for somebody who is signed in."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return kept_by_nobody(redirect_to_login(request.get_full_path()))
        try:
            return kept_by_nobody(view(request, *args, **kwargs))
        except NotThere:
            raise Http404 from None

    return answer


def to_unlock(request: HttpRequest, *, again: bool = False) -> HttpResponseRedirect:
    """The way to prove who she is, and back to this page; after a form, to the page before it."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    query = urlencode({"next": back} | ({"igen": "1"} if again else {}))
    return redirect(f"{reverse('plan_unlock')}?{query}")


def unlocked(view: View) -> View:
    """A page for somebody to whom the tower stands open: she has proved who she is lately."""

    @tower
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sittings.current(request) is None:
            return to_unlock(request)
        return view(request, *args, **kwargs)

    return answer


def _salt(request: HttpRequest, name: str) -> str:
    sitting = sittings.current(request)
    return f"careplan.{name}:{sitting.pk if sitting else ''}"


def _all_remembered(request: HttpRequest, name: str) -> dict[str, str]:
    """What was said in this sitting, by plan, the latest last."""
    try:
        said = signing.loads(request.COOKIES.get(name, ""), salt=_salt(request, name))
    except signing.BadSignature:
        return {}
    return {str(plan): str(code) for plan, code in said.items()}


def remembered(request: HttpRequest, name: str, plan: uuid.UUID) -> str:
    """A code that was said of a plan in this sitting, or nothing: it ends with the sitting."""
    return _all_remembered(request, name).get(plan.hex, "")


def remember(
    request: HttpRequest, response: HttpResponse, name: str, plan: uuid.UUID, code: str
) -> None:
    """Keep a code, never a word, for this sitting; in her browser, sealed to the sitting. Nothing
    as ``code`` forgets. Whoever has several plans open has said it of each (the last ``PLANS``)."""
    said = {each: code for each, code in _all_remembered(request, name).items() if each != plan.hex}
    if code:
        said[plan.hex] = code
    response.set_cookie(
        name,
        signing.dumps(dict(list(said.items())[-PLANS:]), salt=_salt(request, name)),
        path=sittings.PATH,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def purpose_of(request: HttpRequest, plan: uuid.UUID) -> str:
    """What somebody has said in this sitting that she reads a plan for, or nothing."""
    found = remembered(request, WHY, plan)
    return found if found in Purpose.values else ""


def beside(request: HttpRequest, plan: uuid.UUID) -> uuid.UUID | None:
    """The seat of whoever sits beside the owner and types for her now, or nothing."""
    found = remembered(request, BESIDE, plan)
    return uuid.UUID(found) if found else None


def opened_for(request: HttpRequest, plan: uuid.UUID) -> Opened:
    """The plan as it stands open to whoever asks. Raises NotThere and SayWhy."""
    user: Any = request.user
    sitting = sittings.current(request)
    opened = open_plan(
        plan,
        user.uuid,
        purpose=purpose_of(request, plan),
        fresh=sittings.fresh(request),
        assisted=beside(request, plan),
    )
    # Signed in as at work opens work: not one's own plan, nor what one sees as somebody close.
    # What is practised is nobody's.
    at_work = opened.seat.kind in WORKING or opened.plan.practice
    if sitting is None or (sitting.way == Way.STAFF and not at_work):
        raise ProveAgain
    return opened


@overload
def with_plan(view: View) -> View: ...


@overload
def with_plan(*, fresh: bool) -> Callable[[View], View]: ...


def with_plan(view: View | None = None, *, fresh: bool = False) -> View | Callable[[View], View]:
    """A page of one plan: ``view(request, opened, …)``. Whoever has no place gets 404.

    ``fresh``: only for somebody who has just proved who she is, such as where she says yes to
    something, takes the plan out of here or reads what is only hers.
    """

    def wrap(inner: View) -> View:
        @unlocked
        @wraps(inner)
        def answer(
            request: HttpRequest, plan: uuid.UUID, *args: Any, **kwargs: Any
        ) -> HttpResponse:
            if fresh and not sittings.fresh(request):
                opened_or_404(request, plan)
                return to_unlock(request, again=True)
            try:
                opened = opened_for(request, plan)
            except ProveAgain:
                return to_unlock(request, again=True)
            except SayWhy as why:
                if request.method == "POST":
                    log_refused(why)
                back = urlencode({"next": request.get_full_path()})
                return redirect(f"{reverse('plan_why', args=[plan])}?{back}")
            try:
                return inner(request, opened, *args, **kwargs)
            except ProveAgain:
                return to_unlock(request, again=True)

        return answer

    return wrap(view) if view is not None else wrap


def opened_or_404(request: HttpRequest, plan: uuid.UUID) -> None:
    """Raise NotThere for whoever has no place at the plan, whatever else is missing."""
    try:
        opened_for(request, plan)
    except (SayWhy, ProveAgain):
        return


def log_refused(why: SayWhy) -> None:
    """A try to do something without saying what for is written in the log."""
    log.note(why.plan.pk, who=why.seat.person, seat=why.seat.pk, verb=Verb.REFUSED, section="")


def page(
    request: HttpRequest, template: str, opened: Opened | None, **context: Any
) -> HttpResponse:
    """A page in the tower's own frame."""
    status = context.pop("status", 200)
    return render(request, template, {"opened": opened, **context}, status=status)
