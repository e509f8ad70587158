"""The demo's minutes go the way that every secretary's do: taken in, decided, published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from oppnasoc.language.documents.making import open_document, pdf, word
from oppnasoc.matters.models import Matter
from oppnasoc.meetings import actions, publishing, releasing, taking
from oppnasoc.meetings.findings import Gate, known_organisations
from oppnasoc.meetings.models import Draft, Meeting, Point
from oppnasoc.meetings.review import Item, Review
from oppnasoc.people.models import User
from oppnasoc.voices.actions import moment

from .town import Town

#: The kinds of document that secretaries send, each made of the text in the files.
MAKES: dict[str, Callable[[str], bytes]] = {"docx": word, "odt": open_document, "pdf": pdf}


class Unfitting(Exception):
    """A decision in the files fits no point of its document, or several."""


def publish(
    town: Town,
    meeting: Meeting,
    *,
    document: str,
    kind: str = "txt",
    release: bool = False,
    decisions: dict[str, Any],
    matters: dict[str, Matter],
    cases: dict[str, Any],
    on: date,
) -> None:
    """Publish the notes of one meeting; new matters are added to ``matters``.

    ``kind`` is the sort of document that it comes as; with ``release`` everybody may have a clean
    copy of it. ``decisions`` is the file beside the document, ``cases`` the matters as the files
    tell them.
    Raises Unfitting when the two do not belong together.
    """
    by = town.people[decisions["by"]]
    draft = take_in(meeting, document, kind=kind, by=by)
    review = Review.from_json(draft.content)
    review.title, review.held_on = meeting.title, meeting.held_on.isoformat()
    review.place = meeting.place_id
    for item in review.items:
        item.outcome = Point.Outcome.MINUTES
    opening: list[str] = []
    for decision in decisions["point"]:
        item = _point(review, decision["has"])
        _decide(town, item, decision, matters, cases, opening)
    _decide_personal_data(review, decisions.get("personal", []))
    actions.save_review(draft, review, by=by)
    published = publishing.publish(draft, by=by, on=on)
    for key, matter in zip(opening, published.opened, strict=True):
        # The import asks for a title only; the longer text was written on the matter's page.
        Matter.objects.filter(pk=matter.pk).update(summary=cases[key].get("summary", ""))
        matters[key] = matter
    if release:
        releasing.release(published.minutes, by=by)
    Draft.objects.filter(pk=draft.pk).update(created_at=moment(on), changed_at=moment(on))


def take_in(meeting: Meeting, document: str, *, kind: str, by: User) -> Draft:
    """The draft that a document becomes: pasted when it is text, else read from a file."""
    if kind == "txt":
        return actions.take_in(document, group=meeting.group, by=by)[0]
    name = f"{meeting.group.slug} {meeting.held_on}.{kind}"
    file = ContentFile(MAKES[kind](document), name)
    return taking.take_in_file(file, group=meeting.group, by=by)[0]


def _point(review: Review, has: str) -> Item:
    found = [item for item in review.items if has in item.text]
    if len(found) != 1:
        raise Unfitting(f"“{has}” stands in {len(found)} points of {review.title}.")
    return found[0]


def _decide(
    town: Town,
    item: Item,
    decision: dict[str, Any],
    matters: dict[str, Matter],
    cases: dict[str, Any],
    opening: list[str],
) -> None:
    if decision.get("drop"):
        item.text = ""  # It is said elsewhere on the page: who was there, or the answer given.
    elif "answer" in decision:
        item.outcome, item.answer = Point.Outcome.ANSWERED, decision["answer"]
    elif decision.get("good_to_know"):
        item.outcome = Point.Outcome.GOOD_TO_KNOW
    else:
        key = decision["matter"]
        item.outcome = Point.Outcome.MATTER
        if key in matters:
            item.case.join = matters[key].pk
            return
        case = cases[key]
        item.case.title = case["title"]
        item.case.theme = town.themes[case["theme"]].pk
        item.case.steward = town.parties[case["steward"]].pk
        item.case.holder = town.parties[case["holder"]].pk
        item.case.next_on = town.week.day(case["next"]).isoformat()
        opening.append(key)


def _decide_personal_data(review: Review, decisions: list[dict[str, str]]) -> None:
    """Keep what those present have said yes to; the files name what is to go."""
    used = set()
    for question in Gate.of(review, known_organisations()).questions():
        review.choices[question.key] = "keep"
        for decision in decisions:
            if decision["has"] in question.finding.text:
                review.choices[question.key] = decision["choice"]
                used.add(decision["has"])
    if unused := {decision["has"] for decision in decisions} - used:
        raise Unfitting(f"{sorted(unused)} was not found as personal data in {review.title}.")
