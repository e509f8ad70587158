"""The plan in easy words: a picture for each thing, large, at most twelve words in a sentence of
ours. What people wrote stands as they wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models import Doing, Kind
from ..plans import marked
from . import pictograms, told
from .pictograms import Pictogram
from .sheets import on_paper, when_and_where
from .whole import Picture, Said


@dataclass(frozen=True)
class Thing:
    """One thing with its picture: a word of ours, and what is said of it."""

    shows: Pictogram
    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """One page or a part of it: what it is about, and its things."""

    shows: Pictogram
    title: str
    texts: tuple[str, ...]
    things: tuple[Thing, ...] = ()
    own_page: bool = True


@dataclass(frozen=True)
class Easy:
    title: str
    cards: tuple[Card, ...]


def easy(picture: Picture) -> Easy:
    """The paper."""
    return Easy(marked(_("My plan"), picture.practice), tuple(_cards(picture)))


def _cards(picture: Picture) -> Iterator[Card]:
    name = picture.name.strip()
    mine = (_("This is my plan."), _("It says who does what."), _("I decide who may see it."))
    own = mine if picture.own else (_("This is a plan."), _("It says who does what."))
    yield Card(pictograms.PLAN, name or _("My plan"), own, own_page=False)
    if picture.own and picture.own.gaps:
        title = _("This is still missing")
        yield Card(pictograms.MISSING, title, picture.own.gaps, own_page=False)
    for said in picture.of(Kind.IMPORTANT):
        texts = tuple(line.text for line in told.lines(said))
        yield Card(pictograms.HEART, _("This matters to me"), texts)
    actions = picture.of(Kind.ACTION)
    goals = picture.of(Kind.GOAL)
    for goal in goals:
        things = [t for each in actions if each.about == goal.id for t in _things(picture, each)]
        yield Card(pictograms.GOAL, _("My goal"), (str(goal.words["words"]),), tuple(things))
    reached = {goal.id for goal in goals}
    alone = [t for each in actions if each.about not in reached for t in _things(picture, each)]
    if alone:
        yield Card(pictograms.DONE, _("This will be done"), (), tuple(alone))
    yield Card(pictograms.TOGETHER, _("They help me"), (), tuple(_people(picture)))


def _things(picture: Picture, said: Said) -> Iterator[Thing]:
    if said.doing == Doing.DROPPED:
        return
    yield Thing(pictograms.DONE, _("This will be done"), (str(said.words["what"]),))
    who = picture.who(said.seat)
    name = who.name if who else str(said.words.get("name", ""))
    yield Thing(pictograms.PERSON, _("Who does it"), (name or _("Nobody is named yet."),))
    if phone := (who.phone if who else "") or str(said.words.get("phone", "")):
        yield Thing(pictograms.PHONE, _("Phone"), (phone,))
    if said.due_on:
        yield Thing(pictograms.DAY, _("Done by"), (on_paper(said.due_on),))


def _people(picture: Picture) -> Iterator[Thing]:
    if lead := picture.who(picture.lead):
        texts = tuple(filter(None, (lead.name, lead.phone)))
        yield Thing(pictograms.TOGETHER, _("Holds it together"), texts)
        if lead.away:
            yield Thing(pictograms.PERSON, _("When she is away, call"), (lead.away,))
    for each in picture.people:
        if not each.is_owner and not each.ended and each.id != picture.lead:
            texts = tuple(filter(None, (each.name, each.phone)))
            yield Thing(pictograms.PERSON, each.role or _("Helps me"), texts)
    if met := picture.next_meeting:
        yield Thing(pictograms.DAY, _("Next meeting"), tuple(when_and_where(met)))
    if picture.follow_up_on:
        yield Thing(pictograms.DAY, _("We meet again"), (on_paper(picture.follow_up_on),))
