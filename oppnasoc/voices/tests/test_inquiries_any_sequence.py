"""No sequence of what anybody does breaks what is promised of a question to everybody: it gathers
answers while it is open, what is held stays unread, and what came of it is told when it has closed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from zeal import zeal_ignore

from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from oppnasoc.voices import actions, inquiring, withdrawing
from oppnasoc.voices.models import Inquiry, Voice
from tests.town import ROLES, make_parties, make_people

REFUSALS = (PermissionDenied, ValidationError, Stale)
LEADING = {"facilitator", "secretary", "editor"}
SORTING = LEADING | {"other_facilitator"}
who = st.sampled_from([*ROLES, "facilitator", "secretary", "editor"])
outcomes = st.sampled_from(["", "  ", "Det blev kaffe.", "<b>Kaffe</b>"])
days = st.integers(-3, 12)


class Inquiries(RuleBasedStateMachine):
    """``day`` is today; ``mine`` what the page of somebody shows that she opened a while ago."""

    @initialize()
    def begin(self) -> None:
        self.parties = make_parties()
        self.people: dict[str, Any] = make_people(self.parties)
        self.day: date = timezone.localdate()
        self.inquiry = inquiring.ask(
            self.parties.group, question="Vad gör väntan lättare?", why="Vi målar om.",
            closes_on=self.day + timedelta(days=4), by=self.people["secretary"], on=self.day,
        )  # fmt: skip
        self.mine = self.fresh()
        self.public: set[int] = set()

    def fresh(self) -> Inquiry:
        return Inquiry.objects.select_related("group").get(pk=self.inquiry.pk)

    def tried(self, allowed: bool, do: Callable[[], Any]) -> bool:
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
            assert written == (1 if self.rows() != rows else 0)
        else:
            assert (self.rows(), written) == (rows, 0)
        return refusal is None

    def rows(self) -> list[Any]:
        return [list(t._default_manager.order_by("pk").values()) for t in (Inquiry, Voice)]

    @rule(by=st.integers(1, 5))
    def days_go(self, by: int) -> None:
        self.day += timedelta(days=by)

    @rule()
    def open_the_page(self) -> None:
        self.mine = self.fresh()

    @rule(old=st.booleans())
    def answer(self, old: bool) -> None:
        now = self.fresh()
        is_open = not now.taken_back and now.opens_on <= self.day <= now.closes_on
        asked = self.mine if old else now
        count = Voice.objects.count()
        said = self.tried(True, lambda: actions.say("kanariesvar", inquiry=asked, on=self.day))
        assert said == is_open or old
        assert Voice.objects.count() == count + said

    @rule(role=who, pick=st.integers(0, 9), show=st.booleans())
    def look_at_an_answer(self, role: str, pick: int, show: bool) -> None:
        found = list(Voice.objects.exclude(visibility="withdrawn").order_by("pk"))
        if not found:
            return
        voice, by = found[pick % len(found)], self.people.get(role)
        do = (
            (lambda: actions.publish_voice(voice, by=by, on=self.day))
            if show
            else (lambda: actions.set_aside(voice, "Den pekar ut någon.", by=by, on=self.day))
        )
        if self.tried(role in SORTING, do):
            (self.public.add if show else self.public.discard)(voice.pk)

    @rule(pick=st.integers(0, 9))
    def take_an_answer_back(self, pick: int) -> None:
        if found := list(Voice.objects.exclude(visibility="withdrawn").order_by("pk")):
            voice = found[pick % len(found)]
            assert self.tried(True, lambda: withdrawing.withdraw(voice, on=self.day))
            self.public.discard(voice.pk)

    def tended(self, role: str, old: bool, do: Callable[..., Any], *given: Any) -> bool:
        inquiry, by = self.mine if old else self.fresh(), self.people.get(role)
        return self.tried(role in LEADING, lambda: do(inquiry, *given, by=by, on=self.day))

    @rule(role=who, old=st.booleans())
    def close(self, role: str, old: bool) -> None:
        if self.tended(role, old, inquiring.close):
            assert self.fresh().closes_on <= max(self.day, self.fresh().opens_on)

    @rule(role=who, old=st.booleans(), days=days)
    def extend(self, role: str, old: bool, days: int) -> None:
        until = self.day + timedelta(days=days)
        if self.tended(role, old, inquiring.extend, until):
            assert self.fresh().closes_on == until >= self.day

    @rule(role=who, old=st.booleans())
    def take_back(self, role: str, old: bool) -> None:
        if self.tended(role, old, inquiring.take_back):
            assert self.fresh().taken_back

    @rule(role=who, old=st.booleans())
    def put_back(self, role: str, old: bool) -> None:
        if self.tended(role, old, inquiring.put_back):
            assert not self.fresh().taken_back

    @rule(role=who, old=st.booleans(), outcome=outcomes)
    def tell(self, role: str, old: bool, outcome: str) -> None:
        closed = self.fresh().closes_on < self.day
        if self.tended(role, old, inquiring.tell_outcome, outcome):
            assert closed
            assert self.fresh().outcome == outcome.strip() != ""

    @invariant()
    def what_is_told_is_closed(self) -> None:
        now = self.fresh()
        assert now.opens_on <= now.closes_on
        assert bool(now.outcome) == (now.outcome_on is not None)
        if now.outcome_on is not None:
            assert now.closes_on < now.outcome_on

    @invariant()
    def every_answer_stands_where_it_was_given(self) -> None:
        """Also what was taken back is counted as said; only what somebody let through is read."""
        assert not Voice.objects.exclude(inquiry=self.inquiry, group=self.parties.group).exists()
        public = set(Voice.objects.published().values_list("pk", flat=True))
        assert public == self.public

    @invariant()
    def the_page_shows_just_that(self) -> None:
        answer = Client().get(self.inquiry.get_absolute_url())
        now = self.fresh()
        assert answer.status_code == (404 if now.taken_back else 200)
        if not now.taken_back:
            assert answer.content.decode().count("kanariesvar") == len(self.public)


class InquiriesHold(TestCase):
    """Each example in a transaction of its own."""

    def test_any_sequence(self) -> None:
        class Rounds(Inquiries):
            def __init__(self) -> None:
                super().__init__()
                self.point = transaction.atomic()
                self.point.__enter__()
                self.ignoring = zeal_ignore()  # The rounds ask the same question many times.
                self.ignoring.__enter__()

            def teardown(self) -> None:
                self.ignoring.__exit__(None, None, None)
                transaction.set_rollback(True)
                self.point.__exit__(None, None, None)

        run_state_machine_as_test(
            Rounds,
            settings=settings(
                max_examples=15,
                stateful_step_count=20,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                database=None,
            ),
        )
