"""The lock of the tower: prove who you are, lock, leave quickly.

Being signed in is not enough. A plan opens to a passkey or an e-ID that it knows, or to a code by
e-mail and one to a phone that it knows. Whoever has nothing here yet makes known what she comes
with; from then on nothing that is added outside of an open plan opens it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oppnasoc.people import sessions, strength
from oppnasoc.people.models import User
from oppnasoc.people.requests import own_path
from oppnasoc.ui.templatetags.ui import clock
from oppnasoc.ui.templatetags.ui import day as in_words
from oppnasoc.vault import knowing, log, sittings
from oppnasoc.vault.log import Verb
from oppnasoc.vault.models import Way

from ..demo import demo_code
from ..doors import kept_by_nobody, page, to_unlock, tower
from ..opening import open_plan, own_plan
from ..owning import has_own, is_new
from ..seats import Seat

#: How lately she must have shown a passkey or an e-ID.
LATELY = timedelta(minutes=5)
#: How lately she must have signed in where a text message opens: it is the first of two ways, and
#: whoever picks up her phone within a month finds both on it.
SAME_DAY = timedelta(hours=12)
#: Where 'leave quickly' leads: a page that everybody could have open.
ELSEWHERE = "https://www.smhi.se/"


class NumberForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Your mobile number"),
        help_text=gettext_lazy("We send six digits to it each time you open your plan."),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


class DigitsForm(forms.Form):
    digits = forms.CharField(
        label=gettext_lazy("The six digits"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class DeskForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("The ten digits that you got from us"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


#: When she last locked, in her session: a proof from before it opens nothing more.
LOCKED = "locked_at"


def way_of(user: User, shown: strength.Strength, locked: float = 0.0) -> Way | None:
    """The way that somebody has just shown which the tower takes, or nothing; ``locked`` is when
    she locked it, in seconds since 1970."""
    if timezone.now() - shown.at > LATELY or shown.at.timestamp() <= locked:
        return None
    if strength.is_strong_for_owner(shown):
        if _may_come(user):
            _come_with(user, shown.kind, shown.reference)
        if knowing.is_known(user.uuid, shown.kind, shown.reference):
            return Way.PASSKEY if shown.kind == "passkey" else Way.EID
    return Way.STAFF if shown.kind == "sso" and strength.is_strong_for_staff(shown) else None


def _may_come(user: User) -> bool:
    """Whether what somebody comes with is what opens her plan from now on."""
    return is_new(user.uuid) or knowing.is_let_in(user.uuid)


def _let_in(user: User, typed: str) -> bool:
    """Let somebody in who got a code in person; every plan where she has a place says so."""
    if not knowing.let_in(user.uuid, typed):
        return False
    sittings.end_all(user.uuid)
    for seat in Seat.objects.filter(person=user.uuid, ended_at=None):
        log.note(seat.plan_id, who=user.uuid, seat=seat.pk, verb=Verb.LET_IN, section="")
    return True


def _come_with(user: User, kind: str, reference: str) -> None:
    """Somebody of whom nothing is here makes known what she comes with, and that alone. Raises
    ValueError for what is no phone number."""
    there = knowing.is_known(user.uuid, kind, reference)
    knowing.know_only(user.uuid, kind, reference)
    if not there:  # Nobody else goes on with what she begins.
        sittings.end_all(user.uuid)


def _locked(request: HttpRequest, response: HttpResponse) -> None:
    """Close the tower, and on a borrowed phone the sign-in too. Whoever goes on in this browser
    proves anew."""
    sitting = sittings.end(request, response)
    response["Clear-Site-Data"] = '"cache", "storage"'
    if not request.user.is_authenticated:
        return
    own = sitting.own_device if sitting else bool(request.session.get(sessions.OWN))
    if own:
        request.session[LOCKED] = timezone.now().timestamp()
    else:
        logout(request)


#: Whose phone it is, in the address of the lock.
WHOSE, OWN, BORROWED = "mobil", "egen", "lanad"


def _is_own(request: HttpRequest) -> bool:
    """Whether she has said that the phone is her own: just now, when it was opened last, or when
    she signed in. Who says nothing is taken to borrow it."""
    said = request.POST.get(WHOSE) or request.GET.get(WHOSE, "")
    if said in (OWN, BORROWED):
        return said == OWN
    if (sitting := sittings.current(request)) is not None:
        return sitting.own_device
    return bool(request.session.get(sessions.OWN))


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next", "")
    path = own_path(asked)
    return path if path.startswith(sittings.PATH) else reverse("plan_home")


def _open(request: HttpRequest, way: Way) -> HttpResponse:
    response = redirect(_next(request))
    sittings.begin(request, response, way=way, own_device=_is_own(request))
    return response


@require_http_methods(["GET", "POST"])
@tower
def unlock(request: HttpRequest) -> HttpResponse:
    """Prove who you are: by a key or an e-ID, or by the digits that are sent to your phone."""
    if "tid" in request.GET:
        return _time(request)
    user: Any = request.user
    again = "igen" in request.GET or "igen" in request.POST
    if not again and sittings.current(request) is not None and request.method == "GET":
        return redirect(_next(request))
    open_already = sittings.current(request)
    locked = request.session.get(LOCKED, 0.0)
    for shown in strength.all_shown(request) if request.method == "GET" else ():
        newly = open_already is None or shown.at > open_already.proved_at
        if newly and (way := way_of(user, shown, locked)):
            return _open(request, way)
    number, digits, sent = NumberForm(), DigitsForm(), "sant" in request.GET
    desk = DeskForm()
    stale = sessions.signed_in_for(request) > SAME_DAY
    if request.method == "POST":
        do = request.POST.get("do")
        if do == "anew":
            return _sign_in_anew(request)
        if stale:  # What is sent to her phone opens nothing by itself.
            pass
        elif do == "number" and _may_come(user):
            number = NumberForm(request.POST)
            if number.is_valid():
                try:
                    _come_with(user, "phone", number.cleaned_data["number"])
                    sent = _send(request, user)
                except ValueError:
                    number.add_error("number", _("That is no mobile number. Look at the digits."))
        elif do == "desk":
            desk = DeskForm(request.POST)
            if desk.is_valid():
                if _let_in(user, desk.cleaned_data["code"]):
                    return redirect(request.get_full_path())
                desk.add_error("code", _("That is not the code, or it is too old. Ask for a new."))
        elif do == "send":
            sent = _send(request, user)
        elif do == "digits":
            digits, sent = DigitsForm(request.POST), True
            if digits.is_valid():
                if knowing.check_code(user.uuid, digits.cleaned_data["digits"]):
                    return _open(request, Way.CODES)
                digits.add_error(
                    "digits", _("Those are not the digits. Try again, or ask for new.")
                )
    kinds = knowing.kinds_of(user.uuid)
    new = _may_come(user)
    here = request.get_full_path() if request.method == "GET" else reverse("plan_unlock")
    opens = {*kinds, "sso"} | ({"passkey", "eid"} if new else set())
    ways = [w for w in strength.ways_to_prove(user, here) if w.kind in opens]
    status = 422 if number.errors or digits.errors or desk.errors else 200
    return page(request, "careplan/unlock.html", None, ways=ways, desk=desk,
                has_phone="phone" in kinds, stale=stale,
                ends=knowing.last_digits(user.uuid) if new else "",
                new=new, number=number, digits=digits, sent=sent, again=again,
                demo_code=demo_code(user.uuid), own=_is_own(request),
                next=_next(request), status=status)  # fmt: skip


def _sign_in_anew(request: HttpRequest) -> HttpResponse:
    """Sign out, and by signing in come back to the lock."""
    back = f"{reverse('plan_unlock')}?{urlencode({'next': _next(request)})}"
    response = redirect_to_login(back)
    sittings.end(request, response)
    logout(request)
    return response


def _time(request: HttpRequest) -> JsonResponse:
    """How many seconds it stands open yet, for plan.js, with what it says before it locks; being
    asked lets it go on no longer, and a POST does."""
    if request.method == "POST":
        sittings.touch(request)
    return JsonResponse(
        {
            "left": int(sittings.left(request).total_seconds()),
            "says": _("It locks soon, since nothing happens here."),
            "goOn": pgettext("lock", "Go on"),
        }
    )


def _send(request: HttpRequest, user: User) -> bool:
    try:
        knowing.send_code(user.uuid, request)
    except knowing.NoPhone:
        return False
    except knowing.TooMany as many:
        if many.until is None:
            told = _("We have sent many codes. Wait an hour and try again.")
        else:
            told = _("We have sent many codes. You can get a new one %(day)s at %(time)s.")
            when = timezone.localtime(many.until)
            told %= {"day": in_words(when), "time": clock(when)}
        messages.warning(request, told)
        return True
    except knowing.NotSent:
        messages.warning(request, _("We could not send the code right now. Try again in a while."))
        return False
    return True


@require_POST
@tower
def lock(request: HttpRequest) -> HttpResponse:
    """Lock the tower in this browser. Signed in to the open site she stays if it is her own."""
    response = redirect("sip_right")
    _locked(request, response)
    return response


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Lock, and be somewhere else at once. A link, so that it works without JavaScript."""
    response = kept_by_nobody(redirect(ELSEWHERE))
    _locked(request, response)
    return response


@require_http_methods(["GET", "POST"])
@tower
def ways(request: HttpRequest) -> HttpResponse:
    """What opens one's plan: add a passkey or an e-ID that one has, change the phone, take away.

    Only from within, and only just after proving who one is. The last way stays. Whoever comes by
    the sign-in of her work adds what will open a plan of her own, and only while she has none.
    """
    user: Any = request.user
    sitting = sittings.current(request)
    at_work = sitting is not None and sitting.way == Way.STAFF and has_own(user.uuid)
    if sitting is None or at_work or not sittings.fresh(request):
        return to_unlock(request, again=sitting is not None)
    number = NumberForm()
    if request.method == "POST":
        done, number = _change_ways(request, user)
        if done:
            if request.POST.get("do") != "add":  # What was opened by another way closes.
                sittings.end_all(user.uuid, but=sitting)
            if own := own_plan(user.uuid):
                open_plan(own.pk, user.uuid).log(Verb.GRANT)
            messages.success(request, _("Saved."))
            return redirect("plan_ways")
    there = sorted(strength.references_of(user))
    known = {r for r in there if knowing.is_known(user.uuid, r.partition(":")[0], r)}
    names = {"passkey": _("A passkey"), "eid": _("An e-ID")}
    rows = [(r, names[k], r in known) for r in there if (k := r.partition(":")[0]) in names]
    has_phone = "phone" in knowing.kinds_of(user.uuid)
    return page(request, "careplan/ways.html", None, rows=rows, number=number,
                has_phone=has_phone, last=len(known) + has_phone < 2,
                status=422 if number.errors else 200)  # fmt: skip


def _change_ways(request: HttpRequest, user: User) -> tuple[bool, NumberForm]:
    """Do what was asked; whether it was done, and the form of the number with its fault."""
    number, reference = NumberForm(), request.POST.get("reference", "")
    kind = reference.partition(":")[0]
    if request.POST.get("do") == "number":
        number = NumberForm(request.POST)
        if number.is_valid():
            try:
                knowing.know(user.uuid, "phone", number.cleaned_data["number"], by=user.uuid)
            except ValueError:
                number.add_error("number", _("That is no mobile number. Look at the digits."))
        return not number.errors, number
    if reference not in strength.references_of(user) or kind not in ("passkey", "eid"):
        return False, number
    if request.POST.get("do") == "add":
        knowing.know(user.uuid, kind, reference, by=user.uuid)
        return True, number
    others = [r for r in strength.references_of(user) if r != reference]
    left = [r for r in others if knowing.is_known(user.uuid, r.partition(":")[0], r)]
    if request.POST.get("do") == "forget" and (left or "phone" in knowing.kinds_of(user.uuid)):
        return knowing.forget_way(user.uuid, kind, reference), number
    return False, number
