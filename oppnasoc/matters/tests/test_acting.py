"""The buttons on a matter's page: who may press them, and what is kept when it goes wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from oppnasoc.matters import actions
from oppnasoc.matters.models import Answer, Credit, Ground, Matter, Note
from oppnasoc.matters.verbs import VERBS
from tests.town import make_matter, make_voice

from .scene import (
    ANSWERING,
    CARRYING,
    CREDITED,
    LEADERS,
    PASSING,
    TENDING,
    Scene,
    day,
    entries,
    nothing_written,
)

TYPED = "Det här skrev jag länge på"


def sent(scene: Scene, name: str, **more: Any) -> dict[str, Any]:
    """What a browser sends from one form of the page, complete and right."""
    parties = scene.parties
    other = Matter.objects.exclude(pk=scene.matter.pk)[0]
    again = {"steward": parties.group.pk, "holder": parties.unit.pk, "next_on": day(9), "seen": 1}
    fields: dict[str, dict[str, Any]] = {
        "accept": {"next_on": day(9), "text": TYPED, "seen": 1},
        "give_back": {"reason": TYPED, "seen": 1},
        "answer": {"verdict": "no", "text": TYPED, "reason": TYPED, "seen": 1},
        "reply": {"text": TYPED, "review_on": day(90), "seen": 1},
        "still_right": {"review_on": day(90), "seen": 1},
        "grow": {"seen": 1},
        "advance": {"status": "tried", "text": TYPED, "next_on": day(9), "seen": 1},
        "note": {"text": TYPED},
        "hand_over": {"to": parties.post.pk, "reason": TYPED, "seen": 1},
        "escalate": {"reason": TYPED, "seen": 1},
        "call_back": {"seen": 1},
        "set_date": {"next_on": day(9), "reason": TYPED, "seen": 1},
        "place": {"to": parties.post.pk, "reason": TYPED, "next_on": day(9), "seen": 1},
        "explain": {"reason": TYPED, "seen": 1},
        "pause": {"reason": TYPED, "until": day(30), "seen": 1},
        "go_on": {"seen": 1},
        "propose": {"text": TYPED, "why": "", "seen": 1},
        "credit": {"shown_as": "first_name"},
        "uncredit": {"seen": 1},
        "steward": {"steward": parties.other_group.pk, "seen": 1},
        "relate": {"other": other.get_absolute_url()},
        "merge": {"into": f"{other.pk}", "reason": TYPED, "seen": 1},
        "split": {"voices": scene.voice.pk, "title": TYPED, "reason": TYPED, **again},
        "edit": {"title": TYPED, "summary": TYPED, "theme": "", "seen": 1},
        "put_right": {"text": TYPED, "reason": TYPED},
        "correct": {"note": Note.objects.values_list("pk", flat=True).first(), "text": TYPED},
        "empty": {"note": Note.objects.values_list("pk", flat=True).first()},
        "reopen": {"reason": TYPED, **again},
        "part": {"reason": TYPED, **again},
    }
    return {f"{name}-{key}": value for key, value in {**fields[name], **more}.items()}


RECEIVING = {"other_facilitator"}
MAY: dict[str, set[str]] = {
    **dict.fromkeys(VERBS, TENDING),
    **dict.fromkeys(("accept", "give_back"), RECEIVING),
    **dict.fromkeys(("answer", "put_right", "reply", "still_right"), ANSWERING),
    **dict.fromkeys(("hand_over", "escalate", "call_back", "set_date"), PASSING),
    **dict.fromkeys(("explain", "pause", "go_on"), PASSING),
    "place": {"member"},
    **dict.fromkeys(("credit", "uncredit"), CREDITED),
    "advance": CARRYING,
}
KINDS: dict[str, list[str]] = {
    "accept": ["matters.moved"],
    "give_back": ["matters.given_back"],
    "answer": ["matters.answered"],
    "reply": ["matters.answered"],
    "still_right": ["matters.reviewed"],
    "grow": ["matters.grew"],
    "advance": ["matters.advanced"],
    "note": ["matters.noted"],
    "hand_over": ["matters.asked"],
    "escalate": ["matters.escalated"],
    "call_back": ["matters.called_back"],
    "set_date": ["matters.dated"],
    "place": ["matters.placed"],
    "explain": ["matters.explained"],
    "pause": ["matters.paused"],
    "go_on": ["matters.went_on"],
    "propose": ["matters.proposed"],
    "credit": ["matters.credited"],
    "uncredit": ["matters.uncredited"],
    "steward": ["matters.steward_changed"],
    "relate": ["matters.related"],
    "merge": ["matters.merged", "matters.took_in"],
    "split": ["matters.split", "matters.split_off"],
    "edit": ["matters.edited"],
    "put_right": ["matters.answer_corrected"],
    "correct": ["matters.corrected"],
    "empty": ["matters.note_emptied"],
    "reopen": ["matters.reopened"],
    "part": ["matters.parted", "matters.let_go"],
}


@pytest.fixture
def stage(scene: Scene) -> Scene:
    """Besides the matter another one, a second voice, a note, and somebody who decides."""
    make_matter("En annan fråga?", scene.parties.group, scene.parties.unit)
    Ground.objects.create(matter=scene.matter, voice=make_voice("Jag med."))
    Note.objects.create(matter=scene.matter, text="Så var det.")
    scene.parties.unit.decides_via = scene.parties.post
    scene.parties.unit.save()
    return scene


def ready(scene: Scene, name: str, role: str = "") -> None:
    """Bring the matter into a state in which the verb can be done (by somebody with the role)."""
    here, matter = Matter.objects.filter(pk=scene.matter.pk), scene.matter
    closed = {"status": "closed", "closed_on": day(-1)}
    match name:
        case "accept" | "give_back" | "call_back":
            here.update(asked=scene.parties.other_group, asked_until=day(3))
        case "place":
            lifted = {"lifted_on": day(-1), "lifted_because": "refused"}
            here.update(lifted_to=scene.parties.organisation, **lifted)
        case "explain":
            here.update(next_on=day(-1))
        case "go_on":
            why = Note.objects.create(matter=matter, text="Vi väntar på lokalen.")
            here.update(paused_on=day(-1), paused_until=day(30), pause_note=why)
        case "advance" | "credit" | "uncredit":
            here.update(status="decided")
        case "reply" | "grow":
            here.update(quick=True)
        case "still_right":
            given = {"verdict": "answered", "text": "Så är det.", "review_on": day(1)}
            Answer.objects.create(matter=matter, **given)
            here.update(quick=True, **closed)
        case "put_right":
            given = {"verdict": "no", "text": "Nej.", "reason": "Ty."}
            Answer.objects.create(matter=matter, answered_by=scene.manager, **given)
            here.update(**closed)
        case "reopen":
            here.update(**closed)
        case "part":
            here.update(**closed, merged_into=Matter.objects.exclude(pk=matter.pk)[0])
    if name == "uncredit" and role in scene.people:
        Credit.objects.create(matter=matter, user=scene.people[role], shown_as="name")


def post(scene: Scene, role: str, name: str, data: dict[str, Any]) -> Any:
    client = Client()
    if role != "anonymous":
        client.force_login(scene.who(role))
    return client.post(reverse(f"matter_{name}", args=[scene.matter.pk]), data)


@pytest.mark.parametrize("name", VERBS)
def test_done_by_those_who_may(stage: Scene, name: str) -> None:
    role = sorted(MAY[name])[-1]
    ready(stage, name, role)
    answer = post(stage, role, name, sent(stage, name))
    assert answer.status_code == 302
    lands_on = {"merge": "En annan fråga?", "split": TYPED, "edit": TYPED}
    title = lands_on.get(name, stage.matter.title)
    assert answer["Location"] == Matter.objects.get(title=title).get_absolute_url()
    assert entries() == KINDS[name]


def test_the_table_is_whole() -> None:
    assert set(VERBS) == set(KINDS)


@pytest.mark.parametrize("name", VERBS)
def test_refused_to_everybody_else(stage: Scene, name: str) -> None:
    ready(stage, name)
    for role in set(stage.people) - MAY[name]:
        for data in (sent(stage, name), {}):
            with nothing_written():
                assert post(stage, role, name, data).status_code == 403, role


@pytest.mark.parametrize("name", [*VERBS, "visibility"])
def test_a_stranger_is_asked_to_sign_in(stage: Scene, name: str) -> None:
    data = sent(stage, name) if name in VERBS else {"hide": ""}
    with nothing_written():
        answer = post(stage, "anonymous", name, data)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/konto/logga-in/")


@pytest.mark.parametrize("name", [*VERBS, "visibility"])
def test_only_post(stage: Scene, name: str) -> None:
    client = Client()
    client.force_login(stage.who("editor"))
    assert client.get(reverse(f"matter_{name}", args=[stage.matter.pk])).status_code == 405


@pytest.mark.parametrize("name", [*VERBS, "visibility"])
def test_a_hidden_matter_is_not_there(stage: Scene, name: str) -> None:
    data = sent(stage, name) if name in VERBS else {"show": ""}
    Matter.objects.filter(pk=stage.matter.pk).update(visibility="hidden")
    for role in set(stage.people) - LEADERS:
        with nothing_written():
            assert post(stage, role, name, data).status_code == 404, role


@pytest.mark.parametrize(
    ("name", "wrong", "kept"),
    [
        ("set_date", {"next_on": day(-1)}, f"{TYPED}</textarea>"),
        ("set_date", {"next_on": ""}, f"{TYPED}</textarea>"),
        ("hand_over", {"to": 10**12}, f"{TYPED}</textarea>"),
        ("hand_over", {"reason": " "}, "hand_over-reason"),
        ("accept", {"next_on": day(-1)}, f"{TYPED}</textarea>"),
        ("give_back", {"reason": ""}, "give_back-reason"),
        ("advance", {"status": "in_use"}, f"{TYPED}</textarea>"),
        ("advance", {"next_on": ""}, f"{TYPED}</textarea>"),
        ("propose", {"text": ""}, "propose-text"),
        ("merge", {"into": "https://example.org/fragor/"}, f"{TYPED}</textarea>"),
        ("merge", {"into": "9" * 12}, f"{TYPED}</textarea>"),
        ("split", {"voices": ""}, f"{TYPED}</textarea>"),
        ("put_right", {"reason": ""}, f"{TYPED}</textarea>"),
        ("correct", {"text": ""}, "correct-text"),
        ("note", {"text": "  "}, "note-text"),
        ("edit", {"title": ""}, f"{TYPED}</textarea>"),
        ("edit", {"title": "y" * 161}, "y" * 161),
        ("answer", {"reason": ""}, f"{TYPED}</textarea>"),
        ("answer", {"verdict": "later"}, f"{TYPED}</textarea>"),
        ("answer", {"verdict": "elsewhere"}, f"{TYPED}</textarea>"),
        ("answer", {"verdict": ""}, f"{TYPED}</textarea>"),
        ("relate", {"other": ""}, "relate-other"),
        ("reopen", {"next_on": day(-1)}, f"{TYPED}</textarea>"),
        ("reopen", {"reason": " "}, "reopen-reason"),
        ("steward", {"steward": ""}, "steward-steward"),
    ],
)
def test_an_error_keeps_what_was_written(
    stage: Scene, name: str, wrong: dict[str, Any], kept: str
) -> None:
    role = sorted(MAY[name])[-1]
    ready(stage, name, role)
    with nothing_written():
        answer = post(stage, role, name, sent(stage, name, **wrong))
    assert answer.status_code == 422
    html = answer.content.decode()
    assert kept in html
    assert 'role="alert"' in html
    assert stage.matter.title in html


@pytest.mark.parametrize("name", ["set_date", "edit", "answer", "steward"])
def test_who_came_second_gets_her_text_back(stage: Scene, name: str) -> None:
    """Somebody else edits the matter between her reading and her sending."""
    matter = Matter.objects.get(pk=stage.matter.pk)
    actions.edit_matter(matter, title="Nu en annan", summary="", theme=None, by=stage.facilitator)
    role = sorted(MAY[name])[-1]
    with nothing_written():
        answer = post(stage, role, name, sent(stage, name))
    assert answer.status_code == 422
    html = answer.content.decode()
    assert _("Somebody else changed the matter just before you. Look at it and send again.") in html
    assert "Nu en annan" in html
    assert name == "steward" or f"{TYPED}</textarea>" in html
    # What stands in the form now goes through.
    assert f'name="{name}-seen" value="2"' in html
    assert post(stage, role, name, sent(stage, name, seen=2)).status_code == 302


@pytest.mark.parametrize("name", ["set_date", "edit", "answer", "note"])
def test_who_wrote_while_it_was_answered_gets_her_text_back(stage: Scene, name: str) -> None:
    matter = Matter.objects.get(pk=stage.matter.pk)
    actions.answer(matter, "Nej.", verdict="no", reason="Ty.", by=stage.manager)
    role = sorted(MAY[name])[-1]
    answer = post(stage, role, name, sent(stage, name))
    if answer.status_code == 302:
        assert name == "note"  # What happened may be written afterwards too.
        return
    assert answer.status_code == 422
    assert f"{TYPED}</textarea>" in answer.content.decode()


def test_who_took_it_up_again_at_the_same_time_gets_her_text_back(stage: Scene) -> None:
    answer = post(stage, "facilitator", "reopen", sent(stage, "reopen"))
    assert answer.status_code == 422
    assert f"{TYPED}</textarea>" in answer.content.decode()


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "9" * 5000])
def test_an_odd_revision_is_never_an_error_page(stage: Scene, seen: str) -> None:
    answer = post(stage, "facilitator", "set_date", sent(stage, "set_date", seen=seen))
    assert answer.status_code in {302, 422}


def test_what_is_typed_is_shown_as_text(stage: Scene) -> None:
    script = "<script>alert(1)</script>"
    post(stage, "facilitator", "note", sent(stage, "note", text=script))
    post(stage, "manager", "answer", sent(stage, "answer", text=script, reason=script))
    post(
        stage,
        "facilitator",
        "edit",
        sent(stage, "edit", title=script, summary=script, seen=2),
    )
    matter = Matter.objects.get(pk=stage.matter.pk)
    html = Client().get(matter.get_absolute_url()).content.decode()
    assert script not in html
    assert html.count("&lt;script&gt;") >= 6


def test_answered_as_a_post_of_hers_only(stage: Scene) -> None:
    stranger_post = sent(stage, "answer", as_post=stage.parties.post.pk)
    assert post(stage, "manager", "answer", stranger_post).status_code == 422
    stage.parties.post.held_by = stage.people["manager"]
    stage.parties.post.save()
    assert post(stage, "manager", "answer", stranger_post).status_code == 302
    assert Answer.objects.get().as_post == stage.parties.post


@pytest.mark.parametrize("role", sorted(TENDING))
def test_taken_away_and_shown_again(stage: Scene, role: str) -> None:
    url = stage.matter.get_absolute_url()
    assert post(stage, role, "visibility", {"hide": ""}).status_code == 302
    assert Client().get(url).status_code == 404
    assert post(stage, role, "visibility", {"show": ""}).status_code == 302
    assert Client().get(url).status_code == 200


def test_visibility_is_refused_to_everybody_else(stage: Scene) -> None:
    for role in set(stage.people) - TENDING:
        with nothing_written():
            assert post(stage, role, "visibility", {"hide": ""}).status_code == 403
