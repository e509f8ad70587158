"""The stage of the meeting tests: a group, everybody, and drafts made of a few lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from oppnasoc.matters.models import Ground, Matter
from oppnasoc.meetings.actions import digest, reopen, save_review
from oppnasoc.meetings.findings import Gate, known_organisations
from oppnasoc.meetings.keeping import storage
from oppnasoc.meetings.models import Attendee, Draft, Heard, Meeting, Minutes, Point
from oppnasoc.meetings.publishing import publish
from oppnasoc.meetings.review import Case, Item, Person, Review
from oppnasoc.people.models import User
from oppnasoc.trail.models import Entry
from oppnasoc.voices.models import Voice
from tests.rows import rows_of
from tests.town import Parties, make_matter, make_parties, make_people, make_voice

PREPARING = {"facilitator", "secretary", "editor"}
PUBLISHING = {"secretary", "editor"}
SEEING_WITHDRAWN = {"facilitator", "other_facilitator", "secretary", "editor"}


def day(ahead: int) -> date:
    """So many days from today."""
    return timezone.localdate() + timedelta(days=ahead)


@dataclass
class Scene:
    parties: Parties
    people: dict[str, User]

    def who(self, role: str) -> Any:
        """The person of a role, as she comes fresh with a request."""
        if role == "anonymous":
            return AnonymousUser()
        return User.objects.get(pk=self.people[role].pk)

    @property
    def secretary(self) -> User:
        return self.people["secretary"]

    @property
    def facilitator(self) -> User:
        return self.people["facilitator"]


def make_scene() -> Scene:
    parties = make_parties()
    return Scene(parties, make_people(parties))


def make_old_matter(scene: Scene, title: str = "Varför tar beskeden så lång tid?") -> Matter:
    """A matter that somebody raised on the web."""
    matter = make_matter(title, scene.parties.group, scene.parties.unit)
    Ground.objects.create(matter=matter, voice=make_voice("Jag väntar än."))
    return matter


def new_case(scene: Scene, title: str, **more: Any) -> Case:
    given: dict[str, Any] = {
        "title": title,
        "steward": scene.parties.group.pk,
        "holder": scene.parties.unit.pk,
        "next_on": day(20).isoformat(),
    }
    return Case(**{**given, **more})


def make_review(scene: Scene, **more: Any) -> Review:
    """Minutes with a heading, two matters, an answered point, a good one and a plain one."""
    matter = Point.Outcome.MATTER
    items = [
        Item("h1", "heading", 1, "Vad vi tog upp"),
        Item("a-1", "bullet", 1, "Hissen står still varje vecka.", outcome=matter,
             case=new_case(scene, "Varför står hissen still?")),
        Item("b-1", "bullet", 1, "Det saknas tider på kvällen.", outcome=matter,
             case=new_case(scene, "Kan man få en tid på kvällen?")),
        Item("c-1", "bullet", 1, "Får hunden följa med?", outcome="answered",
             answer="Ja, om den är kopplad."),
        Item("d-1", "paragraph", 1, "Läs mer på https://sundhamn.example/hund i dag.",
             outcome="good_to_know"),
        Item("e-1", "paragraph", 1, "Vi fikade."),
    ]  # fmt: skip
    given: dict[str, Any] = {
        "title": "Brukargruppen i mars",
        "held_on": day(-3).isoformat(),
        "people": [Person("Sam", "", "samtalsledare")],
        "items": items,
    }
    return Review(**{**given, **more})


def decide(review: Review, choice: str = "keep") -> Review:
    """Decide the same about everything that is found."""
    for question in Gate.of(review, known_organisations()).questions():
        review.choices.setdefault(question.key, choice)
    return review


def make_draft(scene: Scene, review: Review | None = None, **more: Any) -> Draft:
    """An open draft with everything decided."""
    review = decide(review or make_review(scene))
    original = more.pop("original", f"kanarieoriginal {Draft.objects.count()}")
    return Draft.objects.create(
        group=more.pop("group", scene.parties.group),
        created_by=scene.secretary,
        name=review.title[:160] or "Utan namn",
        original=original,
        original_digest=digest(original),
        content=review.as_json(),
        **more,
    )


def everything() -> dict[str, list[Any]]:
    """All rows that publishing may write, but for the draft's own."""
    return rows_of(Meeting, Minutes, Attendee, Point, Heard, Voice, Ground, Matter, Entry)


def kept_files() -> list[str]:
    """The paths of all files that are kept, from the folder of the storage."""
    root = Path(storage().path("."))
    return [str(path.relative_to(root)) for path in sorted(root.rglob("*")) if path.is_file()]


def counts() -> dict[str, int]:
    return {name: len(rows) for name, rows in everything().items()}


def public_words() -> str:
    """Every word of meetings, minutes, voices and matters that anybody may read, joined."""
    published = Minutes.objects.published()
    words = [str(m) for m in Meeting.objects.filter(minutes__in=published)]
    words += [str(v) for row in Attendee.objects.filter(minutes__in=published).values_list(
        "name", "organisation", "role") for v in row]  # fmt: skip
    for point in Point.objects.filter(minutes__in=published):
        words += [point.text, point.answer]
    words += [v.text for v in Voice.objects.published()]
    for matter in Matter.objects.published():
        words += [matter.title, matter.summary]
    return "\n".join(words)


def again(scene: Scene, draft: Draft, change: Any = None, choice: str = "keep") -> Any:
    """Open a published draft, change its review, and publish it once more."""
    reopen(draft, by=scene.secretary)
    review = Review.from_json(draft.content)
    if change:
        change(review)
    save_review(draft, decide(review, choice), by=scene.secretary)
    return publish(draft, by=scene.secretary)


def item(review: Review, key: str) -> Item:
    return next(one for one in review.items if one.key == key)


NAME = "Kim Lindqvist"


def named(scene: Scene) -> Review:
    """A name in every field that is published."""
    review = make_review(scene, title=f"Möte med {NAME} den här gången")
    review.people = [Person(NAME, "", "deltagare"), Person(NAME, "Föreningen Kompassen")]
    for one in review.items:
        one.text = f"{one.text} Det sa {NAME} till oss."
        if one.answer:
            one.answer = f"{one.answer} Så sa {NAME}."
        if one.case.title:
            one.case.title = f"{one.case.title} {NAME} undrar."
    return review
