"""Take minutes in, throw drafts away, and recognise what has come in before."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from oppnasoc.meetings import actions
from oppnasoc.meetings.models import Draft, Minutes
from oppnasoc.meetings.publishing import publish
from oppnasoc.meetings.review import Review, from_parsed
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from tests.town import ROLES

from .scene import PREPARING, Scene, day, decide, make_draft, make_review

NOTES = f"""Minnesanteckningar Brukargruppen {day(-4).isoformat()}

Närvarande: Sam Ek, samtalsledare

# Väntan på besked
- Varför tar det så lång tid?
- Hissen på Fyren står still varje vecka.
"""


def take_in(scene: Scene, text: str = NOTES, **more: Any) -> tuple[Draft, bool]:
    given = {"group": scene.parties.group, "by": scene.facilitator, **more}
    return actions.take_in(text, **given)


def test_taken_in(scene: Scene) -> None:
    draft, new = take_in(scene)
    assert new
    assert draft.original == NOTES
    assert draft.created_by == scene.facilitator
    review = Review.from_json(Draft.objects.get().content)
    assert review.day() == day(-4)
    assert "Varför tar det så lång tid?" in [item.text for item in review.items]
    entry = Entry.objects.get()
    assert (entry.kind, entry.data) == ("meetings.taken_in", {"group": scene.parties.group.pk})
    assert not Minutes.objects.exists()


@pytest.mark.parametrize(
    "again",
    [NOTES, f"\n\n{NOTES}  ", NOTES.replace(" ", "  "), NOTES.replace("\n", "\r\n")],
)
def test_the_same_again_finds_it(scene: Scene, again: str) -> None:
    first, _new = take_in(scene)
    found, new = take_in(scene, again, by=scene.secretary)
    assert (found.pk, new) == (first.pk, False)
    assert Draft.objects.count() == Entry.objects.count() == 1


def test_the_same_in_another_group_is_another(scene: Scene) -> None:
    first, _new = take_in(scene)
    other, new = take_in(scene, group=scene.parties.other_group, by=scene.who("editor"))
    assert new
    assert other.pk != first.pk


def test_what_was_thrown_away_comes_in_anew(scene: Scene) -> None:
    first, _new = take_in(scene)
    actions.discard(first, by=scene.facilitator)
    found, new = take_in(scene)
    assert new
    assert found.pk != first.pk


def test_what_is_published_is_opened_again(scene: Scene) -> None:
    draft = make_draft(scene, original=NOTES)
    done = publish(draft, by=scene.secretary)
    found, new = take_in(scene)
    assert (found.pk, new, found.status) == (draft.pk, False, "open")
    assert Minutes.objects.published().get() == done.minutes
    joined = {item.key: item.case.join for item in Review.from_json(found.content).items}
    assert {joined["a-1"], joined["b-1"]} == {m.pk for m in done.opened}


@pytest.mark.parametrize("text", ["", "  \n\t ", "a\x00b", "å" * (1024 * 1024 + 1)])
def test_refused(scene: Scene, text: str) -> None:
    with pytest.raises(ValidationError):
        take_in(scene, text)
    assert Draft.objects.count() == Entry.objects.count() == 0


def test_any_amount_up_to_the_limit(scene: Scene) -> None:
    text = "Rad om rad om rad.\n" * 2000
    assert take_in(scene, text)[1]


def test_a_new_document_of_a_meeting_becomes_a_new_version(scene: Scene) -> None:
    done = publish(
        make_draft(scene, make_review(scene, held_on=day(-4).isoformat())), by=scene.secretary
    )
    draft, new = take_in(scene, NOTES.replace("varje vecka", "varje vecka!"))
    assert new
    assert draft.minutes == done.minutes


def test_a_wrong_day_that_is_put_right_lets_the_other_minutes_be(scene: Scene) -> None:
    done = publish(make_draft(scene), by=scene.secretary)
    draft = make_draft(scene, make_review(scene, title="Ett annat möte"))
    review = Review.from_json(draft.content)
    actions.save_review(draft, review, by=scene.facilitator)
    assert draft.minutes == done.minutes
    review.held_on = day(-10).isoformat()
    actions.save_review(draft, review, by=scene.facilitator)
    draft.refresh_from_db()
    assert draft.minutes is None
    publish(draft, by=scene.secretary)
    assert Minutes.objects.count() == 2
    done.minutes.meeting.refresh_from_db()
    assert done.minutes.meeting.title == "Brukargruppen i mars"


def test_a_published_meeting_whose_day_is_put_right_stays_the_same(scene: Scene) -> None:
    draft = make_draft(scene)
    done = publish(draft, by=scene.secretary)
    actions.reopen(draft, by=scene.facilitator)
    review = Review.from_json(draft.content)
    review.held_on = day(-10).isoformat()
    actions.save_review(draft, review, by=scene.facilitator)
    again = publish(draft, by=scene.secretary)
    assert again.minutes == done.minutes
    assert Minutes.objects.get().meeting.held_on == day(-10)


def test_saving_needs_the_revision_that_was_seen(scene: Scene) -> None:
    draft = make_draft(scene)
    review = Review.from_json(draft.content)
    actions.save_review(draft, review, by=scene.facilitator, seen=1)
    for seen in (1, 3, 10**20):
        with pytest.raises(Stale):
            actions.save_review(draft, review, by=scene.facilitator, seen=seen)
    assert Draft.objects.get().revision == 2


def test_throw_away_and_bring_back(scene: Scene) -> None:
    draft = make_draft(scene)
    actions.discard(draft, by=scene.facilitator)
    with pytest.raises(Stale):
        actions.discard(draft, by=scene.facilitator)
    with pytest.raises(Stale):
        actions.save_review(draft, make_review(scene), by=scene.facilitator)
    with pytest.raises(Stale):
        publish(draft, by=scene.secretary)
    actions.bring_back(draft, by=scene.facilitator)
    with pytest.raises(Stale):
        actions.bring_back(draft, by=scene.facilitator)
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["meetings.discarded", "meetings.brought_back"]


VERBS = ["take_in", "save_review", "discard", "bring_back", "reopen", "plan_meeting"]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_prepare(scene: Scene, verb: str, role: str) -> None:
    group, by = scene.parties.group, scene.who(role)
    draft = make_draft(scene)
    status = {"bring_back": "discarded", "reopen": "published"}.get(verb, "open")
    Draft.objects.update(status=status)
    draft.refresh_from_db()

    def do() -> None:
        match verb:
            case "take_in":
                actions.take_in("Något nytt.", group=group, by=by)
            case "save_review":
                actions.save_review(draft, make_review(scene), by=by)
            case "plan_meeting":
                actions.plan_meeting(group, title="Nästa", held_on=day(9), by=by)
            case _:
                getattr(actions, verb)(draft, by=by)

    if role in PREPARING:
        do()
        return
    before = list(Draft.objects.values())
    with pytest.raises(PermissionDenied), transaction.atomic():
        do()
    assert list(Draft.objects.values()) == before
    assert not Entry.objects.exists()


def test_the_first_review_is_what_the_parser_says(scene: Scene) -> None:
    from oppnasoc.language.minutes import parse

    draft, _new = take_in(scene, "Bara en rad utan något annat.")
    assert Review.from_json(draft.content) == from_parsed(parse("Bara en rad utan något annat."))
    assert decide(Review.from_json(draft.content)).day() is None
