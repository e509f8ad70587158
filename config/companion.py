"""The worker beside the server: started with it, started again when it ends, stopped with it.

It is a copy of the loaded program, as the server's own processes are, so that what they have in
common is in memory once (docs/adr/0011-loaded-once.md). It ends by itself after the chores of the
day, so that what they took of memory is given back, and one that has died is told of.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from multiprocessing.process import BaseProcess
from threading import Event, Thread

PAUSE = 3.0  # seconds before a worker that ended is started again
LAST = 2.0  # seconds that it has to stop


def work(beside: int) -> None:
    """What runs in the worker's process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Until the command listens to it.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("work", beside=beside)


class Companion:
    """Keeps one worker running."""

    def __init__(self) -> None:
        self.process: BaseProcess | None = None
        self.leaving = Event()
        self.thread = Thread(target=self._keep, daemon=True, name="worker's keeper")

    def start(self) -> None:
        self._begin()
        self.thread.start()

    def stop(self) -> None:
        """Ask it to stop, and wait for that; it needs less than a second."""
        self.leaving.set()
        if self.process is not None and self.process.is_alive():
            self.process.terminate()
        self.thread.join(LAST)
        if self.process is not None and self.process.is_alive():
            self.process.kill()

    def _begin(self) -> None:
        linux = sys.platform == "linux"
        made = (
            multiprocessing.get_context("fork") if linux else multiprocessing.get_context("spawn")
        )
        self.process = made.Process(target=work, args=[os.getpid()], name="worker")
        self.process.start()

    def _keep(self) -> None:
        while self.process is not None:
            self.process.join()
            if self.leaving.wait(PAUSE):
                return
            if self.process.exitcode:
                print(
                    f"soc: The worker ended ({self.process.exitcode}) and is started again.",
                    file=sys.stderr,
                    flush=True,
                )
            self._begin()
