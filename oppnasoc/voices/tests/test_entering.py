"""Written down for somebody else, for an organisation, and with protection."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.groups.models import Membership, Organisation
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import todos
from oppnasoc.voices import actions, entering
from oppnasoc.voices.models import Confidence, Reach, Voice
from tests.town import ROLES, Parties, make_parties, make_people

pytestmark = pytest.mark.django_db

ENTER, SAY = "/sag-nagot/at-nagon/", "/sag-nagot/"
SORTING = {"facilitator", "other_facilitator", "secretary", "editor"}
ENTERING = SORTING | {"member", "staff"}
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def parties() -> Parties:
    return make_parties()


@pytest.fixture
def people(parties: Parties) -> dict[str, Any]:
    return make_people(parties)


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def posted(client: Client, **more: Any) -> Any:
    today = timezone.localdate().isoformat()
    data = {"text": "Hissen.", "yes": "on", "channel": "phone", "said_on": today,
            "tell_by": "code", **more}  # fmt: skip
    return client.post(ENTER, {name: value for name, value in data.items() if value is not None})


@pytest.mark.parametrize("role", ROLES[1:])
def test_who_may_write_down_for_others(people: dict[str, Any], role: str) -> None:
    client = client_of(people[role])
    assert client.get(ENTER).status_code == (200 if role in ENTERING else 403)
    assert posted(client).status_code == (302 if role in ENTERING else 403)
    assert Voice.objects.count() == (role in ENTERING)
    if role not in ENTERING:
        with pytest.raises(PermissionDenied):
            entering.enter("Hissen.", by=people[role], yes=True, channel="phone")


def test_one_after_the_other(parties: Parties, people: dict[str, Any]) -> None:
    client = client_of(people["staff"])
    answer = posted(client, group=parties.other_group.pk, speaker=f"Kim {SCRIPT}")
    assert answer["Location"] == ENTER
    html = client.get(ENTER).content.decode()
    code = html.split('class="code"')[1].split("<b>")[1].split("</b>")[0]
    voice = actions.find(code)
    assert voice is not None
    assert (voice.channel, voice.entered_by, voice.yes_on, voice.group, voice.visibility) == (
        "phone",
        people["staff"],
        timezone.localdate(),
        parties.other_group,
        "held",
    )
    assert f'value="{parties.other_group.pk}" selected' in html  # Stays for the next.
    assert 'class="code"' not in client.get(ENTER).content.decode()  # Read out once.


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"yes": None}, "yes"),
        ({"text": ""}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"channel": "smoke"}, "channel"),
        ({"said_on": "i går"}, "said_on"),
        ({"said_on": "2020-01-01"}, "said_on"),
        ({"said_on": "2999-01-01"}, "said_on"),
        ({"tell_by": "letter"}, "postal"),
        ({"people_count": "0"}, "people_count"),
        ({"tell_by": "organisation"}, "organisation"),
    ],
)
def test_what_is_missing_is_said(people: dict[str, Any], more: Any, field: str) -> None:
    answer = posted(client_of(people["facilitator"]), speaker="Kimkvar", **more)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_{field}' in html
    assert "Kimkvar" in html
    assert not Voice.objects.exists()


def test_an_organisation_for_five(parties: Parties, people: dict[str, Any]) -> None:
    other = Organisation.objects.create(name="Andra föreningen")
    client = client_of(people["member"])
    html = client.get(ENTER).content.decode()
    assert "Föreningen Kompassen" in html
    assert "Andra föreningen" not in html
    more = {"organisation": parties.organisation.pk, "people_count": 5, "tell_by": "organisation"}
    assert posted(client, **more).status_code == 302
    voice = Voice.objects.get()
    assert (voice.organisation, voice.people_count) == (parties.organisation, 5)
    assert posted(client, **{**more, "organisation": other.pk}).status_code == 422
    assert posted(client_of(people["secretary"]), organisation=other.pk).status_code == 302
    with pytest.raises(PermissionDenied):
        entering.enter("X", by=people["member"], yes=True, channel="web", organisation=other)
    assert posted(client_of(people["staff"]), organisation=other.pk).status_code == 302
    assert Voice.objects.latest("pk").organisation is None  # Staff are asked for none.


def test_another_day_is_when_it_was_said_not_when_it_came(people: dict[str, Any]) -> None:
    day = timezone.localdate() - timedelta(days=5)
    posted(client_of(people["staff"]), said_on=day.isoformat())
    voice = Voice.objects.get()
    assert voice.said_on == day
    assert timezone.localdate(voice.created_at) == timezone.localdate()


def test_sent_twice_is_one(people: dict[str, Any]) -> None:
    client = client_of(people["staff"])
    for _time in range(2):
        assert posted(client, once="a" * 32).status_code == 302
    assert Voice.objects.count() == 1


# --- With protection ------------------------------------------------------------------------


def confide(people: dict[str, Any], **more: Any) -> tuple[Voice, str]:
    given = {"by": people["staff"], "told_to": people["facilitator"], **more}
    return actions.say("Vi hinner inte läsa.", **given)


def test_nothing_names_her_but_the_confidence(people: dict[str, Any]) -> None:
    voice, _code = confide(people, speaker="Sta Ff", public=False)
    voice.refresh_from_db()
    assert (voice.speaker, voice.entered_by, voice.visibility) == ("", None, "held")
    assert [entry.actor for entry in Entry.objects.all()] == [None]
    kept = Confidence.objects.get()
    assert (kept.person, kept.told_to) == (people["staff"], people["facilitator"])


@pytest.mark.parametrize("role", ROLES)
def test_who_may_confide(people: dict[str, Any], role: str) -> None:
    by = people.get(role)
    if role == "staff":
        assert confide(people, by=by)[0].pk
        return
    with pytest.raises(PermissionDenied):
        confide(people, by=by)
    assert not Voice.objects.exists()


@pytest.mark.parametrize("role", ["participant", "member", "staff", "manager", "administrator"])
def test_only_those_who_lead_can_be_trusted(people: dict[str, Any], role: str) -> None:
    with pytest.raises(ValidationError):
        confide(people, told_to=people[role])
    Membership.objects.filter(user=people["facilitator"]).update(
        until=timezone.localdate() - timedelta(days=1)
    )
    with pytest.raises(ValidationError):
        confide(people)


@pytest.mark.parametrize("way", ["email", "sms", "letter", "meeting"])
def test_no_address_beside_a_protected_name(people: dict[str, Any], way: str) -> None:
    with pytest.raises(ValidationError):
        confide(people, tell_by=way, address="kim@example.org")
    assert not Reach.objects.exists()


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_the_name(people: dict[str, Any], role: str) -> None:
    User.objects.filter(pk=people["staff"].pk).update(name="Kanariekollega")
    voice, _code = confide(people)
    confidence = Confidence.objects.get()
    person = people.get(role)
    assert may(person, "voices.know_who", confidence) == (role == "facilitator")
    client = Client()
    if person:
        client.force_login(person)
    for url in (reverse("voice", args=[voice.pk]), reverse("voices") + "?visa=alla", "/att-gora/"):
        html = client.get(url).content.decode()
        sees = role == "facilitator" and url == reverse("voice", args=[voice.pk])
        own = role == "staff"  # Her own name in the menu.
        assert ("Kanariekollega" in html) == (sees or own), url


def test_the_todo_of_the_one_she_trusts(people: dict[str, Any]) -> None:
    confide(people)
    told = {
        role: [t for t in todos(person) if "förtroende" in t.title]
        for role, person in people.items()
    }
    assert [role for role, found in told.items() if found] == ["facilitator"]


def test_protected_through_the_door(people: dict[str, Any]) -> None:
    client = client_of(people["staff"])
    data = {"text": "Vi hinner inte läsa.", "send": "1", "once": "b" * 32, "protect": "on"}
    assert client.post(SAY, data).status_code == 422
    data["told_to"] = str(people["secretary"].pk)
    assert client.post(SAY, {**data, "tell_by": "email", "email": "a@b.se"}).status_code == 422
    assert client.post(SAY, data).status_code == 200
    assert "receipt" not in client.session
    assert Confidence.objects.get().told_to == people["secretary"]
    assert 'name="protect"' not in Client().post(SAY, {"text": "Hej"}).content.decode()


def test_what_one_should_look_at_is_shown_before_it_is_saved(people: dict[str, Any]) -> None:
    client = client_of(people["secretary"])
    text = f"Elvira Snöborg svarar inte. {SCRIPT} Jag orkar inte leva längre."
    answer = posted(client, text=text, public="on")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "<mark>Elvira Snöborg</mark>" in html
    assert SCRIPT not in html
    assert not Voice.objects.exists()
    assert posted(client, text=text, public="on", seen="1").status_code == 302
    assert Voice.objects.get().text == text
    assert "90101" in client.get(ENTER).content.decode()  # For whoever is on the phone.
    assert "90101" not in client.get(ENTER).content.decode()


def test_what_was_said_elsewhere_needs_a_yes_too(people: dict[str, Any]) -> None:
    client = client_of(people["facilitator"])
    assert posted(client, channel="elsewhere", yes="").status_code == 422
    assert Voice.objects.count() == 0
    assert posted(client, channel="elsewhere").status_code == 302
    voice = Voice.objects.get()
    assert voice.channel == Voice.Channel.ELSEWHERE
    assert voice.yes_on == timezone.localdate()
