"""The five steps: each saves what is typed, keeps it on an error, and is there for few."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from oppnasoc.matters.models import Matter
from oppnasoc.meetings import actions
from oppnasoc.meetings.findings import Gate, known_organisations
from oppnasoc.meetings.models import Draft, Minutes
from oppnasoc.meetings.publishing import publish
from oppnasoc.meetings.review import Case, Person, Review
from tests.town import ROLES

from .scene import (
    PREPARING,
    PUBLISHING,
    Scene,
    day,
    make_draft,
    make_old_matter,
    make_review,
)

STEPS = ["facts", "people", "points", "matters", "check"]
BESIDE = {"facts", "people", "points"}  # the steps that show the original
TYPED = "Det här skrev jag länge på"


def client_of(scene: Scene, role: str = "secretary") -> Client:
    client = Client()
    if role != "anonymous":
        client.force_login(scene.who(role))
    return client


def url(draft: Draft, step: str) -> str:
    return reverse(f"draft_{step}", args=[draft.uuid])


def post(scene: Scene, draft: Draft, step: str, **data: Any) -> Any:
    data.setdefault("seen", Draft.objects.get(pk=draft.pk).revision)
    return client_of(scene).post(url(draft, step), data)


def review_of(draft: Draft) -> Review:
    return Review.from_json(Draft.objects.get(pk=draft.pk).content)


def facts(**more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "title": TYPED,
        "held_on": day(-2).isoformat(),
        "next_on": "",
        "next_at": "",
        "person_name": ["Kim Lindqvist", ""],
        "person_organisation": ["", "Biblioteket"],
        "person_role": ["ordförande", ""],
    }
    return {**given, **more}


def typed(step: str, draft: Draft) -> dict[str, Any]:
    """Something typed at each step."""
    match step:
        case "facts":
            return facts()
        case "people":
            gate = Gate.of(review_of(draft), known_organisations())
            return {f"choice-{q.key}": "role" for q in gate.questions()}
        case "points":
            return {"text-a-1": TYPED, "outcome-e-1": "good_to_know", "kind-e-1": "bullet:2"}
        case "matters":
            return {"a-1-choice": "new", "a-1-title": TYPED, "answer-c-1": TYPED}
    return {}


@pytest.mark.parametrize("step", STEPS)
def test_who_sees_a_draft(scene: Scene, step: str) -> None:
    draft = make_draft(scene)
    for role in ROLES:
        answer = client_of(scene, role).get(url(draft, step))
        expected = 302 if role == "anonymous" else 200 if role in PREPARING else 404
        assert answer.status_code == expected, role
        assert (b"kanarieoriginal" in answer.content) == (role in PREPARING and step in BESIDE)


@pytest.mark.parametrize("step", STEPS)
def test_nobody_else_writes_to_it(scene: Scene, step: str) -> None:
    draft = make_draft(scene)
    before = list(Draft.objects.values())
    for role in set(ROLES) - PREPARING:
        answer = client_of(scene, role).post(url(draft, step), typed(step, draft))
        assert answer.status_code == (302 if role == "anonymous" else 404), role
    assert list(Draft.objects.values()) == before
    assert not Minutes.objects.exists()


@pytest.mark.parametrize("step", STEPS)
def test_other_methods_are_refused(scene: Scene, step: str) -> None:
    assert client_of(scene).put(url(make_draft(scene), step)).status_code == 405


@pytest.mark.parametrize("step", STEPS)
def test_a_draft_that_was_thrown_away_is_not_there(scene: Scene, step: str) -> None:
    draft = make_draft(scene, status="discarded")
    assert client_of(scene).get(url(draft, step)).status_code == 404


@pytest.mark.parametrize("step", STEPS[:-1])
@pytest.mark.parametrize(
    ("button", "next_one"), [("", None), ("stay", "same"), ("later", "draft_new")]
)
def test_saved_and_on(scene: Scene, step: str, button: str, next_one: str | None) -> None:
    draft = make_draft(scene, make_review(scene, people=[Person("Kim Lindqvist")]))
    Draft.objects.update(content={**draft.content, "choices": {}})
    before = review_of(draft)
    data = {**typed(step, draft), **({button: ""} if button else {})}
    answer = post(scene, draft, step, **data)
    assert answer.status_code == 302
    following = f"draft_{STEPS[STEPS.index(step) + 1]}"
    target = {None: following, "same": f"draft_{step}"}.get(next_one, next_one)
    args = [] if target == "draft_new" else [draft.uuid]
    assert answer["Location"] == reverse(str(target), args=args)
    assert review_of(draft) != before
    assert Draft.objects.get().revision == 2


def test_facts_are_saved(scene: Scene) -> None:
    draft = make_draft(scene)
    place = scene.parties.group.place
    assert place is not None
    post(scene, draft, "facts", **facts(place=place.pk, next_on=day(9), next_at="13:00"))
    review = review_of(draft)
    assert (review.title, review.held_on) == (TYPED, day(-2).isoformat())
    assert (review.place, review.next_at) == (place.pk, "13:00")
    assert review.people == [Person("Kim Lindqvist", "", "ordförande"), Person("", "Biblioteket")]
    assert Draft.objects.get().name == TYPED


def test_facts_may_be_incomplete(scene: Scene) -> None:
    draft = make_draft(scene)
    answer = post(scene, draft, "facts", **facts(title="", held_on="i våras"), later="")
    assert answer.status_code == 302
    review = review_of(draft)
    assert (review.title, review.held_on) == ("", "i våras"[:10])


def test_too_long_a_title_keeps_who_was_there(scene: Scene) -> None:
    draft = make_draft(scene)
    answer = post(scene, draft, "facts", **facts(title="x" * 161))
    html = answer.content.decode()
    assert "x" * 161 in html
    assert 'value="Kim Lindqvist"' in html
    assert 'role="alert"' in html


def test_points_are_split_joined_and_emptied(scene: Scene) -> None:
    draft = make_draft(scene)
    data = {
        "text-a-1": "Ett.\r\n\r\nTvå.",
        "text-d-1": "",
        "merge": ["e-1", "finns-inte"],
        "outcome-b-1": "minutes",
        "outcome-c-1": "nonsens",
        "kind-b-1": "heading:9",
        "kind-c-1": "bullet:3",
    }
    post(scene, draft, "points", **data)
    found = {item.key: item for item in review_of(draft).items}
    assert found["a-1"].text == "Ett."
    assert found["a-1-d2"].text == "Två."
    assert "d-1" not in found
    assert found["c-1"].text == "Får hunden följa med? Vi fikade."
    assert (found["b-1"].outcome, found["c-1"].outcome) == ("minutes", "answered")
    assert (found["b-1"].kind, found["c-1"].level) == ("bullet", 3)
    assert review_of(draft).dropped == ["d-1", "e-1"]


def test_matters_are_chosen(scene: Scene) -> None:
    old = make_old_matter(scene)
    draft = make_draft(scene)
    data = {
        "a-1-choice": "other",
        "a-1-other": old.pk,
        "b-1-choice": "new",
        "b-1-title": TYPED,
        "b-1-steward": scene.parties.other_group.pk,
        "b-1-holder": scene.parties.post.pk,
        "b-1-theme": scene.parties.theme.pk,
        "b-1-next_on": day(11).isoformat(),
        "answer-c-1": "Jo, visst.",
    }
    post(scene, draft, "matters", **data)
    found = {item.key: item for item in review_of(draft).items}
    assert found["a-1"].case == Case(join=old.pk)
    assert found["b-1"].case == Case(
        title=TYPED,
        theme=scene.parties.theme.pk,
        steward=scene.parties.other_group.pk,
        holder=scene.parties.post.pk,
        next_on=day(11).isoformat(),
    )
    assert found["c-1"].answer == "Jo, visst."
    html = client_of(scene).get(url(draft, "matters")).content.decode()
    assert TYPED in html
    assert re.search(rf'value="{old.pk}" checked', html)


def test_no_matter_after_all(scene: Scene) -> None:
    draft = make_draft(scene)
    post(scene, draft, "matters", **{"a-1-choice": "minutes"})
    found = {item.key: item.outcome for item in review_of(draft).items}
    assert (found["a-1"], found["b-1"]) == ("minutes", "matter")


@pytest.mark.parametrize("odd", ["x", "-1", "0", "9" * 11, "9" * 5000, "²", "'; --", "\x00"])
def test_odd_numbers_are_never_an_error_page(scene: Scene, odd: str) -> None:
    draft = make_draft(scene)
    data = {"a-1-choice": "other", "a-1-other": odd, "b-1-choice": "new"}
    data |= {f"b-1-{name}": odd for name in ("title", "steward", "holder", "theme", "next_on")}
    assert post(scene, draft, "matters", **data).status_code == 302
    assert review_of(draft).items[2].case.steward is None
    assert post(scene, draft, "points", **{"text-a-1": odd, "kind-a-1": odd}).status_code == 302
    assert client_of(scene).get(url(draft, "matters")).status_code == 200
    for step in STEPS[:-1]:
        answer = client_of(scene).post(url(draft, step), {**typed(step, draft), "seen": odd})
        assert answer.status_code < 500
    people = facts(person_name=[odd], person_organisation=[odd], person_role=[odd])
    assert post(scene, draft, "facts", **people).status_code == 302


@pytest.mark.parametrize("step", STEPS[:-1])
def test_who_came_second_keeps_what_she_typed(scene: Scene, step: str) -> None:
    review = make_review(scene, people=[Person("Kim Lindqvist")])
    draft = make_draft(scene, review)
    Draft.objects.update(content={**draft.content, "choices": {}})
    data = typed(step, draft)
    other = review_of(draft)
    other.place = scene.parties.group.place_id
    actions.save_review(Draft.objects.get(), other, by=scene.facilitator)
    answer = post(scene, draft, step, **data, seen=1)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert (
        _("Somebody else has saved this draft meanwhile. Look through it and save once more.")
        in html
    )
    if step == "people":
        assert 'value="role" checked' in html
    else:
        assert TYPED in html
    if step == "facts":
        assert 'value="Kim Lindqvist"' in html
    assert review_of(draft) == other
    # Saved once more, as the page says, it goes through.
    seen = re.search(r'name="seen" value="(\d+)"', html)
    assert seen is not None
    assert seen[1] == "2"
    assert post(scene, draft, step, **data, seen=seen[1]).status_code == 302
    assert review_of(draft) != other


def test_published_with_a_click(scene: Scene) -> None:
    draft = make_draft(scene)
    answer = post(scene, draft, "check")
    minutes = Minutes.objects.get()
    assert answer["Location"] == minutes.get_absolute_url()
    # The second of two clicks leads to the same page.
    again = post(scene, draft, "check", seen=1)
    assert again["Location"] == minutes.get_absolute_url()
    assert Minutes.objects.count() == 1
    assert Matter.objects.count() == 2


def test_only_some_find_the_button(scene: Scene) -> None:
    draft = make_draft(scene)
    for role in PREPARING:
        html = client_of(scene, role).get(url(draft, "check")).content.decode()
        assert (f">{_('Publish')}</button>" in html) == (role in PUBLISHING), role
    assert client_of(scene, "facilitator").post(url(draft, "check")).status_code == 403
    assert not Minutes.objects.exists()


def test_what_lacks_stands_on_the_last_step(scene: Scene) -> None:
    draft = make_draft(scene, make_review(scene, title="", held_on=""))
    html = client_of(scene).get(url(draft, "check")).content.decode()
    assert f">{_('Publish')}</button>" not in html
    assert url(draft, "facts") in html
    assert post(scene, draft, "check").status_code == 200
    assert not Minutes.objects.exists()


def test_somebody_changed_it_before_the_click(scene: Scene) -> None:
    draft = make_draft(scene)
    actions.save_review(Draft.objects.get(), review_of(draft), by=scene.facilitator)
    assert post(scene, draft, "check", seen=1).status_code == 302
    assert not Minutes.objects.exists()


def test_another_draft_of_the_meeting_was_published_first(scene: Scene) -> None:
    first, second = make_draft(scene), make_draft(scene, original="kanarie två")
    publish(first, by=scene.secretary)
    answer = post(scene, second, "check")
    assert answer["Location"] == url(second, "points")
    assert Draft.objects.get(pk=second.pk).minutes == Minutes.objects.get()
    assert post(scene, second, "check").status_code == 302
    assert Minutes.objects.count() == 1
    assert Matter.objects.count() == 2


def test_the_last_step_shows_what_will_be_public(scene: Scene) -> None:
    review = make_review(scene, people=[Person("Kim Lindqvist")])
    for question in Gate.of(review, []).questions():
        review.choices[question.key] = "first_name"
    html = client_of(scene).get(url(make_draft(scene, review), "check")).content.decode()
    assert "Kim" in html
    assert "Lindqvist" not in html


def test_everything_typed_is_shown_as_text(scene: Scene) -> None:
    script = "<script>alert(1)</script>"
    review = make_review(scene, title=script, people=[Person(script, script, script)])
    review.dead_links = [script]
    review.asked = {"date": {"why": "", "candidates": [script]}}
    for item in review.items:
        item.text = item.answer = item.case.title = script
        item.promise = {"who": script, "when": script, "what": script, "kind": "x", "why": ""}
    draft = make_draft(scene, review, original=script)
    for step in STEPS:
        html = client_of(scene).get(url(draft, step)).content.decode()
        assert script not in html, step
        assert "&lt;script&gt;" in html, step


def test_thrown_away_and_brought_back(scene: Scene) -> None:
    draft, client = make_draft(scene), client_of(scene)
    away, back = (reverse(f"draft_{v}", args=[draft.uuid]) for v in ("discard", "bring_back"))
    answer = client.post(away)
    assert back in answer.content.decode()
    assert client.post(away).status_code == 404
    assert client.post(back).status_code == 302
    assert Draft.objects.get().status == "open"
    assert client.get(away).status_code == client.get(back).status_code == 405
    for role in set(ROLES) - PREPARING - {"anonymous"}:
        assert client_of(scene, role).post(away).status_code == 404
    assert Draft.objects.get().status == "open"
