"""What is done with the plans once a day, by a process that serves them."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from oppnasoc.ui.registry import daily
from oppnasoc.vault import gone, sealing
from oppnasoc.vault.models import DataKey

from . import drafts, figures
from .export import held
from .turns import asking, calling, counting, reminding


@daily
def remind_of_plans(on: date) -> int:
    """Whoever has something to do in a plan is told that there is something to read."""
    if "plan" not in settings.PARTS:
        return 0
    asking.send_what_reaches_somebody(on)
    calling.send_what_reaches_somebody(on)
    return reminding.remind(on)


@daily
def count_what_nobody_ended(on: date) -> int:
    """A plan that nobody follows up, and an ask that leads to nothing, are counted too."""
    return counting.count_the_silent(on) if "plan" in settings.PARTS else 0


@daily
def tell_in_figures(on: date) -> int:
    """What came of the plans of a quarter that has ended leaves as signed figures, from ten on."""
    return figures.publish(on) if "plan" in settings.PARTS else 0


@daily
def forget_old_drafts(on: date) -> int:
    """What somebody began to write or to bring in, and never came back to, is forgotten."""
    return drafts.forget_old() + held.forget_old() if "plan" in settings.PARTS else 0


@daily
def keep_what_must_not_come_back(on: date) -> int:
    """What was erased or taken back, and a crash kept out of the list of it."""
    return gone.catch_up() if "plan" in settings.PARTS else 0


@daily
def leave_no_copy_of_keys(on: date) -> int:
    """Where somebody read while a plan was erased, what was left of its key goes now."""
    if "plan" not in settings.PARTS:
        return 0
    return DataKey.objects.filter(copy_left=True).count() - sealing.leave_no_copy()
