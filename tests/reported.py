"""A published report and a draft with a canary, for the tests of the whole house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from oppnasoc.reports.actions import scope_of
from oppnasoc.reports.happened import gather
from oppnasoc.reports.models import Report


@dataclass
class Reported:
    """What everybody may read, and what only those who write it may."""

    shown: Report
    draft: Report


def make_reports() -> Reported:
    today = timezone.localdate()
    days = {"begins": today - timedelta(days=180), "ends": today}
    draft = Report.objects.create(title="Höst", introduction="Kanarierapport.", **days)
    shown = Report(title="Vad har hänt?", introduction="Så gick det.", **days)
    shown.kept, shown.published_at = gather(scope_of(shown)), timezone.now()
    shown.status = Report.Status.PUBLISHED
    shown.save()
    return Reported(shown, draft)
