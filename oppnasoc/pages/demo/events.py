"""The verbs of the files: what can happen to a matter, each told as one row.

A row has ``on``, ``do`` and mostly ``text``; ``by`` names who did it when it is not the one whom
one expects: who leads the steward for what is tended, who acts for the receiver for a yes or no,
who holds the post for an answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile

from oppnasoc.groups.models import Group, Party, Post
from oppnasoc.groups.rules import acts_for
from oppnasoc.language.documents.making import pdf
from oppnasoc.matters import actions, changes, lifting, merging, passing, pausing, wording
from oppnasoc.matters.models import Credit, Matter
from oppnasoc.people.models import User
from oppnasoc.voices.actions import moment

from .reading import DATA
from .story import Step, Story
from .town import Town

EVIDENCE = DATA / "evidence"


@dataclass(frozen=True)
class Happening:
    """One row of the files on its day, with the matter as it stands then."""

    story: Story
    key: str
    row: dict[str, Any]
    on: date
    matter: Matter

    @property
    def town(self) -> Town:
        return self.story.town

    @property
    def text(self) -> str:
        return str(self.row.get("text", ""))

    def day(self, name: str) -> date:
        return self.town.week.day(self.row[name])

    def day_or_none(self, name: str) -> date | None:
        return self.day(name) if name in self.row else None

    def party(self, name: str) -> Party:
        return self.town.parties[self.row[name]]

    def group(self, name: str, otherwise: Group | None) -> Group:
        if name in self.row:
            return self.town.group(self.row[name].removeprefix("group."))
        assert otherwise is not None
        return otherwise

    @property
    def by(self) -> User:
        """Who did it: named in the row, or who leads the group that sees the matter through."""
        if "by" in self.row:
            return self.town.people[self.row["by"]]
        return self.town.leader(self.matter.steward)

    def by_party(self, party: Party | None) -> User:
        """Who did it, when it is for this party to do; its steward writes for who signs in not."""
        if "by" in self.row or party is None:
            return self.by
        return speaker(self.town, party) or self.by


def speaker(town: Town, party: Party) -> User | None:
    """Who speaks for a party: the holder of the post, the head of the unit, who leads the group."""
    if party.kind == Party.Kind.GROUP:
        return town.leaders.get(party.pk)
    posts = Post.objects.filter(pk=party.pk) | Post.objects.filter(unit=party.pk)
    head = posts.exclude(held_by=None).order_by("pk").first()
    if head is not None:
        return next(each for each in town.people.values() if each.pk == head.held_by_id)
    return next((each for each in town.people.values() if acts_for(each, party)), None)


def plan_event(story: Story, key: str, row: dict[str, Any]) -> None:
    """Plan one row on its day. Raises KeyError for a verb that is not there.

    ``move`` is two things: somebody is asked, and says yes the same day or on ``yes``.
    """
    do, day = VERBS[row["do"]], story.town.week.day

    def happen(on: date) -> None:
        try:
            do(Happening(story, key, row, on, story.matter(key)))
        except Exception as problem:
            problem.add_note(f"[matter.{key}] {row['do']} {row['on']}")
            raise

    story.plan(day(row["on"]), 4, happen)
    if row["do"] == "move":
        story.plan(day(row.get("yes", row["on"])), 4, _taking(story, key, row))


def _taking(story: Story, key: str, row: dict[str, Any]) -> Step:
    """The yes to a hand-over that was asked for by ``move``."""

    def take(on: date) -> None:
        matter = story.matter(key)
        it = Happening(story, key, {**row, "text": row.get("said_yes", "")}, on, matter)
        if matter.asked is not None:
            _accept(it)
        elif "next" in row:  # To the steward or to oneself it went at once.
            _date(it)

    return take


def _note(it: Happening) -> None:
    actions.note(it.matter, it.text, by=it.by, on=it.on)


def _date(it: Happening) -> None:
    next_on = it.day("next")
    passing.set_date(it.matter, next_on=next_on, reason=it.text, by=it.by, on=it.on)


def _steward(it: Happening) -> None:
    steward = it.group("to", None)
    actions.change_steward(it.matter, steward=steward, by=it.by, on=it.on)


def _ask(it: Happening) -> None:
    """Ask somebody to take it over; home to the steward it goes at once."""
    passing.hand_over(it.matter, to=it.party("to"), reason=it.text, by=it.by, on=it.on)


def _move(it: Happening) -> None:
    """Ask somebody who says yes, the same day or on ``yes``."""
    by = it.town.leader(it.matter.steward)  # ``by`` of the row is who says yes.
    passing.hand_over(it.matter, to=it.party("to"), reason=it.text, by=by, on=it.on)


def _accept(it: Happening) -> None:
    by, next_on = it.by_party(it.matter.asked), it.day("next")
    passing.accept(it.matter, next_on=next_on, text=it.text, by=by, on=it.on)


def _give_back(it: Happening) -> None:
    passing.give_back(it.matter, it.text, by=it.by_party(it.matter.asked), on=it.on)


def _call_back(it: Happening) -> None:
    passing.call_back(it.matter, by=it.by, on=it.on)


def _lapse(it: Happening) -> None:
    passing.lapse(it.matter, on=it.on)


def _explain(it: Happening) -> None:
    """Why it is late, in a sentence."""
    lifting.explain(it.matter, it.text, by=it.by, on=it.on)


def _pause(it: Happening) -> None:
    pausing.pause(it.matter, it.text, until=it.day("until"), by=it.by, on=it.on)


def _escalate(it: Happening) -> None:
    passing.escalate(it.matter, it.text, by=it.by_party(it.matter.holder), on=it.on)


def _answer(it: Happening) -> None:
    row = it.row
    post = it.town.post(row["as"].removeprefix("post.")) if "as" in row else None
    actions.answer(
        it.matter,
        it.text,
        verdict=row["verdict"],
        reason=row.get("reason", ""),
        what=row.get("what", ""),
        later_on=it.day_or_none("later"),
        turn_to=row.get("turn_to", ""),
        as_post=post,
        by=it.by_party(post or it.matter.holder),
        on=it.on,
    )


def _step(it: Happening) -> None:
    row = it.row
    changes.advance(
        it.matter,
        row["to"],
        it.text,
        next_on=it.day_or_none("next"),
        evidence=row.get("evidence", ""),
        link=row.get("link", ""),
        file=evidence(row["file"]) if "file" in row else None,
        file_title=row.get("file_title", ""),
        picture=evidence(row["picture"]) if "picture" in row else None,
        picture_shows=row.get("shows", ""),
        by=it.by,
        on=it.on,
    )


def evidence(name: str) -> File[bytes]:
    """A picture or document that stands beside a step; a PDF is made of the text beside it."""
    path: Path = EVIDENCE / name
    if path.suffix == ".pdf":
        return ContentFile(pdf(path.with_suffix(".txt").read_text(encoding="utf-8")), name)
    return ContentFile(path.read_bytes(), name)


def _credit(it: Happening) -> None:
    """Those who were part of it; each as she chose herself: ``asta = "first_name"``."""
    for person, shown_as in it.row["who"].items():
        given = changes.be_credited(it.matter, shown_as=shown_as, by=it.town.people[person])
        Credit.objects.filter(pk=given.pk).update(given_at=moment(it.on))


def _reopen(it: Happening) -> None:
    actions.reopen(
        it.matter,
        it.text,
        steward=it.group("steward", it.matter.steward),
        holder=it.party("to"),
        next_on=it.day("next"),
        by=it.by,
        on=it.on,
    )


def _hide(it: Happening) -> None:
    actions.set_visibility(it.matter, public=False, by=it.by)
    Matter.objects.filter(pk=it.matter.pk).update(changed_at=moment(it.on))


def _propose(it: Happening) -> None:
    wording.propose(it.matter, it.text, why=it.row.get("why", ""), by=it.by, on=it.on)


def _correct(it: Happening) -> None:
    """Put the latest note right."""
    note = it.matter.notes.order_by("-pk")[0]
    wording.correct_note(note, it.text, by=it.by, on=it.on)


def _empty(it: Happening) -> None:
    """Remove the words of the latest note."""
    wording.empty_note(it.matter.notes.order_by("-pk")[0], by=it.by, on=it.on)


def _correct_answer(it: Happening) -> None:
    answer = it.matter.answers.order_by("-pk")[0]
    by, reason = it.by_party(answer.as_post), it.row.get("reason", answer.reason)
    wording.correct_answer(answer, it.text, reason=reason, by=by, on=it.on)


def _merge(it: Happening) -> None:
    into = it.story.matter(it.row["into"])
    merging.merge(it.matter, into, it.text, by=it.by, on=it.on)


def _part(it: Happening) -> None:
    merging.part(
        it.matter,
        it.text,
        steward=it.group("steward", it.matter.steward),
        holder=it.party("to"),
        next_on=it.day("next"),
        by=it.by,
        on=it.on,
    )


def _split(it: Happening) -> None:
    """What contains ``has`` becomes the matter of the files whose key is ``into``."""
    case = it.story.cases[it.row["into"]]
    grounds = it.matter.grounds.select_related("voice")
    it.story.matters[it.row["into"]] = merging.split(
        it.matter,
        [each.voice for each in grounds if any(has in each.voice.text for has in it.row["has"])],
        case["title"],
        it.text,
        steward=it.group("steward", it.matter.steward),
        holder=it.town.parties[case["holder"]],
        next_on=it.town.week.day(case["next"]),
        theme=it.town.themes[case["theme"]],
        by=it.by,
        on=it.on,
    )


VERBS: dict[str, Callable[[Happening], None]] = {
    "note": _note,
    "date": _date,
    "steward": _steward,
    "ask": _ask,
    "move": _move,
    "accept": _accept,
    "give_back": _give_back,
    "call_back": _call_back,
    "lapse": _lapse,
    "explain": _explain,
    "pause": _pause,
    "escalate": _escalate,
    "answer": _answer,
    "step": _step,
    "credit": _credit,
    "reopen": _reopen,
    "hide": _hide,
    "propose": _propose,
    "correct": _correct,
    "empty": _empty,
    "correct_answer": _correct_answer,
    "merge": _merge,
    "part": _part,
    "split": _split,
}
