"""To practise: an invented person's plan, and tasks that are known to be done by what is done.

Somebody practises as the person whose plan it is, as staff who are called to it, or as an
organisation that helps. The plan is made, read and written by the same verbs and behind the same
doors as real ones; it is marked, and it is never counted, reminded of, or shared by link.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.vault.log import Verb, lines_of
from oppnasoc.vault.models import Line
from oppnasoc.vault.router import ALIAS

from .. import owning
from ..opening import Opened, Rights, holds, open_plan, own_plan
from ..pieces import Kind
from ..plans import Plan
from ..seats import PRINCIPALS, Grant, Seat, SeatKind, Side
from ..sections import Section
from ..turns.models import Ask, Call, Confirmation, Reply
from ..writing import Refused
from . import staging

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise

FILE = "practice.toml"


class Role(models.TextChoices):
    """As whom somebody practises; the value stands in the address."""

    SELF = "sjalv", gettext_lazy("The plan is mine")
    STAFF = "personal", gettext_lazy("I work at an authority or in health care")
    SUPPORT = "stod", gettext_lazy("I help somebody with her plan")


#: The place in the file that whoever practises takes; her own plan she owns.
TAKES = {Role.STAFF: "anders", Role.SUPPORT: "tove"}


@dataclass(frozen=True)
class Practice:
    """The practice of one person: the invented plan, and her own place at it."""

    role: Role
    plan: Plan
    seat: Seat

    @cached_property
    def lines(self) -> list[Line]:
        """Everything in the reading log of this plan, newest first."""
        return list(lines_of(self.plan.pk))

    def did(self, verb: Verb) -> list[Line]:
        """What she has done herself from her place."""
        return [line for line in self.lines if line.seat == self.seat.pk and line.verb == verb]

    def url(self, name: str, *args: object, query: str = "") -> str:
        """A page of the plan."""
        return reverse(name, args=[self.plan.pk, *args]) + query

    def call(self) -> Call | None:
        """The call to her that waits for an answer, or the last one."""
        rows = Call.objects.filter(seat=self.seat, meeting__removed_at=None)
        return rows.order_by("reply", "-called_at").first()

    def ask(self) -> Ask | None:
        """What she is asked for that waits for an answer."""
        rows = Ask.objects.filter(plan=self.plan, seat=self.seat)
        return rows.order_by("refused_on", "-asked_at").first()


@dataclass(frozen=True)
class Task:
    """Something to try. ``goes`` gives the page where it is done; ``is_done`` looks in the plan
    and its log, so that nobody can tick what she has not tried. ``asks`` is a question whose
    answer stands in the plan."""

    key: str
    role: Role
    title: Text
    why: Text
    goes: Callable[[Practice], str]
    is_done: Callable[[Practice], bool]
    asks: Text = ""


def _caseworker(practice: Practice) -> Seat | None:
    rows = practice.plan.seats.filter(kind=SeatKind.AUTHORITY, side=Side.MUNICIPALITY)
    return rows.filter(mandate=True, ended_at=None).first()


def _told_what_matters(practice: Practice) -> bool:
    return practice.plan.pieces.there().filter(kind=Kind.IMPORTANT).exists()


def _shows_a_goal_and_no_money(practice: Practice) -> bool:
    seat = _caseworker(practice)
    if seat is None:
        return False
    rights = Rights.of(seat, practice.plan, timezone.now())
    goals = practice.plan.pieces.there().filter(kind=Kind.GOAL)
    sees = any(rights.level(Section.GOALS, goal.pk) for goal in goals)
    money = practice.plan.pieces.there().filter(section=Section.MONEY)
    return sees and not any(rights.level(Section.MONEY, piece.pk) for piece in money)


def _what_the_caseworker_sees(practice: Practice) -> str:
    seat = _caseworker(practice)
    if seat is None:
        return practice.url("plan_people")
    return practice.url("plan_person", seat.pk)


def _took_back_a_yes(practice: Practice) -> bool:
    """By the log: a yes that is replaced by another is withdrawn in the rows too."""
    rows = Grant.objects.filter(seat__plan=practice.plan, excludes=False)
    gone = rows.filter(withdrawn_at__isnull=False).exists()
    return gone and any(line.section for line in practice.did(Verb.WITHDRAW))


def _printed(practice: Practice) -> bool:
    return bool(practice.did(Verb.PRINT) or practice.did(Verb.EXPORT))


def _said_why(practice: Practice) -> bool:
    return any(line.purpose for line in practice.did(Verb.READ))


def _answered_the_call(practice: Practice) -> bool:
    return Call.objects.filter(seat=practice.seat).exclude(reply=Reply.NONE).exists()


def _confirmed(practice: Practice) -> bool:
    return Confirmation.objects.filter(seat=practice.seat).exists()


def _refused_with_a_reason(practice: Practice) -> bool:
    return Ask.objects.filter(seat=practice.seat, refused_on__isnull=False).exists()


def _wrote_a_goal(practice: Practice) -> bool:
    rows = practice.plan.pieces.there().filter(kind=Kind.GOAL)
    return rows.filter(author=practice.seat).exists()


def _asked_for_a_plan(practice: Practice) -> bool:
    return Ask.objects.filter(by=practice.seat, support="", side__in=PRINCIPALS).exists()


def _wrote_a_note(practice: Practice) -> bool:
    rows = practice.plan.pieces.there().filter(kind=Kind.NOTE)
    return rows.filter(author=practice.seat).exists()


def _found_the_reader(practice: Practice) -> bool:
    return bool(practice.plan.words(practice.plan.key).get("found"))


def _to_the_call(practice: Practice) -> str:
    call = practice.call()
    return practice.url("plan_answer", call.pk) if call else practice.url("plan")


def _to_the_ask(practice: Practice) -> str:
    ask = practice.ask()
    return practice.url("plan_asked", ask.pk) if ask else practice.url("plan")


TASKS = (
    Task(
        "important",
        Role.SELF,
        gettext_lazy("Tell what matters"),
        gettext_lazy("A plan begins with your own words. Nobody changes them. Write as Vera."),
        lambda p: p.url("plan_write", Kind.IMPORTANT),
        _told_what_matters,
    ),
    Task(
        "goal",
        Role.SELF,
        gettext_lazy("Show a goal to the municipality, but not the money"),
        gettext_lazy("You choose part by part. Anders gets to see the goals, and no more."),
        _what_the_caseworker_sees,
        _shows_a_goal_and_no_money,
    ),
    Task(
        "log",
        Role.SELF,
        gettext_lazy("See who has read"),
        gettext_lazy("Everything that somebody opens is written down. Look there, then answer."),
        lambda p: p.url("plan_log"),
        _found_the_reader,
        asks=gettext_lazy("Who has read about Vera's health?"),
    ),
    Task(
        "back",
        Role.SELF,
        gettext_lazy("Take back a yes"),
        gettext_lazy(
            "You need not say why. It takes effect at once. Choose somebody, and take it back."
        ),
        lambda p: p.url("plan_people"),
        _took_back_a_yes,
    ),
    Task(
        "print",
        Role.SELF,
        gettext_lazy("Print the plan"),
        gettext_lazy("With the plan in your hand you have something to point at."),
        lambda p: p.url("plan_print"),
        _printed,
    ),
    Task(
        "why",
        Role.STAFF,
        gettext_lazy("Say why you read"),
        gettext_lazy("Vera sees what you open, and what you say that it is for. Open her goals."),
        lambda p: p.url("plan_section", Section.GOALS),
        _said_why,
    ),
    Task(
        "call",
        Role.STAFF,
        gettext_lazy("Answer a call to a meeting"),
        gettext_lazy("An authority cannot say no. If you cannot come, somebody else does."),
        _to_the_call,
        _answered_the_call,
    ),
    Task(
        "confirm",
        Role.STAFF,
        gettext_lazy("Confirm what you will do"),
        gettext_lazy("Your silence is no yes. You stand only for what your own workplace does."),
        lambda p: p.url("plan_confirm"),
        _confirmed,
    ),
    Task(
        "refuse",
        Role.STAFF,
        gettext_lazy("Write why you say no"),
        gettext_lazy(
            "Vera asks for a case manager, and you have none. Say why, who has decided, "
            "and where she can turn."
        ),
        _to_the_ask,
        _refused_with_a_reason,
    ),
    Task(
        "why",
        Role.SUPPORT,
        gettext_lazy("Say why you read"),
        gettext_lazy("Vera sees what you open, and what you say that it is for. Open her goals."),
        lambda p: p.url("plan_section", Section.GOALS),
        _said_why,
    ),
    Task(
        "beside",
        Role.SUPPORT,
        gettext_lazy("Sit beside and help"),
        gettext_lazy(
            "Vera says: “I want to invite somebody to dinner again.” Write it as a goal, "
            "just as she says it."
        ),
        lambda p: p.url("plan_write", Kind.GOAL),
        _wrote_a_goal,
    ),
    Task(
        "note",
        Role.SUPPORT,
        gettext_lazy("Write a note beside something"),
        gettext_lazy("What you think yourself stands beside her words, never in them."),
        lambda p: p.url("plan_section", Section.EVERYDAY),
        _wrote_a_note,
    ),
    Task(
        "ask",
        Role.SUPPORT,
        gettext_lazy("Ask for a meeting together"),
        gettext_lazy("Vera wants everybody to meet. Ask the municipality or the region for her."),
        lambda p: p.url("plan_ask"),
        _asked_for_a_plan,
    ),
)


@dataclass(frozen=True)
class Standing:
    """A task as it stands: done, or the page where it is done."""

    task: Task
    is_done: bool
    url: str


def tasks_of(role: Role) -> list[Task]:
    return [task for task in TASKS if task.role is role]


def standing(practice: Practice) -> list[Standing]:
    """Every task of a practice as it stands now."""
    return [
        Standing(task, task.is_done(practice), task.goes(practice))
        for task in tasks_of(practice.role)
    ]


def owner_of(person: uuid.UUID, role: Role) -> uuid.UUID:
    """Who owns the plan that somebody practises with: herself, or an invented person of her own,
    so that the rule of one open plan for each person holds here too."""
    return person if role is Role.SELF else uuid.uuid5(person, f"careplan.practice {role.value}")


def find(person: uuid.UUID, role: Role) -> Practice | None:
    """What somebody practises in a role; nothing when she has not begun, or has left it."""
    plan = own_plan(owner_of(person, role), practice=True)
    if plan is None:
        return None
    now = timezone.now()
    seats = [seat for seat in plan.seats.filter(person=person) if holds(seat, plan, now)]
    return Practice(role, plan, seats[0]) if seats and plan.is_open else None


def begin(person: uuid.UUID, role: Role) -> Practice:
    """Begin to practise, or go on with what is there; takes about a quarter of a second."""
    if there := find(person, role):
        return there
    told = staging.read(FILE)
    accounts = {TAKES[role]: person} if role in TAKES else {}
    with transaction.atomic(using=ALIAS):
        erase(person, role)
        plan = owning.begin(owner_of(person, role), name=told["name"], practice=True)
        if plan.seats.count() == 1:  # Of two clicks the first has set the stage.
            staging.play(plan, told, accounts, only=role.value)
    made = find(person, role)
    assert made is not None
    return made


def start_over(person: uuid.UUID, role: Role) -> Practice:
    """Erase what somebody has practised in a role, and begin anew."""
    with transaction.atomic(using=ALIAS):
        erase(person, role)
        return begin(person, role)


def erase(person: uuid.UUID, role: Role) -> int:
    """Erase what somebody has practised in a role, closed or not; how many plans."""
    plans = list(Plan.objects.filter(owner=owner_of(person, role), practice=True))
    for plan in plans:
        owning.erase(open_plan(plan.pk, plan.owner, fresh=True))
    return len(plans)


def erase_all(person: uuid.UUID) -> int:
    """Erase everything that somebody has practised, as when she has left; how many plans."""
    return sum(erase(person, role) for role in Role)


def _as_owner(practice: Practice) -> Opened:
    assert practice.plan.practice
    return open_plan(practice.plan.pk, practice.plan.owner, fresh=True)


def readers(practice: Practice) -> list[tuple[uuid.UUID, str]]:
    """Everybody at the plan who could have read, by name."""
    opened = _as_owner(practice)
    others = [seat for seat in opened.seats if seat.kind != SeatKind.OWNER]
    return [(seat.pk, str(opened.about(seat).get("name", ""))) for seat in others]


def who_read_of_health(practice: Practice, answer: uuid.UUID) -> None:
    """The answer to who has read about the invented person's health; kept when the log says so.

    Raises Refused for somebody who has not.
    """
    read = {line.seat for line in practice.lines
            if line.verb == Verb.READ and line.section == Section.HEALTH}  # fmt: skip
    if answer == practice.seat.pk or answer not in read:
        raise Refused(_("Not that one. Look in the list once more."), "reader")
    plan = practice.plan
    plan.put(plan.key, {**plan.words(plan.key), "found": str(answer)})
    Plan.objects.filter(pk=plan.pk).update(body=plan.body)
