"""Whom to call when whoever holds the plan together is away: on the page, on paper, in a file."""

from __future__ import annotations

import json

import pytest

from oppnasoc.careplan import owning
from oppnasoc.careplan.models import Plan, Seat, SeatKind
from oppnasoc.careplan.people import inviting
from tests.paper import read_paper
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    client_of,
    make_plan,
    make_seat,
    make_whole,
    show,
)

from .pages import html, owner, take_out, url

pytestmark = pytest.mark.django_db(databases=TOWER)
AWAY = "Bo Vik, 0611-123 99"
CALL = "Är hen borta, ring"


def away_of(plan: Plan, seat: Seat) -> str:
    return str(Seat.objects.get(pk=seat.pk).words(plan.key).get("away", ""))


def test_it_is_written_once_and_stands_wherever_the_lead_does() -> None:
    plan = make_plan()
    siv, nils = make_whole(plan)
    client = owner(plan)
    assert CALL not in html(client.get(url(plan, "plan")))
    assert "Vem kan du ringa när hen är borta?" in html(
        client.get(url(plan, "plan_person_change", siv.pk))
    )
    given = {"name": "Siv Handläggare", "role": "handläggare", "side": "municipality",
             "organisation": "Sundhamns kommun", "mandate": "on", "away": AWAY,
             "edition": siv.mark}  # fmt: skip
    assert client.post(url(plan, "plan_person_change", siv.pk), given).status_code == 302
    assert away_of(plan, siv) == AWAY
    for name, args in (("plan", ()), ("plan_person", (siv.pk,)), ("plan_print", ())):
        page = html(client.get(url(plan, name, *args)))
        assert CALL in page, name
        assert AWAY in page, name
    for what in ("plan", "easy"):
        assert AWAY in read_paper(take_out(client, plan, what, "goals", "home", "health")).text, (
            what
        )
    file = json.loads(take_out(client, plan, "json", "goals", "home"))
    assert AWAY in [each["away"] for each in file["people"]]
    assert AWAY not in html(client_of(nils).get(url(plan, "plan"))), "he does not know of Siv"


def test_whoever_holds_it_together_writes_it_and_protection_takes_away_who_is_close() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "meeting")
    words = {"name": "Siv Handläggare", "away": AWAY}
    inviting.describe(as_seat(siv), siv, dict(words))
    assert away_of(plan, siv) == AWAY
    mother = make_seat(plan, SeatKind.RELATIVE, name="Mamma", away=AWAY)
    owning.protect(as_owner(plan), True)
    assert (away_of(plan, siv), away_of(plan, mother)) == (AWAY, "")
    later = make_seat(plan, SeatKind.RELATIVE, name="Pappa", away=AWAY)
    assert away_of(plan, later) == ""
