"""'Sedan sist': what stands on it, to whom, in which order, and that it is one sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from oppnasoc.matters.models import Answer, Ground, Matter, Note, Step
from oppnasoc.meetings import since
from oppnasoc.meetings.models import Meeting
from tests.town import make_matter, make_voice

from .scene import Scene

NOW = datetime(2026, 3, 18, 9, 0, tzinfo=timezone.get_default_timezone())
TODAY = NOW.date()
MET = date(2026, 3, 3)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def url(scene: Scene) -> str:
    Meeting.objects.create(group=scene.parties.group, title="M", held_on=MET, status="held")
    return f"/grupper/{scene.parties.group.slug}/sedan-sist/"


def before(**more: Any) -> dict[str, Any]:
    """Fields of what was there before the meeting and has been left alone since."""
    long_ago = NOW - timedelta(days=40)
    return {"changed_at": long_ago, "opened_on": long_ago.date(), **more}


def matter(scene: Scene, title: str, **more: Any) -> Matter:
    return make_matter(title, scene.parties.group, scene.parties.unit, **before(**more))


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def everything(scene: Scene) -> dict[str, Matter]:
    """One matter of each sort."""
    made = {
        "used": matter(scene, "Soffan?", status="in_use"),
        "no": matter(scene, "Hunden?", status="closed", closed_on=TODAY, next_on=None),
        "late": matter(scene, "Hissen?", next_on=TODAY - timedelta(days=2)),
        "lies": matter(scene, "Lampan?"),
    }
    Step.objects.create(
        matter=made["used"], status="in_use", text="Soffan står där.", evidence="x", taken_on=MET
    )
    Answer.objects.create(
        matter=made["no"], verdict="no", text="Det går inte.", reason="Allergi.", answered_on=TODAY
    )
    note = Note.objects.create(matter=made["late"], text="Delen är slut.")
    Matter.objects.filter(pk=made["late"].pk).update(why_late=note)
    voice = make_voice("Jag väntade i regnet.", said_on=TODAY, group=scene.parties.group)
    Ground.objects.create(matter=made["lies"], voice=voice)
    return made


def test_the_sheet_says_it_all(client: Client, scene: Scene, url: str) -> None:
    everything(scene)
    html = text(client, url)
    order = [
        "Så långt har det kommit",
        "sedan mötet tisdag 3 mars",
        "Det här sades",
        "En person har sagt något.",
        "Jag väntade i regnet.",
        "Det här har ändrats på riktigt",
        "Soffan står där.",
        "Det här fick svar",
        "Hunden?",
        "Varför: Allergi.",
        "Det här är vi sena med",
        "Hissen?",
        "Varför: Delen är slut.",
        "Här ligger resten",
        "Lampan?",
    ]
    places = [html.index(words) for words in order]
    assert places == sorted(places)
    assert "Inget har hänt" not in html
    assert html.count("Steg 2 av fem.") == 2
    assert html.count("Steg 4 av fem.") == 1


def test_what_was_before_the_meeting_is_left_out(client: Client, scene: Scene, url: str) -> None:
    made = everything(scene)
    early = MET - timedelta(days=1)
    Step.objects.update(taken_on=early)
    Answer.objects.update(answered_on=early)
    made["lies"].grounds.get().voice.__class__.objects.update(said_on=early)
    html = text(client, url)
    assert "Inget har hänt sedan mötet 3 mars. Det säger vi som det är." in html
    assert "Soffan står där." not in html
    assert "Hunden?" not in html
    assert "regnet" not in html
    assert "Lampan?" in html, "where it lies is said all the same"
    html = text(client, f"{url}?sedan=2026-03-01")
    assert "Soffan står där." in html
    assert "sedan söndag 1 mars" in html


def test_a_group_in_which_nothing_is_says_so(client: Client, url: str) -> None:
    assert "Inget har hänt sedan mötet 3 mars. Det säger vi som det är." in text(client, url)


def test_a_group_that_has_not_met(client: Client, scene: Scene, url: str) -> None:
    Meeting.objects.update(status="cancelled")
    assert "Inget har hänt sedan 18 december 2025. Det säger vi som det är." in text(client, url)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("i tisdags", "Skriv dagen så här"),
        ("2026-02-31", "Skriv dagen så här"),
        ("2026-03-19", "Dagen har inte varit än."),
    ],
)
def test_a_day_that_is_none(client: Client, url: str, given: str, words: str) -> None:
    answer = client.get(url, {"sedan": given})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert words in html
    assert f'value="{given}"' in html


def test_only_what_is_public_stands_there(client: Client, scene: Scene, url: str) -> None:
    made = everything(scene)
    Matter.objects.update(visibility="hidden")
    make_voice("kanarievantar", visibility="held", group=scene.parties.group, said_on=TODAY)
    for role in ("anonymous", "facilitator", "editor"):
        if role != "anonymous":
            client.force_login(scene.people[role])
        html = text(client, url)
        assert "kanarievantar" not in html
        assert not any(str(each) in html for each in made.values()), role


def test_what_waits_is_for_those_who_lead_the_group(client: Client, scene: Scene, url: str) -> None:
    group = scene.parties.group
    make_voice("Hej.", visibility="held", group=group)
    closed = matter(scene, "Svar?", status="closed", closed_on=TODAY)
    told = make_voice("Jag frågade.", tell_by="letter")
    Ground.objects.create(matter=closed, voice=told, owed_since=TODAY)
    matter(scene, "Ta över?", asked_id=group.pk, asked_until=TODAY)
    waits = ("1 synpunkt att läsa", "1 väntar på besked", "1 fråga att säga ja eller nej till")
    for role in ("anonymous", "participant", "other_facilitator", "manager"):
        if role != "anonymous":
            client.force_login(scene.people[role])
        assert not any(words in text(client, url) for words in waits), role
    for role in ("facilitator", "secretary", "editor"):
        client.force_login(scene.people[role])
        assert all(words in text(client, url) for words in waits), role


def test_it_is_linked_from_the_group_and_the_coming_meeting(
    client: Client, scene: Scene, url: str
) -> None:
    group = scene.parties.group
    assert f'href="{url}"' in text(client, group.get_absolute_url())
    coming = Meeting.objects.create(group=group, title="Nästa", held_on=TODAY, status="planned")
    assert f'href="{url}"' in text(client, coming.get_absolute_url())
    assert "nästa möte onsdag 18 mars" in text(client, url)
    Meeting.objects.filter(pk=coming.pk).update(held_on=TODAY - timedelta(days=1))
    assert f'href="{url}"' not in text(client, coming.get_absolute_url())


def test_queries_are_as_many_however_many_matters(
    client: Client, scene: Scene, url: str, django_assert_num_queries: Any
) -> None:
    everything(scene)
    client.get(url)
    with django_assert_num_queries(8):
        client.get(url)
    for _again in range(3):
        everything(scene)
    with django_assert_num_queries(8):
        client.get(url)


def test_paper_holds_the_most_important_and_says_how_much_is_left(
    client: Client, scene: Scene, url: str
) -> None:
    made = everything(scene)
    for number in range(50):
        matter(scene, f"Fråga nummer {number}?")
    sheet = since.sheet(scene.parties.group, today=TODAY)
    shown = [item for part in sheet.parts for item in part.items if not item.beyond]
    assert {made["used"], made["no"], made["late"]} <= {item.matter for item in shown}
    assert sum(item.lines for item in shown) <= since.LINES
    assert sheet.rest == sum(
        item.matter is not None for part in sheet.parts for item in part.items if item.beyond
    )
    assert 20 < sheet.rest < 50
    html = text(client, url)
    assert f"Resten, {sheet.rest} frågor, på http://testserver{url}" in html
    assert html.count("Fråga nummer") == 50, "all of it stands on the web"


def test_an_early_day_is_no_harm(client: Client, url: str) -> None:
    assert client.get(url, {"sedan": "0001-01-01"}).status_code == 200
