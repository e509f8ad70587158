"""The list of matters."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from oppnasoc.groups.models import Theme
from oppnasoc.groups.tests.making import make_group
from oppnasoc.matters.models import Ground
from tests.town import ROLES, make_matter, make_voice

from .scene import LEADERS, Scene, day


def read(query: str = "", client: Client | None = None) -> str:
    answer = (client or Client()).get(f"{reverse('matters')}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def titles(query: str = "") -> list[str]:
    """The titles of the rows, in order; ours begin with a sign of their own."""
    parts = read(query).split("<li>")[1:]
    return [p.split("</a></h3>")[0].rpartition(">")[2] for p in parts if "</a></h3>" in p]


@pytest.fixture
def many(scene: Scene) -> Scene:
    def make(title: str, **fields: Any) -> None:
        make_matter(title, scene.parties.group, scene.parties.unit, **fields)

    make("Sen", next_on=day(-2), opened_on=day(-9))
    make("Senast", next_on=day(-5), opened_on=day(-8), theme=scene.parties.theme)
    make("Igång", status="under_way")
    make("Svarad", status="closed", closed_on=day(-1), theme=scene.parties.theme)
    make("Kanariedold", visibility="hidden", theme=scene.parties.theme)
    return scene


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Svarad", "Igång", "Senast", "Sen", "Varför tar beskeden så lång tid?"]),
        ("?visa=vantar", ["Varför tar beskeden så lång tid?", "Sen", "Senast"]),
        ("?visa=pa-gang", ["Igång"]),
        ("?visa=sena", ["Senast", "Sen"]),
        ("?visa=svar", ["Svarad"]),
        ("?tema=vagen-in", ["Svarad", "Senast"]),
        ("?visa=sena&tema=vagen-in", ["Senast"]),
        ("?tema=finns-inte&visa=pa-gang", ["Igång"]),
        ("?visa=kaos", []),
        ("?sida=2", []),
    ],
)
def test_views(many: Scene, query: str, found: list[str]) -> None:
    assert titles(query) == found


def test_what_lies_with_a_party(many: Scene) -> None:
    make_matter("Hos posten", many.parties.group, many.parties.post)
    assert titles(f"?hos={many.parties.post.pk}") == ["Hos posten"]
    assert "Enhetschef Mottagningen" in read(f"?hos={many.parties.post.pk}")


def test_what_a_group_sees_through(many: Scene) -> None:
    other = make_group("En annan grupp")
    make_matter("En annans", other, many.parties.unit)
    assert titles(f"?lotsas={other.pk}") == ["En annans"]
    assert "Du ser det som lotsas av En annan grupp." in read(f"?lotsas={other.pk}")
    assert "En annans" not in titles(f"?lotsas={many.parties.group.pk}")


def test_a_groups_own_page_does_not_say_that_it_sees_it_through(many: Scene) -> None:
    page = Client().get(many.parties.group.get_absolute_url()).content.decode()
    assert "Frågor vi lotsar" in page
    assert "Lotsas av" not in page


@pytest.mark.parametrize("role", ROLES)
def test_hidden_matters_are_for_those_who_lead(many: Scene, role: str) -> None:
    client = Client()
    if role != "anonymous":
        client.force_login(many.who(role))
    for query in ("", "?tema=vagen-in", "?visa=vantar", f"?hos={many.parties.unit.pk}"):
        assert ("Kanariedold" in read(query, client)) == (role in LEADERS)


def test_pages(scene: Scene) -> None:
    for n in range(44):
        make_matter(f"Nr {n}", scene.parties.group, scene.parties.unit)
    pages = [titles(f"?sida={n}") for n in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [20, 20, 5, 0]
    assert len({title for page in pages for title in page}) == 45
    assert 'rel="next"' in read("?sida=2")
    assert 'rel="prev"' in read("?sida=2")
    assert 'rel="next"' not in read("?sida=3")
    assert "visa=vantar&amp;sida=2" in read("?visa=vantar")


@pytest.mark.parametrize(
    "sida", ["0", "-1", "x", "", "1.5", "²", "٣", "9" * 4, "9" * 5, "9" * 5000]
)
def test_odd_pages_are_never_an_error(scene: Scene, sida: str) -> None:
    read(f"?sida={sida}")


@pytest.mark.parametrize("value", ["", "x", "%00", "'", "%F0%9F%98%80", "<script>", "9" * 300])
@pytest.mark.parametrize("name", ["visa", "tema", "hos", "lotsas", "sida", "annat"])
def test_odd_addresses_are_never_an_error(scene: Scene, name: str, value: str) -> None:
    answer = Client().get(f"{reverse('matters')}?{name}={value}&sida=2&visa=svar")
    assert answer.status_code == 200
    assert b"<script>" not in answer.content


@pytest.mark.parametrize("hos", ["0", "99999999999"])
def test_an_unknown_party_is_not_there(scene: Scene, hos: str) -> None:
    assert Client().get(f"{reverse('matters')}?hos={hos}").status_code == 404


def test_how_many_have_said_it(scene: Scene) -> None:
    Ground.objects.create(matter=scene.matter, voice=make_voice("Jag.", people_count=2))
    Ground.objects.create(matter=scene.matter, voice=make_voice("X", visibility="held"))
    assert "Sagt av tre" in read()


def test_without_matters_one_is_invited(db: None) -> None:
    Theme.objects.create(name="Boende", slug="boende")
    assert reverse("say") in read()
