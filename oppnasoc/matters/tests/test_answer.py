"""Answer a matter, with every verdict."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from oppnasoc.groups.models import Post
from oppnasoc.matters.actions import answer
from oppnasoc.matters.models import Answer, Matter
from oppnasoc.people.rights import may
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry

from .scene import ANSWERING, Scene, assert_only, day, entries, nothing_written, refused

#: What each verdict needs beside text and reason, and the status it leads to.
VERDICTS: dict[str, tuple[dict[str, Any], str]] = {
    "yes": ({}, "decided"),
    "partly": ({}, "decided"),
    "explained": ({}, "closed"),
    "no": ({}, "closed"),
    "later": ({"later_on": day(90)}, "open"),
    "elsewhere": ({"turn_to": "Regionens vårdcentral"}, "closed"),
}


def answering(scene: Scene, verdict: str, **more: Any) -> dict[str, Any]:
    needs, _status = VERDICTS[verdict]
    given = {"verdict": verdict, "reason": "Huset ska rivas.", "by": scene.manager, **needs}
    return {**given, **more}


def test_every_verdict_is_tried() -> None:
    others = {"merged", "answered"}  # Given by other verbs: test_merging.py, test_quick.py.
    assert {*VERDICTS, *others} == set(Answer.Verdict.values) == set(Answer.LEADS_TO)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_answered(scene: Scene, verdict: str) -> None:
    post, promised = scene.parties.post, scene.matter.next_on
    given = answer(scene.matter, " Så här. ", as_post=post, **answering(scene, verdict))
    matter, found = Matter.objects.get(), Answer.objects.get()
    assert found.pk == given.pk
    assert (found.verdict, found.text, found.reason) == (verdict, "Så här.", "Huset ska rivas.")
    assert (found.answered_by, found.as_post, found.answered_on) == (scene.manager, post, day(0))
    assert matter.status == VERDICTS[verdict][1]
    assert matter.closed_on == (day(0) if matter.status == "closed" else None)
    assert matter.next_on == (day(90) if verdict == "later" else promised)
    assert matter.steward_id is not None
    assert matter.holder_id is not None
    entry = Entry.objects.get()
    assert (entry.kind, entry.actor, entry.data) == (
        "matters.answered",
        scene.manager,
        {"answer": found.pk, "verdict": verdict},
    )


def test_yes_needs_no_reason(scene: Scene) -> None:
    answer(scene.matter, "Ja.", **answering(scene, "yes", reason=""))
    assert Answer.objects.get().reason == ""


def test_a_date_belongs_to_later_only(scene: Scene) -> None:
    answer(scene.matter, "Nej.", **answering(scene, "no", later_on=day(30)))
    assert Answer.objects.get().later_on is None


def test_several_answers_one_after_another(scene: Scene) -> None:
    answer(scene.matter, "I vår.", **answering(scene, "later"))
    answer(scene.matter, "Ja.", **answering(scene, "yes"))
    answer(scene.matter, "Nej, ändå inte.", **answering(scene, "no"))
    assert [a.verdict for a in scene.matter.answers.all()] == ["no", "yes", "later"]
    assert scene.matter.status == "closed"
    assert entries() == ["matters.answered"] * 3


@pytest.mark.parametrize(
    ("verdict", "text", "more", "field"),
    [
        *[(v, "Så.", {"reason": " "}, "reason") for v in VERDICTS if v != "yes"],
        *[(v, "  ", {}, "text") for v in VERDICTS],
        ("later", "Sen.", {"later_on": None}, "later_on"),
        ("later", "Sen.", {"later_on": day(0)}, "later_on"),
        ("later", "Sen.", {"later_on": day(-3)}, "later_on"),
        ("elsewhere", "Inte vi.", {"turn_to": "  "}, "turn_to"),
    ],
)
def test_refused_when_something_lacks(
    scene: Scene, verdict: str, text: str, more: dict[str, Any], field: str
) -> None:
    with nothing_written(), pytest.raises(ValidationError) as found:
        answer(scene.matter, text, **answering(scene, verdict, **more))
    assert set(found.value.message_dict) == {field}


def test_refused_with_an_unknown_verdict(scene: Scene) -> None:
    with refused(ValueError, match="maybe"):
        answer(scene.matter, "Kanske.", verdict="maybe", by=scene.manager, reason="Hm.")


def test_refused_when_answered_already(scene: Scene) -> None:
    answer(scene.matter, "Nej.", **answering(scene, "no"))
    with refused(ValidationError):
        answer(scene.matter, "Jo.", **answering(scene, "yes"))


@pytest.mark.parametrize("seen", [0, 2])
def test_refused_on_another_revision(scene: Scene, seen: int) -> None:
    with refused(Stale):
        answer(scene.matter, "Ja.", **answering(scene, "yes", seen=seen))


@pytest.mark.parametrize("verdict", [v for v in VERDICTS if v != "yes"])
def test_the_database_refuses_a_verdict_without_a_reason(scene: Scene, verdict: str) -> None:
    row = Answer(matter=scene.matter, verdict=verdict, text="Så.", later_on=day(1), turn_to="Där")
    with pytest.raises(IntegrityError, match="answer_non_yes_has_reason"), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("verdict", "constraint"),
    [("later", "answer_later_has_date"), ("elsewhere", "answer_elsewhere_says_where")],
)
def test_the_database_refuses_half_an_answer(scene: Scene, verdict: str, constraint: str) -> None:
    row = Answer(matter=scene.matter, verdict=verdict, text="Så.", reason="Ty.")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save()


def test_only_managers_and_those_it_lies_with(scene: Scene) -> None:
    assert_only(
        scene,
        ANSWERING,
        lambda by: answer(scene.matter, "Ja.", **answering(scene, "yes", by=by)),
    )


@pytest.mark.parametrize(
    ("holder", "allowed"),
    [
        ("group", {"facilitator", "secretary", "manager"}),
        ("other_group", {"other_facilitator", "manager"}),
        ("organisation", {"member", "manager"}),
        ("unit", {"staff", "manager"}),
        ("post", {"manager"}),
    ],
)
def test_the_right_follows_the_holder(scene: Scene, holder: str, allowed: set[str]) -> None:
    Matter.objects.update(holder=getattr(scene.parties, holder).pk)
    scene.matter.refresh_from_db()
    found = {r for r in scene.people if may(scene.who(r), "matters.answer", scene.matter)}
    assert found == allowed


def test_who_holds_the_post_answers_what_lies_with_it(scene: Scene) -> None:
    Matter.objects.update(holder=scene.parties.post.pk)
    Post.objects.update(held_by=scene.people["administrator"])
    scene.matter.refresh_from_db()
    holder = scene.who("administrator")
    answer(scene.matter, "Ja.", as_post=scene.parties.post, **answering(scene, "yes", by=holder))
    assert Answer.objects.get().answered_by == holder
