"""Whatever anybody does in whatever order: nothing is closed while any answer lacks its
consequence, the text that one answers to stays as it was sent out, and what is held or drafted is
shown to nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from oppnasoc.referrals import actions, concluding, looking, responding
from oppnasoc.referrals.models import Asked, Consequence, Paragraph, Referral, Remark, Response
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from tests.sequences import hold
from tests.town import ROLES

from .scene import TEXT, Scene

REFUSALS = (PermissionDenied, ValidationError, Stale)
TENDING = {"facilitator", "secretary", "editor"}
WRITES_FOR = {"other_facilitator": 0, "member": 1}
tending = st.sampled_from(["secretary", "secretary", "facilitator", "editor", *ROLES])
picks = st.integers(0, 9)
words = st.sampled_from(["", " ", "kanarietyckte något.", "kanarietyckte annat."])
TABLES = (Referral, Paragraph, Asked, Response, Remark, Consequence)


class Texts(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.scene = Scene()
        self.day: date = self.scene.today
        self.referral = self.scene.open(answers_by=self.day + timedelta(days=3))

    def fresh(self) -> Referral:
        return Referral.objects.select_related("sender", "about").get(pk=self.referral.pk)

    def rows(self) -> list[Any]:
        return [list(t._default_manager.order_by("pk").values()) for t in TABLES]

    def tried(self, do: Callable[[], Any], *, allowed: bool) -> bool:
        """Done with one entry in the trail, or refused with nothing written; for want of a right
        just when there is none."""
        rows, entries = self.rows(), Entry.objects.count()
        refusal: Exception | None = None
        try:
            with transaction.atomic():
                do()
        except REFUSALS as why:
            refusal = why
        assert isinstance(refusal, PermissionDenied) == (not allowed), refusal
        written = Entry.objects.count() - entries
        if refusal is None:
            assert written == 1 or self.rows() == rows
        else:
            assert (self.rows(), written) == (rows, 0)
        return refusal is None

    def tend(self, role: str, do: Callable[..., Any], *given: Any, **more: Any) -> bool:
        by = self.scene.people.get(role)
        return self.tried(lambda: do(*given, **more, by=by, on=self.day), allowed=role in TENDING)

    @rule(by=st.integers(1, 5))
    def days_go(self, by: int) -> None:
        self.day += timedelta(days=by)

    @rule(role=st.sampled_from([*WRITES_FOR, *ROLES]), pick=picks, text=words, other=words,
          draft=st.booleans())  # fmt: skip
    def a_party_writes(self, role: str, pick: int, text: str, other: str, draft: bool) -> None:
        parties = [self.scene.parties.other_group, self.scene.parties.organisation]
        number = WRITES_FOR.get(role, pick % 2)
        asked = self.scene.asked(self.referral, parties[number])
        remarks = {self.scene.paragraphs(self.referral)[pick % 3]: other}
        do = responding.keep_draft if draft else responding.answer
        by = self.scene.people.get(role)
        self.tried(
            lambda: do(asked, text=text, remarks=remarks, by=by, on=self.day),
            allowed=role in WRITES_FOR,
        )

    @rule(role=st.sampled_from([*WRITES_FOR]))
    def a_party_takes_it_back(self, role: str) -> None:
        parties = [self.scene.parties.other_group, self.scene.parties.organisation]
        asked = self.scene.asked(self.referral, parties[WRITES_FOR[role]])
        by = self.scene.people[role]
        self.tried(lambda: responding.take_back_for(asked, by=by, on=self.day), allowed=True)

    @rule(pick=picks, text=words, other=words)
    def somebody_answers(self, pick: int, text: str, other: str) -> None:
        is_open = self.fresh().is_open
        remarks = {self.scene.paragraphs(self.referral)[pick % 3]: other}
        said = self.tried(
            lambda: responding.say(self.referral, text=text, remarks=remarks, on=self.day),
            allowed=True,
        )
        assert said == (is_open and bool(text.strip() or other.strip()))

    def person(self, pick: int) -> Response | None:
        found = list(Response.objects.filter(party=None).order_by("pk"))
        return found[pick % len(found)] if found else None

    @rule(pick=picks)
    def she_takes_it_back(self, pick: int) -> None:
        if (response := self.person(pick)) is not None:
            there = response.state != "withdrawn"
            assert there == self.tried(
                lambda: responding.take_back(response, on=self.day), allowed=True
            )

    @rule(role=tending, pick=picks, show=st.booleans())
    def look_at_one(self, role: str, pick: int, show: bool) -> None:
        if (response := self.person(pick)) is not None:
            if show:
                self.tend(role, looking.show, response)
            else:
                self.tend(role, looking.set_aside, response, "Den pekar ut någon.")

    @rule(role=tending, pick=picks, changed=st.booleans(), said=words)
    def say_what_it_changed(self, role: str, pick: int, changed: bool, said: str) -> None:
        parts = [*Response.objects.order_by("pk"), *Remark.objects.order_by("pk")]
        if parts:
            part = parts[pick % len(parts)]
            self.tend(role, concluding.conclude, part, changed=changed, words=said)

    @rule(pick=picks)
    def say_it_of_what_lacks(self, pick: int) -> None:
        """So that some sequences come as far as being closed."""
        for part in concluding.lacking(self.fresh()):
            if part.response.state == "held":
                self.tend("secretary", looking.show, part.response)
            elif pick:
                of = part.remark or part.response
                self.tend("secretary", concluding.conclude, of, changed=False, words="Nej, för.")

    @rule(role=tending, pick=picks, after=words, gone=st.booleans())
    def rewrite(self, role: str, pick: int, after: str, gone: bool) -> None:
        paragraphs = list(self.referral.paragraphs.all())
        paragraph = paragraphs[pick % len(paragraphs)]
        self.tend(role, concluding.rewrite, paragraph, after=after, taken_away=gone)

    @rule(role=tending, by=st.integers(-2, 6))
    def extend(self, role: str, by: int) -> None:
        self.tend(role, actions.extend, self.referral, self.day + timedelta(days=by))

    @rule(role=tending)
    def withdraw_or_put_back(self, role: str) -> None:
        if not self.tend(role, actions.withdraw, self.referral, "Fel text."):
            self.tend(role, actions.put_back, self.referral)

    @rule(role=tending, result=words)
    def close(self, role: str, result: str) -> None:
        before = self.fresh()
        lacks = concluding.lacking(before)
        allowed_now = concluding.may_be_closed(before, self.day)
        closed = self.tend(role, concluding.close, self.referral, result)
        assert closed == (
            role in TENDING
            and before.is_open
            and allowed_now
            and not lacks
            and bool(result.strip())
        )

    @rule(role=tending)
    def reopen(self, role: str) -> None:
        self.tend(role, concluding.reopen, self.referral)

    @invariant()
    def what_is_closed_lacks_nothing(self) -> None:
        if not self.fresh().is_closed:
            return
        shown = Response.objects.shown()
        assert not Response.objects.waiting().exists()
        assert not shown.exclude(text="").filter(consequence=None).exists()
        assert not Remark.objects.filter(response__in=shown, consequence=None).exists()

    @invariant()
    def the_text_stays_as_it_was_sent_out(self) -> None:
        texts = self.referral.paragraphs.exclude(text="").values_list("text", flat=True)
        assert "\n\n".join(texts) == TEXT

    @invariant()
    def only_what_is_shown_is_read(self) -> None:
        html = Client().get(self.referral.get_absolute_url()).content.decode()
        now = self.fresh()
        shown = Response.objects.shown()
        said = [*shown.values_list("text", flat=True)]
        said += Remark.objects.filter(response__in=shown).values_list("text", flat=True)
        if now.is_closed or now.is_open:
            assert html.count("kanarietyckte") >= len([t for t in said if t])
        if not said and not now.is_closed:
            assert "kanarietyckte" not in html.replace(now.result or "§", "")


class TextsHold(TestCase):
    """Each example in a transaction of its own."""

    def test_any_sequence(self) -> None:
        hold(Texts, examples=15, steps=30)
