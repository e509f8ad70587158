"""A made-up plan is played from a file, step by step, by the verbs that real plans use.

A file names people and steps; a step has a day, counted from today, somebody who does it, and what
she does. What is done on an earlier day is dated so; the reading log alone keeps its own time.
"""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from oppnasoc.vault.router import ALIAS

from .. import consent, noticing, owning, writing
from ..deciding import Sought
from ..opening import Opened, open_plan, purposes_of
from ..people import growing, inviting
from ..pieces import Edition, Kind, Piece
from ..plans import Plan
from ..seats import Agreement, Grant, Level, Purpose, Seat
from ..sections import Section
from ..turns import asking, confirming, following_up, holding, meeting
from ..turns.models import Ask, Call
from ..writing import Plainly

FOLDER = Path(__file__).parents[1] / "data"
OWNER = "owner"
LEVELS = {"see": Level.SEE, "comment": Level.COMMENT, "write": Level.WRITE}

Row = dict[str, Any]
#: Whoever has an account: the name in the file → uuid. Others get a uuid that leads nowhere.
Accounts = dict[str, uuid.UUID]


def read(name: str) -> Row:
    """What stands in a file of ``data/``, such as ``practice.toml``."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


@dataclass
class Stage:
    """A plan that is being played: its people and pieces by the names that the file has."""

    plan: Plan
    today: date
    seats: dict[str, Seat] = field(default_factory=dict)
    pieces: dict[str, uuid.UUID] = field(default_factory=dict)
    asks: dict[str, Ask] = field(default_factory=dict)
    number: int = 0

    def day(self, after: int | None) -> date | None:
        """The day so many days from today."""
        return None if after is None else self.today + timedelta(days=after)

    def moment(self, after: int) -> datetime:
        """When a step of that day is done: in the morning, in the order of the file; of today
        now."""
        if after >= 0:
            return timezone.now()
        on = datetime.combine(self.today + timedelta(days=after), time(9))
        return timezone.make_aware(on) + timedelta(minutes=self.number)

    def open(self, by: str, at: datetime, purpose: str = "") -> Opened:
        """The plan as it stands open to somebody at that moment: for what the file says, or what
        she was first given a yes for."""
        person = self.plan.owner if by == OWNER else self.seats[by].person
        assert person is not None, by
        if by != OWNER and not purpose:
            purpose = next(iter(purposes_of(self.seats[by], self.plan, at)), Purpose.DO)
        return open_plan(self.plan.pk, person, purpose=purpose, fresh=True, at=at)

    def piece(self, opened: Opened, name: str) -> Piece:
        return opened.piece(self.pieces[name]).piece


Do = Callable[[Stage, Opened, Row], None]
STEPS: dict[str, Do] = {}


def _step(do: Do) -> Do:
    STEPS[do.__name__.strip("_")] = do
    return do


def play(plan: Plan, told: Row, accounts: Accounts, *, only: str = "") -> Stage:
    """Play everything that a file tells of a plan; steps for another (``only``) are left out."""
    stage = Stage(plan, timezone.localdate())
    with transaction.atomic(using=ALIAS), noticing.silently():
        if "grown_up" in told:
            _one(stage, told["began"], partial(_grow_up, stage, told["grown_up"]))
        for name, row in told.get("seats", {}).items():
            _one(stage, told["began"], partial(_seat, stage, name, row, accounts))
        for row in told["steps"]:
            if only and only not in row.get("only", [only]):
                continue
            _one(stage, row.get("on", 0), partial(_play, stage, row))
        Plan.objects.filter(pk=plan.pk).update(began_at=stage.moment(told["began"]))
    plan.refresh_from_db()
    return stage


def _one(stage: Stage, after: int, do: Callable[[datetime], None]) -> None:
    """Do one thing, and let its rows be of the day that it was done."""
    stage.number += 1
    since, at = timezone.now(), stage.moment(after)
    do(at)
    if after >= 0:
        return
    pieces = Piece.objects.filter(plan=stage.plan)
    pieces.filter(made_at__gte=since).update(made_at=at)
    pieces.filter(changed_at__gte=since).update(changed_at=at)
    Edition.objects.filter(piece__plan=stage.plan, at__gte=since).update(at=at)
    stage.plan.seats.filter(since__gte=since).update(since=at)


def _grow_up(stage: Stage, day: int, at: datetime) -> None:
    """The ``day`` on which a child turns 18; it is said before anybody is her guardian here."""
    opened = stage.open(OWNER, at)
    growing.set_day(opened, stage.day(day), today=timezone.localdate(opened.at))


def _seat(stage: Stage, name: str, row: Row, accounts: Accounts, at: datetime) -> None:
    """Somebody gets a place, and comes in unless she only stands on paper."""
    row = dict(row)
    kind, paper = row.pop("kind"), row.pop("paper", False)
    how = {each: row.pop(each) for each in ("side", "support", "mandate") if each in row}
    until = stage.day(row.pop("until", None))
    opened = stage.open(OWNER, at)
    seat = inviting.add(opened, kind, row, until=until, **how)
    if not paper:
        seat = inviting.come_in(seat, accounts.get(name) or uuid.uuid4())
    stage.seats[name] = seat


def _play(stage: Stage, row: Row, at: datetime) -> None:
    opened = stage.open(row.get("by", OWNER), at, row.get("purpose", ""))
    STEPS[row["do"]](stage, opened, row)


def _plainly(stage: Stage, opened: Opened, row: Row) -> Plainly:
    about = row.get("about")
    return Plainly(
        seat=_who(stage, opened, row.get("seat")),
        about=stage.piece(opened, about) if about else None,
        doing=row.get("doing", ""),
        decided=row.get("decided", False),
        due_on=stage.day(row.get("due")),
        item=row.get("item", ""),
    )


def _who(stage: Stage, opened: Opened, name: str | None) -> Seat | None:
    """Somebody by her name in the file; the owner stands for herself."""
    if name == OWNER:
        return next(seat for seat in opened.seats if seat.kind == OWNER)
    return stage.seats[name] if name else None


@_step
def write(stage: Stage, opened: Opened, row: Row) -> None:
    """``kind``, ``words``; for later steps ``as``."""
    made = writing.write(
        opened,
        Kind(row["kind"]),
        row["words"],
        section=row.get("section"),
        plainly=_plainly(stage, opened, row),
    )
    if "as" in row:
        stage.pieces[row["as"]] = made.pk


@_step
def note(stage: Stage, opened: Opened, row: Row) -> None:
    """A note beside a piece: ``about``, ``words``."""
    about = stage.piece(opened, row["about"])
    plainly = Plainly(about=about)
    words = {"words": row["words"]}
    writing.write(opened, Kind.NOTE, words, section=about.section, plainly=plainly)


@_step
def change(stage: Stage, opened: Opened, row: Row) -> None:
    """A piece reads otherwise: ``words`` that are others than before, or ``doing``."""
    before = opened.piece(stage.pieces[row["piece"]])
    now = before.piece
    plainly = Plainly(
        seat=now.seat,
        about=now.about,
        doing=row.get("doing", now.doing),
        decided=now.decided,
        due_on=now.due_on,
    )
    words = {**before.words, **row.get("words", {})}
    writing.change(opened, now.pk, words, edition=now.edition, plainly=plainly)


@_step
def show(stage: Stage, opened: Opened, row: Row) -> None:
    """A yes: ``to``, ``parts`` or single ``pieces``, how far, and until when; said for another, how
    her own will was ``sought`` and found."""
    seat, until = stage.seats[row["to"]], stage.day(row.get("until"))
    level = LEVELS[row.get("level", "see")]
    purpose = row.get("for", Purpose.DO)
    sought = Sought(row["sought"], found=True) if "sought" in row else None
    give = partial(consent.give, opened, seat, until=until, purpose=purpose, sought=sought)
    for part in row.get("parts", []):
        give(part, level=level)
    for name in row.get("pieces", []):
        piece = stage.piece(opened, name)
        give(piece.section, piece=piece)


@_step
def hide(stage: Stage, opened: Opened, row: Row) -> None:
    """A no: ``to``, ``parts``."""
    for part in row["parts"]:
        consent.exclude(opened, stage.seats[row["to"]], part)


@_step
def take_back(stage: Stage, opened: Opened, row: Row) -> None:
    """Yeses that are taken back: ``to``, ``parts``."""
    rows = Grant.objects.filter(seat=stage.seats[row["to"]], section__in=row["parts"])
    for grant in rows.filter(withdrawn_at=None).select_related("seat"):
        consent.withdraw(opened, grant)


@_step
def agree(stage: Stage, opened: Opened, row: Row) -> None:
    """A guardian says ``yes`` or no to all that waits for her."""
    for each in Agreement.objects.filter(seat=opened.seat, agrees=None).select_related("grant"):
        consent.agree(opened, each.grant, row["yes"])


@_step
def read_parts(stage: Stage, opened: Opened, row: Row) -> None:
    """Somebody reads these ``parts``; the log says so."""
    for part in row["parts"]:
        opened.pieces(section=Section(part))


@_step
def ask(stage: Stage, opened: Opened, row: Row) -> None:
    """A plan, or ``support``, is asked for of a ``side`` or of somebody (``of``)."""
    seat = stage.seats[row["of"]] if "of" in row else None
    found = asking.ask(
        opened,
        row.get("side", ""),
        seat=seat,
        support=row.get("support", ""),
        words=row.get("words", ""),
    )
    stage.asks[row["as"]] = found


@_step
def receive(stage: Stage, opened: Opened, row: Row) -> None:
    asking.receive(opened, stage.asks[row["ask"]], row["name"])


@_step
def refuse(stage: Stage, opened: Opened, row: Row) -> None:
    asking.refuse(
        opened,
        stage.asks[row["ask"]],
        reason=row["reason"],
        name=row["name"],
        turn_to=row["turn_to"],
    )


@_step
def call(stage: Stage, opened: Opened, row: Row) -> None:
    """A meeting on ``day``, and who is called to it (``seats``)."""
    day = stage.day(row["day"])
    assert day is not None
    seats = [stage.seats[name] for name in row["seats"]]
    stage.pieces[row["as"]] = meeting.call(opened, row["words"], day=day, seats=seats).pk


@_step
def answer(stage: Stage, opened: Opened, row: Row) -> None:
    """Somebody answers the call to a ``meeting``."""
    found = Call.objects.get(meeting=stage.pieces[row["meeting"]], seat=opened.seat)
    meeting.answer(
        opened,
        found.pk,
        row["reply"],
        substitute=row.get("substitute", ""),
        substitute_role=row.get("substitute_role", ""),
        mandate=row.get("mandate", False),
        words=row.get("words", ""),
    )


@_step
def hold(stage: Stage, opened: Opened, row: Row) -> None:
    """A meeting is held: who ``came``, and what was said at each point of it (``words``)."""
    pk = stage.pieces[row["meeting"]]
    holding.who_came(opened, pk, {stage.seats[name].pk for name in row["came"]})
    for name, text in row["words"].items():
        edition = opened.piece(pk).piece.edition
        holding.note(opened, pk, name, text, edition=edition)
    holding.hold(opened, pk, edition=opened.piece(pk).piece.edition)


@_step
def confirm(stage: Stage, opened: Opened, row: Row) -> None:
    """An authority stands for its ``pieces``."""
    for name in row["pieces"]:
        piece = stage.piece(opened, name)
        confirming.confirm(opened, piece.pk, edition=piece.edition)


@_step
def let_it_hold(stage: Stage, opened: Opened, row: Row) -> None:
    """``lead`` holds it together, a day is set (``follow_up``), and the plan holds from now."""
    day = stage.day(row["follow_up"])
    assert day is not None
    if row.get("nobody_else"):
        owning.nobody_else(opened, True)
    owning.name_lead(opened, stage.seats[row["lead"]])
    owning.set_follow_up(opened, day)
    owning.approve(opened)
    owning.bring_into_force(opened)


@_step
def look_at(stage: Stage, opened: Opened, row: Row) -> None:
    """An action is followed up: ``doing``, and what helped or hindered."""
    piece = stage.piece(opened, row["piece"])
    following_up.look_at(
        opened,
        piece.pk,
        edition=piece.edition,
        doing=row["doing"],
        hindered=row.get("hindered", ""),
        helped=row.get("helped", ""),
    )


@_step
def conclude(stage: Stage, opened: Opened, row: Row) -> None:
    """The plan has been followed up, and is again on the day ``next``."""
    following_up.conclude(opened, row["words"], next_on=stage.day(row["next"]))


@_step
def protect(stage: Stage, opened: Opened, row: Row) -> None:
    owning.protect(opened, True)
