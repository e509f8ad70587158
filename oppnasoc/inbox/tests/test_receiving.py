"""Each mail is stored before anybody says yes to it, and once."""

from __future__ import annotations

import asyncio
import io
import mailbox
import smtplib
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from oppnasoc.inbox import serving
from oppnasoc.inbox.mailboxes import Count, take_all
from oppnasoc.inbox.models import Incoming
from oppnasoc.inbox.receiving import LARGEST, TooLarge, take_in

from .scene import DOMAIN, KIM, make_mail

US = f"svar@{DOMAIN}"


@pytest.mark.django_db
def test_the_same_mail_again_changes_nothing() -> None:
    raw = make_mail(message_id="<samma@example.se>").as_bytes()
    assert take_in(raw, recipient=US, return_path=KIM)
    before = list(Incoming.objects.values())
    assert not take_in(b"X-Hop: 2\r\n" + raw, recipient=US.upper(), return_path="x@example.se")
    assert list(Incoming.objects.values()) == before
    assert take_in(raw, recipient=f"annan@{DOMAIN}")  # To another address it is another.


@pytest.mark.django_db
def test_without_an_id_the_same_words_are_the_same_mail() -> None:
    assert take_in(b"Subject: a\r\n\r\nhej", recipient=US)
    assert not take_in(b"Subject: a\r\n\r\nhej", recipient=US)
    assert take_in(b"Subject: a\r\n\r\nMessage-ID: <1@x>", recipient=US)
    assert take_in(b"Subject: b\r\n\r\nMessage-ID: <1@x>", recipient=US)


@pytest.mark.django_db
def test_an_envelope_may_be_nonsense() -> None:
    assert take_in(b"hej", recipient="svar\udcff\x00@x.example", return_path="\udc80\x00")
    mail = Incoming.objects.get()
    assert (mail.recipient, mail.return_path) == ("svar?@x.example", "?")


@pytest.mark.django_db
def test_a_large_mail_is_refused() -> None:
    with pytest.raises(TooLarge):
        take_in(b"x" * (LARGEST + 1), recipient=US)
    assert take_in(b"x" * LARGEST, recipient=US)
    assert serving.store(b"x" * (LARGEST + 1), US, KIM).startswith("552")


def test_when_the_database_is_away_it_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*given: Any, **more: Any) -> bool:
        raise OperationalError

    monkeypatch.setattr(serving, "take_in", fails)
    monkeypatch.setattr(serving, "close_old_connections", lambda: None)
    assert serving.store(b"hej", US, KIM).startswith("451")


class Server:
    """Our server on a port of its own; ``stored`` is what it was told to store."""

    def __init__(self, *, lmtp: bool) -> None:
        self.lmtp, self.port = lmtp, 0
        self.stored: list[tuple[bytes, str, str]] = []
        self.answer = serving.OKAY
        self.loop = asyncio.new_event_loop()

    def store(self, raw: bytes, recipient: str, return_path: str) -> str:
        self.stored.append((raw, recipient, return_path))
        return self.answer

    def run(self, started: Any) -> None:
        def ready(port: int) -> None:
            self.port = port
            started.send(b".")

        asyncio.set_event_loop(self.loop)
        self.task = self.loop.create_task(
            serving.serve("127.0.0.1", 0, lmtp=self.lmtp, ready=ready)
        )
        try:
            self.loop.run_until_complete(self.task)
        except asyncio.CancelledError:
            pass
        finally:
            self.loop.close()


@pytest.fixture(params=[True, False], ids=["lmtp", "smtp"])
def server(request: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    made = Server(lmtp=request.param)
    monkeypatch.setattr(serving, "store", made.store)
    here, there = socket.socketpair()
    thread = Thread(target=made.run, args=(there,))
    thread.start()
    here.settimeout(20)
    here.recv(1)
    yield made
    made.loop.call_soon_threadsafe(made.task.cancel)
    thread.join(20)
    here.close()
    there.close()


def client_of(server: Server) -> smtplib.SMTP:
    made = smtplib.LMTP if server.lmtp else smtplib.SMTP
    return made("127.0.0.1", server.port)


def test_a_mail_server_hands_a_mail_over(server: Server) -> None:
    with client_of(server) as client:
        client.send_message(make_mail(), KIM, [US])
    [(raw, to, sender)] = server.stored
    assert (to, sender) == (US, KIM)
    assert b"Det blev b" in raw


def test_only_mail_for_us_is_taken(server: Server) -> None:
    with client_of(server) as client:
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.send_message(make_mail(), KIM, ["nagon@annanstans.example"])
        with pytest.raises(smtplib.SMTPResponseException) as refused:
            client.send_message(make_mail(text="x" * LARGEST), KIM, [US])
    assert refused.value.smtp_code == 552
    assert server.stored == []


def test_what_could_not_be_stored_is_not_said_yes_to(server: Server) -> None:
    server.answer = serving.LATER
    with client_of(server) as client, pytest.raises(smtplib.SMTPException):
        client.send_message(make_mail(), KIM, [US])


def test_lmtp_answers_for_each_recipient() -> None:
    """RFC 2033, section 4.2."""
    taker = serving.Taker(each=True)

    class Envelope:
        content, mail_from, rcpt_tos = b"hej", KIM, [US, f"b@{DOMAIN}"]

    said: list[str] = [serving.OKAY, serving.LATER]
    original = serving.store
    serving.store = lambda *given: said.pop(0)
    try:
        found = asyncio.run(taker.handle_DATA(None, None, Envelope()))  # type: ignore[arg-type]
    finally:
        serving.store = original
    assert found.split("\r\n") == [serving.OKAY, serving.LATER]


def make_box(path: Path, kind: str) -> mailbox.Mailbox[Any]:
    return mailbox.Maildir(path) if kind == "maildir" else mailbox.mbox(path)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["maildir", "mbox"])
def test_a_mailbox_is_emptied_as_it_is_stored(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = make_box(tmp_path / "box", kind)
    for number in range(3):
        box.add(make_mail(US, f"Nummer {number}").as_bytes())
    box.add(make_mail(US, "x" * (LARGEST + 1)).as_bytes())
    box.flush()
    box.close()
    taken: list[bytes] = []

    def killed_after_two(raw: bytes, **given: Any) -> bool:
        fresh = take_in(raw, **given)
        taken.append(raw)
        if len(taken) == 2:
            raise KeyboardInterrupt
        return fresh

    with monkeypatch.context() as patched:
        patched.setattr("oppnasoc.inbox.mailboxes.take_in", killed_after_two)
        with pytest.raises(KeyboardInterrupt):
            take_all(tmp_path / "box")
    count = take_all(tmp_path / "box")
    assert (count.new + 2, count.too_large) == (3, 1)
    assert Incoming.objects.filter(recipient=US).count() == 3
    assert take_all(tmp_path / "box") == Count(too_large=1)


@pytest.mark.django_db
def test_one_mail_from_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = make_mail().as_bytes()

    def pipe(content: bytes) -> None:
        stream = io.TextIOWrapper(io.BytesIO(content))
        monkeypatch.setattr("sys.stdin", stream)

    pipe(raw)
    call_command("receive", "--mailbox", "-", "--to", US, "--from", KIM)
    mail = Incoming.objects.get()
    assert (mail.recipient, mail.return_path, bytes(mail.raw or b"")) == (US, KIM, raw)
    pipe(b"x" * (LARGEST + 1))
    with pytest.raises(CommandError) as refused:
        call_command("receive", "--mailbox", "-", "--to", US)
    assert refused.value.returncode == 65  # EX_DATAERR: the mail server sends it back.


def test_without_a_domain_nothing_is_taken(settings: Any) -> None:
    settings.MAIL_DOMAIN = ""
    with pytest.raises(CommandError, match="SOC_MAIL_DOMAIN"):
        call_command("receive", "--lmtp", "0")
