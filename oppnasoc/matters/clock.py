"""The clock of a matter: how its dates move when it has stood still, and what ends with a move.

A matter stands still while it is paused, and while everybody whom it waits for is away. When it
goes on, as many working days are left of every date as when it stopped.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from oppnasoc.language.workdays import workdays_after, workdays_between

from .models import Matter

NO_PAUSE: dict[str, Any] = {"paused_on": None, "paused_until": None, "pause_note": None}
NOT_LIFTED: dict[str, Any] = {"lifted_to": None, "lifted_on": None, "lifted_because": ""}


def later(day: date, since: date, until: date) -> date:
    """A date that has waited from ``since`` until ``until``: so many working days later."""
    waited = workdays_between(since, until)
    return workdays_after(day, waited) if waited else day


def since(matter: Matter) -> date | None:
    """Since when a matter stands still; None while it goes."""
    return matter.paused_on or matter.rests_since


def goes_again(matter: Matter, on: date) -> dict[str, Any]:
    """The fields of a matter whose clock goes again on this day; nothing when it goes already."""
    if (stopped := since(matter)) is None:
        return {}
    to: dict[str, Any] = {**NO_PAUSE, "rests_since": None}
    if matter.next_on is not None:
        to["next_on"] = later(matter.next_on, stopped, on)
    if matter.asked_until is not None:
        to["asked_until"] = later(matter.asked_until, stopped, on)
    return to


def ends_with(matter: Matter, to: dict[str, Any], on: date) -> dict[str, Any]:
    """What else changes when a matter moves by ``to``: the clock goes again, why it was late is
    over with the day, and it lies on no manager's desk any longer. A move of the clock itself
    changes nothing else."""
    if "paused_until" in to:
        return {}
    moves = {"holder", "status"} & to.keys() or to.get("asked") is not None
    dated = "next_on" in to
    also: dict[str, Any] = goes_again(matter, on) if moves or dated else {}
    if dated or "status" in to:
        also["why_late"] = None
    if moves or (dated and matter.lifted_because == Matter.Lifted.LATE):
        also |= NOT_LIFTED
    return also
