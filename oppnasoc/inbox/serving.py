"""The server that a mail server hands our mail to: LMTP (RFC 2033), or SMTP where there is none.

It says yes to a mail only when the mail is in the database.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP
from django.conf import settings
from django.db import DatabaseError, close_old_connections

from .receiving import LARGEST, TooLarge, is_for_us, take_in

MOST_RECIPIENTS = 20  # of one mail; our own go to one
PATIENCE = 60.0  # seconds without a word
OKAY, LATER, TOO_LARGE = "250 2.0.0 Taken", "451 4.3.0 Try again later", "552 5.3.4 Too large"

log = logging.getLogger(__name__)


class Taker:
    """What the server does with what it hears; ``each`` when it answers for each recipient."""

    def __init__(self, *, each: bool) -> None:
        self.each = each

    async def handle_RCPT(
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if not is_for_us(address):
            return "550 5.1.1 No mail for this address here"
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        raw = bytes(envelope.content or b"")
        answers = [
            await asyncio.to_thread(store, raw, to, envelope.mail_from or "")
            for to in envelope.rcpt_tos
        ]
        if self.each:
            return "\r\n".join(answers)
        return next((said for said in answers if said != OKAY), OKAY)


def store(raw: bytes, recipient: str, return_path: str) -> str:
    """Store a mail and say what came of it, as SMTP does."""
    close_old_connections()
    try:
        take_in(raw, recipient=recipient, return_path=return_path)
    except TooLarge:
        return TOO_LARGE
    except DatabaseError:
        log.warning("A mail has to wait for the database.", exc_info=True)
        return LATER
    finally:
        close_old_connections()
    return OKAY


async def serve(host: str, port: int, *, lmtp: bool, ready: Any = None) -> None:
    """Serve until cancelled; ``ready`` is called with the port that is open."""
    taker = Taker(each=lmtp)

    def speak() -> SMTP:
        given: dict[str, Any] = {
            "data_size_limit": LARGEST,
            "timeout": PATIENCE,
            "hostname": settings.MAIL_DOMAIN or "localhost",
            "ident": "mail",
            "enable_SMTPUTF8": True,
        }
        return LMTP(taker, **given) if lmtp else SMTP(taker, **given)

    server = await asyncio.get_running_loop().create_server(speak, host, port)
    async with server:
        if ready is not None:
            ready(server.sockets[0].getsockname()[1])
        await server.serve_forever()
