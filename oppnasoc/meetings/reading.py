"""Published minutes as everybody reads them: what is read, and how a point is drawn.

A meeting has a hundred points, so they are drawn here by a line of HTML each and not by a
template (docs/performance.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from django.db.models import F, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from oppnasoc.matters.models import Matter
from oppnasoc.matters.sentences import chip as chip_of
from oppnasoc.people.rights import Somebody, may
from oppnasoc.trail.kinds import link
from oppnasoc.ui.html import EMPTY, escaped, fill, fill_each, paragraphs
from oppnasoc.ui.prepared import prepared
from oppnasoc.ui.templatetags.ui import chip, person, shortday
from oppnasoc.voices.models import Voice

from .models import Attendee, Meeting, Minutes, Point

LINK = re.compile(r"(https?://[^\s<>\"]{4,300}[^\s<>\".,;:!?)\]])")
HEADING = '<h2 class="lv{}" id="{}">{}</h2>\n'
MATTER = "<li><h3>{}</h3><p>{}</p></li>"
LABEL = '<p id="{}"><b>{}</b></p>\n'
POINT = (
    '<div class="point {} lv{}{}" id="{}"><p>{} '
    '<a class="anchor" href="#{}" aria-label="{}">#</a></p>{}</div>\n'
)


@prepared
def meeting_of(pk: int) -> QuerySet[Meeting]:
    return Meeting.objects.filter(pk=pk).select_related("group", "place")


@prepared
def minutes_of(meeting: int, sees_withdrawn: bool) -> QuerySet[Minutes]:
    seen = Minutes.objects.all() if sees_withdrawn else Minutes.objects.published()
    return seen.filter(meeting=meeting).select_related("release").defer("original")


@prepared
def points_of(minutes: int) -> QuerySet[Point]:
    return Point.objects.filter(minutes=minutes)


@prepared
def attendees_of(minutes: int) -> QuerySet[Attendee]:
    return Attendee.objects.filter(minutes=minutes)


@prepared
def raised_in(minutes: int, sees_hidden: bool) -> QuerySet[Matter]:
    """The matters that points of the minutes became, each with ``point``, its key."""
    voices = {"grounds__voice__visibility": Voice.Visibility.PUBLIC}
    raised = Matter.objects.filter(grounds__voice__heard__point__minutes=minutes, **voices)
    raised = raised.annotate(point=F("grounds__voice__heard__point")).order_by("point")
    return raised if sees_hidden else raised.published()


@prepared
def taken_up(matters: list[int], besides: int) -> QuerySet[Meeting]:
    """Meetings that took matters up besides one, the first one first; each with ``matter``."""
    minutes = {"minutes__status": Minutes.Status.PUBLISHED}
    said = Meeting.objects.filter(minutes__points__heard__voice__grounds__matter__in=matters)
    found = said.filter(**minutes).exclude(pk=besides).only("title", "held_on")
    matter = F("minutes__points__heard__voice__grounds__matter")
    return found.annotate(matter=matter).order_by("held_on")


def shown(by: Somebody, meeting: Meeting, minutes: Minutes) -> dict[str, Any]:
    """Points with their matters and other meetings; four queries whatever the length."""
    raised = raised_in(minutes=minutes.pk, sees_hidden=may(by, "matters.see_hidden"))
    matters = {matter.pk: matter for matter in raised}
    links = {pk: link(matter) for pk, matter in matters.items()}
    also = other_meetings(list(matters), meeting)
    became = {
        vars(matter)["point"]: became_a_matter(links[matter.pk], also[matter.pk])
        for matter in raised
    }
    anchor = fill("{}", _("Link to this point"))
    points = points_of(minutes=minutes.pk)
    attendees = attendees_of(minutes=minutes.pk)
    chips = {pk: chip_of(matter) for pk, matter in matters.items()}
    return {
        "points": SafeString(
            "".join([drawn(p, became.get(p.pk, ""), anchor=anchor) for p in points])
        ),
        "attendees": fill_each(
            "", "<li>{}</li>", ((person(a.name, a.role, a.organisation),) for a in attendees)
        ),
        "matters": fill_each(
            "", MATTER, ((links[pk], chip(state.tone, state.text)) for pk, state in chips.items())
        ),
    }


def other_meetings(matters: list[int], meeting: Meeting) -> dict[int, list[SafeString]]:
    """For each matter the other meetings at which it was taken up, as links by their day."""
    links: dict[int, SafeString] = {}
    found: dict[int, list[SafeString]] = defaultdict(list)
    for other in taken_up(matters=matters, besides=meeting.pk):
        if other.pk not in links:
            url, day = other.get_absolute_url(), shortday(other.held_on)
            links[other.pk] = fill('<a href="{}">{}</a>', url, day)
        days = found[vars(other)["matter"]]
        if links[other.pk] not in days:
            days.append(links[other.pk])
    return found


def drawn(point: Point, became: str, *, anchor: str) -> SafeString:
    """A point with what became of it; ``anchor`` says what the link to it is."""
    if point.kind == Point.Kind.HEADING:
        return fill(HEADING, point.level, point.key, point.text)
    if point.kind == Point.Kind.LABEL:
        return fill(LABEL, point.key, point.text)
    marked = "" if point.outcome == Point.Outcome.MINUTES else " marked"
    more = became + noted(point)
    key = fill("{}", point.key)
    return fill(POINT, point.kind, point.level, marked, key, linked(point.text), key, anchor, more)


def became_a_matter(matter: str, also: list[SafeString]) -> SafeString:
    """The matter that a point became, with the other meetings that took it up."""
    text = fill("{} {}", chip("go", _("Became a matter")), matter)
    if also:
        words = fill('<span class="meta">{} {}</span>', _("Taken up also on"), listed(also))
        text = fill("{}<br>{}", text, words)
    return fill('<p class="became">{}</p>', text)


def listed(parts: list[SafeString]) -> SafeString:
    """Parts as one lists them in a sentence: 'a, b and c'."""
    first = fill_each(", ", "{}", ((part,) for part in parts[:-1]))
    return fill("{} {} {}", first, _("and"), parts[-1]) if first else parts[-1]


def noted(point: Point) -> SafeString:
    """That a point was answered at the meeting, or is good to know."""
    if point.outcome == Point.Outcome.ANSWERED:
        said = paragraphs(point.answer)
        asked = chip("ask", _("Answered at the meeting"))
        return fill('<div class="became">{}{}</div>', asked, said)
    if point.outcome == Point.Outcome.GOOD_TO_KNOW:
        return fill('<p class="became">{}</p>', chip("rest", _("Good to know")))
    return EMPTY


def linked(text: str) -> str:
    """The text with its web addresses as links, safe HTML."""
    if "://" not in text:
        return escaped(text)
    parts = LINK.split(text)
    return fill_each(
        "", "{}", ((part,) if n % 2 == 0 else (_link(part),) for n, part in enumerate(parts))
    )


def _link(url: str) -> str:
    return fill_each("", '<a href="{}" rel="nofollow">{}</a>', [(url, url)])
