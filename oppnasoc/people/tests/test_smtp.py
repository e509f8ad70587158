"""The code leaves over SMTP and arrives."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.urls import reverse

from .people import make_user
from .test_signin import _fresh_limits, enter, is_in  # noqa: F401

pytestmark = pytest.mark.django_db


class Mailbox:
    """Keeps what arrives."""

    def __init__(self) -> None:
        self.arrived: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.arrived.append((envelope.rcpt_tos, message))
        return "250 Taken"


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield box
    server.stop()


def test_asking_for_a_code_sends_one_mail_that_arrives(client: Client, mailbox: Mailbox) -> None:
    user = make_user()
    client.post(reverse("account_login"), {"email": user.email})
    [(to, message)] = mailbox.arrived
    assert to == [user.email]
    assert message["Subject"] == "Din kod"
    text = message.get_body(("plain",))
    assert text is not None
    code = re.search(r"^\d{6}\r?$", text.get_content(), re.M)
    assert code is not None
    enter(client, code[0].strip())
    assert is_in(client)
