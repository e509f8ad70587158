"""What each entry says about reports."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oppnasoc.trail.kinds import Audience, kind, link
from oppnasoc.ui.html import fill

from .models import Report

REFS = {"report": "reports.Report"}
NOTHING = "Holds the id of a report only; who made it is emptied with her account."


@kind("reports.made", refs=REFS, audience=Audience.STAFF, erasure=NOTHING)
def made(report: Report | None) -> str:
    return str(_("A report was begun."))


@kind("reports.edited", refs=REFS, audience=Audience.STAFF, erasure=NOTHING)
def edited(report: Report | None) -> str:
    return str(_("The report was changed."))


@kind("reports.published", refs=REFS, audience=Audience.PUBLIC, big=True, erasure=NOTHING)
def published(report: Report | None) -> str:
    """Nothing once it is taken back."""
    if report is None or report.status != Report.Status.PUBLISHED:
        return ""
    return fill(_("A report tells what has happened: {}."), link(report))


@kind("reports.withdrawn", refs=REFS, audience=Audience.STAFF, erasure=NOTHING)
def withdrawn(report: Report | None) -> str:
    return str(_("The report was taken back."))
