"""The pages of sign-in by others: to a provider, back again, and what is linked to an account."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from . import limits, linking, openid, providers, strength
from .models import Identity
from .openid import Errand, Purpose
from .providers import Provider, Unproved
from .requests import own_path, signed_in
from .tokens import Proof

MOST = 240  # times in an hour that one network may set out; a town hall is one network

#: Why nobody was signed in, and the status of the page that tells it.
TOLD: dict[str, tuple[int, str | Promise]] = {
    "cancelled": (200, gettext_lazy("You cancelled. Nothing has changed.")),
    "old": (400, gettext_lazy("It took too long, or the page was opened twice. Try again.")),
    "wrong": (400, gettext_lazy("The answer could not be trusted, so we let nobody in.")),
    "level": (403, gettext_lazy("This e-ID is not strong enough for us. Use another one.")),
    "claim": (403, gettext_lazy("Your account may not be used here. Ask your manager.")),
    "other": (403, gettext_lazy("It is not linked to your account. Use one that is.")),
    "taken": (403, gettext_lazy("It is linked to another account already.")),
    "away": (503, gettext_lazy("There is no answer right now. Try again in a while.")),
}


def _provider(kind: str) -> Provider:
    if found := providers.provider(kind):
        return found
    raise Http404(kind)


def _next(request: HttpRequest) -> str:
    return own_path(request.GET.get(REDIRECT_FIELD_NAME, ""))


def _from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site sends people here, who have pressed no button of ours."""
    return request.headers.get("Sec-Fetch-Site", "none") in {"cross-site", "same-site"}


def _send(request: HttpRequest, kind: str, purpose: Purpose) -> HttpResponse:
    of = _provider(kind)
    if _from_elsewhere(request):
        at = "account_login" if purpose == Purpose.SIGN_IN else "mfa_index"
        return redirect(strength.leading(at, _next(request)))
    if not limits.count("people.entrance", request, most=MOST):
        return render(request, "429.html", status=429)
    try:
        return redirect(openid.set_out(request, of, purpose, _next(request)))
    except Unproved as why:
        return _trouble(request, of, why.code, None)


@never_cache
@require_GET
def sign_in_by(request: HttpRequest, kind: str) -> HttpResponse:
    """Off to a provider, to sign in by it."""
    _provider(kind)
    if request.user.is_authenticated:
        return redirect(_next(request) or resolve_url(settings.LOGIN_REDIRECT_URL))
    return _send(request, kind, Purpose.SIGN_IN)


@never_cache
@login_required
@require_GET
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def link_by(request: HttpRequest, kind: str) -> HttpResponse:
    """Off to a provider, to sign in by it from now on."""
    return _send(request, kind, Purpose.LINK)


@never_cache
@login_required
@require_GET
def prove_by(request: HttpRequest, kind: str) -> HttpResponse:
    """Off to a provider once more, to show that she is still there."""
    return _send(request, kind, Purpose.PROVE)


@never_cache
@require_GET
def signed_in_by(request: HttpRequest, kind: str) -> HttpResponse:
    """Back from a provider."""
    of = _provider(kind)
    errand = openid.under_way(request)
    try:
        errand, proof = openid.come_back(request, of)
        ends = {Purpose.LINK: _link, Purpose.PROVE: _prove}
        return ends.get(Purpose(errand.purpose), _sign_in)(request, errand, proof)
    except Unproved as why:
        return _trouble(request, of, why.code, errand)


def _sign_in(request: HttpRequest, errand: Errand, proof: Proof) -> HttpResponse:
    """Let her in, or ask which account is hers: she signs in as usual, and then links the two."""
    person, made = linking.person_of(proof)
    if person is None:
        openid.wait(request, proof)
        return redirect_to_login(errand.next or resolve_url(settings.LOGIN_REDIRECT_URL))
    strength.note(request, person, proof)
    login = Login(user=person, redirect_url=errand.next or None, signup=made)
    answer: HttpResponse = perform_login(request, login)
    return answer


def _link(request: HttpRequest, errand: Errand, proof: Proof) -> HttpResponse:
    person = signed_in(request)
    try:
        linking.bind(person, proof, by=person)
    except linking.Taken:
        raise Unproved("taken") from None
    strength.note(request, person, proof, again=True)
    messages.success(request, _linked(proof))
    return redirect(errand.next or "mfa_index")


def _prove(request: HttpRequest, errand: Errand, proof: Proof) -> HttpResponse:
    person = signed_in(request)
    if not person.identities.filter(digest=proof.digest).exists():
        raise Unproved("other")
    strength.note(request, person, proof, again=True)
    return redirect(errand.next or "account")


def _linked(proof: Proof) -> str:
    return _("You can now sign in with %(name)s.") % {"name": _provider(proof.kind).name}


def _trouble(request: HttpRequest, of: Provider, code: str, errand: Errand | None) -> HttpResponse:
    """Say what went wrong, with the way to try again and another way."""
    status, text = TOLD[code]
    purpose = Purpose(errand.purpose) if errand else Purpose.SIGN_IN
    if errand is None and request.user.is_authenticated:
        again = reverse("mfa_index")
    else:
        start = {Purpose.LINK: "link_by", Purpose.PROVE: "prove_by"}.get(purpose, "sign_in_by")
        again = strength.leading(start, errand.next if errand else "", of.kind)
    given = {"provider": of, "text": text, "again": again, "code": code}
    return render(request, "people/entrance_trouble.html", given, status=status)


@never_cache
def bind_identity(request: HttpRequest) -> HttpResponse:
    """Whether what she proved before she signed in is hers; nothing is linked until she says so.

    On a shared computer somebody else may have proved it.
    """
    proof = openid.waiting(request)
    if request.method == "POST" and request.POST.get("answer") != "yes":
        openid.forget(request)
        back = settings.LOGIN_REDIRECT_URL if request.user.is_authenticated else settings.LOGIN_URL
        return redirect(own_path(request.POST.get("next", "")) or back)
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("bind_identity"))
    if proof is None or not providers.provider(proof.kind):
        return redirect("mfa_index")
    if request.method == "POST":
        person = signed_in(request)
        openid.forget(request)
        try:
            linking.bind(person, proof, by=person)
        except linking.Taken:
            return _trouble(request, _provider(proof.kind), "taken", None)
        strength.note(request, person, proof)
        messages.success(request, _linked(proof))
        return redirect(own_path(request.POST.get("next", "")) or settings.LOGIN_REDIRECT_URL)
    given = {"provider": _provider(proof.kind), "next": _next(request)}
    return render(request, "people/identity_bind.html", given)


@login_required
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def remove_identity(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then take a way to sign in away."""
    person = signed_in(request)
    identity = get_object_or_404(Identity, pk=pk, user=person)
    if request.method == "POST":
        linking.unbind(identity, by=person)
        messages.success(request, _("It is removed."))
        return redirect("mfa_index")
    return render(request, "people/identity_remove.html", {"identity": identity})
