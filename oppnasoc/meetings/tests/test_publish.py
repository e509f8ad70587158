"""Publish a draft: everything at once, again without duplicates, and nothing that was decided
away."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.utils.translation import gettext as _

from oppnasoc.matters.models import Matter
from oppnasoc.meetings import actions, publishing
from oppnasoc.meetings.models import Attendee, Draft, Heard, Meeting, Minutes, Point
from oppnasoc.meetings.publishing import publish
from oppnasoc.meetings.review import Case, Item, Person
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from oppnasoc.voices.models import Voice
from tests.town import ROLES, make_meeting

from .scene import (
    NAME,
    PUBLISHING,
    Scene,
    again,
    counts,
    day,
    decide,
    everything,
    item,
    make_draft,
    make_old_matter,
    make_review,
    named,
    public_words,
)


def test_everything_at_once(scene: Scene) -> None:
    draft = make_draft(scene)
    done = publish(draft, by=scene.secretary, seen=1)
    meeting = Meeting.objects.get()
    assert (meeting.title, meeting.held_on, meeting.status) == (
        "Brukargruppen i mars",
        day(-3),
        "held",
    )
    minutes = Minutes.objects.get()
    assert minutes == done.minutes
    assert minutes.status == "published"
    assert [(p.key, p.outcome) for p in minutes.points.all()] == [
        ("h1", "minutes"),
        ("a-1", "matter"),
        ("b-1", "matter"),
        ("c-1", "answered"),
        ("d-1", "good_to_know"),
        ("e-1", "minutes"),
    ]
    assert minutes.points.get(key="c-1").answer == "Ja, om den är kopplad."
    assert [a.name for a in minutes.attendees.all()] == ["Sam"]
    assert [m.title for m in done.opened] == [
        "Varför står hissen still?",
        "Kan man få en tid på kvällen?",
    ]
    for matter in done.opened:
        group, unit = scene.parties.group.pk, scene.parties.unit.pk
        # It lies with the steward until the unit has said yes.
        assert (matter.steward_id, matter.holder_id, matter.asked_id) == (group, group, unit)
        assert (matter.next_on, matter.opened_on) == (day(20), day(0))
        voice = Voice.objects.get(grounds__matter=matter)
        assert (voice.channel, voice.visibility, voice.said_on) == ("meeting", "public", day(-3))
        assert voice.code_digest is None
        assert voice.speaker == ""
    draft.refresh_from_db()
    assert (draft.status, draft.minutes, draft.revision) == ("published", minutes, 2)
    kinds = sorted(Entry.objects.values_list("kind", flat=True))
    assert kinds == sorted(["matters.opened", "meetings.raised"] * 2 + ["meetings.published"])


@pytest.mark.parametrize("role", ROLES)
def test_only_the_secretary_and_the_editor(scene: Scene, role: str) -> None:
    draft, before = make_draft(scene), counts()
    if role in PUBLISHING:
        assert publish(draft, by=scene.who(role)).opened
        return
    with pytest.raises(PermissionDenied), transaction.atomic():
        publish(draft, by=scene.who(role))
    assert counts() == before
    assert Draft.objects.get().status == "open"


def test_a_secretary_of_another_group_may_not(scene: Scene) -> None:
    with pytest.raises(PermissionDenied):
        publish(make_draft(scene, group=scene.parties.other_group), by=scene.secretary)


def test_refused_while_something_lacks(scene: Scene) -> None:
    review = make_review(scene, title="", people=[Person("Kim Lindqvist")])
    draft, before = make_draft(scene), counts()
    Draft.objects.update(content=review.as_json())
    draft.refresh_from_db()
    with pytest.raises(ValidationError) as error:
        publish(draft, by=scene.secretary)
    assert len(error.value.messages) == 2
    assert counts() == before


def test_a_second_click_makes_nothing_twice(scene: Scene) -> None:
    draft = make_draft(scene)
    publish(draft, by=scene.secretary, seen=1)
    before = everything()
    for seen in (1, None):
        with pytest.raises(Stale), transaction.atomic():
            publish(Draft.objects.get(), by=scene.secretary, seen=seen)
    assert everything() == before


def test_what_somebody_else_saved_meanwhile_is_not_published_unseen(scene: Scene) -> None:
    draft = make_draft(scene)
    actions.save_review(
        Draft.objects.get(), decide(make_review(scene, title="Nytt")), by=scene.facilitator
    )
    with pytest.raises(Stale), transaction.atomic():
        publish(draft, by=scene.secretary)
    with pytest.raises(Stale), transaction.atomic():
        publish(Draft.objects.get(), by=scene.secretary, seen=1)
    assert not Minutes.objects.exists()


@pytest.mark.parametrize(
    "broken", ["_minutes", "_points", "_raise_matters", "_open", "next_meeting", "record"]
)
def test_an_error_in_the_middle_leaves_nothing(
    scene: Scene, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, before = make_draft(scene), counts()

    class Broken(Exception):
        pass

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise Broken

    with monkeypatch.context() as patch:
        patch.setattr(publishing, broken, fail)
        with pytest.raises(Broken):
            publish(draft, by=scene.secretary)
    assert counts() == before
    fresh = Draft.objects.get()
    assert (fresh.status, fresh.revision, fresh.minutes) == ("open", 1, None)
    assert len(publish(fresh, by=scene.secretary).opened) == 2


def test_a_planned_meeting_becomes_the_one_that_was_held(scene: Scene) -> None:
    planned = make_meeting(scene.parties.group, "Nästa möte", day(-3), "planned")
    publish(make_draft(scene), by=scene.secretary)
    assert Meeting.objects.get().pk == planned.pk
    assert Meeting.objects.get().status == "held"


def test_the_next_meeting_is_planned_once(scene: Scene) -> None:
    review = make_review(scene, next_on=day(25).isoformat(), next_at="13:00")
    draft = make_draft(scene, review)
    publish(draft, by=scene.secretary)
    again(scene, draft)
    planned = Meeting.objects.get(status="planned")
    assert (planned.held_on, planned.starts_at) == (day(25), time(13))
    kinds = list(Entry.objects.values_list("kind", flat=True))
    assert kinds.count("meetings.planned") == 1


@pytest.mark.parametrize(("next_on", "next_at"), [(day(-1), "13:00"), (day(9), "efter lunch")])
def test_an_odd_next_meeting_stops_nothing(scene: Scene, next_on: Any, next_at: str) -> None:
    review = make_review(scene, next_on=next_on.isoformat(), next_at=next_at)
    publish(make_draft(scene, review), by=scene.secretary)
    assert Meeting.objects.filter(status="planned").count() == (1 if next_on > day(0) else 0)


def test_a_point_joins_an_old_matter(scene: Scene) -> None:
    old = make_old_matter(scene)
    review = make_review(scene)
    item(review, "a-1").case = Case(join=old.pk)
    done = publish(make_draft(scene, review), by=scene.secretary)
    assert (done.joined, len(done.opened)) == ([old], 1)
    assert old.grounds.count() == 2
    html = Client().get(old.get_absolute_url()).content.decode()
    assert "Hissen står still varje vecka." in html
    assert f"{done.minutes.get_absolute_url()}#a-1" in html


def test_taken_up_at_several_meetings(scene: Scene) -> None:
    first = publish(make_draft(scene), by=scene.secretary)
    matter = first.opened[0]
    for ago in (30, 60):
        review = make_review(scene, held_on=day(-ago).isoformat(), title=f"För {ago} dagar sedan")
        review.items = [Item("a-1", "bullet", 1, f"Hissen igen, {ago}.", outcome="matter",
                             case=Case(join=matter.pk))]  # fmt: skip
        publish(make_draft(scene, review), by=scene.secretary)
    html = Client().get(matter.get_absolute_url()).content.decode()
    assert _("Taken up at several meetings:") in html
    minutes = Client().get(first.minutes.get_absolute_url()).content.decode()
    assert _("Taken up also on") in minutes
    assert minutes.count("/moten/") >= 3


@pytest.mark.parametrize("choice", ["first_name", "role", "remove"])
def test_nothing_decided_away_is_left(scene: Scene, choice: str) -> None:
    scene.parties.organisation.reveals_health = True
    scene.parties.organisation.save()
    draft = make_draft(scene, decide(named(scene), choice))
    done = publish(draft, by=scene.secretary)
    words = public_words()
    assert "Lindqvist" not in words
    assert ("Kim" in words) == (choice == "first_name")
    assert Attendee.objects.count() == (0 if choice == "remove" else 2)
    for url in (done.minutes.get_absolute_url(), *[m.get_absolute_url() for m in done.opened]):
        assert "Lindqvist" not in Client().get(url).content.decode()


def test_a_matter_of_nothing_but_a_name_is_no_matter(scene: Scene) -> None:
    review = make_review(scene)
    item(review, "a-1").text = NAME
    done = publish(make_draft(scene, decide(review, "remove")), by=scene.secretary)
    assert len(done.opened) == 1
    assert not Point.objects.filter(key="a-1").exists()
    assert Heard.objects.count() == 1


def test_long_words_fit(scene: Scene) -> None:
    """Replacements make a text longer; columns are as long as they are."""
    long = " ".join([f"{NAME} sa"] * 20)
    review = make_review(scene, title=long[:159])
    review.people = [Person("Å" * 119, "Ä" * 119, "Ö" * 119)]
    item(review, "a-1").case.title = long[:159]
    done = publish(make_draft(scene, decide(review, "role")), by=scene.secretary)
    done.minutes.meeting.refresh_from_db()
    assert len(done.minutes.meeting.title) <= 160
    assert all(len(m.title) <= 160 for m in Matter.objects.all())


def test_two_drafts_of_one_meeting_do_not_make_two(scene: Scene) -> None:
    first, second = make_draft(scene), make_draft(scene, original="kanarie två")
    publish(first, by=scene.secretary)
    before = counts()
    with (
        pytest.raises(
            ValidationError,
            match=_("There are minutes of that meeting already. Save the draft again."),
        ),
        transaction.atomic(),
    ):
        publish(second, by=scene.secretary)
    assert counts() == before


def test_dated_back(scene: Scene) -> None:
    review = make_review(scene, held_on=day(-50).isoformat())
    for one in review.chosen("matter"):
        one.case.next_on = day(-20).isoformat()
    done = publish(make_draft(scene, review), by=scene.secretary, on=day(-40))
    assert {m.opened_on for m in done.opened} == {day(-40)}
    assert {e.at.date() for e in Entry.objects.all()} == {day(-40)}
