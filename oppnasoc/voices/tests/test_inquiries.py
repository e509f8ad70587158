"""'Vi undrar': asked, answered, closed, told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.matters.models import Ground
from oppnasoc.search.finding import find
from oppnasoc.search.outbox import settle
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import todos
from oppnasoc.voices import actions, inquiring
from oppnasoc.voices.models import Inquiry, Voice
from tests.town import ROLES, Parties, make_matter, make_parties, make_people

pytestmark = pytest.mark.django_db

LEADING = {"facilitator", "secretary", "editor"}
SCRIPT = "<script>alert(1)</script>"
LIST = "/vi-undrar/"


@pytest.fixture
def parties() -> Parties:
    return make_parties()


@pytest.fixture
def people(parties: Parties) -> dict[str, Any]:
    return make_people(parties)


def make_inquiry(parties: Parties, **more: Any) -> Inquiry:
    today = timezone.localdate()
    given = {"question": "Vad gör väntan lättare?", "why": "Vi ska måla om.",
             "closes_on": today + timedelta(days=3), **more}  # fmt: skip
    return Inquiry.objects.create(group=parties.group, **given)


def past(parties: Parties, **more: Any) -> Inquiry:
    today = timezone.localdate()
    days = {"opens_on": today - timedelta(days=9), "closes_on": today - timedelta(days=2)}
    return make_inquiry(parties, **days, **more)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_ask_and_tend(parties: Parties, people: dict[str, Any], role: str) -> None:
    by: Any = people.get(role)
    today = timezone.localdate()
    opened, closed = make_inquiry(parties), past(parties)
    doings: list[Callable[[], object]] = [
        lambda: inquiring.ask(
            parties.group, question="Varför?", why="Därför.", closes_on=today, by=by
        ),
        lambda: inquiring.extend(opened, today + timedelta(days=9), by=by),
        lambda: inquiring.close(opened, by=by),
        lambda: inquiring.tell_outcome(closed, "Det blev kaffe.", by=by),
        lambda: inquiring.take_back(closed, by=by),
    ]
    for do in doings:
        if role in LEADING:
            do()
            continue
        with pytest.raises(PermissionDenied):
            do()
    assert Inquiry.objects.count() == 2 + (role in LEADING)


@pytest.mark.parametrize(
    "more",
    [
        {"question": " "},
        {"why": ""},
        {"closes_on": timezone.localdate() - timedelta(days=1)},
        {"closes_on": timezone.localdate() + timedelta(days=500)},
    ],
)
def test_what_is_asked_must_be_whole(
    parties: Parties, people: dict[str, Any], more: dict[str, Any]
) -> None:
    given = {"question": "Varför?", "why": "Därför.", "closes_on": timezone.localdate(), **more}
    with pytest.raises(ValidationError):
        inquiring.ask(parties.group, by=people["secretary"], **given)
    assert not Inquiry.objects.exists()


def test_facts_of_the_moves(parties: Parties, people: dict[str, Any]) -> None:
    by, today = people["secretary"], timezone.localdate()
    opened = make_inquiry(parties)
    with pytest.raises(ValidationError):
        inquiring.tell_outcome(opened, "För tidigt.", by=by)
    with pytest.raises(ValidationError):
        inquiring.extend(opened, opened.closes_on, by=by)
    hers = Inquiry.objects.get()
    inquiring.close(opened, by=by)
    assert opened.closes_on == today
    with pytest.raises(ValidationError):
        inquiring.close(opened, by=by)
    with pytest.raises(Stale):
        inquiring.extend(hers, today + timedelta(days=30), by=by)
    gone = past(parties)
    with pytest.raises(ValidationError):
        inquiring.tell_outcome(gone, "  ", by=by)
    for _twice in range(2):
        inquiring.tell_outcome(gone, "Det blev kaffe.", by=by)
    assert gone.outcome_on == today
    assert Entry.objects.filter(kind="voices.inquiry_told").count() == 1
    with pytest.raises(ValidationError):
        inquiring.extend(gone, today + timedelta(days=30), by=by)


def test_the_pages(parties: Parties, people: dict[str, Any]) -> None:
    asked = make_inquiry(parties, question=f"Vad? {SCRIPT}", why=SCRIPT)
    told = past(parties, outcome=f"Kaffe. {SCRIPT}", outcome_on=timezone.localdate())
    away = past(parties, question="Tillbakatagen?", taken_back=True)
    voice, _code = actions.say(f"Svaret. {SCRIPT}", inquiry=asked, speaker=SCRIPT)
    held, _code = actions.say("kanarieväntar", inquiry=asked)
    actions.publish_voice(voice, by=people["editor"])
    client = Client()
    urls = [LIST, asked.get_absolute_url(), told.get_absolute_url(), "/",
            parties.group.get_absolute_url()]  # fmt: skip
    for url in urls:
        html = client.get(url).content.decode()
        assert SCRIPT not in html
        assert "Tillbakatagen?" not in html
        assert "kanarieväntar" not in html
        assert "Vad? " in html or url == told.get_absolute_url()
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "Svaret." in page
    assert f"/sag-nagot/?fraga={asked.pk}" in page
    assert f"fraga={told.pk}" not in client.get(told.get_absolute_url()).content.decode()
    assert client.get(away.get_absolute_url()).status_code == 404
    assert client.get(f"/vi-undrar/{asked.pk}-gammal/")["Location"] == asked.get_absolute_url()
    assert held.group == parties.group


def test_what_became_of_the_answers(parties: Parties, people: dict[str, Any]) -> None:
    asked = past(parties)
    matter = make_matter("Kan det bli kaffe?", parties.group, parties.unit)
    hidden = make_matter("Kanariedold", parties.group, parties.unit, visibility="hidden")
    voice, _code = actions.say("Kaffe.", inquiry=None)
    type(voice).objects.filter(pk=voice.pk).update(inquiry=asked)
    for each in (matter, hidden):
        Ground.objects.create(matter=each, voice=voice)
    html = Client().get(asked.get_absolute_url()).content.decode()
    assert "Kan det bli kaffe?" in html
    assert "Kanariedold" not in html


def test_by_hand(parties: Parties, people: dict[str, Any]) -> None:
    client = Client()
    client.force_login(people["secretary"])
    today = timezone.localdate()
    data = {"group": parties.group.pk, "question": "Vad vill ni?", "why": "Vi ska välja.",
            "closes_on": (today + timedelta(days=7)).isoformat()}  # fmt: skip
    new = reverse("inquiry_new")
    answer = client.post(new, {**data, "question": ""})
    assert answer.status_code == 422
    assert "Vi ska välja." in answer.content.decode()
    assert client.post(new, {**data, "group": parties.other_group.pk}).status_code == 422
    asked_at = client.post(new, data)["Location"]
    asked = Inquiry.objects.get()
    assert asked.get_absolute_url() == asked_at

    def do(name: str, **given: str) -> int:
        return client.post(reverse(name, args=[asked.pk]), given).status_code

    assert do("inquiry_extend", closes_on="") == 422
    assert do("inquiry_extend", closes_on=(today + timedelta(days=9)).isoformat()) == 302
    assert do("inquiry_tell", outcome="För tidigt.") == 422
    assert do("inquiry_close") == 302
    Inquiry.objects.update(opens_on=today - timedelta(days=2), closes_on=today - timedelta(days=1))
    waiting = [item for item in todos(people["secretary"]) if "Vad vill ni?" in item.title]
    assert len(waiting) == 1
    assert do("inquiry_tell", outcome="Det blev kaffe.") == 302
    assert not [item for item in todos(people["secretary"]) if "Vad vill ni?" in item.title]
    assert do("inquiry_take_back") == 302
    assert Client().get(asked_at).status_code == 404
    assert reverse("inquiry_put_back", args=[asked.pk]) in client.get(asked_at).content.decode()
    assert do("inquiry_put_back") == 302
    assert Client().get(asked_at).status_code == 200


def test_closed_while_somebody_wrote(parties: Parties) -> None:
    asked = past(parties)
    url, client = f"/sag-nagot/?fraga={asked.pk}", Client()
    told = "Den frågan har stängt"
    assert told in client.get(url).content.decode()
    answer = client.post(url, {"text": "Lugnare ljus.", "tell_by": "code", "send": "1"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert told in html
    assert "Lugnare ljus." in html
    assert f'action="/sag-nagot/?grupp={parties.group.slug}"' in html
    assert not Voice.objects.exists()


def test_an_answer_is_shown_without_becoming_a_matter(
    parties: Parties, people: dict[str, Any]
) -> None:
    asked = make_inquiry(parties)
    voice, _code = actions.say("Lugnare ljus.", inquiry=asked)
    other, _code = actions.say("Hissen.")
    client = Client()
    client.force_login(people["secretary"])
    show = reverse("voice_show", args=[voice.pk])
    assert show in client.get(reverse("voice", args=[voice.pk])).content.decode()
    assert "voice_show" not in client.get(reverse("voice", args=[other.pk])).content.decode()
    assert client.post(reverse("voice_show", args=[other.pk])).status_code == 404
    assert client.post(show).status_code == 302
    assert "Lugnare ljus." in Client().get(asked.get_absolute_url()).content.decode()
    assert not Ground.objects.exists()
    other.refresh_from_db()
    assert other.visibility == "held"


def test_whoever_answered_reads_what_came_of_it(parties: Parties) -> None:
    asked = make_inquiry(parties)
    _voice, code = actions.say("Lugnare ljus.", inquiry=asked)
    client = Client()
    client.post("/min-kod/", {"code": code})
    html = client.get(reverse("my_voice")).content.decode()
    assert asked.question in html
    Inquiry.objects.update(outcome="Det blev kaffe.", outcome_on=timezone.localdate())
    assert "Det blev kaffe." in client.get(reverse("my_voice")).content.decode()
    Inquiry.objects.update(taken_back=True)
    assert asked.question not in client.get(reverse("my_voice")).content.decode()


def test_found_in_the_search(parties: Parties, people: dict[str, Any]) -> None:
    asked = inquiring.ask(
        parties.group, question="Vilken färg på väggarna?", why="Vi målar.",
        closes_on=timezone.localdate(), by=people["secretary"],
    )  # fmt: skip
    settle()
    assert [hit.thing for hit in find("färg väggarna").hits if hit.kind == "inquiry"] == [asked.pk]
    inquiring.take_back(asked, by=people["secretary"])
    settle()
    assert not [hit for hit in find("färg väggarna").hits if hit.kind == "inquiry"]


def test_the_list_costs_little(
    parties: Parties, people: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        make_inquiry(parties, question=f"Fråga {number}?")
        past(parties, question=f"Förr {number}?")
    Client().get(LIST)
    with django_assert_max_num_queries(3):
        assert Client().get(LIST).content.decode().count("<h3>") == 12
