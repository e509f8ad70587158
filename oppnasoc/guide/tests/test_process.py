"""A process: its page, its steps that keep their keys, its versions, what was asked."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from oppnasoc.editorial.actions import publish, take_back
from oppnasoc.editorial.todo import to_look_at_again
from oppnasoc.editorial.versions import changes, versions
from oppnasoc.following.subjects import targets
from oppnasoc.groups.answering import page_name, who_answers
from oppnasoc.groups.models import Place
from oppnasoc.guide.models import Process, Step
from oppnasoc.guide.search import processes
from oppnasoc.guide.times import Measured, in_all, in_words
from oppnasoc.matters import quick
from oppnasoc.matters.tests.scene import Scene, make_scene
from oppnasoc.trail.kinds import registry
from oppnasoc.trail.models import Entry
from oppnasoc.ui import registry as ui
from oppnasoc.ui.kept import forget_all
from tests.paper import read_paper

from .making import STEPS, ask, make_process, make_steps, party

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def make(scene: Scene, **fields: Any) -> Process:
    return make_process(scene.people["editor"], scene.parties.unit, **fields)


def asking(scene: Scene) -> dict[str, Any]:
    """Whom a question goes to, and who takes it on."""
    return {"who": scene.parties.unit, "by": scene.facilitator, "group": scene.parties.group}


def shown(process: Process) -> str:
    return Client().get(process.get_absolute_url()).content.decode()


def test_the_page_tells_every_step_in_words_and_as_a_picture(scene: Scene) -> None:
    place = Place.objects.get(name="Fyren")
    steps = make_steps(*STEPS)
    steps[0].by_you, steps[0].who_words = True, "du och din doktor"
    steps[1].who, steps[1].place = party(scene.parties.unit), place
    steps[2].you_can, steps[2].rights = "Läs hela brevet.", "Du får överklaga."
    html = shown(make(scene, steps=steps))
    for words in (*STEPS, "Du och din doktor", "Läs hela brevet.", "Du får överklaga.", "Fyren"):
        assert words in html
    assert "3–9 arbetsdagar" in html
    assert f'aria-label="2: Vi ringer upp. {scene.parties.unit.name}. Fyren. 1–3' in html
    assert '<svg class="slim"' in html
    assert '<svg class="wide"' in html
    assert '<li id="du-soker">' in html
    assert "Senast granskad" in html


def test_steps_keep_keys_and_addresses_from_version_to_version(scene: Scene) -> None:
    process, editor = make(scene), scene.people["editor"]
    before = dict(process.steps.values_list("slug", "pk"))
    steps = list(process.steps.all())
    steps[0].title = "Du hör av dig"
    process.steps = [steps[2], steps[0]]  # The second is left out, the others change places.
    for number, step in enumerate(process.steps.all()):
        step.sort_order = number
    process.steps.add(*make_steps("Vi ses", "Vi ses"))
    publish(process, by=editor)
    now = dict(Step.objects.filter(process=process).values_list("slug", "pk"))
    assert now["du-soker"] == before["du-soker"]
    assert now["du-far-ett-beslut"] == before["du-far-ett-beslut"]
    assert set(now) == {"du-soker", "du-far-ett-beslut", "vi-ses", "vi-ses-2"}
    left_out = Client().get(f"{process.get_absolute_url()}steg/vi-ringer-upp/")
    assert left_out["Location"] == process.get_absolute_url()
    assert Client().get(f"{process.get_absolute_url()}steg/aldrig/").status_code == 404
    # What an editor opens next is the version as it was kept, with the keys that it got.
    latest = Process.objects.get(pk=process.pk).get_latest_revision_as_object()
    assert {step.slug: step.pk for step in latest.steps.all()} == now
    latest.summary = "Nytt igen."
    latest.save_revision(user=editor).publish(user=editor)
    assert dict(Step.objects.filter(process=process).values_list("slug", "pk")) == now


def test_a_step_that_two_drafts_hold_becomes_one(scene: Scene) -> None:
    process, editor = make(scene, steps=make_steps("Du söker")), scene.people["editor"]
    process.steps.add(*make_steps("Vi ses"))
    first = process.save_revision(user=editor)
    second = process.save_revision(user=editor)
    first.publish(user=editor)
    key = Step.objects.get(slug="vi-ses").pk
    second.publish(user=editor)
    assert Step.objects.get(slug="vi-ses").pk == key


def test_versions_in_words(scene: Scene) -> None:
    process = make(scene)
    process.steps = list(process.steps.all())
    process.steps.all()[0].what = "Så här går det till. Du får ringa."
    publish(process, by=scene.people["editor"])
    last, _first = changes(versions(Process.objects.get(pk=process.pk)))
    assert [name for name, _pieces in last.differences] == ["Steg: Du söker"]
    page = Client().get(f"{process.get_absolute_url()}versioner/").content.decode()
    assert "Du får ringa." in page


def test_a_change_is_news_to_those_who_follow(scene: Scene) -> None:
    process = make(scene)
    process.summary = "Nytt."
    publish(process, by=scene.people["editor"])
    entry = Entry.objects.about(process).first()
    assert entry is not None
    assert entry.kind == "guide.process_changed"
    assert registry[entry.kind].is_news
    unit = scene.parties.unit.pk
    assert targets([entry])[entry.pk] == [("process", process.pk), ("party", unit)]


def test_drafts_and_what_is_taken_back(scene: Scene) -> None:
    process = make(scene)
    process.title = "Hemligt"
    process.save_revision(user=scene.people["editor"])
    assert "Hemligt" not in shown(Process.objects.get(pk=process.pk))
    take_back(process, by=scene.people["editor"])
    for path in ("", "steg/du-soker/", "versioner/", "pdf/"):
        assert Client().get(process.get_absolute_url() + path).status_code == 410
    assert who_answers(process.get_absolute_url()) is None


class TestAsking:
    def test_the_owner_answers_and_it_stands_at_the_step(self, scene: Scene) -> None:
        process = make(scene)
        path = f"{process.get_absolute_url()}steg/du-soker/"
        assert who_answers(path) == party(scene.parties.unit)
        assert page_name(path) == "Söka stöd: Du söker"
        door = Client().get(f"/sag-nagot/?om={path}").content.decode()
        assert "Söka stöd: Du söker" in door
        matter = ask(
            path,
            "Varför varje månad?",
            who=scene.parties.unit,
            by=scene.facilitator,
            group=scene.parties.group,
        )
        forget_all()
        waiting = shown(process)
        assert "Varför varje månad?" in waiting
        assert "svarar senast" in waiting
        quick.reply(matter, "För att det ska stämma.", by=scene.who("staff"), changed_page=True)
        forget_all()
        for url in (process.get_absolute_url(), path):
            html = Client().get(url).content.decode()
            assert "För att det ska stämma." in html
            assert "Det här ändrades för att någon frågade." in html
        beside = Client().get(matter.get_absolute_url()).content.decode()
        assert f'<a href="{path}">Söka stöd: Du söker</a>' in beside

    def test_what_is_not_public_is_not_shown(self, scene: Scene) -> None:
        process = make(scene)
        path = f"{process.get_absolute_url()}steg/du-soker/"
        given = asking(scene)
        matter = ask(path, "Varför varje månad?", **given)
        type(matter).objects.filter(pk=matter.pk).update(visibility="hidden")
        forget_all()
        assert "Varför varje månad?" not in shown(process)


class TestTimes:
    def test_in_words(self) -> None:
        assert in_words(None, None) == ""
        assert in_words(0, 0) == "samma dag"
        assert in_words(None, 1) == "inom 1 arbetsdag"
        assert in_words(5, 5) == "5 arbetsdagar"
        assert in_words(2, 5) == "2–5 arbetsdagar"
        assert in_all([(None, None), (1, 2), (None, 3)]) == "1–5 arbetsdagar"

    def test_measured_beside_promised(self, scene: Scene) -> None:
        process = make(scene)
        first, second, _third = process.steps.values_list("pk", flat=True)
        before = list(ui._sources["guide.step_times"])

        @ui.tells("guide.step_times")
        def measured(ids: list[int]) -> dict[int, Measured]:
            day = date(2026, 10, 31)
            known = {first: Measured(12, 31, day, "/vantetider/"), second: Measured(40, 3, day)}
            return {key: known[key] for key in ids if key in known}

        try:
            html = shown(process)
        finally:
            ui._sources["guide.step_times"] = before
        assert "hälften väntar högst 12 arbetsdagar" in html
        assert "/vantetider/" in html
        assert "40 arbetsdagar" not in html  # Three people are too few to be told of.

    def test_least_is_not_more_than_most(self) -> None:
        with pytest.raises(ValidationError):
            Step(title="S", what="V", days_least=4, days_most=2).clean()


class TestOwner:
    def test_an_old_page_says_so_and_waits_for_whoever_answers(self, scene: Scene) -> None:
        process = make(scene)
        long_ago = timezone.localdate() - timedelta(days=500)
        Process.objects.update(reviewed_on=long_ago, review_by=long_ago + timedelta(days=365))
        assert "Kan vara gammal" in shown(process)
        for role in ("staff", "editor"):
            assert [todo.title for todo in to_look_at_again(scene.who(role))] == ["Söka stöd"]
        for role in ("participant", "member", "other_facilitator"):
            assert to_look_at_again(scene.who(role)) == []
        client = Client()
        client.force_login(scene.who("staff"))
        client.post(f"/granskat/guide.process/{process.pk}/")
        assert "Kan vara gammal" not in shown(process)


def test_on_paper(scene: Scene) -> None:
    process = make(scene)
    answer = Client().get(f"{process.get_absolute_url()}pdf/")
    paper = read_paper(answer.getvalue())
    for words in ("Söka stöd", *STEPS, "arbetsdagar"):
        assert words in paper.text


@pytest.mark.parametrize("many", [1, 10])
def test_queries(scene: Scene, many: int, django_assert_max_num_queries: object) -> None:
    steps = make_steps(*(f"Steg {n}" for n in range(many)), who=party(scene.parties.unit))
    process = make(scene, steps=steps)
    for step in process.steps.all():
        path = f"{process.get_absolute_url()}steg/{step.slug}/"
        given = asking(scene)
        matter = ask(path, f"Varför {step.title}?", **given)
        quick.reply(matter, "Därför.", by=scene.who("staff"))
    client = Client()
    forget_all()
    client.get(process.get_absolute_url())  # What is kept is read now.
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        html = client.get(process.get_absolute_url()).content.decode()
    assert html.count("Därför.") == many


def test_a_law_without_a_section_is_whole_in_every_form(scene: Scene) -> None:
    law = {"type": "law", "value": {"name": "Lagen (2025:1)", "url": "https://lag.example/"}}
    sheet = {"type": "paper", "value": {"title": "Blanketten"}}
    process = make(scene, laws=json.dumps([law]), papers=json.dumps([sheet]))
    paper = Client().get(f"{process.get_absolute_url()}pdf/").getvalue()
    told = " ".join(text for _name, text in process.told())
    for said in (shown(process), read_paper(paper).text, told):
        assert "Lagen (2025:1)" in said
        assert "None" not in said
    assert "None" not in next(found.text for found in processes([process.pk]))
