"""A text is drafted, sent out, answered, summed up and closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from oppnasoc.groups.models import Membership
from oppnasoc.referrals import actions, concluding, looking, responding
from oppnasoc.referrals.models import Asked, Consequence, Referral, Remark, Response
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from tests.town import ROLES, sit

from .scene import Scene

pytestmark = pytest.mark.django_db
TENDING = {"facilitator", "secretary", "editor"}
State = Response.State


@pytest.fixture
def scene() -> Scene:
    return Scene()


def try_it(do: Callable[[], object]) -> bool:
    """Whether the right was there; whatever was done is undone."""
    point = transaction.savepoint()
    try:
        do()
    except PermissionDenied:
        return False
    finally:
        transaction.savepoint_rollback(point)
    return True


@pytest.mark.parametrize("role", ROLES)
def test_who_may_tend(scene: Scene, role: str) -> None:
    by: Any = scene.people.get(role)
    draft, opened = scene.draft(), scene.open()
    response = scene.answered(opened)
    held = scene.said(opened)
    gone = actions.withdraw(scene.open(), "Fel text.", by=scene.sender)
    remark = Remark.objects.get()
    paragraph = opened.paragraphs.get(number=2)
    later = scene.today + timedelta(days=30)
    doings: list[Callable[[], object]] = [
        lambda: scene.draft(by=by),
        lambda: actions.change(draft, title="T", why="V", text="X", answers_by=later, by=by),
        lambda: actions.send_out(draft, by=by),
        lambda: actions.discard(draft, by=by),
        lambda: actions.extend(opened, later, by=by),
        lambda: actions.withdraw(opened, "Fel.", by=by),
        lambda: actions.put_back(gone, by=by),
        lambda: looking.show(held, by=by),
        lambda: looking.set_aside(held, "Den pekar ut någon.", by=by),
        lambda: concluding.conclude(response, changed=True, words="Allt.", by=by),
        lambda: concluding.conclude(remark, changed=False, words="Nej, för.", by=by),
        lambda: concluding.rewrite(paragraph, after="Två timmar.", by=by),
        lambda: concluding.add_paragraph(opened, "Mer.", by=by),
    ]
    assert {try_it(do) for do in doings} == {role in TENDING}
    Referral.objects.filter(pk=opened.pk).update(
        status="closed", result="Klart.", closed_on=scene.today
    )
    assert try_it(lambda: concluding.reopen(opened, by=by)) == (role in TENDING)
    concluding.reopen(opened, by=scene.sender)
    Response.objects.all().delete()
    scene.past(opened)
    assert try_it(lambda: concluding.close(opened, "Klart.", by=by)) == (role in TENDING)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_answer_for_whom(scene: Scene, role: str) -> None:
    """Only those who act for the one who is asked; nobody stands in for them, not even editors."""
    by: Any = scene.people.get(role)
    everybody = [
        scene.parties.other_group,
        scene.parties.organisation,
        scene.parties.unit,
        scene.parties.outside,
    ]
    referral = scene.open(asked=everybody)
    may = {
        "other_facilitator": {scene.parties.other_group.pk},
        "member": {scene.parties.organisation.pk},
        "staff": {scene.parties.unit.pk},
        **{tending: {scene.parties.outside.pk} for tending in TENDING},
    }
    for asked in Asked.objects.filter(referral=referral).select_related("referral", "party"):
        allowed = asked.party_id in may.get(role, set())
        for do in (responding.keep_draft, responding.answer):
            acting = partial(do, asked, text="Vi tycker.", remarks={}, by=by)
            assert try_it(acting) == allowed
    assert responding.say(referral, text="Jag tycker.", remarks={}, by=by)[0].state == State.HELD


def test_a_participant_answers_for_nobody(scene: Scene) -> None:
    referral = scene.open()
    sit(scene.people["participant"], scene.parties.other_group, Membership.Role.PARTICIPANT)
    with pytest.raises(PermissionDenied):
        scene.answered(referral, by=scene.people["participant"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("why", ""),
        ("text", "\n\n  \n"),
        ("text", "\n\n".join(["Stycke."] * 61)),
        ("text", "x" * 5001),
        ("answers_by", timedelta(days=0)),
        ("answers_by", timedelta(days=500)),
    ],
)
def test_a_draft_must_be_whole(scene: Scene, field: str, value: Any) -> None:
    given = scene.today + value if field == "answers_by" else value
    with pytest.raises(ValidationError) as refused:
        scene.draft(**{field: given})
    assert list(refused.value.message_dict) == [field]
    assert not Referral.objects.exists()


def test_a_draft_is_changed_sent_out_once_and_then_stands(scene: Scene) -> None:
    draft = scene.draft(asked=[scene.parties.group, scene.parties.organisation])
    assert [p.number for p in draft.paragraphs.all()] == [1, 2, 3]
    assert [a.party_id for a in draft.asked.all()] == [scene.parties.organisation.pk]
    given: dict[str, Any] = {
        "title": "Nya regler", "why": "Därför.", "text": "Ett.\r\n\r\nTvå.",
        "answers_by": scene.today + timedelta(days=5), "by": scene.sender,
    }  # fmt: skip
    changed = actions.change(draft, **given, anyone=False)
    assert [p.text for p in changed.paragraphs.all()] == ["Ett.", "Två."]
    with pytest.raises(ValidationError):  # Nobody is asked.
        actions.send_out(draft, by=scene.sender)
    actions.change(draft, **given)
    sent = actions.send_out(draft, by=scene.sender)
    assert (sent.status, sent.opens_on) == ("open", scene.today)
    for do in (
        lambda: actions.send_out(draft, by=scene.sender),
        lambda: actions.change(draft, **given),
        lambda: actions.discard(draft, by=scene.sender),
    ):
        with pytest.raises(Stale):
            do()
    kinds = list(Entry.objects.values_list("kind", flat=True).order_by("pk"))
    assert kinds == [
        "referrals.drafted", "referrals.changed", "referrals.changed", "referrals.sent_out",
    ]  # fmt: skip


def test_more_time_also_when_the_day_has_passed(scene: Scene) -> None:
    referral = scene.past(scene.open())
    assert referral.sums_up
    late = scene.answered(referral)
    assert late.is_late
    with pytest.raises(ValidationError):
        actions.extend(referral, scene.today - timedelta(days=1), by=scene.sender)
    with pytest.raises(ValidationError):
        actions.extend(referral, scene.today, by=scene.sender)
    assert not actions.extend(referral, scene.today + timedelta(days=3), by=scene.sender).sums_up


def test_a_party_keeps_a_draft_and_sends_it(scene: Scene) -> None:
    referral = scene.open()
    asked = scene.asked(referral, scene.parties.other_group)
    first, second, _third = scene.paragraphs(referral)
    given: dict[str, Any] = {"by": scene.council}
    responding.keep_draft(asked, text="Vi", remarks={first: "Hm"}, **given)
    draft = responding.keep_draft(
        asked, text="Vi tycker", remarks={first: " ", second: "Nej"}, **given
    )
    assert [r.paragraph_id for r in draft.remarks.all()] == [second]
    assert concluding.lacking(referral) == []
    assert [a.party_id for a in concluding.silent(referral)] == [
        scene.parties.other_group.pk, scene.parties.organisation.pk,
    ]  # fmt: skip
    with pytest.raises(ValidationError):
        responding.answer(asked, text=" ", remarks={first: ""}, **given)
    sent = responding.answer(asked, text="Vi tycker", remarks={second: "Nej"}, **given)
    assert (sent.pk, sent.state, sent.sent_on) == (draft.pk, State.SHOWN, scene.today)
    with pytest.raises(Stale):
        responding.keep_draft(asked, text="Åter", remarks={}, **given)
    assert [a.party_id for a in concluding.silent(referral)] == [scene.parties.organisation.pk]


def test_an_answer_that_is_sent_anew_keeps_what_was_said_of_the_rest(scene: Scene) -> None:
    referral = scene.open()
    response = scene.answered(referral)
    remark = Remark.objects.get()
    concluding.conclude(response, changed=False, words="Tack.", by=scene.sender)
    concluding.conclude(remark, changed=True, words="Två timmar.", by=scene.sender)
    assert concluding.lacking(referral) == []
    scene.answered(referral, "Bra tänkt, men kort.")
    assert [part.remark for part in concluding.lacking(referral)] == [None]
    assert Consequence.objects.get().remark == remark
    responding.take_back_for(scene.asked(referral, scene.parties.other_group), by=scene.council)
    assert not Response.objects.exists()
    assert not Consequence.objects.exists()


def test_remarks_are_about_this_text_as_it_was_sent_out(scene: Scene) -> None:
    other = scene.open()
    referral = scene.open()
    added = concluding.add_paragraph(referral, "Nytt.", by=scene.sender)
    elsewhere = scene.paragraphs(other)[0]
    response = scene.said(referral, remarks={elsewhere: "Fel", added.pk: "Också fel"})
    assert not response.remarks.exists()


def test_a_person_answers_is_looked_at_and_takes_it_back(scene: Scene) -> None:
    referral = scene.open()
    given: dict[str, Any] = {"text": "Man blir hungrig.", "remarks": {}, "name": " Kim  "}
    response, code = responding.say(referral, once="a" * 32, **given)
    again, same = responding.say(referral, once="a" * 32, **given)
    assert (again.pk, same) == (response.pk, code)
    assert (response.state, response.name, response.written_by) == (State.HELD, "Kim", None)
    assert responding.find(code.lower()) == response
    assert responding.find("FEL") is None
    with pytest.raises(ValidationError):
        looking.set_aside(response, " ", by=scene.sender)
    looking.set_aside(response, "Den pekar ut någon.", by=scene.sender)
    looking.show(response, by=scene.sender)
    response.refresh_from_db()
    assert (response.state, response.hidden_reason) == (State.SHOWN, "")
    concluding.conclude(response, changed=True, words="Mat får man ta med.", by=scene.sender)
    responding.take_back(response)
    response.refresh_from_db()
    assert (response.state, response.text, response.name, response.code_digest) == (
        State.WITHDRAWN, "", "", None,
    )  # fmt: skip
    assert not Consequence.objects.exists()
    assert responding.find(code) is None
    with pytest.raises(Stale):
        responding.take_back(response)


def test_only_those_who_are_asked(scene: Scene) -> None:
    referral = scene.open(anyone=False)
    with pytest.raises(ValidationError):
        scene.said(referral)
    assert scene.answered(referral).state == State.SHOWN


def test_it_is_closed_when_everything_has_its_consequence(scene: Scene) -> None:
    referral = scene.open()
    response = scene.answered(referral)
    held = scene.said(referral, name="Kim")
    with pytest.raises(ValidationError) as early:
        concluding.close(referral, "Klart.", by=scene.sender)
    assert not hasattr(early.value, "error_dict")
    scene.past(referral)

    def refused() -> str:
        with pytest.raises(ValidationError) as why:
            concluding.close(referral, "Klart.", by=scene.sender)
        return " ".join(why.value.messages)

    assert "Anhöriggruppen" in refused()
    assert "Kim" in refused()
    looking.show(held, by=scene.sender)
    concluding.conclude(held, changed=False, words="Vi har vatten framme.", by=scene.sender)
    concluding.conclude(response, changed=False, words="Tack.", by=scene.sender)
    left = refused()
    assert "Kim" not in left
    assert "2" in left
    with pytest.raises(ValidationError):
        concluding.conclude(Remark.objects.get(), changed=True, words=" ", by=scene.sender)
    concluding.conclude(Remark.objects.get(), changed=True, words="Två timmar.", by=scene.sender)
    with pytest.raises(ValidationError) as empty:
        concluding.close(referral, "  ", by=scene.sender)
    assert list(empty.value.message_dict) == ["result"]
    closed = concluding.close(referral, "Man får stanna i två timmar.", by=scene.sender)
    assert (closed.status, closed.closed_on) == ("closed", scene.today)
    for do in (
        lambda: concluding.close(referral, "Igen.", by=scene.sender),
        lambda: concluding.conclude(response, changed=True, words="Nej.", by=scene.sender),
        lambda: actions.extend(referral, scene.today + timedelta(days=9), by=scene.sender),
    ):
        with pytest.raises(Stale):
            do()
    for late in (scene.said, scene.answered):
        with pytest.raises(ValidationError):
            late(referral)
    opened = concluding.reopen(referral, by=scene.sender)
    assert (opened.status, opened.result) == ("open", "Man får stanna i två timmar.")
    assert Consequence.objects.count() == 3


def test_when_all_have_answered_nobody_has_to_wait(scene: Scene) -> None:
    referral = scene.open(anyone=False, asked=[scene.parties.other_group])
    assert not concluding.may_be_closed(referral)
    scene.answered(referral)
    assert concluding.may_be_closed(referral)


def test_the_new_version(scene: Scene) -> None:
    referral = scene.open()
    one, two, three = referral.paragraphs.all()
    by = scene.sender
    concluding.rewrite(one, after=one.text, by=by)
    concluding.rewrite(two, after="Du får vara där högst två timmar.", by=by)
    concluding.rewrite(three, after="", taken_away=True, by=by)
    four = concluding.add_paragraph(referral, "Vatten finns framme.", by=by)
    texts = [(p.has_changed, p.now) for p in referral.paragraphs.all()]
    assert texts == [
        (False, "Väntrummet är öppet för alla."),
        (True, "Du får vara där högst två timmar."),
        (True, ""),
        (True, "Vatten finns framme."),
    ]
    concluding.rewrite(four, after=" ", by=by)
    two.refresh_from_db()
    concluding.rewrite(two, after=two.text, by=by)
    assert [p.has_changed for p in referral.paragraphs.all()] == [False, False, True]
    two.after = "Någon annans"
    with pytest.raises(Stale):
        concluding.rewrite(two, after="Tre timmar.", by=by)


def test_withdrawn_and_put_back(scene: Scene) -> None:
    referral = scene.open()
    with pytest.raises(ValidationError):
        actions.withdraw(referral, " ", by=scene.sender)
    gone = actions.withdraw(referral, "Fel text.", by=scene.sender)
    assert gone not in Referral.objects.listed()
    assert gone in Referral.objects.published()
    with pytest.raises(ValidationError):
        scene.answered(referral)
    assert actions.put_back(referral, by=scene.sender).is_open


def test_drafts_are_seen_by_those_who_act_for_the_sender(scene: Scene) -> None:
    draft = scene.draft()
    seen = {role for role in ROLES if draft in Referral.objects.visible_to(scene.people.get(role))}
    assert seen == TENDING


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Referral, {"status": "closed"}),
        (Referral, {"status": "withdrawn"}),
        (Referral, {"opens_on": None}),
        (Response, {"state": "hidden"}),
        (Response, {"state": "withdrawn"}),
        (Response, {"sent_on": None}),
        (Consequence, {"words": ""}),
        (Consequence, {"response": None}),
        (Remark, {"text": ""}),
    ],
)
def test_what_the_database_refuses(scene: Scene, model: Any, fields: dict[str, Any]) -> None:
    referral = scene.open()
    response = scene.answered(referral)
    concluding.conclude(response, changed=True, words="Ja.", by=scene.sender)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**fields)
