"""What each entry about an action plan says; ids and codes only."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oppnasoc.matters.models import Matter
from oppnasoc.trail.kinds import Audience, kind, link
from oppnasoc.ui.html import fill

from .models import Goal, Measure, Noted, Stands

NOTHING = "Holds ids of a plan's parts and plain codes only; nothing personal to erase."


@kind("actionplans.begun", audience=Audience.STAFF, erasure=NOTHING)
def begun() -> str:
    return str(_("Somebody began to write the plan."))


@kind("actionplans.written", audience=Audience.STAFF, erasure=NOTHING)
def written() -> str:
    return str(_("The text that is being written was changed."))


@kind("actionplans.given_up", audience=Audience.STAFF, erasure=NOTHING)
def given_up() -> str:
    return str(_("The plan was given up before anybody had adopted it."))


@kind("actionplans.adopted", codes={"edition"}, audience=Audience.PUBLIC, big=True, erasure=NOTHING)
def adopted(edition: int | None) -> str:
    if edition == 1:
        return str(_("The plan was adopted."))
    return str(_("Edition %(n)s of the plan was adopted.") % {"n": edition or ""})


@kind("actionplans.revision_begun", audience=Audience.PUBLIC, erasure=NOTHING)
def revision_begun() -> str:
    return str(_("The plan is being revised. You can read what is proposed."))


@kind("actionplans.revision_taken_back", audience=Audience.PUBLIC, erasure=NOTHING)
def revision_taken_back() -> str:
    return str(_("The revision was taken back. The plan holds as before."))


@kind("actionplans.ended", audience=Audience.PUBLIC, big=True, erasure=NOTHING)
def ended() -> str:
    return str(_("The plan has ended."))


@kind("actionplans.taken_up", audience=Audience.PUBLIC, erasure=NOTHING)
def taken_up() -> str:
    return str(_("The plan holds again."))


@kind(
    "actionplans.told",
    refs={"measure": "actionplans.Measure"},
    codes={"status"},
    audience=Audience.PUBLIC,
    erasure=NOTHING,
)
def told(measure: Measure | None, status: str | None) -> str:
    if measure is None or measure.stands == Stands.PAST:
        return ""
    if status not in Noted.Status.values:
        return fill(_("A word on a measure: {}"), measure)
    return fill("{}: {}", Noted.Status(status).label, measure)


@kind(
    "actionplans.counted",
    refs={"goal": "actionplans.Goal"},
    codes={"now"},
    audience=Audience.PUBLIC,
    erasure=NOTHING,
)
def counted(goal: Goal | None, now: int | None) -> str:
    if goal is None or goal.target is None:
        return ""
    said = {"now": now or 0, "target": goal.target, "what": goal.unit_word}
    return fill("{}: {}", _("%(now)s of %(target)s %(what)s") % said, goal)


@kind(
    "actionplans.follows",
    refs={"measure": "actionplans.Measure", "matter": "matters.Matter"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure=NOTHING,
)
def follows(measure: Measure | None, matter: Matter | None) -> str:
    if measure is None or matter is None or matter.visibility != Matter.Visibility.PUBLIC:
        return ""
    return fill(_("“{}” follows the question {}."), measure, link(matter))


@kind(
    "actionplans.follows_not",
    refs={"measure": "actionplans.Measure"},
    audience=Audience.PUBLIC,
    quiet=True,
    erasure=NOTHING,
)
def follows_not(measure: Measure | None) -> str:
    return fill(_("“{}” follows no question any longer."), measure) if measure else ""
