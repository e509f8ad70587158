"""What is done with the index once a day."""

from __future__ import annotations

from datetime import date

from oppnasoc.ui.registry import daily

from . import index, vain
from .outbox import deliver


@daily
def put_what_was_left_behind(on: date) -> int:
    """What a killed process left in line comes into the index."""
    return deliver()


@daily
def forget_what_was_sought(on: date) -> int:
    """Words that nobody has looked for lately go."""
    return vain.forget_old(on)


@daily
def repair_the_index(on: date) -> int:
    """Whatever tells the index from the database is put right, for instance after a restore."""
    wrong = index.repair()
    return len(wrong.missing) + len(wrong.extra) + len(wrong.outdated)
