"""The same things as plain tables: a row for each, in CSV for a spreadsheet and JSON for a program.

A table is one query, streamed, however long it is. Its columns are declared once: the CSV's
heading, the JSON's names, the schema of ``openapi.json`` and the page all come from them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups import published as groups
from oppnasoc.groups.models import Party
from oppnasoc.matters import published as matters
from oppnasoc.matters.models import Answer, Matter
from oppnasoc.meetings import published as meetings
from oppnasoc.meetings.models import Meeting

from . import addresses

#: A spreadsheet takes a cell that begins so for a formula, which could send its neighbours away.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
AT_ONCE = 500  # rows that are read from the database together


@dataclass(frozen=True)
class Column:
    """A column: its name, what it holds in words, and how it is found in a row. ``sort`` is a type
    of JSON Schema, or ``date`` or ``url``."""

    name: str
    holds: str
    value: Callable[[Any], Any]
    sort: str = "string"


@dataclass(frozen=True)
class Table:
    """Rows of one sort; ``kinds`` are the kinds of exhibits that change when the table does."""

    name: str
    title: str | Promise
    about: str | Promise
    rows: Callable[[], QuerySet[Any]]
    columns: tuple[Column, ...]
    kinds: tuple[str, ...]

    def values(self) -> Iterator[list[Any]]:
        for row in self.rows().iterator(chunk_size=AT_ONCE):
            yield [plain(column.value(row)) for column in self.columns]


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return None if value == "" else value


def safe(value: Any) -> str:
    """A cell of a CSV that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_csv(table: Table) -> Iterator[bytes]:
    """RFC 4180 with the mark that tells a spreadsheet that it is UTF-8."""
    written = io.StringIO()
    writer = csv.writer(written)

    def taken() -> bytes:
        text = written.getvalue()
        written.seek(0)
        written.truncate()
        return text.encode()

    yield "\ufeff".encode()
    writer.writerow([column.name for column in table.columns])
    for values in table.values():
        writer.writerow([safe(value) for value in values])
        yield taken()
    yield taken()


def as_json(table: Table) -> Iterator[bytes]:
    """An object with the licence and the rows, one on each line."""
    head = {"title": str(table.title), "license": addresses.LICENCE}
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "data": [\n'
    names = [column.name for column in table.columns]
    before = b""
    for values in table.values():
        row = {n: v for n, v in zip(names, values, strict=True) if v is not None}
        yield before + json.dumps(row, ensure_ascii=False).encode()
        before = b",\n"
    yield b"\n]}\n"


def page_of(thing: Any) -> str:
    return addresses.page(thing.get_absolute_url())


def named(thing: Any) -> str | None:
    return str(thing) if thing is not None else None


def gave(answer: Answer) -> str:
    """Who answered, by role: the name of a person stands only on the page."""
    return str(answer.on_behalf_of or answer.as_post or "")


MATTER = "The number of the matter"
WEB = Column("webbsida", "The page to read it on", page_of, "url")


def of_matter(row: Any) -> str:
    return page_of(row.matter)


def number_of(what: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, what)


MATTERS = Table(
    "fragor",
    _("Questions"),
    _("What people have raised, where it lies and how far it has come."),
    lambda: matters.matters().order_by("pk"),
    (
        Column("nummer", MATTER, number_of("pk"), "integer"),
        Column("fraga", "The matter in one sentence", number_of("title")),
        Column("mer", "More about it", number_of("summary")),
        Column("lage", "How far it has come, as a code", number_of("status")),
        Column("lage_i_ord", "How far it has come", lambda m: str(Matter.Status(m.status).label)),
        Column("tema", "Its theme", lambda m: named(m.theme)),
        Column("lotsas_av", "The group that sees it through", lambda m: named(m.steward)),
        Column("ligger_hos", "Who it lies with", lambda m: named(m.holder)),
        Column("lyft", "The day that it was raised", number_of("opened_on"), "date"),
        Column(
            "aterkoppling_senast",
            "The day by which more is said",
            lambda m: m.next_on if m.is_open else None,
            "date",
        ),
        Column("klar", "The day that it was settled", number_of("closed_on"), "date"),
        WEB,
    ),
    ("paper", "organization"),
)
ANSWERS = Table(
    "svar",
    _("Answers"),
    _("What was answered, and why."),
    lambda: matters.answers().select_related("matter", "as_post", "on_behalf_of"),
    (
        Column("nummer", "The number of the answer", number_of("pk"), "integer"),
        Column("fraga_nummer", MATTER, number_of("matter_id"), "integer"),
        Column("fraga", "The matter in one sentence", lambda a: a.matter.title),
        Column("besked", "What kind of answer, as a code", number_of("verdict")),
        Column("besked_i_ord", "What kind of answer", number_of("verdict_name")),
        Column("svar", "The answer", number_of("text")),
        Column("skal", "The reason", number_of("reason")),
        Column("svarat_av", "Who answered, by role", gave),
        Column("dag", "The day", number_of("answered_on"), "date"),
        Column("webbsida", "The page to read it on", of_matter, "url"),
    ),
    ("paper", "organization"),
)
CHANGES = Table(
    "forandringar",
    _("Changes"),
    _("What is being done or has become different, and what shows it."),
    lambda: matters.steps().select_related("matter"),
    (
        Column("nummer", "The number of the step", number_of("pk"), "integer"),
        Column("fraga_nummer", MATTER, number_of("matter_id"), "integer"),
        Column("fraga", "The matter in one sentence", lambda s: s.matter.title),
        Column("steg", "The step, as a code", number_of("status")),
        Column("steg_i_ord", "The step", lambda s: str(Matter.Status(s.status).label)),
        Column("vad", "What happened", number_of("text")),
        Column("bevis", "What shows that it is so", number_of("evidence")),
        Column("lank", "A link that shows it", number_of("link")),
        Column("dag", "The day", number_of("taken_on"), "date"),
        Column("webbsida", "The page to read it on", of_matter, "url"),
    ),
    ("paper",),
)


def about(party: Party) -> str:
    if party.kind == Party.Kind.GROUP:
        return party.as_group.why
    child = getattr(party, f"as_{party.kind}")
    return str(child.does)


GROUPS = Table(
    "grupper",
    _("Groups and organisations"),
    _("Groups, organisations, units and other authorities, and what they do."),
    lambda: groups.parties().order_by("pk"),
    (
        Column("nummer", "Its number", number_of("pk"), "integer"),
        Column("namn", "Its name", number_of("name")),
        Column("sort", "What it is", lambda p: str(Party.Kind(p.kind).label)),
        Column("i_en_mening", "It in one sentence", number_of("summary")),
        Column("vad", "What it does or is for", about),
        Column(
            "tema",
            "Its theme",
            lambda p: named(p.as_group.theme) if p.kind == Party.Kind.GROUP else None,
        ),
        WEB,
    ),
    ("organization",),
)
MEETINGS = Table(
    "moten",
    _("Meetings"),
    _("Meetings that are planned, and those that have been held and have minutes."),
    lambda: meetings.meetings().order_by("held_on", "pk"),
    (
        Column("nummer", "Its number", number_of("pk"), "integer"),
        Column("mote", "Its name", number_of("title")),
        Column("grupp", "The group that meets", lambda m: named(m.group)),
        Column("dag", "The day", number_of("held_on"), "date"),
        Column("borjar", "When it begins, as 13:00", number_of("starts_at")),
        Column("slutar", "When it ends, as 15:00", number_of("ends_at")),
        Column("plats", "The place", lambda m: named(m.place)),
        Column("lage", "Planned, held or cancelled", lambda m: str(Meeting.Status(m.status).label)),
        Column("bra_att_veta", "Good to know before one comes", number_of("practical")),
        WEB,
    ),
    ("meeting", "organization", "location"),
)

TABLES: dict[str, Table] = {
    table.name: table for table in (MATTERS, ANSWERS, CHANGES, GROUPS, MEETINGS)
}


def tables() -> Sequence[Table]:
    """Every table, in the order in which they are shown."""
    return list(TABLES.values())


def stream(table: Table, form: str) -> Iterable[bytes]:
    return as_csv(table) if form == "csv" else as_json(table)
