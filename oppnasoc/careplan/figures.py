"""The signed figures of the plans: with the doorway, the only way out of the tower.

When a quarter has ended its outcomes become at most nine numbers and are then taken away. A number
is told when at least ten plans stand behind it, and every number is a multiple of ten: whatever
is added to or subtracted from whatever, nothing between one and nine comes out. A quarter is made
once; there are no filters and no totals over quarters. Why: docs/adr/0042-two-ways-out.md.

What leaves is one file (docs/aggregate.md), signed with a key that is worked out from one in the
vault. The open site reads it and knows nothing of this code.
"""

from __future__ import annotations

import base64
import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from fractions import Fraction
from pathlib import Path
from statistics import median

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction

from oppnasoc.vault.models import Proof
from oppnasoc.vault.router import ALIAS
from oppnasoc.vault.sealing import Marker, marker

from .quarters import Quarter
from .turns.counting import quarter
from .turns.models import Outcome

FORMAT = "oppnasoc-plan-figures/1"
#: How many plans must stand behind a number; what each number is a multiple of, too.
LEAST = 10

Numbers = dict[str, int | None]


def numbers_of(outcomes: Sequence[Outcome], shift: int) -> Numbers:
    """What is told of the outcomes of one quarter.

    Counts are moved by ``shift`` (0 to 9, one for the whole quarter, known to nobody) and cut down
    to tens: on the average that is the true number, a part is never larger than its whole, and
    nobody can tell 11 from 19. Days and per cent are rounded to the nearest ten.
    """
    happened = Counter(each.happened for each in outcomes)
    days = [d for each in outcomes if (d := each.asked_days_to_meeting) is not None]
    # Each plan weighs the same: one with many actions does not speak for the others.
    shares = [
        Fraction(100 * min(each.actions_on_time, each.actions), each.actions)
        for each in outcomes
        if each.actions
    ]
    counts = {
        "rounds": len(outcomes),
        "met": sum(each.met for each in outcomes),
        "in_force": sum(each.in_force for each in outcomes),
        "followed_up_in_time": sum(each.followed_up_in_time is True for each in outcomes),
        "happened_yes": happened["yes"],
        "happened_partly": happened["partly"],
        "happened_no": happened["no"],
    }
    return {
        **{name: (n + shift) // 10 * 10 if n >= LEAST else None for name, n in counts.items()},
        "median_days": _nearest_ten(Fraction(median(days))) if len(days) >= LEAST else None,
        "on_time_percent": (
            _nearest_ten(sum(shares, Fraction(0)) / len(shares)) if len(shares) >= LEAST else None
        ),
    }


def _nearest_ten(number: Fraction) -> int:
    return int((number + 5) // 10) * 10


def freeze(on: date) -> int:
    """Make every quarter that has ended and is not made yet; its outcomes go. Returns how many."""
    mark, now, made = _marker("shift"), quarter(on), 0
    with transaction.atomic(using=ALIAS):
        ended = Outcome.objects.filter(quarter__lt=now)
        known = set(Quarter.objects.values_list("name", flat=True))
        of_plans = set(ended.order_by().values_list("quarter", flat=True).distinct())
        for name in _quarters(min(known | of_plans, default=now), now):
            if name not in known:
                shift = int.from_bytes(mark(name.encode())[:8], "big") % 10
                numbers = numbers_of(list(ended.filter(quarter=name)), shift)
                made += Quarter.objects.get_or_create(name=name, defaults={"numbers": numbers})[1]
        ended.delete()  # What is counted too late for its quarter goes with it.
    return made


def _quarters(first: str, end: str) -> Iterator[str]:
    """The quarters from ``first`` up to and without ``end``."""
    year, number = int(first[:4]), int(first[5])
    while (name := f"{year}Q{number}") < end:
        yield name
        year, number = (year, number + 1) if number < 4 else (year + 1, 1)


def told() -> list[dict[str, str | int | None]]:
    """The quarters that are told of, the earliest first: from the first with ten rounds on.

    Before that nobody can tell none from a few; afterwards a quarter without numbers stands there.
    """
    rows = list(Quarter.objects.order_by("name"))
    while rows and rows[0].numbers["rounds"] is None:
        rows.pop(0)
    return [{"quarter": row.name, **row.numbers} for row in rows]


def signed(quarters: Sequence[dict[str, str | int | None]]) -> str:
    """The file, as text; docs/aggregate.md describes it."""
    content = _json({"format": FORMAT, "quarters": list(quarters)})
    key = Ed25519PrivateKey.from_private_bytes(_marker("signing")(FORMAT.encode()))
    signature = key.sign(f"{FORMAT}\n{content}".encode())
    public = key.public_key().public_bytes_raw()
    return _json({"content": content, "key": _base64(public), "signature": _base64(signature)})


def publish(on: date) -> int:
    """Make what can be made and write the file when it says something new; returns 1 then."""
    freeze(on)
    if not (quarters := told()):
        return 0
    text, path = signed(quarters) + "\n", Path(settings.PLAN_FIGURES)
    with suppress(OSError):
        if path.read_text(encoding="utf-8") == text:
            return 0
    _write(path, text)
    return 1


def _write(path: Path, text: str) -> None:
    """Whole or not at all, for everybody on the machine to read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, fresh = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(fresh).chmod(0o644)
        Path(fresh).replace(path)
    finally:
        Path(fresh).unlink(missing_ok=True)


def _marker(purpose: str) -> Marker:
    """Keyed hashes under the installation's own key; another master key changes none of them."""
    return marker(Proof.objects.select_related("key").get().key, f"careplan.figures.{purpose}")


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
