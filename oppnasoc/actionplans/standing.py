"""How far measures have come, worked out when it is shown: from the matter that a measure follows,
otherwise from what was told last. What somebody stopped is stopped, whatever the matter says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from oppnasoc.matters.models import Answer, Matter, Step
from oppnasoc.ui.days import today
from oppnasoc.ui.templatetags.ui import countword

from .models import Goal, Measure, Noted, Plan, Stands
from .text import rows

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Status = Noted.Status

#: What a status of a matter means for the measure that follows it.
OF_MATTER: dict[str, str] = {
    Matter.Status.OPEN: Status.PLANNED,
    Matter.Status.DECIDED: Status.PLANNED,
    Matter.Status.UNDER_WAY: Status.UNDER_WAY,
    Matter.Status.TRIED: Status.UNDER_WAY,
    Matter.Status.IN_USE: Status.DONE,
    Matter.Status.FOLLOWED_UP: Status.DONE,
}
#: Answers that close a matter without anything being done.
NOT_DONE = (Answer.Verdict.NO, Answer.Verdict.ELSEWHERE)
TONES: dict[str, str] = {
    Status.PLANNED: "rest", Status.UNDER_WAY: "go", Status.DONE: "go", Status.STOPPED: "rest",
}  # fmt: skip
#: In the order of the picture.
ORDER = (Status.DONE, Status.UNDER_WAY, Status.PLANNED, Status.STOPPED)
HEADINGS: dict[str, _StrPromise] = {
    Status.DONE: gettext_lazy("Done"),
    Status.UNDER_WAY: gettext_lazy("Under way"),
    Status.PLANNED: gettext_lazy("Not begun"),
    Status.STOPPED: gettext_lazy("Stopped"),
}


@dataclass(frozen=True)
class Standing:
    """One measure as it stands: what says so, since when, the words, and how one knows.

    ``matter`` is the one it follows, when anybody may read it; ``late`` that its day has passed.
    """

    measure: Measure
    code: str
    on: date | None = None
    text: str = ""
    evidence: str = ""
    evidence_url: str = ""
    matter: Matter | None = None
    last_word: date | None = None

    @property
    def label(self) -> str:
        return str(HEADINGS[self.code])

    @property
    def tone(self) -> str:
        return "wait" if self.is_late else TONES[self.code]

    @property
    def is_open(self) -> bool:
        return self.code in (Status.PLANNED, Status.UNDER_WAY)

    @property
    def is_late(self) -> bool:
        return self.is_open and self.measure.by_on < today()

    @property
    def is_silent(self) -> bool:
        """Its day has passed, and nobody has said a word since then."""
        return self.is_late and (self.last_word is None or self.last_word <= self.measure.by_on)


@dataclass(frozen=True)
class GoalStanding:
    """A goal with its measures as they stand, numbered as they are read."""

    number: int
    goal: Goal
    measures: tuple[Standing, ...]

    @property
    def share(self) -> int | None:
        """How much of the number is reached, in whole percent of at most a hundred."""
        if not self.goal.target or self.goal.now is None:
            return None
        return min(100, self.goal.now * 100 // self.goal.target)

    @property
    def reached(self) -> str:
        """'14 of 50 people', or what the number is when nobody has counted yet."""
        goal = self.goal
        if goal.target is None:
            return ""
        said = {"now": goal.now, "target": goal.target, "what": goal.unit_word}
        if goal.now is None:
            return _("The goal is %(target)s %(what)s. Nobody has counted yet.") % said
        return _("%(now)s of %(target)s %(what)s") % said

    def counted(self) -> dict[str, int]:
        """How many measures stand where, in the order of the picture."""
        codes = [each.code for each in self.measures]
        return {code: codes.count(code) for code in ORDER}


def of_plan(plan: Plan) -> list[GoalStanding]:
    """The goals that hold with their measures as they stand; five queries at most."""
    found = rows(plan, Stands.HOLDS)
    known = of_measures([measure for _goal, some in found for measure in some])
    return [
        GoalStanding(number, goal, tuple(known[measure.pk] for measure in some))
        for number, (goal, some) in enumerate(found, 1)
    ]


def of_measures(measures: Sequence[Measure]) -> dict[int, Standing]:
    """How each of these stands, by its id; three queries at most. ``matter`` is read with them."""
    notes: dict[int, list[Noted]] = {measure.pk: [] for measure in measures}
    for note in Noted.objects.filter(measure__in=notes):
        notes[note.measure_id].append(note)
    matters = {m.matter for m in measures if m.matter is not None and _is_shown(m.matter)}
    steps = {step.matter_id: step for step in _latest_steps(matters)}
    answers = {answer.matter_id: answer for answer in _latest_answers(matters)}
    return {m.pk: _standing(m, notes[m.pk], steps, answers) for m in measures}


def _is_shown(matter: Matter) -> bool:
    return matter.visibility == Matter.Visibility.PUBLIC


def _latest_steps(matters: Iterable[Matter]) -> QuerySet[Step] | list[Step]:
    changing = [m.pk for m in matters if m.status in (*Matter.CHANGING, *Matter.CHANGED)]
    if not changing:
        return []
    latest = Step.objects.filter(matter=OuterRef("matter")).order_by("-taken_on", "-pk")
    return Step.objects.filter(matter__in=changing, pk=Subquery(latest.values("pk")[:1]))


def _latest_answers(matters: Iterable[Matter]) -> QuerySet[Answer] | list[Answer]:
    answered = [m.pk for m in matters if m.status == Matter.Status.CLOSED]
    if not answered:
        return []
    latest = Answer.objects.filter(matter=OuterRef("matter"), corrected_by=None).order_by("-pk")
    return Answer.objects.filter(matter__in=answered, pk=Subquery(latest.values("pk")[:1]))


def _standing(
    measure: Measure,
    notes: Sequence[Noted],
    steps: Mapping[int, Step],
    answers: Mapping[int, Answer],
) -> Standing:
    matter = measure.matter if measure.matter and _is_shown(measure.matter) else None
    last = notes[-1] if notes else None
    word = last.told_on if last else None
    if last is not None and last.status == Status.STOPPED:
        return Standing(
            measure, Status.STOPPED, last.told_on, last.text, matter=matter, last_word=word
        )
    if matter is None:
        said = next((note for note in reversed(notes) if note.status), None)
        code = said.status if said else Status.PLANNED
        return Standing(
            measure, code, last.told_on if last else None, last.text if last else "",
            last_word=word,
        )  # fmt: skip
    changed = timezone.localdate(matter.changed_at)
    word = max(word, changed) if word else changed
    words: dict[str, Any] = {"text": last.text if last else "", "matter": matter, "last_word": word}
    if (answer := answers.get(matter.pk)) is not None:
        code = Status.STOPPED if answer.verdict in NOT_DONE else Status.DONE
        why = answer.reason or answer.text
        return Standing(measure, code, matter.closed_on, evidence=why, **words)
    code = OF_MATTER.get(matter.status, Status.DONE)
    step = steps.get(matter.pk)
    if step is None:
        return Standing(measure, code, **words)
    url = reverse("story", args=[matter.pk]) if matter.status in Matter.CHANGED else ""
    return Standing(
        measure, code, step.taken_on, evidence=step.evidence or step.text, evidence_url=url, **words
    )


def in_short(standings: Iterable[GoalStanding]) -> str:
    """How far a plan has come, as a sentence."""
    codes = [each.code for goal in standings for each in goal.measures]
    done, all_of_them = codes.count(Status.DONE), len(codes)
    if not done:
        return _("None of the measures is done yet.")
    text = ngettext(
        "One of %(all)s measures is done.", "%(done)s of %(all)s measures are done.", done
    )
    said = text % {"done": countword(done), "all": countword(all_of_them)}
    return said[:1].upper() + said[1:]
