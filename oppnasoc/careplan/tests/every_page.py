"""The address of every page of a plan, from the list of addresses itself, with ids of what stands
in the plan: a page that is new is among them by itself, and fails where it asks for what is not
known here."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import URLPattern, reverse

from oppnasoc.careplan import consent
from oppnasoc.careplan.acute.ownlist import NEEDED
from oppnasoc.careplan.doors import only_post
from oppnasoc.careplan.models import Ask, Call, Grant, Kind, Plan, Recording, Seat, SeatKind, Share
from oppnasoc.careplan.sections import Section
from oppnasoc.careplan.story import recordings, sharing
from oppnasoc.careplan.turns import asking, holding, meeting
from oppnasoc.careplan.urls import of_a_plan
from tests.paper import read_paper
from tests.planned import as_owner, make_action, make_piece, make_seat

from .pages import today
from .sounds import wav

#: What somebody reads for is asked before the plan opens; drafts are sent, and never read.
OUTSIDE = ("plan_why", "plan_draft")
#: Pages of pieces of one kind; others are nothing there.
OF_KIND = {
    "plan_meeting": Kind.MEETING, "plan_put_off": Kind.MEETING, "plan_point": Kind.MEETING,
    "plan_look_at": Kind.ACTION, "plan_late_letter": Kind.ACTION, "plan_late_pdf": Kind.ACTION,
    "plan_confirm_paper": Kind.ACTION,
    "plan_story_show": Kind.STORY, "plan_story_record": Kind.STORY,
}  # fmt: skip


def add_around(plan: Plan, seat: Seat, purpose: str = "Hyran") -> None:
    """What has pages of its own beside the pieces: somebody is asked and called, somebody who
    stands on paper too and does something, something is shown by a link, a part of the story is
    heard, and something was said yes to and taken back."""
    asking.ask(as_owner(plan), seat=seat, words=purpose)
    gun = make_seat(plan, name="Gun på papper", on_paper=True)
    make_action(plan, gun, "Det som Gun gör")
    meeting.call(as_owner(plan), {"purpose": purpose}, day=today(9), seats=[seat, gun])
    story = plan.pieces.filter(kind=Kind.STORY).first() or make_piece(
        as_owner(plan), Kind.STORY, {"heading": "Skolan", "words": "Då"}
    )
    recordings.keep(as_owner(plan), story.pk, wav())
    sharing.make(as_owner(plan), sharing.What.STORY)
    consent.withdraw(as_owner(plan), consent.give(as_owner(plan), seat, Section.GOALS))


def every_page(plan: Plan) -> dict[str, list[str]]:
    """The name of each page → its addresses in this plan."""
    found = {}
    for pattern in of_a_plan:
        assert isinstance(pattern, URLPattern)
        assert pattern.name
        if pattern.name in OUTSIDE or _only_does(pattern):
            continue
        values = [_values(plan, pattern.name)[each]() for each in pattern.pattern.converters]
        found[pattern.name] = [
            reverse(pattern.name, args=[plan.pk, *args]) for args in itertools.product(*values)
        ]
        assert found[pattern.name], f"nothing in the plan has the page {pattern.name}"
    return found


def _only_does(pattern: URLPattern) -> bool:
    """Whether nothing is read there, whoever asks: the view is one that only does something."""
    return getattr(pattern.callback, "__code__", None) is only_post(pattern.callback).__code__


def _values(plan: Plan, name: str) -> dict[str, Callable[[], list[Any]]]:
    """What may stand in an address, by what it is called there."""

    def pieces() -> list[Any]:
        rows = plan.pieces.filter(kind=OF_KIND[name]) if name in OF_KIND else plan.pieces.all()
        pks = list(rows.values_list("pk", flat=True))
        return pks[:1] if name.endswith("_pdf") else pks

    def ids(rows: Any) -> Callable[[], list[Any]]:
        return lambda: list(rows.values_list("pk", flat=True)[:6])

    return {
        "part": lambda: list(Section),
        "kind": lambda: list(Kind),
        "piece": pieces,
        "about": pieces,
        "item": lambda: [NEEDED, "keys", "not-told"],
        "number": lambda: [1],
        "point": lambda: [each.name for each in holding.AGENDA],
        "seat": ids(Seat.objects.filter(plan=plan).exclude(kind=SeatKind.OWNER)),
        "grant": ids(Grant.objects.filter(seat__plan=plan)),
        "call": ids(Call.objects.filter(meeting__plan=plan)),
        "ask": ids(Ask.objects.filter(plan=plan)),
        "share": ids(Share.objects.filter(plan=plan)),
        "recording": ids(Recording.objects.filter(piece__plan=plan)),
    }


def by_every_page(client: Client, plan: Plan) -> tuple[str, set[str]]:
    """All that every page says to somebody, together, and the names of those that are there for
    her."""
    said, there = [], set()
    for name, addresses in every_page(plan).items():
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code in (200, 302, 404), (name, answer.status_code)
            if answer.status_code != 404:
                there.add(name)
            if answer.status_code == 200:
                said.append(_told(answer))
    return "\n".join(said), there


def _told(answer: Any) -> str:
    body = bytes(b"".join(answer) if answer.streaming else answer.content)
    if answer["Content-Type"] == "application/pdf":
        return read_paper(body).text
    return body.decode("utf-8", "replace")
