"""Tell how it goes: of a measure, of a goal's number, and which matter a measure follows."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.matters.models import Matter
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import move, record
from oppnasoc.voices.actions import moment

from .models import Goal, Measure, Noted, Plan, Stands

Status = Noted.Status


@transaction.atomic
def tell(
    measure: Measure, *, status: str, text: str, by: User | None, on: date | None = None
) -> Noted:
    """Tell how far a measure has come (R16). One that follows a matter is told of in words only:
    the matter says how far it has come.

    Raises PermissionDenied, and ValidationError: an unknown status, no words where they are needed,
    a plan that does not hold.
    """
    require(by, "actionplans.tell", measure)
    _holds(measure)
    text = text.strip()
    if _follows_a_matter(measure):
        status = ""
    elif status not in (Status.PLANNED, Status.UNDER_WAY, Status.DONE):
        raise ValidationError({"status": _("Choose how far it has come.")})
    if not text and status in ("", Status.DONE):
        raise ValidationError({"text": _("Write a few words on what has happened.")})
    return _note(measure, status, text, by=by, on=on)


@transaction.atomic
def stop(measure: Measure, *, why: str, by: User | None, on: date | None = None) -> Noted:
    """Say that a measure will not be done, and why. Telling of it again takes that back.

    Raises PermissionDenied, and ValidationError without a reason or when the plan does not hold.
    """
    require(by, "actionplans.tell", measure)
    _holds(measure)
    if not why.strip():
        raise ValidationError({"why": _("Say why. People have a right to know.")})
    return _note(measure, Status.STOPPED, why.strip(), by=by, on=on)


def _note(measure: Measure, status: str, text: str, *, by: User | None, on: date | None) -> Noted:
    noted = Noted.objects.create(
        measure=measure,
        status=status,
        text=text,
        told_on=on or timezone.localdate(),
        told_by=by,
    )
    record(
        "actionplans.told",
        measure.goal.plan,
        by=by,
        at=moment(on),
        measure=measure,
        status=status,
    )
    return noted


@transaction.atomic
def set_number(
    goal: Goal, *, now: int, now_on: date, by: User | None, on: date | None = None
) -> Goal:
    """Say how many a goal has reached, on a day. Raises PermissionDenied, ValidationError (a goal
    without a number, a day ahead or before the last one) and Stale."""
    require(by, "actionplans.write", goal.plan)
    _plan_holds(goal.plan)
    if goal.stands != Stands.HOLDS or goal.target is None:
        raise ValidationError(_("The goal has no number."))
    if now < 0:
        raise ValidationError({"now": _("Write a number of at least zero.")})
    if now_on > (on or timezone.localdate()):
        raise ValidationError({"now_on": _("The day must not lie ahead.")})
    if goal.now_on is not None and now_on < goal.now_on:
        raise ValidationError({"now_on": _("A later day is told already.")})
    move(
        goal,
        when={"now": goal.now, "now_on": goal.now_on, "stands": Stands.HOLDS}
        if goal.now_on is not None
        else {"now__isnull": True, "stands": Stands.HOLDS},
        to={"now": now, "now_on": now_on},
    )
    record("actionplans.counted", goal.plan, by=by, at=moment(on), goal=goal, now=now)
    return goal


@transaction.atomic
def follow_matter(
    measure: Measure, matter: Matter | None, *, by: User | None, on: date | None = None
) -> Measure:
    """Let a measure follow a matter from now on, or none. Raises PermissionDenied, ValidationError
    for a matter that is not shown or a plan that does not hold, and Stale."""
    require(by, "actionplans.write", measure.goal.plan)
    _holds(measure)
    if matter is not None and matter.visibility != Matter.Visibility.PUBLIC:
        raise ValidationError({"matter": _("Choose a question that everybody can read.")})
    if (matter.pk if matter else None) == measure.matter_id:
        return measure
    was = measure.matter
    when = {"matter": was} if was else {"matter__isnull": True}
    move(measure, when=when, to={"matter": matter})
    plan = measure.goal.plan
    if matter is not None:
        record("actionplans.follows", plan, by=by, at=moment(on), measure=measure, matter=matter)
    else:
        record("actionplans.follows_not", plan, by=by, at=moment(on), measure=measure)
    return measure


def _follows_a_matter(measure: Measure) -> bool:
    matter = measure.matter
    return matter is not None and matter.visibility == Matter.Visibility.PUBLIC


def _holds(measure: Measure) -> None:
    _plan_holds(measure.goal.plan)
    if measure.stands != Stands.HOLDS:
        raise ValidationError(_("The measure does not stand in the plan that holds."))


def _plan_holds(plan: Plan) -> None:
    if plan.status not in Plan.HOLDING:
        raise ValidationError(_("The plan does not hold."))
