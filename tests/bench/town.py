"""A town of any size: ``./soc bench --town 100000`` makes one.

Every matter has 10 voices (two of them heard at meetings), 10 lines in its log and a talk with 10
comments; matters stand in every state, with hand-overs that wait, answers, proposals and the steps
of changes; minutes have 60 paragraphs, twelve of them voices. The rows are what the actions write,
without asking for rights. Matters come in batches, so memory stays flat, and matter n is the same
whatever the size of the town (but for those that belong together at the seam of two batches).
"""

from __future__ import annotations

import hashlib
import random
import time as time_of_day
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from oppnasoc.discussion.models import Comment, Support, Thread
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
from oppnasoc.matters.models import Answer, Ground, Matter, Note, Proposal, Step
from oppnasoc.meetings.models import Attendee, Heard, Meeting, Minutes, Point
from oppnasoc.news.models import Linked
from oppnasoc.news.models import Post as NewsPost
from oppnasoc.people.models import User
from oppnasoc.search import index
from oppnasoc.search.models import Document
from oppnasoc.trail.models import Entry
from oppnasoc.voices.models import Voice

from .rows import finish, put
from .words import paragraph, question

BATCH = 600  # matters
VOICES = 10  # of a matter
LINES = 10  # of its log
COMMENTS = 10  # of its talk
ANSWERS = 3  # of them
PARAGRAPHS = 60  # of a meeting's minutes
LINKED = 3  # matters that a post is about
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


#: Where twenty matters stand, ten at a time.
STATES = (
    *("under_way",) * 8,
    *("decided", "decided", "tried", "tried"),
    *("open",) * 5,
    *("in_use", "followed_up", "closed"),
)
#: The steps that a change has taken.
TAKEN = ("decided", "under_way", "tried", "in_use", "followed_up")


@dataclass
class Draft:
    """A matter of a batch on its way into the database, with its number and its own chance."""

    number: int
    chance: random.Random
    matter: Matter
    source: Party
    voices: list[Voice]
    answer: Answer | None = None
    steps: list[Step] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    other: Matter | None = None


def draft(frame: Frame, number: int) -> Draft:
    """Matter ``number``: seven of ten in the first theme; see ``STATES`` for where they stand.

    Of those that are looked into every tenth is asked of somebody who has not answered.
    """
    chance = random.Random(number)
    stage = STATES[number // 10 % 20]
    ended = stage in Matter.ENDS
    asks = stage == "open" and number % 10 == 3
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
        asked=source if asks else None,
        asked_until=frame.today + timedelta(days=3) if asks else None,
        next_on=frame.today + timedelta(days=chance.randrange(-5, 60)),
        closed_on=opened + timedelta(days=50) if ended else None,
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
    title = f"Möte {number + 1} med {group}"
    meeting = Meeting(group=group, title=title, held_on=held, status="held")
    put([meeting])
    heard = dict(zip(range(2, PARAGRAPHS, PARAGRAPHS // HEARD), voices, strict=False))
    texts = [heard[n].text if n in heard else paragraph(chance, 200) for n in range(PARAGRAPHS)]
    minutes = Minutes(
        meeting=meeting,
        published_at=at(held, 15),
        original="\n\n".join(texts),
        original_digest=hashlib.sha256(texts[0].encode()).hexdigest(),
    )
    put([minutes])
    put(
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
    put(points)
    published = Entry(
        at=at(held, 15),
        kind="meetings.published",
        about_type="meetings.minutes",
        about_id=minutes.pk,
        data={"meeting": meeting.pk},
    )
    put([published])
    by_key = {point.key: point for point in points}
    return {voice: by_key[f"p{n}"] for n, voice in heard.items()}


def draft_log(one: Draft) -> list[Entry]:
    """The ten lines that everybody reads: one of every kind that such a matter can have."""
    matter, day = one.matter, one.matter.opened_on
    notes, points = iter(n.pk for n in one.notes), iter(p.pk for p in one.points)
    target = matter.holder_id
    lines: list[tuple[str, dict[str, Any]]] = [
        ("matters.opened", {"steward": matter.steward_id, "holder": one.source.pk, "asked": None}),
        ("meetings.raised", {"point": next(points)}),
        ("matters.grounded", {"voice": one.voices[3].pk}),
        (
            "matters.asked",
            {"target": target, "note": next(notes), "until": str(day + timedelta(days=9))},
        ),
        (
            "matters.moved",
            {"source": one.source.pk, "target": target, "note": next(notes), "entered": False},
        ),
        ("meetings.raised", {"point": next(points)}),
        ("matters.dated", {"next_on": str(matter.next_on), "note": next(notes)}),
        ("matters.related", {"other": one.other.pk if one.other else None}),
    ]
    if one.answer is not None:
        verdict = one.answer.verdict
        lines.append(("matters.answered", {"answer": one.answer.pk, "verdict": verdict}))
    if one.steps:
        step = one.steps[-1]
        lines.append(("matters.advanced", {"step": step.pk, "status": step.status}))
    lines += [("matters.noted", {"note": note}) for note in notes]
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


def draft_comment(one: Draft, thread: Thread, n: int, above: Comment | None = None) -> Comment:
    """Comment ``n`` of the talk about a matter; everybody reads it."""
    day = one.matter.opened_on + timedelta(days=n)
    return Comment(
        thread=thread,
        answers_to=above,
        replies_to=above,
        text=paragraph(one.chance, 170),
        name="Kim" if n % 3 == 0 else "",
        state="shown",
        created_at=at(day),
        shown_at=at(day, 10),
    )


def add_talks(drafts: list[Draft]) -> None:
    """A talk about each matter: ten comments, three of them answers; some agree with them."""
    threads = [
        Thread(kind="matter", thing=one.matter.pk, begun_at=at(one.matter.opened_on))
        for one in drafts
    ]
    put(threads)
    talks = list(zip(drafts, threads, strict=True))
    said = COMMENTS - ANSWERS
    tops = [draft_comment(one, thread, n) for one, thread in talks for n in range(said)]
    put(tops)
    put(
        draft_comment(one, thread, said + n, tops[place * said + n])
        for place, (one, thread) in enumerate(talks)
        for n in range(ANSWERS)
    )
    put(Support(comment=top, key=f"{n}") for top in tops[::2] for n in range(2))


def draft_outcome(frame: Frame, one: Draft) -> list[Model]:
    """What became of a matter: its notes, its answer and proposal, the steps of its change."""
    matter, chance, opened = one.matter, one.chance, one.matter.opened_on
    if matter.status != "open":
        closed = matter.status == "closed"
        one.answer = Answer(
            matter=matter,
            verdict="no" if closed else "partly",
            text=paragraph(chance, 200),
            reason=paragraph(chance, 120),
            as_post=chance.choice(frame.posts),
            answered_on=opened + timedelta(days=45),
        )
    if matter.status in TAKEN:
        one.steps = [
            Step(
                matter=matter,
                status=status,
                text=paragraph(chance, 80),
                evidence=paragraph(chance, 80) if status == "in_use" else "",
                taken_on=opened + timedelta(days=45 + n),
            )
            for n, status in enumerate(TAKEN[: TAKEN.index(matter.status) + 1])
        ]
    lines = 8 + (one.answer is not None) + bool(one.steps)
    when = at(opened + timedelta(days=30))
    one.notes = [
        Note(matter=matter, text=paragraph(chance, 120), written_at=when)
        for _ in range(3 + LINES - lines)
    ]
    versions = [
        Proposal(matter=matter, version=n, text=paragraph(chance, 160), written_on=opened)
        for n in (1, 2)
        if one.steps
    ]
    return [*one.notes, *filter(None, [one.answer]), *one.steps, *versions]


def add_posts(frame: Frame, matters: list[Matter]) -> None:
    """A post for every eighth matter: about 250 words, and three matters that it is about."""
    posts, links = [], []
    for matter in matters[::8]:
        by = random.Random(matter.pk)
        words = [("words", f"<p>{paragraph(by, 400)}</p>") for _ in range(4)]
        when = at(matter.opened_on)
        post = NewsPost(title=f"Om frågan {matter.pk}", slug=f"om-fragan-{matter.pk}", body=words)
        post.summary, post.theme = paragraph(by, 200)[:400], matter.theme
        post.live, post.first_published_at, post.last_published_at = True, when, when
        posts.append(post)
    put(posts)
    for post, matter in zip(posts, matters[::8], strict=True):
        start = matters.index(matter)
        links += [
            Linked(post=post, address="/", kind="matter", thing=other.pk)
            for other in matters[start : start + LINKED]
        ]
    put(links)


@transaction.atomic
def add(frame: Frame, numbers: range) -> None:
    """A batch of matters with everything that hangs on them."""
    drafts = [draft(frame, number) for number in numbers]
    matters = [one.matter for one in drafts]
    put(matters)
    put(voice for one in drafts for voice in one.voices)
    put(
        Ground(matter=one.matter, voice=voice, added_at=voice.created_at)
        for one in drafts
        for voice in one.voices
    )
    said = [one.voices[k] for k in (0, 1) for one in drafts]
    first = numbers.start * 2 // HEARD
    heard: dict[Voice, Point] = {}
    for n in range(0, len(said), HEARD):
        heard |= minutes_of(frame, first + n // HEARD, said[n : n + HEARD])
    put(Heard(point=point, voice=voice) for voice, point in heard.items())
    for n, one in enumerate(drafts):
        one.points = [heard[voice] for voice in one.voices[:2]]
        one.other = matters[n ^ 1] if n ^ 1 < len(matters) else None
    put(thing for one in drafts for thing in draft_outcome(frame, one))
    add_talks(drafts)
    add_posts(frame, matters)
    link = Matter.related.through
    put(
        link(from_matter_id=one.matter.pk, to_matter_id=one.other.pk) for one in drafts if one.other
    )
    put(entry for one in drafts for entry in draft_log(one))


class Town:
    """A town in an empty database, and how to let it grow.

    Raises RuntimeError when somebody lives there already.
    """

    def __init__(self, *, today: date | None = None) -> None:
        if User.objects.exists() or Party.objects.exists() or Entry.objects.exists():
            raise RuntimeError("Somebody lives in this database; a town needs an empty one.")
        self.size = 0
        with transaction.atomic():
            self.frame = make_frame(today or timezone.localdate())

    def grow(self, size: int) -> Iterator[int]:
        """Add matters until there are ``size``; yields how many there are so far."""
        while self.size < size:
            numbers = range(self.size, min(self.size + BATCH, size))
            add(self.frame, numbers)
            self.size = numbers.stop
            yield self.size
        finish()


def fill_index() -> float:
    """Put the town into the search index; returns how many documents a second."""
    began = time_of_day.monotonic()

    def progress(done: int, total: int, kind: str) -> None:
        if done == total or done % 10_000 == 0:
            print(f"{kind}: {done} of {total} indexed", flush=True)

    index.rebuild(progress)
    return Document.objects.count() / (time_of_day.monotonic() - began)
