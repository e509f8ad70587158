"""Publish once more: addresses stay, only what is new is added, what was decided away goes."""

from __future__ import annotations

from django.test import Client

from oppnasoc.matters import actions as matter_actions
from oppnasoc.matters.models import Ground, Matter
from oppnasoc.meetings import actions
from oppnasoc.meetings.models import Minutes
from oppnasoc.meetings.publishing import publish
from oppnasoc.meetings.review import Case, Item, Review
from oppnasoc.trail.models import Entry
from oppnasoc.voices.models import Voice

from .scene import (
    Scene,
    again,
    counts,
    decide,
    everything,
    item,
    make_draft,
    make_old_matter,
    make_review,
    named,
    new_case,
    public_words,
)


def test_published_again_unchanged(scene: Scene) -> None:
    draft = make_draft(scene)
    done = publish(draft, by=scene.secretary)
    before = everything()
    second = again(scene, draft)
    assert (second.minutes, second.opened, second.joined) == (done.minutes, [], [])
    after = everything()
    for table in ("Point", "Heard", "Ground", "Matter", "Meeting"):
        assert after[table] == before[table], table
    assert counts()["Voice"] == 2
    new = Entry.objects.order_by("pk")[len(before["Entry"]) :]
    kinds = list(new.values_list("kind", flat=True))
    assert kinds == ["meetings.opened_again", "meetings.published_again"]


def test_published_again_with_something_new(scene: Scene) -> None:
    draft = make_draft(scene)
    done = publish(draft, by=scene.secretary)
    points = {p.key: p.pk for p in done.minutes.points.all()}

    def change(review: Review) -> None:
        item(review, "b-1").text = "Det saknas tider på kvällen och på helgen."
        case = new_case(scene, "Kan det finnas te?")
        review.items.insert(0, Item("ny", "bullet", 1, "Te saknas.", outcome="matter", case=case))

    second = again(scene, draft, change)
    assert [m.title for m in second.opened] == ["Kan det finnas te?"]
    now = {p.key: p.pk for p in Minutes.objects.get().points.all()}
    assert {key: pk for key, pk in now.items() if key != "ny"} == points
    assert Voice.objects.get(heard__point__key="b-1").text.endswith("på helgen.")
    assert Matter.objects.count() == 3


def test_a_new_document_keeps_the_addresses(scene: Scene) -> None:
    done = publish(make_draft(scene), by=scene.secretary)
    keys = {p.text: (p.key, p.pk) for p in done.minutes.points.all()}
    review = make_review(scene)
    for number, one in enumerate(review.items):
        one.key, one.case = f"z{number}", Case()
        one.outcome = "minutes"
    review.items.insert(0, Item("h1", "heading", 1, "Nytt först"))
    draft = make_draft(scene, review, original="kanarie, en ny version")
    actions.save_review(draft, Review.from_json(draft.content), by=scene.secretary)
    assert draft.minutes == done.minutes
    publish(draft, by=scene.secretary)
    points = {p.text: (p.key, p.pk) for p in Minutes.objects.get().points.all()}
    assert {text: points[text] for text in keys} == keys
    assert Matter.objects.published().count() == 2
    assert Ground.objects.count() == 2


def test_no_longer_a_matter_hides_what_was_said(scene: Scene) -> None:
    draft = make_draft(scene)
    done = publish(draft, by=scene.secretary)
    matter = done.opened[0]
    again(scene, draft, lambda r: setattr(item(r, "a-1"), "outcome", "minutes"))
    voice = Voice.objects.get(heard__point__key="a-1")
    assert (voice.visibility, bool(voice.hidden_reason)) == ("hidden", True)
    assert Client().get(matter.get_absolute_url()).status_code == 404
    again(scene, draft, lambda r: setattr(item(r, "a-1"), "outcome", "matter"))
    assert Client().get(matter.get_absolute_url()).status_code == 200
    assert Matter.objects.count() == 2


def test_what_others_carry_too_stays(scene: Scene) -> None:
    old = make_old_matter(scene)
    review = make_review(scene)
    item(review, "a-1").case = Case(join=old.pk)
    draft = make_draft(scene, review)
    publish(draft, by=scene.secretary)
    again(scene, draft, lambda r: setattr(item(r, "a-1"), "outcome", "minutes"))
    html = Client().get(old.get_absolute_url()).content.decode()
    assert "Jag väntar än." in html
    assert "Hissen" not in html


def test_it_joins_another_matter_instead(scene: Scene) -> None:
    old = make_old_matter(scene)
    draft = make_draft(scene)
    first = publish(draft, by=scene.secretary).opened[0]
    second = again(scene, draft, lambda r: setattr(item(r, "a-1"), "case", Case(join=old.pk)))
    assert second.joined == [old]
    voice = Voice.objects.get(heard__point__key="a-1")
    assert [g.matter for g in voice.grounds.all()] == [old]
    assert Client().get(first.get_absolute_url()).status_code == 404  # It stands on nothing.


def test_it_becomes_a_new_matter_instead(scene: Scene) -> None:
    old = make_old_matter(scene)
    review = make_review(scene)
    item(review, "a-1").case = Case(join=old.pk)
    draft = make_draft(scene, review)
    publish(draft, by=scene.secretary)
    case = new_case(scene, "En egen fråga?")
    again(scene, draft, lambda r: setattr(item(r, "a-1"), "case", case))
    voice = Voice.objects.get(heard__point__key="a-1")
    assert [g.matter.title for g in voice.grounds.select_related("matter")] == ["En egen fråga?"]
    assert Matter.objects.published().filter(pk=old.pk).exists()


def test_what_an_editor_took_away_stays_away(scene: Scene) -> None:
    draft = make_draft(scene)
    matter = publish(draft, by=scene.secretary).opened[0]
    matter_actions.set_visibility(matter, public=False, by=scene.who("editor"))
    again(scene, draft)
    assert Client().get(matter.get_absolute_url()).status_code == 404


def test_a_point_that_was_taken_away_is_gone_with_what_was_said(scene: Scene) -> None:
    draft = make_draft(scene)
    done = publish(draft, by=scene.secretary)
    actions.reopen(draft, by=scene.secretary)
    review = Review.from_json(draft.content)
    item(review, "a-1").text = ""
    item(review, "e-1").text = ""
    review.reshape(set())
    actions.save_review(draft, review, by=scene.secretary)
    publish(draft, by=scene.secretary)
    assert {p.key for p in done.minutes.points.all()} == {"h1", "b-1", "c-1", "d-1"}
    assert "Hissen" not in public_words()
    assert Client().get(done.opened[0].get_absolute_url()).status_code == 404


def test_a_point_that_a_new_document_lacks_stays_last(scene: Scene) -> None:
    done = publish(make_draft(scene), by=scene.secretary)
    review = make_review(scene)
    review.items = [i for i in review.items if i.key not in {"a-1", "e-1"}]
    draft = make_draft(scene, review, original="kanarie, en kortare version")
    actions.save_review(draft, Review.from_json(draft.content), by=scene.secretary)
    publish(draft, by=scene.secretary)
    assert [p.key for p in done.minutes.points.all()] == ["h1", "b-1", "c-1", "d-1", "a-1"]
    assert Client().get(done.opened[0].get_absolute_url()).status_code == 200


def test_decided_away_afterwards(scene: Scene) -> None:
    """First kept, then taken away: titles, voices and points follow."""
    draft = make_draft(scene, decide(named(scene), "keep"))
    done = publish(draft, by=scene.secretary)
    assert "Lindqvist" in public_words()
    again(scene, draft, lambda review: review.choices.clear(), "remove")
    assert "Lindqvist" not in public_words()
    assert Matter.objects.get(pk=done.opened[0].pk).title == "Varför står hissen still? undrar."
