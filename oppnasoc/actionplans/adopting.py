"""Adopt a plan, revise it, end it. What was adopted is kept as an edition and never changed."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import move, record
from oppnasoc.voices.actions import moment

from . import text, writing
from .models import Edition, Goal, Measure, Plan, Revision, Stands

Status = Plan.Status


@transaction.atomic
def adopt(
    plan: Plan, *, adopted_by: str, by: User | None, adopted_on: date | None = None,
    on: date | None = None,
) -> Edition:  # fmt: skip
    """What is written holds from now on, and is kept as it is (R16).

    ``adopted_by`` says in words who decided; ``adopted_on`` is the day of that, today by default.
    Raises PermissionDenied, ValidationError (nobody said to have adopted it, a day ahead, no goal,
    a goal without a measure), and Stale when the text was changed since ``plan`` was read.
    """
    require(by, "actionplans.write", plan)
    today = on or timezone.localdate()
    day = adopted_on or today
    if not plan.is_written:
        raise ValidationError(_("There is nothing to adopt."))
    if not adopted_by.strip():
        raise ValidationError({"adopted_by": _("Say who adopted the plan.")})
    if day > today:
        raise ValidationError({"adopted_on": _("The day must not lie ahead.")})
    written = text.working(plan)
    if not written.goals:
        raise ValidationError(_("The plan needs at least one goal."))
    if any(not goal.measures for goal in written.goals):
        raise ValidationError(_("Every goal needs at least one measure."))
    revision = Revision.objects.filter(plan=plan).first()
    latest = plan.editions.first()
    if latest is not None and text.nameless(text.of(latest)) == text.nameless(written):
        raise ValidationError(_("Nothing is changed. Take the revision back instead."))
    to = {"status": Status.CURRENT, "adopted_on": plan.adopted_on or day}
    if revision is not None:
        frame = ("intro", "begins_on", "ends_on")
        to |= {name: getattr(revision, name) for name in frame}
    to["revision"] = F("revision") + 1
    move(plan, when={"status": plan.status, "revision": plan.revision}, to=to)
    _let_hold(plan)
    edition = Edition.objects.create(
        plan=plan,
        number=latest.number + 1 if latest else 1,
        adopted_on=day,
        adopted_by=" ".join(adopted_by.split()),
        why=revision.why if revision else "",
        content=text.as_json(text.holding(plan)),
    )
    if revision is not None:
        revision.delete()
    record("actionplans.adopted", plan, by=by, at=moment(on), edition=edition.number)
    return edition


def _let_hold(plan: Plan) -> None:
    """Let what is written hold: proposals take the place of what they stand for, new rows hold
    themselves, and what was left out is past. Its notes stay with it."""
    kept_goals, kept_measures = set[int](), set[int]()
    for goal in plan.goals.filter(stands=Stands.WORKING).select_related("instead_of"):
        target = goal.instead_of or goal
        target.stands = Stands.HOLDS
        target.position, target.text = goal.position, goal.text
        target.target, target.unit_word = goal.target, goal.unit_word
        target.save()
        kept_goals.add(target.pk)
        for measure in goal.measures.filter(stands=Stands.WORKING).select_related("instead_of"):
            held = measure.instead_of or measure
            held.goal, held.stands, held.position = target, Stands.HOLDS, measure.position
            held.text, held.owner_id, held.by_on = measure.text, measure.owner_id, measure.by_on
            held.save()
            kept_measures.add(held.pk)
    holds = Measure.objects.filter(goal__plan=plan, stands=Stands.HOLDS)
    holds.exclude(pk__in=kept_measures).update(stands=Stands.PAST)
    plan.goals.filter(stands=Stands.HOLDS).exclude(pk__in=kept_goals).update(stands=Stands.PAST)
    _forget_written(plan)


def _forget_written(plan: Plan) -> None:
    Measure.objects.filter(goal__plan=plan, stands=Stands.WORKING).delete()
    Goal.objects.filter(plan=plan, stands=Stands.WORKING).delete()


@transaction.atomic
def begin_revision(plan: Plan, *, why: str, by: User | None, on: date | None = None) -> Plan:
    """Say that the plan is being revised and why. What holds stands until something is adopted.

    Raises PermissionDenied, ValidationError without a reason, and Stale when it does not hold.
    """
    require(by, "actionplans.write", plan)
    if not why.strip():
        raise ValidationError({"why": _("Say why you revise the plan.")})
    move(
        plan,
        when={"status": Status.CURRENT},
        to={"status": Status.REVISING, "revision": F("revision") + 1},
    )
    Revision.objects.create(
        plan=plan,
        why=why.strip(),
        intro=plan.intro,
        begins_on=plan.begins_on,
        ends_on=plan.ends_on,
        begun_on=on or timezone.localdate(),
    )
    for goal in plan.goals.filter(stands=Stands.HOLDS):
        writing.copy(goal)
    record("actionplans.revision_begun", plan, by=by, at=moment(on))
    return plan


@transaction.atomic
def take_back_revision(plan: Plan, *, by: User | None, on: date | None = None) -> Plan:
    """Let go what was proposed; the plan holds as it did. Raises PermissionDenied and Stale."""
    require(by, "actionplans.write", plan)
    move(
        plan,
        when={"status": Status.REVISING},
        to={"status": Status.CURRENT, "revision": F("revision") + 1},
    )
    _drop_revision(plan)
    record("actionplans.revision_taken_back", plan, by=by, at=moment(on))
    return plan


def _drop_revision(plan: Plan) -> None:
    Revision.objects.filter(plan=plan).delete()
    _forget_written(plan)


@transaction.atomic
def end(plan: Plan, *, why: str, by: User | None, on: date | None = None) -> Plan:
    """End a plan, or give up one that was never adopted; what was adopted stays to be read.

    Raises PermissionDenied, ValidationError without a reason, and Stale.
    """
    require(by, "actionplans.write", plan)
    if not why.strip():
        raise ValidationError({"why": _("Say why the plan ends, and what comes after it.")})
    if plan.status == Status.ENDED:
        raise ValidationError(_("The plan has ended already."))
    to = {
        "status": Status.ENDED,
        "ended_on": on or timezone.localdate(),
        "why_ended": why.strip(),
        "revision": F("revision") + 1,
    }
    was_revising = plan.status == Status.REVISING
    move(plan, when={"status": plan.status}, to=to)
    if was_revising:
        _drop_revision(plan)
    code = "actionplans.ended" if plan.is_public else "actionplans.given_up"
    record(code, plan, by=by, at=moment(on))
    return plan


@transaction.atomic
def take_up(plan: Plan, *, by: User | None, on: date | None = None) -> Plan:
    """Undo that a plan ended: it holds as before, or is written on. Raises as ``end``."""
    require(by, "actionplans.write", plan)
    to = {
        "status": Status.CURRENT if plan.is_public else Status.DRAFT,
        "ended_on": None,
        "why_ended": "",
        "revision": F("revision") + 1,
    }
    move(plan, when={"status": Status.ENDED}, to=to)
    code = "actionplans.taken_up" if plan.is_public else "actionplans.written"
    record(code, plan, by=by, at=moment(on))
    return plan
