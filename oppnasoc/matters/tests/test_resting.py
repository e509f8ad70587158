"""What waits for somebody who is away: its dates wait, and nobody is told why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from oppnasoc.groups.handing_over import pause_seat, return_to_seat
from oppnasoc.groups.models import Membership, Party
from oppnasoc.groups.reach import reach
from oppnasoc.matters import passing
from oppnasoc.matters.daily import lift_what_is_late, take_back_what_nobody_answered
from oppnasoc.matters.models import Matter
from oppnasoc.matters.resting import settle
from oppnasoc.people import pausing
from oppnasoc.ui.registry import todos
from tests.town import make_matter

from .scene import Scene, entries

MONDAY = date(2026, 3, 2)
WEDNESDAY = date(2026, 3, 4)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """It is Monday."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def fresh(scene: Scene) -> Matter:
    return Matter.objects.with_parties().get(pk=scene.matter.pk)


def hers_alone(scene: Scene) -> None:
    """The matter lies with the other group, which one person leads."""
    Matter.objects.update(holder=scene.parties.other_group, next_on=WEDNESDAY)


def test_what_she_alone_owes_waits_and_goes_on(scene: Scene, clock: time_machine.Traveller) -> None:
    her = scene.people["other_facilitator"]
    hers_alone(scene)
    pausing.pause(her, by=her)
    assert fresh(scene).rests_since == MONDAY
    clock.move_to(date(2026, 3, 20))
    assert settle(date(2026, 3, 20)) == 0
    assert not fresh(scene).is_late
    assert lift_what_is_late(date(2026, 5, 4)) == 0
    clock.move_to(date(2026, 3, 23))
    pausing.come_back(her, by=her)
    matter = fresh(scene)
    assert (matter.rests_since, matter.next_on) == (None, date(2026, 3, 25))
    assert entries() == ["people.paused", "people.came_back", "matters.dated"]


def test_others_who_act_for_it_go_on(scene: Scene) -> None:
    staff = scene.people["staff"]
    manager = scene.manager
    scene.parties.post.held_by = manager
    scene.parties.post.save()
    pausing.pause(staff, by=staff)
    assert fresh(scene).rests_since is None
    pausing.pause(manager, by=manager)
    assert fresh(scene).rests_since is not None
    pausing.come_back(staff, by=staff)
    assert fresh(scene).rests_since is None


def test_a_seat_that_pauses_counts_too(scene: Scene) -> None:
    hers_alone(scene)
    seat = Membership.objects.get(user=scene.people["other_facilitator"])
    pause_seat(seat, by=seat.user)
    assert fresh(scene).rests_since is not None
    return_to_seat(seat, by=seat.user)
    assert fresh(scene).rests_since is None


def test_a_hand_over_to_her_waits(scene: Scene, clock: time_machine.Traveller) -> None:
    her = scene.people["other_facilitator"]
    to = scene.parties.other_group
    passing.hand_over(fresh(scene), to=to, reason="Tar ni den?", by=scene.facilitator)
    pausing.pause(her, by=her)
    clock.move_to(date(2026, 3, 16))
    assert take_back_what_nobody_answered(date(2026, 3, 16)) == 0
    pausing.come_back(her, by=her)
    assert fresh(scene).asked_until == date(2026, 3, 23)


def test_only_those_who_tend_it_see_that_it_rests(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    her = scene.people["other_facilitator"]
    hers_alone(scene)
    pausing.pause(her, by=her)
    clock.move_to(date(2026, 3, 9))
    said = "Vilar hos någon som är borta"
    url = fresh(scene).get_absolute_url()
    open_page = Client().get(url).content.decode()
    assert "Vi är sena" not in open_page
    assert "Det dröjer lite till" in open_page
    for role in ("participant", "staff", "member"):
        client = Client()
        client.force_login(scene.who(role))
        assert said not in client.get(url).content.decode(), role
    leader = Client()
    leader.force_login(scene.facilitator)
    assert said in leader.get(url).content.decode()
    assert any(said in item.why for item in todos(scene.who("facilitator")))
    assert her.name not in open_page


def test_somebody_else_takes_it_meanwhile(scene: Scene) -> None:
    her = scene.people["other_facilitator"]
    hers_alone(scene)
    pausing.pause(her, by=her)
    passing.hand_over(fresh(scene), to=scene.parties.group, by=scene.facilitator)
    assert fresh(scene).rests_since is None


def test_queries_do_not_grow_with_matters(scene: Scene) -> None:
    her = scene.people["other_facilitator"]
    for n in range(20):
        make_matter(f"Fråga {n}?", scene.parties.group, scene.parties.other_group)
    pausing.pause(her, by=her)
    assert Matter.objects.exclude(rests_since=None).count() == 20
    with CaptureQueriesContext(connection) as asked:
        assert settle(MONDAY + timedelta(days=1)) == 0
    assert len(asked) <= 8


def test_who_is_told_and_who_is_away(scene: Scene) -> None:
    parties, people = scene.parties, scene.people
    assert reach().told(parties.unit.pk) == {people["staff"].pk}
    parties.post.held_by = people["manager"]
    parties.post.save()
    found = reach()
    assert found.told(parties.unit.pk) == found.told(parties.post.pk) == {people["manager"].pk}
    assert found.told(parties.group.pk) == {people["facilitator"].pk, people["secretary"].pk}
    assert found.told(parties.organisation.pk) == {people["member"].pk}
    assert found.told(parties.outside.pk) == found.told(None) == frozenset()
    assert found.away() == frozenset()
    pausing.pause(people["manager"], by=people["manager"])
    found = reach()
    assert found.told(parties.unit.pk) == {people["staff"].pk}
    assert found.away() == {parties.post.pk}
    people["staff"].is_active = False
    people["staff"].save()
    assert reach().away() == {parties.post.pk, parties.unit.pk}


def test_nobody_acts_for_another_authority_and_it_does_not_rest(scene: Scene) -> None:
    Matter.objects.update(holder=Party.objects.get(pk=scene.parties.outside.pk))
    settle(MONDAY)
    assert fresh(scene).rests_since is None


@pytest.mark.parametrize("status", ["closed", "followed_up"])
def test_what_is_closed_does_not_rest(scene: Scene, status: str) -> None:
    her = scene.people["other_facilitator"]
    hers_alone(scene)
    Matter.objects.update(status=status, closed_on=MONDAY)
    pausing.pause(her, by=her)
    assert fresh(scene).rests_since is None
