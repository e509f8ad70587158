"""In which states of a matter something can be done to it; asked of the row alone."""

from __future__ import annotations

from django.utils import timezone

from .models import Matter


def is_open(matter: Matter) -> bool:
    return matter.is_open


def is_asked(matter: Matter) -> bool:
    """Somebody is asked to take it and has time left."""
    if matter.asked_until is None:
        return False
    return matter.stands_still or matter.asked_until >= timezone.localdate()


def is_asked_to_take(matter: Matter) -> bool:
    """Who is asked for a quick answer says yes with the answer itself."""
    return is_asked(matter) and not matter.quick


def waits_for_a_quick_answer(matter: Matter) -> bool:
    return matter.quick and matter.is_open


def has_a_quick_answer(matter: Matter) -> bool:
    return matter.quick and not matter.is_open


def goes(matter: Matter) -> bool:
    return matter.is_open and not is_paused(matter)


def is_paused(matter: Matter) -> bool:
    return matter.paused_on is not None


def is_late(matter: Matter) -> bool:
    return matter.is_late


def is_lifted(matter: Matter) -> bool:
    return matter.is_open and matter.lifted_to_id is not None


def may_be_passed(matter: Matter) -> bool:
    return goes(matter) and not is_asked(matter)


def may_be_answered(matter: Matter) -> bool:
    return matter.is_open and matter.status != Matter.Status.IN_USE and not matter.quick


def is_changing(matter: Matter) -> bool:
    return matter.status in (*Matter.CHANGING, Matter.Status.IN_USE)


def is_a_change(matter: Matter) -> bool:
    return matter.status in (*Matter.CHANGING, *Matter.CHANGED)


def is_merged(matter: Matter) -> bool:
    return matter.merged_into_id is not None


def may_reopen(matter: Matter) -> bool:
    return not matter.is_open and not is_merged(matter)


def is_answered(matter: Matter) -> bool:
    """It was answered some time, as its status tells."""
    return matter.status != Matter.Status.OPEN and not is_merged(matter)


def stands_alone(matter: Matter) -> bool:
    return not is_merged(matter)


def always(matter: Matter) -> bool:
    return True
