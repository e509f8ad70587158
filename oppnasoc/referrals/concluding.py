"""Sum up: what each answer changed, the new version of the text, and the result.

Nothing is closed before everything that was said has its consequence: ``lacking`` names what has
none, for the page and for the refusal alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale, move, record
from oppnasoc.ui.templatetags.ui import shortday
from oppnasoc.voices.actions import moment

from .actions import MAX_LENGTH, locked
from .models import Asked, Consequence, Paragraph, Referral, Remark, Response
from .reminding import tell_those_who_answered

State = Response.State


@dataclass(frozen=True)
class Lacks:
    """A part of an answer that has no consequence yet, or an answer that nobody has looked at."""

    response: Response
    remark: Remark | None = None

    @property
    def words(self) -> str:
        """What it is, in words that somebody finds it by on the page."""
        who = self.response.who
        if self.response.party_id is None:
            who = f"{who} ({shortday(self.response.sent_on)})"
        if self.response.state == State.HELD:
            return _("%(who)s: nobody has looked at it") % {"who": who}
        if self.remark is None:
            return _("%(who)s: about the whole") % {"who": who}
        given = {"who": who, "n": self.remark.paragraph.number}
        return _("%(who)s: paragraph %(n)d") % given

    @property
    def anchor(self) -> str:
        """Where it stands on the page of whoever sums up."""
        return (self.remark or self.response).key


def lacking(referral: Referral) -> list[Lacks]:
    """Everything that stands in the way of telling the result; two queries."""
    answers = Response.objects.filter(referral=referral, state__in=[State.SHOWN, State.HELD])
    answers = answers.select_related("party", "consequence").order_by("created_at", "pk")
    remarks = Remark.objects.filter(
        response__referral=referral, response__state=State.SHOWN, consequence=None
    )
    found: dict[int, list[Lacks]] = {}
    for response in answers:
        whole = response.text and not hasattr(response, "consequence")
        lacks = response.state == State.HELD or whole
        found[response.pk] = [Lacks(response)] if lacks else []
    for remark in remarks.select_related("paragraph", "response__party").order_by(
        "paragraph__number", "pk"
    ):
        found.setdefault(remark.response_id, []).append(Lacks(remark.response, remark))
    return [each for some in found.values() for each in some]


def silent(referral: Referral) -> list[Asked]:
    """Those who are asked and have not answered; one query."""
    answered = Response.objects.filter(referral=referral, state=State.SHOWN, party__isnull=False)
    asked = Asked.objects.filter(referral=referral).select_related("party")
    return list(asked.exclude(party__in=answered.values("party")).order_by("party__name"))


def may_be_closed(referral: Referral, today: date | None = None) -> bool:
    """Its time has come: the last day has passed, or all have answered and nobody else may."""
    if not referral.is_open:
        return False
    return referral.is_past(today) or (not referral.anyone and not silent(referral))


def _open(referral: Referral, by: User | None) -> Referral:
    referral = locked(referral)
    require(by, "referrals.tend", referral)
    if not referral.is_open:
        raise Stale("It is not open.")
    return referral


@transaction.atomic
def conclude(
    part: Response | Remark,
    *,
    changed: bool,
    words: str,
    by: User | None,
    on: date | None = None,
) -> Consequence:
    """Say what an answer about the whole, or a remark on a paragraph, changed, or why it changed
    nothing. Said again, it replaces what was said.

    Raises ValidationError for the field ``words``, PermissionDenied, and Stale when the part is
    not shown or the result is told.
    """
    whole = isinstance(part, Response)
    response = part if isinstance(part, Response) else part.response
    referral = _open(response.referral, by)
    if not (said := words.strip()):
        raise ValidationError({"words": _("Say what it changed, or why it changed nothing.")})
    if len(said) > MAX_LENGTH:
        raise ValidationError({"words": _("That was long. Shorten it to two pages at most.")})
    there = Response.objects.shown().filter(pk=response.pk, referral=referral)
    there = there.exclude(text="") if whole else there.filter(remarks=part.pk)
    if not there.exists():
        raise Stale("Nothing stands there any longer.")
    of: dict[str, Any] = {"response": part} if whole else {"remark": part}
    consequence, _new = Consequence.objects.update_or_create(
        **of,
        defaults={"changed": changed, "words": said, "said_on": on or timezone.localdate()},
    )
    record("referrals.concluded", response, by=by, at=moment(on), changed=changed)
    return consequence


@transaction.atomic
def rewrite(
    paragraph: Paragraph,
    *,
    after: str,
    taken_away: bool = False,
    by: User | None,
    on: date | None = None,
) -> Paragraph:
    """Write the new version of a paragraph; the same text as before lets it stand. One that was
    added is removed when it is emptied."""
    referral = _open(paragraph.referral, by)
    text = after.strip().replace("\r\n", "\n")
    if len(text) > MAX_LENGTH:
        raise ValidationError({"after": _("A paragraph is very long. Shorten it.")})
    if taken_away or text == paragraph.text:
        text = ""
    before = {"after": paragraph.after, "taken_away": paragraph.taken_away}
    record("referrals.rewritten", referral, by=by, at=moment(on), number=paragraph.number)
    if not paragraph.text and not text:
        Paragraph.objects.filter(pk=paragraph.pk, **before).delete()
        return paragraph
    gone = taken_away and bool(paragraph.text)
    move(paragraph, when=before, to={"after": text, "taken_away": gone})
    return paragraph


@transaction.atomic
def add_paragraph(
    referral: Referral, after: str, *, by: User | None, on: date | None = None
) -> Paragraph:
    """Add a paragraph at the end of the new version."""
    referral = _open(referral, by)
    if not (text := after.strip()) or len(text) > MAX_LENGTH:
        raise ValidationError({"after": _("Write the paragraph; at most two pages.")})
    numbers = referral.paragraphs.order_by("-number").values_list("number", flat=True)
    number = (numbers.first() or 0) + 1
    paragraph = Paragraph.objects.create(referral=referral, number=number, after=text)
    record("referrals.rewritten", referral, by=by, at=moment(on), number=number)
    return paragraph


@transaction.atomic
def close(referral: Referral, result: str, *, by: User | None, on: date | None = None) -> Referral:
    """Tell the result: everybody reads what every answer changed, and those who answered are told.

    Who said what was written down is forgotten then. Refused, naming what it is, while anything
    lacks its consequence. Raises ValidationError, PermissionDenied, and Stale.
    """
    referral = _open(referral, by)
    today = on or timezone.localdate()
    if not may_be_closed(referral, today):
        raise ValidationError(_("People can still answer. Close it when the last day has passed."))
    if parts := lacking(referral):
        names = ", ".join(part.words for part in parts)
        raise ValidationError(
            _("This has no consequence yet: %(names)s.") % {"names": names}, code="lacking"
        )
    if not (told := result.strip()):
        raise ValidationError({"result": _("Say in a few sentences what came of it.")})
    to = {"status": Referral.Status.CLOSED, "result": told, "closed_on": today}
    move(referral, when={"status": Referral.Status.OPEN}, to=to)
    record("referrals.closed", referral, by=by, at=moment(on), referral=referral)
    Response.objects.filter(referral=referral).exclude(said_by="").update(said_by="")
    tell_those_who_answered(referral, today)
    return referral


@transaction.atomic
def reopen(referral: Referral, *, by: User | None, on: date | None = None) -> Referral:
    """Take the result back to change it; what was said of each answer stays."""
    referral = locked(referral)
    require(by, "referrals.tend", referral)
    move(referral, when={"status": Referral.Status.CLOSED},
         to={"status": Referral.Status.OPEN, "closed_on": None})  # fmt: skip
    record("referrals.reopened", referral, by=by, at=moment(on), referral=referral)
    return referral
