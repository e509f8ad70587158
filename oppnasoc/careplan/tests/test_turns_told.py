"""Whoever gets something to do in a plan is told, once and only of what she may read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from oppnasoc.careplan import consent, owning, writing
from oppnasoc.careplan.models import Kind, Level, Piece, Plan, Seat, SeatKind, Side, State
from oppnasoc.careplan.turns import confirming, following_up, reminding
from oppnasoc.careplan.writing import Plainly
from oppnasoc.vault.router import ALIAS
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    make_action,
    make_plan,
    make_seat,
    make_whole,
    show,
    user_of,
)

pytestmark = pytest.mark.django_db(databases=TOWER)
Telling = Callable[[Callable[[], object]], list[str]]
MONDAY = "2026-11-02T10:00:00+01:00"


@pytest.fixture
def told(django_capture_on_commit_callbacks: Any) -> Telling:
    """Whom notices go to when something is done."""

    def by(what: Callable[[], object]) -> list[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(using=ALIAS, execute=True):
            what()
        return sorted(to for each in mail.outbox for to in each.to)

    return by


def address(seat: Seat) -> str:
    assert seat.person is not None
    return user_of(seat.person).email


def give(plan: Plan, piece: Piece, seat: Seat | None) -> Piece:
    """The owner says who does it."""
    read = as_owner(plan).piece(piece.pk)
    plainly = Plainly(seat=seat, doing=read.piece.doing, due_on=read.piece.due_on)
    edition = read.piece.edition
    return writing.change(as_owner(plan), piece.pk, read.words, edition=edition, plainly=plainly)


def test_whoever_gets_an_action_is_told_once_a_day_of_what_she_may_read(told: Telling) -> None:
    with time_machine.travel(MONDAY, tick=False):
        plan = make_plan()
        siv, nils = make_seat(plan), make_seat(plan, side=Side.REGION, name="Nils")
        gun = make_seat(plan, name="Gun", on_paper=True)
        siv_s, nils_s = address(siv), address(nils)
        show(siv, "home")
        assert told(lambda: make_action(plan, siv)) == [siv_s]
        assert told(lambda: make_action(plan, nils)) == [], "she has not said yes to Nils"
        assert told(lambda: make_action(plan, gun)) == []
        assert told(lambda: make_action(plan, siv, "Sök pengar", section="money")) == []
        piece = make_action(plan, None, "Följ med till banken")
        assert told(lambda: give(plan, piece, siv)) == [siv_s]
        assert told(lambda: give(plan, piece, None)) == []
        assert told(lambda: give(plan, piece, siv)) == [], "she has been told of it today"
        show(nils, "home", level=Level.WRITE)
        assert told(lambda: give(plan, piece, nils)) == [nils_s]
    with time_machine.travel("2026-11-03T10:00:00+01:00", tick=False):
        assert told(lambda: give(plan, piece, siv)) == [siv_s]
        consent.exclude(as_owner(plan), siv, "home")
        assert told(lambda: make_action(plan, siv, "Ring igen")) == []


def test_nobody_is_told_of_what_she_takes_on_herself_and_the_owner_is(told: Telling) -> None:
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "home", level=Level.WRITE)
    hers, siv_s = user_of(plan.owner).email, address(siv)
    mine = as_owner(plan).seat

    def write(seat: Seat, what: str) -> None:
        plainly = Plainly(seat=seat)
        writing.write(as_seat(siv), Kind.ACTION, {"what": what}, section="home", plainly=plainly)

    assert told(lambda: write(siv, "Jag ringer")) == []
    assert told(lambda: write(mine, "Du ringer")) == [hers]
    make_whole(plan)
    assert told(lambda: write(mine, "Du ringer igen")) == [hers], "not twice"
    assert siv_s not in told(lambda: make_action(plan, mine))


def test_whoever_holds_it_together_is_told(told: Telling) -> None:
    plan = make_plan()
    siv, nils = make_seat(plan), make_seat(plan, side=Side.REGION, name="Nils")
    siv_s, nils_s = address(siv), address(nils)
    assert told(lambda: owning.name_lead(as_owner(plan), siv)) == [siv_s]
    assert told(lambda: owning.name_lead(as_owner(plan), siv)) == []
    assert told(lambda: owning.name_lead(as_owner(plan), nils)) == [nils_s]


def test_those_who_do_it_are_told_of_her_yes_and_when_it_takes_effect(told: Telling) -> None:
    with time_machine.travel(MONDAY, tick=False):
        plan = make_plan()
        siv, nils = make_whole(plan)  # Siv holds it together and is shown nothing.
        mother = make_seat(plan, SeatKind.RELATIVE, name="Mamma")
        siv_s, nils_s, mother_s = address(siv), address(nils), address(mother)
        show(mother, "goals", "home", "health")
        Plan.objects.filter(pk=plan.pk).update(state=State.MET)
    with time_machine.travel("2026-11-03T10:00:00+01:00", tick=False):
        assert told(lambda: owning.approve(as_owner(plan))) == [siv_s]
    with time_machine.travel("2026-11-04T10:00:00+01:00", tick=False):
        show(nils, "health")
        assert told(lambda: owning.approve(as_owner(plan))) == sorted([siv_s, nils_s])
        assert told(lambda: owning.bring_into_force(as_owner(plan))) == [], "told today already"
    with time_machine.travel("2026-11-05T10:00:00+01:00", tick=False):
        Plan.objects.filter(pk=plan.pk).update(state=State.MET)
        force = told(lambda: owning.bring_into_force(as_owner(plan)))
        assert force == sorted([siv_s, nils_s])
        assert mother_s not in force
    with time_machine.travel("2026-11-06T10:00:00+01:00", tick=False):
        enough = {"happened": "yes", "needed": "yes"}
        again = told(lambda: following_up.conclude(
            as_owner(plan), dict(enough), next_on=date(2026, 12, 6),
        ))  # fmt: skip
        assert again == sorted([siv_s, nils_s]), "once, though it is a yes and takes effect"


def _at_four(night: date) -> datetime:
    return timezone.make_aware(datetime.combine(night, time(4)))


def test_what_waits_to_be_confirmed_is_reminded_of_on_the_7th_14th_and_21st_day() -> None:
    with time_machine.travel(MONDAY, tick=False):
        plan = make_plan()
        siv, nils = make_seat(plan), make_seat(plan, side=Side.REGION, name="Nils")
        addresses = {address(siv), address(nils)}
        show(siv, "home")
        made = make_action(plan, siv)  # Without a day.
        make_action(plan, nils)  # He may not read it.

    def nights(*days: int) -> list[int]:
        """The days after the first on which somebody is reminded."""
        found = []
        for day in days:
            then = _at_four(date(2026, 11, 2) + timedelta(days=day))
            mail.outbox.clear()
            with time_machine.travel(then, tick=False):
                reminding.remind(then.date())
                reminding.remind(then.date())
            to = [each for one in mail.outbox for each in one.to]
            assert set(to) <= addresses
            assert to in ([], [address(siv)])
            found += [day] if to else []
        return found

    assert nights(*range(1, 12)) == [7]
    with time_machine.travel("2026-11-14T10:00:00+01:00", tick=False):  # The text is another.
        words = {"what": "Ring hyresvärden på måndag"}
        writing.change(as_owner(plan), made.pk, words, edition=1)
    assert nights(*range(12, 34)) == [19, 26, 33]
    with time_machine.travel("2026-12-07T10:00:00+01:00", tick=False):
        assert confirming.waiting(as_seat(siv)) == [made]
        writing.change(as_owner(plan), made.pk, {"what": "Ring nu"}, edition=2)
        confirming.confirm(as_seat(siv), made.pk, edition=3)
    assert nights(*range(36, 60)) == []
