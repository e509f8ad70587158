"""Following as people meet it: with an account, with an address, with a code."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oppnasoc.following import actions, links
from oppnasoc.following.models import Delivery, Follow, Follower
from oppnasoc.following.quiet import WithoutKeys
from oppnasoc.matters.actions import note
from oppnasoc.matters.tests.scene import Scene, make_scene
from oppnasoc.outbox.models import Message
from oppnasoc.search import index
from oppnasoc.voices import codes
from oppnasoc.voices.models import Voice
from oppnasoc.voices.withdrawing import withdraw
from tests.town import ROLES

from .conftest import Mailbox
from .test_week import work

pytestmark = pytest.mark.django_db

CODE = "7K3MX9Q2PA"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def client_of(scene: Scene, role: str) -> Client:
    client = Client()
    if role != "anonymous":
        client.force_login(scene.people[role])
    return client


def seen(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def press(client: Client, page: str, **data: Any) -> str:
    """Press a button and read the page that comes."""
    return seen(client.post(page, data, follow=True))


def button(html: str, value: str) -> bool:
    return f'name="do" value="{value}"' in html


@pytest.mark.parametrize("role", ROLES)
def test_everybody_finds_the_way_from_what_can_be_followed(role: str, scene: Scene) -> None:
    client = client_of(scene, role)
    parties = scene.parties
    wanted = {
        scene.matter.get_absolute_url(): links.follow("matter", scene.matter.pk),
        parties.group.get_absolute_url(): links.follow("party", parties.group.pk),
        parties.organisation.get_absolute_url(): links.follow("party", parties.organisation.pk),
        parties.unit.get_absolute_url(): links.follow("party", parties.unit.pk),
        parties.post.get_absolute_url(): links.follow("party", parties.post.pk),
        parties.outside.get_absolute_url(): links.follow("party", parties.outside.pk),
        "/fragor/?tema=vagen-in": links.follow("theme", parties.theme.pk),
        "/": links.follow("everything"),
    }
    for page, way in wanted.items():
        html = seen(client.get(page))
        assert f'href="{way}"' in html, page
        assert "Följ" in seen(client.get(way))
        if page != "/":
            assert 'type="application/atom+xml" title="' in html
            assert f'href="{way}flode/"' in html
    index.rebuild()
    assert 'href="/folj/sok/?q=besked"' in seen(client.get("/sok/?q=besked"))


@pytest.mark.parametrize("role", ROLES)
def test_a_hidden_matter_is_followed_by_those_who_see_it(role: str, scene: Scene) -> None:
    type(scene.matter).objects.filter(pk=scene.matter.pk).update(visibility="hidden")
    client, way = client_of(scene, role), links.follow("matter", scene.matter.pk)
    sees = role in {"facilitator", "other_facilitator", "secretary", "editor"}
    for answer in (client.get(way), client.post(way, {"rhythm": "weekly"})):
        assert (answer.status_code == 404) == (not sees), role
    assert Follow.objects.exists() == sees


def test_a_journey_with_an_account(scene: Scene) -> None:
    client = client_of(scene, "participant")
    way = links.follow("matter", scene.matter.pk)
    html = seen(client.get(way))
    assert re.search(r'value="weekly"[^>]*checked', html)
    assert scene.matter.title in press(client, way, rhythm="at_once")
    assert "Du följer det här" in seen(client.get(scene.matter.get_absolute_url()))
    followed = Follow.objects.get()
    note(scene.matter, "Ett steg till.", by=scene.facilitator)
    work()
    page = reverse("following")
    html = seen(client.get(page))
    assert scene.matter.title in html
    assert "Ett steg till." in html
    press(client, page, do="rhythm", follow=followed.pk, rhythm="daily")
    followed.refresh_from_db()
    assert followed.rhythm == "daily"
    html = press(client, page, do="unfollow", follow=followed.pk)
    assert button(html, "take_up")
    assert not button(html, "rhythm")
    assert "Du följer det här" not in seen(client.get(scene.matter.get_absolute_url()))
    html = press(client, page, do="take_up", follow=followed.pk)
    assert button(html, "rhythm")
    html = press(client, page, do="stop")
    assert button(html, "start")
    assert Follower.objects.get().closed_because == "wish"
    press(client, page, do="start")
    assert Follower.objects.get().closed_at is None
    assert "slutat" not in press(client, way, stop="1")
    assert Follow.objects.current().count() == 0


def test_nobody_touches_what_another_follows(scene: Scene) -> None:
    hers = actions.follow(actions.of(scene.people["member"]), "everything")
    client = client_of(scene, "participant")
    for do in ("unfollow", "rhythm", "take_up"):
        given = {"do": do, "follow": hers.pk, "rhythm": "at_once"}
        assert client.post(reverse("following"), given).status_code == 404
    for number in ("", "x", "²", "9" * 30):
        given = {"do": "unfollow", "follow": number}
        assert client.post(reverse("following"), given).status_code == 404
    hers.refresh_from_db()
    assert (hers.ended_at, hers.rhythm) == (None, "weekly")


def test_a_journey_with_an_address(scene: Scene, mailbox: Mailbox) -> None:
    client = Client()
    way = links.follow("matter", scene.matter.pk)
    given = {"way": "email", "email": "Kim@Example.se", "rhythm": "at_once"}
    wrong = client.post(way, {**given, "email": "kim"})
    assert wrong.status_code == 422
    assert 'value="kim"' in wrong.content.decode()
    assert "öppna det" in press(client, way, **given).lower()
    work()
    [question] = mailbox.texts("kim@example.se")
    yes = re.search(r"/folj/mitt/[^/\s]+/ja/", question)
    assert yes
    fresh = Client(enforce_csrf_checks=True)
    html = seen(fresh.get(yes[0]))
    assert scene.matter.title in html
    assert Follow.objects.get().confirmed_at is None  # Looking is no yes.
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert token
    own = seen(fresh.post(yes[0], {"csrfmiddlewaretoken": token[1]}, follow=True))
    assert scene.matter.title in own
    assert Follow.objects.get().confirmed_at is not None
    assert "redan sagt ja" in seen(fresh.get(yes[0]))
    note(scene.matter, "Ett steg till.", by=scene.facilitator)
    work()
    _to, mail = mailbox.arrived[-1]
    stop = str(mail["List-Unsubscribe"]).strip("<>").removeprefix("http://localhost:8000")
    assert "Stoppa" in seen(fresh.get(stop))
    assert Follower.objects.get().closed_at is None  # Looking stops nothing.
    pressed = Client(enforce_csrf_checks=True).post(stop, {"List-Unsubscribe": "One-Click"})
    assert pressed.status_code == 200
    assert not pressed.cookies
    assert Follower.objects.get().closed_because == "wish"
    note(scene.matter, "Ännu ett steg.", by=scene.facilitator)
    work()
    assert len(mailbox.arrived) == 2
    again = reverse("following_again", args=[Follower.objects.get().key])
    assert Client(enforce_csrf_checks=True).post(again).status_code == 403
    assert Client().post(again).status_code == 302
    assert Follower.objects.get().closed_at is None


def test_a_key_page_is_told_to_nobody(scene: Scene) -> None:
    actions.follow_from("email", "kim@example.se", "matter", scene.matter.pk)
    key = Follower.objects.get().key
    assert len(key) >= 16
    for name in ("following_own", "following_confirm", "following_stop"):
        answer = Client().get(reverse(name, args=[key]))
        assert answer["Referrer-Policy"].startswith("no-referrer")
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]
        assert 'content="noindex"' in seen(answer)
        wrong = Client().get(reverse(name, args=[key[:-1] + "!"]))
        assert wrong.status_code == 404
        assert "Länken fungerar inte längre" in wrong.content.decode()
        assert wrong["Referrer-Policy"].startswith("no-referrer")
        forged = Client(enforce_csrf_checks=True).post(reverse(name, args=[key]))
        assert forged.status_code == (200 if name == "following_stop" else 403)


@pytest.mark.parametrize(
    "path",
    [
        "/folj/mitt/{}/sluta/",
        "/min-kod/lank/{}/",
        "/fragor/lank/fragan/{}/",
        "/fragor/lank/svara/{}/",
    ],
)
def test_keys_are_kept_out_of_the_log(path: str) -> None:
    given = ("Not Found: %s", (path.format("hemlig-nyckel"),))
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, *given, None)
    assert WithoutKeys().filter(record)
    assert record.getMessage() == f"Not Found: {path.format('…')}"


def test_old_links_can_be_made_worthless(scene: Scene) -> None:
    actions.follow_from("email", "kim@example.se", "matter", scene.matter.pk)
    follower = Follower.objects.get()
    old = links.own(follower)
    html = press(Client(), old, do="renew")
    assert "kim@example.se" in html
    assert Client().get(old).status_code == 404
    follower.refresh_from_db()
    assert links.own(follower) != old


def test_an_account_signs_in_to_see_its_own(scene: Scene) -> None:
    """A mail may be passed on; the link in it shows nothing that only she may see."""
    follower = actions.of(scene.people["facilitator"])
    keyed = reverse("following_own", args=[follower.key])
    answer = Client().get(keyed)
    assert (answer.status_code, answer["Location"]) == (302, reverse("following"))
    assert (
        scene.people["facilitator"].email not in Client().get(keyed, follow=True).content.decode()
    )
    assert Client().post(reverse("following_stop", args=[follower.key])).status_code == 200


def test_who_said_no_is_asked_for_nothing(scene: Scene) -> None:
    actions.follow_from("email", "kim@example.se", "matter", scene.matter.pk)
    yes = links.confirm(Follower.objects.get())
    assert "Då skickar vi inget" in seen(Client().post(yes, {"no": "1"}))
    assert not Follow.objects.exists()
    again = seen(Client().get(yes))
    assert "Inget väntar på ditt ja" in again
    assert "redan sagt ja" not in again


def with_code(scene: Scene) -> None:
    Voice.objects.filter(pk=scene.voice.pk).update(code_digest=codes.digest(CODE))


def test_a_journey_with_a_code(scene: Scene) -> None:
    with_code(scene)
    client, way = Client(), links.follow("party", scene.parties.group.pk)
    wrong = client.post(way, {"way": "code", "code": "AAAAA-AAAAA", "rhythm": "weekly"})
    assert wrong.status_code == 422
    press(client, way, way="code", code=codes.spell(CODE).lower(), rhythm="at_once")
    follower = Follower.objects.get()
    assert (follower.channel, follower.address, follower.user) == ("code", "", None)
    assert CODE not in follower.code
    note(scene.matter, "Ett steg till.", by=scene.facilitator)
    work()
    assert not Message.objects.exists()
    html = seen(client.post(reverse("code"), {"code": CODE}, follow=True))
    assert scene.parties.group.name in html
    assert "Ett steg till." in html.split('id="folj"')[1].split("</section>")[0]
    assert Delivery.objects.get().done_at is not None
    assert "Inget nytt" in seen(client.get(reverse("my_voice")))
    page = reverse("following_with_code")
    assert scene.parties.group.name in seen(client.get(page))
    html = seen(client.get(links.follow("everything")))
    assert 'name="code"' not in html  # The page of the code is open.
    press(client, links.follow("everything"), way="code", rhythm="weekly")
    assert Follow.objects.count() == 2
    press(client, page, do="unfollow", follow=Follow.objects.get(kind="party").pk)
    assert Follow.objects.current().count() == 1
    client.post(reverse("code_close"))
    assert client.get(page).status_code == 302


def test_wrong_codes_count_as_everywhere(scene: Scene, same_hour: None) -> None:
    with_code(scene)
    client, way = Client(), links.follow("everything")
    for _try in range(20):
        client.post(way, {"way": "code", "code": "AAAAA-AAAAA", "rhythm": "weekly"})
    right = client.post(way, {"way": "code", "code": CODE, "rhythm": "weekly"})
    assert right.status_code == 422
    assert "Vänta en timme" in right.content.decode()
    assert not Follow.objects.exists()


def test_what_a_taken_back_code_followed_is_forgotten(scene: Scene) -> None:
    with_code(scene)
    actions.follow(actions.of_code(codes.digest(CODE)), "everything")
    scene.voice.refresh_from_db()
    withdraw(scene.voice)
    assert not Follower.objects.exists()


def test_an_address_that_was_refused_is_told_on_the_site(scene: Scene) -> None:
    follower = actions.of(scene.people["participant"])
    actions.follow(follower, "matter", scene.matter.pk)
    Follower.objects.update(closed_because="refused", closed_at="2026-01-01T12:00Z")
    client = client_of(scene, "participant")
    assert "Vi når dig inte" in seen(client.get(reverse("todo")))
    html = seen(client.get(reverse("following")))
    assert scene.people["participant"].email in html
    assert reverse("account_email") in html
    press(client, reverse("following"), do="channel", channel="site")
    assert Follower.objects.get().closed_at is None
    Follow.objects.update(rhythm="at_once")
    note(scene.matter, "Ett steg till.", by=scene.facilitator)
    work()
    assert "ny i det du följer" in seen(client.get(reverse("todo")))
    assert "Ett steg till." in seen(client.get(reverse("following")))
    assert "ny i det du följer" not in seen(client.get(reverse("todo")))
    assert not Message.objects.exists()


def test_what_is_not_there_is_refused(scene: Scene) -> None:
    client = client_of(scene, "participant")
    for channel in ("sms", "code", "", "post"):
        press(client, reverse("following"), do="channel", channel=channel)
        assert Follower.objects.get().channel == "email"
    for bad in ("/folj/vem/1/", "/folj/fraga/999/", f"/folj/fraga/{2**70}/", "/folj/sok/"):
        assert client.get(bad).status_code == 404, bad
    assert client.post("/folj/allt/", {"rhythm": "hourly"}).status_code == 422
    assert not Follow.objects.exists()


def test_a_page_costs_few_queries(scene: Scene, django_assert_max_num_queries: Any) -> None:
    follower = actions.of(scene.people["participant"])
    for kind, thing in (("matter", scene.matter.pk), ("party", scene.parties.group.pk)):
        actions.follow(follower, kind, thing)
    client = client_of(scene, "participant")
    for count in (3, 12):
        for n in range(count):
            note(scene.matter, f"Rad {n}.", by=scene.facilitator)
        work()
        client.get(reverse("following"))
        with django_assert_max_num_queries(20):
            client.get(reverse("following"))


def test_a_matter_costs_no_more_for_who_follows(scene: Scene) -> None:
    url = scene.matter.get_absolute_url()
    client = client_of(scene, "participant")
    client.get(url)
    Client().get(url)
    with CaptureQueriesContext(connection) as hers:
        client.get(url)
    with CaptureQueriesContext(connection) as anybodys:
        html = Client().get(url).content.decode()
    of_following = [q["sql"] for q in anybodys.captured_queries if "following_" in q["sql"]]
    assert of_following == []
    assert len([q for q in hers.captured_queries if 'FROM "following_' in q["sql"]]) <= 1
    assert "csrf" not in html.split("<main")[1].split("</main")[0]
