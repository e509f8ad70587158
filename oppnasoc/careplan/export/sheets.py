"""What stands on the papers of a plan, said once for the PDF and for the page of a browser.

A paper is large (16 pt), tagged, and can always be printed as the plan stands: what is missing is
named, so that she has something to point at. First stands what one looks for most often: who holds
it together, when all meet, and who does what with which phone. The rest flows from page to page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..acute.items import GROUPS, Item
from ..acute.ownlist import has_answer
from ..kinds import COLOURS, SHAPES
from ..models import Doing, Kind, Plan
from ..pieces import OPEN
from ..plans import marked
from ..sections import LIFE, Section
from . import told
from .told import Line
from .whole import Picture, Said, Someone


@dataclass(frozen=True)
class Block:
    """One thing under its heading. ``own`` are words in their owner's voice, set apart; ``beside``
    are notes, and ``blocks`` what is done about it."""

    title: str = ""
    own: str = ""
    lines: tuple[Line, ...] = ()
    beside: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part of a paper; ``own_page`` begins a new sheet, ``tone`` is red, amber, green or none."""

    title: str
    blocks: tuple[Block, ...]
    intro: str = ""
    own_page: bool = False
    tone: str = ""


@dataclass(frozen=True)
class Table:
    """Who does what, on one line each, under its own heading and those of its columns."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Sheet:
    """A paper from the top. ``doing`` is who does what, in short; ``gaps`` are sentences about what
    is missing; ``pages`` says how a page is numbered, with {n} and {all}; ``printed`` on which day
    it was."""

    title: str
    lead: str
    facts: tuple[Line, ...]
    parts: tuple[Part, ...]
    doing: Table | None = None
    gaps: tuple[str, ...] = ()
    gaps_title: str = ""
    pages: str = ""
    printed: str = ""


def plan_sheet(picture: Picture) -> Sheet:
    """The plan, or the parts of it that came along."""
    name = picture.name.strip()
    return _sheet(
        picture,
        title=_("Plan for %(name)s") % {"name": name} if name else _("My plan"),
        lead=_("This plan is owned by the person it is about.") if picture.own else "",
        facts=tuple(_facts(picture)),
        parts=tuple(part for part in _plan_parts(picture) if part.blocks),
        doing=_doing(picture),
        gaps=picture.own.gaps if picture.own else (),
    )


def acute_sheet(picture: Picture) -> Sheet:
    """'If I become ill': what is arranged, group by group, and what has no answer yet."""
    return _sheet(
        picture,
        title=str(Section.ACUTE.label),
        lead=_("Written when it was calm. Do what stands here, in this order."),
        facts=_name_only(picture),
        parts=tuple(_acute_parts(picture)),
    )


def story_sheet(picture: Picture, chosen: Collection[object] | None = None) -> Sheet:
    """Parts of her story, to be read instead of asked for again. ``chosen`` are ids of parts."""
    parts = [said for said in picture.of(Kind.STORY) if chosen is None or said.id in chosen]
    return _sheet(
        picture,
        title=_("Read this instead of asking me to tell it again"),
        lead=_("I have chosen what stands here. You are welcome to ask how I am now."),
        facts=_name_only(picture),
        parts=tuple(Part(told.heading(said), (_voiced(said, "words"),)) for said in parts),
    )


def card_sheet(picture: Picture) -> Sheet:
    """The card of one page, folded once: red, amber and green, in order of haste."""
    words = {said.item: str(said.words.get("words", "")) for said in picture.of(Kind.CARD)}
    return _sheet(
        picture,
        title=_("My card"),
        lead=_("For whoever meets me when I cannot say it myself."),
        facts=_name_only(picture),
        parts=tuple(
            Part(str(c.label), (Block(own=words.get(c.value, "")),), tone=c.value) for c in COLOURS
        ),
    )


def _sheet(
    picture: Picture,
    *,
    title: str,
    lead: str,
    facts: tuple[Line, ...],
    parts: tuple[Part, ...],
    doing: Table | None = None,
    gaps: tuple[str, ...] = (),
) -> Sheet:
    return Sheet(
        title=marked(title, picture.practice),
        lead=lead,
        facts=facts,
        parts=parts,
        doing=doing,
        gaps=gaps,
        gaps_title=_("This is still missing"),
        # Translators: {n} and {all} are numbers of pages and stay as they are.
        pages=_("Page {n} of {all}"),
        printed=_printed(picture),
    )


def _printed(picture: Picture) -> str:
    return _("Printed on %(day)s") % {"day": on_paper(picture.at)}


def on_paper(value: date | datetime) -> str:
    """A day with its year: paper lies for long."""
    day = timezone.localtime(value) if isinstance(value, datetime) else value
    return date_format(day, "j F Y")


def _name_only(picture: Picture) -> tuple[Line, ...]:
    return (Line(_("My name"), picture.name),) if picture.name.strip() else ()


def reach(someone: Someone | None) -> str:
    """Who somebody is and how to reach her, in one line."""
    if someone is None:
        return ""
    return ", ".join(filter(None, (told.called(someone), someone.phone)))


def _facts(picture: Picture) -> Iterator[Line]:
    lead = picture.who(picture.lead)
    if lead and (named := reach(lead)):
        yield Line(_("Holds it together"), named)
        if lead.away:
            yield Line(_("When she is away, call"), lead.away)
    if met := picture.next_meeting:
        yield Line(_("Next meeting"), ", ".join(when_and_where(met)))
    if picture.follow_up_on:
        yield Line(_("Followed up on"), on_paper(picture.follow_up_on))
    yield Line(_("The plan is"), str(Plan(state=picture.state).get_state_display()))
    if picture.in_force_at:
        yield Line(_("In force since"), on_paper(picture.in_force_at))


def when_and_where(meeting: Said) -> Iterator[str]:
    """The day of a meeting, and what is known of the time and the place."""
    if meeting.due_on:
        yield on_paper(meeting.due_on)
    for name in ("time", "place"):
        if known := str(meeting.words.get(name, "")).strip():
            yield known


def _doing(picture: Picture) -> Table | None:
    """What is still to be done: who does it, and until when. The nearest day first."""
    ahead = [said for said in picture.of(Kind.ACTION) if said.doing in ("", *OPEN)]
    ahead.sort(key=lambda said: said.due_on or date.max)
    rows = tuple(
        (
            told.heading(said),
            _does(picture, said, in_short=True),
            on_paper(said.due_on) if said.due_on else _("No day is set."),
        )
        for said in ahead
        if said.section != Section.PRIVATE
    )
    heads = (_("What will be done"), _("Who"), _("Done by"))
    return Table(_("Who does what"), heads, rows) if rows else None


def _plan_parts(picture: Picture) -> Iterator[Part]:
    for kind in (Kind.ABOUT, Kind.IMPORTANT):
        yield Part(str(kind.label), _blocks(picture, kind))
    yield from goal_parts(picture)
    yield Part(str(SHAPES[Kind.OTHER_PLAN].plural), _blocks(picture, Kind.OTHER_PLAN))
    yield Part(_("Those who help"), tuple(_people(picture)))
    meetings = _blocks(picture, Kind.PREPARATION, Kind.MEETING, Kind.FOLLOW_UP)
    yield Part(str(Section.MEETING.label), meetings)
    yield Part(str(Section.STORY.label), _blocks(picture, Kind.STORY))
    yield Part(str(Section.ACUTE.label), _blocks(picture, Kind.ACUTE, Kind.CARD))
    for section in picture.sections:
        if section != Section.PRIVATE and (alone := _notes_alone(picture, section)):
            yield Part(_("Notes: %(part)s") % {"part": Section(section).label}, alone)
    private = [s for s in picture.pieces if s.section == Section.PRIVATE]
    blocks = tuple(_block(picture, said) for said in private)
    # A sheet of its own: it is taken out before the rest is copied.
    yield Part(str(Section.PRIVATE.label), blocks, own_page=True)


def goal_parts(picture: Picture) -> Iterator[Part]:
    """Each goal with what is done about it, on a sheet of its own that can be handed to those who
    do it; then what belongs to no goal."""
    actions = picture.of(Kind.ACTION)
    goals = picture.of(Kind.GOAL)
    for n, goal in enumerate(goals, 1):
        mine = tuple(_action(picture, each) for each in actions if each.about == goal.id)
        block = _voiced(goal, "words")
        lines = block.lines
        if goal.due_on:
            lines += (Line(_("Reached by"), on_paper(goal.due_on)),)
        if by := told.written_by(picture, goal):
            lines += (Line(_("Written by"), by),)
        whole = Block(own=block.own, lines=lines, beside=_beside(picture, goal), blocks=mine)
        yield Part(_("Goal %(n)d") % {"n": n}, (whole,), own_page=True)
    reached = {goal.id for goal in goals}
    for section in LIFE:
        alone = [e for e in actions if e.section == section and e.about not in reached]
        if alone:
            yield Part(str(section.label), tuple(_action(picture, each) for each in alone))


def _blocks(picture: Picture, *kinds: Kind) -> tuple[Block, ...]:
    found = [said for said in picture.of(*kinds) if said.section != Section.PRIVATE]
    return tuple(_block(picture, said) for said in found if not _aside(said))


def _aside(said: Said) -> bool:
    """She has said that it does not concern her: then what stood there is not shown."""
    return said.kind == Kind.ACUTE and said.doing == Doing.DROPPED


def _block(picture: Picture, said: Said) -> Block:
    lines = tuple(told.lines(said))
    if said.due_on:
        lines = (Line(_("Day"), on_paper(said.due_on)), *lines)
    if by := told.written_by(picture, said):
        lines += (Line(_("Written by"), by),)
    lines += tuple(told.answers(picture, said))
    return Block(told.heading(said), lines=lines, beside=_beside(picture, said))


def _voiced(said: Said, field: str) -> Block:
    """A piece whose words stand as they were said, and the rest of it under them."""
    words = str(said.words.get(field, "")).strip()
    return Block(own=words, lines=tuple(told.lines(said, field)))


def _beside(picture: Picture, said: Said) -> tuple[Line, ...]:
    return tuple(
        Line(told.written_by(picture, note) or _("My note"), str(note.words.get("words", "")))
        for note in picture.beside(said)
    )


def _notes_alone(picture: Picture, section: str) -> tuple[Block, ...]:
    """Notes that stand beside nothing that came along."""
    there = {said.id for said in picture.pieces if said.kind != Kind.NOTE}
    notes = [n for n in picture.of(Kind.NOTE, section=section) if n.about not in there]
    return tuple(_block(picture, note) for note in notes)


def _action(picture: Picture, said: Said) -> Block:
    """What is done, by whom with which phone, until when, and whether they stand for it."""
    rows = [Line(_("Who"), _does(picture, said))]
    if said.starts_on:
        rows.append(Line(_("Begins"), on_paper(said.starts_on)))
    rows.append(Line(_("Done by"), on_paper(said.due_on) if said.due_on else _("No day is set.")))
    if goes := told.how_it_goes(said):
        decided = _("decided") if said.decided else ""
        rows.append(Line(_("How it goes"), ", ".join(filter(None, (goes, decided)))))
    if confirmed := told.confirmed(said):
        rows.append(Line(_("Confirmed"), confirmed))
    elif told.needs_word(picture, said):
        rows.append(Line(_("Confirmed"), _("Not yet")))
    rows += told.lines(said, "name", "phone")
    if by := told.written_by(picture, said):
        rows.append(Line(_("Written by"), by))
    return Block(told.heading(said), lines=tuple(rows), beside=_beside(picture, said))


def _does(picture: Picture, said: Said, *, in_short: bool = False) -> str:
    """Who does an action and how to reach them, each of them named once; in short one below the
    other."""
    who = picture.who(said.seat)
    name, phone = (str(said.words.get(each, "")).strip() for each in ("name", "phone"))
    near, far = ("\n", "\n") if in_short else (", ", "; ")
    if who is None:
        return near.join(filter(None, (name, phone))) or _("Nobody is named yet.")
    title = who.name if in_short and who.name else told.called(who)
    if name and name.casefold() != who.name.strip().casefold():
        named = (title, who.phone), (name, phone)
        return far.join(near.join(filter(None, each)) for each in named)
    return near.join(filter(None, dict.fromkeys((title, phone, who.phone))))


def _people(picture: Picture) -> Iterator[Block]:
    for each in picture.people:
        if each.ended or each.is_owner:
            continue
        ways = ", ".join(filter(None, (each.phone, each.email)))
        chief = ", ".join(filter(None, (each.chief, each.chief_phone)))
        lines = [
            Line(_("Role"), each.role),
            Line(_("Works at"), each.organisation),
            Line(_("Phone and e-mail"), ways),
            Line(_("When she is away, call"), each.away),
            Line(_("Manager"), chief),
        ]
        yield Block(each.name, lines=tuple(line for line in lines if line.text))


def _acute_parts(picture: Picture) -> Iterator[Part]:
    by_item = {said.item: said for said in picture.of(Kind.ACUTE) if said.item}
    known: set[str] = set()
    for group in GROUPS:
        known |= {item.key for item in group.items}
        there = [item for item in group.items if item.key not in picture.closed]
        found = [_acute(picture, item, by_item.get(item.key)) for item in there]
        blocks = [block for block in found if block.own or block.lines]
        if blocks:
            tone = "red" if any(item.before_discharge for item in there) else ""
            yield Part(str(group.title), tuple(blocks), str(group.intro), tone=tone)
    more = [s for s in picture.of(Kind.ACUTE) if s.item not in known]
    if more:
        yield Part(_("More to see to"), tuple(_block(picture, said) for said in more))


def _acute(picture: Picture, item: Item, said: Said | None) -> Block:
    """What stands of one thing, and that it must have an answer before she leaves the hospital;
    empty when there is nothing to say. What does not concern her is not shown."""
    aside = said is not None and _aside(said)
    is_so = said is None or said.id not in picture.unsaid
    words = said.words if said else {}
    block = Block(str(item.text)) if said is None or aside else _block(picture, said)
    if not item.before_discharge or has_answer(item, words, set_aside=aside, is_so=is_so):
        return block
    ask = _("Ask before you leave.")
    if not is_so:
        ask = _("The person herself has not said yet that it is right.")
    return replace(block, lines=(*block.lines, Line(_("Has no answer yet"), ask)))
