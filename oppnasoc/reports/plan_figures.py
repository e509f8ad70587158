"""'Gemensamma planer i siffror': the figures that are taken in, kept and shown."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from oppnasoc.ui.chart import Chart, Row

from .aggregate import MOST, Figures, Quarter, Refused, check_goes_on, read
from .models import PlanFigures

log = logging.getLogger(__name__)
NONE = "–"  # stands where fewer than ten plans are behind a number
IN_CHARTS = 8  # quarters; the table and the files have them all


def kept(today: date | None = None) -> Figures | None:
    """What has been taken in. Raises Refused when the row is not as it was signed."""
    row = PlanFigures.objects.first()
    if row is None:
        return None
    return read(row.signed, key=row.key, today=today or timezone.localdate())


def arrived(today: date) -> Figures | None:
    """What lies in the file and may be shown; nothing without a file. Raises Refused."""
    path, before = Path(settings.PLAN_FIGURES), kept(today)
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(MOST + 1)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        raise Refused(_("The figures of the plans cannot be read.")) from None
    pinned = settings.PLAN_FIGURES_KEY or (before.key if before else "")
    figures = read(text.strip(), key=pinned, today=today)
    if before is not None:
        check_goes_on(before.quarters, figures.quarters)
    return figures


def take_in(today: date) -> int:
    """Take in what has arrived; 1 when it says something new. What is refused is told in the log,
    and stays a fault until it is mended; what was shown before stays."""
    with transaction.atomic():
        row = PlanFigures.objects.select_for_update().first()
        try:
            figures = arrived(today)
        except Refused as why:
            log.error("%s", why)
            return 0
        if figures is None or (row is not None and row.signed == figures.signed):
            return 0
        new = {"key": figures.key, "signed": figures.signed, "taken_in_at": timezone.now()}
        PlanFigures.objects.update_or_create(pk=1, defaults=new)
    return 1


def shown() -> Figures | None:
    """What everybody may read; nothing when it is not as it was signed."""
    try:
        return kept()
    except Refused as why:
        log.error("%s", why)
        return None


def when(quarter: Quarter) -> str:
    """'oktober–december 2026'."""
    first, last = (date_format(day, "F") for day in quarter.months)
    return _("%(first)s–%(last)s %(year)d") % {"first": first, "last": last, "year": quarter.year}


def _days(number: int) -> str:
    return _("%(n)d days") % {"n": number} if number else _("less than five days")


def _share(number: int) -> str:
    return f"{number} %"


def charts(quarters: tuple[Quarter, ...]) -> list[Chart]:
    """The figures in pictures, each with its table."""
    rounds, met, followed = _("Closed or followed up"), _("Had a meeting"), _("Followed up in time")
    return [
        Chart(
            "uppfoljda",
            _("From meeting to follow-up"),
            _("How many rounds of a plan ended, had a meeting, and were followed up in time."),
            (rounds, met, followed),
            _rows(quarters, ("rounds", "met", "followed_up_in_time"), str),
        ),
        Chart(
            "hande-det",
            _("Did what was decided happen?"),
            _("What was answered when the plans were followed up."),
            (_("Yes"), _("Partly"), _("No")),
            _rows(quarters, ("happened_yes", "happened_partly", "happened_no"), str),
        ),
        Chart(
            "vantan",
            _("How long did one wait for the meeting?"),
            _("Half of them waited shorter, and half of them longer."),
            (_("Days from asking to the meeting"),),
            _rows(quarters, ("median_days",), _days),
        ),
        Chart(
            "i-tid",
            _("How much was done in time?"),
            _("How much of what was decided was done in time, on the average for each plan."),
            (_("Done in time"),),
            _rows(quarters, ("on_time_percent",), _share),
        ),
    ]


def _rows(
    quarters: tuple[Quarter, ...], names: tuple[str, ...], say: Callable[[int], str]
) -> list[Row]:
    rows = []
    for quarter in reversed(quarters[-IN_CHARTS:]):
        numbers = [quarter.numbers[name] for name in names]
        words = [NONE if number is None else say(number) for number in numbers]
        instead = "" if any(number is not None for number in numbers) else NONE
        rows.append(Row(when(quarter), numbers, words, instead))
    return rows
