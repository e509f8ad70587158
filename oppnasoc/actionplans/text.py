"""The text of a plan as one value: what holds, what is proposed, or what an edition kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from .models import Edition, Goal, Measure, Plan, Revision, Stands


@dataclass(frozen=True)
class MeasureText:
    """``key`` is the row that holds, also for what is proposed instead of it; the owner's name is
    that of the time."""

    key: int
    text: str
    owner: int
    owner_name: str
    by_on: date


@dataclass(frozen=True)
class GoalText:
    """``key`` as for a measure. ``target`` is None when the goal cannot be counted."""

    key: int
    text: str
    target: int | None
    unit_word: str
    measures: tuple[MeasureText, ...]


@dataclass(frozen=True)
class Text:
    """Everything that is adopted together."""

    title: str
    intro: str
    begins_on: date
    ends_on: date
    goals: tuple[GoalText, ...]


def rows(plan: Plan, stands: str) -> list[tuple[Goal, list[Measure]]]:
    """The goals that stand there with their measures, in their order; two queries."""
    goals = list(plan.goals.filter(stands=stands))
    under: dict[int, list[Measure]] = defaultdict(list)
    measures = Measure.objects.filter(goal__in=goals, stands=stands)
    for measure in measures.select_related("owner", "matter"):
        under[measure.goal_id].append(measure)
    for goal in goals:
        goal.plan = plan
        for measure in under[goal.pk]:
            measure.goal = goal
    return [(goal, under[goal.pk]) for goal in goals]


def holding(plan: Plan) -> Text:
    """What holds now."""
    return _text(plan, plan, rows(plan, Stands.HOLDS))


def working(plan: Plan) -> Text:
    """What is being written: a draft, or what a revision proposes."""
    frame = plan.proposed if plan.status == Plan.Status.REVISING else plan
    return _text(plan, frame, rows(plan, Stands.WORKING))


def _text(plan: Plan, frame: Plan | Revision, found: Iterable[tuple[Goal, list[Measure]]]) -> Text:
    goals = tuple(
        GoalText(
            goal.instead_of_id or goal.pk,
            goal.text,
            goal.target,
            goal.unit_word,
            tuple(
                MeasureText(m.instead_of_id or m.pk, m.text, m.owner_id, m.owner.name, m.by_on)
                for m in measures
            ),
        )
        for goal, measures in found
    )
    return Text(plan.title, frame.intro, frame.begins_on, frame.ends_on, goals)


def as_json(text: Text) -> dict[str, Any]:
    """The text as an edition keeps it: days as ISO texts."""
    return dict(_plain(asdict(text)))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value


def of(edition: Edition) -> Text:
    """The text that was adopted."""
    content = edition.content
    goals = tuple(
        GoalText(
            goal["key"],
            goal["text"],
            goal["target"],
            goal["unit_word"],
            tuple(
                MeasureText(**{**each, "by_on": date.fromisoformat(each["by_on"])})
                for each in goal["measures"]
            ),
        )
        for goal in content["goals"]
    )
    return Text(
        content["title"],
        content["intro"],
        date.fromisoformat(content["begins_on"]),
        date.fromisoformat(content["ends_on"]),
        goals,
    )


def nameless(text: Text) -> Text:
    """The same without the owners' names, which change when the owners do."""
    return replace(
        text,
        goals=tuple(
            replace(goal, measures=tuple(replace(m, owner_name="") for m in goal.measures))
            for goal in text.goals
        ),
    )
