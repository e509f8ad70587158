"""No sequence of what anybody says lets somebody see a piece without a yes that holds just then.

What may be seen is worked out beside the plan (``said_beside``).
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from oppnasoc.careplan import consent, on_paper, owning, writing
from oppnasoc.careplan.deciding import Sought
from oppnasoc.careplan.models import Grant, Kind, Level, Piece, Plan, Seat, SeatKind, Side
from oppnasoc.careplan.opening import NotThere, Opened, open_plan
from oppnasoc.careplan.people import growing, inviting
from oppnasoc.careplan.writing import Refused
from tests.planned import TOWER, as_owner, make_piece, make_plan, make_seat
from tests.sequences import hold

from .said_beside import (
    ACTS,
    BIRTHDAY,
    GUARDIANS,
    LAST_OF_EVA,
    LAST_OF_KIM,
    NAMES,
    PARTS,
    REACHED,
    START,
    STOCKHOLM,
    Beside,
    Word,
)

pytestmark = pytest.mark.django_db(databases=TOWER)

name = st.sampled_from(NAMES)
giver = st.sampled_from(["vera", "vera", "vera", "eva", "far", "mor", "siv"])
part = st.sampled_from(PARTS)
days = st.sampled_from([0, 0, 0, 1, 1, 3, 10, 30, 200, 365, 400])
pick = st.integers(0, 30)


class Consents(Beside, RuleBasedStateMachine):
    """``words`` holds what stands; ``wrote`` every piece: its part, and whether it is there."""

    clock: time_machine.Traveller
    seats: dict[str, Seat]

    @initialize(
        guardians=st.sampled_from(["none", "one", "both", "another later", "one on paper"]),
        agreed=st.booleans(),
    )
    def begin(self, guardians: str, agreed: bool) -> None:
        self.clock.move_to(START)
        self.plan = make_plan()
        self.child = guardians != "none"
        self.birthday = BIRTHDAY if self.child else None
        if self.child:
            Plan.objects.filter(pk=self.plan.pk).update(grown_up_on=BIRTHDAY)
        make, kinds = self.take_place, SeatKind
        self.seats = {
            "siv": make(kinds.AUTHORITY, side=Side.REGION),
            "kim": make(kinds.SUPPORT, until=LAST_OF_KIM),
            "mum": make(kinds.RELATIVE),
            "eva": make(kinds.TRUSTEE),
        }
        if self.child:
            there = GUARDIANS if guardians == "both" else GUARDIANS[:1]
            self.seats |= {each: make(kinds.GUARDIAN) for each in there}
        self.away, self.refused = set(), []
        if guardians == "one on paper":
            self.seats["mor"] = inviting.add(as_owner(self.plan), kinds.GUARDIAN, {"name": "mor"})
            self.away = {"mor"}
        self.last = dict.fromkeys(NAMES) | {"kim": LAST_OF_KIM}
        self.decides(LAST_OF_EVA, {"rights", "property"})
        self.words = []
        self.wrote: dict[uuid.UUID, tuple[str, bool]] = {}
        self.gone = set()
        self.closed = self.frozen = False
        for kind in (Kind.GOAL, Kind.STORY, Kind.NOT_WANTED):
            self.write(kind)
        for by, whom, section in (("vera", "siv", "goals"), ("eva", "mum", "money"),
                                  ("vera", "eva", "goals"), ("eva", "kim", "goals")):  # fmt: skip
            self.say_yes(by, whom, section, 200, Level.SEE, 1, True)
        for number, word in enumerate(self.words):
            for who in sorted(word.needs) if agreed else ():
                self.answer(who, number, True)
        if guardians == "another later":
            self.another_guardian_comes()

    def decides(self, until: date, parts: set[str]) -> None:
        """The trustee's decision says this from now on."""
        given: dict[str, Any] = {each: each in parts for each in REACHED}
        inviting.empower(
            as_owner(self.plan), self.seats["eva"], decided_on=START.date(), until_on=until,
            evidence="Beslut", **given,
        )  # fmt: skip
        self.until_of_eva = until
        self.trusted = set[str]().union(*(REACHED[each] for each in parts))

    def take_place(self, kind: SeatKind, **more: Any) -> Seat:
        return make_seat(self.plan, kind, name=str(kind), **more)

    # What is done

    def later(self) -> None:
        self.clock.shift(timedelta(seconds=1))

    def opened(self, who: str) -> Opened | None:
        """The plan as it stands open to somebody; nothing when she is not let in."""
        if who == "vera":
            return as_owner(self.plan)
        seat = self.seats.get(who)
        if seat is None or seat.person is None:
            return None
        try:
            return open_plan(self.plan.pk, seat.person, purpose="do")
        except NotThere:
            return None

    def grant_of(self, word: Word) -> Grant:
        return Grant.objects.select_related("seat", "piece").get(pk=word.grant)

    def one_of(self, section: str, number: int) -> Piece | None:
        """A piece of a part, or for some numbers none: then it is about the whole part."""
        rows = list(Piece.objects.filter(plan=self.plan, section=section))
        return rows[number % len(rows)] if rows and number % 3 == 0 else None

    @rule(
        by=giver, whom=name, section=part, lasts=days, level=st.sampled_from(Level.values),
        number=pick, found=st.booleans(),
    )  # fmt: skip
    def say_yes(
        self, by: str, whom: str, section: str, lasts: int, level: int, number: int, found: bool
    ) -> None:
        self.later()
        opened, seat = self.opened(by), self.seats.get(whom)
        if opened is None or seat is None:
            return
        piece = self.one_of(section, number)
        until = self.today + timedelta(days=lasts)
        try:
            grant = consent.give(
                opened, seat, section, level=level, until=until, piece=piece,
                sought=None if by == "vera" else Sought("Jag frågade.", found),
            )  # fmt: skip
        except Refused:
            return
        assert self.is_there(whom)
        assert not self.closed
        assert section != "private"
        assert lasts <= 365
        assert by == "vera" or by in ACTS
        assert by != whom
        assert by != "eva" or (section in self.trusted and self.today <= self.until_of_eva)
        ends = [until + timedelta(days=1), *self.ends_for(whom, said=False)]
        ends += self.ends_for(by, said=True) if by != "vera" else []
        ends += [self.today + timedelta(days=31)] if by != "vera" and not found else []
        name = (whom, section, piece.pk if piece else None)
        before = [w for w in self.words if (w.whom, w.part, w.piece) == name and w.yes]
        assert by == "vera" or all(w.by != "vera" or not self.lasts(w) for w in before)
        assert not any(
            (w.whom, w.part) == name[:2] and not w.yes and w.piece in (None, name[2])
            for w in self.words
        )
        self.words = [word for word in self.words if word not in before]
        asked = {each for each in GUARDIANS if self.is_there(each)} - {whom}
        word = Word(whom, section, name[2], True, by, grant.pk, min(ends), asked, asked - {by})
        word.level = level
        self.words.append(word)

    @rule(whom=name, section=part, number=pick)
    def say_no(self, whom: str, section: str, number: int) -> None:
        self.later()
        if whom not in self.seats:
            return
        piece = self.one_of(section, number)
        try:
            grant = consent.exclude(as_owner(self.plan), self.seats[whom], section, piece=piece)
        except (Refused, NotThere):
            assert self.closed or self.frozen or section == "private"
            return
        pk = piece.pk if piece else None
        self.words = [
            w for w in self.words
            if (w.whom, w.part) != (whom, section)
            or (w.piece != pk and (piece is not None or not w.yes))
        ]  # fmt: skip
        self.words.append(Word(whom, section, pk, False, "vera", grant.pk))

    @rule(by=giver, number=pick, undo=st.booleans())
    def take_back(self, by: str, number: int, undo: bool) -> None:
        self.later()
        opened = self.opened(by)
        if opened is None or not self.words:
            return
        word = self.words[number % len(self.words)]
        try:
            consent.withdraw(opened, self.grant_of(word))
        except Refused:
            assert by != "vera"
            return
        assert by in ("vera", word.by)
        self.words.remove(word)
        if not undo:
            return
        self.later()
        again = self.opened(by)
        assert again is not None
        try:
            consent.restore(again, self.grant_of(word))
        except Refused:
            return
        assert not self.closed
        self.words.append(word)
        if word.yes:
            self.ask_guardians()

    @rule(who=st.sampled_from(["far", "mor", "siv"]), number=pick, yes=st.booleans())
    def answer(self, who: str, number: int, yes: bool) -> None:
        self.later()
        opened = self.opened(who)
        if opened is None or not self.words:
            return
        word = self.words[number % len(self.words)]
        try:
            consent.agree(opened, self.grant_of(word), yes)
        except NotThere:
            return
        assert who in word.asked
        assert who != word.whom
        (word.needs.discard if yes else word.needs.add)(who)

    @rule(by=st.sampled_from(["vera", "far", "far", "siv"]), number=pick, yes=st.booleans(),
          seen=st.sampled_from(["Bo", "Bo", "vera", "guardian"]))  # fmt: skip
    @precondition(lambda self: "mor" in self.seats and self.words)
    def write_down(self, by: str, number: int, yes: bool, seen: str) -> None:
        """What the guardian who is only on paper has answered."""
        self.later()
        if (opened := self.opened(by)) is None:
            return
        word = self.words[number % len(self.words)]
        said: dict[str, Any] = {"how": "written", "on": self.today, "witness": seen}
        try:
            on_paper.write_down(opened, self.seats["mor"], [self.grant_of(word)], yes=yes, **said)
        except (Refused, NotThere):
            return
        assert "mor" in self.away
        assert by in ("vera", "far")
        assert seen != "vera"
        assert self.is_there("mor")
        assert "mor" in word.asked
        self.written(word, by, yes)

    @rule()
    @precondition(lambda self: self.away)
    def the_guardian_on_paper_comes_in(self) -> None:
        self.later()
        try:
            link = inviting.invite(as_owner(self.plan), self.seats["mor"])
            came = inviting.invitation(link.token, link.code, uuid.uuid4())
            self.seats["mor"] = inviting.accept(came)
        except (Refused, NotThere):
            return
        self.away = set()

    @rule(who=name)
    @precondition(lambda self: len(self.gone) < 3)
    def leave(self, who: str) -> None:
        self.later()
        if who not in self.seats or who in self.gone:
            return
        inviting.end(as_owner(self.plan), self.seats[who])
        self.gone.add(who)
        self.words = [word for word in self.words if who not in (word.whom, word.by)]

    @rule(hours=st.sampled_from([1, 14, 24, 24 * 6, 24 * 25]))
    def time_passes(self, hours: int) -> None:
        self.clock.shift(timedelta(hours=hours))

    @rule(just_before=st.booleans())
    def until_midnight(self, just_before: bool) -> None:
        """The very moment that a day begins, or a second before."""
        tomorrow = datetime.combine(self.today + timedelta(days=1), time(), STOCKHOLM)
        self.clock.move_to(tomorrow.timestamp() - just_before)

    @rule(by=st.integers(-20, 40))
    @precondition(lambda self: self.child)
    def birthday_is_another_day(self, by: int) -> None:
        self.later()
        day = BIRTHDAY + timedelta(days=by)
        try:
            growing.set_day(as_owner(self.plan), day, today=self.today)
        except Refused:
            assert day <= self.today or self.closed or self.frozen
            return
        self.birthday = day
        for each in set(GUARDIANS) & set(self.seats) - self.gone:
            self.end_sooner(each)
        self.ask_guardians()

    @rule()
    @precondition(lambda self: self.child and "mor" not in self.seats and self.words)
    def another_guardian_comes(self) -> None:
        self.later()
        try:
            self.seats["mor"] = self.take_place(SeatKind.GUARDIAN)
        except Refused:
            assert self.closed or self.frozen or not self.birthday or self.birthday <= self.today
            return
        self.ask_guardians()

    @rule(days=st.integers(0, 60), parts=st.sets(st.sampled_from(sorted(REACHED)), min_size=1))
    @precondition(lambda self: any(word.by == "eva" for word in self.words))
    def the_decision_is_another(self, days: int, parts: set[str]) -> None:
        self.later()
        try:
            self.decides(START.date() + timedelta(days=days), parts)
        except Refused:
            assert self.closed or self.frozen
            return
        self.end_sooner("eva")

    @rule(who=name, days=st.sampled_from([None, -1, 0, 1, 5, 30]))
    @precondition(lambda self: self.words)
    def a_place_ends_another_day(self, who: str, days: int | None) -> None:
        self.later()
        if who not in self.seats or who in self.gone:
            return
        last = None if days is None else self.today + timedelta(days=days)
        try:
            inviting.describe(as_owner(self.plan), self.seats[who], {"name": who}, until_on=last)
        except Refused:
            assert self.closed or self.frozen
            return
        self.last[who] = last
        self.end_sooner(who)
        self.ask_guardians()

    @rule(kind=st.sampled_from([Kind.GOAL, Kind.STORY, Kind.NOT_WANTED, Kind.ACTION, Kind.NOTE]),
          section=st.sampled_from(["health", "money"]))  # fmt: skip
    def write(self, kind: Kind, section: str = "health") -> None:
        self.later()
        words = {"words": "x", "heading": "x", "people": "x", "what": "x"}
        where = {Kind.GOAL: "goals", Kind.STORY: "story", Kind.NOT_WANTED: "private"}
        try:
            said = make_piece(as_owner(self.plan), kind, words, section=where.get(kind, section))
        except Refused:
            assert self.closed or self.frozen or kind is Kind.NOT_WANTED
            return
        self.wrote[said.pk] = (said.section, True)

    @rule(number=pick)
    def take_away_or_bring_back(self, number: int) -> None:
        self.later()
        pk = list(self.wrote)[number % len(self.wrote)]
        section, there = self.wrote[pk]
        try:
            (writing.remove if there else writing.bring_back)(as_owner(self.plan), pk)
        except (Refused, NotThere):
            return
        self.wrote[pk] = (section, not there)

    @rule()
    @precondition(lambda self: len(self.words) > 1)
    def freeze_and_wake(self) -> None:
        self.later()
        if self.frozen:
            Plan.objects.filter(pk=self.plan.pk).update(frozen_at=None)
        else:
            owning.freeze(self.plan)
        self.frozen = not self.frozen

    @rule()
    @precondition(lambda self: len(self.words) > 2 and not self.frozen)
    def close(self) -> None:
        self.later()
        if not self.closed:
            owning.close(as_owner(self.plan))
        self.closed = True

    # What must hold

    @invariant()
    def nothing_is_seen_without_a_yes(self) -> None:
        for who in self.seats:
            opened = self.opened(who)
            assert (opened is not None) == (self.is_there(who) and who not in self.away), who
            if opened is not None:
                self.sees_just_this(who, opened)

    def sees_just_this(self, who: str, opened: Opened) -> None:
        there = {pk: section for pk, (section, is_there) in self.wrote.items() if is_there}
        may = {pk: self.sees(who, section, pk) for pk, section in there.items()}
        seen = {pk for pk, level in may.items() if level}
        assert {piece.pk for piece in opened.outline} == seen
        assert {read.piece.pk for read in opened.pieces()} == seen
        parts = {section for section in PARTS if self.sees(who, section, None)}
        assert set(opened.sections) == parts | {there[pk] for pk in seen}
        for pk, (section, _is_there) in self.wrote.items():
            if pk in seen:
                assert opened.level(section, Piece(uuid=pk)) == may[pk]
                continue
            for ask in (opened.piece, lambda pk: writing.editions(opened, pk)):
                with pytest.raises(NotThere):
                    ask(pk)
            assert pk not in {read.piece.pk for read in opened.pieces(section=section)}


def test_nothing_is_ever_seen_without_a_yes_that_holds() -> None:
    with time_machine.travel(START, tick=False) as clock:
        Consents.clock = clock
        hold(Consents, examples=70, steps=25, using="vault")
