"""'Det gäller mig också': one press is counted; own words wait; very many are held."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from oppnasoc.matters import joining
from oppnasoc.matters.models import Ground, Matter
from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import todos
from oppnasoc.voices import actions as voice_actions
from oppnasoc.voices import floods
from oppnasoc.voices.models import Correction, Reach, Voice
from oppnasoc.voices.views import PER_HOUR
from tests.town import Parties, make_matter, make_parties, make_people, make_voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def parties() -> Parties:
    return make_parties()


@pytest.fixture
def people(parties: Parties) -> dict[str, Any]:
    return make_people(parties)


@pytest.fixture
def matter(parties: Parties) -> Matter:
    found = make_matter("Varför står hissen still?", parties.group, parties.unit)
    Ground.objects.create(matter=found, voice=make_voice("Hissen."))
    return found


def address(matter: Matter) -> str:
    return reverse("matter_too", args=[matter.pk])


def test_one_press_is_counted_once(matter: Matter) -> None:
    client = Client()
    for _time in range(3):
        assert client.post(address(matter))["Location"] == address(matter)
    voice = Voice.objects.get(kind="same")
    assert (voice.text, voice.visibility, voice.group) == ("", "public", matter.steward)
    html = Client().get(matter.get_absolute_url()).content.decode()
    assert "och en till säger" in html.lower()
    assert html.count('class="voice"') == 1  # No empty quotation.
    Client().post(address(matter))
    html = Client().get(matter.get_absolute_url()).content.decode()
    assert "och två till säger" in html.lower()
    assert "tre personer" in html.lower()
    assert [e.kind for e in Entry.objects.all()] == ["matters.joined"] * 2
    assert {e.actor for e in Entry.objects.all()} == {None}


def test_the_page_of_a_matter_sets_no_cookie(matter: Matter) -> None:
    answer = Client().get(matter.get_absolute_url())
    assert address(matter) in answer.content.decode()
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_a_press_from_elsewhere_is_refused(matter: Matter) -> None:
    client = Client(enforce_csrf_checks=True)
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post(address(matter), headers=headers).status_code == 403
    own = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    assert client.post(address(matter), headers=own).status_code == 302
    words = {"text": "Jag med.", "tell_by": "code"}
    assert client.post(address(matter), words, headers=own).status_code == 403  # No token.
    assert not Correction.objects.exists()


def test_own_words_wait_and_the_count_stays(matter: Matter, people: dict[str, Any]) -> None:
    client = Client()
    client.post(address(matter))
    page = client.get(address(matter)).content.decode()
    code = page.split('class="code"')[1].split("<b>")[1].split("</b>")[0]
    voice = voice_actions.find(code)
    assert voice is not None
    bad = {"text": "Jag bär barnvagnen.", "tell_by": "email", "email": "fel"}
    answer = client.post(address(matter), bad)
    assert answer.status_code == 422
    assert "Jag bär barnvagnen." in answer.content.decode()
    assert not Correction.objects.exists()
    assert client.post(address(matter), {**bad, "email": "kim@example.org"}).status_code == 302
    voice.refresh_from_db()
    assert (voice.text, voice.visibility, voice.tell_by) == ("", "public", "email")
    assert Correction.objects.get().text == "Jag bär barnvagnen."
    assert Reach.objects.get().address == "kim@example.org"
    html = Client().get(matter.get_absolute_url()).content.decode()
    assert "barnvagnen" not in html
    assert "och en till säger" in html.lower()


def test_the_code_is_shown_for_an_hour_and_to_nobody_else(matter: Matter) -> None:
    client = Client()
    client.post(address(matter))
    assert 'class="code"' in client.get(address(matter)).content.decode()
    with travel(timezone.now() + timedelta(minutes=61)):
        assert 'class="code"' not in client.get(address(matter)).content.decode()
    assert Client().get(address(matter))["Location"] == matter.get_absolute_url()


def test_where_one_cannot_join(parties: Parties) -> None:
    hidden = make_matter("Dold?", parties.group, parties.unit, visibility="hidden")
    closed = make_matter("Klar?", parties.group, parties.unit, status="closed",
                         closed_on=timezone.localdate())  # fmt: skip
    assert Client().post(address(hidden)).status_code == 404
    assert Client().post(address(closed))["Location"] == reverse("say")
    assert Client().post("/fragor/999999/galler-mig/").status_code == 404
    assert not Voice.objects.exists()
    assert address(hidden) not in Client().get(closed.get_absolute_url()).content.decode()


@pytest.mark.usefixtures("same_hour")
def test_a_flood_is_held_and_looked_at_together(
    matter: Matter, people: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    for _time in range(PER_HOUR + 5):
        Client().post(address(matter))
    assert Voice.objects.filter(kind="same", visibility="public").count() == PER_HOUR
    pile = floods.pile()
    assert len(pile) == 5
    html = Client().get(matter.get_absolute_url()).content.decode()
    assert str(PER_HOUR) in html
    leader = people["facilitator"]
    assert [t for t in todos(leader) if t.url == reverse("flood")]
    client = Client()
    client.force_login(leader)
    assert client.get(reverse("flood")).status_code == 200
    assert client.post(reverse("flood"), {"aside-reason": "Robot."}).status_code == 422
    ticked = {"voice": [pile[0].pk, pile[1].pk]}
    assert client.post(reverse("flood"), {**ticked, "out": "1"}).status_code == 302
    assert len(floods.pile()) == 3
    rest = {"voice": [voice.pk for voice in floods.pile()], "aside-reason": "Robot."}
    assert client.post(reverse("flood"), rest).status_code == 302
    assert floods.pile() == []
    assert Voice.objects.filter(hidden_reason="Robot.").count() == 3


def test_who_looks_at_a_flood(people: dict[str, Any]) -> None:
    make_voice("Spam.", visibility="held", in_flood=True)
    for role, person in people.items():
        client = Client()
        client.force_login(person)
        sorts = role in {"facilitator", "other_facilitator", "secretary", "editor"}
        assert client.get(reverse("flood")).status_code == (200 if sorts else 403)
        assert "Spam." not in client.get(reverse("voices") + "?visa=alla").content.decode()


def test_what_was_chosen_at_the_door_is_shown_or_parted(
    matter: Matter, parties: Parties, people: dict[str, Any]
) -> None:
    def waiting() -> Voice:
        voice, _code = voice_actions.say("Hissen igen.", group=parties.group)
        assert joining.join_from_the_door(voice, matter.pk)
        return voice

    client = Client()
    client.force_login(people["facilitator"])
    shown, other = waiting(), waiting()
    assert matter.title in client.get(reverse("voice", args=[shown.pk])).content.decode()
    client.post(reverse("voice_join", args=[shown.pk]), {"matter": matter.pk})
    data = {"title": "Något annat?", "steward": parties.group.pk, "holder": parties.group.pk,
            "next_on": (timezone.localdate() + timedelta(days=9)).isoformat()}  # fmt: skip
    client.post(reverse("voice_open", args=[other.pk]), data)
    assert [g.matter for g in shown.grounds.all()] == [matter]
    assert [g.matter.title for g in other.grounds.all()] == ["Något annat?"]
    assert Client().get(matter.get_absolute_url()).content.decode().count("Hissen igen.") == 1
    assert not joining.join_from_the_door(other, 999999)


def test_your_groups_first(parties: Parties, people: dict[str, Any]) -> None:
    make_voice("Hos gruppen.", visibility="held", group=parties.group)
    make_voice("Hos den andra.", visibility="held", group=parties.other_group)
    make_voice("Hos ingen.", visibility="held", group=parties.group.parent)
    for role, own in (("facilitator", "Hos gruppen."), ("other_facilitator", "Hos den andra.")):
        client = Client()
        client.force_login(people[role])
        html = client.get(reverse("voices")).content.decode()
        shown = [text for text in ("Hos gruppen.", "Hos den andra.", "Hos ingen.") if text in html]
        assert shown == [own, "Hos ingen."]
        assert "Hos gruppen." in client.get(reverse("voices") + "?visa=alla").content.decode()
        assert [t.title[:1] for t in todos(people[role]) if t.url == reverse("voices")] == ["2"]


def test_own_words_are_looked_at_before_they_are_kept(matter: Matter) -> None:
    client, url = Client(), reverse("matter_too", args=[matter.pk])
    client.post(url)
    data = {"text": "Elvira Snöborg slår mig. Jag orkar inte leva längre.", "tell_by": "code"}
    html = client.post(url, data).content.decode()
    assert "<mark>Elvira Snöborg</mark>" in html
    assert "90101" in html
    assert not Correction.objects.exists()
    assert client.post(url, {**data, "seen": "1"}).status_code == 302
    assert Correction.objects.get().text == data["text"]
    assert "90101" in client.get(url).content.decode()
