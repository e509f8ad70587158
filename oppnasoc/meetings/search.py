"""What can be found of meetings: each meeting, and each point of published minutes by itself.

Who was there is not found: the list of names stands with the minutes and nowhere else.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from oppnasoc.matters.models import Matter
from oppnasoc.matters.search import standing_on
from oppnasoc.search.sources import Found, source
from oppnasoc.search.touching import Finds, Touched, about, also, nothing_findable
from oppnasoc.trail.models import Entry

from .models import Meeting, Minutes, Point

PUBLISHED = {"minutes__status": Minutes.Status.PUBLISHED}
TOLD = (Point.Kind.PARAGRAPH, Point.Kind.BULLET)


def findable_meetings() -> QuerySet[Meeting]:
    """Meetings whose page anybody may read: one that was held only with its minutes."""
    return Meeting.objects.filter(~Q(status=Meeting.Status.HELD) | Q(**PUBLISHED))


def every_meeting() -> Iterable[int]:
    return findable_meetings().order_by("pk").values_list("pk", flat=True)


def meetings(ids: Sequence[int]) -> Iterator[Found]:
    """Meetings with what one needs to know to come and what was taken up; two queries."""
    found = findable_meetings().filter(pk__in=ids).select_related("group", "place")
    headings: dict[int, list[str]] = defaultdict(list)
    points = Point.objects.filter(
        kind=Point.Kind.HEADING,
        minutes__meeting__in=ids,
        minutes__status=Minutes.Status.PUBLISHED,
    ).order_by("minutes", "position")
    for pk, text in points.values_list("minutes__meeting", "text"):
        headings[pk].append(text)
    for meeting in found.order_by("pk"):
        place = meeting.place.name if meeting.place else ""
        yield Found(
            thing=meeting.pk,
            title=meeting.title,
            text="\n".join(filter(None, [meeting.practical, place, *headings[meeting.pk]])),
            url=meeting.get_absolute_url(),
            on=meeting.held_on,
            party=meeting.group_id,
            kept=meeting.group.name,
        )


def findable_points() -> QuerySet[Point]:
    """Paragraphs and bullets of published minutes."""
    return Point.objects.filter(kind__in=TOLD, minutes__status=Minutes.Status.PUBLISHED)


def every_point() -> Iterable[int]:
    return findable_points().order_by("pk").values_list("pk", flat=True)


def points(ids: Sequence[int]) -> Iterator[Found]:
    """Points with their meeting and the heading that they stand under; two queries."""
    found = list(
        findable_points()
        .filter(pk__in=ids)
        .select_related("minutes__meeting")
        .defer("minutes__original")
        .order_by("pk")
    )
    headings: dict[int, list[tuple[int, str]]] = defaultdict(list)
    under = Point.objects.filter(
        kind=Point.Kind.HEADING, minutes__in={point.minutes_id for point in found}
    ).order_by("position")
    for minutes, position, text in under.values_list("minutes", "position", "text"):
        headings[minutes].append((position, text))
    for point in found:
        meeting = point.minutes.meeting
        above = headings[point.minutes_id]
        number = bisect_left(above, (point.position, ""))
        heading = above[number - 1][1] if number else ""
        yield Found(
            thing=point.pk,
            title=": ".join(filter(None, [meeting.title, heading])),
            text="\n\n".join(filter(None, [point.text, point.answer])),
            url=point.get_absolute_url(),
            on=meeting.held_on,
            party=meeting.group_id,
        )


def its_meeting(entry: Entry) -> list[int]:
    return [entry.data["meeting"]]


def its_points(entry: Entry) -> list[int]:
    """Every point of the minutes; one that is taken away is touched where that is done."""
    return list(Point.objects.filter(minutes=entry.about_id).values_list("pk", flat=True))


def heard_there(entry: Entry) -> list[int]:
    """The matters that stand on what was heard there, whose words come and go with it."""
    heard = Matter.objects.filter(grounds__voice__heard__point__minutes=entry.about_id)
    return list(heard.order_by().distinct().values_list("pk", flat=True))


def held_there(entry: Entry) -> list[int]:
    """The meetings at the place that the entry is about."""
    there = findable_meetings().filter(place=entry.about_id).order_by()
    return list(there.values_list("pk", flat=True))


def the_point(entry: Entry) -> list[int]:
    """The point at which the voice was heard that the entry is about."""
    heard = Point.objects.filter(heard__voice=entry.about_id).order_by()
    return list(heard.values_list("pk", flat=True))


def of(label: str, find: Finds) -> Finds:
    """What an entry touches when it is about a thing of this kind; nothing otherwise."""
    return lambda entry: find(entry) if entry.about_type == label else ()


PUBLICATION = ("meetings.published", "meetings.published_again", "meetings.withdrawn")

source(
    "meeting",
    "meetings.Meeting",
    label=_("Meetings"),
    order=30,
    documents=meetings,
    every=every_meeting,
    touched=Touched(
        {
            "meetings.planned": about,
            "groups.place_edited": held_there,
            "meetings.name_removed": of("meetings.meeting", about),
            **dict.fromkeys(PUBLICATION, its_meeting),
        }
    ),
)
source(
    "point",
    "meetings.Point",
    label=_("From the minutes"),
    order=20,
    documents=points,
    every=every_point,
    touched=Touched(
        {
            "voices.withdrawn": the_point,
            "voices.corrected": the_point,
            "meetings.name_removed": of("meetings.minutes", its_points),
            **dict.fromkeys(PUBLICATION, its_points),
        }
    ),
)
also("matter", dict.fromkeys(PUBLICATION, heard_there))
also("matter", {"meetings.name_removed": of("matters.matter", about)})
also("matter", {"meetings.name_removed": of("voices.voice", standing_on)})
nothing_findable(
    "meetings.raised",  # Tells what came of a point that is published besides.
    "meetings.taken_in",  # Drafts and documents are never found.
    "meetings.discarded",
    "meetings.brought_back",
    "meetings.opened_again",
    "meetings.left_out",
    "meetings.released",
    "meetings.taken_back",
    "meetings.documents_removed",
)
