"""Publish a draft: minutes, voices, matters and log in one transaction; and take it back.

Nothing is ever deleted that has an address. Publishing again updates: points keep their anchors,
voices their matters. Taking back hides the minutes, what was heard there, and the matters that
stand on nothing else; publishing again shows them at the same addresses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group, Party, Theme
from oppnasoc.matters import actions as matters
from oppnasoc.matters.models import Ground, Matter
from oppnasoc.people.models import User
from oppnasoc.people.rights import may, require
from oppnasoc.search.outbox import touch
from oppnasoc.trail.actions import move, record
from oppnasoc.voices.models import Voice

from . import releasing
from .actions import minutes_of, next_meeting, reopen
from .findings import Gate, known_organisations
from .models import Attendee, Draft, Heard, Meeting, Minutes, Point
from .review import Item, Review, as_day
from .taking_back import REMOVED, fingerprint, replaced_in
from .unready import problems

TAKEN_BACK = Voice.Visibility.WITHDRAWN
TITLE_LENGTH = 160  # characters of a meeting's title, as the column holds


@dataclass(frozen=True)
class Published:
    """What a publication made: the minutes, new matters, and matters joined."""

    minutes: Minutes
    opened: list[Matter]
    joined: list[Matter]


@transaction.atomic
def publish(
    draft: Draft, *, by: User | None, seen: int | None = None, on: date | None = None
) -> Published:
    """Make a draft public, all or nothing (R19, R20).

    ``on`` dates new matters and entries, today by default. Raises PermissionDenied, Stale when
    the draft was changed or published meanwhile, and ValidationError listing what is missing.
    """
    require(by, "meetings.publish", draft.group)
    review = Review.from_json(draft.content)
    organisations = known_organisations()
    today = on or timezone.localdate()
    if missing := problems(review, organisations, today=today):
        raise ValidationError([problem.text for problem in missing])
    move(
        draft,
        when={
            "revision": draft.revision if seen is None else seen,
            "status": Draft.Status.OPEN,
        },
        to={"status": Draft.Status.PUBLISHED, "revision": F("revision") + 1},
    )
    day = review.day()
    if day is not None and draft.minutes_id is None and minutes_of(draft.group, day):
        raise ValidationError(_("There are minutes of that meeting already. Save the draft again."))
    gate = Gate.of(review, organisations)
    again = draft.minutes is not None
    minutes = _minutes(draft, review, gate, on=on)
    draft.minutes = minutes
    draft.save(update_fields=["minutes", "changed_at"])
    points = _points(minutes, review, gate, by=by)
    opened, joined = _raise_matters(minutes, review, gate, points, by=by, on=on)
    next_meeting(review, draft.group, by=by)
    kind = "meetings.published_again" if again else "meetings.published"
    record(kind, minutes, by=by, at=matters.moment(on), meeting=minutes.meeting)
    releasing.fit(minutes, by=by)
    return Published(minutes, opened, joined)


def _minutes(draft: Draft, review: Review, gate: Gate, *, on: date | None) -> Minutes:
    day = review.day()
    assert day is not None  # problems() asked for it
    title = gate.text(review.title)[:TITLE_LENGTH]
    if draft.minutes is not None:
        minutes = draft.minutes
        meeting = minutes.meeting
    else:
        planned = Meeting.objects.filter(group=draft.group, held_on=day, minutes=None).first()
        meeting = planned or Meeting(group=draft.group)
        minutes = Minutes(published_at=matters.moment(on))
    meeting.title, meeting.held_on, meeting.status = title, day, Meeting.Status.HELD
    meeting.place_id = review.place or meeting.place_id
    meeting.save()
    minutes.meeting, minutes.status = meeting, Minutes.Status.PUBLISHED
    minutes.original, minutes.original_digest = draft.original, draft.original_digest
    minutes.save()
    minutes.attendees.all().delete()
    Attendee.objects.bulk_create(
        Attendee(
            minutes=minutes,
            position=number,
            name=person.name[:120],
            organisation=person.organisation[:120],
            role=person.role[:120],
        )
        for number, person in enumerate(gate.persons(review.people))
    )
    return minutes


def _points(minutes: Minutes, review: Review, gate: Gate, *, by: User | None) -> dict[str, Point]:
    """Write the points; those that were there keep their row.

    A vanished point goes with what was heard there when somebody took it away. When a new
    document only lacks it and somebody was heard there, it stays, last, so that nothing said is
    lost; the decisions on personal data hold for it too.
    """
    there = {point.key: point for point in minutes.points.all()}
    replaced = replaced_in(minutes)
    written: dict[str, Point] = {}
    for position, item in enumerate(review.items):
        text = gate.text(item.text)
        if not text:
            continue
        text = replaced.get(fingerprint(text), text) if replaced else text
        point = there.pop(item.key, None) or Point(minutes=minutes, key=item.key)
        point.position, point.kind, point.level = position, item.kind, item.level
        point.text, point.outcome = text, item.outcome
        answered = item.outcome == Point.Outcome.ANSWERED
        point.answer = gate.text(item.answer) if answered else ""
        written[item.key] = point
    new = [point for point in written.values() if point.pk is None]
    Point.objects.bulk_create(new)
    Point.objects.bulk_update(
        [point for point in written.values() if point not in new],
        ["position", "kind", "level", "text", "outcome", "answer"],
    )
    heard = {
        h.point_id: h.voice
        for h in Heard.objects.filter(point__in=there.values()).select_related("voice")
    }
    taken_away = {*review.dropped, *(item.key for item in review.items)}
    for number, point in enumerate(there.values(), start=len(review.items)):
        voice, text = heard.get(point.pk), gate.text(point.text)
        if voice is not None and text and point.key not in taken_away:
            Point.objects.filter(pk=point.pk).update(position=number, text=text)
            kept = Voice.objects.filter(pk=voice.pk).exclude(visibility=TAKEN_BACK)
            kept.update(text=gate.text(voice.text) or text)
            continue
        if voice is not None:
            _hide([voice], _("It was taken away from the minutes."), by=by)
        touch("point", [point.pk])  # The entry only leads to those that are left.
        point.delete()
    return written


def _raise_matters(
    minutes: Minutes,
    review: Review,
    gate: Gate,
    points: dict[str, Point],
    *,
    by: User | None,
    on: date | None,
) -> tuple[list[Matter], list[Matter]]:
    meeting = minutes.meeting
    heard = {
        h.point_id: h for h in Heard.objects.filter(point__minutes=minutes).select_related("voice")
    }
    opened: list[Matter] = []
    joined: list[Matter] = []
    for item in review.items:
        point = points.get(item.key)
        if point is None:
            continue
        was = heard.get(point.pk)
        if was is not None and was.voice.visibility == TAKEN_BACK:
            continue  # Nothing brings back what its speaker took away.
        if point.text == REMOVED:
            continue
        if item.outcome != Point.Outcome.MATTER:
            if was is not None:
                _hide([was.voice], _("It stays in the minutes only."), by=by)
            continue
        voice = was.voice if was else Voice(channel=Voice.Channel.MEETING)
        was_hidden = was is not None and voice.visibility != Voice.Visibility.PUBLIC
        voice.text, voice.said_on, voice.group = point.text, meeting.held_on, meeting.group
        voice.visibility, voice.hidden_reason = Voice.Visibility.PUBLIC, ""
        voice.entered_by = by
        if was is None:
            voice.tell_by = Voice.TellBy.MEETING  # She may have chosen another way since.
        voice.save()
        if was is None:
            Heard.objects.create(point=point, voice=voice)
        if item.case.join is None:
            matter = _open(item, gate, voice, by=by, on=on)
            opened.append(matter)
            _leave_others(voice, matter, by=by)
        else:
            matter = Matter.objects.get(pk=item.case.join)
            _leave_others(voice, matter, by=by)
            if Ground.objects.filter(voice=voice, matter=matter).exists():
                if was_hidden:
                    matters.follow_voices(matter, public=True, by=by)
                _put_title_right(matter, gate, by=by)
                continue
            matters.ground(matter, voice, by=by, on=on)
            joined.append(matter)
        record("meetings.raised", matter, by=by, at=matters.moment(on), point=point)
    return opened, joined


def _open(item: Item, gate: Gate, voice: Voice, *, by: User | None, on: date | None) -> Matter:
    case = item.case
    next_on = as_day(case.next_on)
    assert next_on is not None  # problems() asked for it
    return matters.open_matter(
        gate.text(case.title)[: matters.TITLE_LENGTH],
        voices=[voice],
        steward=Group.objects.get(pk=case.steward or 0),
        holder=Party.objects.get(pk=case.holder or 0),
        theme=Theme.objects.filter(pk=case.theme or 0).first(),
        next_on=next_on,
        by=by,
        on=on,
    )


def _put_title_right(matter: Matter, gate: Gate, *, by: User | None) -> None:
    """Let decisions on personal data that came later hold for the matter's title too."""
    title = gate.text(matter.title)[: matters.TITLE_LENGTH]
    if title and title != matter.title and may(by, "matters.tend", matter):
        matters.edit_matter(matter, title=title, summary=matter.summary, theme=matter.theme, by=by)


def _leave_others(voice: Voice, matter: Matter, *, by: User | None) -> None:
    """Let a voice carry this matter only; another that stands on nothing else is hidden."""
    others = Ground.objects.filter(voice=voice).exclude(matter=matter)
    left = list(Matter.objects.filter(grounds__in=others))
    touch("matter", [other.pk for other in left])
    others.delete()
    _hide_empty(left, by=by)


def _hide(voices: list[Voice], reason: str, *, by: User | None) -> None:
    """Hide voices, and the matters that no public voice carries any longer."""
    ids = [voice.pk for voice in voices if voice.visibility != TAKEN_BACK]
    Voice.objects.filter(pk__in=ids).update(
        visibility=Voice.Visibility.HIDDEN, hidden_reason=reason
    )
    carried = list(Matter.objects.filter(grounds__voice__in=ids).distinct())
    touch("matter", [matter.pk for matter in carried])  # They lose these words at least.
    _hide_empty(carried, by=by)


def _hide_empty(left: list[Matter], *, by: User | None) -> None:
    for matter in left:
        if not matter.grounds.filter(voice__visibility=Voice.Visibility.PUBLIC).exists():
            matters.follow_voices(matter, public=False, by=by)


@transaction.atomic
def withdraw(minutes: Minutes, *, by: User | None) -> Draft | None:
    """Take a publication back (undo). Returns the draft, open again with every decision kept."""
    require(by, "meetings.publish", minutes.meeting.group)
    move(
        minutes,
        when={"status": Minutes.Status.PUBLISHED},
        to={"status": Minutes.Status.WITHDRAWN},
    )
    voices = list(Voice.objects.filter(heard__point__minutes=minutes))
    _hide(voices, _("The minutes were taken back."), by=by)
    record("meetings.withdrawn", minutes, by=by, meeting=minutes.meeting)
    releasing.fit(minutes, by=by, withdrawn=True)
    draft = minutes.drafts.filter(status=Draft.Status.PUBLISHED).first()
    if draft is None:
        return minutes.drafts.filter(status=Draft.Status.OPEN).first()
    return reopen(draft, by=by)
