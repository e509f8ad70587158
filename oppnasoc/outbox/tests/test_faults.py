"""Everything that a mail server can do to us over real SMTP, and what becomes of the message."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from oppnasoc.outbox import mailing, sending
from oppnasoc.outbox.actions import put
from oppnasoc.outbox.models import Message
from oppnasoc.outbox.sending import send_due
from oppnasoc.people.ways import Reason

from .post import KIND, Mailbox, Told, free_port, lead_to, make_message, nobody, serving

pytestmark = pytest.mark.django_db

State = Message.State
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock(told: Told) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def sent() -> int:
    return send_due(timezone.now())


def outcome(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.reason


def test_it_arrives_and_its_kind_is_told(box: Mailbox, told: Told, clock: Any) -> None:
    message = make_message("kim@example.se")
    assert sent() == 1
    assert outcome(message) == (State.SENT, "")
    assert message.sent_at == NOON
    assert told.sent == [message.thing]
    [(to, mail)] = box.arrived
    assert to == "kim@example.se"
    assert mail["Message-ID"] == f"<{message.reference.hex}@localhost>"
    assert sent() == 0
    assert len(box.arrived) == 1


def test_what_need_not_be_told_any_longer_is_dropped(box: Mailbox, told: Told, clock: Any) -> None:
    message = make_message("kim@example.se")
    told.to.clear()
    sent()
    assert outcome(message) == (State.DROPPED, "")
    assert box.arrived == []


def test_a_message_of_an_action_that_did_not_happen_does_not_exist(told: Told) -> None:
    with transaction.atomic():
        put(KIND, 4711, channel="email", key="never")
        transaction.set_rollback(True)
    assert not Message.objects.filter(key="never").exists()
    with transaction.atomic():
        put(KIND, 4711, channel="email", key="never")
        put(KIND, 4711, channel="email", key="never")
    assert Message.objects.filter(key="never").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_message_is_made_inside_its_action(told: Told) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        put(KIND, 1, channel="email", key="alone")


def test_a_server_that_is_away_is_tried_again_later_and_later(
    settings: Any, told: Told, clock: Any
) -> None:
    lead_to(settings, free_port())
    message = make_message("kim@example.se")
    waits = []
    for _try in range(7):
        assert sent() == 0
        assert outcome(message) == (State.WAITING, Reason.AWAY)
        waits.append((message.next_at - timezone.now()) // timedelta(minutes=1))
        assert sent() == 0, "not before its time"
        clock.move_to(message.next_at)
    assert waits == [1, 5, 15, 60, 240, 240, 240]
    assert message.tries == 7
    with serving(settings, Mailbox()) as box:
        assert sent() == 1
    assert box.ids() == [f"<{message.reference.hex}@localhost>"]
    assert outcome(message) == (State.SENT, "")


def test_after_three_days_somebody_has_to_look(settings: Any, told: Told, clock: Any) -> None:
    lead_to(settings, free_port())
    message = make_message("kim@example.se")
    clock.move_to(NOON + timedelta(days=3, minutes=1))
    sent()
    assert outcome(message) == (State.STUCK, Reason.AWAY)
    assert told.refused == []


def test_when_a_server_is_away_one_message_finds_out(
    settings: Any, told: Told, clock: Any, tmp_path: Any
) -> None:
    lead_to(settings, free_port())
    settings.VAR_DIR = tmp_path
    mails = [make_message(f"kim{n}@example.se") for n in range(3)]
    text = make_message("+46701234567", "sms")
    assert sent() == 1, "a text message goes another way"
    assert outcome(text)[0] == State.SENT
    for message in mails:
        message.refresh_from_db()
    assert [message.tries for message in mails] == [1, 0, 0]
    assert {message.next_at for message in mails} == {NOON + timedelta(minutes=1)}


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        ("450 4.2.1 Greylisted", State.WAITING, Reason.BUSY),
        ("452 4.2.2 Mailbox full", State.WAITING, Reason.BUSY),
        ("552 5.2.2 Mailbox full", State.WAITING, Reason.BUSY),
        ("550 5.1.1 No such user", State.REFUSED, Reason.ADDRESS),
        ("550 No such user", State.REFUSED, Reason.ADDRESS),
        ("550 5.2.1 Mailbox disabled", State.REFUSED, Reason.ADDRESS),
        ("554 5.7.1 Relay access denied", State.STUCK, Reason.POLICY),
        ("550 5.7.26 Not authenticated", State.STUCK, Reason.POLICY),
        ("554 Go away", State.STUCK, Reason.POLICY),
    ],
)
def test_a_no_to_the_address(
    box: Mailbox, told: Told, clock: Any, answer: str, state: str, reason: str
) -> None:
    """Only when the address is to blame is what the person chose closed; the others still go."""
    box.rcpt = lambda to: answer if to == "borta@example.se" else None
    refused, other = make_message("borta@example.se"), make_message("kim@example.se")
    sent()
    assert outcome(refused) == (state, reason)
    assert refused.problem == answer
    assert [thing for thing, _why in told.refused] == (
        [refused.thing] if state == State.REFUSED else []
    )
    assert outcome(other)[0] == State.SENT
    assert box.to() == ["kim@example.se"]


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        ("451 4.3.0 Try later", State.WAITING, Reason.BUSY),
        ("554 5.6.0 Not like this", State.STUCK, Reason.CONTENT),
    ],
)
@pytest.mark.parametrize("when", ["data", "taken"])
def test_a_no_to_the_mail(
    box: Mailbox, told: Told, clock: Any, answer: str, state: str, reason: str, when: str
) -> None:
    setattr(box, when, lambda to: answer if to == "borta@example.se" else None)
    refused, other = make_message("borta@example.se"), make_message("kim@example.se")
    sent()
    assert outcome(refused) == (state, reason)
    assert outcome(other)[0] == State.SENT
    assert told.refused == []


def test_a_no_to_our_sender_is_about_us(box: Mailbox, told: Told, clock: Any) -> None:
    box.mail = lambda sender: "553 5.1.8 Sender not allowed"
    first, second = make_message("kim@example.se"), make_message("alex@example.se")
    sent()
    assert outcome(first) == (State.WAITING, Reason.SENDER)
    assert outcome(second)[0] == State.WAITING
    assert second.tries == 0


def test_a_server_that_falls_silent_after_the_mail_gets_it_again_with_the_same_id(
    box: Mailbox, told: Told, clock: Any
) -> None:
    box.data = lambda to: "close"
    message = make_message("kim@example.se")
    for _try in range(3):
        assert sent() == 0
        message.refresh_from_db()
        clock.move_to(max(message.next_at, timezone.now()))
    assert len(box.arrived) == 3
    assert set(box.ids()) == {f"<{message.reference.hex}@localhost>"}
    assert outcome(message) == (State.STUCK, Reason.UNSURE), "it may have arrived: not for ever"
    assert sent() == 0


def test_a_server_that_closed_the_connection_meanwhile_is_asked_anew(
    box: Mailbox, told: Told, clock: Any
) -> None:
    """Some close after so many mails; nothing of the second had been handed over."""
    asked: list[str] = []

    def mail(sender: str) -> str | None:
        asked.append(sender)
        return "421 4.7.0 Too many mails in one connection" if len(asked) == 2 else None

    box.mail = mail
    messages = [make_message(f"kim{n}@example.se") for n in range(3)]
    assert sent() == 3
    assert box.to() == ["kim0@example.se", "kim1@example.se", "kim2@example.se"]
    assert [m.tries for m in Message.objects.filter(pk__in=[m.pk for m in messages])] == [1, 1, 1]


def test_one_connection_takes_them_all(box: Mailbox, told: Told, clock: Any) -> None:
    for n in range(10):
        make_message(f"kim{n}@example.se")
    assert sent() == 10
    assert len(box.sessions) == 1


def test_a_server_that_hangs_is_left_after_the_time_that_the_settings_give_it(
    settings: Any, told: Told, clock: Any
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:  # Takes the call and says nothing.
        lead_to(settings, mute.getsockname()[1])
        settings.EMAIL_TIMEOUT = 0.05
        message = make_message("kim@example.se")
        assert sent() == 0
    assert outcome(message) == (State.WAITING, Reason.AWAY)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_wrong_password_is_no_fault_of_the_message(settings: Any, told: Told, clock: Any) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "soc", "wrong-password"
    more = {"authenticator": nobody, "auth_required": True, "auth_require_tls": False}
    first, second = make_message("kim@example.se"), make_message("alex@example.se")
    with serving(settings, Mailbox(), **more) as box:
        sent()
    assert box.arrived == []
    assert outcome(first) == (State.WAITING, Reason.LOGIN)
    assert outcome(second)[0] == State.WAITING
    assert "wrong-password" not in first.problem
    assert told.refused == []


def test_starttls_that_the_server_has_not(box: Mailbox, settings: Any, told: Told) -> None:
    """Nothing is sent in the open when the settings ask for TLS."""
    settings.EMAIL_USE_TLS = True
    message = make_message("kim@example.se")
    sent()
    assert outcome(message) == (State.WAITING, Reason.LOGIN)
    assert box.arrived == []


def test_starttls_with_a_certificate_that_nobody_knows(
    settings: Any, told: Told, certificate: tuple[str, str]
) -> None:
    settings.EMAIL_USE_TLS = True
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    message = make_message("kim@example.se")
    with serving(settings, Mailbox(), tls_context=context) as box:
        sent()
    assert box.arrived == []
    assert outcome(message) == (State.WAITING, Reason.AWAY)
    assert "certificate" in message.problem.lower()


def test_starttls(
    settings: Any, told: Told, certificate: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
    settings.EMAIL_USE_TLS = True
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    message = make_message("kim@example.se")
    with serving(settings, Mailbox(), tls_context=context, require_starttls=True) as box:
        sent()
    assert outcome(message)[0] == State.SENT
    assert box.to() == ["kim@example.se"]


def test_what_is_no_address_is_stuck_and_holds_up_nobody(
    box: Mailbox, told: Told, clock: Any
) -> None:
    bad, good = make_message("kim@example.se\nBcc: alla@example.se"), make_message("a@example.se")
    assert sent() == 2
    assert outcome(bad) == (State.STUCK, Reason.LETTER)
    assert outcome(good)[0] == State.SENT
    assert box.to() == ["a@example.se"]


def test_a_letter_that_cannot_be_made_is_stuck(
    box: Mailbox, told: Told, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    message = make_message("kim@example.se")
    monkeypatch.setattr(told, "to", None)
    sent()
    assert outcome(message) == (State.STUCK, Reason.LETTER)
    assert "kim@example.se" not in caplog.text


def test_what_servers_say_is_kept_without_addresses_and_links(
    box: Mailbox, told: Told, clock: Any
) -> None:
    box.rcpt = lambda to: f"550 5.1.1 <{to}> unknown, see https://mail.example.se/?a={to}"
    message = make_message("kim@example.se")
    sent()
    message.refresh_from_db()
    assert message.problem == "550 5.1.1 … unknown, see …"
    assert told.refused == [(message.thing, message.problem)]


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_server_is_spoken_to(
    box: Mailbox, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However slow it is, nobody else waits for the database."""
    plain, seen = mailing.Post.send, []

    def send(post: mailing.Post, mail: Any) -> None:
        seen.append(connection.in_atomic_block)
        plain(post, mail)

    monkeypatch.setattr(mailing.Post, "send", send)
    make_message("kim@example.se")
    make_message("alex@example.se")
    assert sent() == 2
    assert seen == [False, False]


def test_who_has_spent_half_of_its_claim_gives_back_the_rest(
    box: Mailbox, told: Told, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SPENT", 0.0)
    messages = [make_message(f"kim{n}@example.se") for n in range(3)]
    assert sent() == 0
    for message in messages:
        message.refresh_from_db()
        assert (message.tries, message.next_at) == (0, NOON)


def test_what_is_claimed_is_nobody_elses_for_ten_minutes(
    box: Mailbox, told: Told, clock: Any
) -> None:
    message = make_message("kim@example.se")
    assert [mine.pk for mine in sending.claim(NOON)] == [message.pk]
    assert sending.claim(NOON) == []
    clock.move_to(NOON + sending.HELD - timedelta(seconds=1))
    assert sent() == 0
    clock.move_to(NOON + sending.HELD)
    assert sent() == 1
    message.refresh_from_db()
    assert message.tries == 2
