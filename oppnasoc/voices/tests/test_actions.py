"""Say something, publish it, set it aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from oppnasoc.people.models import User
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from oppnasoc.voices import actions, codes
from oppnasoc.voices.models import Voice
from tests.town import ROLES, Parties, make_parties, make_people, make_voice

pytestmark = pytest.mark.django_db

LEADERS = {"facilitator", "other_facilitator", "secretary", "editor"}
ENTERING = LEADERS | {"member", "staff"}


@pytest.fixture
def parties() -> Parties:
    return make_parties()


@pytest.fixture
def people(parties: Parties) -> dict[str, Any]:
    return {**make_people(parties), "anonymous": AnonymousUser()}


def test_anybody_may_speak(people: dict[str, Any]) -> None:
    for role in [*ROLES, None]:
        voice, code = actions.say(" Hissen står still. ", by=people[role] if role else None)
        assert (voice.text, voice.visibility) == ("Hissen står still.", "held")
        assert voice.entered_by is None
        assert actions.find(codes.spell(code)) == voice


def test_what_is_kept(parties: Parties) -> None:
    voice, code = actions.say(
        "Hissen.", speaker=" Kim ", kind="bad", group=parties.group, people_count=2
    )
    found = Voice.objects.get()
    assert (found.speaker, found.kind, found.group, found.people_count) == (
        "Kim",
        "bad",
        parties.group,
        2,
    )
    assert found.said_on == timezone.localdate()
    assert found.code_digest == codes.digest(code)
    stored = " ".join(str(value) for row in Voice.objects.values() for value in row.values())
    assert code not in stored
    entry = Entry.objects.get()
    assert (entry.kind, entry.actor, entry.data) == ("voices.said", None, {"channel": "web"})
    assert voice.pk == entry.about_id


def test_who_said_it_stands_nowhere(people: dict[str, Any]) -> None:
    """Signed in or not: a voice on the web has no writer, and its entry no actor."""
    actions.say("Hissen.", by=people["participant"])
    assert Voice.objects.get().entered_by is None
    assert Entry.objects.get().actor is None


@pytest.mark.parametrize("text", ["", "  \n", "x" * (actions.MAX_LENGTH + 1)])
def test_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        actions.say(text)
    assert Voice.objects.count() == Entry.objects.count() == 0


def test_as_long_as_two_pages() -> None:
    assert actions.say(f" {'x' * actions.MAX_LENGTH} ")[0].pk


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("how", ["organisation", "phone", "paper", "meeting"])
def test_for_somebody_else_needs_a_seat(
    parties: Parties, people: dict[str, Any], role: str, how: str
) -> None:
    more: dict[str, Any] = {"organisation": parties.organisation}
    if how != "organisation":
        more = {"channel": how}
    if role in ENTERING:
        voice, _code = actions.say("Hissen.", by=people[role], **more)
        assert voice.entered_by == (None if how == "organisation" else people[role])
        return
    with pytest.raises(PermissionDenied):
        actions.say("Hissen.", by=people[role], **more)
    assert not Voice.objects.exists()


def test_said_on_another_day() -> None:
    day = timezone.localdate() - timedelta(days=30)
    voice, _code = actions.say("Hissen.", on=day)
    assert voice.said_on == day
    assert timezone.localdate(Entry.objects.get().at) == day


@pytest.mark.parametrize("role", ROLES)
def test_who_may_sort(people: dict[str, Any], role: str) -> None:
    doings: list[Callable[[Voice], Voice]] = [
        lambda v: actions.publish_voice(v, by=people[role]),
        lambda v: actions.set_aside(v, "Den pekar ut någon.", by=people[role]),
    ]
    for number, do in enumerate(doings):
        voice = make_voice("Hissen.", visibility="held")
        if role in LEADERS:
            do(voice)
            assert Voice.objects.get(pk=voice.pk).visibility == ("public", "hidden")[number]
            continue
        with pytest.raises(PermissionDenied):
            do(voice)
        assert Voice.objects.get(pk=voice.pk).visibility == "held"
        assert not Entry.objects.exists()
    voice = make_voice("Hissen.", visibility="held")
    assert actions.visible_to(voice, people[role]) == (role in LEADERS)


def test_published(people: dict[str, Any]) -> None:
    voice = make_voice("Hissen.", visibility="hidden", hidden_reason="Fel.")
    actions.publish_voice(voice, by=people["editor"])
    assert (voice.visibility, voice.hidden_reason) == ("public", "")
    actions.publish_voice(voice, by=people["editor"])
    assert [e.kind for e in Entry.objects.all()] == ["voices.published"]
    assert actions.visible_to(voice, None)


@pytest.mark.parametrize("reason", ["", "   "])
def test_set_aside_needs_a_reason(people: dict[str, Any], reason: str) -> None:
    voice = make_voice("Hissen.", visibility="held")
    with pytest.raises(ValidationError):
        actions.set_aside(voice, reason, by=people["editor"])
    assert not Entry.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.update(visibility="hidden")


def test_a_long_reason_fits(people: dict[str, Any]) -> None:
    voice = make_voice("Hissen.", visibility="held")
    actions.set_aside(voice, "x" * 500, by=people["editor"])
    assert len(Voice.objects.get().hidden_reason) == 240


def test_of_two_who_sort_one_is_told(people: dict[str, Any]) -> None:
    voice = make_voice("Hissen.", visibility="held")
    hers = Voice.objects.get()
    actions.publish_voice(voice, by=people["editor"])
    with pytest.raises(Stale):
        actions.set_aside(hers, "Nej.", by=people["facilitator"])
    assert Voice.objects.get().visibility == "public"


def test_an_empty_voice_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.create(text="")


@pytest.mark.parametrize("typed", ["", "ABCDE-FGH12", "x" * 5000, "\x00"])
def test_no_voice_for_another_code(typed: str) -> None:
    actions.say("Hissen.")
    make_voice("Utan kod.", code_digest=None)
    assert actions.find(typed) is None


def test_an_inactive_leader_may_not_sort(people: dict[str, Any]) -> None:
    User.objects.filter(pk=people["secretary"].pk).update(is_active=False)
    secretary = User.objects.get(pk=people["secretary"].pk)
    with pytest.raises(PermissionDenied):
        actions.publish_voice(make_voice("X", visibility="held"), by=secretary)
