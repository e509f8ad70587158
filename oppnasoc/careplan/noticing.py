"""'There is something to read': all that leaves the tower by mail or text message.

A notice names neither a plan, an authority, a person nor this site, and holds no address: whoever
sees it over a shoulder or on a locked screen learns nothing. Who gets it is asked when it is sent:
whoever has lost her place in between is not told, and nobody is about a plan that is closed,
frozen or for practice.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from enum import IntEnum

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from oppnasoc.people import texting
from oppnasoc.people.models import RemindedBy, User
from oppnasoc.people.ways import Trouble
from oppnasoc.vault.log import Verb
from oppnasoc.vault.models import Phone
from oppnasoc.vault.router import ALIAS
from oppnasoc.vault.sealing import Broken, unseal

from .opening import NotThere, Opened, holds
from .plans import Plan
from .seats import Seat

log = logging.getLogger(__name__)


class Once(IntEnum):
    """What is told at once, and once a day; stands in the place of the days of a ``Nudge``."""

    GIVEN = 996  # something to do
    LEADS = 997  # holds the plan together
    AGREED = 998  # the owner has said yes to the plan, or it has come into force


class Unsent(Exception):
    """A notice could not be sent; it says neither to whom nor why, as logs are read by others."""


def reached(seats: Iterable[uuid.UUID]) -> dict[uuid.UUID, User]:
    """Who is told now of these seats: seat → account. Seats without one, and seats that nobody
    holds any more, are not among them; nor is who pauses or wants to be told on the site only."""
    now = timezone.now()
    rows = Seat.objects.filter(pk__in=set(seats), person__isnull=False).select_related("plan")
    held = {
        seat.pk: seat.person
        for seat in rows
        if seat.person is not None
        and seat.plan.is_open
        and not seat.plan.practice
        and holds(seat, seat.plan, now)
    }
    people = User.objects.filter(
        uuid__in=held.values(), is_active=True, paused_on=None, reminded_by=RemindedBy.EMAIL
    )
    found = {person.uuid: person for person in people}
    return {seat: found[person] for seat, person in held.items() if person in found}


def sentence() -> str:
    """What every notice says."""
    return _("There is something to read. Sign in when you have a calm moment.")


def has_phone(person: uuid.UUID) -> bool:
    """Whether the vault knows a phone of somebody."""
    return Phone.objects.filter(known__user=person).exists()


def number_of(person: uuid.UUID) -> str:
    """The phone of somebody who wants to be reminded there; '' for everybody else."""
    if not Plan.objects.filter(owner=person, text_me=True, practice=False, closed_at=None).exists():
        return ""
    phone = Phone.objects.select_related("key").filter(known__user=person).first()
    if phone is None:
        return ""
    return unseal(phone.key, f"vault.Phone:{phone.pk}", bytes(phone.sealed)).decode()


@override("sv")
def send(person: User) -> None:
    """Send one notice by mail, and to her phone when she wants that. Raises Unsent."""
    try:
        _mail(person.email)
        if number := texting.number(number_of(person.uuid)):
            _text(number)
    except (OSError, Trouble, Broken):
        raise Unsent from None


def _mail(to: str) -> None:
    """The notice by mail, from an address without a name: it would be the site's."""
    subject = _("There is something to read")
    text = render_to_string("careplan/mail/notice_message.txt", {"sentence": sentence()}).strip()
    message = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, to=[to])
    page = {"subject": subject, "blocks": text.split("\n\n")}
    message.attach_alternative(render_to_string("people/mail/message.html", page), "text/html")
    message.send()


def _text(number: str) -> None:
    """The notice to a phone, from a name that is nobody's."""
    provider = texting.provider()
    if isinstance(provider, texting.Elks):
        provider.sender = settings.PLAN_SMS_SENDER
    provider.send(number, sentence(), uuid.uuid4().hex)


_silent: ContextVar[bool] = ContextVar("careplan.silent", default=False)


@contextmanager
def silently() -> Iterator[None]:
    """Tell nobody of what is done meanwhile: an invented past is played, such as the demo's."""
    before = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(before)


def tell(*seats: uuid.UUID | None) -> None:
    """Tell whoever holds these seats, once what was done is kept; a mail that fails stops nobody:
    what waits stands on her page, and the nightly round reminds."""

    if _silent.get():
        return

    def after() -> None:
        people = reached(seat for seat in seats if seat is not None)
        for person in {each.pk: each for each in people.values()}.values():
            try:
                send(person)
            except Unsent:
                log.warning("A notice could not be sent.")

    transaction.on_commit(after, using=ALIAS, robust=True)


def tell_once(plan: Plan, what: Once, about: uuid.UUID, *seats: uuid.UUID, at: datetime) -> None:
    """The same, at most once a day of the same thing; inside the transaction of what was done."""
    if _silent.get() or plan.practice:
        return
    new = []
    for seat in dict.fromkeys(seats):
        row, made = plan.nudges.get_or_create(
            seat_id=seat, about=about, days=what, defaults={"at": at}
        )
        if made or timezone.localdate(row.at) < timezone.localdate(at):
            plan.nudges.filter(pk=row.pk).update(at=at)
            new.append(seat)
    tell(*new)


def remind_by_text(opened: Opened, yes: bool) -> None:
    """The owner wants a text message too, or no longer. Raises NotThere for everybody else."""
    if not opened.is_owner:
        raise NotThere
    with transaction.atomic(using=ALIAS):
        Plan.objects.filter(pk=opened.plan.pk).update(text_me=yes)
        opened.log(Verb.WRITE)
    opened.plan.text_me = yes


def owner_seat(plan: Plan) -> uuid.UUID:
    """The seat of the person whose plan it is."""
    found: uuid.UUID = plan.seats.filter(kind="owner").values_list("pk", flat=True).get()
    return found
