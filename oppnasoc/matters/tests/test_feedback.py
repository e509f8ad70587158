"""Everybody who raised something is owed word of what came of it, and told by somebody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from oppnasoc.matters import actions, changes, daily, feedback, merging
from oppnasoc.matters.models import Ground, Matter
from oppnasoc.matters.overdue import overdue
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from oppnasoc.voices import correcting
from oppnasoc.voices.models import Reach, Voice
from tests.town import make_matter, make_voice

from .scene import Scene, assert_only, day, refused

TELLING = {"facilitator", "secretary", "editor"}


def debt(scene: Scene) -> Ground:
    return Ground.objects.select_related("voice", "matter").get(
        matter=scene.matter, voice=scene.voice
    )


def answer(scene: Scene, verdict: str = "no", on: date | None = None, **more: Any) -> None:
    matter = Matter.objects.get(pk=scene.matter.pk)
    given = {"reason": "Huset ska rivas.", "by": scene.manager, "on": on, **more}
    actions.answer(matter, "Så är det.", verdict=verdict, **given)


@pytest.mark.parametrize("verdict", ["yes", "partly", "explained", "no", "elsewhere"])
def test_an_answer_that_decides_owes_word(scene: Scene, verdict: str) -> None:
    assert debt(scene).owed_since is None
    answer(scene, verdict, turn_to="Regionen")
    assert (debt(scene).owed_since, debt(scene).told_at) == (day(0), None)


def test_later_is_no_outcome(scene: Scene) -> None:
    answer(scene, "later", later_on=day(30))
    assert debt(scene).owed_since is None


def test_each_outcome_owes_anew_and_the_trail_keeps_the_old(scene: Scene) -> None:
    answer(scene, "yes", on=day(-30))
    assert debt(scene).owed_since == day(-30)
    feedback.tell(debt(scene), how="meeting", receipt="på mötet", by=scene.facilitator)
    matter = Matter.objects.get(pk=scene.matter.pk)
    use: dict[str, Any] = {"evidence": "Så.", "next_on": day(90), "by": scene.facilitator}
    changes.advance(matter, "in_use", "Det används.", on=day(-2), **use)
    again = debt(scene)
    assert (again.owed_since, again.told_at, again.receipt) == (day(-2), None, "")
    assert Entry.objects.filter(kind="matters.told", about_id=scene.voice.pk).count() == 1
    changes.advance(matter, "followed_up", "Det håller.", by=scene.facilitator)
    assert debt(scene).owed_since == day(-2)  # Who waits has waited since then.


def test_who_wants_no_word_is_settled_at_once(scene: Scene) -> None:
    Voice.objects.filter(pk=scene.voice.pk).update(tell_by="not")
    answer(scene)
    assert (debt(scene).told_how, debt(scene).told_by) == ("not", None)
    assert debt(scene).told_at is not None


def test_who_changes_her_mind_is_owed_nothing(scene: Scene) -> None:
    answer(scene)
    correcting.choose_way(scene.voice, "not")
    assert debt(scene).told_how == "not"


def test_who_joins_afterwards_is_owed_word_at_once(scene: Scene) -> None:
    answer(scene, "yes", on=day(-9))
    feedback.tell(debt(scene), how="meeting", by=scene.facilitator)
    matter = Matter.objects.get(pk=scene.matter.pk)
    late = actions.ground(matter, make_voice("Jag med."), by=scene.facilitator)
    late.refresh_from_db()
    assert late.owed_since == day(0)
    assert debt(scene).told_at is not None


def test_a_merge_owes_the_outcome_to_those_who_come_along(scene: Scene) -> None:
    answer(scene, "yes")
    other = make_matter("Hur länge ska man vänta?", scene.parties.group, scene.parties.unit)
    for voice in (make_voice("Nio veckor."), scene.voice):
        Ground.objects.create(matter=other, voice=voice)
    into = Matter.objects.get(pk=scene.matter.pk)
    merging.merge(other, into, "De handlar om samma sak.", by=scene.facilitator)
    assert [g.owed_since for g in into.grounds.all()] == [day(0), day(0)]
    assert feedback.owed().count() == 2


def test_parting_and_splitting_keep_what_was_told(scene: Scene) -> None:
    answer(scene, "yes")
    other = make_matter("Hur länge ska man vänta?", scene.parties.group, scene.parties.unit)
    Ground.objects.create(matter=other, voice=make_voice("Nio veckor."))
    into = Matter.objects.get(pk=scene.matter.pk)
    merging.merge(other, into, "Samma sak.", by=scene.facilitator)
    moved = Ground.objects.select_related("voice", "matter").get(came_from=other)
    feedback.tell(moved, how="meeting", by=scene.facilitator)
    group = scene.parties.group
    again: dict[str, Any] = {"steward": group, "holder": group, "next_on": day(9)}
    other.refresh_from_db()
    merging.part(other, "Det var två.", by=scene.facilitator, **again)
    moved.refresh_from_db()
    assert moved.matter_id == other.pk
    assert moved.told_at is not None
    assert Ground.objects.count() == 2


def test_telling_and_taking_it_back(scene: Scene) -> None:
    answer(scene)
    told = feedback.tell(
        debt(scene), how="letter", receipt=" brev 3 mars ", by=scene.facilitator, seen=day(0)
    )
    assert (told.told_how, told.receipt, told.told_by) == (
        "letter",
        "brev 3 mars",
        scene.facilitator,
    )
    assert not feedback.owed().exists()
    with refused(ValidationError):
        feedback.tell(debt(scene), how="letter", by=scene.facilitator)
    back = feedback.untell(debt(scene), by=scene.facilitator)
    assert (back.owed_since, back.told_at, back.told_how) == (day(0), None, "")
    with refused(ValidationError):
        feedback.untell(debt(scene), by=scene.facilitator)


@pytest.mark.parametrize("how", ["", "not", "code", "duva"])
def test_a_person_tells_in_a_way_of_persons(scene: Scene, how: str) -> None:
    answer(scene)
    with refused(ValidationError):
        feedback.tell(debt(scene), how=how, by=scene.facilitator)


def test_two_who_tell_at_once(scene: Scene) -> None:
    answer(scene)
    first, second = debt(scene), debt(scene)
    feedback.tell(first, how="meeting", by=scene.facilitator)
    with refused(Stale):
        feedback.tell(second, how="letter", by=scene.people["secretary"])


def test_a_newer_outcome_is_not_told_by_an_old_list(scene: Scene) -> None:
    answer(scene, "yes", on=day(-5))
    with refused(Stale):
        feedback.tell(debt(scene), how="meeting", by=scene.facilitator, seen=day(-6))


def test_who_may_tell(scene: Scene) -> None:
    Ground.objects.update(owed_since=day(0))
    assert_only(scene, TELLING, lambda by: feedback.tell(debt(scene), how="meeting", by=by))


def test_its_organisation_tells_what_goes_through_it(scene: Scene) -> None:
    Ground.objects.update(owed_since=day(0))
    org = scene.parties.organisation
    Voice.objects.update(organisation=org, tell_by="organisation")
    allowed = TELLING | {"member"}
    assert_only(scene, allowed, lambda by: feedback.tell(debt(scene), how="organisation", by=by))
    Voice.objects.update(tell_by="letter")
    with refused(PermissionDenied):
        feedback.tell(debt(scene), how="letter", by=scene.who("member"))


def test_who_wrote_it_down_tells(scene: Scene) -> None:
    Ground.objects.update(owed_since=day(0))
    Voice.objects.update(entered_by=scene.people["staff"])
    by = scene.who("staff")
    assert list(feedback.to_be_told_by(by)) == [debt(scene)]
    feedback.tell(debt(scene), how="meeting", by=by)


@pytest.mark.parametrize(
    ("role", "count"),
    [("facilitator", 1), ("secretary", 1), ("editor", 1), ("other_facilitator", 0),
     ("member", 0), ("staff", 0), ("participant", 0), ("administrator", 0)],
)  # fmt: skip
def test_the_list_is_what_one_may_tell(scene: Scene, role: str, count: int) -> None:
    answer(scene)
    assert feedback.to_be_told_by(scene.who(role)).count() == count


def test_reading_with_the_code_settles(scene: Scene) -> None:
    answer(scene)
    assert feedback.read_by_speaker(scene.voice) == 1
    assert (debt(scene).told_how, debt(scene).told_by) == ("code", None)
    assert feedback.read_by_speaker(scene.voice) == 0
    with refused(ValidationError):
        feedback.untell(debt(scene), by=scene.facilitator)


def test_a_hidden_matter_is_not_read(scene: Scene) -> None:
    answer(scene)
    Matter.objects.update(visibility="hidden")
    assert feedback.read_by_speaker(scene.voice) == 0


@pytest.mark.django_db
def test_overdue_after_ten_working_days() -> None:
    assert overdue(date(2026, 6, 22)).usual == date(2026, 6, 5)
    # 6 June is a holiday on a Saturday, 19 June is Midsummer Eve.
    assert overdue(date(2026, 3, 16)).usual == date(2026, 3, 2)


def test_an_address_is_forgotten_when_all_is_told(scene: Scene) -> None:
    Reach.objects.create(voice=scene.voice, address="Storgatan 1")
    answer(scene)
    assert daily.remove_addresses_that_are_needed_no_longer(day(0)) == 0
    feedback.tell(debt(scene), how="letter", by=scene.facilitator)
    assert daily.remove_addresses_that_are_needed_no_longer(day(0)) == 1
    assert not Reach.objects.exists()
    assert daily.remove_addresses_that_are_needed_no_longer(day(0)) == 0


def test_an_address_is_kept_while_something_may_come(scene: Scene) -> None:
    Reach.objects.create(voice=scene.voice, address="Storgatan 1")
    answer(scene, "yes")
    feedback.tell(debt(scene), how="letter", by=scene.facilitator)
    assert daily.remove_addresses_that_are_needed_no_longer(day(0)) == 0
    assert timezone.now() - debt(scene).told_at < timedelta(minutes=5)  # type: ignore[operator]
