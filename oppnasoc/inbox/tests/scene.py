"""Mails that come in, for the tests of the room."""

from __future__ import annotations

from email.message import EmailMessage
from itertools import count
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from oppnasoc.inbox.models import Incoming
from oppnasoc.inbox.reading import read_new
from oppnasoc.inbox.receiving import take_in
from oppnasoc.outbox import replies
from oppnasoc.voices.models import Reach, Voice
from tests.town import make_voice

DOMAIN = "sundhamn.example"
KIM = "kim@example.se"
ANSWER = "Det blev bättre.\n\nDen mån 2 mars 2026 kl 09:12 skrev Öppna soc <s@x.se>:\n> Hej\n"
_numbers = count(1)


def make_mail(
    to: str = f"svar@{DOMAIN}", text: str = ANSWER, *, sender: str = KIM, **headers: str
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"Kim Ek <{sender}>"
    mail["To"] = to
    mail["Subject"] = headers.pop("subject", "Sv: Du har fått ett svar")
    mail["Message-ID"] = headers.pop("message_id", f"<{next(_numbers)}@example.se>")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def deliver(mail: EmailMessage, return_path: str | None = KIM) -> Incoming:
    """Take a mail in and read it."""
    take_in(mail.as_bytes(), recipient=str(mail["To"]), return_path=return_path)
    read_new(timezone.now())
    return Incoming.objects.latest("pk")


def make_speaker(**fields: Any) -> Voice:
    given: dict[str, Any] = {"tell_by": "email", "code_digest": f"digest {next(_numbers)}"}
    voice = make_voice("Jag väntade i sju veckor.", **{**given, **fields})
    Reach.objects.create(voice=voice, address=KIM)
    return voice


def answer_address(who: replies.Who, key: int, matter: int = 0) -> str:
    return replies.address(who, key, matter)


def work() -> None:
    call_command("work", "--once")
