"""A report as it is shown: the same parts on the page, on paper and on slides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.matters import sentences
from oppnasoc.matters.models import Answer, Judgement
from oppnasoc.ui.chart import Chart, Row
from oppnasoc.ui.templatetags.ui import countword, shortday
from oppnasoc.voices.models import Voice

from .happened import Kept

Better = Judgement.Better
AT_FIRST = 6  # of each part; the rest is folded


@dataclass(frozen=True)
class Item:
    """One thing: its title and address, a line or two about it, and why."""

    title: str
    url: str
    text: str = ""
    meta: str = ""
    why: str = ""


@dataclass(frozen=True)
class Part:
    """A part of the report: its heading, a sentence in front, its items; ``name`` is its anchor."""

    name: str
    title: str
    lead: str = ""
    items: list[Item] = field(default_factory=list)

    @property
    def first(self) -> list[Item]:
        """What stands open on the page."""
        return self.items[:AT_FIRST]

    @property
    def rest(self) -> list[Item]:
        return self.items[AT_FIRST:]


@dataclass(frozen=True)
class Number:
    """A figure with what it counts."""

    value: int
    words: str


@dataclass(frozen=True)
class Shown:
    numbers: list[Number]
    parts: list[Part]
    charts: list[Chart]
    quotes: list[tuple[str, str]]


def shown(kept: Kept, quotes: Sequence[Voice] = ()) -> Shown:
    """What stands in a report, in the language that is spoken now."""
    said = [(voice.text, sentences.speaker(voice)) for voice in quotes if voice.text]
    return Shown(numbers(kept), parts(kept), charts(kept), said)


def numbers(kept: Kept) -> list[Number]:
    n = kept["numbers"]
    return [
        Number(
            n["people"], ngettext("person said something", "people said something", n["people"])
        ),
        Number(n["raised"], ngettext("question was raised", "questions were raised", n["raised"])),
        Number(n["answered"], ngettext("got an answer", "got an answer", n["answered"])),
        Number(
            n["changed"], ngettext("change in daily life", "changes in daily life", n["changed"])
        ),
        Number(n["meetings"], ngettext("meeting was held", "meetings were held", n["meetings"])),
        Number(n["late"], ngettext("question is late", "questions are late", n["late"])),
    ]


def parts(kept: Kept) -> list[Part]:
    found = [
        Part(
            "forandrat",
            _("This has changed for real"),
            items=[_changed(r) for r in kept["changed"]],
        ),
        Part(
            "svar",
            _("This was answered"),
            _verdicts(kept),
            [_answered(r) for r in kept["answered"]],
        ),
        Part("tagits-upp", _("This was raised"), items=[_raised(r) for r in kept["raised"]]),
        Part("sent", _("We are late with this"), items=[_late(r) for r in kept["late"]]),
        Part("vantar", _("This has waited the longest"), items=[_waits(r) for r in kept["waits"]]),
        Part("moten", _("Meetings"), _seats(kept), [_meeting(r) for r in kept["meetings"]]),
    ]
    return [part for part in found if part.items]


def _day(row: dict[str, Any]) -> str:
    return str(shortday(date.fromisoformat(row["on"])))


def _changed(row: dict[str, Any]) -> Item:
    meta = _("In daily use since %(day)s.") % {"day": _day(row)}
    why = _("How we know: %(evidence)s") % {"evidence": row["evidence"]} if row["evidence"] else ""
    return Item(row["title"], row["url"], row["text"], meta, why)


def _answered(row: dict[str, Any]) -> Item:
    verdict = str(Answer.Verdict(row["verdict"]).label)
    meta = f"{verdict}, {_day(row)}"
    if row["by"]:
        meta = f"{meta}, {row['by']}"
    why = _("This is why: %(reason)s") % {"reason": row["reason"]} if row["reason"] else ""
    return Item(row["title"], row["url"], row["text"], f"{meta}.", why)


def _raised(row: dict[str, Any]) -> Item:
    said = sentences.said_by(row["people"])
    meta = _("Raised %(day)s.") % {"day": _day(row)}
    return Item(row["title"], row["url"], meta=f"{meta} {said}".strip())


def _late(row: dict[str, Any]) -> Item:
    words = {"who": row["holder"], "day": _day(row)}
    meta = _("Lies with %(who)s. Word should have come by %(day)s.") % words
    why = row["why"] or _("Nobody has written why yet.")
    return Item(row["title"], row["url"], meta=meta, why=why)


def _waits(row: dict[str, Any]) -> Item:
    return Item(row["title"], row["url"], meta=_("Waits since %(day)s.") % {"day": _day(row)})


def _meeting(row: dict[str, Any]) -> Item:
    return Item(row["title"], row["url"], meta=f"{row['group']}, {_day(row)}")


def _seats(kept: Kept) -> str:
    n = kept["numbers"]["seats"]
    if not n:
        return ""
    text = ngettext(
        "The minutes name one person who took part.",
        "The minutes name %(n)s who took part. Who came to several meetings counts each time.",
        n,
    )
    return text % {"n": countword(n)}


def _verdicts(kept: Kept) -> str:
    """How many of each answer: 'Ja: 3. Nej: 1.' Digits, since a verdict is no word to count."""
    given = kept["verdicts"]
    names = [(v, str(v.label)) for v in Answer.Verdict if given.get(v.value)]
    return " ".join(f"{name}: {given[verdict.value]}." for verdict, name in names)


def charts(kept: Kept) -> list[Chart]:
    """What happened month by month, and what those who raised something thought."""
    names = (_("Raised"), _("Got an answer"), _("Changed"))
    series = [kept["months"][name] for name in ("raised", "answered", "changed")]
    months = sorted({month for each in series for month in each})
    rows = [
        Row(
            date_format(date.fromisoformat(f"{month}-01"), "F Y"),
            [float(each.get(month, 0)) for each in series],
            [str(each.get(month, 0)) for each in series],
        )
        for month in months
    ]
    found = []
    if rows:
        about = _("How many questions were raised, answered and changed each month.")
        found.append(Chart("manader", _("Month by month"), about, names, rows))
    if better := kept["better"]:
        total = sum(better.values())
        shares = [100 * better.get(value, 0) / total for value in Better.values]
        words = [f"{round(share)} %" for share in shares]
        labels = [str(label) for label in Better.labels]
        found.append(
            Chart(
                "battre",
                _("Did it get better?"),
                _("What those who raised something say when something has come of it."),
                labels,
                [Row(_("All"), shares, words)],
                stacked=True,
            )
        )
    return found
