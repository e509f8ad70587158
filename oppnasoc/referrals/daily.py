"""What is done with texts that are sent out once a day."""

from __future__ import annotations

from datetime import date, timedelta

from oppnasoc.ui.registry import daily

from .models import Reminder
from .reminding import remind

KEPT = timedelta(days=400)  # longer than anything is open


@daily
def remind_of_last_days(on: date) -> int:
    """One letter each to those who are asked, around the last day, and to whoever sums up."""
    return remind(on)


@daily
def forget_old_reminders(on: date) -> int:
    """That somebody was reminded is of no use to anybody after a year."""
    return Reminder.objects.filter(day__lt=on - KEPT).delete()[0]
