"""Change the master key: a new one is made, and every key of a plan is wrapped anew under it.

Nothing that is sealed is touched, so it takes some 50 µs for a plan. It may be stopped anywhere
and run again: what is not yet wrapped anew is read with the earlier key.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.db import transaction

from . import masters
from .masters import Key, WrongKey
from .models import DataKey
from .router import ALIAS
from .sealing import secret_of, wrap
from .start import check, write

BATCH = 200  # keys in one transaction


class NotOurs(Exception):
    """The master key is not in a file of ours, so that we cannot change it."""


def rotate() -> int:
    """Make a new master key, keep the present one among the earlier ones, wrap everything anew;
    how many keys that were. Raises NotOurs, NotReady."""
    if settings.VAULT_PROGRAM:
        raise NotOurs(
            "The master key is in the program's keeping: name another one there in "
            "SOC_VAULT_PROGRAM_KEY, then ./soc vault rewrap."
        )
    if settings.VAULT_KEY:
        raise NotOurs(
            "The key is in SOC_VAULT_KEY: put it among SOC_VAULT_OLD_KEYS and a new one there, "
            "then ./soc vault rewrap."
        )
    check()
    path, old = Path(settings.VAULT_KEY_FILE), Path(settings.VAULT_OLD_KEYS_FILE)
    now = masters.at_hand()
    assert now is not None, "it has just been checked"
    if now.id not in {each.id for each in masters.earlier()}:
        before = old.read_text(encoding="ascii") if old.exists() else ""
        _replace(old, before + masters.written(now) + "\n")
    # Only when the present one is safe among the earlier ones a new one takes its place.
    _replace(path, masters.written(Key(os.urandom(masters.SIZE))) + "\n")
    return rewrap()


def rewrap() -> int:
    """Wrap every key under the current master that is not yet; how many those were.

    Raises WrongKey when one lies under a master that we do not have; the others are done.
    """
    now = masters.current().id
    done, lost = 0, set[str]()
    while True:
        with transaction.atomic(using=ALIAS):
            left = DataKey.objects.exclude(master="").exclude(master__in=[now, *lost])
            batch = list(left.select_for_update().order_by("uuid")[:BATCH])
            for key in batch:
                try:
                    wrap(key, secret_of(key))
                except WrongKey:
                    lost.add(key.master)
                    continue
                key.save(update_fields=["wrapped", "master"])
                done += 1
        if not batch:
            break
    if lost:
        raise WrongKey(f"These master keys are missing: {', '.join(sorted(lost))}.")
    return done


def under() -> Counter[str]:
    """Master's id → how many keys are wrapped under it."""
    return Counter(DataKey.objects.exclude(master="").values_list("master", flat=True))


def _replace(path: Path, text: str) -> None:
    """The file as it was or as it shall be, also when the machine stops in between."""
    fresh = path.with_name(f"{path.name}.new")
    write(fresh, text)
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
