"""'Att göra i dag': what waits for a person, who she is here and what she may do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from oppnasoc.groups.models import Party
from oppnasoc.groups.tests.making import (
    ROLES,
    make_group,
    make_organisation,
    make_person,
    make_post,
    make_unit,
    sit,
)
from oppnasoc.pages.standing import standing
from oppnasoc.pages.views import due_words
from oppnasoc.ui.registry import Todo

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
    assert "Inget väntar på dig i dag." in html
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
