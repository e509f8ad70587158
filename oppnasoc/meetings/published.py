"""What anybody may read of meetings, as open data reads it (docs/adr/0030-open-data.md)."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from oppnasoc.groups import published as groups
from oppnasoc.groups.models import Place
from oppnasoc.matters.models import Ground, Matter
from oppnasoc.voices.models import Voice

from .models import Meeting, Minutes, Point, Release
from .search import findable_meetings

MINUTES = {"minutes__status": Minutes.Status.PUBLISHED}


def meetings() -> QuerySet[Meeting]:
    """Meetings with an open page: one that was held only with its minutes."""
    return findable_meetings().select_related("group", "place")


def minutes() -> QuerySet[Minutes]:
    return Minutes.objects.published().defer("original")


def points() -> QuerySet[Point]:
    """What the published minutes say, point by point, each with ``meeting``."""
    told = Point.objects.filter(**MINUTES).exclude(kind=Point.Kind.LABEL)
    return told.annotate(meeting=F("minutes__meeting")).order_by("minutes", "position")


def releases() -> QuerySet[Release]:
    """Clean copies of documents that everybody may have, each with ``meeting``."""
    return Release.objects.filter(**MINUTES).annotate(meeting=F("minutes__meeting"))


def dealt_with() -> QuerySet[Ground]:
    """Where a public matter was taken up at a meeting, each with ``point``, ``meeting`` and
    ``group``."""
    published = {f"voice__heard__point__{name}": value for name, value in MINUTES.items()}
    said = Ground.objects.filter(
        matter__visibility=Matter.Visibility.PUBLIC,
        voice__visibility=Voice.Visibility.PUBLIC,
        **published,
    )
    return said.annotate(
        point=F("voice__heard__point"),
        meeting=F("voice__heard__point__minutes__meeting"),
        group=F("voice__heard__point__minutes__meeting__group"),
    ).order_by("pk")


def places() -> QuerySet[Place]:
    """Places of groups, units and public meetings."""
    met = findable_meetings().filter(place__isnull=False).order_by().values("place")
    return Place.objects.filter(Q(pk__in=met) | Q(pk__in=groups.places().order_by().values("pk")))
