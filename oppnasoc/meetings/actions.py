"""Take minutes in, publish them in one transaction, and take a publication back."""

from __future__ import annotations

import hashlib
from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group, Party, Place
from oppnasoc.language.minutes import parse
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import move, record

from .findings import known_organisations
from .models import Draft, Heard, Meeting, Minutes, Original, Point
from .review import Earlier, Review, as_day, carry_over, from_parsed

MAX_BYTES = 2 * 1024 * 1024  # of text; some thousand pages


def digest(text: str) -> str:
    """What recognises the same document again: SHA-256 of its words, spacing folded."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


@transaction.atomic
def take_in(
    text: str,
    *,
    group: Group,
    by: User | None,
    name: str = "",
    source: Original | None = None,
    again: bool = True,
) -> tuple[Draft, bool]:
    """Read the text of a document of minutes into a draft (R19): the draft, and whether it is new.

    ``source`` is the file that it stood in. The same text again finds the draft it came in as –
    also a published one, which is opened for changes unless ``again`` is false. Raises
    PermissionDenied, and ValidationError for an empty or too large text.
    """
    require(by, "meetings.prepare", group)
    if not text.strip():
        raise ValidationError({"text": _("The document is empty.")})
    if len(text.encode()) > MAX_BYTES:
        raise ValidationError({"text": _("The document is too large. Two megabytes at most.")})
    if "\x00" in text:
        raise ValidationError({"text": _("This is not text. Paste the words instead.")})
    # Of two that take in the same text at the same time, the second waits here and finds it.
    Party.objects.select_for_update().filter(pk=group.pk).first()
    same = (
        Draft.objects.filter(group=group, original_digest=digest(text))
        .exclude(status=Draft.Status.DISCARDED)
        .order_by("-created_at")
        .first()
    )
    if same is not None:
        if same.status == Draft.Status.PUBLISHED and again:
            same = reopen(same, by=by)
        if source is not None and same.source_id is None:
            Draft.objects.filter(pk=same.pk, source=None).update(source=source)
            same.source = source
        return same, False
    parsed = parse(
        text,
        known_groups=list(Group.objects.values_list("name", flat=True)),
        known_organisations=known_organisations(),
        known_places=list(Place.objects.values_list("name", flat=True)),
        today=timezone.localdate(),
    )
    places = dict(Place.objects.values_list("name", "pk"))
    review = from_parsed(parsed, places=places)
    draft = Draft.objects.create(
        group=group,
        created_by=by,
        name=(review.title or name or _("Notes without a title"))[:160],
        source=source,
        original=text,
        original_digest=digest(text),
        content=review.as_json(),
    )
    record("meetings.taken_in", draft, by=by, group=group)
    if (day := review.day()) is not None:
        attach(draft, review, day)
    return draft, True


def attach(draft: Draft, review: Review, day: date) -> Minutes | None:
    """Let a draft become a new version of minutes that the group has from that day already.

    Anchors, matters and voices of the published points are carried over to the review.
    """
    if draft.minutes is not None:
        published_from_it = draft.minutes.original_digest == draft.original_digest
        if published_from_it or draft.minutes.meeting.held_on == day:
            return draft.minutes
        draft.minutes = None  # Another day was typed: it was another meeting after all.
        draft.save(update_fields=["minutes", "changed_at"])
    minutes = minutes_of(draft.group, day)
    if minutes is None:
        return None
    carry_over(review, earlier_points(minutes))
    draft.minutes = minutes
    draft.content = review.as_json()
    draft.save(update_fields=["minutes", "content", "changed_at"])
    return minutes


def minutes_of(group: Group, day: date) -> Minutes | None:
    """The minutes that a group has from a day, if any."""
    return Minutes.objects.filter(meeting__group=group, meeting__held_on=day).first()


def earlier_points(minutes: Minutes) -> list[Earlier]:
    """The published points with the matter that each became, in order."""
    matters = dict(
        Heard.objects.filter(point__minutes=minutes).values_list("point", "voice__grounds__matter")
    )
    return [
        Earlier(p.key, p.text, p.outcome, p.answer, matters.get(p.pk)) for p in minutes.points.all()
    ]


@transaction.atomic
def save_review(draft: Draft, review: Review, *, by: User | None, seen: int | None = None) -> Draft:
    """Keep the work so far. Raises Stale when somebody else has saved since ``seen``."""
    require(by, "meetings.prepare", draft.group)
    move(
        draft,
        when={
            "revision": draft.revision if seen is None else seen,
            "status": Draft.Status.OPEN,
        },
        to={
            "content": review.as_json(),
            "name": (review.title or draft.name)[:160],
            "revision": F("revision") + 1,
            "changed_at": timezone.now(),
        },
    )
    if (day := review.day()) is not None:
        attach(draft, review, day)
    return draft


@transaction.atomic
def discard(draft: Draft, *, by: User | None) -> None:
    """Throw a draft away. What was published from it before stays.

    It can be brought back for some days; then it is removed with its file (``forgetting.py``).
    """
    require(by, "meetings.prepare", draft.group)
    move(
        draft,
        when={"status": Draft.Status.OPEN},
        to={"status": Draft.Status.DISCARDED, "changed_at": timezone.now()},
    )
    record("meetings.discarded", draft, by=by, group=draft.group)


@transaction.atomic
def bring_back(draft: Draft, *, by: User | None) -> None:
    """Undo that a draft was thrown away."""
    require(by, "meetings.prepare", draft.group)
    move(draft, when={"status": Draft.Status.DISCARDED}, to={"status": Draft.Status.OPEN})
    record("meetings.brought_back", draft, by=by, group=draft.group)


@transaction.atomic
def reopen(draft: Draft, *, by: User | None) -> Draft:
    """Open a published draft for changes; its minutes stay public as they are meanwhile."""
    require(by, "meetings.prepare", draft.group)
    move(
        draft,
        when={"status": Draft.Status.PUBLISHED},
        to={"status": Draft.Status.OPEN, "revision": F("revision") + 1},
    )
    draft.refresh_from_db(fields=["content", "original"])  # Words may have been taken back.
    review = Review.from_json(draft.content)
    if draft.minutes is not None:
        joined = {e.key: e.matter for e in earlier_points(draft.minutes)}
        for item in review.items:
            if item.outcome == Point.Outcome.MATTER and joined.get(item.key):
                item.case.join = joined[item.key]
        draft.content = review.as_json()
        draft.save(update_fields=["content", "changed_at"])
    record("meetings.opened_again", draft, by=by, group=draft.group)
    return draft


@transaction.atomic
def plan_meeting(
    group: Group,
    *,
    title: str,
    held_on: date,
    by: User | None,
    starts_at: time | None = None,
    ends_at: time | None = None,
    place: Place | None = None,
    practical: str = "",
) -> Meeting:
    """Put a coming meeting on the group's page."""
    require(by, "meetings.prepare", group)
    meeting = Meeting.objects.create(
        group=group,
        title=title,
        held_on=held_on,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        practical=practical,
    )
    record("meetings.planned", meeting, by=by, group=group)
    return meeting


def next_meeting(review: Review, group: Group, *, by: User | None) -> Meeting | None:
    """The next meeting that the notes tell of, planned unless it is there already."""
    day = as_day(review.next_on)
    if day is None or day < timezone.localdate():
        return None
    if group.meetings.filter(held_on=day).exists():
        return None
    try:
        starts_at = time.fromisoformat(review.next_at) if review.next_at else None
    except ValueError:
        starts_at = None
    return plan_meeting(
        group, title=group.name, held_on=day, starts_at=starts_at, place=group.place, by=by
    )
