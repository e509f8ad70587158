"""A text with what was answered to it, as its pages show it: paragraph by paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.groups.models import Party
from oppnasoc.groups.reach import Reach, reach
from oppnasoc.language.compare import Piece, words
from oppnasoc.ui.templatetags.ui import countword

from .link_right import BY_MAIL
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
    #: An answer has come, which nobody has looked at.
    is_looked_at: bool = False
    #: How they are told, for those who tend the text: account, mail or none; '' when not asked for.
    way: str = ""

    @property
    def waits(self) -> bool:
        """Nothing has come from them, and something still can."""
        text = self.asked.referral
        return (text.is_draft or text.is_open) and not (self.response or self.is_looked_at)


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


def read(referral: Referral, *, ways: bool = False) -> Read:
    """What stands on the page of a text that is sent out; with ``ways`` how those who are asked
    are told, which takes two queries more."""
    parts = {p.pk: Part(p) for p in Paragraph.objects.filter(referral=referral)}
    come = Response.objects.filter(Q(state="shown") | Q(state="held", party__isnull=False))
    come = come.filter(referral=referral).select_related("party", "consequence")
    there = list(come.order_by("sent_on", "pk"))
    held = {each.party_id for each in there if each.state == Response.State.HELD}
    responses = [each for each in there if each.state == Response.State.SHOWN]
    by_key = {response.pk: response for response in responses}
    for response in responses:
        response.referral = referral
    remarks = Remark.objects.filter(response__in=by_key).select_related("consequence")
    for remark in remarks.order_by("response__sent_on", "response_id"):
        remark.response = by_key[remark.response_id]
        remark.paragraph = parts[remark.paragraph_id].paragraph
        parts[remark.paragraph_id].remarks.append(remark)
    theirs = {response.party_id: response for response in responses if response.party_id}
    asked = list(
        Asked.objects.filter(referral=referral).select_related("party").order_by("party__name")
    )
    for each in asked:
        each.referral = referral
    everybody = reach() if ways else None
    named = [
        Named(
            each,
            theirs.get(each.party_id),
            each.party_id in held,
            way_to(each.party, everybody) if everybody else "",
        )
        for each in asked
    ]
    return Read(referral, list(parts.values()), responses, named)


def way_to(party: Party, everybody: Reach) -> str:
    """How a mail reaches a party: ``account`` of those who act for it, ``mail`` with a link, or
    ``none``."""
    if everybody.people.get(party.pk):
        return "account"
    return "mail" if party.kind in BY_MAIL and party.email else "none"


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
