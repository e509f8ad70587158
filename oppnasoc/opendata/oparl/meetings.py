"""Meetings, the points of their published minutes, and where a matter was taken up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from oppnasoc.matters.models import Ground
from oppnasoc.meetings import published
from oppnasoc.meetings.models import Meeting, Point, Release
from oppnasoc.opendata import addresses

from .files import copy_file, minutes_file
from .kinds import JSON, Made, at, day, kind, numbers, thing
from .parties import place_of

#: What the standard recommends to call them.
STATES = {
    Meeting.Status.PLANNED: "terminiert",
    Meeting.Status.HELD: "durchgeführt",
    Meeting.Status.CANCELLED: "terminiert",
}
NAME = 160  # characters of a point that stand as its name
PER_PAGE = 25  # meetings with all their points


def meetings(keys: Sequence[str]) -> Mapping[str, Made]:
    """Meetings with the points of their minutes; four queries."""
    found = list(published.meetings().filter(pk__in=numbers(keys)))
    pks = [meeting.pk for meeting in found]
    points: dict[int, list[Point]] = defaultdict(list)
    for point in published.points().filter(minutes__meeting__in=pks):
        points[vars(point)["meeting"]].append(point)
    releases = {
        vars(release)["meeting"]: release
        for release in published.releases().filter(minutes__meeting__in=pks)
    }
    told = published.dealt_with().filter(voice__heard__point__minutes__meeting__in=pks)
    dealt = {vars(ground)["point"]: ground.pk for ground in told}
    return {
        str(m.pk): Made(
            _meeting(m, points.get(m.pk), dealt, releases.get(m.pk)),
            under=f"location:{m.place_id}" if m.place_id else "",
            beside=f"organization:{m.group_id}",
        )
        for m in found
    }


def _meeting(
    meeting: Meeting,
    points: list[Point] | None,
    dealt: Mapping[int, int],
    release: Release | None,
) -> JSON:
    held = meeting.status == Meeting.Status.HELD
    return thing(
        "Meeting",
        addresses.of("meeting", meeting.pk),
        name=meeting.title,
        meetingState=STATES[Meeting.Status(meeting.status)],
        cancelled=meeting.status == Meeting.Status.CANCELLED,
        start=at(meeting.held_on, meeting.starts_at),
        end=at(meeting.held_on, meeting.ends_at),
        location=place_of(meeting.place) if meeting.place else None,
        organization=[addresses.of("organization", meeting.group_id)],
        resultsProtocol=minutes_file(meeting, alone=False) if held else None,
        auxiliaryFile=[copy_file(release, meeting.pk, alone=False)] if release else None,
        agendaItem=[_point(p, dealt.get(p.pk), alone=False) for p in points or []],
        web=addresses.page(meeting.get_absolute_url()),
        oppnasoc__day=day(meeting.held_on),
        oppnasoc__goodToKnow=meeting.practical,
    )


def _point(point: Point, ground: int | None, *, alone: bool) -> JSON:
    short = " ".join(point.text.split())
    marked = point.outcome != Point.Outcome.MINUTES
    more: dict[str, Any] = {"meeting": addresses.of("meeting", vars(point)["meeting"])}
    return thing(
        "AgendaItem",
        addresses.of("agendaitem", point.pk),
        **(more if alone else {}),
        number=point.key,
        order=point.position,
        name=short if len(short) <= NAME else f"{short[: NAME - 1].rstrip()}…",
        public=True,
        consultation=addresses.of("consultation", ground) if ground else None,
        result=str(Point.Outcome(point.outcome).label) if marked else None,
        resolutionText=point.answer,
        web=addresses.page(f"{_page(point)}#{point.key}") if alone else None,
        oppnasoc__sort=point.kind,
        oppnasoc__text=point.text if len(short) > NAME else None,
    )


def _page(point: Point) -> str:
    return point.minutes.meeting.get_absolute_url()


def points(keys: Sequence[str]) -> Mapping[str, Made]:
    """Points of published minutes; two queries."""
    wanted = numbers(keys)
    found = published.points().filter(pk__in=wanted).select_related("minutes__meeting")
    told = published.dealt_with().filter(voice__heard__point__in=wanted)
    dealt = {vars(ground)["point"]: ground.pk for ground in told}
    return {
        str(point.pk): Made(
            _point(point, dealt.get(point.pk), alone=True),
            under=f"meeting:{point.minutes.meeting_id}",
        )
        for point in found.defer("minutes__original")
    }


def consultation(ground: Ground, *, alone: bool) -> JSON:
    """Where a matter was taken up; ``ground`` comes from ``published.dealt_with``."""
    said = vars(ground)
    return thing(
        "Consultation",
        addresses.of("consultation", ground.pk),
        paper=addresses.of("paper", ground.matter_id) if alone else None,
        agendaItem=addresses.of("agendaitem", said["point"]),
        meeting=addresses.of("meeting", said["meeting"]),
        organization=[addresses.of("organization", said["group"])],
        authoritative=False,
        role="Sagt på mötet",
    )


def consultations(keys: Sequence[str]) -> Mapping[str, Made]:
    """Where matters were taken up; one query."""
    return {
        str(ground.pk): Made(
            consultation(ground, alone=True),
            under=f"meeting:{vars(ground)['meeting']}",
            beside=f"paper:{ground.matter_id}",
        )
        for ground in published.dealt_with().filter(pk__in=numbers(keys))
    }


def every_meeting() -> Iterable[object]:
    return published.meetings().order_by("pk").values_list("pk", flat=True)


def every_point() -> Iterable[object]:
    return published.points().order_by("pk").values_list("pk", flat=True)


def every_consultation() -> Iterable[object]:
    return published.dealt_with().values_list("pk", flat=True)


def points_of(meetings: Sequence[int]) -> Iterable[object]:
    return published.points().filter(minutes__meeting__in=meetings).values_list("pk", flat=True)


def dealt_at(meetings: Sequence[int]) -> Iterable[object]:
    there = published.dealt_with().filter(voice__heard__point__minutes__meeting__in=meetings)
    return there.values_list("pk", flat=True)


def dealt_about(matters: Sequence[int]) -> Iterable[object]:
    return published.dealt_with().filter(matter__in=matters).values_list("pk", flat=True)


kind("meeting", "Meeting", every=every_meeting, made=meetings, per_page=PER_PAGE)
kind("agendaitem", "AgendaItem", every=every_point, made=points, parts={"meeting": points_of})
kind(
    "consultation",
    "Consultation",
    every=every_consultation,
    made=consultations,
    parts={"meeting": dealt_at, "paper": dealt_about},
)
