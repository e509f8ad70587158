"""Processes, help, first times and tips to test with; all through the editors' action."""

from __future__ import annotations

from typing import Any

from oppnasoc.editorial.actions import publish
from oppnasoc.groups.models import Party
from oppnasoc.guide.models import FirstTime, Help, Process, Situation, Step, Tip
from oppnasoc.matters import quick
from oppnasoc.matters.models import Matter
from oppnasoc.people.models import User
from oppnasoc.voices import actions as voices

STEPS = ("Du söker", "Vi ringer upp", "Du får ett beslut")


def party(of: Party) -> Party:
    """The party of a unit or a post."""
    return Party.objects.get(pk=of.pk)


def make_steps(*titles: str, **fields: Any) -> list[Step]:
    given = {"what": "Så här går det till.", "days_least": 1, "days_most": 3, **fields}
    return [Step(title=title, sort_order=n, **given) for n, title in enumerate(titles, start=1)]


def make_process(
    by: User, owner: Party, title: str = "Söka stöd", *, steps: Any = None, **fields: Any
) -> Process:
    """A public process of three steps."""
    words = {"summary": "Så går det till.", "for_whom": "Du som behöver.", **fields}
    process = Process(title=title, owner=party(owner), live=False, **words)
    process.steps = make_steps(*STEPS) if steps is None else steps
    publish(process, by=by)
    fresh: Process = Process.objects.get(pk=process.pk)
    return fresh


def make_situation(title: str = "Jag behöver pengar till mat", **fields: Any) -> Situation:
    return Situation.objects.create(title=title, **fields)


def make_help(
    by: User, *situations: Situation, title: str = "Soppa på Ankaret", **fields: Any
) -> Help:
    words = {
        "summary": "Varm soppa.",
        "for_whom": "Alla.",
        "how": "Kom som du är.",
        "giver": Help.Giver.ORGANISATION,
        **fields,
    }
    found = Help(title=title, live=False, **words)
    found.situations = list(situations)
    publish(found, by=by)
    fresh: Help = Help.objects.get(pk=found.pk)
    return fresh


def make_first_time(by: User, title: str = "Första gången på Mottagningen", **f: Any) -> FirstTime:
    words = {
        "summary": "Så går det till.",
        "whom_you_meet": "Någon i luckan.",
        "what_happens": "Ni talar.",
        "how_long": "En timme.",
        "rights": "Du får ta med någon.",
        "who_along": "Vem du vill.",
        "to_say": "Därför har jag kommit:\nDet här hoppas jag på:",
        **f,
    }
    first = FirstTime(title=title, live=False, **words)
    publish(first, by=by)
    fresh: FirstTime = FirstTime.objects.get(pk=first.pk)
    return fresh


def make_tip(by: User, title: str = "Du kan få tolk", **fields: Any) -> Tip:
    words = {
        "summary": "Tolken kostar inget.",
        "source": "Förvaltningslagen 13 §",
        "source_url": "https://lag.example/",
        **fields,
    }
    tip = Tip(title=title, live=False, **words)
    publish(tip, by=by)
    fresh: Tip = Tip.objects.get(pk=tip.pk)
    return fresh


def ask(path: str, text: str, *, who: Party, by: User, group: Any) -> Matter:
    """Somebody asks about a page, and the question is taken on."""
    voice, _code = voices.say(text, kind="wonder", about=path, group=group)
    return quick.take(voice, text, who=who, by=by)
