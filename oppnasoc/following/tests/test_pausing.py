"""While somebody pauses nothing is sent and nothing is lost; back again she gets one letter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from oppnasoc.following import actions, pausing
from oppnasoc.following.daily import bring_back, forget_what_was_told
from oppnasoc.following.models import Delivery, Follower
from oppnasoc.matters.actions import answer, note, set_visibility
from oppnasoc.matters.models import Matter
from oppnasoc.matters.tests.scene import Scene, make_scene
from oppnasoc.outbox.models import Message
from oppnasoc.people import pausing as people
from tests.town import make_matter

from .conftest import Mailbox
from .test_week import confirmed

SWEDISH = ZoneInfo("Europe/Stockholm")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SWEDISH)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def scene(clock: time_machine.Traveller) -> Scene:
    return make_scene()


def work() -> None:
    call_command("work", "--once")


def happens(scene: Scene) -> None:
    """Two notes and, last but one, the answer."""
    matter = Matter.objects.with_parties().get(pk=scene.matter.pk)
    note(matter, "Vi har frågat enheten.", by=scene.facilitator)
    matter.refresh_from_db()
    answer(matter, "Vi ringer inom tre dagar.", verdict="yes", by=scene.manager)
    note(matter, "Telefonen är beställd.", by=scene.facilitator)
    work()


def test_an_account_gets_one_letter_when_it_is_back(
    mailbox: Mailbox, scene: Scene, clock: time_machine.Traveller
) -> None:
    her = scene.people["participant"]
    follower = actions.of(her)
    actions.follow(follower, "matter", scene.matter.pk, rhythm="at_once")
    people.pause(her, by=her)
    happens(scene)
    clock.move_to(MONDAY + timedelta(days=120))
    forget_what_was_told(date(2026, 6, 30))
    work()
    assert mailbox.texts(her.email) == []
    people.come_back(her, by=her)
    work()
    work()
    [letter] = mailbox.texts(her.email)
    assert "Vi ringer inom tre dagar." in letter  # The outcome, and not what came after it.
    assert "Telefonen är beställd." not in letter
    assert reverse("following_while_away") in letter
    client = Client()
    client.force_login(her)
    page = client.get(reverse("following_while_away")).content.decode()
    assert scene.matter.title in page
    happens_again = Matter.objects.get(pk=scene.matter.pk)
    note(happens_again, "Nu ringer den.", by=scene.facilitator)
    work()
    assert len(mailbox.texts(her.email)) == 2  # From now on as she has chosen.


def test_at_most_ten_lines_the_most_important_first(mailbox: Mailbox, scene: Scene) -> None:
    kim = confirmed("kim@example.se", "everything", 0, "at_once")
    work()
    mailbox.arrived.clear()
    pausing.pause(kim)
    happens(scene)
    for n in range(12):
        more = make_matter(f"Fråga {n}?", scene.parties.group, scene.parties.unit)
        note(more, f"Steg {n}.", by=scene.facilitator)
    work()
    assert mailbox.arrived == []
    pausing.come_back(kim)
    pausing.come_back(kim)
    work()
    [letter] = mailbox.texts("kim@example.se")
    assert letter.count("Steg") == 9
    assert "Och två saker till" in letter
    assert letter.index("Vi ringer inom tre dagar.") < letter.index("Steg 11.")
    assert "3" in letter
    found = pausing.since_she_was_away(kim)
    assert len(found) == 13
    assert found[0].more == 2


def test_what_stood_in_the_outbox_waits_too(mailbox: Mailbox, scene: Scene) -> None:
    kim = confirmed("kim@example.se", "matter", scene.matter.pk, "at_once")
    note(scene.matter, "Vi har frågat enheten.", by=scene.facilitator)
    from oppnasoc.following import fanout, gathering

    fanout.fan_out(MONDAY)
    gathering.gather(MONDAY)
    pausing.pause(kim)
    work()
    assert not any("frågat enheten" in text for text in mailbox.texts("kim@example.se"))
    pausing.come_back(kim)
    work()
    assert "frågat enheten" in mailbox.texts("kim@example.se")[-1]
    assert Delivery.objects.filter(done_at=None).count() == 0


def test_what_is_hidden_meanwhile_is_told_to_nobody(mailbox: Mailbox, scene: Scene) -> None:
    kim = confirmed("kim@example.se", "matter", scene.matter.pk, "at_once")
    work()
    mailbox.arrived.clear()
    pausing.pause(kim)
    happens(scene)
    matter = Matter.objects.get(pk=scene.matter.pk)
    set_visibility(matter, public=False, by=scene.people["editor"])
    pausing.come_back(kim)
    work()
    assert mailbox.arrived == []
    assert Message.objects.get(kind=pausing.CATCH_UP).state == "dropped"


def test_nothing_happened_and_nothing_is_sent(mailbox: Mailbox, scene: Scene) -> None:
    kim = confirmed("kim@example.se", "matter", scene.matter.pk, "at_once")
    work()
    pausing.pause(kim)
    pausing.come_back(kim)
    assert not Message.objects.filter(kind=pausing.CATCH_UP).exists()


def test_she_is_back_on_the_day_that_she_chose(scene: Scene, clock: time_machine.Traveller) -> None:
    kim = confirmed("kim@example.se", "matter", scene.matter.pk, "at_once")
    for wrong in (date(2026, 3, 2), date(2026, 3, 1)):
        with pytest.raises(ValidationError):
            pausing.pause(kim, wrong)
    pausing.pause(kim, date(2026, 3, 9))
    assert bring_back(date(2026, 3, 8)) == 0
    assert bring_back(date(2026, 3, 11)) == 1
    assert Follower.objects.get(pk=kim.pk).paused_on is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Follower.objects.filter(pk=kim.pk).update(paused_until=date(2026, 3, 9))


def test_who_reads_here_finds_it_here(mailbox: Mailbox, scene: Scene) -> None:
    her = scene.people["participant"]
    follower = actions.of(her)
    actions.set_channel(follower, "site")
    actions.follow(follower, "matter", scene.matter.pk, rhythm="at_once")
    pausing.pause(follower)
    assert her.__class__.objects.get(pk=her.pk).is_away
    happens(scene)
    follower = Follower.objects.select_related("user").get(pk=follower.pk)
    pausing.come_back(follower)
    work()
    assert mailbox.arrived == []
    client = Client()
    client.force_login(her)
    page = client.get(reverse("following_while_away")).content.decode()
    assert "Vi ringer inom tre dagar." in page


def test_who_has_no_account_pauses_on_her_page(mailbox: Mailbox, scene: Scene) -> None:
    kim = confirmed("kim@example.se", "matter", scene.matter.pk, "at_once")
    work()
    mailbox.arrived.clear()
    client, page = Client(), reverse("following_own", args=[kim.key])
    assert 'value="pause"' in client.get(page).content.decode()
    wrong = client.post(page, {"do": "pause", "until": "2026-03-01"})
    assert wrong.status_code == 422
    assert 'value="2026-03-01"' in wrong.content.decode()
    html = client.post(page, {"do": "pause", "until": "2026-04-07"}, follow=True).content.decode()
    assert "Du pausar till tisdag 7 april." in html
    assert 'value="pause"' not in html
    happens(scene)
    assert mailbox.arrived == []
    html = client.post(page, {"do": "come_back"}, follow=True).content.decode()
    assert "Du pausar" not in html
    work()
    [letter] = mailbox.texts("kim@example.se")
    assert "Vi ringer inom tre dagar." in letter


def test_who_has_an_account_sees_that_she_pauses(scene: Scene) -> None:
    her, client = scene.people["participant"], Client()
    client.force_login(her)
    actions.follow(actions.of(her), "matter", scene.matter.pk)
    assert 'value="come_back"' not in client.get(reverse("following")).content.decode()
    people.pause(her, by=her)
    assert 'value="come_back"' in client.get(reverse("following")).content.decode()
    client.post(reverse("following"), {"do": "come_back"})
    her.refresh_from_db()
    assert her.paused_on is None
