"""A text with what was answered to it, as its pages show it: paragraph by paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.language.compare import Piece, words
from oppnasoc.ui.templatetags.ui import countword

from .models import Asked, Paragraph, Referral, Remark, Response


@dataclass
class Part:
    """One paragraph, with what was said of it; ``pieces`` compare it with its new version."""

    paragraph: Paragraph
    remarks: list[Remark] = field(default_factory=list)

    @property
    def pieces(self) -> list[Piece]:
        return words(self.paragraph.text, self.paragraph.now)


@dataclass(frozen=True)
class Named:
    """One who is asked by name, and the answer when there is one."""

    asked: Asked
    response: Response | None


@dataclass
class Read:
    """Everything of a text that anybody may read; four queries.

    ``responses`` are shown answers, the earliest first, and ``whole`` those that say something
    about the whole.
    """

    referral: Referral
    parts: list[Part]
    responses: list[Response]
    named: list[Named]

    @property
    def whole(self) -> list[Response]:
        return [response for response in self.responses if response.text]

    @property
    def from_people(self) -> int:
        return sum(response.party_id is None for response in self.responses)

    @property
    def has_new_version(self) -> bool:
        return any(part.paragraph.has_changed for part in self.parts)


def read(referral: Referral) -> Read:
    """What stands on the page of a text that is sent out."""
    parts = {p.pk: Part(p) for p in Paragraph.objects.filter(referral=referral)}
    shown = Response.objects.shown().filter(referral=referral)
    shown = shown.select_related("party", "consequence").order_by("sent_on", "pk")
    responses = list(shown)
    by_key = {response.pk: response for response in responses}
    for response in responses:
        response.referral = referral
    remarks = Remark.objects.filter(response__in=by_key).select_related("consequence")
    for remark in remarks.order_by("response__sent_on", "response_id"):
        remark.response = by_key[remark.response_id]
        remark.paragraph = parts[remark.paragraph_id].paragraph
        parts[remark.paragraph_id].remarks.append(remark)
    theirs = {response.party_id: response for response in responses if response.party_id}
    asked = Asked.objects.filter(referral=referral).select_related("party").order_by("party__name")
    named = [Named(each, theirs.get(each.party_id)) for each in asked]
    return Read(referral, list(parts.values()), responses, named)


def time_left(referral: Referral, today: date | None = None) -> str:
    """How long one can still answer in time, in words; '' when the last day has passed."""
    days = (referral.answers_by - (today or timezone.localdate())).days
    if days < 0:
        return ""
    if days == 0:
        return _("Today is the last day.")
    text = ngettext("One day is left.", "%(n)s days are left.", days)
    return text % {"n": countword(days)}


def consequence_of(part: Any) -> Any:
    """What a part of an answer changed; None while it is not said."""
    return getattr(part, "consequence", None)
