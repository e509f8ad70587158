"""A mail server of ours that does what it is told to, and a kind of message to try it with."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.db import transaction

from oppnasoc.outbox import kinds
from oppnasoc.outbox.actions import put
from oppnasoc.outbox.kinds import Letter, Section
from oppnasoc.outbox.models import Message
from oppnasoc.ui.html import fill

KIND = "outbox.tried_in_tests"
_numbers = count(1)


@dataclass
class Told:
    """What the kind of the tests was told, and whom it writes to."""

    sent: list[int] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    #: thing → address; a thing that is not here needs no message any longer
    to: dict[int, str] = field(default_factory=dict)
    title: str = "Kan telefonen få en knapp?"


told = Told()


def build(message: Message) -> Letter | None:
    if (to := told.to.get(message.thing)) is None:
        return None
    return Letter(
        to=to,
        subject="Nytt från Öppna soc",
        short="Det finns nytt. Läs det här: http://localhost:8000/folj/mitt/k/",
        lines=[fill("{}", "Det här är nytt.")],
        sections=[Section(told.title, [fill("{}", "En hemlig mening.")], "/fragor/1/telefon/")],
        why="Du får det här för att du följer något.",
        stop="/folj/mitt/k/sluta/",
    )


def note_sent(message: Message, at: datetime) -> None:
    told.sent.append(message.thing)


def note_refused(message: Message, why: str) -> None:
    told.refused.append((message.thing, why))


@contextmanager
def kind_of_the_tests() -> Iterator[Told]:
    told.__init__()  # type: ignore[misc]
    kinds.letter(KIND, label="Of the tests", sent=note_sent, refused=note_refused)(build)
    try:
        yield told
    finally:
        del kinds._kinds[KIND]


def make_message(to: str, channel: str = "email") -> Message:
    """A message that is due now."""
    thing = next(_numbers)
    told.to[thing] = to
    with transaction.atomic():
        put(KIND, thing, channel=channel, key=f"test:{thing}")
    return Message.objects.get(kind=KIND, thing=thing)


Answer = Callable[[str], str | None]


class Mailbox:
    """Keeps what arrives; ``rcpt`` and ``data`` say what is answered to an address (None: yes)."""

    def __init__(self) -> None:
        self.arrived: list[tuple[str, EmailMessage]] = []
        self.senders: list[str] = []
        self.sessions: set[int] = set()
        self.mail: Answer = lambda sender: None
        self.rcpt: Answer = lambda to: None
        self.data: Answer = lambda to: None
        self.taken: Answer = lambda to: None

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if answer := self.mail(address):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if answer := self.rcpt(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        [to] = envelope.rcpt_tos
        if answer := self.data(to):
            if answer == "close":
                self._keep(to, session, envelope)
                server.transport.close()
                return "250 Never heard"
            return answer
        self._keep(to, session, envelope)
        return self.taken(to) or "250 Taken"

    def _keep(self, to: str, session: Any, envelope: Any) -> None:
        self.sessions.add(id(session))
        self.senders.append(envelope.mail_from)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.arrived.append((to, mail))

    def to(self) -> list[str]:
        return [to for to, _mail in self.arrived]

    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for _to, mail in self.arrived]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def serving(settings: Any, box: Mailbox, **more: Any) -> Iterator[Mailbox]:
    """The settings lead to a server of ours."""
    port = free_port()
    server = Controller(box, hostname="127.0.0.1", port=port, **more)
    server.start()
    lead_to(settings, port)
    try:
        yield box
    finally:
        server.stop()


def lead_to(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def nobody(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    """Lets nobody in."""
    return AuthResult(success=False, handled=False)


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
