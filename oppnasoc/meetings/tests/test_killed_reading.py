"""Killed while a pile is read: every document becomes one draft all the same, none twice."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from oppnasoc.meetings import taking
from oppnasoc.meetings.forgetting import forget
from oppnasoc.meetings.keeping import storage
from oppnasoc.meetings.models import Draft, Original, Paper, Pile
from oppnasoc.trail.models import Entry
from oppnasoc.trail.tests.disk import on_disk

from .scene import Scene, day, kept_files, make_scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shared(transactional_db: None, tmp_path: Path) -> Iterator[Scene]:
    scene = make_scene()
    with on_disk(tmp_path):
        yield scene


def apart(do: Callable[[], object], last: int) -> int:
    """Do it in a process of its own, which kills itself just before query number ``last``."""
    connection.close()
    child = os.fork()
    if child == 0:
        queries = 0

        def counting(execute: Callable[..., Any], *arguments: Any) -> Any:
            nonlocal queries
            queries += 1
            if queries == last:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*arguments)

        try:
            with connection.execute_wrapper(counting):
                do()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def uploads(count: int) -> list[SimpleUploadedFile]:
    text = "Minnesanteckningar {}\n\nVäntan\n- Varför väntar vi {} veckor?\n"
    return [
        SimpleUploadedFile(f"{n}.txt", text.format(day(-n).isoformat(), n).encode())
        for n in range(1, count + 1)
    ]


def test_killed_at_every_query_of_reading(shared: Scene) -> None:
    pile = taking.take_in_pile(uploads(1), group=shared.parties.group, by=shared.secretary)
    moment = 1

    def read() -> None:
        taking.read_next(Pile.objects.select_related("group").get(), by=shared.secretary)

    while (ended := apart(read, moment)) == -signal.SIGKILL:
        assert not Draft.objects.exists(), f"half a draft is left of query {moment}"
        assert Entry.objects.count() == 0
        paper = Paper.objects.get()
        assert paper.status in ("waiting", "reading")
        assert len(kept_files()) == 1
        # What a minute and a half does: the claim is old. How often servers died is not counted.
        old = timezone.now() - taking.CLAIM - timedelta(seconds=1)
        Paper.objects.filter(status="reading").update(claimed_at=old, tries=0)
        moment += 1
    assert moment > 10, "It was killed at every query of a whole reading."
    assert ended == 0
    assert (Draft.objects.count(), Entry.objects.count()) == (1, 1)
    assert Paper.objects.get().status == "read"
    assert taking.read_next(pile, by=shared.secretary) is None


def test_killed_at_every_query_of_keeping(shared: Scene) -> None:
    moment = 1

    def keep() -> None:
        taking.take_in_pile(uploads(2), group=shared.parties.group, by=shared.secretary)

    while (ended := apart(keep, moment)) == -signal.SIGKILL:
        assert not Pile.objects.exists()
        moment += 1
    assert moment > 4
    assert ended == 0
    assert Paper.objects.count() == 2
    # What the killed ones left has no paper; it goes when it is a day old.
    assert len(kept_files()) > 2
    long_ago = timezone.now() - timedelta(days=2)
    Original.objects.filter(papers=None).update(kept_at=long_ago)
    for path in kept_files():
        os.utime(storage().path(path), (long_ago.timestamp(), long_ago.timestamp()))
    forget()
    assert len(kept_files()) == Original.objects.count() == 2
