"""Did it get better? Asked once for each outcome; a 'no' can take the matter up again."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from oppnasoc.language.workdays import workdays_after
from oppnasoc.matters import actions, feedback, judging
from oppnasoc.matters.models import Ground, Judgement, Matter
from oppnasoc.trail.actions import lines
from oppnasoc.trail.models import Entry
from oppnasoc.voices import withdrawing

from .scene import Scene, day, refused


def ground(scene: Scene) -> Ground:
    found = Ground.objects.select_related("voice", "matter__steward")
    return found.get(matter=scene.matter, voice=scene.voice)


def answered(scene: Scene, verdict: str = "no", **more: Any) -> Ground:
    matter = Matter.objects.get(pk=scene.matter.pk)
    given = {"reason": "Huset ska rivas.", "by": scene.manager, **more}
    actions.answer(matter, "Så är det.", verdict=verdict, **given)
    return ground(scene)


def log(scene: Scene) -> list[str]:
    entries = Entry.objects.filter(about_type="matters.matter", about_id=scene.matter.pk)
    return [line.html for line in lines(entries)]


def test_nothing_is_judged_before_it_came(scene: Scene) -> None:
    with refused(ValidationError):
        judging.judge(ground(scene), "yes", by=None)


@pytest.mark.parametrize("better", ["", "kanske", "YES"])
def test_one_of_three(scene: Scene, better: str) -> None:
    asked = answered(scene)
    with refused(ValidationError):
        judging.judge(asked, better, by=None)


def test_what_is_chosen_counts_and_words_wait(scene: Scene) -> None:
    given = judging.judge(answered(scene), "partly", words=" Lite. ", by=None)
    assert (given.better, given.words, given.shown, given.outcome_on) == (
        "partly", "Lite.", False, day(0),
    )  # fmt: skip
    assert judging.figure(j.better for j in judging.of_today()) == judging.Figure(0, 1, 0)
    assert "Lite." not in "".join(log(scene))


def test_whoever_changes_her_mind_is_heard(scene: Scene) -> None:
    asked = answered(scene)
    first = judging.judge(asked, "no", words="Nej.", by=None)
    judging.look_at(first, shown=True, by=scene.facilitator)
    again = judging.judge(asked, "partly", words="Nej.", by=None)
    assert again.shown  # The same words need no second look.
    again = judging.judge(asked, "yes", words="Jo, nu.", by=None)
    assert (Judgement.objects.count(), again.better, again.shown) == (1, "yes", False)


def test_each_outcome_is_judged_by_itself(scene: Scene) -> None:
    asked = answered(scene, on=day(-20))
    feedback.tell(asked, how="meeting", by=scene.facilitator)
    judging.judge(asked, "no", words="Inte alls.", by=None)
    judging.take_up(asked, by=None)
    assert not judging.of_today().exists()  # It is open: there is nothing to judge.
    asked = answered(scene)
    assert asked.owed_since == day(0)
    assert judging.given_by(asked) is None
    judging.judge(asked, "yes", by=None)
    assert Judgement.objects.count() == 2
    assert judging.figure(j.better for j in judging.of_today()).yes == 1


def test_a_no_takes_the_matter_up_again(scene: Scene) -> None:
    asked = answered(scene)
    judging.judge(asked, "no", words="Dörren är lika tung.", by=None)
    matter = judging.take_up(asked, by=None)
    assert (matter.status, matter.closed_on) == ("open", None)
    assert matter.holder_id == matter.steward_id == scene.parties.group.pk
    assert matter.next_on == workdays_after(day(0), 20)
    entry = Entry.objects.get(kind="matters.taken_up")
    assert (entry.actor, entry.data) == (None, {"judgement": Judgement.objects.get().pk})
    assert "lika tung" not in log(scene)[0]
    judging.look_at(Judgement.objects.get(), shown=True, by=scene.facilitator)
    assert "”Dörren är lika tung.”" in log(scene)[0]


def test_once_for_each_outcome(scene: Scene) -> None:
    asked = answered(scene)
    judging.judge(asked, "no", words="Nej.", by=None)
    judging.take_up(asked, by=None)
    Matter.objects.filter(pk=scene.matter.pk).update(status="closed", closed_on=day(0))
    with refused(ValidationError):
        judging.take_up(ground(scene), by=None)


@pytest.mark.parametrize(("better", "words"), [("yes", "Jo."), ("partly", "Nja."), ("no", "")])
def test_only_a_no_with_a_reason(scene: Scene, better: str, words: str) -> None:
    asked = answered(scene)
    judging.judge(asked, better, words=words, by=None)
    with refused(ValidationError):
        judging.take_up(asked, by=None)


def test_only_what_has_come_to_its_end(scene: Scene) -> None:
    asked = answered(scene, "yes")
    judging.judge(asked, "no", words="Inget har hänt.", by=None)
    with refused(ValidationError):
        judging.take_up(asked, by=None)


def test_who_writes_down_what_was_told_aloud(scene: Scene) -> None:
    asked = answered(scene)
    judging.judge(asked, "yes", by=scene.facilitator)
    with refused(PermissionDenied):
        judging.judge(asked, "no", by=scene.who("other_facilitator"))


def test_words_are_looked_at_by_those_who_tend_it(scene: Scene) -> None:
    given = judging.judge(answered(scene), "no", words="Nej.", by=None)
    for role in ("participant", "member", "manager", "other_facilitator", "anonymous"):
        with refused(PermissionDenied):
            judging.look_at(given, shown=True, by=scene.who(role))
    judging.look_at(given, shown=False, by=scene.facilitator)
    assert given.looked_at is not None
    assert not given.shown


def test_what_was_thought_goes_with_the_words(scene: Scene) -> None:
    judging.judge(answered(scene), "no", words="Nej.", by=None)
    withdrawing.withdraw(scene.voice)
    assert not Judgement.objects.exists()
