"""Help by situation, the first time, tips, who does what; and what is found of all of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from oppnasoc.editorial.actions import publish, take_back
from oppnasoc.guide.models import Help, Process
from oppnasoc.guide.search import situations_touched, steps_touched
from oppnasoc.guide.shown import tip_of_the_day
from oppnasoc.matters.tests.scene import Scene, make_scene
from oppnasoc.search import index
from oppnasoc.search.finding import find
from oppnasoc.search.models import Document
from oppnasoc.trail.models import Entry
from oppnasoc.ui.kept import forget_all
from tests.paper import read_paper

from .making import (
    make_first_time,
    make_help,
    make_process,
    make_situation,
    make_steps,
    make_tip,
    party,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def page(url: str) -> str:
    return Client().get(url).content.decode()


class TestHelp:
    def test_by_situation_and_by_giver(self, scene: Scene) -> None:
        editor = scene.people["editor"]
        food, fear = make_situation(), make_situation("Jag är rädd hemma", urgent=True)
        make_help(editor, food)
        make_help(editor, food, fear, title="Jouren", giver=Help.Giver.MUNICIPALITY)
        assert "Soppa på Ankaret" in page(food.get_absolute_url())
        only = page(f"{food.get_absolute_url()}?av=kommunen")
        assert "Jouren" in only
        assert "Soppa på Ankaret" not in only
        urgent = page(fear.get_absolute_url())
        assert urgent.index("112") < urgent.index("Jouren")
        assert "tel:112" not in page(food.get_absolute_url())
        assert "koppla dig till" not in urgent  # The numbers only: the help itself is near.
        assert "koppla dig till" in page("/hjalp/")
        first = page("/hjalp/")
        assert first.index("112") < first.index("Jag är rädd hemma")
        assert "Jag är rädd hemma" not in page("/hjalp/?av=foreningar")
        assert Client().get("/hjalp/?av=ingen").status_code == 200

    def test_its_page_and_its_giver(self, scene: Scene) -> None:
        organisation = scene.parties.organisation
        found = make_help(
            scene.people["editor"], make_situation(), party=party(organisation), cost="Inget"
        )
        html = page(found.get_absolute_url())
        assert organisation.name in html
        assert "Inget" in html
        forget_all()
        assert found.get_absolute_url() in page(organisation.get_absolute_url())
        # Who knows whether it is still so is asked: those who act for the giver.
        assert list(Help.to_review(scene.who("member"))) == [found]
        assert not Help.to_review(scene.who("participant")).exists()


class TestFirstTime:
    def test_page_and_papers_that_keep_nothing(self, scene: Scene) -> None:
        first = make_first_time(scene.people["editor"])
        html = page(first.get_absolute_url())
        for words in ("Någon i luckan.", "Du får ta med någon.", "Vem du vill."):
            assert words in html
        say = page(reverse("to_say", args=[first.slug]))
        main = say[say.index("<main") : say.index("</main>")]
        assert "Därför har jag kommit:" in main
        assert "<textarea" in main
        assert "<form" not in main
        assert "name=" not in main
        paper = Client().get(reverse("to_say_pdf", args=[first.slug]))
        assert "Det här hoppas jag på:" in read_paper(paper.getvalue()).text
        take_back(first, by=scene.people["editor"])
        for name in ("first_time", "to_say", "to_say_pdf"):
            assert Client().get(reverse(name, args=[first.slug])).status_code == 410

    def test_written_by(self, scene: Scene) -> None:
        first = make_first_time(scene.people["editor"])
        first.written_by = [party(scene.parties.organisation), party(scene.parties.unit)]
        publish(first, by=scene.people["editor"])
        assert scene.parties.organisation.name in page(first.get_absolute_url())


class TestTips:
    def test_another_every_day_and_the_same_for_everybody(self, scene: Scene) -> None:
        theme = scene.parties.group.theme
        for title in ("Ett", "Två", "Tre"):
            make_tip(scene.people["editor"], title, theme=theme)
        forget_all()
        noon, seen = datetime(2026, 3, 2, 12, tzinfo=UTC), []
        for day in range(3):
            with time_machine.travel(noon + timedelta(days=day), tick=False):
                tip = tip_of_the_day(theme.pk if theme else None)
                assert tip is not None
                seen.append(tip.title)
        assert sorted(seen) == ["Ett", "Tre", "Två"]

    def test_beside_a_process_of_its_theme_with_its_source(self, scene: Scene) -> None:
        editor, theme = scene.people["editor"], scene.parties.group.theme
        tip = make_tip(editor, theme=theme)
        process = make_process(editor, scene.parties.unit, theme=theme)
        forget_all()
        html = page(process.get_absolute_url())
        assert tip.get_absolute_url() in html
        assert "Förvaltningslagen 13 §" in html
        take_back(tip, by=editor)
        forget_all()
        assert "Du kan få tolk" not in page(process.get_absolute_url())
        assert Client().get(tip.get_absolute_url()).status_code == 410


def test_who_does_what(scene: Scene) -> None:
    unit, post = scene.parties.unit, scene.parties.post
    steps = make_steps("Chefen lyssnar", who=party(post))
    process = make_process(scene.people["editor"], unit, steps=steps)
    forget_all()
    html = page("/vem-gor-vad/")
    for words in (unit.name, post.name, process.get_absolute_url(), "En fråga"):
        assert words in html
    for where in (unit, post):
        assert process.get_absolute_url() in page(where.get_absolute_url())


class TestSearch:
    def hits(self, words: str) -> list[str]:
        return [hit.url for hit in find(words).hits]

    def test_steps_are_found_at_their_place(self, scene: Scene) -> None:
        editor = scene.people["editor"]
        steps = make_steps("Du söker", "Vi räknar", you_can="Ta med hyresavin.")
        process = make_process(editor, scene.parties.unit, steps=steps)
        make_help(editor, make_situation("Jag är hungrig"))
        make_tip(editor)
        index.rebuild()
        assert f"{process.get_absolute_url()}#du-soker" in self.hits("hyresavi")
        assert "/hjalp/soppa-pa-ankaret/" in self.hits("hungrig")
        assert "/visste-du/du-kan-fa-tolk/" in self.hits("tolk")
        said = "\n".join(Document.objects.values_list("text", flat=True))
        assert "lag.example" not in said  # An address is no words to read.
        assert "Ta med hyresavin." in said
        assert "Förvaltningslagen 13 §." in said

    def test_where_somebody_stands_is_found_by_her_own_words(self, scene: Scene) -> None:
        editor = scene.people["editor"]
        hungry, afraid = make_situation("Jag är hungrig"), make_situation("Jag är rädd hemma")
        help_ = make_help(editor, hungry)
        index.rebuild()
        assert afraid.get_absolute_url() in self.hits("rädd hemma")
        assert hungry.get_absolute_url() in self.hits("soppa")
        help_.situations = [afraid]
        publish(help_, by=editor)
        entry = Entry.objects.about(help_).first()
        assert entry is not None
        assert set(situations_touched(entry)) == {hungry.pk, afraid.pk}
        index.rebuild()
        assert hungry.get_absolute_url() not in self.hits("soppa")

    def test_a_step_that_is_gone_and_a_process_taken_back_are_found_no_more(
        self, scene: Scene, django_capture_on_commit_callbacks: object
    ) -> None:
        editor = scene.people["editor"]
        process = make_process(editor, scene.parties.unit)
        gone = process.steps.last().pk
        process.steps = list(process.steps.all())[:2]
        publish(process, by=editor)
        entry = Entry.objects.about(process).first()
        assert entry is not None
        assert gone in steps_touched(entry)
        index.rebuild()
        assert Document.objects.filter(kind="step").count() == 2
        take_back(process, by=editor)
        index.rebuild()
        assert not Document.objects.filter(kind__in=["step", "process"]).exists()


@pytest.mark.parametrize("many", [1, 12])
def test_lists_cost_the_same_however_long(
    scene: Scene, many: int, django_assert_max_num_queries: object
) -> None:
    editor, situation = scene.people["editor"], make_situation(urgent=True)
    for n in range(many):
        process = make_process(editor, scene.parties.unit, f"Process {n}")
        process.situations = [situation]
        publish(process, by=editor)
        make_help(editor, situation, title=f"Hjälp {n}", party=party(scene.parties.unit))
        make_first_time(editor, f"Första {n}", situation=situation)
        make_tip(editor, f"Tips {n}", theme=scene.parties.group.theme)
    forget_all()
    lists = ("works", "processes", "who_does_what", "helps", "first_times", "tips")
    where = [situation.get_absolute_url(), *(reverse(name) for name in lists)]
    client = Client()
    for url in (*where, "/hjalp/?av=foreningar"):
        client.get(url)
        with django_assert_max_num_queries(8):  # type: ignore[operator]
            assert client.get(url).status_code == 200


def test_editors_open_every_form(scene: Scene) -> None:
    editor, situation = scene.people["editor"], make_situation()
    things = [
        make_process(editor, scene.parties.unit),
        make_help(editor, situation),
        make_first_time(editor),
        make_tip(editor),
    ]
    client = Client()
    client.force_login(scene.who("editor"))
    for thing in things:
        name = thing._meta.model_name
        answer = client.get(f"/redaktion/snippets/guide/{name}/edit/{thing.pk}/")
        assert answer.status_code == 200
    form = client.get(f"/redaktion/snippets/guide/process/edit/{things[0].pk}/").content.decode()
    assert 'name="steps-TOTAL_FORMS"' in form
    assert client.get("/redaktion/snippets/guide/situation/").status_code == 200


def test_only_editors_write(scene: Scene) -> None:
    for role in ("staff", "manager", "administrator", "secretary", "member"):
        assert not scene.who(role).has_perm("guide.publish_process")
    assert scene.who("editor").has_perm("guide.publish_process")


def test_a_preview_shows_steps_that_nobody_has_saved(scene: Scene) -> None:
    process = Process(title="Utkast", slug="utkast", owner=party(scene.parties.unit), live=False)
    process.steps = make_steps("Först", "Sedan")
    context = process.page_context(None)
    assert [told.step.title for told in context["steps"]] == ["Först", "Sedan"]
    assert context["talk"] == ""
