"""No sequence of actions by anybody breaks what is promised of a matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from zeal import zeal_ignore

from oppnasoc.matters import actions, changes, merging, passing, wording
from oppnasoc.matters.models import Answer, Ground, Matter, Note, Proposal, Step
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from oppnasoc.voices.models import Voice
from tests.town import ROLES, make_voice

from .scene import Scene, day, make_scene

REFUSALS = (PermissionDenied, ValidationError, Stale)
PARTIES = ("group", "other_group", "unit", "post", "organisation")
who = st.sampled_from([*ROLES, "facilitator", "secretary", "editor", "manager", "staff"])
party = st.sampled_from(PARTIES)
steward = st.sampled_from(["group", "other_group"])
days = st.integers(-2, 40).map(day)
words = st.sampled_from(["", "  ", "Vi har tittat på det.", "<b>Så</b>", "x" * 161, "åäö 日本"])
seen = st.sampled_from([None, None, None, 0, 1, 2, 3])


class Matters(RuleBasedStateMachine):
    """Everybody does anything, also on an old copy of the matter."""

    @initialize()
    def begin(self) -> None:
        self.scene: Scene = make_scene()
        self.old = [self.fresh()]

    def fresh(self) -> Matter:
        return Matter.objects.get(pk=self.scene.matter.pk)

    def named(self, name: str) -> Any:
        return getattr(self.scene.parties, name)

    def tried(self, do: Callable[[], Any], about: int = 1) -> None:
        """An action writes one entry about each matter that it is about (none when nothing
        changed), a refusal writes nothing."""
        before, entries = self.rows(), Entry.objects.count()
        try:
            with transaction.atomic():
                do()
        except REFUSALS:
            assert (self.rows(), Entry.objects.count()) == (before, entries)
        else:
            assert Entry.objects.count() - entries == (about if self.rows() != before else 0)

    def rows(self) -> list[Any]:
        others: list[Any] = [Answer.objects.count(), Matter.related.through.objects.count()]
        tables = (Ground, Note, Step, Proposal)
        others += [list(table._default_manager.order_by("pk").values()) for table in tables]
        return [list(Matter.objects.order_by("pk").values()), *others]

    @rule(old=st.booleans())
    def keep_a_copy(self, old: bool) -> None:
        """What somebody has on her screen while others act."""
        self.old.append(self.fresh() if not old else self.old[0])

    def on_the_matter(self, late: bool, do: Callable[..., Any], *given: Any, **more: Any) -> None:
        matter = self.old[-1] if late else self.fresh()
        self.tried(lambda: do(matter, *given, **more))

    @rule(who=who, to=party, reason=words, seen=seen, late=st.booleans())
    def ask(self, who: str, to: str, reason: str, seen: int | None, late: bool) -> None:
        given = {"to": self.named(to), "reason": reason, "seen": seen, "by": self.scene.who(who)}
        self.on_the_matter(late, passing.hand_over, **given)

    @rule(who=who, reason=words, seen=seen, late=st.booleans())
    def lift(self, who: str, reason: str, seen: int | None, late: bool) -> None:
        by = self.scene.who(who)
        self.on_the_matter(late, passing.escalate, reason, seen=seen, by=by)

    @rule(who=who, next_on=days, text=words, seen=seen, late=st.booleans())
    def say_yes(self, who: str, late: bool, **given: Any) -> None:
        self.on_the_matter(late, passing.accept, by=self.scene.who(who), **given)

    @rule(who=who, reason=words, seen=seen, late=st.booleans())
    def say_no(self, who: str, late: bool, reason: str, seen: int | None) -> None:
        by = self.scene.who(who)
        self.on_the_matter(late, passing.give_back, reason, seen=seen, by=by)

    @rule(who=who, seen=seen, late=st.booleans())
    def call_back(self, who: str, late: bool, seen: int | None) -> None:
        self.on_the_matter(late, passing.call_back, seen=seen, by=self.scene.who(who))

    @rule(ahead=st.integers(0, 9))
    def let_days_pass(self, ahead: int) -> None:
        self.tried(lambda: passing.lapse(self.fresh(), on=day(ahead)))

    @rule(who=who, next_on=days, reason=words, seen=seen, late=st.booleans())
    def set_date(self, who: str, late: bool, **given: Any) -> None:
        self.on_the_matter(late, passing.set_date, by=self.scene.who(who), **given)

    @rule(
        who=who,
        status=st.sampled_from(Matter.Status.values),
        text=words,
        evidence=words,
        next_on=st.none() | days,
        seen=seen,
        late=st.booleans(),
    )
    def advance(self, who: str, status: str, text: str, late: bool, **given: Any) -> None:
        by = self.scene.who(who)
        self.on_the_matter(late, changes.advance, status, text, by=by, **given)

    @rule(who=who, text=words, why=words, seen=seen, late=st.booleans())
    def propose(self, who: str, text: str, late: bool, **given: Any) -> None:
        self.on_the_matter(late, wording.propose, text, by=self.scene.who(who), **given)

    @precondition(lambda self: Note.objects.filter(matter=self.scene.matter).exists())
    @rule(who=who, text=words, empty=st.booleans())
    def put_a_note_right(self, who: str, text: str, empty: bool) -> None:
        note, by = Note.objects.filter(matter=self.scene.matter).order_by("pk")[0], who
        if empty:
            self.tried(lambda: wording.empty_note(note, by=self.scene.who(by)))
        else:
            self.tried(lambda: wording.correct_note(note, text, by=self.scene.who(by)))

    @precondition(lambda self: Matter.objects.count() > 1)
    @rule(who=who, reason=words, seen=seen, back=st.booleans(), late=st.booleans())
    def merge(self, who: str, reason: str, seen: int | None, back: bool, late: bool) -> None:
        newest = Matter.objects.order_by("-pk")[0]
        one = self.old[-1] if late else self.fresh()
        one, other = (newest, one) if back else (one, newest)
        by = self.scene.who(who)
        self.tried(lambda: merging.merge(one, other, reason, seen=seen, by=by), about=2)

    @rule(who=who, reason=words, to=steward, holder=party, next_on=days, seen=seen)
    def part(
        self, who: str, reason: str, to: str, holder: str, next_on: date, seen: int | None
    ) -> None:
        merged = Matter.objects.exclude(merged_into=None).order_by("pk").first() or self.fresh()
        given = {"steward": self.named(to), "holder": self.named(holder), "next_on": next_on}
        by = self.scene.who(who)
        self.tried(lambda: merging.part(merged, reason, by=by, seen=seen, **given), about=2)

    @rule(who=who, title=words, reason=words, holder=party, next_on=days, seen=seen)
    def split(
        self, who: str, title: str, reason: str, holder: str, next_on: date, seen: int | None
    ) -> None:
        given = {"steward": self.scene.parties.group, "holder": self.named(holder)}
        by, voices = self.scene.who(who), [self.scene.voice]
        self.tried(
            lambda: merging.split(
                self.fresh(), voices, title, reason, next_on=next_on, by=by, seen=seen, **given
            ),
            about=2,
        )

    @rule(who=who, to=steward, seen=seen, late=st.booleans())
    def hand_over(self, who: str, to: str, seen: int | None, late: bool) -> None:
        matter = self.old[-1] if late else self.fresh()
        self.tried(
            lambda: actions.change_steward(
                matter, steward=self.named(to), seen=seen, by=self.scene.who(who)
            )
        )

    @rule(who=who, text=words)
    def note(self, who: str, text: str) -> None:
        self.tried(lambda: actions.note(self.fresh(), text, by=self.scene.who(who)))

    @rule(
        who=who,
        verdict=st.sampled_from(Answer.Verdict.values),
        text=words,
        reason=words,
        later_on=st.none() | days,
        turn_to=words,
        seen=seen,
        late=st.booleans(),
    )
    def answer(self, who: str, late: bool, text: str, **given: Any) -> None:
        matter = self.old[-1] if late else self.fresh()
        by = self.scene.who(who)
        self.tried(lambda: actions.answer(matter, text, by=by, **given))

    @rule(who=who, reason=words, to=steward, holder=party, next_on=days, seen=seen)
    def reopen(
        self, who: str, reason: str, to: str, holder: str, next_on: date, seen: int | None
    ) -> None:
        self.tried(
            lambda: actions.reopen(
                self.fresh(),
                reason,
                steward=self.named(to),
                holder=self.named(holder),
                next_on=next_on,
                seen=seen,
                by=self.scene.who(who),
            )
        )

    @rule(who=who, title=words, summary=words, seen=seen)
    def edit(self, who: str, title: str, summary: str, seen: int | None) -> None:
        self.tried(
            lambda: actions.edit_matter(
                self.fresh(),
                title=title,
                summary=summary,
                theme=None,
                seen=seen,
                by=self.scene.who(who),
            )
        )

    @rule(who=who, public=st.booleans())
    def show(self, who: str, public: bool) -> None:
        by = self.scene.who(who)
        self.tried(lambda: actions.set_visibility(self.fresh(), public=public, by=by))

    @rule(who=who, new=st.booleans())
    def ground(self, who: str, new: bool) -> None:
        def say() -> None:
            voice = make_voice("Jag med.") if new else self.scene.voice
            actions.ground(self.fresh(), voice, by=self.scene.who(who))

        self.tried(say)

    @rule(who=who, title=words, holder=party, next_on=days)
    def open(self, who: str, title: str, holder: str, next_on: date) -> None:
        self.tried(
            lambda: actions.open_matter(
                title,
                voices=[self.scene.voice],
                steward=self.scene.parties.group,
                holder=self.named(holder),
                next_on=next_on,
                by=self.scene.who(who),
            )
        )

    @precondition(lambda self: Matter.objects.count() > 1)
    @rule(who=who)
    def relate(self, who: str) -> None:
        newest = Matter.objects.order_by("-pk")[0]
        self.tried(lambda: actions.relate(self.fresh(), newest, by=self.scene.who(who)))

    @invariant()
    def every_matter_is_whole(self) -> None:
        for matter in Matter.objects.all():
            assert matter.status in Matter.MOVES
            assert matter.title.strip()
            if matter.is_open:
                assert matter.steward_id
                assert matter.holder_id
                assert matter.next_on
                assert matter.closed_on is None
                assert matter.merged_into_id is None
            else:
                assert matter.closed_on
                assert matter.asked_id is None
            assert (matter.asked_id is None) == (matter.asked_until is None)
            if matter.status == Matter.Status.IN_USE:
                assert any(step.has_evidence for step in matter.steps.filter(status="in_use"))

    @invariant()
    def no_voice_is_lost(self) -> None:
        """Every voice stands on a matter; what it stood on leads to where it goes on."""
        assert not Voice.objects.filter(grounds=None).exists()
        for merged in Matter.objects.exclude(merged_into=None):
            assert merged.merged_into is not None
            assert merged.merged_into.merged_into_id is None


class MattersHold(TestCase):
    """Each example in a transaction of its own."""

    def test_any_sequence(self) -> None:
        class Rounds(Matters):
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
                max_examples=25,
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                database=None,
            ),
        )
