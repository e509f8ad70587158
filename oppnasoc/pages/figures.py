"""How it is going for the whole, over time: from dates and the trail, nothing by unit or person.

Only quarters that are over are told. A quick question counts once it has grown into one that is
followed: quick answers come in days and would hide how long the others take. Four questions to the
database, however much there is; what they give is kept for an hour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median, quantiles

from django.core.cache import cache
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.matters.models import Answer, Judgement, Matter
from oppnasoc.trail.models import Entry
from oppnasoc.ui.chart import Chart, Row
from oppnasoc.ui.veiling import Period, Quarter, in_a_row, periods
from oppnasoc.voices.models import Voice

KEPT = 3600  # seconds
SHOWN = 8  # periods of a chart, the latest
#: What tells those who asked that somebody has begun.
FIRST_WORDS = (
    "matters.noted",
    "matters.dated",
    "matters.asked",
    "matters.escalated",
    "matters.moved",
    "matters.advanced",
    "matters.answered",
)
Verdict = Answer.Verdict
Better = Judgement.Better


@dataclass(frozen=True)
class Event:
    """Something that counts, on its day: a number of days, or the name of a cell."""

    on: date
    value: int | str


def told(of: str, today: date) -> list[Event]:
    """The events of a measure, in quarters that are over."""
    ended = Quarter.of(today).begins
    return [event for event in MEASURES[of]() if event.on < ended]


def _day(at: datetime) -> date:
    return timezone.localdate(at)


def first_words() -> list[Event]:
    """Days from the day that a matter was taken on to the first word about it."""
    followed = Matter.objects.published().filter(quick=False)
    public = dict(followed.order_by().values_list("pk", "opened_on"))
    said = Entry.objects.filter(about_type="matters.matter", kind__in=FIRST_WORDS).order_by()
    first = said.values_list("about_id").annotate(Min("at"))
    return [
        Event(_day(at), max(0, (_day(at) - public[pk]).days)) for pk, at in first if pk in public
    ]


def outcomes() -> list[Event]:
    """Days from the day that a matter was taken on to its first answer that was not 'later'."""
    given = Answer.objects.exclude(verdict__in=(Verdict.LATER, Verdict.MERGED)).filter(
        matter__visibility=Matter.Visibility.PUBLIC, matter__quick=False
    )
    first = given.order_by().values_list("matter", "matter__opened_on").annotate(Min("answered_on"))
    return [Event(on, max(0, (on - opened).days)) for _pk, opened, on in first]


def refusals() -> list[Event]:
    """Every no that stands, and whether it had its reason."""
    said = Answer.objects.filter(
        verdict=Verdict.NO, matter__visibility=Matter.Visibility.PUBLIC, corrected_by=None
    )
    rows = said.order_by().values_list("answered_on", "reason")
    return [Event(on, "with" if reason.strip() else "without") for on, reason in rows]


def judgements() -> list[Event]:
    """What those who raised something thought of what came of it."""
    public = Q(
        ground__voice__visibility=Voice.Visibility.PUBLIC,
        ground__matter__visibility=Matter.Visibility.PUBLIC,
    )
    rows = Judgement.objects.filter(public).order_by().values_list("given_at", "better")
    return [Event(_day(at), better) for at, better in rows]


MEASURES: dict[str, Callable[[], list[Event]]] = {
    "first_words": first_words,
    "outcomes": outcomes,
    "refusals": refusals,
    "judgements": judgements,
}


def by_period(
    events: Iterable[Event], cells: Sequence[str], today: date
) -> list[tuple[Period, list[Event]]]:
    """Events in the periods that they are told in; ``cells`` are the values that are counted
    apart, none when only how many there are counts."""
    sorted_out: dict[Quarter, list[Event]] = defaultdict(list)
    for event in events:
        sorted_out[Quarter.of(event.on)].append(event)
    if not sorted_out:
        return []
    ended = [q for q in in_a_row(min(sorted_out), Quarter.of(today)) if q < Quarter.of(today)]
    counts = [
        (q, [sum(e.value == cell for e in sorted_out[q]) for cell in cells])
        if cells
        else (q, [len(sorted_out[q])])
        for q in ended
    ]
    return [
        (period, [e for q in in_a_row(period.first, period.last) for e in sorted_out[q]])
        for period in periods(counts)
    ]


@dataclass(frozen=True)
class Measured:
    """A period as numbers: how many, and a figure for each series; None where they are few."""

    period: Period
    count: int | None
    values: tuple[float, ...] | None


def days(of: str, today: date) -> list[Measured]:
    """The median and the limit of the slowest tenth, in days."""
    found = []
    for period, events in by_period(told(of, today), (), today):
        numbers = sorted(int(event.value) for event in events)
        if period.told:
            slow = quantiles(numbers, n=10, method="inclusive")[-1]
            found.append(Measured(period, len(numbers), (float(median(numbers)), slow)))
        else:
            found.append(Measured(period, None, None))
    return found[-SHOWN:]


def shares(of: str, cells: Sequence[str], today: date) -> list[Measured]:
    """Each cell's share in whole per cent; how many there are is not told."""
    found = []
    for period, events in by_period(told(of, today), cells, today):
        values = None
        if period.told:
            values = tuple(
                100 * sum(event.value == cell for event in events) / len(events) for cell in cells
            )
        found.append(Measured(period, None, values))
    return found[-SHOWN:]


@dataclass(frozen=True)
class Figures:
    """Everything that the charts show."""

    first_words: list[Measured]
    outcomes: list[Measured]
    refusals: list[Measured]
    judgements: list[Measured]


def figures(today: date) -> Figures:
    """The figures as they were within the last hour."""
    key = f"pages.figures.{today.isoformat()}"
    found: Figures | None = cache.get(key)
    if found is None:
        found = work_out(today)
        cache.set(key, found, KEPT)
    return found


def work_out(today: date) -> Figures:
    """Five queries."""
    return Figures(
        days("first_words", today),
        days("outcomes", today),
        shares("refusals", ("with", "without"), today),
        shares("judgements", (Better.YES, Better.PARTLY, Better.NO), today),
    )


def period_name(period: Period) -> str:
    """'januari–mars 2026' would be long on a phone: 'kvartal 1, 2026', 'kvartal 1–3, 2026'."""
    first, last = period.first, period.last
    if first == last:
        return _("quarter %(n)d, %(year)d") % {"n": first.number, "year": first.year}
    if first.year == last.year:
        words = {"n": first.number, "m": last.number, "year": first.year}
        return _("quarters %(n)d–%(m)d, %(year)d") % words
    words = {"n": first.number, "year": first.year, "m": last.number, "until": last.year}
    return _("quarter %(n)d, %(year)d to quarter %(m)d, %(until)d") % words


def in_days(value: float) -> str:
    n = round(value)
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def in_per_cent(value: float) -> str:
    """A share in whole per cent; none of them is said in a word, since it is no figure."""
    return _("%(n)d %%") % {"n": round(value)} if value else _("none")


def chart(
    name: str,
    title: str,
    about: str,
    series: Sequence[str],
    measured: Iterable[Measured],
    words: Callable[[float], str],
    *,
    stacked: bool = False,
) -> Chart:
    rows = []
    for one in measured:
        values: Sequence[float | None] = one.values or [None] * len(series)
        said = [words(value) if value is not None else "" for value in values]
        rows.append(
            Row(
                capfirst(period_name(one.period)),
                values,
                said,
                "" if one.values else _("Only a few so far"),
            )
        )
    return Chart(name, title, about, series, rows, stacked)


def charts(found: Figures) -> list[Chart]:
    """The four charts, in the visitor's language."""
    slow = (_("Half had it within"), _("One in ten waited longer than"))
    return [
        chart(
            "word",
            _("Days to the first word"),
            _("From the day that a group took it on, until something was said about it."),
            slow,
            found.first_words,
            in_days,
        ),
        chart(
            "outcome",
            _("Days to an answer"),
            _("From the day that a group took it on, until it had its first real answer."),
            slow,
            found.outcomes,
            in_days,
        ),
        chart(
            "better",
            _("Did it get better?"),
            _("What those who raised something say when something has come of it."),
            (_("Yes"), _("Partly"), _("No")),
            found.judgements,
            in_per_cent,
            stacked=True,
        ),
        chart(
            "reason",
            _("A no with its reason"),
            _("How many of all no that said why."),
            (_("With a reason"),),
            [
                Measured(one.period, None, one.values[:1] if one.values else None)
                for one in found.refusals
            ],
            in_per_cent,
        ),
    ]
