"""What the database itself holds matters to, and who sees which."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from oppnasoc.matters.models import Answer, Ground, Matter
from tests.town import ROLES, make_matter

from .scene import LEADERS, Scene, day


@pytest.mark.parametrize("status", ["open", "under_way"])
@pytest.mark.parametrize("field", ["steward", "holder", "next_on"])
def test_an_open_matter_is_never_without(scene: Scene, status: str, field: str) -> None:
    rows = Matter.objects.filter(pk=scene.matter.pk)
    with (
        pytest.raises(IntegrityError, match="matter_open_has_steward_holder_date"),
        transaction.atomic(),
    ):
        rows.update(status=status, **{field: None})
    lacking: dict[str, Any] = {
        "steward": scene.parties.group,
        "holder_id": scene.parties.unit.pk,
        "next_on": day(1),
        "holder_id" if field == "holder" else field: None,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.create(title="Utan", status=status, **lacking)


def test_a_closed_matter_may_be_without(scene: Scene) -> None:
    Matter.objects.update(status="closed", closed_on=day(0), steward=None, holder=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.update(status="open")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"status": "closed", "closed_on": None}, "matter_closed_has_date"),
        ({"title": ""}, "matter_has_title"),
    ],
)
def test_refused_by_the_database(scene: Scene, fields: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Matter.objects.update(**fields)


def test_a_voice_grounds_a_matter_once(scene: Scene) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Ground.objects.create(matter=scene.matter, voice=scene.voice)


def test_the_table_of_moves_names_every_status() -> None:
    statuses = set(Matter.Status.values)
    assert set(Matter.MOVES) == statuses
    assert set().union(*Matter.MOVES.values()) == statuses
    assert set(Answer.LEADS_TO.values()) <= statuses
    for status in Answer.LEADS_TO.values():
        assert status in Matter.MOVES["open"]
        assert status in Matter.MOVES["under_way"]


def test_who_sees_a_hidden_matter(scene: Scene) -> None:
    hidden = make_matter("Dold", scene.parties.group, scene.parties.unit, visibility="hidden")
    seeing = {r for r in ROLES if hidden in Matter.objects.visible_to(scene.who(r))}
    assert seeing == LEADERS
    assert not Matter.objects.visible_to(None).filter(pk=hidden.pk).exists()


def test_late_and_longest_waiting(scene: Scene) -> None:
    group, unit = scene.parties.group, scene.parties.unit
    late = make_matter("Sen", group, unit, next_on=day(-1), opened_on=day(-3))
    done = make_matter("Klar", group, unit, next_on=day(-9), status="closed", closed_on=day(0))
    begun = make_matter("Igång", group, unit, next_on=day(-2), status="under_way")
    today = make_matter("I dag", group, unit, next_on=day(0), opened_on=day(-50))
    assert set(Matter.objects.late()) == {late, begun}
    assert (late.is_late, done.is_late, begun.is_late, today.is_late) == (True, False, True, False)
    assert list(Matter.objects.longest_waiting()) == [today, scene.matter, late]


@pytest.mark.parametrize("title", ["", "?!", "日本", "Å" * 90, "a/b <i>"])
def test_every_title_gives_an_address(scene: Scene, title: str) -> None:
    assert Matter(pk=1, title=title).get_absolute_url().startswith("/fragor/1-")
