"""How a page of the tower opens: signed in, strongly, and to somebody with a place at the plan."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, overload
from urllib.parse import urlencode

from django import forms
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

from oppnasoc.people import providers
from oppnasoc.vault import log, sittings
from oppnasoc.vault.log import Verb
from oppnasoc.vault.models import Way

from . import drafts
from .away import or_away
from .opening import NotThere, Opened, ProveAgain, SayWhy, open_plan
from .pieces import Piece
from .plans import Plan
from .seats import WORKING, Purpose, Seat, SeatKind, Side

View = Callable[..., HttpResponse]
# Cookies that end with the sitting: what somebody reads for, and who types for the owner.
WHY, BESIDE = "plan_why", "plan_beside"
PLANS = 12  # that are remembered at once, of about 50 characters each
# Of a request: it only does something and has no page; what was written in it waits, sealed.
_ONLY_DOES, _WAITS = "_only_does", "_waits"


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
            request.__dict__[_ONLY_DOES] = True
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
    inner = or_away(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return kept_by_nobody(redirect_to_login(request.get_full_path()))
        try:
            return kept_by_nobody(inner(request, *args, **kwargs))
        except NotThere:
            raise Http404 from None

    return answer


def to_unlock(request: HttpRequest, *, again: bool = False) -> HttpResponseRedirect:
    """The way to prove who she is, and back to this page; what she had written there waits."""
    keep_written(request)
    query = urlencode({"next": request.get_full_path()} | ({"igen": "1"} if again else {}))
    return redirect(f"{reverse('plan_unlock')}?{query}")


def keep_written(request: HttpRequest) -> None:
    """Seal what somebody sent in a form of a plan, so that it stands there again when she has
    unlocked; nothing is read or shown for it. A browser where a plan never stood open in this
    sign-in keeps nothing."""
    plan = request.resolver_match.kwargs.get("plan") if request.resolver_match else None
    if request.method != "POST" or plan is None or _ONLY_DOES in request.__dict__:
        return
    user: Any = request.user
    words, name = drafts.written(request.POST), request.POST.get("draft", "")
    named = bool(name) and drafts.is_name(plan, name)
    if not sittings.was_open(request) or not (named or drafts.is_text(words)):
        return
    try:
        form = name if named else drafts.at(request.get_full_path())
        waits = drafts.keep_unopened(plan, user.uuid, form, words)
    except NotThere:
        return
    request.__dict__[_WAITS] = True
    if waits:
        messages.info(request, _("What you wrote is kept. It is there again when you are back."))
    else:
        messages.warning(request, _("What you wrote could not be kept. Go back and copy it first."))


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
    """The plan as it stands open to whoever asks. Raises NotThere, ProveAgain and SayWhy."""
    user: Any = request.user
    try:
        opened = open_plan(
            plan,
            user.uuid,
            purpose=purpose_of(request, plan),
            fresh=sittings.fresh(request),
            assisted=beside(request, plan),
        )
    except SayWhy as why:
        _strong_enough(request, why.seat, why.plan)
        raise
    _strong_enough(request, opened.seat, opened.plan)
    return opened


def _strong_enough(request: HttpRequest, seat: Seat, plan: Plan) -> None:
    """Raises ProveAgain where this sitting was begun by what does not open this place.

    Signed in as at work opens work: not one's own plan, nor what one sees as somebody close. What
    is practised is nobody's.
    """
    sitting = sittings.current(request)
    if sitting is None or not (plan.practice or opens(sitting.way, seat)):
        raise ProveAgain


def opens(way: str, seat: Seat) -> bool:
    """Whether this way in opens a place. One's own passkey or e-ID opens none that is by work:
    the directory that lets somebody go knows nothing of them."""
    if is_by_work(seat):
        return way == Way.STAFF
    return way != Way.STAFF or seat.kind in WORKING


def is_by_work(seat: Seat) -> bool:
    """Whether a place is taken and opened by the sign-in of one's work: the municipality's own
    staff, where it has such a sign-in. Whoever leaves her work loses that way at once."""
    works = seat.kind == SeatKind.AUTHORITY and seat.side == Side.MUNICIPALITY
    return works and providers.provider("sso") is not None


def _say_how(request: HttpRequest, plan: uuid.UUID) -> None:
    """Tell whoever unlocks by something of her own that this place opens by her work."""
    user: Any = request.user
    sitting = sittings.current(request)
    seats = Seat.objects.filter(plan=plan, person=user.uuid, ended_at=None)
    if sitting is not None and sitting.way != Way.STAFF and any(map(is_by_work, seats)):
        messages.info(request, _("This place is at your work. Sign in as you do at work."))


@overload
def with_plan(view: View) -> View: ...


@overload
def with_plan(*, fresh: bool) -> Callable[[View], View]: ...


def with_plan(view: View | None = None, *, fresh: bool = False) -> View | Callable[[View], View]:
    """A page of one plan: ``view(request, opened, …)``. Whoever has no place gets 404.

    ``fresh``: only for somebody who has just proved who she is, such as where she says yes to
    something, takes anything out of the plan, on paper too, or reads what is only hers.
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
                _say_how(request, plan)
                return to_unlock(request, again=True)
            except SayWhy as why:
                if request.method == "POST":
                    log_refused(why)
                    keep_written(request)
                back = urlencode({"next": request.get_full_path()})
                return redirect(f"{reverse('plan_why', args=[plan])}?{back}")
            try:
                response = inner(request, opened, *args, **kwargs)
            except ProveAgain:
                return to_unlock(request, again=True)
            if not 300 <= response.status_code < 400:
                opened.settle()
            done = request.method == "POST" and response.status_code < 400
            if done and _WAITS not in request.__dict__:
                drafts.drop(opened, drafts.at(request.get_full_path()))
            return response

        return answer

    return wrap(view) if view is not None else wrap


def opened_or_404(request: HttpRequest, plan: uuid.UUID) -> Seat | None:
    """Raise NotThere for whoever has no place at the plan, whatever else is missing. Her place,
    when it is one that this sitting could open."""
    try:
        return opened_for(request, plan).seat
    except SayWhy as why:
        return why.seat
    except ProveAgain:
        return None


def log_refused(why: SayWhy) -> None:
    """A try to do something without saying what for is written in the log."""
    log.note(why.plan.pk, who=why.seat.person, seat=why.seat.pk, verb=Verb.REFUSED, section="")


def page(
    request: HttpRequest, template: str, opened: Opened | None, **context: Any
) -> HttpResponse:
    """A page in the tower's own frame. What waited in its form stands there again; on a borrowed
    phone the browser is told to remember nothing of what is typed."""
    status = context.pop("status", 200)
    shown = [each for each in context.values() if isinstance(each, forms.BaseForm)]
    if opened is not None and shown and request.method == "GET" and opened.seat.person:
        _give_back(request, opened, shown)
    sitting = sittings.current(request)
    if sitting is not None and not sitting.own_device:
        for field in (field for form in shown for field in form.fields.values()):
            field.widget.attrs["autocomplete"] = "off"
    return render(request, template, {"opened": opened, **context}, status=status)


def _give_back(request: HttpRequest, opened: Opened, shown: list[forms.BaseForm]) -> None:
    """Put the texts that waited into the forms of a page, with the edition that they were of; what
    was chosen or said yes to is chosen anew."""
    waited = drafts.kept(opened, drafts.at(request.get_full_path()))
    found = False
    for form in (form for form in shown if waited and not form.is_bound):
        for name, field in form.fields.items():
            is_text = isinstance(field, forms.CharField) and not field.widget.is_hidden
            if name in waited and (is_text or name == "edition"):
                form.initial[name] = waited[name]
                found = found or is_text
    if found:
        messages.info(request, _("You had begun to write. Here it is."))


def just_removed(request: HttpRequest, opened: Opened) -> uuid.UUID | None:
    """The piece that somebody has just taken away and may take back, as the address says."""
    try:
        pk = uuid.UUID(request.GET.get("angra", ""))
    except ValueError:
        return None
    gone = Piece.objects.filter(pk=pk, plan=opened.plan).exclude(removed_at=None)
    if not opened.is_owner:
        gone = gone.filter(removed_by=opened.seat.pk)
    return pk if opened.plan.is_open and gone.exists() else None
