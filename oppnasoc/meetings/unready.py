"""What still has to be done before minutes can be published, as sentences with a place to go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.language.organisations import KnownOrganisation

from .findings import Gate
from .models import Point
from .review import Item, Review, as_day

STEPS = ("facts", "people", "points", "matters", "check")


@dataclass(frozen=True)
class Problem:
    """Something to do, and the step (one of STEPS) where it is done."""

    step: str
    text: str


def problems(
    review: Review, organisations: list[KnownOrganisation], *, today: date
) -> list[Problem]:
    """Everything that stands in the way of publication; empty when nothing does."""
    found: list[Problem] = []
    gate = Gate.of(review, organisations)
    if not gate.text(review.title):
        found.append(Problem("facts", _("The notes need a title.")))
    held_on = review.day()
    if held_on is None:
        found.append(Problem("facts", _("Say which day the meeting was.")))
    elif held_on > today:
        found.append(Problem("facts", _("The meeting lies ahead. Look at the year once more.")))
    if review.next_on and as_day(review.next_on) is None:
        found.append(Problem("facts", _("The day of the next meeting is not a day.")))
    undecided = sum(question.is_open for question in gate.questions())
    if undecided:
        text = ngettext(
            "Decide about %(n)d thing that may be personal data.",
            "Decide about %(n)d things that may be personal data.",
            undecided,
        )
        found.append(Problem("people", text % {"n": undecided}))
    if not any(item.text.strip() for item in review.items):
        found.append(Problem("points", _("The notes are empty.")))
    for item in review.chosen(Point.Outcome.ANSWERED, Point.Outcome.MATTER):
        if missing := missing_in(item, today=today, gate=gate):
            words = item.text[:60]
            found.append(Problem("matters", f"”{words}” – {missing}"))
    return found


def missing_in(item: Item, *, today: date, gate: Gate) -> str:
    """What one answered point or matter lacks, in a few words; empty when it is complete.

    What counts is what is left of its words after the decisions on personal data.
    """
    if item.outcome == Point.Outcome.ANSWERED:
        return "" if gate.text(item.answer) else _("write the answer that was given")
    case = item.case
    if case.join is not None:
        return ""
    if not gate.text(case.title):
        return _("choose a matter, or write a title for a new one")
    if case.steward is None or case.holder is None:
        return _("say who sees it through and with whom it lies")
    next_on = as_day(case.next_on)
    if next_on is None or next_on < today:
        return _("say when the next word comes, a day that lies ahead")
    return ""
