"""'Att göra i dag': what waits for a person, who she is here and what she may do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from oppnasoc.groups.models import Group, Mission, Party
from oppnasoc.groups.tests.making import (
    ROLES,
    make_group,
    make_organisation,
    make_person,
    make_post,
    make_unit,
    sit,
)
from oppnasoc.matters.models import Ground, Matter
from oppnasoc.meetings.models import Meeting
from oppnasoc.pages.standing import standing
from oppnasoc.pages.views import due_words
from oppnasoc.ui import registry
from oppnasoc.ui.registry import Todo
from oppnasoc.voices.models import Message
from tests import town
from tests.town import Parties, make_parties, make_people

from .test_start import make_matter

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def page(client: Client) -> str:
    response = client.get("/att-gora/")
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_signs_in_first(client: Client) -> None:
    response = client.get("/att-gora/")
    assert response["Location"] == "/konto/logga-in/?next=/att-gora/"


def test_a_stranger_has_nothing_to_do_and_is_shown_the_groups(client: Client) -> None:
    client.force_login(make_person("stranger"))
    html = page(client)
    assert "Inget väntar på dig." in html
    assert "Du är inte med i någon grupp här än." in html
    assert "Det här kan du göra" not in html


@pytest.mark.parametrize("role", ROLES)
def test_shortcuts_lead_only_where_one_may_go(client: Client, role: str) -> None:
    client.force_login(make_person(role, make_group()))
    html = page(client)
    leads = {"facilitator", "secretary", "other_facilitator", "editor"}
    for url, allowed in [
        ("/moten/ta-in/", leads),
        ("/fragor/nytt-som-sagts/", leads),
        ("/grupper/ny/", {"editor", "administrator"}),
        ("/konto/personer/", {"administrator"}),
        ("/redaktion/", {"editor", "administrator"}),
    ]:
        assert (f'<li><a href="{url}">' in html) is (role in allowed), url
        assert (client.get(url).status_code == 200) is (role in allowed), url


def test_what_is_late_stands_first_with_its_day_and_why(client: Client) -> None:
    group = make_group(why="För att.", contact="Ring.")
    unit = make_unit()
    holder = Party.objects.get(pk=unit.pk)
    soon, late = TODAY + timedelta(days=1), TODAY - timedelta(days=2)
    make_matter("Snart?", steward=group, holder=holder, next_on=soon)
    make_matter("Sen?", steward=group, holder=holder, next_on=late)
    person = make_person("stranger")
    sit(person, unit, "staff")
    client.force_login(person)
    html = page(client)
    assert "En sak är sen." in html
    assert html.index("Sen?") < html.index("Snart?")
    assert "I morgon." in html


@pytest.mark.parametrize(
    ("days", "late", "words"),
    [
        (0, False, "i dag"),
        (1, False, "i morgon"),
        (None, False, ""),
    ],
)
def test_a_day_is_said_as_one_says_it(days: int | None, late: bool, words: str) -> None:
    due_on = None if days is None else TODAY + timedelta(days=days)
    assert due_words(due_on, late=late) == words


def test_a_far_day_is_named() -> None:
    assert due_words(date(2999, 3, 20), late=False) == "senast 20 mars 2999"
    assert due_words(date(2024, 3, 20), late=True) == "sedan 20 mars 2024"
    assert due_words(TODAY - timedelta(days=400), late=False).startswith("sedan ")


def test_everything_that_waits_is_shown(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = [Todo("Läs <b>", "/x/", "Du har den.", None), Todo("Svara", "/y/", "Din tur.", TODAY)]
    monkeypatch.setattr("oppnasoc.pages.views.todos", lambda user: waits)
    client.force_login(make_person("stranger"))
    html = page(client)
    assert "Läs &lt;b&gt;" in html
    assert "Inget är sent." in html
    assert "I dag." in html


def test_who_she_is_in_her_own_terms() -> None:
    user = make_person("manager", is_editor=True, is_administrator=True)
    sit(user, make_group("Fyrengruppen"), "secretary")
    sit(user, make_group("SIP-gruppen"), "participant")
    sit(user, make_group("Vägen in"), "facilitator")
    sit(user, make_group("Förr"), "facilitator", until=TODAY - timedelta(days=1))
    sit(user, make_organisation("Bryggan"), "member")
    unit = make_unit("Mottagningen")
    sit(user, unit, "staff")
    make_post(unit, "Enhetschef", held_by=user)
    plain = [sentence.replace("</a>", "").split(">")[-1] for sentence in standing(user)]
    assert plain == [
        "Fyrengruppen och publicerar minnesanteckningarna.",
        "Vägen in.",
        "Mottagningen.",
        "Bryggan.",
        "SIP-gruppen.",
        "Enhetschef.",
        "Du är redaktör.",
        "Du får svara på alla frågor.",
        "Du sköter personer och inställningar.",
    ]


def wait(title: str, url: str = "", **more: object) -> Todo:
    return Todo(title, url or f"/{title}/", "Din tur.", **more)  # type: ignore[arg-type]


def declare(monkeypatch: pytest.MonkeyPatch, *waits: Todo) -> None:
    monkeypatch.setattr(registry, "_todo", [(1, lambda user: list(waits))])


def test_lines_stand_in_three_groups(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    soon = TODAY + timedelta(days=3)
    declare(
        monkeypatch,
        wait("vilar", rests=True),
        wait("snart", due_on=soon),
        wait("nu", due_on=TODAY),
        wait("odaterad"),
        wait("sen", due_on=TODAY - timedelta(days=1), late=True, verb="Svara nu"),
    )
    client.force_login(make_person("stranger"))
    html = page(client)
    order = ["<h2>Sent", "sen", "<h2>I dag", "nu", "odaterad", "<h2>Kan vänta", "snart", "vilar"]
    places = [html.index(f"<h3>{text}<" if text[0] != "<" else text) for text in order]
    assert places == sorted(places)
    assert '<a class="btn" href="/sen/">Svara nu<span class="hide">: sen</span></a>' in html
    assert html.count('<a class="btn quiet"') == 4, "each line has one button"


def test_nothing_stands_there_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    declare(
        monkeypatch,
        wait("frågan", "/fragor/7-x/", due_on=TODAY),
        wait("frågan är sen", "/fragor/7-x/#for-dig", due_on=TODAY, late=True),
        wait("rubriken", "/fragor/7-x/?gor=edit#for-dig", rests=True),
        wait("nytt", "/nytt/"),
        wait("i förtroende", "/nytt/", thing="confidence"),
    )
    titles = [item.title for item in registry.todos(make_person("stranger"))]
    assert titles == ["frågan är sen", "nytt", "i förtroende"]


def test_twelve_lines_are_shown_then_all(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    declare(monkeypatch, *[wait(f"sak{number}") for number in range(15)])
    client.force_login(make_person("stranger"))
    html = page(client)
    assert html.count("<h3>sak") == 12
    assert '<a class="btn quiet" href="?allt=1">Visa alla 15</a>' in html
    html = client.get("/att-gora/?allt=1").content.decode()
    assert html.count("<h3>sak") == 15
    assert "Visa alla" not in html


@pytest.mark.parametrize("role", ["secretary", "editor", "staff", "member"])
def test_queries_are_as_many_however_much_waits(
    client: Client, role: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    """One of each sort, then three: as many queries."""
    parties = make_parties()
    person = make_people(parties)[role]
    client.force_login(person)
    fill(parties)
    client.get("/att-gora/")
    counts = []
    for _again in range(2):
        with django_assert_max_num_queries(60) as asked:
            assert client.get("/att-gora/").status_code == 200
        counts.append(len(asked))
        fill(parties)
        fill(parties)
    assert counts[0] == counts[1]


def fill(parties: Parties) -> None:
    """One thing of each sort that waits in the town's group."""
    group, late = parties.group, TODAY - timedelta(days=3)
    number = Matter.objects.count()
    meeting = {"held_on": TODAY + timedelta(days=1), "status": "planned"}
    Meeting.objects.create(group=group, title=f"Möte {number}", **meeting)
    town.make_matter(f"Sen {number}?", group, parties.unit, next_on=late)
    until = {"asked_id": group.pk, "asked_until": TODAY}
    town.make_matter(f"Ta över {number}?", parties.other_group, parties.unit, **until)
    answered = town.make_matter(f"Svar {number}?", group, parties.unit, status="in_use")
    for way in ("meeting", "letter", "organisation"):
        organisation = parties.organisation if way == "organisation" else None
        voice = town.make_voice("Jag.", tell_by=way, organisation=organisation)
        Ground.objects.create(matter=answered, voice=voice, owed_since=late)
    held = town.make_voice("Ny.", visibility="held", group=group)
    Message.objects.create(voice=held, text="Hej", from_speaker=True)
    Group.objects.create(name=f"Tyst {number}", theme=parties.theme)
    proposed = Group.objects.create(name=f"Vill {number}", decides_via_id=parties.post.pk)
    Mission.objects.create(group=proposed, version=1, text="Vi vill.")
