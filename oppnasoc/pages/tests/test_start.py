"""The start page: for a town that lives and for one that has just opened."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from oppnasoc.editorial.actions import take_back
from oppnasoc.groups.models import Group, Party, Place, Unit
from oppnasoc.groups.tests.making import ROLES, make_group, make_person, make_unit
from oppnasoc.groups.tests.making import make_post as make_role
from oppnasoc.matters.models import Answer, Matter
from oppnasoc.meetings.models import Meeting
from oppnasoc.news.tests.written import make_picture, make_post
from oppnasoc.pages import news
from oppnasoc.people.tests.people import make_user
from oppnasoc.ui.models import Municipality

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SIGNED_IN = 3  # session, person and where she sits


@pytest.fixture(autouse=True)
def _municipality() -> None:
    """The settings' row is made by the first visit of all; here somebody has been before."""
    Municipality.load()


def page(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def make_matter(title: str = "Varför är det lång väntan?", **facts: Any) -> Matter:
    steward = Group.objects.first() or make_group()
    holder = Unit.objects.first() or make_unit()
    given: dict[str, Any] = {
        "steward": steward,
        "holder": Party.objects.get(pk=holder.pk),
        "next_on": TODAY + timedelta(days=10),
        "opened_on": TODAY - timedelta(days=41),
    }
    return Matter.objects.create(title=title, **{**given, **facts})


def make_answer(matter: Matter, verdict: str = "yes", **facts: Any) -> Answer:
    given = {"text": "Ja, det gör vi.", "reason": "" if verdict == "yes" else "Pengarna är slut."}
    return Answer.objects.create(matter=matter, verdict=verdict, **{**given, **facts})


def make_meeting(held_on: date, **facts: Any) -> Meeting:
    group = Group.objects.first() or make_group()
    return Meeting.objects.create(group=group, title="Möte", held_on=held_on, **facts)


def test_the_first_view_says_what_this_is_and_opens_the_door(client: Client) -> None:
    html = page(client)
    assert "<h1>Det du säger ska gå att följa.</h1>" in html
    assert "socialtjänsten i Sundhamn" in html
    assert 'class="btn large" href="/sag-nagot/"' in html
    assert 'href="/min-kod/"' in html


def test_a_visitor_of_an_empty_town_is_asked_to_be_the_first(client: Client) -> None:
    html = page(client)
    assert "Ingen har sagt något än" in html
    assert "Bli den första" in html
    assert "Inget möte är planerat just nu." in html
    assert "Väntar längst" not in html
    assert "Så kommer ni igång" not in html


@pytest.mark.parametrize("role", ROLES)
def test_the_first_steps_are_shown_to_those_who_may_take_them(client: Client, role: str) -> None:
    client.force_login(make_person(role, make_group()))
    html = page(client)
    leads = {"facilitator", "secretary", "other_facilitator"}
    assert ("/grupper/ny/" in html) is (role in {"editor", "administrator"})
    assert ("/enheter/ny/" in html) is (role in {"editor", "administrator"})
    assert ("/moten/ta-in/" in html) is (role in {"editor", *leads})
    assert ("/konto/personer/bjud-in/" in html) is (role == "administrator")
    assert ("Så kommer ni igång" in html) is (role in {"editor", "administrator", *leads})


def test_a_step_that_is_done_says_so(client: Client) -> None:
    make_group()
    client.force_login(make_person("editor"))
    _, _, steps = page(client).partition("Starta den första gruppen")
    first, _, second = steps.partition("Lägg till enheterna som svarar")
    assert "Klart" in first
    assert "Klart" not in second


def test_the_first_steps_go_away_when_the_town_lives(client: Client) -> None:
    make_matter()
    client.force_login(make_person("editor"))
    assert "Så kommer ni igång" not in page(client)


def test_an_answer_is_told_with_its_reason(client: Client) -> None:
    matter = make_matter()
    chief = make_role(make_unit("Boendeenheten"), "Enhetschef")
    make_answer(matter, "no", text="Det går inte.", as_post=chief, answered_on=date(2024, 3, 2))
    html = page(client)
    assert "Det går inte. Pengarna är slut." in html
    assert "Svar från enhetschef 2 mars 2024" in html
    assert matter.get_absolute_url() in html


def test_a_matter_is_told_once_by_its_latest_answer(client: Client) -> None:
    matter = make_matter()
    make_answer(matter, "later", later_on=TODAY, text="Snart.", answered_on=date(2024, 1, 1))
    make_answer(matter, "yes", text="Nu är det gjort.", answered_on=date(2024, 2, 1))
    [told] = news.happened()
    assert (told.text, told.tone) == ("Nu är det gjort.", "go")


def test_the_latest_answers_stand_first_and_new_matters_fill_up() -> None:
    answered = make_matter("Besvarad fråga?")
    make_answer(answered)
    make_matter("Ny fråga?")
    assert [told.matter.title for told in news.happened()] == ["Besvarad fråga?", "Ny fråga?"]


def test_many_answers_leave_room_for_few() -> None:
    for i in range(9):
        make_answer(make_matter(f"Fråga {i}?"), answered_on=date(2024, 1, 1 + i))
    told = [each.matter.title for each in news.happened()]
    assert told == ["Fråga 8?", "Fråga 7?", "Fråga 6?", "Fråga 5?"]


def test_what_is_hidden_is_nowhere(client: Client) -> None:
    hidden = make_matter("Hemlig fråga?", visibility=Matter.Visibility.HIDDEN)
    make_answer(hidden, text="Hemligt svar.")
    html = page(client)
    assert "Hemlig" not in html
    client.force_login(make_person("editor"))
    assert "Hemlig" not in page(client)


def test_what_waits_longest_is_told_in_days(client: Client) -> None:
    make_matter("Ny?", opened_on=TODAY)
    make_matter("Gammal?", opened_on=TODAY - timedelta(days=41), next_on=TODAY - timedelta(days=1))
    make_matter("Nyare?", opened_on=TODAY - timedelta(days=1))
    make_matter("På gång?", status="under_way", opened_on=TODAY - timedelta(days=90))
    assert [(each.matter.title, each.words) for each in news.waiting()] == [
        ("Gammal?", "41 dagar, nu hos Mottagningen"),
        ("Nyare?", "1 dag, nu hos Mottagningen"),
        ("Ny?", "Sagt i dag, hos Mottagningen"),
    ]
    _, _, waits = page(client).partition("<h2>Väntar längst</h2>")
    assert waits.count("Vi är sena med svar") == 1


def test_the_next_meeting_says_when_and_where(client: Client) -> None:
    make_meeting(TODAY - timedelta(days=1))
    make_meeting(TODAY + timedelta(days=1), status="cancelled")
    make_meeting(TODAY + timedelta(days=9))
    make_meeting(
        TODAY + timedelta(days=2),
        starts_at=time(13),
        ends_at=time(15, 30),
        place=Place.objects.create(name="Fyren", address="Storgatan 4"),
        practical="Kaffe från halv ett.",
    )
    html = page(client)
    for text in ("klockan 13.00–15.30", "Fyren, Storgatan 4", "Kaffe från halv ett."):
        assert text in html


def test_a_meeting_of_today_stays_until_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    today = make_meeting(TODAY, starts_at=time(0), ends_at=time(0, 0, 1))
    later = make_meeting(TODAY + timedelta(days=3))
    assert news.next_meeting() == later
    Meeting.objects.filter(pk=today.pk).update(ends_at=time(23, 59, 59))
    assert news.next_meeting() == today
    Meeting.objects.filter(pk=today.pk).update(ends_at=None)
    assert news.next_meeting() == today


@pytest.mark.parametrize("n", [1, 25])
@pytest.mark.parametrize("role", [None, "editor"])
def test_the_start_page_costs_the_same_however_large_the_town(
    client: Client, n: int, role: str | None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    by = make_person("manager")
    for i in range(n):
        make_answer(make_matter(f"Fråga {i}?"), answered_by=by)
        make_matter(f"Ny {i}?", holder=Party.objects.get(pk=make_unit(f"Enhet {i}").pk))
        make_meeting(TODAY + timedelta(days=i), place=Place.objects.create(name=f"Plats {i}"))
    if role:
        client.force_login(make_person(role))
    page(client)  # The municipality is read now and then, the first click noted in the session.
    with django_assert_max_num_queries(6 + (SIGNED_IN if role else 0)):
        page(client)


def test_an_anonymous_page_is_the_same_for_everybody(client: Client) -> None:
    response = client.get("/")
    assert "Cookie" not in response.get("Vary", "")
    assert "sessionid" not in response.cookies


def test_the_news_stand_first_one_of_them_with_its_picture(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    assert 'id="nytt"' not in page(client)
    with django_capture_on_commit_callbacks(execute=True):
        posts = [
            make_post("Äldst"),
            make_post("Två", picture=make_picture(), picture_alt="Grönt"),
            make_post("Tre", picture=make_picture(), picture_alt="Blått"),
            make_post("Yngst"),
        ]
    html = page(client)
    told = html.split('id="nytt"')[1].split("</section>")[0]
    assert told.index("Yngst") < told.index("Tre") < told.index("Två")
    assert "Äldst" not in told
    assert told.count("<img ") == 1
    assert 'alt="Blått" loading="lazy"' in told
    assert html.index('id="nytt"') < html.index("Det här har hänt")
    with django_capture_on_commit_callbacks(execute=True):
        take_back(posts[-1], by=make_user("editor"))
    assert "Yngst" not in page(client)
