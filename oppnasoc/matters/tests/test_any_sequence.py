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

from oppnasoc.matters import actions
from oppnasoc.matters.models import Answer, Matter
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
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

    def tried(self, do: Callable[[], Any]) -> None:
        """An action writes one entry (none when nothing changed), a refusal writes nothing."""
        before, entries = self.rows(), Entry.objects.count()
        try:
            with transaction.atomic():
                do()
        except REFUSALS:
            assert (self.rows(), Entry.objects.count()) == (before, entries)
        else:
            assert Entry.objects.count() - entries == (1 if self.rows() != before else 0)

    def rows(self) -> list[Any]:
        others = [Answer.objects.count(), self.scene.matter.grounds.count()]
        others += [self.scene.matter.notes.count(), Matter.related.through.objects.count()]
        return [list(Matter.objects.order_by("pk").values()), *others]

    @rule(old=st.booleans())
    def keep_a_copy(self, old: bool) -> None:
        """What somebody has on her screen while others act."""
        self.old.append(self.fresh() if not old else self.old[0])

    @rule(who=who, holder=party, next_on=days, reason=words, seen=seen, late=st.booleans())
    def move(
        self, who: str, holder: str, next_on: date, reason: str, seen: int | None, late: bool
    ) -> None:
        matter = self.old[-1] if late else self.fresh()
        self.tried(
            lambda: actions.move_matter(
                matter,
                holder=self.named(holder),
                next_on=next_on,
                reason=reason,
                seen=seen,
                by=self.scene.who(who),
            )
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
        voice = make_voice("Jag med.") if new else self.scene.voice
        self.tried(lambda: actions.ground(self.fresh(), voice, by=self.scene.who(who)))

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
            else:
                assert matter.closed_on


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
