"""Ask others about a text: draft it, send it out, give it more time, withdraw it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Party
from oppnasoc.matters.models import Matter
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale, move, record
from oppnasoc.voices.actions import moment

from .models import Asked, Paragraph, Referral
from .reminding import tell_those_asked

LONGEST = timedelta(days=366)
MOST_PARAGRAPHS = 60
MAX_LENGTH = 5000  # characters of one paragraph, and of one remark
_APART = re.compile(r"\n\s*\n")

Status = Referral.Status


def in_paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: what stands between empty lines."""
    parts = _APART.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    return [part.strip() for part in parts if part.strip()]


def locked(referral: Referral) -> Referral:
    """The row as it stands now; nobody else answers or closes it until this is done."""
    return (
        Referral.objects.select_for_update(of=("self",))
        .select_related("sender")
        .get(pk=referral.pk)
    )


def _whole(title: str, why: str, text: str, answers_by: date, today: date) -> list[str]:
    """The paragraphs, when everything is there. Raises ValidationError naming each field."""
    parts, missing = in_paragraphs(text), dict[str, str]()
    if not title.strip():
        missing["title"] = _("Say in a few words what it is about.")
    if not why.strip():
        missing["why"] = _("Say why you ask and what you do with the answers.")
    if not parts:
        missing["text"] = _("Put in the text that you ask about.")
    elif len(parts) > MOST_PARAGRAPHS:
        missing["text"] = _("The text has very many paragraphs. Ask about a part of it at a time.")
    elif any(len(part) > MAX_LENGTH for part in parts):
        missing["text"] = _("A paragraph is very long. Put empty lines in the text.")
    if not today < answers_by <= today + LONGEST:
        missing["answers_by"] = _("Choose a later day than today, within a year.")
    if missing:
        raise ValidationError(missing)
    return parts


@transaction.atomic
def draft(
    sender: Party,
    *,
    title: str,
    why: str,
    text: str,
    answers_by: date,
    by: User | None,
    about: Matter | None = None,
    anyone: bool = True,
    asked: Iterable[Party] = (),
    on: date | None = None,
) -> Referral:
    """Begin a text that others are to be asked about; nobody else sees it before it is sent out.

    Empty lines part ``text`` into paragraphs. Raises ValidationError naming the field, and
    PermissionDenied for who does not act for the sender.
    """
    require(by, "referrals.send", sender)
    if sender.kind not in Referral.SENDERS:
        raise ValidationError({"sender": _("A group, a unit or a role can ask.")})
    parts = _whole(title, why, text, answers_by, on or timezone.localdate())
    referral = Referral.objects.create(
        title=" ".join(title.split()),
        why=why.strip(),
        sender=sender,
        about=about,
        answers_by=answers_by,
        anyone=anyone,
        created_by=by,
        created_at=moment(on),
    )
    _write(referral, parts, asked)
    record("referrals.drafted", referral, by=by, at=moment(on))
    return referral


def _write(referral: Referral, parts: list[str], asked: Iterable[Party]) -> None:
    referral.paragraphs.all().delete()
    referral.asked.all().delete()
    Paragraph.objects.bulk_create(
        Paragraph(referral=referral, number=number, text=part)
        for number, part in enumerate(parts, 1)
    )
    others = {party.pk for party in asked} - {referral.sender_id}
    Asked.objects.bulk_create(Asked(referral=referral, party_id=pk) for pk in sorted(others))


@transaction.atomic
def change(
    referral: Referral,
    *,
    title: str,
    why: str,
    text: str,
    answers_by: date,
    by: User | None,
    about: Matter | None = None,
    anyone: bool = True,
    asked: Iterable[Party] = (),
) -> Referral:
    """Change a draft. Raises Stale when it has been sent out."""
    referral = locked(referral)
    require(by, "referrals.tend", referral)
    parts = _whole(title, why, text, answers_by, timezone.localdate())
    to: dict[str, Any] = {
        "title": " ".join(title.split()),
        "why": why.strip(),
        "about": about,
        "answers_by": answers_by,
        "anyone": anyone,
    }
    move(referral, when={"status": Status.DRAFT}, to=to)
    _write(referral, parts, asked)
    record("referrals.changed", referral, by=by)
    return referral


@transaction.atomic
def discard(referral: Referral, *, by: User | None) -> None:
    """Throw a draft away, for good. Raises Stale when it has been sent out."""
    referral = locked(referral)
    require(by, "referrals.tend", referral)
    if not referral.is_draft:
        raise Stale("It has been sent out.")
    record("referrals.discarded", referral, by=by)
    referral.delete()


@transaction.atomic
def send_out(referral: Referral, *, by: User | None, on: date | None = None) -> Referral:
    """Ask: the text is public, and those who are asked are told. From now on the text that one
    answers to stays as it is."""
    referral = locked(referral)
    require(by, "referrals.tend", referral)
    today = on or timezone.localdate()
    if not referral.is_draft:
        raise Stale("It has been sent out already.")
    if referral.answers_by <= today:
        raise ValidationError(_("The last day has passed. Choose a later day first."))
    if not referral.anyone and not referral.asked.exists():
        raise ValidationError(_("Say whom you ask, or let anybody answer."))
    move(referral, when={"status": Status.DRAFT}, to={"status": Status.OPEN, "opens_on": today})
    sender = referral.sender
    record("referrals.sent_out", referral, by=by, at=moment(on), sender=sender, referral=referral)
    tell_those_asked(referral, today)
    return referral


@transaction.atomic
def extend(
    referral: Referral, answers_by: date, *, by: User | None, on: date | None = None
) -> Referral:
    """Give everybody more time, also when the last day has passed."""
    referral = locked(referral)
    require(by, "referrals.tend", referral)
    if answers_by <= referral.answers_by:
        raise ValidationError({"answers_by": _("Choose a later day than now.")})
    today = on or timezone.localdate()
    if not today < answers_by <= today + LONGEST:
        raise ValidationError({"answers_by": _("Choose a later day than today, within a year.")})
    move(referral, when={"status": Status.OPEN}, to={"answers_by": answers_by})
    record("referrals.extended", referral, by=by, at=moment(on), until=answers_by.isoformat())
    return referral


@transaction.atomic
def withdraw(referral: Referral, why: str, *, by: User | None, on: date | None = None) -> Referral:
    """Ask no longer, with a reason that stands on the page. The text and the answers are not shown
    any more."""
    referral = locked(referral)
    require(by, "referrals.tend", referral)
    if not (reason := " ".join(why.split())[:240]):
        raise ValidationError({"why": _("Say why. Those who were asked read it.")})
    to = {"status": Status.WITHDRAWN, "withdrawn_why": reason}
    move(referral, when={"status": Status.OPEN}, to=to)
    record("referrals.withdrawn", referral, by=by, at=moment(on), referral=referral)
    return referral


@transaction.atomic
def put_back(referral: Referral, *, by: User | None, on: date | None = None) -> Referral:
    """Undo that it was withdrawn."""
    referral = locked(referral)
    require(by, "referrals.tend", referral)
    to = {"status": Status.OPEN, "withdrawn_why": ""}
    move(referral, when={"status": Status.WITHDRAWN}, to=to)
    record("referrals.put_back", referral, by=by, at=moment(on), referral=referral)
    return referral
