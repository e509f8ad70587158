"""A published report is news of its group and its theme, and for those who follow everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oppnasoc.following.subjects import Shown, Target, belongs, subject, tells_of
from oppnasoc.trail.models import Entry

from .models import Report


def reports(keys: Sequence[int], user: Any) -> Mapping[int, Shown]:
    found = Report.objects.published().filter(pk__in=keys)
    return {report.pk: Shown(report.title, report.get_absolute_url()) for report in found}


subject("report", word="rapport", label=_("Reports"), shown=reports, order=60)


@belongs("reports.Report")
def of_reports(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    rows = Report.objects.filter(pk__in={entry.about_id for entry in entries})
    known = {pk: its for pk, *its in rows.values_list("pk", "group", "theme")}
    return {
        entry.pk: [
            ("report", entry.about_id),
            *([("party", its[0])] if its[0] else []),
            *([("theme", its[1])] if its[1] else []),
        ]
        for entry in entries
        if (its := known.get(entry.about_id))
    }


def _about(wanted: Q) -> Q:
    found = Report.objects.published().filter(wanted).order_by().values("pk")
    return Q(about_type="reports.report", about_id__in=found)


@tells_of("report")
def about_a_report(key: int) -> Q:
    return Q(about_type="reports.report", about_id=key)


@tells_of("party")
def about_reports_of_a_group(key: int) -> Q:
    return _about(Q(group=key))


@tells_of("theme")
def about_reports_of_a_theme(key: int) -> Q:
    return _about(Q(theme=key))
