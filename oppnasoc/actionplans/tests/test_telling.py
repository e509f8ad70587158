"""How far a measure has come: told by those who see to it, or read from the matter it follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from oppnasoc.actionplans import adopting, standing, telling
from oppnasoc.actionplans.models import Measure, Noted, Plan
from oppnasoc.matters.models import Answer, Matter, Step
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from tests.town import ROLES, Parties, make_matter, make_parties, make_people

from .scene import WRITERS, fresh, goals, make_draft, make_plan, measures

pytestmark = pytest.mark.django_db


@pytest.fixture
def parties() -> Parties:
    return make_parties()


@pytest.fixture
def people(parties: Parties) -> dict[str, Any]:
    return make_people(parties)


@pytest.fixture
def plan(parties: Parties, people: dict[str, Any]) -> Plan:
    return make_plan(parties, people["secretary"])


def stands(measure: Measure) -> standing.Standing:
    found = Measure.objects.select_related("owner", "matter").get(pk=measure.pk)
    return standing.of_measures([found])[found.pk]


@pytest.mark.parametrize("role", ROLES)
def test_who_may_tell_of_a_measure(plan: Plan, people: dict[str, Any], role: str) -> None:
    """The first lies with the unit, the second with the group whose plan it is."""
    by: Any = people.get(role)
    theirs = [WRITERS | {"staff"}, WRITERS]
    for measure, who in zip(measures(plan), theirs, strict=True):
        doings: list[Callable[[], object]] = [
            lambda m=measure: telling.tell(m, status="under_way", text="", by=by),  # type: ignore[misc]
            lambda m=measure: telling.stop(m, why="Det gick inte.", by=by),  # type: ignore[misc]
        ]
        for do in doings:
            if role in who:
                do()
                continue
            with pytest.raises(PermissionDenied):
                do()
        assert measure.notes.count() == (2 if role in who else 0)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_count_and_follow_a_matter(
    plan: Plan, parties: Parties, people: dict[str, Any], role: str
) -> None:
    by: Any = people.get(role)
    matter = make_matter("Kan vi få soppa?", parties.group, parties.unit)
    today = timezone.localdate()
    doings: list[Callable[[], object]] = [
        lambda: telling.set_number(goals(plan)[0], now=14, now_on=today, by=by),
        lambda: telling.follow_matter(measures(plan)[0], matter, by=by),
        lambda: telling.follow_matter(measures(plan)[0], None, by=by),
    ]
    entries = Entry.objects.count()
    for do in doings:
        if role in WRITERS:
            do()
            continue
        with pytest.raises(PermissionDenied):
            do()
    assert Entry.objects.count() == entries + (3 if role in WRITERS else 0)


def test_what_was_told_last_says_how_far(plan: Plan, people: dict[str, Any]) -> None:
    measure, by = measures(plan)[0], people["staff"]
    assert (stands(measure).code, stands(measure).on) == ("planned", None)
    telling.tell(measure, status="under_way", text="Vi har ringt tio.", by=by)
    assert (stands(measure).code, stands(measure).text) == ("under_way", "Vi har ringt tio.")
    telling.stop(measure, why="Ingen svarade.", by=by)
    assert (stands(measure).code, stands(measure).text) == ("stopped", "Ingen svarade.")
    assert not stands(measure).is_open
    telling.tell(measure, status="done", text="Alla är uppringda.", by=by)
    assert stands(measure).code == "done"
    assert measure.notes.count() == 3


@pytest.mark.parametrize(
    ("status", "text", "field"),
    [("done", " ", "text"), ("stopped", "Nej.", "status"), ("", "Nej.", "status")],
)
def test_what_is_not_taken(
    plan: Plan, people: dict[str, Any], status: str, text: str, field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        telling.tell(measures(plan)[0], status=status, text=text, by=people["staff"])
    assert list(caught.value.message_dict) == [field]
    with pytest.raises(ValidationError):
        telling.stop(measures(plan)[0], why=" ", by=people["staff"])
    assert not Noted.objects.exists()


def test_nothing_is_told_of_a_plan_that_does_not_hold(
    plan: Plan, parties: Parties, people: dict[str, Any]
) -> None:
    by = people["secretary"]
    draft = make_draft(parties, by)
    written = Measure.objects.filter(goal__plan=draft).select_related("goal__plan", "owner")[0]
    with pytest.raises(ValidationError):
        telling.tell(written, status="under_way", text="", by=by)
    adopting.end(plan, why="Klart.", by=by)
    for measure in measures(fresh(plan)):
        with pytest.raises(ValidationError):
            telling.stop(measure, why="Nej.", by=by)
    with pytest.raises(ValidationError):
        telling.set_number(goals(plan)[0], now=1, now_on=timezone.localdate(), by=by)


def follow(plan: Plan, parties: Parties, by: Any, **fields: Any) -> tuple[Measure, Matter]:
    matter = make_matter("Kan vi få soppa?", parties.group, parties.unit, **fields)
    measure = measures(plan)[0]
    telling.follow_matter(measure, matter, by=by)
    return measures(plan)[0], matter


@pytest.mark.parametrize(("status", "code"), sorted(standing.OF_MATTER.items()))
def test_a_measure_follows_its_matter(
    plan: Plan, parties: Parties, people: dict[str, Any], status: str, code: str
) -> None:
    ends = {"closed_on": timezone.localdate()} if status == "followed_up" else {}
    measure, matter = follow(plan, parties, people["secretary"], status=status, **ends)
    if status != "open":
        Step.objects.create(matter=matter, status="decided", text="Beslutat.")
        Step.objects.create(
            matter=matter, status=status, text="Det ångar.", evidence="Tio åt soppa."
        )
    now = stands(measure)
    assert (now.code, now.matter) == (code, matter)
    assert now.evidence == ("" if status == "open" else "Tio åt soppa.")
    assert bool(now.evidence_url) == (code == "done")


@pytest.mark.parametrize(
    ("verdict", "code"), [("no", "stopped"), ("elsewhere", "stopped"), ("explained", "done")]
)
def test_an_answer_that_closes_the_matter(
    plan: Plan, parties: Parties, people: dict[str, Any], verdict: str, code: str
) -> None:
    today = timezone.localdate()
    measure, matter = follow(plan, parties, people["editor"], status="closed", closed_on=today)
    Answer.objects.create(
        matter=matter,
        verdict=verdict,
        text="Så är det.",
        reason="Köket är litet.",
        turn_to="Köket" if verdict == "elsewhere" else "",
    )
    assert (stands(measure).code, stands(measure).evidence) == (code, "Köket är litet.")


def test_what_follows_a_matter_is_told_of_in_words(
    plan: Plan, parties: Parties, people: dict[str, Any]
) -> None:
    measure, _matter = follow(plan, parties, people["secretary"], status="under_way")
    telling.tell(measure, status="done", text="Vi har köpt en gryta.", by=people["staff"])
    assert (stands(measure).code, stands(measure).text) == ("under_way", "Vi har köpt en gryta.")
    with pytest.raises(ValidationError):
        telling.tell(measure, status="done", text="", by=people["staff"])
    telling.stop(measure, why="Grytan läckte.", by=people["staff"])
    assert stands(measure).code == "stopped"


def test_a_hidden_matter_tells_nothing(
    plan: Plan, parties: Parties, people: dict[str, Any]
) -> None:
    measure, matter = follow(plan, parties, people["secretary"], status="under_way")
    Matter.objects.filter(pk=matter.pk).update(visibility="hidden")
    now = stands(measure)
    assert (now.code, now.matter) == ("planned", None)
    hidden = make_matter("Dold", parties.group, parties.unit, visibility="hidden")
    with pytest.raises(ValidationError):
        telling.follow_matter(measures(plan)[1], hidden, by=people["secretary"])


def test_a_goals_number_has_its_day(plan: Plan, people: dict[str, Any]) -> None:
    by, today = people["secretary"], timezone.localdate()
    seen = goals(plan)[0]
    telling.set_number(goals(plan)[0], now=14, now_on=today - timedelta(days=3), by=by)
    [goal] = standing.of_plan(fresh(plan))
    assert (goal.share, goal.goal.now) == (28, 14)
    wrongs: tuple[dict[str, Any], ...] = (
        {"now": 15, "now_on": today + timedelta(days=1)},
        {"now": 15, "now_on": today - timedelta(days=4)},
        {"now": -1, "now_on": today},
    )
    for wrong in wrongs:
        with pytest.raises(ValidationError):
            telling.set_number(goals(plan)[0], by=by, **wrong)
    with pytest.raises(Stale):
        telling.set_number(seen, now=20, now_on=today, by=by)
    telling.set_number(goals(plan)[0], now=60, now_on=today, by=by)
    assert standing.of_plan(fresh(plan))[0].share == 100


def test_a_measure_is_late_and_silent(plan: Plan, people: dict[str, Any]) -> None:
    today = timezone.localdate()
    Measure.objects.filter(pk=measures(plan)[0].pk).update(by_on=today - timedelta(days=2))
    measure = measures(plan)[0]
    assert (stands(measure).is_late, stands(measure).is_silent) == (True, True)
    telling.tell(measure, status="under_way", text="Snart.", by=people["staff"])
    assert (stands(measure).is_late, stands(measure).is_silent) == (True, False)
    telling.tell(measure, status="done", text="Klart.", by=people["staff"])
    assert not stands(measure).is_late
