"""``./soc manage receive``: take mail in, from a mail server or out of a mailbox.

``--lmtp 8024`` serves LMTP on this machine, ``--smtp 8025`` SMTP; ``--mailbox PATH`` reads a
maildir or mbox once, ``--mailbox -`` one mail on standard input, as from a pipe of the mail server.
Its exit status is one of sysexits.h, which mail servers know.
"""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from oppnasoc.inbox import mailboxes, serving
from oppnasoc.inbox.receiving import LARGEST, TooLarge, take_in

TRY_AGAIN, CANNOT = os.EX_TEMPFAIL, os.EX_DATAERR


class Command(BaseCommand):
    help = "Take mail in: as an LMTP or SMTP server, or out of a mailbox."

    def add_arguments(self, parser: CommandParser) -> None:
        way = parser.add_mutually_exclusive_group(required=True)
        way.add_argument("--lmtp", type=int, metavar="PORT", help="serve LMTP until stopped")
        way.add_argument("--smtp", type=int, metavar="PORT", help="serve SMTP until stopped")
        way.add_argument("--mailbox", metavar="PATH", help="a maildir or mbox; - is one mail")
        parser.add_argument("--host", default="127.0.0.1", help="where to listen (this machine)")
        parser.add_argument("--to", default="", help="with --mailbox -: the envelope's recipient")
        parser.add_argument("--from", default=None, help="with --mailbox -: the envelope's sender")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MAIL_DOMAIN:
            raise CommandError("Set SOC_MAIL_DOMAIN to the domain that our mail comes in for.")
        if options["mailbox"] == "-":
            self.one(options["to"], options["from"])
        elif options["mailbox"]:
            self.all_of(Path(options["mailbox"]))
        else:
            self.serve(options)

    def one(self, to: str, sender: str | None) -> None:
        """One mail on standard input."""
        raw = sys.stdin.buffer.read(LARGEST + 1)
        try:
            take_in(raw, recipient=to, return_path=sender)
        except TooLarge:
            raise CommandError("The mail is larger than 2 MB.", returncode=CANNOT) from None
        except DatabaseError as error:
            raise CommandError(f"Try again later: {error}", returncode=TRY_AGAIN) from None

    def all_of(self, path: Path) -> None:
        try:
            count = mailboxes.take_all(path)
        except FileNotFoundError:
            raise CommandError(f"{path} is neither a maildir nor an mbox.") from None
        self.stdout.write(
            f"new: {count.new}, known already: {count.known}, too large: {count.too_large}"
        )

    def serve(self, options: dict[str, Any]) -> None:
        lmtp = options["lmtp"] is not None
        port = options["lmtp"] if lmtp else options["smtp"]
        say = self.stdout

        def ready(number: int) -> None:
            say.write(f"{'LMTP' if lmtp else 'SMTP'} on {options['host']}:{number}")
            say.flush()

        with suppress(KeyboardInterrupt):
            asyncio.run(serving.serve(options["host"], port, lmtp=lmtp, ready=ready))
