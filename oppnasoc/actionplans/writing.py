"""Write a plan: begin one, and change the text that is being written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Party
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale, move, record
from oppnasoc.voices.actions import moment

from .models import Goal, Measure, Plan, Stands

#: Whose plan it can be.
OWNERS = (Party.Kind.GROUP, Party.Kind.UNIT, Party.Kind.POST)


@transaction.atomic
def start(
    owner: Party, *, title: str, intro: str, begins_on: date, ends_on: date, by: User | None,
    on: date | None = None,
) -> Plan:  # fmt: skip
    """Begin a plan; nobody but those who write it sees it before it is adopted (R16).

    Raises PermissionDenied, and ValidationError naming the field.
    """
    require(by, "actionplans.write", owner)
    if owner.kind not in OWNERS:
        raise ValidationError({"owner": _("Choose a group, a unit or a role.")})
    title = " ".join(title.split())
    if not title:
        raise ValidationError({"title": _("Give the plan a name.")})
    frame = _frame(intro, begins_on, ends_on)
    plan = Plan.objects.create(owner_id=owner.pk, title=title, **frame)
    record("actionplans.begun", plan, by=by, at=moment(on))
    return plan


@transaction.atomic
def edit(
    plan: Plan, *, intro: str, begins_on: date, ends_on: date, by: User | None, title: str = "",
    on: date | None = None,
) -> Plan:  # fmt: skip
    """Change what is written of the plan as a whole. Its name stands once it is adopted.

    Raises PermissionDenied, ValidationError naming the field, and Stale when the text was changed
    since ``plan`` was read.
    """
    _write(plan, by=by, on=on)
    frame = _frame(intro, begins_on, ends_on)
    if plan.status == Plan.Status.REVISING:
        move(plan.proposed, when={}, to=frame)
    else:
        move(plan, when={}, to=frame | {"title": " ".join(title.split()) or plan.title})
    return plan


@transaction.atomic
def add_goal(
    plan: Plan, *, text: str, by: User | None, target: int | None = None, unit_word: str = "",
    on: date | None = None,
) -> Goal:  # fmt: skip
    """Add a goal after the others; raises as ``edit``."""
    _write(plan, by=by, on=on)
    last = plan.goals.filter(stands=Stands.WORKING).aggregate(last=Max("position"))["last"]
    said = _goal(text, target, unit_word)
    return Goal.objects.create(plan=plan, position=(last or 0) + 1, **said)


@transaction.atomic
def edit_goal(
    goal: Goal, *, text: str, by: User | None, target: int | None = None, unit_word: str = "",
    on: date | None = None,
) -> Goal:  # fmt: skip
    """Change a goal that is being written; raises as ``edit``."""
    _write(goal.plan, by=by, on=on)
    move(goal, when={"stands": Stands.WORKING}, to=_goal(text, target, unit_word))
    return goal


@transaction.atomic
def leave_out_goal(goal: Goal, *, by: User | None, on: date | None = None) -> None:
    """Leave a goal and its measures out of what is being written; what holds stands until the
    revision is adopted. Raises PermissionDenied and Stale."""
    _write(goal.plan, by=by, on=on)
    _take_away(Goal, goal.pk)


@transaction.atomic
def move_goal(goal: Goal, *, up: bool, by: User | None, on: date | None = None) -> None:
    """Let a goal that is being written change places with the one before it, or after it.

    Raises PermissionDenied, and Stale when there is none or when it is written no longer.
    """
    _write(goal.plan, by=by, on=on)
    _change_places(goal, goal.plan.goals.filter(stands=Stands.WORKING), up=up)


@transaction.atomic
def move_measure(measure: Measure, *, up: bool, by: User | None, on: date | None = None) -> None:
    """The same with a measure among those of its goal."""
    _write(measure.goal.plan, by=by, on=on)
    beside = Measure.objects.filter(goal=measure.goal_id, stands=Stands.WORKING)
    _change_places(measure, beside, up=up)


@transaction.atomic
def add_measure(
    goal: Goal, *, text: str, owner: Party, by_on: date, by: User | None, on: date | None = None
) -> Measure:
    """Add a measure after the goal's others; raises as ``edit``."""
    _write(goal.plan, by=by, on=on)
    if not Goal.objects.filter(pk=goal.pk, stands=Stands.WORKING).exists():
        raise Stale("The goal is not written any longer.")
    last = goal.measures.filter(stands=Stands.WORKING).aggregate(last=Max("position"))["last"]
    said = _measure(text, owner, by_on)
    return Measure.objects.create(goal=goal, position=(last or 0) + 1, **said)


@transaction.atomic
def edit_measure(
    measure: Measure, *, text: str, owner: Party, by_on: date, by: User | None,
    on: date | None = None,
) -> Measure:  # fmt: skip
    """Change a measure that is being written; raises as ``edit``."""
    _write(measure.goal.plan, by=by, on=on)
    move(measure, when={"stands": Stands.WORKING}, to=_measure(text, owner, by_on))
    return measure


@transaction.atomic
def leave_out_measure(measure: Measure, *, by: User | None, on: date | None = None) -> None:
    """Leave a measure out of what is being written; raises as ``leave_out_goal``."""
    _write(measure.goal.plan, by=by, on=on)
    _take_away(Measure, measure.pk)


@transaction.atomic
def put_back_goal(plan: Plan, goal: Goal, *, by: User | None, on: date | None = None) -> Goal:
    """Take a goal that holds, and its measures, into a revision again that left it out.

    Raises PermissionDenied, and Stale when it is not left out.
    """
    _write(plan, by=by, on=on)
    held = Goal.objects.filter(pk=goal.pk, plan=plan, stands=Stands.HOLDS).first()
    if held is None or held.proposals.exists():
        raise Stale("The goal is not left out.")
    return copy(held)


@transaction.atomic
def put_back_measure(
    plan: Plan, measure: Measure, *, by: User | None, on: date | None = None
) -> Measure:
    """Take a measure that holds into a revision again; raises as ``put_back_goal``."""
    _write(plan, by=by, on=on)
    held = Measure.objects.filter(pk=measure.pk, goal__plan=plan, stands=Stands.HOLDS).first()
    goal = Goal.objects.filter(instead_of=held.goal_id).first() if held else None
    if held is None or goal is None or held.proposals.exists():
        raise Stale("The measure is not left out.")
    return _copy_measure(held, goal)


def copy(goal: Goal) -> Goal:
    """What is written instead of a goal that holds, with its measures, as it is now."""
    made = Goal.objects.create(
        plan_id=goal.plan_id,
        instead_of=goal,
        position=goal.position,
        text=goal.text,
        target=goal.target,
        unit_word=goal.unit_word,
    )
    for measure in goal.measures.filter(stands=Stands.HOLDS):
        _copy_measure(measure, made)
    return made


def _copy_measure(measure: Measure, goal: Goal) -> Measure:
    return Measure.objects.create(
        goal=goal,
        instead_of=measure,
        position=measure.position,
        text=measure.text,
        owner_id=measure.owner_id,
        by_on=measure.by_on,
    )


def _write(plan: Plan, *, by: User | None, on: date | None) -> None:
    """Who may changes the text of a plan that is being written, as she read it."""
    require(by, "actionplans.write", plan)
    if not plan.is_written:
        raise ValidationError(_("The plan holds. Begin a revision to change it."))
    move(
        plan,
        when={"status": plan.status, "revision": plan.revision},
        to={"revision": F("revision") + 1},
    )
    record("actionplans.written", plan, by=by, at=moment(on))


def _change_places(thing: Goal | Measure, among: Iterable[Goal | Measure], *, up: bool) -> None:
    """Two that were put back may have the same position: all are numbered anew."""
    order = list(among)
    at = next((n for n, each in enumerate(order) if each.pk == thing.pk), None)
    to = -1 if at is None else at - 1 if up else at + 1
    if at is None or not 0 <= to < len(order):
        raise Stale("Nothing stands there.")
    order[at], order[to] = order[to], order[at]
    for position, each in enumerate(order, 1):
        if each.position != position:
            move(each, when={"position": each.position}, to={"position": position})


def _take_away(model: type[Goal] | type[Measure], pk: int) -> None:
    gone, _each = model._default_manager.filter(pk=pk, stands=Stands.WORKING).delete()
    if not gone:
        raise Stale("It is not written any longer.")


def _frame(intro: str, begins_on: date, ends_on: date) -> dict[str, Any]:
    if not intro.strip():
        raise ValidationError({"intro": _("Say what the plan is for.")})
    if ends_on <= begins_on:
        raise ValidationError({"ends_on": _("The plan must end after it begins.")})
    return {"intro": intro.strip(), "begins_on": begins_on, "ends_on": ends_on}


def _goal(text: str, target: int | None, unit_word: str) -> dict[str, Any]:
    if not text.strip():
        raise ValidationError({"text": _("Write what you want to reach.")})
    unit_word = " ".join(unit_word.split())
    if (target is None) != (not unit_word):
        field = "target" if target is None else "unit_word"
        raise ValidationError({field: _("Write both how many and of what, or neither.")})
    if target is not None and target < 1:
        raise ValidationError({"target": _("Write a number of at least one.")})
    return {"text": text.strip(), "target": target, "unit_word": unit_word}


def _measure(text: str, owner: Party, by_on: date) -> dict[str, Any]:
    if not text.strip():
        raise ValidationError({"text": _("Write what will be done.")})
    return {"text": text.strip(), "owner_id": owner.pk, "by_on": by_on}
