"""What each entry about minutes and meetings says."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Party
from oppnasoc.trail.kinds import Audience, kind, link
from oppnasoc.ui.templatetags.ui import day

from .models import Meeting, Minutes, Point

NOTHING = "Names a group or a meeting only; nothing personal to erase."


@kind(
    "meetings.raised",
    refs={"point": "meetings.Point"},
    audience=Audience.PUBLIC,
    erasure="Points to the minutes; what was said there is erased there.",
)
def raised(point: Point | None) -> str:
    if point is None or point.minutes.status != Minutes.Status.PUBLISHED:
        return ""
    meeting = point.minutes.meeting
    return format_html(
        _('Was taken up at <a href="{}">the meeting on {}</a>.'),
        f"{meeting.get_absolute_url()}#{point.key}",
        day(meeting.held_on),
    )


@kind("meetings.taken_in", refs={"group": "groups.Party"}, audience=Audience.STAFF, erasure=NOTHING)
def taken_in(group: Party | None) -> str:
    return format_html(_("Notes were taken in for {}."), link(group))


@kind(
    "meetings.discarded", refs={"group": "groups.Party"}, audience=Audience.STAFF, erasure=NOTHING
)
def discarded(group: Party | None) -> str:
    return format_html(_("A draft of {} was thrown away."), link(group))


@kind(
    "meetings.brought_back",
    refs={"group": "groups.Party"},
    audience=Audience.STAFF,
    erasure=NOTHING,
)
def brought_back(group: Party | None) -> str:
    return format_html(_("A draft of {} was brought back."), link(group))


@kind(
    "meetings.opened_again",
    refs={"group": "groups.Party"},
    audience=Audience.STAFF,
    erasure=NOTHING,
)
def opened_again(group: Party | None) -> str:
    return format_html(_("Minutes of {} were opened for changes."), link(group))


@kind("meetings.planned", refs={"group": "groups.Party"}, audience=Audience.PUBLIC, erasure=NOTHING)
def planned(group: Party | None) -> str:
    return format_html(_("A meeting of {} was planned."), link(group))


@kind(
    "meetings.published",
    refs={"meeting": "meetings.Meeting"},
    audience=Audience.PUBLIC,
    erasure=NOTHING,
)
def published(meeting: Meeting | None) -> str:
    return format_html(_("The minutes of {} were published."), link(meeting))


@kind(
    "meetings.published_again",
    refs={"meeting": "meetings.Meeting"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure=NOTHING,
)
def published_again(meeting: Meeting | None) -> str:
    return format_html(_("The minutes of {} were put right."), link(meeting))


@kind(
    "meetings.withdrawn",
    refs={"meeting": "meetings.Meeting"},
    audience=Audience.STAFF,
    erasure=NOTHING,
)
def withdrawn(meeting: Meeting | None) -> str:
    return format_html(_("The minutes of {} were taken back."), link(meeting))


@kind(
    "meetings.documents_removed",
    refs={"meeting": "meetings.Meeting"},
    audience=Audience.STAFF,
    erasure=NOTHING,
)
def documents_removed(meeting: Meeting | None) -> str:
    text = _("The document behind the minutes of {} was removed, with words that were taken back.")
    return format_html(text, link(meeting))


@kind(
    "meetings.name_removed",
    codes={"places"},
    audience=Audience.STAFF,
    erasure="Says that a name was removed, never which.",
)
def name_removed(places: int | None) -> str:
    return str(_("Somebody's name was removed here, as she asked."))


@kind("meetings.left_out", refs={"group": "groups.Party"}, audience=Audience.STAFF, erasure=NOTHING)
def left_out(group: Party | None) -> str:
    return format_html(_("A document of {} was thrown away before it was read."), link(group))


@kind(
    "meetings.released",
    refs={"meeting": "meetings.Meeting"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure=NOTHING,
)
def released(meeting: Meeting | None) -> str:
    return format_html(_("The document behind the minutes of {} was published."), link(meeting))


@kind(
    "meetings.taken_back",
    refs={"meeting": "meetings.Meeting"},
    audience=Audience.STAFF,
    erasure=NOTHING,
)
def taken_back(meeting: Meeting | None) -> str:
    return format_html(_("The document behind the minutes of {} was taken back."), link(meeting))
