"""How strongly somebody has shown who she is in this session, and how she shows it once more.

allauth keeps in the session what she has shown and when; what she proves to a provider is noted
there too. A way that has been taken away since, or a reserve code, counts for nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from . import providers
from .models import Identity, User
from .requests import own_path
from .tokens import Proof

METHOD = "openid"
How = Literal["code", "password", "passkey", "totp", "eid", "sso"]


@dataclass(frozen=True)
class Strength:
    """The strongest that somebody has shown, and the latest of those.

    ``second`` says that it is more than one way, such as a key that her finger unlocks.
    ``reference`` tells this passkey or identity from all others (at most 80 characters); it is
    empty for a code and a password. ``at`` is when she showed it.
    """

    kind: How
    second: bool
    reference: str
    at: datetime


@dataclass(frozen=True)
class Way:
    """A way to show it once more: ``name`` stands on the button that leads to ``url``."""

    kind: How
    name: str
    url: str


NOTHING = Strength("code", False, "", datetime.fromtimestamp(0, UTC))


def is_strong_for_owner(strength: Strength) -> bool:
    """Whether it is good enough for one's own plan: a passkey or an e-ID."""
    return strength.kind in {"passkey", "eid"}


def is_strong_for_staff(strength: Strength) -> bool:
    """Whether it is good enough at work: any sign-in with a passkey, an app or an e-ID, or the
    sign-in of one's work with a second factor there."""
    return strength.second


def how(request: HttpRequest) -> Strength:
    """How strongly the person of this session has signed in; three queries."""
    return next(iter(all_shown(request)), NOTHING)


def all_shown(request: HttpRequest) -> list[Strength]:
    """Everything that the person of this session has shown and still has, the strongest first."""
    if not isinstance(request.user, User):
        return []
    there = references_of(request.user)
    shown = [_read(each) for each in get_authentication_records(request, request.user)]
    good = [each for each in shown if each and (not each.reference or each.reference in there)]
    return sorted(
        good, key=lambda each: (is_strong_for_owner(each), each.second, each.at), reverse=True
    )


def references_of(user: User) -> set[str]:
    """What tells each passkey, app and identity that somebody has now, as in ``Strength``."""
    ours = Authenticator.objects.filter(user=user, type__in=_REFERENCE)
    keys = {f"{_REFERENCE[kind]}:{pk}" for kind, pk in ours.values_list("type", "pk")}
    return keys | {each.reference for each in Identity.objects.filter(user=user)}


_REFERENCE: dict[str, Literal["passkey", "totp"]] = {
    Authenticator.Type.WEBAUTHN: "passkey",
    Authenticator.Type.TOTP: "totp",
}


def _read(record: dict[str, Any]) -> Strength | None:
    """What one record of allauth's says."""
    at = datetime.fromtimestamp(record["at"], UTC)
    method = record["method"]
    if method == METHOD:
        kind: How = "eid" if record["kind"] == "eid" else "sso"
        return Strength(kind, bool(record["second"]), f"{kind}:{record['digest']}", at)
    if method == "mfa" and record.get("type") in _REFERENCE:
        kind = _REFERENCE[record["type"]]
        return Strength(kind, True, f"{kind}:{record['id']}", at)
    if method in {"code", "password"}:
        return Strength(method, False, "", at)
    return None


def note(request: HttpRequest, user: User, proof: Proof, *, again: bool = False) -> None:
    """Keep in the session that somebody has proved who she is to a provider; ``again`` when she
    was signed in already."""
    record_authentication(
        request,
        user,
        method=METHOD,
        kind=proof.kind,
        digest=proof.digest,
        second=proof.second,
        at=proof.at,
        reauthenticated=again or None,
    )


def has_second(request: HttpRequest, user: User) -> bool:
    """Whether she has shown a provider more than one way, so that we need not ask for another."""
    records = get_authentication_records(request, user)
    return any(each["method"] == METHOD and each["second"] for each in records)


def prove_by_passkey(next: str) -> str:
    """The page that asks for the passkey once more and then leads to ``next``, a path of ours."""
    return leading("mfa_reauthenticate_webauthn", next)


def prove_by_app(next: str) -> str:
    """The page that asks for a code of the app once more and then leads to ``next``."""
    return leading("mfa_reauthenticate", next)


def prove_by_provider(kind: str, next: str) -> str:
    """The page that sends her to a provider once more; then she comes to ``next``."""
    return leading("prove_by", next, kind)


def ways_to_prove(user: User, next: str) -> list[Way]:
    """How somebody can show strongly who she is, and come to ``next``; the best ones first.

    Empty when she has none: then she adds a way on the page ``mfa_index``.
    """
    has = {each.partition(":")[0] for each in references_of(user)}
    found: list[Way] = []
    if "passkey" in has:
        found.append(Way("passkey", _("Use the passkey"), prove_by_passkey(next)))
    for each in providers.known():
        if each.kind in has:
            kind: How = "eid" if each.is_eid else "sso"
            name = _("Use %(name)s") % {"name": each.name}
            found.append(Way(kind, name, prove_by_provider(kind, next)))
    if "totp" in has:
        found.append(Way("totp", _("Use the app"), prove_by_app(next)))
    return sorted(found, key=lambda way: way.kind == "sso")


def leading(name: str, next: str, *args: str) -> str:
    """An address of ours that leads on to ``next`` if that is a path of ours too."""
    path = own_path(next)
    query = f"?{urlencode({REDIRECT_FIELD_NAME: path})}" if path else ""
    return reverse(name, args=args) + query
