"""What the owner said yes to, and what has become of it since.

A yes is to the goals and the actions as they read when it was given. What others change later is
seen by her until she has said yes anew; a day that others move is still the day that was promised.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from oppnasoc.language.compare import words as compare
from oppnasoc.ui.templatetags.ui import day as in_words

from .. import writing
from ..agreed import AGREED, HOLDS
from ..kinds import SHAPES
from ..opening import Opened, Read
from ..pieces import Doing, Edition, Kind, Piece
from ..plans import Plan
from ..shown import told


def yes_at(plan: Plan) -> datetime | None:
    """When the owner said yes to what holds; while the plan is followed up, when it began to
    hold. Nothing for a plan that neither holds nor has her yes."""
    if plan.approved_at is not None:
        return plan.approved_at
    return plan.in_force_at if plan.state in HOLDS else None


def changed_by_others(opened: Opened) -> set[uuid.UUID]:
    """What others have changed or added since the owner said yes to a plan that holds: for
    herself only, and nothing is unsealed."""
    since = yes_at(opened.plan)
    if since is None or not opened.is_owner or opened.plan.state not in HOLDS:
        return set()
    rows = Edition.objects.filter(piece__plan=opened.plan, piece__kind__in=AGREED, at__gt=since)
    rows = rows.filter(piece__removed_at=None).exclude(by=opened.seat)
    return set(rows.values_list("piece", flat=True))


@dataclass(frozen=True)
class Since:
    """A goal or an action that reads otherwise than when the owner said yes: field by field, and
    in ``lines`` what else is another than then."""

    read: Read
    title: str
    by: str
    at: datetime
    is_new: bool
    fields: list[tuple[Any, list[Any]]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def since_yes(opened: Opened, pieces: Iterable[Piece]) -> list[Since]:
    """What was changed of these since the owner said yes, in words. The reading is logged."""
    since = yes_at(opened.plan)
    if since is None:
        return []
    return [_since(opened, opened.piece(piece.pk), since) for piece in pieces]


def _since(opened: Opened, read: Read, since: datetime) -> Since:
    shape = SHAPES[Kind(read.piece.kind)]
    rows = writing.editions(opened, read.piece.pk)
    then = next((row for row in rows if row.edition.at <= since), None)
    found = Since(
        read=read,
        title=told(shape, shape.title, read.words.get(shape.title)),
        by=str(opened.about(rows[0].by).get("name", "")),
        at=rows[0].edition.at,
        is_new=then is None,
    )
    if then is None:
        return found
    for each in shape.fields:
        now, before = (told(shape, each.name, w.get(each.name)) for w in (read.words, then.words))
        if now != before:
            found.fields.append((each.label, compare(before, now)))
    found.lines.extend(_beside(then.edition, read.piece))
    if shape.acts and then.edition.seat_id != read.piece.seat_id:
        who = {"name": str(opened.about(read.seat).get("name", ""))}
        answers = _("%(name)s is responsible for it now.") % who if who["name"] else ""
        found.lines.append(answers or _("Nobody is responsible for it now."))
    return found


def _beside(then: Edition, now: Piece) -> list[str]:
    """What stands beside the words and is another than then."""
    lines = []
    if then.due_on != now.due_on:
        days = {"before": _a_day(then.due_on), "now": _a_day(now.due_on)}
        lines.append(_("The day was %(before)s. Now it is %(now)s.") % days)
    if then.starts_on != now.starts_on:
        days = {"before": _a_day(then.starts_on), "now": _a_day(now.starts_on)}
        lines.append(_("It would begin %(before)s. Now it begins %(now)s.") % days)
    if then.doing != now.doing:
        doing = {"before": Doing(then.doing).label, "now": Doing(now.doing).label}
        lines.append(_("It was “%(before)s”. Now it is “%(now)s”.") % doing)
    if then.decided != now.decided:
        lines.append(_("Now it is decided.") if now.decided else _("It is no longer decided."))
    return lines


def _a_day(day: date | None) -> str:
    return in_words(day) if day is not None else _("not set")


@dataclass(frozen=True)
class Promise:
    """What was promised of an action when the owner said yes, where others have gone from it since:
    the ``day``, and the seat that answered for it."""

    day: date
    seat: uuid.UUID | None
    moved: bool = False  # to a later day, or to none
    dropped: bool = False  # said not to be needed
    passed_on: bool = False  # to somebody else


def promises_of(opened: Opened, pieces: Iterable[Piece]) -> dict[uuid.UUID, Promise]:
    """What was promised of these actions, of those with a day that others have gone from since the
    owner said yes. For herself only; what she changes is her own word."""
    since = yes_at(opened.plan)
    if since is None or not opened.is_owner or opened.plan.state not in HOLDS:
        return {}
    asked = {piece.pk: piece for piece in pieces if piece.kind == Kind.ACTION}
    rows = Edition.objects.filter(piece__in=asked).order_by("piece", "number")
    first: dict[uuid.UUID, dict[str, Any]] = {}
    last: dict[uuid.UUID, dict[str, Any]] = {}
    names = ("piece", "due_on", "seat", "doing", "at", "by")
    for values in rows.values_list(*names):
        row: dict[str, Any] = dict(zip(names, values, strict=True))
        pk = row["piece"]
        before, then = last.get(pk, {}), first.setdefault(pk, dict(row))
        for name in ("due_on", "seat", "doing"):
            hers = row["by"] == opened.seat.pk and row[name] != before.get(name)
            if row["at"] <= since or hers:
                then[name] = row[name]
        last[pk] = row
    found = {}
    for pk, then in first.items():
        now, day = asked[pk], then["due_on"]
        promise = day is not None and Promise(
            day,
            then["seat"],
            moved=_is_later(now.due_on, day),
            dropped=now.doing == Doing.DROPPED and then["doing"] != Doing.DROPPED,
            passed_on=then["seat"] is not None and now.seat_id != then["seat"],
        )
        if promise and (promise.moved or promise.dropped or promise.passed_on):
            found[pk] = promise
    return found


def _is_later(now: date | None, promised: date) -> bool:
    return now is None or now > promised
