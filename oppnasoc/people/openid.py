"""The way to a provider and back (authorization code with PKCE; OpenID Connect Core 1.0, 3.1).

What belongs together on both ways is kept in the session and used once.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from dataclasses import asdict, dataclass
from enum import StrEnum
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language

from . import providers, tokens
from .providers import Provider, Unproved
from .tokens import Proof

ERRAND = "openid_errand"
WAITING = "openid_proof"
#: Seconds that somebody may take with a provider, and afterwards to say which account is hers.
PATIENCE = 15 * 60
GIVEN_UP = {"access_denied", "login_required", "interaction_required", "consent_required"}
AWAY = {"server_error", "temporarily_unavailable"}


class Purpose(StrEnum):
    """Why somebody is sent to a provider."""

    SIGN_IN = "sign_in"
    LINK = "link"
    PROVE = "prove"


@dataclass(frozen=True)
class Errand:
    """Somebody on her way. ``who`` is the key of the person signed in; ``at`` seconds since 1970;
    ``next`` a path of ours, or empty."""

    kind: str
    purpose: str
    who: int | None
    next: str
    at: float
    state: str
    nonce: str
    verifier: str


def set_out(request: HttpRequest, of: Provider, purpose: Purpose, next: str = "") -> str:
    """The address at the provider to send her to. Raises Unproved('away')."""
    at = providers.endpoints(of)
    errand = Errand(
        kind=of.kind,
        purpose=purpose,
        who=request.user.pk,
        next=next,
        at=time.time(),
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
    )
    request.session[ERRAND] = asdict(errand)
    challenge = hashlib.sha256(errand.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": of.client,
        "redirect_uri": way_back(of),
        "scope": " ".join(of.scopes),
        "state": errand.state,
        "nonce": errand.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "ui_locales": get_language() or "sv",
    }
    if of.acr:
        asked["acr_values"] = " ".join(of.acr)
    if of.is_eid or purpose == Purpose.PROVE:  # On a shared computer nobody goes on as another.
        asked["prompt"] = "login"
    if purpose == Purpose.PROVE:
        asked["max_age"] = "0"
    return f"{at.authorization}{'&' if '?' in at.authorization else '?'}{urlencode(asked)}"


def way_back(of: Provider) -> str:
    """Where a provider sends people back; it must know this address beforehand."""
    return settings.SITE_URL + reverse("signed_in_by", args=[of.kind])


def under_way(request: HttpRequest) -> Errand | None:
    """What somebody has set out for and not come back from."""
    kept = request.session.get(ERRAND)
    return Errand(**kept) if isinstance(kept, dict) else None


def come_back(request: HttpRequest, of: Provider) -> tuple[Errand, Proof]:
    """What she set out for, and what she has proved.

    Raises Unproved: ``old`` when nobody set out like this, or has come back already, or too late.
    """
    said = request.GET
    errand = under_way(request)
    if errand is None or not constant_time_compare(errand.state, said.get("state", "")):
        raise Unproved("old")
    del request.session[ERRAND]
    if errand.kind != of.kind or errand.who != request.user.pk:
        raise Unproved("old")
    if time.time() - errand.at > PATIENCE:
        raise Unproved("old")
    if said.get("iss", of.issuer) != of.issuer:  # RFC 9207
        raise Unproved("wrong")
    if error := said.get("error"):
        cancelled = error in GIVEN_UP
        raise Unproved("cancelled" if cancelled else "away" if error in AWAY else "wrong")
    given = {
        "grant_type": "authorization_code",
        "code": said.get("code", ""),
        "redirect_uri": way_back(of),
        "code_verifier": errand.verifier,
    }
    since = errand.at if errand.purpose == Purpose.PROVE else None
    token = providers.redeem(of, given)
    return errand, tokens.check(token, of, nonce=errand.nonce, since=since)


def wait(request: HttpRequest, proof: Proof) -> None:
    """Keep what she has proved until she has said which account is hers."""
    request.session[WAITING] = {**asdict(proof), "email": "", "until": time.time() + PATIENCE}


def waiting(request: HttpRequest) -> Proof | None:
    """What somebody has proved here and not linked to an account yet; forgotten when it is old."""
    kept = request.session.get(WAITING)
    if not isinstance(kept, dict) or kept["until"] < time.time():
        forget(request)
        return None
    return Proof(**{name: value for name, value in kept.items() if name != "until"})


def forget(request: HttpRequest) -> None:
    """Let go of what waits."""
    if WAITING in request.session:
        del request.session[WAITING]
