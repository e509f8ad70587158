"""A town of any size; ``python -m tests.bench.bulktown 1000`` makes one.

Every matter has 10 voices (two of them heard at meetings) and 10 lines in its log, of which the
last is its answer unless it still waits; minutes have 60 paragraphs, twelve of them voices. The
rows are what the actions write, without asking for rights. Matters come in batches, so memory
stays flat, and matter n is the same whatever the size of the town.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from oppnasoc.groups.models import (
    Group,
    Membership,
    Organisation,
    Party,
    Place,
    Post,
    Theme,
    Unit,
)
from oppnasoc.matters.models import Answer, Ground, Matter, Note
from oppnasoc.meetings.models import Attendee, Heard, Meeting, Minutes, Point
from oppnasoc.people.models import User
from oppnasoc.trail.models import Entry
from oppnasoc.voices.models import Voice

from .words import paragraph, question

BATCH = 600  # matters
VOICES = 10  # of a matter
PARAGRAPHS = 60  # of a meeting's minutes
HEARD = 12  # of the paragraphs
PARTICIPANT = "deltagare@example.org"
SECRETARY = "sekreterare@example.org"


@dataclass(frozen=True)
class Frame:
    """Who there is in every town, however many matters it has."""

    themes: list[Theme]
    groups: list[Group]
    holders: list[Party]
    posts: list[Post]
    organisations: list[Organisation]
    today: date


def make_frame(today: date) -> Frame:
    """Five themes, twelve groups, six units with a post each, eight organisations."""
    names = ("Vägen in", "Boende", "Vardag", "Arbete", "Språk")
    slugs = ("vagen-in", "boende", "vardag", "arbete", "sprak")
    themes = [
        Theme.objects.create(name=name, slug=slug, position=n)
        for n, (name, slug) in enumerate(zip(names, slugs, strict=True))
    ]
    place = Place.objects.create(name="Fyren", address="Hamngatan 1")
    groups = [
        Group.objects.create(name=f"Grupp {n + 1}", theme=themes[n % 5], place=place)
        for n in range(12)
    ]
    units = [Unit.objects.create(name=f"Enhet {n + 1}", place=place) for n in range(6)]
    posts = [Post.objects.create(name=f"Enhetschef {u.name}", unit=u) for u in units]
    organisations = [Organisation.objects.create(name=f"Förening {n + 1}") for n in range(8)]
    holders = [Party.objects.get(pk=p.pk) for p in (*units, *posts, *organisations[:2])]
    for email, role in ((PARTICIPANT, "participant"), (SECRETARY, "secretary")):
        user = User.objects.create_user(email, name="Robin Prov")
        Membership.objects.create(user=user, party_id=groups[0].pk, role=role, since=today)
    soon = today + timedelta(days=9)
    Meeting.objects.create(group=groups[0], title="Nästa möte", held_on=soon, place=place)
    return Frame(themes, groups, holders, posts, organisations, today)


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), timezone.get_current_timezone())


@dataclass
class Draft:
    """A matter of a batch on its way into the database, with its number and its own chance."""

    number: int
    chance: random.Random
    matter: Matter
    source: Party
    voices: list[Voice]
    answer: Answer | None = None
    notes: list[Note] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    other: Matter | None = None


def draft(frame: Frame, number: int) -> Draft:
    """Matter ``number``: seven of ten in the first theme, six of ten under way, one closed."""
    chance = random.Random(number)
    status = ("under_way",) * 6 + ("open",) * 3 + ("closed",)
    stage = status[number // 10 % 10]
    opened = frame.today - timedelta(days=60 + chance.randrange(600))
    holder, source = chance.sample(frame.holders, 2)
    matter = Matter(
        title=question(chance)[:160],
        summary="\n\n".join(paragraph(chance, 330) for _ in range(3)),
        theme=frame.themes[0 if number % 10 < 7 else number % 10 - 6],
        status=stage,
        visibility="hidden" if number % 50 == 49 else "public",
        steward=chance.choice(frame.groups),
        holder=holder,
        opened_on=opened,
        held_since=opened + timedelta(days=20),
        next_on=frame.today + timedelta(days=chance.randrange(-5, 60)),
        closed_on=opened + timedelta(days=50) if stage == "closed" else None,
        changed_at=at(opened + timedelta(days=50)),
    )
    voices = [draft_voice(frame, number, n, opened, chance) for n in range(VOICES)]
    return Draft(number, chance, matter, source, voices)


def draft_voice(frame: Frame, number: int, n: int, opened: date, chance: random.Random) -> Voice:
    """Voice ``n`` of a matter: two from meetings, one of an organisation, the others alone."""
    heard, organised = n < 2, n == VOICES - 1
    code = hashlib.sha256(f"{number}:{n}".encode()).hexdigest()
    return Voice(
        text=paragraph(chance, 170),
        kind=chance.choice(Voice.Kind.values),
        channel="meeting" if heard else chance.choice(("web", "web", "phone", "paper")),
        said_on=opened + timedelta(days=n),
        speaker="Kim" if n == 4 else "",
        organisation=chance.choice(frame.organisations) if organised else None,
        people_count=chance.randrange(2, 9) if organised else 1,
        visibility="public",
        tell_by="meeting" if heard else "code",
        code_digest=None if heard else code,
        created_at=at(opened + timedelta(days=n)),
    )


def minutes_of(frame: Frame, number: int, voices: list[Voice]) -> dict[Voice, Point]:
    """One meeting of a group with its minutes; every fifth paragraph is one of the voices."""
    chance = random.Random(f"meeting {number}")
    held = voices[0].said_on
    group = frame.groups[number % len(frame.groups)]
    meeting = Meeting.objects.create(
        group=group, title=f"Möte {number + 1} med {group}", held_on=held, status="held"
    )
    heard = dict(zip(range(2, PARAGRAPHS, PARAGRAPHS // HEARD), voices, strict=False))
    texts = [heard[n].text if n in heard else paragraph(chance, 200) for n in range(PARAGRAPHS)]
    minutes = Minutes.objects.create(
        meeting=meeting,
        published_at=at(held, 15),
        original="\n\n".join(texts),
        original_digest=hashlib.sha256(texts[0].encode()).hexdigest(),
    )
    Attendee.objects.bulk_create(
        Attendee(minutes=minutes, position=n, name=f"Person {n}", role="deltagare")
        for n in range(8)
    )
    points = []
    for n, text in enumerate(texts):
        if n % 10 == 0:
            title = question(chance).rstrip("?")
            points.append(Point(key=f"h{n}", kind="heading", text=title))
        outcome = "matter" if n in heard else "minutes"
        points.append(Point(key=f"p{n}", kind="paragraph", text=text, outcome=outcome))
    for position, point in enumerate(points):
        point.minutes, point.position = minutes, position
    Point.objects.bulk_create(points)
    Entry.objects.create(
        at=at(held, 15),
        kind="meetings.published",
        about_type="meetings.minutes",
        about_id=minutes.pk,
        data={"meeting": meeting.pk},
    )
    by_key = {point.key: point for point in points}
    return {voice: by_key[f"p{n}"] for n, voice in heard.items()}


def draft_log(one: Draft) -> list[Entry]:
    """The ten lines that everybody reads: one of every kind that a matter can have."""
    matter, day = one.matter, one.matter.opened_on
    notes, points = iter(n.pk for n in one.notes), iter(p.pk for p in one.points)
    lines: list[tuple[str, dict[str, Any]]] = [
        ("matters.opened", {"steward": matter.steward_id, "holder": one.source.pk}),
        ("meetings.raised", {"point": next(points)}),
        ("matters.grounded", {"voice": one.voices[3].pk}),
        ("matters.noted", {"note": next(notes)}),
        (
            "matters.moved",
            {"source": one.source.pk, "target": matter.holder_id, "note": next(notes)},
        ),
        ("meetings.raised", {"point": next(points)}),
        ("matters.dated", {"next_on": str(matter.next_on), "note": next(notes)}),
        ("matters.related", {"other": one.other.pk if one.other else None}),
        ("matters.noted", {"note": next(notes)}),
    ]
    if one.answer is None:
        lines.append(("matters.noted", {"note": next(notes)}))
    else:
        verdict = one.answer.verdict
        lines.append(("matters.answered", {"answer": one.answer.pk, "verdict": verdict}))
    return [
        Entry(
            at=at(day + timedelta(days=5 * n)),
            kind=kind,
            about_type="matters.matter",
            about_id=matter.pk,
            data=data,
        )
        for n, (kind, data) in enumerate(lines)
    ]


@transaction.atomic
def add(frame: Frame, numbers: range) -> None:
    """A batch of matters with everything that hangs on them."""
    drafts = [draft(frame, number) for number in numbers]
    matters = Matter.objects.bulk_create([one.matter for one in drafts])
    Voice.objects.bulk_create([voice for one in drafts for voice in one.voices])
    Ground.objects.bulk_create(
        Ground(matter=one.matter, voice=voice, added_at=voice.created_at)
        for one in drafts
        for voice in one.voices
    )
    said = [one.voices[k] for k in (0, 1) for one in drafts]
    first = numbers.start * 2 // HEARD
    heard: dict[Voice, Point] = {}
    for n in range(0, len(said), HEARD):
        heard |= minutes_of(frame, first + n // HEARD, said[n : n + HEARD])
    Heard.objects.bulk_create(Heard(point=point, voice=voice) for voice, point in heard.items())
    for n, one in enumerate(drafts):
        one.points = [heard[voice] for voice in one.voices[:2]]
        one.other = matters[n - 1 if n % 2 else n + 1] if n ^ 1 < len(matters) else None
        when = at(one.matter.opened_on + timedelta(days=30))
        count = 5 if one.matter.status == "open" else 4
        one.notes = [
            Note(matter=one.matter, text=paragraph(one.chance, 120), written_at=when)
            for _ in range(count)
        ]
        if one.matter.status != "open":
            closed = one.matter.status == "closed"
            one.answer = Answer(
                matter=one.matter,
                verdict="no" if closed else "partly",
                text=paragraph(one.chance, 200),
                reason=paragraph(one.chance, 120),
                as_post=one.chance.choice(frame.posts),
                answered_on=one.matter.opened_on + timedelta(days=45),
            )
    Note.objects.bulk_create([note for one in drafts for note in one.notes])
    Answer.objects.bulk_create([one.answer for one in drafts if one.answer])
    link = Matter.related.through
    link._default_manager.bulk_create(
        link(from_matter_id=one.matter.pk, to_matter_id=one.other.pk) for one in drafts if one.other
    )
    Entry.objects.bulk_create(entry for one in drafts for entry in draft_log(one))


def fill(count: int, *, today: date | None = None) -> Iterator[int]:
    """Fill an empty database with ``count`` matters; yields how many there are so far.

    Raises RuntimeError when somebody lives there already.
    """
    if Party.objects.exists():
        raise RuntimeError("The database is not empty.")
    with transaction.atomic():
        frame = make_frame(today or timezone.localdate())
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        add(frame, numbers)
        yield numbers.stop
