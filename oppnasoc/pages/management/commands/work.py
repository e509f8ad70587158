"""``./soc work``: tell people what has happened, as long as it runs; ``--once`` for one round.

Everything that it does waits in the database, so it may be killed at any moment and be run twice
at the same time. It also does once a day what has to be done once a day.
"""

from __future__ import annotations

import logging
import signal
from datetime import date, time
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone, translation

from oppnasoc.ui.registry import chores, rounds

PAUSE = 2.0  # seconds between two rounds when there is nothing to do
EARLY = time(5, 0)  # the chores of the day are done after this

log = logging.getLogger(__name__)


def once() -> int:
    """One round of everything; what fails is logged and holds up nothing else."""
    done = 0
    for each in rounds():
        try:
            done += each.do(timezone.now())
        except DatabaseError:
            log.warning("%s has to wait for the database.", each.name, exc_info=True)
        except Exception:
            log.exception("%s failed; the next round tries again.", each.name)
    return done


def day_work(day: date) -> None:
    for chore in chores():
        try:
            chore.do(day)
        except Exception:
            log.exception("%s failed; it is tried again tomorrow.", chore.name)


class Command(BaseCommand):
    help = "Send what is to be sent, and do what has to be done once a day; runs until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = Event()
        worked_on: date | None = None
        with translation.override("sv"):
            if options["once"]:
                while once():
                    pass
                return
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stopped.set())
            while not stopped.is_set():
                now = timezone.localtime()
                if now.date() != worked_on and now.time() >= EARLY:
                    day_work(now.date())
                    worked_on = now.date()
                if not once():
                    close_old_connections()
                    stopped.wait(PAUSE)
