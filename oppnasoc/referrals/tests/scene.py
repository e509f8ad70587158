"""A text that is sent out in the small town of the tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from oppnasoc.referrals import actions, responding
from oppnasoc.referrals.models import Asked, Referral, Response
from tests.town import Parties, make_parties, make_people

TEXT = """Väntrummet är öppet för alla.

Du får vara där högst en timme.

Mat och dryck får man inte ta med."""


@dataclass
class Scene:
    """The group asks; the other group and the organisation are asked, and anybody may answer."""

    parties: Parties = field(default_factory=make_parties)
    people: dict[str, Any] = field(default_factory=dict)
    today: date = field(default_factory=timezone.localdate)

    def __post_init__(self) -> None:
        self.people = make_people(self.parties)
        people = self.people
        self.sender, self.council, self.member = (
            people["secretary"],
            people["other_facilitator"],
            people["member"],
        )

    def draft(self, **more: Any) -> Referral:
        given: dict[str, Any] = {
            "title": "Regler för väntrummet",
            "why": "Vi läser allt och säger vad det ändrade.",
            "text": TEXT,
            "answers_by": self.today + timedelta(days=14),
            "by": self.sender,
            "asked": [self.parties.other_group, self.parties.organisation],
            **more,
        }
        return actions.draft(self.parties.group, **given)

    def open(self, **more: Any) -> Referral:
        return actions.send_out(self.draft(**more), by=more.get("by", self.sender))

    def past(self, referral: Referral) -> Referral:
        """Let its last day have passed."""
        Referral.objects.filter(pk=referral.pk).update(
            opens_on=self.today - timedelta(days=20), answers_by=self.today - timedelta(days=1)
        )
        referral.refresh_from_db()
        return referral

    def asked(self, referral: Referral, party: Any) -> Asked:
        return Asked.objects.select_related("referral__sender", "party").get(
            referral=referral, party_id=party.pk
        )

    def paragraphs(self, referral: Referral) -> list[int]:
        return list(referral.paragraphs.values_list("pk", flat=True))

    def answered(self, referral: Referral, text: str = "Bra tänkt.", **more: Any) -> Response:
        """The other group's answer, with a remark on the second paragraph."""
        remarks = {self.paragraphs(referral)[1]: "En timme är för kort."}
        given: dict[str, Any] = {"text": text, "remarks": remarks, "by": self.council, **more}
        return responding.answer(self.asked(referral, self.parties.other_group), **given)

    def said(self, referral: Referral, text: str = "Man blir hungrig.", **more: Any) -> Response:
        return responding.say(referral, text=text, remarks=more.pop("remarks", {}), **more)[0]
