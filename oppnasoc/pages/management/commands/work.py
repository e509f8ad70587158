"""``./soc work``: tell people what has happened, as long as it runs; ``--once`` for one round.

Everything that it does waits in the database, so it may be killed at any moment and be run twice
at the same time. It also does once a day what has to be done once a day.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import socket
from datetime import datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone, translation

from oppnasoc.outbox import heart
from oppnasoc.ui.registry import chores, rounds

PAUSE = 2.0  # seconds between two rounds when there is nothing to do
POLITE = 0.7  # seconds to finish what is being done when it is asked to stop
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


def live(now: datetime) -> bool:
    """Give a sign of life, and do the chores of the day if nobody has done them yet.

    Returns whether it did them.
    """
    here, last = timezone.localtime(now), heart.last()
    if last is None or now - last.at >= heart.OFTEN:
        heart.beat(now)
    if here.time() < EARLY or (last is not None and last.chores_on == here.date()):
        return False
    for chore in chores():
        try:
            chore.do(here.date())
        except Exception:
            log.exception("%s failed; it is tried again tomorrow.", chore.name)
        heart.beat(timezone.now())
    heart.beat(timezone.now(), chores_on=here.date())
    return True


class Bed:
    """Where the worker sleeps between two rounds, and is woken by a signal that asks it to stop.

    It stops after what is being sent, and at once when that takes too long: it is then no worse
    off than when the machine stops (outbox/sending.py).
    """

    def __init__(self) -> None:
        heart.asked_to_stop.clear()
        self.ear, self.bell = socket.socketpair()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.ask_to_stop)

    def ask_to_stop(self, *_signal: Any) -> None:
        if not heart.asked_to_stop.is_set():
            heart.asked_to_stop.set()  # Nobody waits on it, so that nobody holds its lock here.
            self.bell.send(b".")
            signal.signal(signal.SIGALRM, self.leave)
            signal.setitimer(signal.ITIMER_REAL, POLITE)

    def leave(self, *_signal: Any) -> None:
        raise SystemExit(0)

    def sleep(self) -> None:
        select.select([self.ear], [], [], PAUSE)

    def close(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        self.ear.close()
        self.bell.close()


class Command(BaseCommand):
    help = "Send what is to be sent, and do what has to be done once a day; runs until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then stop")
        parser.add_argument("--beside", type=int, help="stop when this process is gone")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("sv"):
            if options["once"]:
                while once():
                    pass
                return
            bed = Bed()
            try:
                go_on(bed, options["beside"])
            finally:
                bed.close()


def go_on(bed: Bed, beside: int | None) -> None:
    """Rounds until it is asked to stop, or the process that it stands beside is gone.

    Beside the server it also ends after the chores of the day: the chores look at everything
    there is, and a fresh copy of the loaded program has none of their memory.
    """
    while not heart.asked_to_stop.is_set() and beside in (None, os.getppid()):
        try:
            if live(timezone.now()) and beside:
                return
        except DatabaseError:
            log.warning("The worker has to wait for the database.", exc_info=True)
        if not once():
            close_old_connections()
            bed.sleep()
