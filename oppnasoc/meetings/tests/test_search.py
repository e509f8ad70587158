"""What can be found of meetings and their minutes, and that it is gone when they are taken back."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from oppnasoc.matters.models import Matter
from oppnasoc.meetings.actions import plan_meeting
from oppnasoc.meetings.models import Meeting, Minutes, Point
from oppnasoc.meetings.publishing import publish, withdraw
from oppnasoc.meetings.search import every_meeting, every_point, meetings, points
from oppnasoc.search import finding, index, outbox
from oppnasoc.search.models import Document, Word
from tests.town import make_meeting

from .scene import Scene, again, day, make_draft


def follow() -> None:
    """The index follows what happened, and is then as the database is."""
    outbox.deliver()
    assert not index.differences()


def words() -> str:
    return "\n".join(f"{d.title}\n{d.text}" for d in Document.objects.all())


def test_each_point_is_found_under_its_heading(scene: Scene) -> None:
    minutes = publish(make_draft(scene), by=scene.secretary).minutes
    found = list(points(list(every_point())))
    assert {each.title for each in found} == {"Brukargruppen i mars: Vad vi tog upp"}
    assert [each.text for each in found] == [
        "Hissen står still varje vecka.",
        "Det saknas tider på kvällen.",
        "Får hunden följa med?\n\nJa, om den är kopplad.",
        "Läs mer på https://sundhamn.example/hund i dag.",
        "Vi fikade.",
    ]
    assert found[0].url == f"{minutes.get_absolute_url()}#a-1"
    assert found[0].on == minutes.meeting.held_on
    assert found[0].party == scene.parties.group.pk


def test_a_meeting_is_found_when_its_page_is_there(scene: Scene) -> None:
    publish(make_draft(scene), by=scene.secretary)
    held = Meeting.objects.get(status="held")
    planned = plan_meeting(
        scene.parties.group, title="Nästa", held_on=day(9), practical="Fika.", by=scene.secretary
    )
    make_meeting(scene.parties.group, "Utan anteckningar", day(-9), "held")
    found = {each.thing: each for each in meetings(list(every_meeting()))}
    assert found.keys() == {held.pk, planned.pk}
    assert found[held.pk].text == "Vad vi tog upp"
    assert found[planned.pk].text == "Fika."
    assert "Sam" not in f"{found}"


def test_the_index_follows_publishing_changing_and_taking_back(scene: Scene) -> None:
    index.rebuild()
    draft = make_draft(scene)
    publish(draft, by=scene.secretary)
    follow()
    assert "Hissen står still varje vecka." in words()
    again(scene, draft, lambda review: review.items.pop(1))
    follow()
    again(scene, draft, lambda review: review.items.pop(3))
    follow()
    assert "Får hunden" in words()
    assert "Läs mer" not in words()
    withdraw(Minutes.objects.get(), by=scene.secretary)
    follow()
    assert "hunden" not in words()
    assert "Brukargruppen i mars" not in words()
    assert not Document.objects.filter(kind="matter").exists()


def test_a_matter_loses_what_was_taken_out_of_the_minutes(scene: Scene) -> None:
    index.rebuild()
    draft = make_draft(scene)
    publish(draft, by=scene.secretary)
    follow()

    def take_away(review: object) -> None:
        items = review.items  # type: ignore[attr-defined]
        review.dropped = [items.pop(1).key]  # type: ignore[attr-defined]

    again(scene, draft, take_away)
    follow()
    assert "Hissen" not in words()
    assert Matter.objects.filter(visibility="hidden").count() == 1


def test_queries_do_not_grow_with_the_number_of_points(scene: Scene) -> None:
    publish(make_draft(scene), by=scene.secretary)
    ids = list(every_point())
    for some in (ids[:1], ids):
        with CaptureQueriesContext(connection) as queries:
            assert len(list(points(some))) == len(some)
        assert len(queries) == 2
    with CaptureQueriesContext(connection) as queries:
        assert list(meetings(list(Meeting.objects.values_list("pk", flat=True))))
    assert len(queries) == 3
    assert Point.objects.count() > len(ids)


def test_from_published_to_taken_back_a_reader_sees_it_at_once(
    scene: Scene, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    """Hits, counts, suggestions, spelling and the feed: all of it there, then none of it."""
    finding._counted.clear()  # It is remembered for a while; each test has an index of its own.
    draft = make_draft(scene)
    with django_capture_on_commit_callbacks(execute=True):
        minutes = publish(draft, by=scene.secretary).minutes

    there = {
        "/sok/?q=hissen+still": "<mark>Hissen</mark>",
        "/sok/?q=hissem": "Visar träffar för hiss",
        "/sok/forslag/?q=hiss": 'role="option"',
        "/sok/flode/?q=hissen": "<entry>",
    }

    def met() -> set[str]:
        return {url for url, sign in there.items() if sign in client.get(url).content.decode()}

    assert met() == set(there)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(minutes, by=scene.secretary)
    assert met() == set()
    assert not Word.objects.filter(shown__icontains="hiss").exists()
