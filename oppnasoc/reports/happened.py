"""What happened in a period, worked out from what everybody may read (R17).

``gather`` gives plain data – texts, numbers, lists – which a page shows and a published report
keeps. It holds no name of a person: an answer is given by a role, a quotation is looked up when it
is shown, and a matter that is hidden later is left out by its number (``still_shown``).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from oppnasoc.matters.models import Answer, Judgement, Matter, MatterQuerySet, Step
from oppnasoc.meetings.models import Attendee, Meeting, Minutes
from oppnasoc.ui.veiling import FEW
from oppnasoc.voices.models import Voice

MOST = 200  # rows of each sort

Kept = dict[str, Any]
Verdict = Answer.Verdict


@dataclass(frozen=True)
class Scope:
    """Which days, both included, and whose matters; None is everybody's."""

    begins: date
    ends: date
    group: int | None = None
    theme: int | None = None

    @property
    def days(self) -> tuple[date, date]:
        return self.begins, self.ends

    def matters(self) -> MatterQuerySet:
        """The public matters that it is about, whenever they were raised."""
        found = MatterQuerySet(Matter).published().filter(merged_into=None)
        if self.group is not None:
            found = found.filter(steward=self.group)
        return found if self.theme is None else found.filter(theme=self.theme)


def gather(scope: Scope) -> Kept:
    """Everything that a report tells. Nine queries, however much has happened."""
    raised, answered = _raised(scope), _answered(scope)
    changed, meetings = _changed(scope), _meetings(scope)
    people = _people(scope)
    months = {
        "raised": _by_month(row["on"] for row in raised),
        "answered": _by_month(row["on"] for row in answered),
        "changed": _by_month(row["on"] for row in changed),
    }
    late = _late(scope)
    return {
        "numbers": {
            "raised": len(raised),
            "answered": len(answered),
            "changed": len(changed),
            "late": len(late),
            "meetings": len(meetings),
            "people": people,
            "seats": sum(row["people"] for row in meetings),
        },
        "verdicts": dict(Counter(row["verdict"] for row in answered)),
        "months": months,
        "raised": sorted(raised, key=lambda row: (-row["people"], row["on"]))[:MOST],
        "answered": answered[:MOST],
        "changed": changed[:MOST],
        "late": late[:MOST],
        "waits": _waits(scope),
        "meetings": meetings[:MOST],
        "better": _better(scope),
    }


def _row(matter: Matter, on: date, **more: Any) -> dict[str, Any]:
    url = matter.get_absolute_url()
    return {"matter": matter.pk, "title": matter.title, "url": url, "on": on.isoformat(), **more}


def _raised(scope: Scope) -> list[dict[str, Any]]:
    """What was raised, with how many people said it."""
    said = Q(grounds__voice__visibility=Voice.Visibility.PUBLIC)
    people = Sum("grounds__voice__people_count", filter=said)
    rows = scope.matters().filter(opened_on__range=scope.days).annotate(people=people)
    rows = rows.order_by("opened_on", "pk")
    return [_row(m, m.opened_on, people=vars(m)["people"] or 0, quick=m.quick) for m in rows]


def _answered(scope: Scope) -> list[dict[str, Any]]:
    """The last answer that each matter got, the latest first; who gave it is told by role."""
    given = Answer.objects.filter(
        answered_on__range=scope.days, corrected_by=None, matter__in=scope.matters()
    )
    given = given.exclude(verdict__in=(Verdict.MERGED, Verdict.LATER))
    given = given.select_related("matter", "as_post", "on_behalf_of")
    latest = {answer.matter_id: answer for answer in given.order_by("answered_on", "pk")}
    rows = sorted(latest.values(), key=lambda a: (a.answered_on, a.pk), reverse=True)
    return [
        _row(
            a.matter,
            a.answered_on,
            verdict=a.verdict,
            text=a.text,
            reason=a.reason,
            by=str(a.on_behalf_of or a.as_post or ""),
        )
        for a in rows
    ]


def _changed(scope: Scope) -> list[dict[str, Any]]:
    """What came into daily use, with how we know."""
    steps = Step.objects.filter(
        status=Matter.Status.IN_USE, taken_on__range=scope.days, matter__in=scope.matters()
    )
    steps = steps.select_related("matter").order_by("-taken_on", "-pk")
    latest: dict[int, Step] = {}
    for step in steps:
        latest.setdefault(step.matter_id, step)
    return [_row(s.matter, s.taken_on, text=s.text, evidence=s.evidence) for s in latest.values()]


def _late(scope: Scope) -> list[dict[str, Any]]:
    """What is late now and was promised before the period ended, with why if somebody wrote it."""
    rows = scope.matters().late(timezone.localdate()).filter(next_on__lte=scope.ends)
    rows = rows.select_related("holder", "why_late").order_by("next_on", "pk")
    return [
        _row(m, m.next_on or scope.ends, holder=str(m.holder or ""),
             why=m.why_late.text if m.why_late else "")
        for m in rows
    ]  # fmt: skip


def _waits(scope: Scope) -> list[dict[str, Any]]:
    """What has waited the longest for an answer and does still."""
    rows = scope.matters().longest_waiting().filter(opened_on__lte=scope.ends)[:5]
    return [_row(m, m.opened_on) for m in rows.select_related(None)]


def _meetings(scope: Scope) -> list[dict[str, Any]]:
    """The meetings that were held, each with how many are noted in its public minutes; a theme
    has none of its own."""
    if scope.theme is not None:
        return []
    held = Meeting.objects.filter(status=Meeting.Status.HELD, held_on__range=scope.days)
    if scope.group is not None:
        held = held.filter(group=scope.group)
    public = Minutes.objects.published().filter(meeting__in=held)
    noted = Attendee.objects.filter(minutes__in=public).order_by()
    people = dict(noted.values_list("minutes__meeting").annotate(n=Count("pk")))
    return [
        {
            "title": each.title,
            "url": each.get_absolute_url(),
            "on": each.held_on.isoformat(),
            "group": each.group.name,
            "people": people.get(each.pk, 0),
        }
        for each in held.select_related("group__party").order_by("held_on", "pk")
    ]


def _people(scope: Scope) -> int:
    """How many people have said something that can be read; who speaks twice counts twice."""
    said = Voice.objects.published().filter(said_on__range=scope.days)
    if scope.group is not None or scope.theme is not None:
        said = said.filter(grounds__matter__in=scope.matters()).distinct()
    return sum(said.order_by().values_list("people_count", flat=True))


def _better(scope: Scope) -> dict[str, int]:
    """What those who raised something thought of what came of it. Empty while they are few, or
    while one answer is rare enough to point at somebody."""
    given = Judgement.objects.filter(
        given_at__date__range=scope.days,
        ground__matter__in=scope.matters(),
        ground__voice__visibility=Voice.Visibility.PUBLIC,
    )
    rows = given.order_by().values_list("better").annotate(n=Count("pk"))
    counts: dict[str, int] = dict(rows)
    return counts if counts and min(counts.values()) >= FEW else {}


def _by_month(days: Any) -> dict[str, int]:
    return dict(sorted(Counter(day[:7] for day in days).items()))


#: The parts of what is kept whose rows are about a matter.
OF_MATTERS = ("raised", "answered", "changed", "late", "waits")


def still_shown(kept: Kept) -> Kept:
    """What is kept without the matters that may not be read any longer; the numbers stay as they
    were. One query."""
    named = {row["matter"] for part in OF_MATTERS for row in kept[part]}
    seen = set(Matter.objects.published().filter(pk__in=named).values_list("pk", flat=True))
    parts = {part: [row for row in kept[part] if row["matter"] in seen] for part in OF_MATTERS}
    return {**kept, **parts}
