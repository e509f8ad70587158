"""No sequence of actions by anybody breaks what is promised of a matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from oppnasoc.matters import actions, changes, feedback, judging, merging, passing, wording
from oppnasoc.matters.models import Answer, Ground, Judgement, Matter, Note, Proposal, Step
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from oppnasoc.voices.models import Voice
from tests.sequences import hold
from tests.town import ROLES, make_voice

from .scene import Scene, day, make_scene

REFUSALS = (PermissionDenied, ValidationError, Stale)
PARTIES = ("group", "other_group", "unit", "post", "organisation", "outside")
who = st.sampled_from([*ROLES, "facilitator", "secretary", "editor", "manager", "staff"])
party = st.sampled_from(PARTIES)
steward = st.sampled_from(["group", "other_group"])
days = st.integers(-2, 40).map(day)
words = st.sampled_from(["", "  ", "Vi har tittat på det.", "<b>Så</b>", "x" * 161, "åäö 日本"])
seen = st.sampled_from([None, None, None, 0, 1, 2, 3])
late = st.booleans()


#: Who leads which group, and who speaks for which party, in plain words: what the rules must say.
LEADS = {"facilitator": "group", "secretary": "group", "other_facilitator": "other_group"}
ACTS = {**LEADS, "member": "organisation", "staff": "unit"}
NOBODY_SIGNS_IN = ("post", "outside")


class Matters(RuleBasedStateMachine):
    """Everybody does anything, also on an old copy of the matter. Whether somebody may is worked
    out here anew, from nothing but the table above."""

    @initialize()
    def begin(self) -> None:
        self.scene: Scene = make_scene()
        self.old = [self.fresh()]

    def fresh(self) -> Matter:
        return Matter.objects.get(pk=self.scene.matter.pk)

    def named(self, name: str) -> Any:
        return getattr(self.scene.parties, name)

    def name_of(self, party_id: int | None) -> str:
        """The name that a party has in PARTIES."""
        named = ((name, self.named(name).pk) for name in PARTIES)
        return next((name for name, pk in named if pk == party_id), "")

    def permitted(self, who: str, right: str, matter: Matter) -> bool:
        holder, asked = self.name_of(matter.holder_id), self.name_of(matter.asked_id)
        tends = who == "editor" or LEADS.get(who, "-") == self.name_of(matter.steward_id)
        acts = ACTS.get(who, "-")
        answers = who == "manager" or acts == holder or (tends and holder == "outside")
        return {
            "open": who == "editor" or who in LEADS,
            "tend": tends,
            "pass_on": tends or acts == holder,
            "receive": acts == asked or (tends and asked in NOBODY_SIGNS_IN),
            "answer": answers,
            "carry_out": tends or answers,
            "tell": tends,
            "nobody asks": True,
        }[right]

    def tried(
        self, right: str, who: str, matter: Matter, do: Callable[[], Any], about: int = 1
    ) -> None:
        """An action writes one entry about each matter that it is about (none when nothing
        changed), a refusal writes nothing. It is refused for want of a right just when the
        person has none."""
        allowed = self.permitted(who, right, matter)
        before, entries = self.rows(), Entry.objects.count()
        refusal: Exception | None = None
        try:
            with transaction.atomic():
                do()
        except REFUSALS as why:
            refusal = why
        assert isinstance(refusal, PermissionDenied) == (not allowed), (who, right, refusal)
        written = Entry.objects.count() - entries
        if refusal is None:
            assert written == (about if self.rows() != before else 0)
        else:
            assert (self.rows(), written) == (before, 0)

    def rows(self) -> list[Any]:
        others: list[Any] = [Answer.objects.count(), Matter.related.through.objects.count()]
        tables = (Ground, Judgement, Note, Step, Proposal)
        others += [list(table._default_manager.order_by("pk").values()) for table in tables]
        return [list(Matter.objects.order_by("pk").values()), *others]

    @rule(old=st.booleans())
    def keep_a_copy(self, old: bool) -> None:
        """What somebody has on her screen while others act."""
        self.old.append(self.fresh() if not old else self.old[0])

    def go(
        self, right: str, who: str, late: bool, do: Callable[..., Any], *given: Any, **more: Any
    ) -> None:
        """Let somebody do something to the matter, or to the copy that she looks at still."""
        matter = self.old[-1] if late else self.fresh()
        by, about = self.scene.who(who), more.pop("about", 1)
        self.tried(right, who, matter, lambda: do(matter, *given, by=by, **more), about)

    @rule(who=who, to=party, reason=words, seen=seen, late=late)
    def ask(self, who: str, to: str, late: bool, **given: Any) -> None:
        self.go("pass_on", who, late, passing.hand_over, to=self.named(to), **given)

    @rule(who=who, reason=words, seen=seen, late=late)
    def lift(self, who: str, late: bool, **given: Any) -> None:
        self.go("pass_on", who, late, passing.escalate, **given)

    @rule(who=who, next_on=days, text=words, seen=seen, late=late)
    def say_yes(self, who: str, late: bool, **given: Any) -> None:
        self.go("receive", who, late, passing.accept, **given)

    @rule(who=who, reason=words, seen=seen, late=late)
    def say_no(self, who: str, late: bool, **given: Any) -> None:
        self.go("receive", who, late, passing.give_back, **given)

    @rule(who=who, seen=seen, late=late)
    def call_back(self, who: str, late: bool, **given: Any) -> None:
        self.go("pass_on", who, late, passing.call_back, **given)

    @rule(ahead=st.integers(0, 9))
    def let_days_pass(self, ahead: int) -> None:
        matter = self.fresh()
        self.tried("nobody asks", "", matter, lambda: passing.lapse(matter, on=day(ahead)))

    @rule(who=who, next_on=days, reason=words, seen=seen, late=late)
    def set_date(self, who: str, late: bool, **given: Any) -> None:
        self.go("pass_on", who, late, passing.set_date, **given)

    @rule(
        who=who,
        status=st.sampled_from(Matter.Status.values),
        text=words,
        evidence=words,
        next_on=st.none() | days,
        seen=seen,
        late=late,
    )
    def advance(self, who: str, late: bool, **given: Any) -> None:
        self.go("carry_out", who, late, changes.advance, **given)

    @rule(who=who, text=words, why=words, seen=seen, late=late)
    def propose(self, who: str, late: bool, **given: Any) -> None:
        self.go("tend", who, late, wording.propose, **given)

    @precondition(lambda self: Note.objects.filter(matter=self.scene.matter).exists())
    @rule(who=who, text=words, empty=st.booleans())
    def put_a_note_right(self, who: str, text: str, empty: bool) -> None:
        note, by = Note.objects.filter(matter=self.scene.matter).order_by("pk")[0], who
        self.tried(
            "tend",
            who,
            note.matter,
            (lambda: wording.empty_note(note, by=self.scene.who(by)))
            if empty
            else (lambda: wording.correct_note(note, text, by=self.scene.who(by))),
        )

    @precondition(lambda self: Matter.objects.count() > 1)
    @rule(who=who, reason=words, seen=seen, late=late)
    def merge(self, who: str, late: bool, **given: Any) -> None:
        newest = Matter.objects.order_by("-pk")[0]
        self.go("tend", who, late, merging.merge, newest, about=2, **given)

    @rule(who=who, reason=words, to=steward, holder=party, next_on=days, seen=seen)
    def part(self, who: str, to: str, holder: str, **given: Any) -> None:
        matter = Matter.objects.exclude(merged_into=None).order_by("pk").first() or self.fresh()
        by = self.scene.who(who)
        given |= {"steward": self.named(to), "holder": self.named(holder)}
        self.tried("tend", who, matter, lambda: merging.part(matter, by=by, **given), about=2)

    @rule(who=who, title=words, reason=words, holder=party, next_on=days, seen=seen, late=late)
    def split(self, who: str, late: bool, holder: str, **given: Any) -> None:
        given |= {"steward": self.scene.parties.group, "holder": self.named(holder)}
        self.go("tend", who, late, merging.split, [self.scene.voice], about=2, **given)

    @rule(who=who, to=steward, seen=seen, late=late)
    def let_others_see_it_through(self, who: str, to: str, late: bool, seen: int | None) -> None:
        self.go("tend", who, late, actions.change_steward, steward=self.named(to), seen=seen)

    @rule(who=who, text=words, late=late)
    def note(self, who: str, text: str, late: bool) -> None:
        self.go("tend", who, late, actions.note, text)

    @rule(
        who=who,
        verdict=st.sampled_from(Answer.Verdict.values),
        text=words,
        reason=words,
        what=words,
        later_on=st.none() | days,
        turn_to=words,
        seen=seen,
        late=late,
    )
    def answer(self, who: str, late: bool, **given: Any) -> None:
        self.go("answer", who, late, actions.answer, **given)

    @precondition(lambda self: self.scene.matter.answers.exists())
    @rule(who=who, text=words, reason=words)
    def put_an_answer_right(self, who: str, text: str, reason: str) -> None:
        given, by = self.scene.matter.answers.order_by("pk")[0], who
        matter = given.matter

        def put_right() -> Any:
            return wording.correct_answer(given, text, reason=reason, by=self.scene.who(by))

        self.tried("answer", who, matter, put_right)

    @rule(who=who, reason=words, to=steward, holder=party, next_on=days, seen=seen, late=late)
    def reopen(self, who: str, late: bool, to: str, holder: str, **given: Any) -> None:
        given |= {"steward": self.named(to), "holder": self.named(holder)}
        self.go("tend", who, late, actions.reopen, **given)

    @rule(who=who, title=words, summary=words, seen=seen, late=late)
    def edit(self, who: str, late: bool, **given: Any) -> None:
        self.go("tend", who, late, actions.edit_matter, theme=None, **given)

    @rule(who=who, public=st.booleans())
    def show(self, who: str, public: bool) -> None:
        self.go("tend", who, False, actions.set_visibility, public=public)

    @rule(who=who, new=st.booleans())
    def ground(self, who: str, new: bool) -> None:
        def say(matter: Matter, *, by: Any) -> None:
            actions.ground(matter, make_voice("Jag med.") if new else self.scene.voice, by=by)

        self.go("open", who, False, say)

    @rule(who=who, title=words, holder=party, next_on=days)
    def open(self, who: str, title: str, holder: str, next_on: date) -> None:
        given = {"steward": self.scene.parties.group, "holder": self.named(holder)}
        by, voices = self.scene.who(who), [self.scene.voice]
        self.tried(
            "open",
            who,
            self.fresh(),
            lambda: actions.open_matter(title, voices=voices, next_on=next_on, by=by, **given),
        )

    @precondition(lambda self: Matter.objects.count() > 1)
    @rule(who=who, late=late)
    def relate(self, who: str, late: bool) -> None:
        newest = Matter.objects.order_by("-pk")[0]
        self.go("tend", who, late, actions.relate, newest)

    def debt(self, first: bool) -> Ground:
        order = "pk" if first else "-pk"
        return Ground.objects.select_related("voice", "matter").order_by(order)[0]

    @rule(who=who, how=st.sampled_from(Voice.TellBy.values), receipt=words, first=st.booleans())
    def tell(self, who: str, first: bool, **given: Any) -> None:
        ground, by = self.debt(first), self.scene.who(who)
        self.tried("tell", who, ground.matter, lambda: feedback.tell(ground, by=by, **given))

    @rule(who=who, first=st.booleans())
    def untell(self, who: str, first: bool) -> None:
        ground, by = self.debt(first), self.scene.who(who)
        self.tried("tell", who, ground.matter, lambda: feedback.untell(ground, by=by))

    @rule(better=st.sampled_from(["yes", "partly", "no"]), text=words, first=st.booleans())
    def judge(self, better: str, text: str, first: bool) -> None:
        ground = self.debt(first)

        def think() -> Any:
            return judging.judge(ground, better, words=text, by=None)

        self.tried("nobody asks", "", ground.matter, think)

    @rule(first=st.booleans())
    def take_up(self, first: bool) -> None:
        ground = self.debt(first)
        matter = ground.matter
        self.tried("nobody asks", "", matter, lambda: judging.take_up(ground, by=None))

    @invariant()
    def everybody_is_told_or_waits(self) -> None:
        """No voice without owed or settled feedback once its matter has an outcome."""
        grounds = Ground.objects.filter(matter__merged_into=None)
        assert not grounds.exclude(matter__status="open").filter(owed_since=None).exists()

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
        hold(Matters, examples=25, steps=25)
