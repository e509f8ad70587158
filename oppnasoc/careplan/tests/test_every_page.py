"""Who sees what on every page that there is: the list of pages is the list of addresses itself."""

from __future__ import annotations

import uuid
from collections.abc import Collection

import pytest
from django.test import Client

from oppnasoc.careplan import consent
from oppnasoc.careplan.acute import ownlist
from oppnasoc.careplan.models import SeatKind
from oppnasoc.careplan.sections import LIFE, SHOWABLE, Section
from tests.planned import TOWER, as_owner, as_seat, client_for, client_of

from .every_page import add_around, by_every_page, every_page
from .filled import CLOSE, FIRST, WORD, Filled, fill, make_somebody, quick, seen

__all__ = ["quick"]  # A fixture.

pytestmark = [pytest.mark.django_db(databases=TOWER), pytest.mark.usefixtures("quick")]

WHO = (SeatKind.AUTHORITY, SeatKind.RELATIVE, SeatKind.SUPPORT, SeatKind.GUARDIAN,
       SeatKind.TRUSTEE, SeatKind.ADMINISTRATOR)  # fmt: skip
#: An order that names property alone reaches the money and nothing else.
REACHED = {SeatKind.TRUSTEE: {Section.MONEY}, SeatKind.ADMINISTRATOR: {Section.MONEY}}
#: Who should not be told, which nobody else is shown with the list.
NOT_TOLD = "hemligtrolandord"
#: Shown together, so that each part is shown once and left out twice.
TOGETHER: tuple[Collection[Section], ...] = (
    LIFE,
    (Section.STORY, Section.MEETING, Section.ABOUT),
    (Section.GOALS, Section.ACUTE, Section.IMPORTANT),
)


def make_filled(who: SeatKind | None = None) -> Filled:
    filled = fill(who)
    add_around(filled.plan, filled.colleague, WORD[Section.MEETING])
    ownlist.save(as_owner(filled.plan), "not-told", {"what": NOT_TOLD}, edition=0)
    return filled


def test_the_parts_are_all_shown_once() -> None:
    assert sorted(part for parts in TOGETHER for part in parts) == sorted(SHOWABLE)


@pytest.mark.parametrize("who", WHO)
def test_every_page_shows_what_was_said_yes_to(who: SeatKind, subtests: pytest.Subtests) -> None:
    filled = make_filled(who)
    plan, seat = filled.plan, make_somebody(filled.plan, who)
    client = client_of(seat)
    several = who in (SeatKind.AUTHORITY, SeatKind.GUARDIAN)
    for parts in TOGETHER if several else TOGETHER[:1]:
        grants = [consent.give(as_owner(plan), seat, part, level=3) for part in parts]
        with subtests.test(parts=parts):
            said = by_every_page(client, plan)[0]
            assert seen(said) == set(parts) & REACHED.get(who, set(SHOWABLE))
            assert seen(said, FIRST) == set()
            assert CLOSE not in said
            assert NOT_TOLD not in said
        for grant in grants:
            consent.withdraw(as_owner(plan), grant)
    if several:
        assert seen(by_every_page(client, plan)[0]) == set()


def test_every_page_is_there_for_somebody() -> None:
    """What is looked through here is not only what nobody may see: nearly all of it is there for
    her, and the rest for those whom it asks."""
    filled = make_filled(SeatKind.GUARDIAN)
    plan = filled.plan
    far = make_somebody(plan, SeatKind.GUARDIAN)
    make_somebody(plan, SeatKind.TRUSTEE)
    said, there = by_every_page(client_for(plan.owner), plan)
    assert seen(said) == set(Section)
    assert NOT_TOLD in said
    # Here every guardian answers for herself; the page of one who cannot is in test_on_paper.
    assert set(every_page(plan)) - there == {"plan_confirm", "plan_agreements", "plan_on_paper"}
    assert client_of(far).get(every_page(plan)["plan_agreements"][0]).status_code == 200
    grant = consent.give(as_owner(plan), filled.colleague, Section.HEALTH)
    consent.agree(as_seat(far), grant, True)
    assert client_of(filled.colleague).get(every_page(plan)["plan_confirm"][0]).status_code == 200


def test_no_page_is_there_for_a_stranger() -> None:
    filled = make_filled()
    assert by_every_page(client_for(uuid.uuid4()), filled.plan) == ("", set())
    assert seen(by_every_page(Client(), filled.plan)[0]) == set()
