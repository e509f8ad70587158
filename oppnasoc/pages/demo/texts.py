"""Texts that Sundhamn asks others about: one is open, of one everybody reads what it became."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from oppnasoc.groups.models import Party
from oppnasoc.referrals import actions, concluding, entering, looking, responding
from oppnasoc.referrals.models import Asked, Referral, Response

from .story import Story


def ask_about_texts(story: Story) -> None:
    """Plan every row of ``texts.toml``."""
    for row in story.town.week.table("texts")["text"]:
        _text(story, row)


def _party(story: Story, key: str) -> Party:
    return Party.objects.get(pk=story.town.parties[key].pk)


def _text(story: Story, row: dict[str, Any]) -> None:
    town, day = story.town, story.town.week.day
    by, asked = town.people[row["by"]], list[Referral]()

    def begin(on: date) -> None:
        asked.append(
            actions.draft(
                _party(story, row["sender"]),
                title=row["title"],
                why=row["why"],
                text=row["body"],
                about=story.matter(row["about"]),
                answers_by=day(row["until"]),
                asked=[_party(story, key) for key in row["asked"]],
                by=by,
                on=on,
            )
        )

    def send(on: date) -> None:
        actions.send_out(asked[0], by=by, on=on)

    def sum_up(on: date) -> None:
        for paragraph in row["rewritten"]:
            found = asked[0].paragraphs.get(number=paragraph["number"])
            concluding.rewrite(found, after=paragraph["after"], by=by, on=on)
        concluding.close(asked[0], row["result"], by=by, on=on)

    story.plan(day(row["drafted"]), 6, begin)
    story.plan(day(row["from"]), 6, send)
    for said in row["answer"]:
        story.plan(day(said["on"]), 7, partial(_answer, story, asked, row, said))
    if "closed" in row:
        story.plan(day(row["closed"]), 8, sum_up)


def _answer(
    story: Story, asked: list[Referral], row: dict[str, Any], said: dict[str, Any], on: date
) -> None:
    """What a party or a person answered, and when it is closed what each part of it changed."""
    town, referral, by = story.town, asked[0], story.town.people[row["by"]]
    keys = dict(referral.paragraphs.values_list("number", "pk"))
    remarks = {keys[int(number)]: text for number, text in said.get("remarks", {}).items()}
    given = {"text": said.get("text", ""), "remarks": remarks, "on": on}
    if "party" in said:
        party = _party(story, said["party"])
        named = Asked.objects.select_related("party").get(referral=referral, party=party)
        named.referral = referral
        response = responding.answer(named, by=town.people[said["by"]], **given)
    elif "how" in said:
        told = {"how": said["how"], "said_by": said["said_by"], "name": said["name"]}
        response, _code = entering.enter(referral, by=by, **told, **given)
    else:
        response, _code = responding.say(referral, name=said.get("name", ""), **given)
        if said.get("held"):
            return
        looking.show(response, by=by, on=on)
    _conclude(story, response, row, said)


def _conclude(story: Story, response: Response, row: dict[str, Any], said: dict[str, Any]) -> None:
    if "closed" not in row:
        return
    more: dict[str, Any] = {"by": story.town.people[row["by"]],
                            "on": story.town.week.day(row["closed"])}  # fmt: skip
    if "consequence" in said:
        concluding.conclude(response, **said["consequence"], **more)
    for remark in response.remarks.select_related("paragraph", "response__referral"):
        of = said["consequences"][str(remark.paragraph.number)]
        concluding.conclude(remark, **of, **more)
