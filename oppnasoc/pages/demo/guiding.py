"""Sundhamn's guide: how it is done here, what help there is, the first time, and tips."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from oppnasoc.editorial.actions import publish
from oppnasoc.editorial.models import Reviewed
from oppnasoc.groups.models import Party, Place
from oppnasoc.guide.models import FirstTime, Help, Process, Situation, Step, Tip
from oppnasoc.people.models import User
from oppnasoc.trail.actions import record
from oppnasoc.voices.actions import moment

from .quick import question
from .story import Story

EDITOR = "karin"
STEP = ("title", "by_you", "what", "who_words", "place_words", "days_least", "days_most",
        "you_can", "rights")  # fmt: skip
HELP = ("title", "summary", "giver_words", "for_whom", "how", "cost", "phone", "open_when",
        "accessible", "link")  # fmt: skip
FIRST = ("title", "summary", "whom_you_meet", "what_happens", "how_long", "rights", "who_along",
         "to_say")  # fmt: skip


def guide(story: Story) -> None:
    """Plan everything in ``guide.toml``; each text is published on its day, as an editor does."""
    _Guiding(story).write()


class _Guiding:
    def __init__(self, story: Story) -> None:
        self.story, self.town = story, story.town
        self.table = self.town.week.table("guide")
        self.by: User = self.town.people[EDITOR]
        self.parties = Party.objects.in_bulk()
        self.situations: dict[str, Situation] = {}
        self.processes: dict[str, Process] = {}

    def write(self) -> None:
        for position, (key, row) in enumerate(self.table["situation"].items()):
            with transaction.atomic():
                situation = Situation.objects.create(position=position, **row)
                record("guide.situation_saved", situation, by=self.by)
            self.situations[key] = situation
        for key, row in self.table["process"].items():
            self._process(key, row)
        for row in self.table["help"]:
            self._on(row["on"], lambda on, row=row: self._help(row, on))
        for row in self.table["first"].values():
            self._on(row["on"], lambda on, row=row: self._first(row, on))
        for row in self.table["tip"]:
            self._on(row["on"], lambda on, row=row: self._tip(row, on))
        for row in self.table["question"]:
            question(self.story, row)

    def _on(self, written: str, do: Any) -> None:
        self.story.plan(self.town.week.day(written), 3, do)

    def _publish(self, thing: Reviewed, on: date) -> None:
        publish(thing, by=self.by, at=moment(on))

    def _party(self, key: str | None) -> Party | None:
        """By its key; a party and not the unit or post that it is."""
        return self.parties[self.town.parties[key].pk] if key else None

    def _place(self, row: dict[str, Any]) -> Place | None:
        return self.town.places.get(row.get("place", ""))

    def _process(self, key: str, row: dict[str, Any]) -> None:
        def begin(on: date) -> None:
            process = Process(
                title=row["title"],
                summary=row.get("before", row)["summary"],
                for_whom=row["for_whom"],
                owner=self._party(row["owner"]),
                theme=self.town.themes[row["theme"]],
                easy_read=row.get("easy_read", ""),
                papers=[("paper", each) for each in row.get("papers", [])],
                laws=[("law", each) for each in row.get("laws", [])],
                live=False,
            )
            process.steps = [
                Step(
                    sort_order=number,
                    who=self._party(step.get("who")),
                    place=self._place(step),
                    **{name: step[name] for name in STEP if name in step},
                )
                for number, step in enumerate(row["steps"], start=1)
            ]
            process.situations = [self.situations[name] for name in row["situations"]]
            process.related = self._known(row)
            self._publish(process, on)
            self.processes[key] = process

        def change(on: date) -> None:
            process = Process.objects.get(pk=self.processes[key].pk)
            process.summary, process.correction = row["summary"], row["correction"]
            process.related = self._known(row)
            self._publish(process, on)

        self._on(row.get("before", row)["on"], begin)
        if "before" in row:
            self._on(row["on"], change)

    def _known(self, row: dict[str, Any]) -> list[Process]:
        """The processes near this one that are written already; the page leads both ways."""
        return [self.processes[key] for key in row.get("related", []) if key in self.processes]

    def _help(self, row: dict[str, Any], on: date) -> None:
        found = Help(
            giver=row["by"],
            party=self._party(row.get("party")),
            place=self._place(row),
            theme=self.town.themes.get(row.get("theme", "")),
            live=False,
            **{name: row[name] for name in HELP if name in row},
        )
        found.situations = [self.situations[name] for name in row["situations"]]
        self._publish(found, on)

    def _first(self, row: dict[str, Any], on: date) -> None:
        given = {name: row[name] for name in FIRST}
        first = FirstTime(situation=self.situations[row["situation"]], live=False, **given)
        first.written_by = [self._party(key) for key in row["written_by"]]
        self._publish(first, on)

    def _tip(self, row: dict[str, Any], on: date) -> None:
        words = ("title", "summary", "source", "source_url")
        given = {name: row[name] for name in words}
        theme = self.town.themes.get(row.get("theme", ""))
        self._publish(Tip(theme=theme, live=False, **given), on)
