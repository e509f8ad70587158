"""'Sedan sist': what has happened in a group since its last meeting, on one sheet of paper (R17).

Everything on it is public: what was said, what came of it, what is late and why, where the rest
lies. On the web all of it stands there; on paper as much as one A4 holds, the most important first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.groups.models import Group
from oppnasoc.matters import sentences
from oppnasoc.matters.models import Answer, Ground, Matter, Step
from oppnasoc.trail.kinds import link
from oppnasoc.ui.html import EMPTY, fill
from oppnasoc.ui.templatetags.ui import countword, shortday
from oppnasoc.voices.models import Voice

from .models import Meeting

WITHOUT_A_MEETING = timedelta(days=90)  # so far back, when a group has not met yet
SHOWN = 60  # of each sort, also on the web
QUOTES = 8
WORDS = 40  # of an answer or a quotation
LINES = 48  # of ten points on an A4, below the heading
WIDE = 100  # letters in a line
HEADING = 2.4  # lines that a heading takes
#: How far a matter has come, in stones of five.
CLIMBED = {
    Matter.Status.OPEN: 2,
    **dict.fromkeys((*Matter.CHANGING, Matter.Status.CLOSED), 3),
    Matter.Status.IN_USE: 4,
    Matter.Status.FOLLOWED_UP: 5,
}
STONES = 5

Verdict = Answer.Verdict


@dataclass
class Item:
    """One thing on the sheet: a matter and what there is to say of it, or a quotation.

    ``stones`` is how far the matter has come, 0 when there is none; ``beyond`` is what one sheet
    of paper has no room for.
    """

    text: SafeString
    matter: Matter | None = None
    stones: int = 0
    chip: tuple[str, str] | None = None
    more: SafeString = EMPTY
    beyond: bool = False

    @property
    def lines(self) -> float:
        """About so many lines of paper."""
        title = len(str(self.matter)) + 24 if self.matter else 0  # the stones stand beside it
        text = len(strip_tags(self.text)) + len(strip_tags(self.more))
        return -(-title // WIDE) - (-text // WIDE) + 0.4

    @property
    def path(self) -> list[bool]:
        """The stones, each with whether it is trodden."""
        return [number < self.stones for number in range(STONES)] if self.stones else []


@dataclass
class Part:
    """A part of the sheet: its heading, a sentence in front, and its items."""

    name: str
    title: str
    lead: str = ""
    items: list[Item] = field(default_factory=list)

    @property
    def beyond(self) -> bool:
        return not self.lead and all(item.beyond for item in self.items)


@dataclass(frozen=True)
class Sheet:
    """What one reads before a meeting: since when, its parts, and what paper has no room for."""

    since: date
    meeting: Meeting | None
    coming: Meeting | None
    parts: list[Part]
    happened: bool
    rest: int

    @property
    def nothing(self) -> str:
        """The sentence that says it as it is, when nothing has happened."""
        if self.happened:
            return ""
        text = _("Nothing has happened since %(day)s. We say it as it is.")
        if self.meeting:
            text = _("Nothing has happened since the meeting on %(day)s. We say it as it is.")
        return text % {"day": shortday(self.since)}


def meetings_around(group: Group, today: date) -> tuple[Meeting | None, Meeting | None]:
    """The last meeting before today and the next one from today on. Two queries."""
    real = Meeting.objects.filter(group=group).exclude(status=Meeting.Status.CANCELLED)
    real = real.select_related("place").order_by("held_on", "pk")
    return real.filter(held_on__lt=today).last(), real.filter(held_on__gte=today).first()


def sheet(group: Group, *, today: date, since: date | None = None) -> Sheet:
    """The sheet of a group; seven queries, however much has happened."""
    last, coming = meetings_around(group, today)
    if since is None:
        since = last.held_on if last else today - WITHOUT_A_MEETING
    elif last is not None and last.held_on != since:
        last = None
    steps, answers = new_steps(group, since), new_answers(group, since)
    told = {step.matter_id for step in steps} | {answer.matter_id for answer in answers}
    matters = [m for m in of_group(group) if m.pk not in told]
    late = sorted((m for m in matters if m.is_late), key=lambda m: (m.next_on, m.pk))
    rest = [m for m in matters if not m.is_late]
    moved = any(m.changed_at.date() >= since for m in matters)
    said = what_was_said(group, since)
    parts = [
        Part("said", _("This was said"), said.lead, said.items),
        Part("changed", _("This has changed for real"), items=[of_step(step) for step in steps]),
        Part("answered", _("This was answered"), items=[of_answer(answer) for answer in answers]),
        Part("late", _("We are late with this"), items=[of_late(m) for m in late]),
        Part("lies", _("Here lies the rest"), items=[of_matter(m, since) for m in rest]),
    ]
    parts = [part for part in parts if part.items or part.lead]
    happened = bool(steps or answers or said.items or said.lead or moved)
    left_out = fit(parts)
    return Sheet(since, last, coming, parts, happened, left_out)


def of_group(group: Group) -> list[Matter]:
    """The open matters that a group sees through, what was touched last at the top."""
    public = Matter.objects.published().open().filter(steward=group).with_parties()
    return list(public.order_by("-changed_at", "-pk")[:SHOWN])


def new_steps(group: Group, since: date) -> list[Step]:
    """Changes that came into daily use, or were followed up there; the latest for each matter."""
    done = Step.objects.filter(status__in=Matter.CHANGED, taken_on__gte=since)
    done = done.filter(matter__steward=group, matter__visibility=Matter.Visibility.PUBLIC)
    found = done.select_related("matter").order_by("-taken_on", "-pk")[:SHOWN]
    return list({step.matter_id: step for step in reversed(found)}.values())[::-1]


def new_answers(group: Group, since: date) -> list[Answer]:
    """The latest answer of each matter."""
    given = Answer.objects.filter(
        answered_on__gte=since,
        matter__steward=group,
        matter__visibility=Matter.Visibility.PUBLIC,
        matter__merged_into=None,
    )
    given = given.select_related("matter", "as_post", "answered_by", "on_behalf_of")
    found = list(given.order_by("-answered_on", "-pk")[:SHOWN])
    return list({answer.matter_id: answer for answer in reversed(found)}.values())[::-1]


@dataclass(frozen=True)
class Said:
    """What was said: how many people, in a sentence, and some of it in their own words."""

    lead: str
    items: list[Item]


def what_was_said(group: Group, since: date) -> Said:
    """Two queries: how many said something, and the latest of it that has words."""
    public = {"matter__visibility": Matter.Visibility.PUBLIC, "matter__steward": group}
    raised = Ground.objects.filter(**public).values("voice")
    voices: QuerySet[Voice] = Voice.objects.published().filter(
        Q(group=group) | Q(pk__in=raised), said_on__gte=since
    )
    people = voices.aggregate(n=Sum("people_count"))["n"] or 0
    if not people:
        return Said("", [])
    text = ngettext(
        "One person has said something.", "%(n)s people have said something.", people
    ) % {"n": countword(people)}
    latest = voices.exclude(text="").select_related("organisation").order_by("-said_on", "-pk")
    quotes = [
        Item(fill("”{}” – {}", short(voice.text), sentences.speaker(voice)))
        for voice in latest[:QUOTES]
    ]
    return Said(text[0].upper() + text[1:], quotes)


def short(text: str) -> str:
    return Truncator(" ".join(text.split())).words(WORDS, truncate=" …")


def stones(matter: Matter) -> int:
    return CLIMBED[Matter.Status(matter.status)]


def of_step(step: Step) -> Item:
    when = _("In daily use since %(day)s.") % {"day": shortday(step.taken_on)}
    if step.status == Matter.Status.FOLLOWED_UP:
        when = _("Followed up on %(day)s.") % {"day": shortday(step.taken_on)}
    return Item(fill("{} {}", short(step.text), when), step.matter, stones(step.matter))


def of_answer(answer: Answer) -> Item:
    """What was answered and, for every answer but yes, why."""
    yes = answer.verdict in (Verdict.YES, Verdict.PARTLY)
    tone = "go" if yes else "wait" if answer.verdict == Verdict.LATER else "ask"
    why = fill(_("Why: {}"), short(answer.reason)) if answer.reason else EMPTY
    state = (tone, answer.verdict_name)
    return Item(fill("{}", short(answer.text)), answer.matter, stones(answer.matter), state, why)


def of_late(matter: Matter) -> Item:
    """A matter whose word should have come by now, with the reason if there is one."""
    text = _("Lies with {}. You should have heard by {}.")
    says = fill(text, link(matter.holder), shortday(matter.next_on))
    reason = matter.why_late.text if matter.why_late else ""
    why = fill(_("Why: {}"), short(reason)) if reason else fill("{}", _("Nobody has said why."))
    return Item(says, matter, stones(matter), more=why)


def of_matter(matter: Matter, since: date) -> Item:
    """Where a matter lies that neither was answered nor is late."""
    is_new = matter.opened_on >= since
    state = ("ask", _("New")) if is_new else ("go", sentences.chip(matter).text)
    return Item(sentences.where_it_lies(matter), matter, stones(matter), state)


#: What gets its place on paper first, and how many of it: a few always in people's own words.
WEIGHT = (("said", 3), ("changed", None), ("answered", None), ("late", None), ("lies", None))


def fit(parts: Iterable[Part]) -> int:
    """Mark what one sheet has no room for; how many matters that are."""
    by_name = {part.name: part for part in parts}
    room = LINES - sum(HEADING + 1 for part in by_name.values() if part.lead)
    left_out = 0
    for name, at_first in WEIGHT:
        if (part := by_name.get(name)) is None:
            continue
        begun = bool(part.lead)
        for item in part.items[at_first:] if at_first else ():
            item.beyond = True
        for item in part.items[:at_first]:
            needs = item.lines + (0 if begun else HEADING)
            item.beyond = needs > room
            if item.beyond:
                left_out += item.matter is not None
            else:
                room, begun = room - needs, True
    return left_out
