"""A room of organisations: closed to all others, nothing written over, released with every yes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from oppnasoc.groups.models import Organisation
from oppnasoc.groups.tests.making import ROLES, make_group, make_organisation, make_person, sit
from oppnasoc.outbox.models import Message
from oppnasoc.people.models import User
from oppnasoc.preparation import actions, letters, releasing
from oppnasoc.preparation.models import Invited, Item, Outgoing, Preparation, Summons
from oppnasoc.preparation.views import log_of
from oppnasoc.search import index
from oppnasoc.search.finding import find
from oppnasoc.trail.actions import Stale, lines
from oppnasoc.trail.kinds import Audience
from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import todos
from oppnasoc.voices.models import Voice

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """A room of two organisations, and one that is invited."""

    room: Preparation
    ours: Invited
    theirs: Invited
    asked: Invited
    us: User
    them: User
    other: User


def make_member(organisation: Organisation) -> User:
    person = make_person("stranger", name=f"Medlem {organisation.pk}")
    sit(person, organisation, "member")
    return person


@pytest.fixture
def scene(db: None) -> Scene:
    bryggan, kajen, udden = (
        make_organisation(name, does="Stöd.") for name in ("Bryggan", "Kajen", "Udden")
    )
    us, them, other = map(make_member, (bryggan, kajen, udden))
    room = actions.start(bryggan, title="Bättre väntrum", by=us)
    ours = room.invited.get()
    theirs = actions.invite(ours, kajen, by=us)
    actions.answer(theirs, joins=True, by=them)
    asked = actions.invite(ours, udden, by=us)
    return Scene(room, ours, theirs, asked, us, them, other)


def written(scene: Scene, text: str = "Stolar med armstöd.") -> None:
    actions.write(
        scene.ours, title="Bättre väntrum", text=text, seen=scene.ours.preparation.revision,
        by=scene.us,
    )  # fmt: skip
    scene.theirs.preparation.refresh_from_db()


def asked_for_yes(scene: Scene) -> Outgoing:
    actions.answer(scene.asked, joins=False, by=scene.other)
    written(scene)
    item = actions.add_item(scene.ours, text="Ring Mottagningen", by=scene.us)
    return releasing.ask(scene.ours, [item], seen=2, by=scene.us)


def released(scene: Scene) -> Outgoing:
    sheet = asked_for_yes(scene)
    releasing.say_yes(scene.theirs, sheet, by=scene.them)
    return releasing.release(scene.theirs, sheet, by=scene.them)


def status(client: Client, path: str, person: User | None) -> int:
    client.logout()
    if person is not None:
        client.force_login(person)
    return client.get(path).status_code


class TestClosed:
    @pytest.mark.parametrize("role", ROLES)
    def test_nobody_else_sees_it_whatever_her_role(
        self, client: Client, scene: Scene, role: str
    ) -> None:
        person = make_person(role, make_group())
        room = scene.room.get_absolute_url()
        for path in (room, f"{room}text/", f"{room}tidigare/", f"{room}slapp/", f"{room}rad/",
                     f"{room}lamna/", f"/forbereda/inbjudan/{scene.asked.pk}/"):  # fmt: skip
            assert status(client, path, person) == 404, path
        html = client.get("/forbereda/").content.decode()
        html += client.get(scene.ours.organisation.get_absolute_url()).content.decode()
        assert "Bättre väntrum" not in html
        with pytest.raises(PermissionDenied):
            actions.write(scene.ours, title="x", text="x", seen=1, by=person)

    @pytest.mark.parametrize("query", ["", "?organisation=0"])
    def test_a_member_opens_a_room_by_what_the_page_gives(self, client: Client, query: str) -> None:
        kajen = make_organisation("Kajen", does="Stöd.")
        client.force_login(make_member(kajen))
        given = client.get(f"/forbereda/ny/{query}").context["form"]["organisation"].value()
        sent = client.post("/forbereda/ny/", {"organisation": given, "title": "Kaffet"})
        assert sent.status_code == 302
        assert Invited.objects.get(preparation__title="Kaffet").organisation_id == kajen.pk

    def test_those_inside_do(self, client: Client, scene: Scene) -> None:
        for person in (scene.us, scene.them):
            assert status(client, scene.room.get_absolute_url(), person) == 200
        assert status(client, scene.room.get_absolute_url(), None) == 302

    def test_who_is_invited_sees_who_asks_and_no_text(self, client: Client, scene: Scene) -> None:
        written(scene, "Hemligt än.")
        assert status(client, scene.room.get_absolute_url(), scene.other) == 404
        html = client.get(f"/forbereda/inbjudan/{scene.asked.pk}/").content.decode()
        assert "Bryggan bjuder in Udden" in html
        assert "Hemligt än." not in html
        answer = client.post(f"/forbereda/inbjudan/{scene.asked.pk}/", {"answer": "yes"})
        assert answer["Location"] == scene.room.get_absolute_url()
        assert "Hemligt än." in client.get(answer["Location"]).content.decode()

    def test_who_leaves_sees_nothing_and_the_last_takes_all_of_it_along(
        self, client: Client, scene: Scene
    ) -> None:
        actions.leave(scene.theirs, by=scene.them)
        assert status(client, scene.room.get_absolute_url(), scene.them) == 404
        assert Preparation.objects.exists()
        actions.leave(scene.ours, by=scene.us)
        assert not Preparation.objects.exists()

    def test_a_member_no_longer_is_outside_at_once(self, client: Client, scene: Scene) -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        scene.them.memberships.update(until=yesterday)
        assert status(client, scene.room.get_absolute_url(), scene.them) == 404

    def test_the_log_names_organisations_and_is_not_for_staff(self, scene: Scene) -> None:
        html = " ".join(line.html for line in log_of(scene.room))
        assert "Bryggan bjöd in Kajen." in html
        assert scene.us.name not in html
        entries = Entry.objects.filter(kind__startswith="preparation.")
        assert entries.count() == 4
        assert lines(entries, audience=Audience.STAFF) == lines(entries) == []

    def test_the_search_knows_nothing_before_it_is_released(self, scene: Scene) -> None:
        written(scene, "Fjädermoln")
        index.rebuild()
        assert find("Fjädermoln").total == 0


class TestWriting:
    def test_who_comes_second_keeps_her_words_and_sees_the_others(
        self, client: Client, scene: Scene
    ) -> None:
        url = f"{scene.room.get_absolute_url()}text/"
        client.force_login(scene.them)
        seen = client.get(url).context["form"]["seen"].value()
        written(scene, "Ordet från Bryggan.")
        given = {"title": "Bättre väntrum", "text": "Ordet från Kajen.", "seen": seen}
        answer = client.post(url, given)
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "Ordet från Bryggan." in html
        assert "Kajen</ins>" in html
        assert answer.context["form"]["text"].value() == "Ordet från Kajen."
        scene.room.refresh_from_db()
        assert scene.room.text == "Ordet från Bryggan."
        again = {**given, "seen": answer.context["form"]["seen"].value()}
        assert client.post(url, again).status_code == 302
        assert (
            "Ordet från" in client.get(f"{scene.room.get_absolute_url()}tidigare/").content.decode()
        )
        assert scene.room.wordings.count() == 3

    def test_the_list_is_ticked_moved_given_and_kept_whole(self, scene: Scene) -> None:
        one = actions.add_item(scene.ours, text="Ett", by=scene.us)
        two = actions.add_item(scene.theirs, text="Två", by=scene.them)
        actions.move_item(scene.ours, two, up=True, by=scene.us)
        assert [item.text for item in scene.room.items.all()] == ["Två", "Ett"]
        actions.tick(scene.ours, one, done=True, by=scene.us)
        with pytest.raises(Stale):
            actions.tick(scene.theirs, one, done=True, by=scene.them)
        kajen = scene.theirs.organisation
        actions.edit_item(scene.ours, two, text="Tre", organisation=kajen, seen=1, by=scene.us)
        with pytest.raises(Stale):
            actions.edit_item(scene.theirs, two, text="Fyra", seen=1, by=scene.them)
        udden = scene.asked.organisation
        with pytest.raises(ValidationError):
            actions.edit_item(scene.ours, two, text="Tre", organisation=udden, seen=2, by=scene.us)
        with pytest.raises(ValidationError):
            actions.add_item(scene.ours, text="Möte", kind=Item.Kind.DAY, by=scene.us)

    def test_nobody_reaches_the_rows_of_another_room(self, client: Client, scene: Scene) -> None:
        elsewhere = actions.start(scene.asked.organisation, title="Annat", by=scene.other)
        item = actions.add_item(elsewhere.invited.get(), text="Deras", by=scene.other)
        client.force_login(scene.us)
        room = scene.room.get_absolute_url()
        assert client.get(f"{room}rad/{item.pk}/").status_code == 404
        assert client.post(f"{room}rad/{item.pk}/gor/", {"do": "done"}).status_code == 404
        with pytest.raises(Stale):
            actions.remove_item(scene.ours, item, by=scene.us)


class TestReleasing:
    def test_it_is_public_when_all_have_said_yes_and_not_before(
        self, client: Client, scene: Scene
    ) -> None:
        sheet = asked_for_yes(scene)
        with pytest.raises(ValidationError, match="Kajen"):
            releasing.release(scene.ours, sheet, by=scene.us)
        assert status(client, f"/forbereda/{sheet.pk}-{sheet.slug}/", None) == 404
        written(scene, "Något helt annat.")
        releasing.say_yes(scene.theirs, sheet, by=scene.them)
        releasing.release(scene.theirs, sheet, by=scene.them)
        client.logout()
        html = client.get(sheet.get_absolute_url()).content.decode()
        for text in ("Stolar med armstöd.", "Ring Mottagningen", "Bryggan", "Kajen"):
            assert text in html
        assert "Något helt annat." not in html
        assert "Udden" not in html
        assert sheet.title in client.get("/forbereda/").content.decode()
        assert sheet.title in client.get("/organisationer/kajen/").content.decode()
        index.rebuild()
        assert find("armstöd").total == 1

    def test_one_is_enough_to_take_it_back(self, client: Client, scene: Scene) -> None:
        sheet = released(scene)
        client.force_login(scene.us)
        url = f"{scene.room.get_absolute_url()}slapp/gor/"
        assert client.post(url, {"do": "take_back", "sheet": sheet.pk}).status_code == 302
        client.logout()
        assert client.get(f"/forbereda/{sheet.pk}-{sheet.slug}/").status_code == 404
        index.rebuild()
        assert find("armstöd").total == 0

    def test_a_new_organisation_has_to_be_asked_too(self, scene: Scene) -> None:
        sheet = asked_for_yes(scene)
        actions.invite(scene.ours, scene.asked.organisation, by=scene.us)
        with pytest.raises(Stale):
            releasing.say_yes(scene.theirs, sheet, by=scene.them)

    def test_a_no_lets_it_be(self, scene: Scene) -> None:
        sheet = asked_for_yes(scene)
        releasing.say_no(scene.theirs, sheet, by=scene.them)
        with pytest.raises(Stale):
            releasing.release(scene.ours, sheet, by=scene.us)

    def test_nobody_says_yes_for_another(self, client: Client, scene: Scene) -> None:
        sheet = asked_for_yes(scene)
        client.force_login(scene.us)
        given = {"do": "yes", "sheet": sheet.pk, "organisation": scene.theirs.organisation_id}
        url = f"{scene.room.get_absolute_url()}slapp/gor/"
        assert client.post(url, given).status_code == 404
        assert [each.name for each in releasing.silent(sheet)] == ["Kajen"]

    def test_it_goes_on_as_a_question_of_the_organisation(
        self, client: Client, scene: Scene
    ) -> None:
        sheet = released(scene)
        url = f"/forbereda/{sheet.pk}/fraga/"
        assert status(client, url, scene.other) == 404
        client.force_login(scene.us)
        once = client.get(url).context["form"]["once"].value()
        given = {"text": "Kan väntrummet få stolar?", "people": 40, "once": once}
        for _press in range(2):
            sent = client.post(url, given)
            assert re.search(r"<b>\w{5}-\w{5}</b>", sent.content.decode())
        client.force_login(scene.them)
        room = client.get(scene.room.get_absolute_url()).content.decode()
        assert room.count("Bryggan gjorde det till en fråga till kommunen.") == 1
        voice = Voice.objects.get()
        assert (voice.organisation, voice.people_count) == (scene.ours.organisation, 40)
        assert voice.about == sheet.get_absolute_url()


class TestTelling:
    def test_letters_say_who_asks_and_not_what_about(self, scene: Scene) -> None:
        message = Message.objects.get(
            thing=Summons.objects.get(invited=scene.asked).pk, kind="preparation.summons"
        )
        letter = letters.summons(message)
        assert letter is not None
        assert letter.to == scene.other.email
        said = " ".join([letter.subject, *letter.lines])
        assert "Bryggan bjuder in Udden" in said
        assert "väntrum" not in said
        actions.answer(scene.asked, joins=False, by=scene.other)
        assert letters.summons(message) is None

    def test_a_letter_asks_the_others_for_their_yes(self, scene: Scene) -> None:
        sheet = asked_for_yes(scene)
        [summons] = Summons.objects.filter(sheet=sheet)
        assert summons.user == scene.them
        message = Message.objects.get(thing=summons.pk)
        assert letters.summons(message) is not None
        releasing.say_yes(scene.theirs, sheet, by=scene.them)
        assert letters.summons(message) is None

    def test_what_waits_is_on_the_list_of_things_to_do(self, scene: Scene) -> None:
        assert [one.title for one in todos(scene.other)] == [
            "Udden är inbjuden att förbereda något"
        ]
        day = timezone.localdate() + timedelta(days=3)
        kajen = scene.theirs.organisation
        actions.add_item(scene.ours, text="Mät", organisation=kajen, by_on=day, by=scene.us)
        asked_for_yes(scene)
        titles = {one.title for one in todos(scene.them)}
        assert titles == {"Mät", "Säg ja eller nej: Bättre väntrum"}
        assert todos(scene.us) == []
