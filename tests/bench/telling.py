"""W9: a decision on a matter with many followers: what its request costs, how long it takes until
the last mail has arrived, and how much memory the worker takes.

The mail server is ours, on loopback, in this process. The worker is one of its own.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from threading import Event
from typing import Any

import psutil  # type: ignore[import-untyped]
from aiosmtpd.controller import Controller
from django.test import Client
from django.utils import timezone

from oppnasoc.following.models import Delivery, Follow, Follower, Happening
from oppnasoc.matters.models import Matter
from oppnasoc.outbox.models import Message
from oppnasoc.people.models import User

from .measure import Worthless
from .report import NOT_HELD, Bar
from .server import HOST, ROOT

THOUSAND = 1000  # followers of the ordinary run
TIMES = 5  # decisions without followers, before one with them
LOOK = 0.5  # seconds between two looks at the worker's memory
PATIENCE = 3600.0  # seconds for the last mail


@dataclass
class Told:
    """CPU milliseconds of a decision without and with followers, seconds until the last of them
    had her mail, the worker's seconds of CPU until then, and its memory in MB before and at its
    most."""

    followers: int
    alone: list[float]
    followed: float
    seconds: float
    cpu: float
    idle: float
    most: float

    @property
    def growth(self) -> float:
        return self.followed / median(self.alone)


FOLLOWER = re.compile(r"kim\d+@example\.se")


@dataclass
class Mailbox:
    """Counts what arrives for those who follow, and who got it; full when everybody has.

    After seven on a working day the worker also writes to who works here; that is not counted.
    """

    expected: int
    got: set[str] = field(default_factory=set)
    count: int = 0
    full: Event = field(default_factory=Event)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        followers = {to for to in envelope.rcpt_tos if FOLLOWER.fullmatch(to)}
        self.got |= followers
        self.count += bool(followers)
        if len(self.got) == self.expected:
            self.full.set()
        return "250 OK"


def decide(browser: Client, matter: Matter) -> float:
    """Decide, as a manager does on the site; the CPU milliseconds of the request.

    Raises Worthless when nothing was decided.
    """
    given = {
        "answer-verdict": "yes",
        "answer-text": "Vi ringer inom tre dagar.",
        "answer-what": "Vi ringer.",
        "answer-seen": str(matter.revision),
    }
    began = time.process_time()
    answer = browser.post(f"/fragor/{matter.pk}/svara/", given)
    spent = time.process_time() - began
    if answer.status_code != 302 or not matter.answers.filter(text=given["answer-text"]).exists():
        raise Worthless(f"W9: a decision is answered with {answer.status_code}")
    return spent * 1000


def follow(matter: Matter, many: int) -> None:
    """So many follow the matter, and want to be told at once."""
    now = timezone.now()
    for first in range(0, many, 5000):
        numbers = range(first, min(first + 5000, many))
        followers = Follower.objects.bulk_create(
            Follower(channel="email", address=f"kim{n}@example.se") for n in numbers
        )
        Follow.objects.bulk_create(
            Follow(follower=one, kind="matter", thing=matter.pk, rhythm="at_once", confirmed_at=now)
            for one in followers
        )


@contextmanager
def working(port: int) -> Iterator[psutil.Process]:
    """A worker that sends to a mail server of ours; stopped by its own id."""
    settings = {"SOC_SMTP_HOST": HOST, "SOC_SMTP_PORT": str(port)}
    command = [sys.executable, "-m", "config", "work"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings})
    try:
        yield psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def telling(followers: int) -> Told:
    """Decide on a matter with so many followers, and wait for the last mail."""
    manager = User.objects.create_user("chef@example.org", name="Robin Prov", is_manager=True)
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(manager, "oppnasoc.people.backends.SignIn")
    matters = list(Matter.objects.published().filter(status="open").order_by("pk")[: TIMES + 2])
    decide(browser, matters.pop())  # The first request of a process pays for what is loaded.
    followed = matters.pop()
    alone = [decide(browser, matter) for matter in matters]
    follow(followed, followers)
    box = Mailbox(followers)
    with socket.create_server((HOST, 0)) as free:
        port = int(free.getsockname()[1])
    server = Controller(box, hostname=HOST, port=port)
    server.start()
    try:
        with working(port) as worker:
            _settle()
            idle = most = _memory(worker)
            spent = _cpu(worker)
            cost = decide(browser, followed)
            began = time.monotonic()
            while not box.full.wait(LOOK):
                most = max(most, _memory(worker))
                if time.monotonic() - began > PATIENCE:
                    raise Worthless(f"W9: {len(box.got)} of {followers} mails arrived")
            seconds = time.monotonic() - began
            most = max(most, _memory(worker))
            cpu = _cpu(worker) - spent
            _settle()  # The last note is made after the last mail.
    finally:
        server.stop()
    if box.count != followers or Delivery.objects.count() != followers:
        raise Worthless(f"W9: {box.count} mails and {Delivery.objects.count()} deliveries")
    return Told(followers, alone, cost, seconds, cpu, idle, most)


def _settle() -> None:
    """Wait until the worker has told of the decisions that nobody follows, and rests."""
    end = time.monotonic() + PATIENCE
    while Happening.objects.exists() or Message.objects.filter(state="waiting").exists():
        if time.monotonic() > end:
            raise Worthless("W9: the worker does not come to rest")
        time.sleep(0.1)


def _cpu(process: psutil.Process) -> float:
    used = process.cpu_times()
    return float(used.user + used.system)


def _memory(process: psutil.Process) -> float:
    """Megabytes that are the worker's own (Pss_Anon): the database file, which SQLite maps and
    which grows with the followers, is the system's to keep or to drop."""
    rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss_Anon:\s+(\d+) kB", rollup, re.M)
    if found is None:
        raise Worthless("W9: this system does not tell what memory a process has of its own")
    return int(found[1]) / 1024


def bars(told: Told) -> list[Bar]:
    """What must hold with a thousand followers; of more, only what does not grow with them."""
    request = Bar("W9 decision with followers", told.growth, 2, 1.2, "× without")
    memory = Bar("W9 worker's memory", told.most / told.idle, 1.3, 1.1, "× before")
    if told.followers > THOUSAND:
        return [request, memory]
    mails = Bar("W9 until the last mail", told.seconds, 10, 5, "s", shared=NOT_HELD)
    return [request, mails, memory]


def as_text(told: Told) -> str:
    alone = median(told.alone)
    return "\n".join(
        [
            f"W9 a decision with {told.followers} followers",
            f"request  {told.followed:.1f} ms of CPU, {alone:.1f} without followers",
            f"mails    all after {told.seconds:.1f} s, {told.cpu:.1f} s of the worker's CPU",
            f"worker   {told.idle:.0f} MB before, {told.most:.0f} MB at its most",
        ]
    )
