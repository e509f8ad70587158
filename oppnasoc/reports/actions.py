"""Make a report, write its introduction, choose its quotations, publish it, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group, Theme
from oppnasoc.people.models import User
from oppnasoc.people.rights import may, require
from oppnasoc.trail.actions import move, record
from oppnasoc.voices.actions import moment
from oppnasoc.voices.models import Voice

from .happened import Scope, gather
from .models import TITLE_LENGTH, Report

WRITE = "reports.write"
Status = Report.Status


@transaction.atomic
def make(
    title: str,
    *,
    begins: date,
    ends: date,
    by: User | None,
    group: Group | None = None,
    theme: Theme | None = None,
    on: date | None = None,
) -> Report:
    """Begin a report, a draft that only those who write it see. Raises PermissionDenied, and
    ValidationError naming the field."""
    title = " ".join(title.split())
    if not title or len(title) > TITLE_LENGTH:
        raise ValidationError({"title": _("Write a short title.")})
    if ends < begins:
        raise ValidationError({"ends": _("The last day comes before the first.")})
    if begins > (on or timezone.localdate()):
        raise ValidationError({"begins": _("That day has not come yet.")})
    report = Report(title=title, group=group, theme=theme, begins=begins, ends=ends)
    if not may(by, WRITE, report):
        raise PermissionDenied(WRITE)
    report.made_by, report.made_at = by, moment(on)
    report.save()
    record("reports.made", report, by=by, at=moment(on), report=report)
    return report


@transaction.atomic
def write(
    report: Report,
    *,
    title: str,
    introduction: str,
    quotes: Sequence[Voice],
    by: User | None,
    seen: int | None = None,
) -> Report:
    """Change the words of a report, published or not; its figures stay. Raises PermissionDenied,
    Stale, and ValidationError for a quotation that nobody may read."""
    require(by, WRITE, report)
    title = " ".join(title.split())
    if not title or len(title) > TITLE_LENGTH:
        raise ValidationError({"title": _("Write a short title.")})
    wanted = {voice.pk for voice in quotes}
    public = set(Voice.objects.published().filter(pk__in=wanted).values_list("pk", flat=True))
    if wanted - public:
        raise ValidationError({"quotes": _("One of these can be read no longer. Choose again.")})
    to = {"title": title, "introduction": introduction.strip()}
    _change(report, seen=seen, **to)
    report.quotes.set(wanted)
    record("reports.edited", report, by=by, report=report)
    return report


@transaction.atomic
def publish(
    report: Report, *, by: User | None, seen: int | None = None, on: date | None = None
) -> Report:
    """Show it to everybody and keep its figures as they are now. One that was taken back shows
    those that it had. Raises PermissionDenied, Stale and ValidationError."""
    require(by, WRITE, report)
    if report.status == Status.PUBLISHED:
        raise ValidationError(_("The report is published already."))
    kept = report.kept
    if kept is None:
        kept = gather(scope_of(report))
    to = {"kept": kept, "published_at": report.published_at or moment(on)}
    _change(report, seen=seen, status=Status.PUBLISHED, **to)
    record("reports.published", report, by=by, at=moment(on), report=report)
    return report


@transaction.atomic
def withdraw(report: Report, *, by: User | None, seen: int | None = None) -> Report:
    """Take a published report back; it can be published again as it was."""
    require(by, WRITE, report)
    if report.status != Status.PUBLISHED:
        raise ValidationError(_("It is not published."))
    _change(report, seen=seen, status=Status.WITHDRAWN)
    record("reports.withdrawn", report, by=by, report=report)
    return report


def scope_of(report: Report) -> Scope:
    return Scope(report.begins, report.ends, report.group_id, report.theme_id)


def _change(report: Report, *, seen: int | None, **to: Any) -> None:
    """Change the row while nobody else has since the person saw it. Raises Stale."""
    was = report.revision if seen is None else seen
    move(report, when={"revision": was, "status": report.status},
         to={**to, "revision": F("revision") + 1})  # fmt: skip
