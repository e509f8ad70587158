"""The ways in that a plan knows: a passkey, an e-ID, a phone that gets codes.

A way is known only if it was there when the plan was made, or was added by somebody to whom the
plan stood open: who has taken over a mailbox and adds a passkey to the account opens nothing. What
is known is kept as a keyed hash. The number of a phone is sealed with a key of its own, since a
code has to be sent to it.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.people import limits
from oppnasoc.people.texting import number, send_text
from oppnasoc.people.ways import Trouble

from . import gone
from .models import Code, Known, Phone, Proof
from .router import ALIAS
from .sealing import destroy, marker, new_key, seal, unseal

LASTS = timedelta(minutes=10)
TRIES = 5  # of a code
DESK_LASTS = timedelta(hours=24)  # of a code that she gets in person
DESK_OPENS = timedelta(minutes=30)  # in which she makes a new way in known
AN_HOUR, A_DAY = 5, 20  # unused codes to one person: five tries of each are 100 of 1,000,000
FROM_A_NETWORK = 60  # codes an hour


class NoPhone(Exception):
    """The plan knows no phone of hers."""


class TooMany(Exception):
    """So many codes were sent that the next one has to wait, ``until`` when it is known."""

    def __init__(self, until: datetime | None = None) -> None:
        super().__init__("too many codes")
        self.until = until


class NotSent(Exception):
    """The text message could not be sent now."""


def know(user: UUID, kind: str, reference: str, *, by: UUID) -> Known:
    """Let a way in be known: ``reference`` tells it from others of its kind, a number for a phone.

    The caller sees to it that the plan is being made or stands open, freshly, to ``by``. A person
    has one known phone; another one takes its place. Knowing the same again changes nothing.
    ValueError for what is no phone number.
    """
    reference = _reference(kind, reference)
    row = {"user": user, "kind": Known.Kind(kind), "mark": _mark("known", user, kind, reference)}
    with transaction.atomic(using=ALIAS):
        if found := Known.objects.filter(**row).first():
            return found
        if kind == Known.Kind.PHONE:
            _forget(Known.objects.filter(user=user, kind=kind).first())
        known = Known.objects.create(**row, added_by=by)
        if (way := _way(known)) in gone.written().get("way", ()):
            gone.given_again("way", way)
        if kind == Known.Kind.PHONE:
            key = new_key()
            sealed = seal(key, f"vault.Phone:{known.pk}", reference.encode())
            Phone.objects.create(known=known, key=key, sealed=sealed)
    return known


def know_only(user: UUID, kind: str, reference: str) -> Known:
    """Let this way in be known and no other, for somebody of whom nothing is here yet: what was
    made known before, by her or by a thief of her mailbox, opens nothing that she begins now."""
    with transaction.atomic(using=ALIAS):
        known = know(user, kind, reference, by=user)
        for other in Known.objects.filter(user=user).exclude(pk=known.pk):
            _forget(other)
    return known


def is_known(user: UUID, kind: str, reference: str) -> bool:
    """Whether the plan knows this way in of hers."""
    try:
        mark = _mark("known", user, kind, _reference(kind, reference))
    except ValueError:
        return False
    return Known.objects.filter(user=user, kind=kind, mark=mark).exists()


def kinds_of(user: UUID) -> set[str]:
    """The kinds of ways in that are known of her."""
    return set(Known.objects.filter(user=user).values_list("kind", flat=True))


def forget_way(user: UUID, kind: str, reference: str) -> bool:
    """Let a way in be known no longer; False when it was not. The caller asks who may."""
    mark = _mark("known", user, kind, _reference(kind, reference))
    with transaction.atomic(using=ALIAS):
        found = Known.objects.filter(user=user, kind=kind, mark=mark).first()
        _forget(found)
    return found is not None


def forget_number(key: UUID) -> bool:
    """Let the phone whose number is sealed with this key be known no longer; False for no such."""
    found = Known.objects.filter(phone__key=key).first()
    _forget(found)
    return found is not None


def known_among(ways: Collection[UUID]) -> list[UUID]:
    """Which of some ways in are known, by what they are called in the list of what is gone."""
    wanted = set(ways)
    return [way for each in Known.objects.all() if (way := _way(each)) in wanted]


def forget_again(way: UUID) -> UUID:
    """Let a way in that is called so be known no longer; whose it was. Raises StopIteration."""
    known = next(each for each in Known.objects.all() if _way(each) == way)
    _forget(known)
    return known.user


def _way(known: Known) -> UUID:
    """What a way in is called: a part of a keyed hash, the same whenever it is known."""
    return UUID(bytes=bytes(known.mark)[:16])


def forget_all(user: UUID) -> None:
    """Let nothing be known of somebody who has no plan any more."""
    with transaction.atomic(using=ALIAS):
        for known in Known.objects.filter(user=user).select_related("phone__key"):
            _forget(known)
        Code.objects.filter(user=user).delete()


def last_digits(user: UUID) -> str:
    """The two last digits of somebody's known phone, to see whether it was written wrong; '' for
    none."""
    phone = Phone.objects.select_related("key").filter(known__user=user).first()
    if phone is None:
        return ""
    return unseal(phone.key, f"vault.Phone:{phone.pk}", bytes(phone.sealed)).decode()[-2:]


def send_code(user: UUID, request: HttpRequest) -> None:
    """Send six digits to her known phone. Raises NoPhone, TooMany, NotSent.

    The text says nothing of a plan, of care or of an authority.
    """
    phone = Phone.objects.select_related("key").filter(known__user=user).first()
    if phone is None:
        raise NoPhone
    if not limits.count("vault.code", request, most=FROM_A_NETWORK):
        raise TooMany
    digits = f"{secrets.randbelow(1_000_000):06}"
    code = _keep(user, digits)
    to = unseal(phone.key, f"vault.Phone:{phone.pk}", bytes(phone.sealed)).decode()
    try:
        send_text(to, _("Your code is %(code)s.") % {"code": digits}, f"kod-{code.pk}")
    except Trouble:
        raise NotSent from None


def check_code(user: UUID, typed: str) -> bool:
    """Whether this is the code that was sent to her last; each is good once, for ten minutes."""
    now = timezone.now()
    last = Code.objects.filter(user=user, desk=False).order_by("-made_at", "-pk").first()
    if last is None or last.used_at or now - last.made_at > LASTS:
        return False
    return _is_right(last, typed)


def _is_right(last: Code, typed: str) -> bool:
    """Use one of the tries of a code, and the code when it is right."""
    ours = Code.objects.filter(pk=last.pk, used_at=None)
    if not ours.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
        return False
    if not hmac.compare_digest(_code_mark(last, "".join(typed.split())), bytes(last.mark)):
        return False
    return bool(ours.update(used_at=timezone.now()))


def desk_code(user: UUID) -> str:
    """A code for somebody who has lost every way in and has shown in person who she is.

    Ten digits, good once, for a day; an earlier one stops working. Only the hash is kept.
    """
    digits = f"{secrets.randbelow(10**10):010}"
    with transaction.atomic(using=ALIAS):
        Code.objects.filter(user=user, desk=True).delete()
        code = Code(user=user, made_at=timezone.now(), desk=True)
        code.mark = _code_mark(code, digits)
        code.save(force_insert=True)
    return digits


def let_in(user: UUID, typed: str) -> bool:
    """Whether this is the code that she got in person. Then nothing that was known of her opens
    anything, and for half an hour she may make known what she comes with (``is_let_in``)."""
    last = Code.objects.filter(user=user, desk=True).first()
    if last is None or last.used_at or timezone.now() - last.made_at > DESK_LASTS:
        return False
    with transaction.atomic(using=ALIAS):
        if not _is_right(last, typed):
            return False
        for known in Known.objects.filter(user=user).select_related("phone__key"):
            _forget(known)
    return True


def is_let_in(user: UUID) -> bool:
    """Whether somebody was let in anew just now and nothing has been made known since."""
    since = timezone.now() - DESK_OPENS
    lately = Code.objects.filter(user=user, desk=True, used_at__gt=since).exists()
    return lately and not Known.objects.filter(user=user).exists()


def _keep(user: UUID, digits: str) -> Code:
    """A row for a code, unless too many were sent; what is older than a day goes."""
    now = timezone.now()
    with transaction.atomic(using=ALIAS):
        # Who asks twice at once waits here for herself.
        Known.objects.select_for_update().get(user=user, kind=Known.Kind.PHONE)
        Code.objects.filter(made_at__lt=now - DESK_LASTS).delete()
        # What was used is no guess: on a borrowed phone she may need many in a day.
        rows = Code.objects.filter(user=user, desk=False, used_at=None).order_by("made_at")
        sent = list(rows.values_list("made_at", flat=True))
        lately = [at for at in sent if now - at < timedelta(hours=1)]
        if len(sent) >= A_DAY:
            raise TooMany(sent[-A_DAY] + DESK_LASTS)
        if len(lately) >= AN_HOUR:
            raise TooMany(lately[-AN_HOUR] + timedelta(hours=1))
        code = Code(user=user, made_at=now)
        code.mark = _code_mark(code, digits)
        code.save(force_insert=True)
    return code


def _code_mark(code: Code, digits: str) -> bytes:
    return _mark("code", code.user, code.made_at.timestamp(), digits)


def _mark(what: str, user: UUID, *parts: object) -> bytes:
    """A keyed hash under the installation's own key: nobody finds a number by trying them all."""
    key = Proof.objects.select_related("key").get().key
    return marker(key, what)(json.dumps([str(each) for each in (user, *parts)]).encode())


def _reference(kind: str, reference: str) -> str:
    if kind != Known.Kind.PHONE:
        return reference
    if not (known := number(reference)):
        raise ValueError("That is no phone number.")
    return known


def _forget(known: Known | None) -> None:
    if known is None:
        return
    phone = Phone.objects.select_related("key").filter(known=known).first()
    key = phone.key if phone else None
    gone.write_down("way", [_way(known)])
    known.delete()
    if key is not None:
        destroy(key)
