"""Read the table of doors: every address × method × role → what happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from oppnasoc.comparison.models import Elsewhere, Installation
from oppnasoc.matters.models import Matter
from oppnasoc.meetings.models import Meeting
from oppnasoc.reports.models import Report
from oppnasoc.voices.models import Inquiry
from tests.town import ROLES, Town

TABLE = Path(__file__).parent / "doors.txt"
#: Wagtail's own addresses are held to one rule, not listed one by one; this stands for them.
EDITORIAL = "wagtailadmin_home"
#: A plan, a piece or a seat that is not there: before the lock of the tower it makes no difference.
NOWHERE = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Door:
    """One line of the table; ``thing`` is the path of what it opens, as in ``Town``."""

    name: str
    thing: str
    method: str
    expected: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.name}{'[' + self.thing + ']' if self.thing else ''}"


def doors() -> list[Door]:
    """Every line of the table. Raises ValueError when a line lacks a column."""
    found = []
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        columns = line.split("#")[0].split()
        if not columns:
            continue
        if len(columns) != 2 + len(ROLES):
            raise ValueError(f"doors.txt:{number} has {len(columns)} columns")
        name, _, thing = columns[0].partition("[")
        found.append(Door(name, thing.rstrip("]"), columns[1], tuple(columns[2:])))
    return found


def names() -> set[str]:
    """Every name that the resolver knows; the editorial part has addresses of its own."""

    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            else:
                yield str(pattern.name)

    return set(walk(get_resolver().url_patterns))


def address(door: Door, town: Town) -> str:
    """The address of a door in this town."""
    known: dict[str, Model] = {
        "matter": town.matter,
        "hidden": town.hidden_matter,
        "closed": town.closed_matter,
        "changed": town.changed_matter,
        "voice": town.held_voice,
        "raised": town.raised,
        "inquiry": town.inquiry,
        "slip_picture": town.slip_picture,
        "meeting": town.meeting,
        "planned": town.planned,
        "withdrawn": town.withdrawn,
        "seat": town.seat,
        "lead": town.lead,
        "tie": town.tie,
        "succession": town.succession,
        "words": town.words,
        "mail": town.mail,
        "comment": town.talk.shown,
        "held_comment": town.talk.held,
        "appeal": town.talk.appeal,
        "report": town.reported.shown,
        "note": town.compared.shown,
        "held_note": town.compared.held,
        "own_note": town.compared.own,
    }
    if door.thing.startswith("plan."):
        given = door.thing.split(".")[1:]
        return reverse(door.name, args=[NOWHERE if each == "-" else each for each in given])
    if door.thing == "installation":
        return reverse(door.name, args=[Installation.objects.get().pk])
    if door.name == "oparl_meetings":
        return reverse(door.name, args=[town.parties.group.pk])
    if door.name == "open_table":
        return reverse(door.name, args=door.thing.split("."))
    if door.name == "oparl_list":
        return reverse(door.name, args=[door.thing])
    if door.thing in known:
        thing = known[door.thing]
        if door.name == "oparl_object":
            return reverse(door.name, args=["paper", thing.pk])
        if door.name in {"follow", "following_feed", "talk", "talk_mode", "elsewhere_new"}:
            return reverse(door.name, args=["fraga", thing.pk])
        if door.name in {"matter", "meeting", "inquiry", "report", "elsewhere"}:
            assert isinstance(thing, (Matter, Meeting, Inquiry, Report, Elsewhere))
            return reverse(door.name, args=[thing.pk, thing.slug])
        return reverse(door.name, args=[thing.pk])
    if door.thing.startswith("news."):
        news = getattr(town.news, door.thing.removeprefix("news."))
        if door.name == "follow":
            return reverse(door.name, args=["nyhet", news.pk])
        if door.name.startswith("news_post"):
            return reverse(door.name, args=[news.slug])
        return reverse(
            door.name, args=[news.pk, *([news.slug] if door.name == "newsletter" else [])]
        )
    if door.name == "news_month":
        return reverse(door.name, args=door.thing.split("-"))
    if door.thing.startswith("guided."):
        told = getattr(town.guided, door.thing.removeprefix("guided."))
        if door.name == "process_step":
            return reverse(door.name, args=[town.guided.process.slug, town.guided.step.slug])
        if door.name == "editorial_review":
            return reverse(door.name, args=[told._meta.label_lower, told.pk])
        return reverse(door.name, args=[told.slug])
    if door.thing.startswith("plans."):
        opened = getattr(town.plans, door.thing.removeprefix("plans."))
        more = [opened.slug] if door.name == "action_plan" else []
        return reverse(door.name, args=[opened.pk, *more])
    if door.thing.startswith("recorded."):
        heard = getattr(town.recorded, door.thing.removeprefix("recorded."))
        return reverse(
            door.name, args=[heard.pk, *([heard.slug] if door.name == "recording" else [])]
        )
    if door.thing.startswith("prepared."):
        inside = getattr(town.prepared, door.thing.removeprefix("prepared."))
        if door.name == "prepared":
            return reverse(door.name, args=[inside.pk, inside.slug])
        if door.name.startswith("preparation_item") and door.name != "preparation_item_new":
            return reverse(door.name, args=[inside.preparation_id, inside.pk])
        return reverse(door.name, args=[inside.pk])
    if door.thing.startswith("texts."):
        text = getattr(town.texts, door.thing.removeprefix("texts."))
        beside = {
            "referral": text.slug,
            "referral_answer": town.parties.organisation.pk,
            "referral_part": "nytt-stycke",
            "referral_do": "langre-tid",
        }
        given = [beside[door.name]] if door.name in beside else []
        return reverse(door.name, args=[text.pk, *given])
    if door.thing in {"figure", "hidden_figure"}:
        figures = town.compared
        chosen = figures.figure if door.thing == "figure" else figures.hidden_figure
        return reverse(door.name, args=[chosen.slug])
    if door.thing == "follower":
        return reverse(door.name, args=[town.follower.key])
    if door.thing == "pile":
        return reverse(door.name, args=[town.pile.uuid])
    if door.thing == "paper":
        return reverse(door.name, args=[town.pile.uuid, 1])
    if door.thing in {"draft", "discarded"}:
        return reverse(door.name, args=[getattr(town, door.thing).uuid])
    if door.thing in {"group", "other_group", "unit", "post", "organisation", "outside"}:
        return reverse(door.name, args=[getattr(town.parties, door.thing).slug])
    if door.thing == "place":
        return reverse(door.name, args=[town.parties.group.place_id])
    if door.thing == "offer":
        return reverse(door.name, args=[town.offer.matter_id, town.offer.pk])
    if door.thing == "step":
        return reverse(door.name, args=[town.step.pk, "bild"])
    if door.thing == "telling":
        return reverse(door.name, args=[town.parties.group.slug, town.telling.pk])
    if door.thing == "version":
        return reverse(door.name, args=[town.parties.organisation.slug, 2])
    if door.thing == "mission":
        return reverse(door.name, args=[town.parties.group.slug, town.parties.mission.version])
    if door.thing in ROLES:
        return reverse(door.name, args=[town.people[door.thing].uuid])
    if door.thing:
        return reverse(door.name, args=[door.thing])
    return settings.EDITORIAL_PATH if door.name == EDITORIAL else reverse(door.name)
