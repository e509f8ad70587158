"""The loop: rounds that fail hold up nothing, chores are done once a day, and it gives a sign of
life; and the companion that keeps it running."""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError

from config import companion, serve
from oppnasoc.outbox import heart
from oppnasoc.pages.management.commands import work
from oppnasoc.ui.registry import Chore, Round

EIGHT = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)  # in Sweden
NIGHT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_round_that_fails_holds_up_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done = []

    def broken(now: datetime) -> int:
        raise ZeroDivisionError

    def locked(now: datetime) -> int:
        raise DatabaseError

    def well(now: datetime) -> int:
        done.append(now)
        return 3

    rounds = [Round("a.broken", 1, broken), Round("a.locked", 2, locked), Round("a.well", 3, well)]
    monkeypatch.setattr(work, "rounds", lambda: rounds)
    assert work.once() == 3
    assert len(done) == 1
    assert "a.broken failed" in caplog.text
    assert "a.locked has to wait" in caplog.text


@pytest.mark.django_db
def test_the_chores_of_a_day_are_done_once_after_five(monkeypatch: pytest.MonkeyPatch) -> None:
    days = []

    def broken(day: Any) -> int:
        raise ZeroDivisionError

    def well(day: Any) -> int:
        days.append(day.isoformat())
        return 1

    monkeypatch.setattr(work, "chores", lambda: [Chore("a.broken", broken), Chore("a.well", well)])
    with time_machine.travel(NIGHT, tick=False) as clock:
        work.live(NIGHT)
        assert days == []
        assert not heart.stands_still(NIGHT)
        clock.move_to(EIGHT)
        work.live(EIGHT)
        work.live(EIGHT)
        assert days == ["2026-03-02"], "also by another worker, or after a new start"
        clock.move_to(EIGHT + timedelta(days=1))
        work.live(EIGHT + timedelta(days=1))
        assert days == ["2026-03-02", "2026-03-03"]


@pytest.mark.django_db
@pytest.mark.parametrize("beside", [True, False])
def test_the_worker_beside_the_server_begins_afresh_after_the_chores(
    monkeypatch: pytest.MonkeyPatch, beside: bool
) -> None:
    days, rounds = [], []

    def chore(day: Any) -> int:
        days.append(day)
        return 1

    def round_of_it(now: datetime) -> int:
        rounds.append(now)
        if len(rounds) > 1:
            heart.asked_to_stop.set()
        return 1

    monkeypatch.setattr(work, "chores", lambda: [Chore("a.well", chore)])
    monkeypatch.setattr(work, "rounds", lambda: [Round("a.round", 1, round_of_it)])
    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    bed = work.Bed()
    try:
        with time_machine.travel(EIGHT, tick=False):
            work.go_on(bed, os.getppid() if beside else None)
            assert len(days) == 1
            assert len(rounds) == (0 if beside else 2)
            if beside:
                work.go_on(bed, os.getppid())  # The fresh one finds them done.
                assert len(days) == 1
                assert len(rounds) == 2
    finally:
        bed.close()
        heart.asked_to_stop.clear()
        for number, handler in before.items():
            signal.signal(number, handler)


@pytest.mark.django_db
def test_a_sign_of_life_costs_a_write_in_half_a_minute(
    django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "chores", list)
    assert heart.stands_still(EIGHT)
    with time_machine.travel(EIGHT, tick=False):
        work.live(EIGHT)
    with django_assert_num_queries(1):
        work.live(EIGHT + timedelta(seconds=20))
    assert not heart.stands_still(EIGHT + timedelta(minutes=9))
    assert heart.stands_still(EIGHT + timedelta(minutes=11))


@pytest.mark.django_db
def test_a_round_with_nothing_to_do_is_cheap(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(11):
        assert work.once() == 0


def test_the_worker_is_left_out_when_the_settings_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOC_WORKER", raising=False)
    assert serve.worker_wanted()
    monkeypatch.setenv("SOC_WORKER", "0")
    assert not serve.worker_wanted()


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
def test_a_worker_that_dies_is_started_again_and_stops_with_the_server(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    bell = tmp_path / "bell"
    os.mkfifo(bell)

    def work_badly(beside: int) -> None:
        signal.signal(signal.SIGUSR1, lambda *_given: sys.exit(0))
        with bell.open("w") as ringing:  # Waits for somebody who reads.
            ringing.write(f"{os.getpid()} {beside}\n")
        signal.pause()

    monkeypatch.setattr(companion, "work", work_badly)
    monkeypatch.setattr(companion, "PAUSE", 0.0)
    keeper = companion.Companion()
    keeper.start()
    first, beside = bell.read_text().split()
    assert int(beside) == os.getpid()
    os.kill(int(first), signal.SIGKILL)
    second, _beside = bell.read_text().split()
    assert second != first
    assert "The worker ended (-9) and is started again." in capfd.readouterr().err
    os.kill(int(second), signal.SIGUSR1)
    third, _beside = bell.read_text().split()
    assert third not in (first, second)
    assert not capfd.readouterr().err, "one that ended by itself is nothing to tell of"
    keeper.stop()
    assert not keeper.thread.is_alive()
    assert keeper.process is not None
    assert not keeper.process.is_alive()
