"""Hand a matter over: asked, accepted, given back, called back, lapsed, lifted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from oppnasoc.groups.models import Group, Outside, Party, Post, Unit
from oppnasoc.language.workdays import workdays_after
from oppnasoc.matters import passing
from oppnasoc.matters.actions import answer, change
from oppnasoc.matters.models import Answer, Matter, Note
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry

from .scene import PASSING, TENDING, Scene, assert_only, day, entries, refused

ASK = "Ni lägger schemat. Tar ni den?"


def asking(scene: Scene, **more: Any) -> dict[str, Any]:
    return {"to": scene.parties.other_group, "reason": ASK, "by": scene.facilitator, **more}


def asked(scene: Scene, to: Any = None, on: date | None = None) -> Matter:
    """The matter, with a question to the other group (or another party)."""
    given = asking(scene, to=to or scene.parties.other_group, on=on)
    return passing.hand_over(Matter.objects.get(pk=scene.matter.pk), **given)


def test_it_stays_until_they_have_said_yes(scene: Scene) -> None:
    passing.hand_over(scene.matter, seen=1, **asking(scene, reason=f" {ASK} "))
    matter, note = Matter.objects.get(), Note.objects.get()
    assert matter.holder_id == scene.parties.unit.pk
    assert matter.asked_id == scene.parties.other_group.pk
    assert matter.asked_until == workdays_after(day(0), 5)
    assert (matter.revision, note.text) == (2, ASK)
    entry = Entry.objects.get()
    assert (entry.kind, entry.actor) == ("matters.asked", scene.facilitator)
    assert entry.data == {
        "target": scene.parties.other_group.pk,
        "until": workdays_after(day(0), 5).isoformat(),
        "note": note.pk,
    }


@pytest.mark.parametrize(
    ("on", "until"),
    [
        (date(2026, 3, 2), date(2026, 3, 9)),  # Monday to Monday
        (date(2026, 12, 22), date(2027, 1, 4)),  # over Christmas and the New Year
        (date(2026, 6, 17), date(2026, 6, 25)),  # over Midsummer Eve
    ],
)
def test_five_swedish_working_days(scene: Scene, on: date, until: date) -> None:
    assert asked(scene, on=on).asked_until == until


def test_a_yes_moves_it(scene: Scene) -> None:
    by = scene.people["other_facilitator"]
    passing.accept(asked(scene), next_on=day(21), text="Vi tar den.", by=by, seen=2)
    matter = Matter.objects.get()
    assert (matter.holder_id, matter.held_since) == (scene.parties.other_group.pk, day(0))
    assert (matter.next_on, matter.asked, matter.asked_until) == (day(21), None, None)
    assert matter.steward_id == scene.parties.group.pk  # the steward stays
    entry = Entry.objects.get(kind="matters.moved")
    assert entry.data["source"] == scene.parties.unit.pk
    assert entry.data["entered"] is False


def test_a_no_needs_its_reason_and_leaves_it(scene: Scene) -> None:
    by = scene.people["other_facilitator"]
    matter = asked(scene)
    with refused(ValidationError):
        passing.give_back(matter, " ", by=by)
    passing.give_back(matter, "Det är enhetens schema.", by=by)
    matter = Matter.objects.get()
    assert (matter.holder_id, matter.asked) == (scene.parties.unit.pk, None)
    assert entries() == ["matters.asked", "matters.given_back"]
    assert (
        Note.objects.order_by("pk").values_list("text", flat=True).last()
        == "Det är enhetens schema."
    )


def test_unanswered_it_comes_back_by_itself(scene: Scene) -> None:
    matter = asked(scene, on=date(2026, 3, 2))
    with refused(ValidationError):
        passing.lapse(matter, on=date(2026, 3, 9))
    passing.lapse(matter, on=date(2026, 3, 10))
    matter = Matter.objects.get()
    assert (matter.asked, matter.holder_id) == (None, scene.parties.unit.pk)
    assert entries() == ["matters.asked", "matters.lapsed"]
    assert Entry.objects.get(kind="matters.lapsed").actor is None


def test_too_late_for_a_yes(scene: Scene) -> None:
    by = scene.people["other_facilitator"]
    matter = asked(scene, on=date(2026, 3, 2))
    with refused(ValidationError):
        passing.accept(matter, next_on=day(9), by=by, on=date(2026, 3, 10))
    with refused(ValidationError):
        passing.give_back(matter, "Sent.", by=by, on=date(2026, 3, 10))


def test_called_back(scene: Scene) -> None:
    passing.call_back(asked(scene), by=scene.facilitator)
    assert Matter.objects.get().asked is None
    with refused(ValidationError):
        passing.call_back(Matter.objects.get(), by=scene.facilitator)


def test_one_is_asked_at_a_time(scene: Scene) -> None:
    matter = asked(scene)
    with refused(ValidationError):
        passing.hand_over(matter, **asking(scene, to=scene.parties.post))


def test_home_to_the_steward_at_once(scene: Scene) -> None:
    passing.hand_over(scene.matter, to=scene.parties.group, by=scene.people["staff"])
    matter = Matter.objects.get()
    assert (matter.holder_id, matter.asked) == (scene.parties.group.pk, None)
    assert entries() == ["matters.moved"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_refused_without_saying_what_for(scene: Scene, reason: str) -> None:
    with refused(ValidationError):
        passing.hand_over(scene.matter, **asking(scene, reason=reason))


def test_refused_where_it_lies_already(scene: Scene) -> None:
    with refused(ValidationError):
        passing.hand_over(scene.matter, **asking(scene, to=scene.parties.unit))


def test_refused_to_a_group_that_rests(scene: Scene) -> None:
    resting = Group.objects.get(name="Bostadsgruppen")
    with refused(ValidationError):
        passing.hand_over(scene.matter, **asking(scene, to=resting))


def test_refused_when_answered(scene: Scene) -> None:
    Matter.objects.update(status="closed", closed_on=day(0))
    scene.matter.refresh_from_db()
    with refused(ValidationError):
        passing.hand_over(scene.matter, **asking(scene))
    with refused(ValidationError):
        passing.set_date(scene.matter, next_on=day(3), by=scene.facilitator)


def test_an_answer_ends_the_waiting(scene: Scene) -> None:
    matter = asked(scene)
    answer(matter, "Nej.", verdict="no", reason="Ty.", by=scene.manager)
    matter = Matter.objects.get()
    assert (matter.asked, matter.asked_until) == (None, None)


@pytest.mark.parametrize("seen", [0, 3, 10**30, -1])
def test_refused_on_another_revision(scene: Scene, seen: int) -> None:
    with refused(Stale):
        passing.hand_over(scene.matter, seen=seen, **asking(scene))


def test_a_status_outside_the_table_is_refused(scene: Scene) -> None:
    Matter.objects.update(status="closed", closed_on=day(0))
    scene.matter.refresh_from_db()
    with refused(ValidationError):
        change(scene.matter, seen=None, at=scene.matter.changed_at, status="under_way")


def test_the_database_knows_until_when_somebody_is_asked(scene: Scene) -> None:
    here = Matter.objects.filter(pk=scene.matter.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        here.update(asked=scene.parties.post)
    with pytest.raises(IntegrityError), transaction.atomic():
        here.update(asked_until=day(3))
    given = {"asked": scene.parties.post, "asked_until": day(3)}
    with pytest.raises(IntegrityError), transaction.atomic():
        here.update(status="closed", closed_on=day(0), **given)


def test_lifted_to_those_who_decide(scene: Scene) -> None:
    top = Post.objects.create(name="Socialchef", unit=scene.parties.unit, decides_last=True)
    by = scene.people["staff"]
    with refused(ValidationError):
        passing.escalate(scene.matter, "", by=by)
    passing.escalate(scene.matter, "Vi har inga pengar till det.", by=by)
    matter = Matter.objects.get()
    assert (matter.asked_id, matter.holder_id) == (top.pk, scene.parties.unit.pk)
    assert entries() == ["matters.escalated"]
    top.held_by = scene.manager
    top.save()
    passing.accept(matter, next_on=day(9), by=scene.who("manager"))
    with refused(ValidationError):  # Nobody stands above.
        passing.escalate(Matter.objects.get(), "Högre.", by=scene.who("manager"))


def test_nobody_to_lift_it_to(scene: Scene) -> None:
    with refused(ValidationError):
        passing.escalate(scene.matter, "Högre.", by=scene.facilitator)


def test_set_date(scene: Scene) -> None:
    since = scene.matter.held_since
    passing.set_date(scene.matter, next_on=day(0), reason="Idag.", by=scene.facilitator)
    matter = Matter.objects.get()
    assert (matter.held_since, matter.next_on) == (since, day(0))
    data = Entry.objects.get().data
    assert data == {"next_on": day(0).isoformat(), "note": Note.objects.get().pk}
    with refused(ValidationError):
        passing.set_date(matter, next_on=day(-1), by=scene.facilitator)


def test_who_may_ask_lift_call_back_and_date(scene: Scene) -> None:
    Post.objects.create(name="Socialchef", unit=scene.parties.unit, decides_last=True)

    def fresh() -> Matter:
        return Matter.objects.get(pk=scene.matter.pk)

    assert_only(scene, PASSING, lambda by: passing.hand_over(fresh(), **asking(scene, by=by)))
    assert_only(scene, PASSING, lambda by: passing.escalate(fresh(), "Högre.", by=by))
    assert_only(scene, PASSING, lambda by: passing.set_date(fresh(), next_on=day(3), by=by))
    Matter.objects.update(asked=scene.parties.other_group, asked_until=day(3))
    assert_only(scene, PASSING, lambda by: passing.call_back(fresh(), by=by))


def say_yes(scene: Scene, by: Any) -> Any:
    return passing.accept(Matter.objects.get(pk=scene.matter.pk), next_on=day(9), by=by)


def say_no(scene: Scene, by: Any) -> Any:
    return passing.give_back(Matter.objects.get(pk=scene.matter.pk), "Inte vår.", by=by)


@pytest.mark.parametrize("do", [say_yes, say_no])
def test_who_may_answer_a_hand_over(scene: Scene, do: Any) -> None:
    here = Matter.objects.filter(pk=scene.matter.pk)
    here.update(asked=scene.parties.other_group, asked_until=day(3))
    assert_only(scene, {"other_facilitator"}, lambda by: do(scene, by))
    here.update(asked=scene.parties.organisation)
    assert_only(scene, {"member"}, lambda by: do(scene, by))


@pytest.mark.parametrize("party", ["post", "outside"])
def test_the_steward_writes_down_what_those_say_who_do_not_sign_in(
    scene: Scene, party: str
) -> None:
    here = Matter.objects.filter(pk=scene.matter.pk)
    here.update(asked=getattr(scene.parties, party), asked_until=day(3))
    assert_only(scene, TENDING, lambda by: say_yes(scene, by))
    say_yes(scene, scene.facilitator)
    assert Entry.objects.get().data["entered"] is True


def test_whoever_holds_the_post_answers_for_it_herself(scene: Scene) -> None:
    scene.parties.post.held_by = scene.people["manager"]
    scene.parties.post.save()
    Matter.objects.update(asked=scene.parties.post, asked_until=day(3))
    for role in ("facilitator", "editor"):
        with refused(PermissionDenied):
            say_yes(scene, scene.who(role))
    say_yes(scene, scene.who("manager"))


def test_an_answer_of_another_authority_is_written_down_for_it(scene: Scene) -> None:
    outside = scene.parties.outside
    Matter.objects.update(holder=Party.objects.get(pk=outside.pk))
    matter = Matter.objects.select_related("holder").get()
    for role in ("anonymous", "participant", "staff"):
        stranger = scene.who(role)
        with refused(PermissionDenied):
            answer(matter, "Ja.", verdict="yes", by=stranger)
    given = answer(matter, "De börjar i maj.", verdict="yes", by=scene.facilitator)
    assert given.on_behalf_of_id == outside.pk
    assert Answer.objects.get().given_by == str(outside)
    assert isinstance(outside, Outside)
    assert not Unit.objects.filter(pk=outside.pk).exists()
