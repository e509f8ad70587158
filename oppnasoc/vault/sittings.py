"""A sitting: the time that a plan stands open to somebody after she proved who she is.

Being signed in is not enough for a plan. Its cookie is a token of its own that only plan pages
get, and the row is bound to the session that she signed in by: who signs out, or signs in again by
a weaker way, has no sitting left. A sitting ends by itself after ten minutes without a page, on a
borrowed phone after five, and after two hours in any case.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.signing import Signer
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from . import sealing
from .models import Sitting, Way
from .router import ALIAS

COOKIE, PATH = "plan", "/min-plan/"
IDLE = timedelta(minutes=10)
BORROWED = timedelta(minutes=5)  # The same on a phone that is not her own.
LONGEST = timedelta(hours=2)
FRESH = timedelta(minutes=5)
STEP = timedelta(seconds=30)  # A page sooner than this after the last one writes nothing.
_KEPT = "_sitting"


def begin(
    request: HttpRequest, response: HttpResponseBase, *, way: Way, own_device: bool = True
) -> Sitting:
    """Open a sitting for the signed-in person, who has just proved who she is; an earlier one of
    this browser ends. ``own_device``: it is no borrowed phone. PermissionError when nobody is
    signed in."""
    if not request.user.is_authenticated or not request.session.session_key:
        raise PermissionError("A sitting is for somebody who is signed in.")
    if earlier := _of_cookie(request):
        earlier.delete()
    now = timezone.now()
    # What nobody ended is cleared away by whoever comes next.
    Sitting.objects.filter(began_at__lt=now - LONGEST).delete()
    transaction.on_commit(lambda: sealing.leave_no_copy(wait=0), using=ALIAS)
    token = secrets.token_urlsafe(32)
    token = f"{token}.{_mark(request, token)}"
    sitting = Sitting.objects.create(
        token=_hashed("token", token),
        session=_hashed("session", request.session.session_key),
        user=request.user.uuid,
        way=way,
        began_at=now,
        seen_at=now,
        proved_at=now,
        own_device=own_device,
    )
    response.set_cookie(
        COOKIE,
        token,
        path=PATH,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    request.__dict__[_KEPT] = sitting
    return sitting


def current(request: HttpRequest) -> Sitting | None:
    """The sitting of this request, which goes on by being asked for; None when there is none.

    One query, and at most one write in half a minute; asked for again it costs nothing.
    """
    if _KEPT not in request.__dict__:
        request.__dict__[_KEPT] = _found(request)
        touch(request)
    kept: Sitting | None = request.__dict__[_KEPT]
    return kept


def touch(request: HttpRequest) -> None:
    """Let the sitting of this request go on from now for as long as it may lie untouched."""
    sitting, now = current(request), timezone.now()
    if sitting is not None and now - sitting.seen_at >= STEP:
        sitting.seen_at = now
        Sitting.objects.filter(pk=sitting.pk).update(seen_at=now)


def fresh(request: HttpRequest) -> bool:
    """Whether she proved who she is within five minutes: asked for before a consent, an export
    and what is only hers."""
    sitting = current(request)
    return sitting is not None and timezone.now() - sitting.proved_at <= FRESH


def left(request: HttpRequest) -> timedelta:
    """How long the sitting of this request goes on when no page is asked for; nothing when there
    is none. Asking lets it go on no longer."""
    sitting = request.__dict__[_KEPT] if _KEPT in request.__dict__ else _found(request)
    if sitting is None:
        return timedelta(0)
    ends = min(sitting.seen_at + idle_of(sitting), sitting.began_at + LONGEST)
    return max(ends - timezone.now(), timedelta(0))


def idle_of(sitting: Sitting) -> timedelta:
    """How long a sitting may lie untouched."""
    return IDLE if sitting.own_device else BORROWED


def was_open(request: HttpRequest) -> bool:
    """Whether a sitting began in this browser by this sign-in, and nobody closed it since: it may
    have ended by itself. It opens nothing; whoever came in by a stolen mailbox never had one."""
    if not request.user.is_authenticated or not request.session.session_key:
        return False
    token, _dot, mark = request.COOKIES.get(COOKIE, "").partition(".")
    return secrets.compare_digest(mark.encode(), _mark(request, token).encode())


def end(request: HttpRequest, response: HttpResponseBase) -> Sitting | None:
    """Close the plan in this browser; the sitting that was there."""
    sitting = _of_cookie(request)
    if sitting is not None:
        Sitting.objects.filter(pk=sitting.pk).delete()
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    request.__dict__[_KEPT] = None
    return sitting


def end_all(user: UUID, *, but: Sitting | None = None) -> int:
    """Close every sitting of a person, such as when a way in is no longer hers, ``but`` the one
    that she does it from; how many."""
    rows = Sitting.objects.filter(user=user)
    return (rows.exclude(pk=but.pk) if but else rows).delete()[0]


def _found(request: HttpRequest) -> Sitting | None:
    if not request.user.is_authenticated or not request.session.session_key:
        return None
    sitting, now = _of_cookie(request), timezone.now()
    if sitting is None or sitting.user != request.user.uuid:
        return None
    if bytes(sitting.session) != _hashed("session", request.session.session_key):
        return None
    if now - sitting.seen_at > idle_of(sitting) or now - sitting.began_at > LONGEST:
        sitting.delete()
        return None
    return sitting


def _of_cookie(request: HttpRequest) -> Sitting | None:
    token = request.COOKIES.get(COOKIE)
    return Sitting.objects.filter(token=_hashed("token", token)).first() if token else None


def _mark(request: HttpRequest, token: str) -> str:
    """Binds a token to whom it was given, and to the sign-in that she had."""
    assert request.user.is_authenticated
    whose = f"{request.user.uuid} {request.session.session_key} {token}"
    return Signer(salt="oppnasoc.vault.sittings").signature(whose)


def _hashed(what: str, secret: str) -> bytes:
    """Both are too long to be guessed, so that a plain hash tells nothing."""
    return hashlib.sha256(f"oppnasoc.vault {what} {secret}".encode()).digest()
