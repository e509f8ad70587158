"""Another authority is asked by mail, and says yes, no and its answer by a signed link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client

from oppnasoc.following.tests.conftest import Mailbox
from oppnasoc.following.tests.conftest import mailbox as mailbox
from oppnasoc.groups.models import Outside
from oppnasoc.groups.trusting import set_trust
from oppnasoc.matters import actions, link_right, merging, offers, outside_todo, passing
from oppnasoc.matters.link_right import ANSWER, RECEIVE, LinkRight
from oppnasoc.matters.models import Answer, Ground, Matter, Offer
from oppnasoc.outbox import replies
from oppnasoc.outbox.models import Message
from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import todos
from tests.town import make_matter, make_voice

from .scene import Scene, day, entries, refused

SWEDISH = ZoneInfo("Europe/Stockholm")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SWEDISH)
THEM = "registrator@region.example"
YES = {"verdict": "yes", "text": "Vi ringer inom tre dagar."}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(MONDAY, tick=False) as travelling:
        yield travelling


@pytest.fixture
def region(clock: Any, scene: Scene) -> Outside:
    Outside.objects.update(email=THEM)
    return scene.parties.outside


def ask(scene: Scene, region: Outside) -> None:
    scene.matter.refresh_from_db()
    passing.hand_over(scene.matter, to=region, reason="Det är ert register.", by=scene.facilitator)


def work() -> None:
    call_command("work", "--once")


def link_of(mailbox: Mailbox, name: str) -> str:
    """The path in the latest mail to the authority."""
    found = re.findall(rf"http://localhost:8000(/fragor/lank/{name}/\S+/)", mailbox.texts(THEM)[-1])
    assert found, mailbox.texts(THEM)[-1]
    return str(found[-1])


def right_of(scene: Scene, right: str) -> LinkRight:
    kinds = link_right.ASKING if right == RECEIVE else link_right.TAKING
    entry = Entry.objects.about(scene.matter).filter(kind__in=kinds).latest("pk")
    return LinkRight(right, entry.pk, scene.matter.pk, link_right.party_of(entry))


def taken(scene: Scene, region: Outside) -> LinkRight:
    ask(scene, region)
    passing.accept(scene.matter, next_on=day(10), by=None, link=right_of(scene, RECEIVE))
    return right_of(scene, ANSWER)


def test_an_authority_takes_a_question_and_answers_by_link(
    scene: Scene, region: Outside, mailbox: Mailbox, settings: Any
) -> None:
    settings.MAIL_DOMAIN = "sundhamn.example"
    ask(scene, region)
    work()
    [(to, mail)] = mailbox.arrived
    assert to == THEM
    assert scene.matter.title not in mail["Subject"]
    text = " ".join(mailbox.texts(THEM)[0].split())
    assert "Det är ert register." in text
    assert "måndag 9 mars" in text
    entry = Entry.objects.get(kind="matters.asked")
    assert replies.read(mail["Reply-To"]) == replies.Reply(
        replies.Who.OUTSIDE, entry.pk, scene.matter.pk
    )
    link = link_of(mailbox, "fragan")
    client = Client()
    shown = client.get(link)
    html = shown.content.decode()
    for words in (scene.matter.title, "Det är ert register.", scene.voice.text):
        assert words in html
    assert shown["Referrer-Policy"] == "no-referrer, strict-origin"
    assert "noindex" in shown["X-Robots-Tag"]
    assert Matter.objects.get().asked_id == region.pk  # Looking changes nothing.

    nothing = client.post(link, {"accept": "", "next_on": ""})
    assert nothing.status_code == 422
    said = client.post(link, {"accept": "", "next_on": day(14), "text": "Vi tar det."})
    assert said.status_code == 302
    matter = Matter.objects.get()
    assert (matter.holder_id, matter.asked_id, matter.next_on) == (region.pk, None, day(14))
    moved = Entry.objects.get(kind="matters.moved")
    assert (moved.actor, moved.data["entered"]) == (None, False)
    assert client.get(link).status_code == 404
    assert client.post(link, {"accept": "", "next_on": day(14)}).status_code == 404

    work()
    answering = link_of(mailbox, "svara")
    assert said["Location"] == answering  # The page goes on to it, too.
    to_answer = client.get(answering).content.decode()
    assert "Det är ert register." in to_answer
    assert "Vi tar det." not in to_answer  # They know what they wrote themselves.
    assert client.post(answering, {"verdict": "no", "text": "Nej."}).status_code == 422
    thanked = client.post(answering, YES)
    assert thanked.status_code == 200
    assert "tittar på det" in thanked.content.decode()
    assert Answer.objects.count() == 0
    [offer] = Offer.objects.all()

    secretary = Client()
    secretary.force_login(scene.people["secretary"])
    looked_at = secretary.get(offer.get_absolute_url()).content.decode()
    assert YES["text"] in looked_at
    assert "Deras svar" in looked_at
    assert "Ditt svar" not in looked_at
    put_right = {"publish": "", **YES, "text": "Vi ringer inom tre arbetsdagar."}
    assert secretary.post(offer.get_absolute_url(), put_right).status_code == 302
    answer = Answer.objects.get()
    assert answer.on_behalf_of_id == region.pk
    assert answer.text == "Vi ringer inom tre arbetsdagar."
    assert client.get(matter.get_absolute_url()).content.decode().count(region.name)


def test_what_is_parted_or_split_asks_them_too(
    scene: Scene, region: Outside, mailbox: Mailbox
) -> None:
    """However a matter comes to be asked for, the authority is asked by mail."""
    more = make_voice("Mitt brev kom aldrig fram.")
    Ground.objects.create(matter=scene.matter, voice=more)
    other = make_matter("Var ligger mitt beslut?", scene.parties.group, scene.parties.group)
    given: dict[str, Any] = {
        "steward": scene.parties.group,
        "holder": region,
        "next_on": day(14),
        "by": scene.facilitator,
    }
    new = merging.split(scene.matter, [more], "Breven kommer inte fram", "Det är två.", **given)
    merging.merge(scene.matter, other, "De är lika.", by=scene.facilitator)
    merging.part(scene.matter, "De är inte lika.", **given)
    work()
    texts = mailbox.texts(THEM)
    assert [sum(each.title in text for text in texts) for each in (new, scene.matter)] == [1, 1]
    client = Client()
    for link in re.findall(r"http://localhost:8000(/fragor/lank/fragan/\S+/)", " ".join(texts)):
        answer = {"accept": "", "next_on": day(14), "text": "Vi tar det."}
        assert client.post(link, answer).status_code == 302
    assert set(Matter.objects.filter(holder=region)) == {new, scene.matter}
    log = client.get(new.get_absolute_url()).content.decode()
    assert f"{region} har fått frågan om att ta över." in re.sub("<[^>]+>", "", log)


def test_an_authority_refuses_and_the_matter_goes_back(
    scene: Scene, region: Outside, mailbox: Mailbox
) -> None:
    before = scene.matter.holder_id
    ask(scene, region)
    work()
    link, client = link_of(mailbox, "fragan"), Client()
    assert client.post(link, {"give_back": "", "no-reason": ""}).status_code == 422
    said = client.post(link, {"give_back": "", "no-reason": "Kommunen äger frågan."})
    assert said.status_code == 302
    matter = Matter.objects.get()
    assert (matter.holder_id, matter.asked_id) == (before, None)
    assert entries()[-1] == "matters.given_back"
    html = client.get(matter.get_absolute_url()).content.decode()
    assert "Kommunen äger frågan." in html
    gone = client.get(link)
    assert gone.status_code == 404
    assert "Länken fungerar inte längre" in gone.content.decode()
    assert matter.title in gone.content.decode()


@pytest.mark.parametrize("way", ["called back", "asked anew", "hidden", "too old", "changed", "no"])
def test_a_link_is_worth_nothing_afterwards(
    way: str, clock: Any, scene: Scene, region: Outside, mailbox: Mailbox
) -> None:
    ask(scene, region)
    work()
    link = link_of(mailbox, "fragan")
    if way in ("called back", "asked anew"):
        passing.call_back(scene.matter, by=scene.facilitator)
        if way == "asked anew":
            ask(scene, region)
    elif way == "hidden":
        actions.set_visibility(scene.matter, public=False, by=scene.people["editor"])
    elif way == "too old":
        clock.shift(timedelta(days=22))
    elif way == "changed":
        link = link[:-3] + ("a" if link[-3] != "a" else "b") + link[-2:]
    else:
        link = link.replace("fragan", "svara")  # That is another right.
    for answered in (Client().get(link), Client().post(link, {"accept": "", "next_on": day(14)})):
        assert answered.status_code == 404
        assert "Länken fungerar inte längre" in answered.content.decode()
    assert Matter.objects.get().holder_id != region.pk
    if way == "asked anew":
        work()
        again = link_of(mailbox, "fragan")
        assert again != link
        assert Client().get(again).status_code == 200


def test_the_days_pass_for_them_as_for_everybody(
    clock: Any, scene: Scene, region: Outside, mailbox: Mailbox
) -> None:
    ask(scene, region)
    work()
    link = link_of(mailbox, "fragan")
    clock.shift(timedelta(days=8))
    shown = Client().post(link, {"accept": "", "next_on": day(14)})
    assert shown.status_code == 422
    passing.lapse(Matter.objects.get())
    assert Client().get(link).status_code == 404


def test_a_right_by_link_is_for_one_hand_over_and_one_thing(scene: Scene, region: Outside) -> None:
    ask(scene, region)
    link = right_of(scene, RECEIVE)
    for wrong in (
        LinkRight(ANSWER, link.entry, link.matter, link.party),
        LinkRight(RECEIVE, link.entry - 1, link.matter, link.party),
        LinkRight(RECEIVE, link.entry, link.matter + 1, link.party),
        LinkRight(RECEIVE, link.entry, link.matter, scene.parties.unit.pk),
    ):
        with refused(PermissionDenied):
            passing.accept(scene.matter, next_on=day(10), by=None, link=wrong)
        with refused(PermissionDenied):
            passing.give_back(scene.matter, "Nej.", by=None, link=wrong)
    with refused(PermissionDenied):
        actions.answer(scene.matter, "Ja.", verdict="yes", by=None, link=link)
    with refused(PermissionDenied):
        offers.answer_by_link(scene.matter, "Ja.", verdict="yes", link=link)
    with refused(PermissionDenied):
        passing.accept(scene.matter, next_on=day(10), by=None)


def test_an_answer_of_whom_the_group_trusts_stands_at_once(scene: Scene, region: Outside) -> None:
    link = taken(scene, region)
    set_trust(scene.parties.group, [region], by=scene.facilitator)
    done = offers.answer_by_link(scene.matter, "Vi ringer.", verdict="yes", link=link)
    assert isinstance(done, Answer)
    assert (done.on_behalf_of_id, done.answered_by) == (region.pk, None)
    assert entries()[-1] == "matters.answered"


def test_the_link_to_answer_dies_when_the_matter_moves_on(scene: Scene, region: Outside) -> None:
    link = taken(scene, region)
    matter = Matter.objects.get()
    passing.hand_over(matter, to=scene.parties.group, by=scene.facilitator)
    with refused(PermissionDenied):
        offers.answer_by_link(matter, "Vi ringer.", verdict="yes", link=link)


def test_what_waits_is_for_those_who_tend_the_matter(scene: Scene, region: Outside) -> None:
    link = taken(scene, region)
    offers.answer_by_link(scene.matter, "Vi ringer.", verdict="yes", link=link)
    [offer] = Offer.objects.all()
    for role in ("secretary", "facilitator", "editor"):
        titles = [todo.title for todo in outside_todo.offered(scene.who(role))]
        assert titles == [f"Ett svar väntar: {scene.matter}"], role
    for role in ("participant", "staff", "manager", "other_facilitator"):
        assert outside_todo.offered(scene.who(role)) == []
        client = Client()
        client.force_login(scene.who(role))
        assert client.get(offer.get_absolute_url()).status_code == 403
    offers.leave(offer, by=scene.facilitator)
    assert outside_todo.offered(scene.who("secretary")) == []
    offers.publish(offer, by=scene.facilitator, text="Vi ringer.", verdict="yes")
    assert Answer.objects.get().on_behalf_of_id == region.pk


def test_mail_that_comes_back_is_told_to_those_who_asked(
    scene: Scene, region: Outside, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def handle_RCPT(server: Any, session: Any, envelope: Any, *rest: Any) -> str:
        return "550 5.1.1 No such user"

    monkeypatch.setattr(mailbox, "handle_RCPT", handle_RCPT, raising=False)
    ask(scene, region)
    work()
    titles = [todo.title for todo in todos(scene.who("secretary"))]
    assert f"Ring {region}: {scene.matter}" in titles
    assert "matters.not_reached" in entries()
    passing.call_back(scene.matter, by=scene.facilitator)
    assert outside_todo.not_reached(scene.who("secretary")) == []


def test_no_address_and_long_ago_means_no_mail(clock: Any, scene: Scene) -> None:
    Outside.objects.update(email="")
    ask(scene, scene.parties.outside)
    passing.call_back(scene.matter, by=scene.facilitator)
    Outside.objects.update(email=THEM)
    given: dict[str, Any] = {"to": scene.parties.outside, "reason": "x", "by": scene.facilitator}
    passing.hand_over(scene.matter, on=day(-5), **given)
    assert Message.objects.count() == 0
