"""New things that were said: a matter of their own, join one, or set aside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from time_machine import travel

from oppnasoc.matters import incoming, todo
from oppnasoc.matters.actions import ground
from oppnasoc.matters.models import Matter
from oppnasoc.voices import actions as voice_actions
from oppnasoc.voices import withdrawing
from oppnasoc.voices.models import Voice
from tests.town import make_matter, make_voice

from .scene import LEADERS, Scene, day, entries, nothing_written

TEXT = "Hissen på Fyren står still.\nDet gör den varje vecka. <b>kanarie</b>"
VIEWS = ["voice", "voice_open", "voice_join", "voice_aside"]


@pytest.fixture
def held(scene: Scene) -> Voice:
    return make_voice(TEXT, visibility="held", speaker="Kim", group=scene.parties.group)


def client_of(scene: Scene, role: str) -> Client:
    client = Client()
    if role != "anonymous":
        client.force_login(scene.who(role))
    return client


def post(scene: Scene, role: str, name: str, voice: Voice, **data: Any) -> Any:
    return client_of(scene, role).post(reverse(name, args=[voice.pk]), data)


def complete(scene: Scene, **more: Any) -> dict[str, Any]:
    parties = scene.parties
    given = {"title": "Varför står hissen still?", "steward": parties.group.pk}
    return {**given, "holder": parties.unit.pk, "next_on": day(20), **more}


def sent(scene: Scene, name: str) -> dict[str, Any]:
    return {
        "voice": {},
        "voice_open": complete(scene),
        "voice_join": {"matter": scene.matter.pk},
        "voice_aside": {"aside-reason": "Den pekar ut en person."},
    }[name]


def test_what_was_shown_at_once_waits_for_its_place(scene: Scene) -> None:
    """It is public and stands nowhere: without a place nobody would ever answer it."""
    group, by = scene.parties.group, scene.facilitator
    shown = make_voice("Hissen står still.", kind="bad", group=group)
    make_voice("Kaffet är gott.", kind="good", group=group)
    client = client_of(scene, "facilitator")
    html = client.get(reverse("voices")).content.decode()
    assert "Hissen står still." in html
    assert "visas redan" in html
    assert "Kaffet är gott." not in html
    assert scene.voice.text not in html  # It stands on a matter.
    [line] = [item for item in todo.voices_to_sort(by) if item.url == reverse("voices")]
    assert line.title == "1 ny synpunkt"
    answer = post(scene, "facilitator", "voice_open", shown, **complete(scene))
    assert answer.status_code == 302
    assert shown.grounds.get().matter.title == "Varför står hissen still?"
    assert "Hissen står still." not in client.get(reverse("voices")).content.decode()
    assert todo.voices_to_sort(by) == []


@pytest.mark.parametrize("name", ["voice_open", "voice_join"])
def test_what_was_shown_at_once_gets_one_place(
    scene: Scene, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two press at the same moment; the second is told."""
    shown = make_voice("Hissen står still.", kind="bad", group=scene.parties.group)
    other = make_matter("Hissen", scene.parties.group, scene.parties.unit)
    ground(other, shown, by=scene.facilitator)
    monkeypatch.setattr(incoming, "to_place", Voice.objects.all)
    monkeypatch.setattr(incoming, "part_from_chosen", lambda *_, **__: None)
    with nothing_written():
        answer = post(scene, "facilitator", name, shown, **sent(scene, name))
    assert answer.status_code in {302, 422}
    assert shown.grounds.get().matter == other


def test_the_list_is_for_those_who_sort(scene: Scene, held: Voice) -> None:
    for role in scene.people:
        answer = client_of(scene, role).get(f"{reverse('voices')}?visa=alla")
        assert answer.status_code == (200 if role in LEADERS else 403), role
        assert (b"Hissen" in answer.content) == (role in LEADERS)
    assert client_of(scene, "anonymous").get(reverse("voices")).status_code == 302


@pytest.mark.parametrize("name", VIEWS)
def test_refused_to_everybody_else(scene: Scene, held: Voice, name: str) -> None:
    for role in ["anonymous", *set(scene.people) - LEADERS]:
        with nothing_written():
            client = client_of(scene, role)
            url = reverse(name, args=[held.pk])
            answer = client.get(url) if name == "voice" else client.post(url, sent(scene, name))
        assert answer.status_code == (302 if role == "anonymous" else 403), role
        assert b"Hissen" not in answer.content


@pytest.mark.parametrize("name", VIEWS[1:])
def test_only_post(scene: Scene, held: Voice, name: str) -> None:
    url = reverse(name, args=[held.pk])
    assert client_of(scene, "facilitator").get(url).status_code == 405


def test_what_was_said_is_shown_as_text(scene: Scene, held: Voice) -> None:
    page = client_of(scene, "facilitator").get(reverse("voice", args=[held.pk]))
    html = page.content.decode()
    assert "<b>kanarie" not in html
    assert 'value="Hissen på Fyren står still."' in html


def test_it_becomes_a_matter(scene: Scene, held: Voice) -> None:
    answer = post(scene, "facilitator", "voice_open", held, **complete(scene))
    matter = Matter.objects.get(title="Varför står hissen still?")
    assert answer["Location"] == matter.get_absolute_url()
    assert [g.voice_id for g in matter.grounds.all()] == [held.pk]
    held.refresh_from_db()
    assert held.visibility == "public"
    assert entries() == ["voices.published", "matters.opened"]


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"next_on": day(-1)}, {"holder": ""}, {"steward": "x"}]
)
def test_an_error_keeps_what_was_written(scene: Scene, held: Voice, wrong: dict[str, Any]) -> None:
    with nothing_written():
        given = complete(scene, **wrong)
        answer = post(scene, "facilitator", "voice_open", held, **given)
    assert answer.status_code == 422
    assert "title" in wrong or "Varför står hissen still?" in answer.content.decode()


def test_it_joins_a_matter(scene: Scene, held: Voice) -> None:
    answer = post(scene, "other_facilitator", "voice_join", held, matter=scene.matter.pk)
    assert answer["Location"] == scene.matter.get_absolute_url()
    assert held.grounds.get().matter == scene.matter
    assert entries() == ["voices.published", "matters.grounded"]
    assert "Hissen på Fyren" in Client().get(scene.matter.get_absolute_url()).content.decode()


@pytest.mark.parametrize("matter", ["", "x", "0", "999999", "9" * 30, "9" * 5000, "-1", "²"])
def test_it_cannot_join_what_is_not_there(scene: Scene, held: Voice, matter: str) -> None:
    with nothing_written():
        answer = post(scene, "facilitator", "voice_join", held, matter=matter)
    assert answer.status_code == 404


def test_it_is_set_aside_with_a_reason(scene: Scene, held: Voice) -> None:
    with nothing_written():
        without = post(scene, "editor", "voice_aside", held, **{"aside-reason": " "})
    assert without.status_code == 422
    answer = post(scene, "editor", "voice_aside", held, **sent(scene, "voice_aside"))
    assert answer["Location"] == reverse("voices")
    held.refresh_from_db()
    assert (held.visibility, held.hidden_reason) == ("hidden", "Den pekar ut en person.")
    assert entries() == ["voices.set_aside"]


@pytest.mark.parametrize("name", VIEWS)
def test_what_is_taken_care_of_is_no_longer_there(scene: Scene, held: Voice, name: str) -> None:
    voice_actions.publish_voice(held, by=scene.facilitator)
    ground(scene.matter, held, by=scene.facilitator)
    with nothing_written():
        client, url = client_of(scene, "facilitator"), reverse(name, args=[held.pk])
        answer = client.get(url) if name == "voice" else client.post(url, sent(scene, name))
    assert answer.status_code == 404


@pytest.mark.parametrize("name", VIEWS[1:])
def test_somebody_else_was_quicker_by_a_moment(
    scene: Scene, held: Voice, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """She passed the look at the voice, then another took care of it."""
    found = incoming.waiting_voice

    def slow(request: Any, pk: int) -> Voice:
        voice = found(request, pk)
        voice_actions.publish_voice(Voice.objects.get(pk=pk), by=scene.facilitator)
        return voice

    monkeypatch.setattr(incoming, "waiting_voice", slow)
    client = client_of(scene, "secretary")
    answer = client.post(reverse(name, args=[held.pk]), sent(scene, name), follow=True)
    assert _("Somebody else took care of it just before you.") in answer.content.decode()
    assert entries() == ["voices.published"]


def test_what_was_set_aside_can_be_looked_at_again(scene: Scene, held: Voice) -> None:
    voice_actions.set_aside(held, "Den pekar ut en person.", by=scene.who("secretary"))
    listed = f"{reverse('voices')}?visa=undan"
    url = reverse("voice_tending", args=[held.pk])
    client = client_of(scene, "secretary")
    assert url in client.get(listed).content.decode()
    assert b"Den pekar ut en person." in client.get(url).content
    for role in ("participant", "staff", "anonymous"):
        post(scene, role, "voice_look_again", held)
    with travel(timezone.now() + timedelta(days=31)):
        client.force_login(scene.who("secretary"))
        assert url not in client.get(listed).content.decode()
    client.force_login(scene.who("secretary"))
    held.refresh_from_db()
    assert held.visibility == "hidden"
    post(scene, "secretary", "voice_look_again", held)
    held.refresh_from_db()
    assert (held.visibility, held.hidden_reason) == ("held", "")
    assert url not in client.get(listed).content.decode()
    with pytest.raises(ValidationError):
        voice_actions.look_again(held, by=scene.who("secretary"))


def test_whoever_set_aside_another_groups_finds_it_again(scene: Scene, held: Voice) -> None:
    others, mine = scene.who("other_facilitator"), scene.who("secretary")
    Voice.objects.filter(pk=held.pk).update(group=scene.parties.group)
    held.refresh_from_db()
    voice_actions.set_aside(held, "Den pekar ut en person.", by=others)
    url = reverse("voice_tending", args=[held.pk])
    for each in (others, mine):
        client = Client()
        client.force_login(each)
        assert url in client.get(f"{reverse('voices')}?visa=undan").content.decode(), each


def test_what_was_taken_back_stays_so(scene: Scene, held: Voice) -> None:
    withdrawing.withdraw(held)
    for do in (voice_actions.publish_voice, voice_actions.look_again):
        with pytest.raises(ValidationError):
            do(held, by=scene.who("secretary"))
    with pytest.raises(ValidationError):
        voice_actions.set_aside(held, "Varför?", by=scene.who("secretary"))
    held.refresh_from_db()
    assert held.visibility == "withdrawn"


def test_praise_stands_on_the_groups_page(scene: Scene) -> None:
    group = scene.parties.group
    thanks = make_voice("Kaffet är gott.", visibility="held", kind="good", group=group)
    other = make_voice("Hissen skakar.", visibility="held", kind="bad", group=group)
    page = group.get_absolute_url()
    assert "Kaffet är gott." not in Client().get(page).content.decode()
    assert post(scene, "facilitator", "voice_show", other).status_code == 404
    assert post(scene, "participant", "voice_show", thanks).status_code in (403, 404)
    assert post(scene, "facilitator", "voice_show", thanks).status_code == 302
    html = Client().get(page).content.decode()
    assert "Kaffet är gott." in html
    assert "Hissen skakar." not in html
    assert not thanks.grounds.exists()
