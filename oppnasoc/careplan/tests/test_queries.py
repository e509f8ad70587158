"""A plan that has grown asks the databases no more often than one that has just begun."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from oppnasoc.careplan import writing
from oppnasoc.careplan.acute import ownlist
from oppnasoc.careplan.models import Kind, Plan, SeatKind, Side
from oppnasoc.careplan.turns import asking, meeting
from tests.planned import (
    TOWER,
    as_owner,
    client_for,
    client_of,
    make_action,
    make_goal,
    make_piece,
    make_plan,
    make_seat,
    show,
)

pytestmark = pytest.mark.django_db(databases=TOWER)
ITEMS = ("keys", "home-help", "car", "sleep-tonight")
PAGES = ("", "personer/", "vem-har-last/?vilka=alla", "del/goals/", "del/home/", "del/meeting/",
         "berattelse/", "om-jag-blir-sjuk/", "kort/", "be-om/", "borja-galla/", "folj-upp/",
         "har-inte-hant/", "lankar/", "ta-ut/", "skriv-ut/",
         "skriv/action/?avsnitt=home")  # fmt: skip
#: The most that a page asks of both databases: who, the lock, the plan, its rows, the log.
MOST = 40


def grow(plan: Plan, times: int) -> None:
    """More of everything that a plan holds."""
    today = timezone.localdate()
    for number in range(times):
        seat = make_seat(plan, side=(Side.REGION, Side.MUNICIPALITY)[number % 2], name=f"S{number}")
        close = make_seat(plan, SeatKind.RELATIVE, name=f"N{number}")
        paper = make_seat(plan, name=f"P{number}", on_paper=True)
        show(seat, "goals", "home", "meeting")
        show(close, "goals")
        goal = make_goal(plan, f"Mål {number}")
        action = make_action(plan, seat, f"Sak {number}", due=today - timedelta(days=20))
        make_piece(as_owner(plan), Kind.NOTE, {"words": "Ja"}, section="goals", about=goal)
        writing.change(as_owner(plan), action.pk, {"what": f"Sak {number} igen"}, edition=1)
        make_piece(as_owner(plan), Kind.STORY, {"heading": f"Del {number}", "words": "Då"})
        asking.ask(as_owner(plan), seat=seat, words="Jag vill ha en plan")
        day = today + timedelta(days=9 + number)
        meeting.call(as_owner(plan), {"purpose": f"Möte {number}"}, day=day, seats=[seat, paper])
    for item in ITEMS[:times]:
        ownlist.save(as_owner(plan), item, {"who": "Eva"}, edition=0)


def asked(client: Client, address: str) -> int:
    with ExitStack() as stack:
        seen = [stack.enter_context(CaptureQueriesContext(connections[each])) for each in TOWER]
        assert client.get(address).status_code == 200, address
    return sum(len(each) for each in seen)


@pytest.mark.parametrize("path", PAGES)
def test_a_grown_plan_asks_no_more(path: str) -> None:
    small, large = make_plan(), make_plan()
    grow(small, 2)
    grow(large, 7)
    few, many = (asked(client_for(plan.owner), f"/min-plan/{plan.pk}/{path}")
                 for plan in (small, large))  # fmt: skip
    assert many <= few <= MOST


def test_staff_too() -> None:
    found = []
    for times in (2, 7):
        plan = make_plan()
        grow(plan, times)
        siv = make_seat(plan)
        show(siv, "goals", "home", "meeting")
        client = client_of(siv)
        found.append([asked(client, f"/min-plan/{plan.pk}/{path}") for path in ("", "del/goals/",
                      "del/home/", "personer/", "skriv-ut/")])  # fmt: skip
    assert found[1] <= found[0]
    assert max(found[0]) <= MOST
