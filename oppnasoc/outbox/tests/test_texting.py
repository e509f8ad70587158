"""Text messages against a server of ours that answers as 46elks is documented to
(https://46elks.se/docs/send-sms): what leaves, and what each answer does to the message."""

from __future__ import annotations

import base64
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.utils import timezone

from oppnasoc.outbox.models import Message
from oppnasoc.outbox.sending import send_due
from oppnasoc.people import texting
from oppnasoc.people.ways import Reason

from .post import Told, free_port, make_message

pytestmark = pytest.mark.django_db

State = Message.State
Reply = tuple[int, str]


def accepted(fields: dict[str, str]) -> Reply:
    told = {"status": "created", "direction": "outgoing", "parts": 1, "cost": 5000, "id": "s70df59"}
    return 200, json.dumps({**told, **fields})


@dataclass
class Company:
    """What was asked of the company, and what it answers to a number."""

    asked: list[dict[str, str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    answer: Callable[[dict[str, str]], Reply | None] = accepted
    let_go: Event = field(default_factory=Event)


@contextmanager
def serving(company: Company) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            fields = {name: values[0] for name, values in parse_qs(body).items()}
            company.asked.append(fields)
            company.keys.append(self.headers["Authorization"])
            company.paths.append(self.path)
            if (answer := company.answer(fields)) is None:
                company.let_go.wait(10)  # It hangs until the test is done.
                return
            status, text = answer
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        company.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def lead_to(settings: Any, port: int) -> None:
    settings.SMS_PROVIDER = "46elks"
    settings.SMS_URL = f"http://127.0.0.1:{port}/a1"
    settings.SMS_NAME, settings.SMS_PASSWORD = "u-soc", "hemligt"
    settings.SMS_SENDER = "OppnaSoc"


@pytest.fixture
def company(settings: Any) -> Iterator[Company]:
    made = Company()
    with serving(made) as port:
        lead_to(settings, port)
        yield made


def sent() -> int:
    return send_due(timezone.now())


def outcome(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.reason


def test_it_leaves_as_documented_and_says_nothing_but_the_short_text(
    company: Company, told: Told
) -> None:
    message = make_message("070-123 45 67", "sms")
    assert sent() == 1
    assert outcome(message) == (State.SENT, "")
    assert company.asked == [
        {
            "from": "OppnaSoc",
            "to": "+46701234567",
            "message": "Det finns nytt. Läs det här: http://localhost:8000/folj/mitt/k/",
            "dontlog": "message",
        }
    ]
    assert company.paths == ["/a1/sms"]
    assert base64.b64decode(company.keys[0].removeprefix("Basic ")) == b"u-soc:hemligt"
    assert told.sent == [message.thing]


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        ((400, 'Invalid "to" number'), State.REFUSED, Reason.ADDRESS),
        ((400, "Invalid to phonenumber"), State.REFUSED, Reason.ADDRESS),
        ((400, "You need to write a message"), State.STUCK, Reason.CONTENT),
        ((400, 'Invalid "from", must be a number to get replies'), State.STUCK, Reason.CONTENT),
        ((401, "API access requires Basic HTTP authentication"), State.WAITING, Reason.LOGIN),
        ((403, "Not enough credits"), State.WAITING, Reason.CREDIT),
        ((404, "Not found"), State.STUCK, Reason.CONTENT),
        ((429, "Too many requests"), State.WAITING, Reason.BUSY),
        ((500, "Internal server error"), State.WAITING, Reason.AWAY),
        ((302, ""), State.WAITING, Reason.AWAY),
        ((200, "<html>Logga in på gästnätet</html>"), State.STUCK, Reason.UNSURE),
        ((200, "[]"), State.STUCK, Reason.UNSURE),
        ((200, '{"status": "failed"}'), State.STUCK, Reason.CONTENT),
    ],
)
def test_answers(company: Company, told: Told, answer: Reply, state: str, reason: str) -> None:
    """Only a number that is refused closes what the person chose."""
    company.answer = lambda fields: answer
    message = make_message("+46701234567", "sms")
    sent()
    assert outcome(message) == (state, reason)
    assert bool(told.refused) == (state == State.REFUSED)
    assert "/folj/mitt/k" not in message.problem


def test_an_answer_of_failure_is_kept_without_the_number(company: Company, told: Told) -> None:
    company.answer = lambda fields: (400, f'Invalid "to" {fields["to"]}')
    message = make_message("+46701234567", "sms")
    sent()
    message.refresh_from_db()
    assert message.problem == '400 Invalid "to" …'


def test_without_credit_one_message_finds_out(company: Company, told: Told) -> None:
    company.answer = lambda fields: (403, "Not enough credits")
    first, second = make_message("+46701234567", "sms"), make_message("+46701234568", "sms")
    sent()
    assert len(company.asked) == 1
    assert outcome(second)[0] == outcome(first)[0] == State.WAITING
    assert second.tries == 0


def test_too_many_requests_hold_up_one_message_only(company: Company, told: Told) -> None:
    company.answer = lambda f: (429, "") if f["to"].endswith("7") else accepted(f)
    first, second = make_message("+46701234567", "sms"), make_message("+46701234568", "sms")
    assert sent() == 1
    assert (outcome(first)[0], outcome(second)[0]) == (State.WAITING, State.SENT)


def test_a_company_that_hangs_is_tried_three_times(
    company: Company, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have sent the message each time, and each costs money and somebody's calm."""
    monkeypatch.setattr(texting, "ANSWER", 0.05)
    company.answer = lambda fields: None
    message = make_message("+46701234567", "sms")
    sent()
    assert outcome(message) == (State.WAITING, Reason.UNSURE)
    Message.objects.filter(pk=message.pk).update(next_at=timezone.now(), tries=2)
    sent()
    assert outcome(message) == (State.STUCK, Reason.UNSURE)


def test_a_company_that_is_not_there(settings: Any, told: Told) -> None:
    lead_to(settings, free_port())
    message = make_message("+46701234567", "sms")
    sent()
    assert outcome(message) == (State.WAITING, Reason.AWAY)


def test_who_answers_something_else_than_http(settings: Any, told: Told) -> None:
    with socket.create_server(("127.0.0.1", 0)) as odd:
        lead_to(settings, odd.getsockname()[1])

        def babble() -> None:
            caller, _address = odd.accept()
            with caller:
                caller.recv(4000)
                caller.sendall(b"SSH-2.0-OpenSSH\r\n")

        thread = Thread(target=babble, daemon=True)
        thread.start()
        message = make_message("+46701234567", "sms")
        sent()
        thread.join(5)
    assert outcome(message) == (State.WAITING, Reason.UNSURE)


def test_what_is_no_number_never_reaches_the_company(company: Company, told: Told) -> None:
    message = make_message("kim@example.se", "sms")
    sent()
    assert outcome(message) == (State.REFUSED, Reason.ADDRESS)
    assert company.asked == []


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("070-123 45 67", "+46701234567"),
        ("+46 (70) 123 45 67", "+46701234567"),
        ("0046701234567", "+46701234567"),
        ("+4915112345678", "+4915112345678"),
        ("112", ""),
        ("0701", ""),
        ("070-123 45 67 ankn 3", ""),
        ("", ""),
        ("+0701234567", ""),
    ],
)
def test_numbers_as_people_write_them(typed: str, number: str) -> None:
    assert texting.number(typed) == number


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("å" * 160, 1),
        ("å" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ł" * 70, 1),
        ("ł" * 71, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("ł" * 135, 3),
    ],
)
def test_parts(text: str, parts: int) -> None:
    assert texting.parts(text) == parts


def test_what_is_too_long_loses_words_and_keeps_its_link() -> None:
    link = "https://soc.example.se/folj/mitt/abcdefgh/"
    text = texting.fitted("Det finns nytt på " + "Öppna soc " * 60 + link)
    assert texting.parts(text) == 2
    assert text.endswith(f"... {link}")
    assert texting.fitted(f"Nytt – läs “här”… {link}") == f'Nytt - läs "här"... {link}'


def test_in_the_demo_it_is_a_file(settings: Any, tmp_path: Any, told: Told) -> None:
    settings.SMS_PROVIDER, settings.VAR_DIR = "files", tmp_path
    message = make_message("+46701234567", "sms")
    sent()
    [file] = (tmp_path / "sms").iterdir()
    assert file.name == f"{message.reference.hex}.txt"
    assert file.read_text().startswith("+46701234567\n\nDet finns nytt.")
