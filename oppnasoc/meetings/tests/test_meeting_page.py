"""The published page: anchors, links, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from oppnasoc.meetings import actions
from oppnasoc.meetings.models import Draft, Meeting, Minutes
from oppnasoc.meetings.publishing import publish, withdraw
from oppnasoc.meetings.reading import linked
from oppnasoc.meetings.review import Case, Item, Person, Review
from tests.town import ROLES, make_meeting

from .scene import (
    PREPARING,
    PUBLISHING,
    SEEING_WITHDRAWN,
    Scene,
    day,
    make_draft,
    make_review,
    new_case,
)


def read(url: str, scene: Scene | None = None, role: str = "anonymous") -> Any:
    client = Client()
    if scene and role != "anonymous":
        client.force_login(scene.who(role))
    return client.get(url)


def published(scene: Scene, review: Review | None = None) -> Minutes:
    return publish(make_draft(scene, review), by=scene.secretary).minutes


def test_every_point_has_its_anchor(scene: Scene) -> None:
    html = read(published(scene).get_absolute_url()).content.decode()
    for key in ("h1", "a-1", "b-1", "c-1", "d-1", "e-1"):
        assert html.count(f'id="{key}"') == 1
    assert "Ja, om den är kopplad." in html
    assert "Varför står hissen still?" in html
    assert "Sam" in html
    assert '<a href="https://sundhamn.example/hund" rel="nofollow">' in html


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Se https://sundhamn.example/a?b=1&c=2.", ["https://sundhamn.example/a?b=1&amp;c=2"]),
        ("(http://sundhamn.example/x)", ["http://sundhamn.example/x"]),
        ("javascript:alert(1) data:text/html,x ftp://a.example/b", []),
        ('https://a.example/"onclick="x', ["https://a.example/"]),
        ("https://a.example/<script>", ["https://a.example/"]),
        ("https://", []),
    ],
)
def test_only_web_addresses_are_links(text: str, links: list[str]) -> None:
    html = linked(text)
    assert html.count("<a ") == len(links)
    for link in links:
        assert f'href="{link}"' in html
    assert "<script" not in html
    assert 'onclick="' not in html


def test_everything_published_is_shown_as_text(scene: Scene) -> None:
    script = "<script>alert(1)</script>"
    review = make_review(scene, title=script, people=[Person(script, script, script)])
    for item in review.items:
        item.text = f"{item.key} {script}"
        item.answer = script
        item.case.title = script
    minutes = published(scene, review)
    matters = [m.get_absolute_url() for m in publish_titles(minutes)]
    for url in [minutes.get_absolute_url(), "/moten/", "/fragor/", *matters]:
        for role in ("anonymous", "editor"):
            html = read(url, scene, role).content.decode()
            assert script not in html, url
            assert "&lt;script&gt;" in html, url


def publish_titles(minutes: Minutes) -> list[Any]:
    from oppnasoc.matters.models import Matter

    return list(Matter.objects.filter(grounds__voice__heard__point__minutes=minutes))


def test_taken_back_is_not_there(scene: Scene) -> None:
    minutes = published(scene)
    url = minutes.get_absolute_url()
    withdraw(minutes, by=scene.secretary)
    for role in ROLES:
        answer = read(url, scene, role)
        assert answer.status_code == (200 if role in SEEING_WITHDRAWN else 404), role
        listed = read("/moten/", scene, role).content.decode()
        assert ("Brukargruppen i mars" in listed) == (role in SEEING_WITHDRAWN), role


def test_other_addresses_lead_to_the_one(scene: Scene) -> None:
    meeting = published(scene).meeting
    answer = read(f"/moten/{meeting.pk}-fel/")
    assert answer["Location"] == meeting.get_absolute_url()
    for pk in ("0", "9" * 20, "9" * 5000):
        assert read(f"/moten/{pk}-x/").status_code == 404


def test_a_planned_meeting_has_a_page(scene: Scene) -> None:
    planned = make_meeting(scene.parties.group, "Nästa möte", day(5), "planned")
    html = read(planned.get_absolute_url()).content.decode()
    assert "Nästa möte" in html
    assert "Nästa möte" in read("/moten/").content.decode() or planned.group.name in html


def test_who_finds_the_buttons(scene: Scene) -> None:
    minutes = published(scene)
    change, back = (
        reverse(f"minutes_{v}", args=[minutes.meeting_id]) for v in ("change", "withdraw")
    )
    for role in ROLES:
        html = read(minutes.get_absolute_url(), scene, role).content.decode()
        assert (change in html) == (role in PREPARING), role
        assert (back in html) == (role in PUBLISHING), role


@pytest.mark.parametrize("role", ROLES)
def test_changed_with_a_click(scene: Scene, role: str) -> None:
    minutes = published(scene)
    client = Client()
    if role != "anonymous":
        client.force_login(scene.who(role))
    url = reverse("minutes_change", args=[minutes.meeting_id])
    answer = client.post(url)
    draft = Draft.objects.get()
    if role in PREPARING:
        assert answer["Location"] == draft.get_absolute_url()
        assert client.post(url)["Location"] == draft.get_absolute_url()
    else:
        assert answer.status_code == (302 if role == "anonymous" else 403)
    assert draft.status == ("open" if role in PREPARING else "published")
    assert read(minutes.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_taken_back_with_a_click(scene: Scene, role: str) -> None:
    minutes = published(scene)
    client = Client()
    if role != "anonymous":
        client.force_login(scene.who(role))
    url = reverse("minutes_withdraw", args=[minutes.meeting_id])
    assert client.get(url).status_code in {302, 405}
    answer = client.post(url)
    if role in PUBLISHING:
        assert answer["Location"] == Draft.objects.get().get_absolute_url()
        assert client.post(url).status_code == 302  # The second of two clicks.
    else:
        assert answer.status_code == (302 if role == "anonymous" else 403)
    gone = Minutes.objects.get().status == "withdrawn"
    assert gone == (role in PUBLISHING)


def long_review(scene: Scene, length: int) -> Review:
    items = []
    for n in range(length):
        outcome = ("matter", "answered", "minutes", "good_to_know")[n % 4]
        case = new_case(scene, f"Fråga nummer {n}?") if outcome == "matter" else Case()
        items.append(
            Item(
                f"k{n}",
                "bullet",
                1,
                f"Rad {n} om hissen.",
                outcome=outcome,
                answer="Ja.",
                case=case,
            )
        )
    people = [Person("", f"Föreningen {n}") for n in range(length // 4)]
    return make_review(scene, items=items, people=people)


@pytest.mark.parametrize("length", [20, 200])
def test_queries(scene: Scene, length: int, django_assert_max_num_queries: Any) -> None:
    minutes = published(scene, long_review(scene, length))
    joins = {m.pk for m in publish_titles(minutes)}
    for ago in (20, 30):
        items = [Item(f"j{n}", "bullet", 1, f"Igen {n}.", outcome="matter", case=Case(join=pk))
                 for n, pk in enumerate(joins)]  # fmt: skip
        published(scene, make_review(scene, held_on=day(-ago).isoformat(), items=items))
    url = minutes.get_absolute_url()
    read(url)
    with django_assert_max_num_queries(8):
        html = read(url).content.decode()
    assert html.count('class="point ') == length
    assert html.count(_("Taken up also on")) == len(joins)


@pytest.mark.parametrize("count", [3, 30])
def test_queries_of_the_list(scene: Scene, count: int, django_assert_max_num_queries: Any) -> None:
    for n in range(count):
        published(scene, make_review(scene, held_on=day(-n - 1).isoformat(), title=f"Möte {n}"))
        make_meeting(scene.parties.group, f"Nästa {n}", day(n + 1), "planned")
    read("/moten/")
    with django_assert_max_num_queries(6):
        html = read("/moten/").content.decode()
    assert html.count("/moten/") >= min(count, 20)


@pytest.mark.parametrize("sida", ["0", "-1", "x", "2", "²", "9" * 5, "9" * 5000, "%00"])
def test_odd_pages_are_never_an_error(scene: Scene, sida: str) -> None:
    assert read(f"/moten/?sida={sida}").status_code == 200


def test_a_minutes_page_shows_nothing_of_hidden_matters(scene: Scene) -> None:
    from oppnasoc.matters.actions import set_visibility

    done = publish(make_draft(scene), by=scene.secretary)
    set_visibility(done.opened[0], public=False, by=scene.who("editor"))
    html = read(done.minutes.get_absolute_url()).content.decode()
    assert "Varför står hissen still?" not in html
    assert "Kan man få en tid på kvällen?" in html


def test_a_cancelled_meeting_keeps_its_page(scene: Scene) -> None:
    meeting = make_meeting(scene.parties.group, "Inställt", day(5), Meeting.Status.CANCELLED)
    assert read(meeting.get_absolute_url()).status_code == 200
    assert actions.minutes_of(scene.parties.group, day(5)) is None
