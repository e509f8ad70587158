"""A newsletter: put together, looked at, tried, sent to each who wants it, and stopped."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from oppnasoc.editorial.actions import take_back
from oppnasoc.following import actions as follows
from oppnasoc.following import pausing
from oppnasoc.following.models import Delivery, Follow, Follower
from oppnasoc.following.tests.conftest import Mailbox, mailbox  # noqa: F401
from oppnasoc.matters.actions import answer
from oppnasoc.matters.tests.scene import make_scene
from oppnasoc.news import actions, sending
from oppnasoc.news.choosing import choices_of
from oppnasoc.news.following import NEWSLETTER, THE_ONE
from oppnasoc.news.models import Copy, Newsletter
from oppnasoc.outbox.models import Message
from oppnasoc.people.tests.people import make_user
from oppnasoc.trail.actions import Stale

from .written import make_newsletter, make_post, subscribe

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def work() -> None:
    call_command("work", "--once")
    call_command("work", "--once")


def signed_in(role: str = "editor") -> Client:
    client = Client()
    client.force_login(make_user(role), "oppnasoc.people.backends.SignIn")
    return client


def test_only_editors_write_and_send() -> None:
    today = timezone.localdate()
    letter = make_newsletter()
    for by in (make_user(), make_user("manager"), make_user("administrator"), None):
        with pytest.raises(PermissionDenied):
            actions.begin("Nej", begins=today, ends=today, by=by)
        with pytest.raises(PermissionDenied):
            actions.write(letter, title="Nej", introduction="", chosen=[], by=by)
        with pytest.raises(PermissionDenied):
            actions.send(letter, by=by)
        if by is not None:
            with pytest.raises(PermissionDenied):
                actions.test(letter, by=by)


def test_what_happened_is_proposed() -> None:
    scene = make_scene()
    answer(scene.matter, "Vi ringer inom tre dagar.", verdict="yes", by=scene.manager)
    post = make_post("Soppa")
    make_post("Förra året", at=timezone.now() - timedelta(days=400))
    letter = make_newsletter(begins=timezone.localdate() - timedelta(days=7))
    kinds = [kind for kind, _ in choices_of(letter)]
    assert kinds == ["post", "entry"]
    assert choices_of(letter)[0] == ("post", post.pk)


def test_it_is_sent_once_to_each_who_wants_it(mailbox: Mailbox) -> None:  # noqa: F811
    post = make_post("Soppa på torsdagar")
    subscribe("kim@example.se")
    stopped = subscribe("stopp@example.se")
    paused = subscribe("paus@example.se")
    asked = "fragad@example.se"
    follows.follow_from("email", asked, NEWSLETTER, THE_ONE, rhythm="at_once")
    follows.follow(follows.of(make_user()), "everything")
    work()
    mailbox.arrived.clear()
    letter = make_newsletter(introduction="Hej!\n\nHär kommer <b>nyheter</b>.")
    follows.stop(stopped)
    pausing.pause(paused)
    actions.send(letter, by=make_user("editor"))
    work()
    work()
    [mail] = mailbox.texts("kim@example.se")
    assert "Soppa på torsdagar" in mail
    assert post.get_absolute_url() in mail
    assert "<b>nyheter</b>" in mail  # Words are words, not form.
    for nobody in ("stopp@example.se", "paus@example.se", asked):
        assert mailbox.texts(nobody) == [], nobody
    [message] = [m for to, m in mailbox.arrived if to == "kim@example.se"]
    assert message["Subject"] == "Nyhetsbrev från Öppna soc"
    assert "/nyheter/brev/mitt/" in message["List-Unsubscribe"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = message.get_body(("html",))
    assert html is not None
    assert "Soppa på torsdagar" in html.get_content()
    assert "&lt;b&gt;nyheter" in html.get_content()
    letter.refresh_from_db()
    assert letter.status == Newsletter.Status.SENT
    assert sending.progress(letter) == {"made": 1, "sent": 1, "refused": 0}
    waits = Delivery.objects.get(follower=paused)
    assert waits.entry.kind == "news.newsletter_sent"


def test_sending_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "BATCH", 2)
    for number in range(5):
        subscribe(f"nr{number}@example.se")
    letter = actions.send(make_newsletter(), by=make_user("editor"))
    assert sending.hand_out_some(letter.pk)
    assert Copy.objects.count() == 2
    Newsletter.objects.filter(pk=letter.pk).update(after=0)  # As if it had been cut off.
    while sending.hand_out(timezone.now()):
        pass
    assert Copy.objects.count() == 5
    assert Message.objects.filter(kind="news.newsletter").count() == 5
    letter.refresh_from_db()
    assert letter.status == Newsletter.Status.SENT


def test_wishes_and_rights_are_those_of_when_it_leaves(mailbox: Mailbox) -> None:  # noqa: F811
    post = make_post("Tas tillbaka")
    make_post("Står kvar")
    changed = subscribe("kim@example.se")
    subscribe("sam@example.se")
    work()
    mailbox.arrived.clear()
    actions.send(make_newsletter(), by=make_user("editor"))
    sending.hand_out(timezone.now())
    follows.unfollow(Follow.objects.get(follower=changed))
    take_back(post, by=make_user("editor"))
    work()
    assert mailbox.texts("kim@example.se") == []
    [mail] = mailbox.texts("sam@example.se")
    assert "Står kvar" in mail
    assert "Tas tillbaka" not in mail


def test_a_test_goes_to_whoever_writes_and_to_nobody_else(mailbox: Mailbox) -> None:  # noqa: F811
    make_post("Soppa")
    subscribe("kim@example.se")
    work()
    mailbox.arrived.clear()
    editor = make_user("editor", email="karin@example.org")
    letter = make_newsletter(by=editor)
    client = Client()
    client.force_login(editor, "oppnasoc.people.backends.SignIn")
    seen = client.get(f"/nyheter/brev/{letter.pk}/som-brev/?text").content.decode()
    client.post(f"/nyheter/brev/{letter.pk}/prov/")
    work()
    assert [to for to, _ in mailbox.arrived] == ["karin@example.org"]
    assert mailbox.texts("karin@example.org") == [seen]  # Exactly as it was shown.
    letter.refresh_from_db()
    assert letter.is_draft
    assert sending.progress(letter)["made"] == 0


def test_the_preview_may_use_its_own_style_and_nothing_else() -> None:
    letter = make_newsletter()
    answer = signed_in().get(f"/nyheter/brev/{letter.pk}/som-brev/")
    policy = answer["Content-Security-Policy"]
    assert "'sha256-" in policy
    assert "unsafe-inline" not in policy
    assert "<h1>Nyhetsbrev från Öppna soc</h1>" in answer.content.decode()


def test_what_is_sent_is_not_changed_or_sent_again() -> None:
    editor = make_user("editor")
    subscribe("kim@example.se")
    letter = actions.send(make_newsletter(by=editor), by=editor)
    with pytest.raises(Stale):
        actions.send(letter, by=editor)
    with pytest.raises(Stale):
        actions.write(letter, title="Ny", introduction="", chosen=[], by=editor)
    client = signed_in()
    assert client.get(f"/nyheter/brev/{letter.pk}/skriv/").status_code == 404
    assert client.get(f"/nyheter/brev/{letter.pk}/skicka/").status_code == 302


def test_an_empty_letter_is_not_sent() -> None:
    letter = make_newsletter(introduction="", chosen=[])
    with pytest.raises(ValidationError):
        actions.send(letter, by=make_user("editor"))
    page = signed_in().post(f"/nyheter/brev/{letter.pk}/skicka/", {"seen": letter.revision})
    assert page.status_code == 422


def test_made_on_the_site() -> None:
    client = signed_in()
    one, two = make_post("Första"), make_post("Andra")
    today = timezone.localdate()
    wrong = {"title": "Brev", "begins": today, "ends": today - timedelta(days=1)}
    assert client.post("/nyheter/brev/nytt/", wrong).status_code == 422
    begun = client.post("/nyheter/brev/nytt/", {"title": "Brev", "begins": today, "ends": today})
    letter = Newsletter.objects.get()
    assert begun["Location"] == f"/nyheter/brev/{letter.pk}/skriv/"
    assert choices_of(letter) == [("post", two.pk), ("post", one.pk)]
    given = {"title": "Brev", "introduction": "Hej", "posts": [one.pk, two.pk], "seen": 1}
    moved = client.post(begun["Location"], {**given, "up": f"post-{one.pk}"})
    assert moved["Location"].endswith("#ordning")
    letter.refresh_from_db()
    assert choices_of(letter) == [("post", one.pk), ("post", two.pk)]
    stale = client.post(begun["Location"], given)  # Seen before it was moved.
    assert stale.status_code == 302
    letter.refresh_from_db()
    assert choices_of(letter) == [("post", one.pk), ("post", two.pk)]
    page = client.get(letter.get_absolute_url()).content.decode()
    assert page.index("Första") < page.index("Andra")
    assert Client().get(letter.get_absolute_url()).status_code == 404
    sent = client.post(f"/nyheter/brev/{letter.pk}/skicka/", {"seen": letter.revision})
    assert sent.status_code == 302
    again = client.post(f"/nyheter/brev/{letter.pk}/skicka/", {"seen": letter.revision})
    assert again.url == letter.get_absolute_url()  # type: ignore[attr-defined]
    assert "Första" in Client().get(letter.get_absolute_url()).content.decode()
    assert "Brev" in Client().get("/nyheter/brev/").content.decode()


def test_one_press_ends_the_newsletter_and_nothing_else() -> None:
    follower = subscribe("kim@example.se")
    follows.follow(follower, "everything")
    follows.confirm(follower)
    client = Client(enforce_csrf_checks=True)
    url = f"/nyheter/brev/mitt/{follower.key}/sluta/"
    assert client.get(url).status_code == 200
    assert sending.subscriptions().exists()
    done = client.post(url, {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert not sending.subscriptions().exists()
    assert Follow.objects.current().get().kind == "everything"
    back = Client().post(url, {"again": "1"})
    assert back.status_code == 302
    assert sending.subscriptions().exists()
    assert client.get("/nyheter/brev/mitt/okand/sluta/").status_code == 404


def test_one_subscribes_without_an_account_and_is_not_asked_how_often() -> None:
    client = Client()
    page = client.get(f"/folj/nyhetsbrev/{THE_ONE}/").content.decode()
    assert "Hur ofta" not in page
    asked = client.post(f"/folj/nyhetsbrev/{THE_ONE}/", {"way": "email", "email": "kim@example.se"})
    assert asked.status_code == 302
    assert not sending.subscriptions().exists()
    follows.confirm(Follower.objects.get())
    assert sending.subscriptions().count() == 1
    assert client.get("/folj/nyhetsbrev/2/").status_code == 404


def test_copies_are_forgotten() -> None:
    from oppnasoc.news.daily import KEPT, forget_copies

    subscribe("kim@example.se")
    letter = actions.send(make_newsletter(), by=make_user("editor"))
    sending.hand_out(timezone.now())
    assert forget_copies(date.today()) == 0  # noqa: DTZ011
    letter.copies.update(made_at=timezone.now() - KEPT - timedelta(days=1))
    assert forget_copies(date.today()) == 1  # noqa: DTZ011
