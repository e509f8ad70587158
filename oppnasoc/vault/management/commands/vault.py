"""``./soc vault verify|anchor|keys|rotate|rewrap|nightly|letin|replay``."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from oppnasoc.people.models import User
from oppnasoc.ui.days import today
from oppnasoc.ui.registry import chores
from oppnasoc.vault import gone, knowing, log, masters, rotating, sealing
from oppnasoc.vault.masters import WrongKey
from oppnasoc.vault.models import Head
from oppnasoc.vault.rotating import NotOurs
from oppnasoc.vault.sealing import Broken
from oppnasoc.vault.start import NotReady

HELP = {
    "verify": "look at every line of the log; ends with 1 when something is not as it was written",
    "anchor": "print where the log ends, to be kept elsewhere",
    "keys": "how many keys lie under which master key",
    "rotate": "make a new master key and wrap every key anew under it",
    "nightly": "do the chores of the day of the plans, where no worker does them",
    "letin": "print a code for somebody who has lost every way in and has shown who she is",
    "replay": "end again what was erased or taken back, when an older copy was put back",
    "rewrap": "wrap every key anew under the current master key; may be stopped and run again",
}


class Command(BaseCommand):
    help = "Look after the keys of the plans and the log of who has read them."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        for name, text in HELP.items():
            command = commands.add_parser(name, help=text)
            if name == "letin":
                command.add_argument("email", help="the e-mail address that she signs in with")
            if name == "verify":
                command.add_argument(
                    "--anchors", type=Path, help="a file with lines that anchor printed"
                )

    def handle(self, *, what: str, **options: Any) -> None:
        try:
            {
                "verify": verify,
                "anchor": anchor,
                "keys": keys,
                "rotate": rotate,
                "rewrap": rewrap,
                "nightly": nightly,
                "letin": letin,
                "replay": replay,
            }[what](self, **options)
        except (WrongKey, NotReady, NotOurs, log.Untrue) as why:
            raise CommandError(str(why)) from None
        except Broken:
            raise CommandError("A wrapped key is not as it was written.") from None
        except (DatabaseError, Head.DoesNotExist) as why:
            raise CommandError(f"The vault's database cannot be read: {why}") from None


def verify(command: Command, *, anchors: Path | None = None, **_: Any) -> None:
    """Print each fault; the exit status is 1 when there is one."""
    try:
        lines = anchors.read_text(encoding="utf-8").splitlines() if anchors else []
        kept = [log.Anchor.read(line) for line in lines if line.strip()]
    except (OSError, ValueError) as why:
        raise CommandError(str(why)) from None
    if left := sealing.leave_no_copy():
        command.stdout.write(
            f"{left} destroyed keys are still in SQLite's log of writes, since somebody reads what "
            "stood there before. It is tried again when a plan is opened and every night."
        )
    faults = log.verify(kept)
    for fault in faults:
        command.stdout.write(f"{fault.seq}\t{fault.sort}\t{fault.says}")
    if faults:
        sys.exit(1)
    command.stdout.write(f"The log is whole; it ends at line {log.anchor().seq}.")


def anchor(command: Command, **_: Any) -> None:
    gone.catch_up()
    command.stdout.write(str(log.anchor()))


def keys(command: Command, **_: Any) -> None:
    """One line for each master key: its id, how many keys lie under it, what it is to us."""
    now, have = masters.current().id, masters.known()
    for master, count in sorted({now: 0, **rotating.under()}.items()):
        state = "current" if master == now else "earlier" if master in have else "MISSING"
        command.stdout.write(f"{master}\t{count}\t{state}")


def nightly(command: Command, **_: Any) -> None:
    """The chores of the tower's own rooms; doing them twice on a day changes nothing more."""
    for chore in chores():
        if chore.name.partition(".")[0] in {"careplan", "vault"}:
            command.stdout.write(f"{chore.name}\t{chore.do(today())}")


def letin(command: Command, *, email: str, **_: Any) -> None:
    """Print ten digits; what she does with them stands in the log of her plan."""
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(f"Nobody signs in with {email}.")
    digits = knowing.desk_code(user.uuid)
    command.stdout.write(f"{digits[:5]} {digits[5:]}")
    command.stderr.write("Give it to her in person. It is good once, for 24 hours.")


def replay(command: Command, **_: Any) -> None:
    """One line for each sort of what has ended again; then the database can be served."""
    done = gone.replay()
    for name, count in sorted(done.items()):
        command.stdout.write(f"{name}\t{count}")
    command.stdout.write(f"{done.total()} things have ended again.")


def rotate(command: Command, **_: Any) -> None:
    command.stdout.write(f"{rotating.rotate()} keys lie under the new master key.")


def rewrap(command: Command, **_: Any) -> None:
    command.stdout.write(f"{rotating.rewrap()} keys were wrapped anew.")
