"""What must not come back: ids of keys that were destroyed, and of what was taken back.

A database that is put back from an older copy holds again what somebody has erased or taken back
since. So their ids are also in a list beside it (``SOC_VAULT_GONE_FILE``), one line each, which is
only added to: after the commit, and every night and with ``anchor`` for what a crash kept out. As
long as something of the list is there again nobody is let in (``start.check``); ``./soc vault
replay`` ends it again.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .router import ALIAS

AGAIN = "+"  # before the name of what was given again
AT_ONCE = 500  # ids in one question to the database


@dataclass(frozen=True)
class Sort:
    """One sort of what ends for good: all of it that has ended, as far as the database knows, which
    of some ids have not, and how one is ended again, which the log is told of."""

    name: str
    ended: Callable[[], Iterable[UUID]]
    back: Callable[[Collection[UUID]], list[UUID]]
    end: Callable[[UUID], None]


_sorts: dict[str, Sort] = {}


def sort(each: Sort) -> None:
    """Declare a sort, in a file ``gone.py`` of its own app; they are ended in their order."""
    _sorts[each.name] = each


def write_down(name: str, ids: Iterable[UUID]) -> None:
    """Add what has ended to the list, when it is committed. What cannot be written then is logged,
    and written in the night."""
    lines = [(name, each) for each in ids]

    def add_to_the_list() -> None:
        _add(lines)

    if lines:
        transaction.on_commit(add_to_the_list, using=ALIAS, robust=True)


def given_again(name: str, which: UUID) -> None:
    """Say that something is to come back after all. Before the commit: where that fails it is
    ended still, and in the list again by the next night."""
    _add([(AGAIN + name, which)])


def written() -> dict[str, set[UUID]]:
    """What has ended by the list, by its sort. A line that a crash cut off is as if not there."""
    found: dict[str, set[UUID]] = {name: set() for name in _sorts}
    path = Path(settings.VAULT_GONE_FILE)
    for line in path.read_text(encoding="ascii").splitlines() if path.exists() else ():
        try:
            _at, name, which = line.split()
            one = UUID(which)
        except ValueError:
            continue
        if name.startswith(AGAIN):
            found.setdefault(name.removeprefix(AGAIN), set()).discard(one)
        else:
            found.setdefault(name, set()).add(one)
    return found


def back() -> dict[str, list[UUID]]:
    """What is in the list and there again all the same, by its sort; empty when all is well."""
    have, found = written(), {}
    for name, each in _sorts.items():
        ids = sorted(have[name])
        parts = (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))
        if there := [one for part in parts for one in each.back(part)]:
            found[name] = there
    return found


def catch_up() -> int:
    """Add to the list what has ended and is not in it; how many."""
    have = written()
    new = [
        (name, one)
        for name, each in _sorts.items()
        for one in each.ended()
        if one not in have[name]
    ]
    _add(new)
    return len(new)


def replay() -> Counter[str]:
    """End again what the list says has ended; how many of each sort. Twice is once."""
    done = Counter[str]()
    for name, ids in back().items():
        for one in ids:
            with transaction.atomic(using=ALIAS):
                if _sorts[name].back([one]):  # It may have gone with what it belonged to.
                    _sorts[name].end(one)
                    done[name] += 1
    return done


def _add(lines: Collection[tuple[str, UUID]]) -> None:
    """On the disk before this returns, readable for this account only."""
    if not lines:
        return
    at = timezone.now().isoformat(timespec="seconds")
    text = "".join(f"{at} {name} {which}\n" for name, which in lines)
    path = Path(settings.VAULT_GONE_FILE)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab") as file:
        whole = not (size := os.fstat(handle).st_size) or os.pread(handle, 1, size - 1) == b"\n"
        file.write(("" if whole else "\n").encode() + text.encode())
        file.flush()
        os.fsync(handle)
