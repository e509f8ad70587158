"""A worker is killed with -9 at every step; a new one finishes, and nobody is told twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone

from oppnasoc.following.models import Delivery, Follow, Follower, Happening
from oppnasoc.matters.actions import note
from oppnasoc.matters.tests.scene import make_scene
from oppnasoc.outbox import sending
from oppnasoc.outbox.models import Message
from oppnasoc.outbox.sending import send_due
from oppnasoc.trail.tests.disk import at_once, on_disk

from .post import Mailbox, Told, make_message

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 90.0  # after which a worker that hangs fails the test
WEEKLY, AT_ONCE = 1500, 5

State = Message.State


@pytest.fixture
def shared(transactional_db: None, tmp_path: Path) -> Iterator[dict[str, str]]:
    """1,505 people follow a matter of which there is news; the environment of a worker."""
    scene = make_scene()
    followers = Follower.objects.bulk_create(
        Follower(channel="email", address=f"kim{n}@example.se") for n in range(WEEKLY + AT_ONCE)
    )
    Follow.objects.bulk_create(
        Follow(
            follower=follower,
            kind="matter",
            thing=scene.matter.pk,
            rhythm="weekly" if n < WEEKLY else "at_once",
            confirmed_at=timezone.now(),
        )
        for n, follower in enumerate(followers)
    )
    note(scene.matter, "Vi har frågat enheten.", by=scene.facilitator)
    assert Happening.objects.count() == 1
    with on_disk(tmp_path):
        yield environment(tmp_path)


def environment(folder: Path) -> dict[str, str]:
    """What leads a worker to the database of the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SOC_")}
    if connection.vendor == "sqlite":
        return {**kept, "SOC_VAR": str(folder)}
    name = connection.settings_dict["NAME"]
    url = urlsplit(os.environ["SOC_DATABASE"])._replace(path=f"/{name}")
    return {**kept, "SOC_VAR": str(folder), "SOC_DATABASE": urlunsplit(url)}


def start(environment: dict[str, str], settings: Any, *command: str) -> subprocess.Popen[str]:
    connection.close()
    port = str(settings.EMAIL_PORT)
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=django_settings.BASE_DIR,
        env={
            **environment,
            "SOC_SMTP_HOST": "127.0.0.1",
            "SOC_SMTP_PORT": port,
            "SOC_SMTP_TIMEOUT": "3",  # seconds
        },
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(worker: subprocess.Popen[str]) -> int:
    _out, said = worker.communicate(timeout=SECONDS)
    assert worker.returncode in (0, -signal.SIGKILL), said
    return worker.returncode


def finish() -> None:
    """A new worker, when the claims of the dead one have passed.

    The claims are set back and not the clock forward: at seven on a Monday weekly letters leave.
    """
    passed = sending.HELD + timedelta(minutes=1)
    Message.objects.filter(next_at__gt=timezone.now()).update(next_at=F("next_at") - passed)
    call_command("work", "--once")


#: Where it dies, and how many of the five mails may then come twice.
STEPS = {
    "after the happening": ('FROM "following_happening"', 1, "", 0),
    "between two batches of followers": ('INTO "following_delivery"', 2, "", 0),
    "in a batch of followers": ('INTO "following_delivery"', 2, "after", 0),
    "in gathering": ('INTO "outbox_message"', 1, "after", 0),
    "after the claim": ('UPDATE "outbox_message" SET "next_at"', 1, "after", 0),
    "between the server's yes and our note": ('UPDATE "outbox_message" SET "state"', 3, "", 1),
    "in the note": ('UPDATE "outbox_message" SET "state"', 3, "after", 1),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_new_worker_finishes(
    shared: dict[str, str], box: Mailbox, settings: Any, step: str
) -> None:
    pattern, number, after, twice = STEPS[step]
    dying = ("oppnasoc.outbox.tests.dying", pattern, str(number), after)
    assert ended(start(shared, settings, *dying)) == -signal.SIGKILL
    assert Delivery.objects.exclude(done_at=None).count() < AT_ONCE, "it was not killed in time"
    finish()
    assert not Happening.objects.exists()
    told = Counter(Delivery.objects.values_list("follower", flat=True))
    assert len(told) == WEEKLY + AT_ONCE, "somebody is left out"
    assert set(told.values()) == {1}
    assert Delivery.objects.exclude(done_at=None).count() == AT_ONCE
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}
    assert Message.objects.count() == AT_ONCE
    assert set(box.to()) == {f"kim{n}@example.se" for n in range(WEEKLY, WEEKLY + AT_ONCE)}
    assert len(box.arrived) == AT_ONCE + twice
    assert len(set(box.ids())) == AT_ONCE, "what comes twice is the same message"
    finish()
    assert len(box.arrived) == AT_ONCE + twice


@pytest.mark.usefixtures("transactional_db")
def test_two_at_once_send_nothing_twice(box: Mailbox, told: Told, tmp_path: Path) -> None:
    for n in range(3 * sending.BATCH):
        make_message(f"kim{n}@example.se")
    with on_disk(tmp_path):

        def work() -> int:
            done = 0
            while count := send_due(timezone.now()):
                done += count
            return done

        counts = at_once(work, work)
        assert sum(counts) == 3 * sending.BATCH
        assert min(counts) > 0, "both had something to do"
        assert not Message.objects.exclude(state=State.SENT).exists()
    assert len(box.arrived) == len(set(box.to())) == 3 * sending.BATCH


def test_two_workers_at_once_tell_everybody_once(
    shared: dict[str, str], box: Mailbox, settings: Any
) -> None:
    Follow.objects.update(rhythm="weekly")
    Follow.objects.filter(follower__address__endswith="7@example.se").update(rhythm="at_once")
    expected = Follow.objects.filter(rhythm="at_once").count()
    workers = [start(shared, settings, "config", "work", "--once") for _ in range(2)]
    assert [ended(worker) for worker in workers] == [0, 0]
    call_command("work", "--once")
    assert Delivery.objects.count() == WEEKLY + AT_ONCE
    assert len(box.arrived) == len(set(box.to())) == expected


def test_a_worker_that_is_asked_to_stop_finishes_its_mail(
    shared: dict[str, str], box: Mailbox, settings: Any
) -> None:
    """It ends well, and what it had claimed is due again at once."""
    arrived = Event()

    def taken(to: str) -> None:
        arrived.set()

    box.taken = taken
    worker = start(shared, settings, "config", "work")
    assert arrived.wait(SECONDS)
    worker.terminate()
    assert ended(worker) == 0
    left = Message.objects.filter(state=State.WAITING)
    assert not left.filter(next_at__gt=timezone.now()).exists()
    assert Message.objects.filter(state=State.SENT).count() == len(box.arrived)


def test_a_worker_that_waits_for_a_slow_server_stops_all_the_same(
    shared: dict[str, str], box: Mailbox, settings: Any
) -> None:
    asked, go_on = Event(), Event()

    def hang(to: str) -> None:
        asked.set()
        go_on.wait(SECONDS)

    box.rcpt = hang
    worker = start(shared, settings, "config", "work")
    try:
        assert asked.wait(SECONDS)
        worker.terminate()
        assert ended(worker) == 0
    finally:
        go_on.set()
    assert Message.objects.filter(state=State.WAITING).count() == AT_ONCE
    finish()
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}
