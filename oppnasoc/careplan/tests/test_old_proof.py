"""What goes out of a plan, on paper or in a file, does so only on a fresh proof of who she is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import URLPattern, reverse
from django.utils import timezone

from oppnasoc.careplan import consent
from oppnasoc.careplan.models import Call, Kind, Plan, Recording, SeatKind
from oppnasoc.careplan.turns import asking
from oppnasoc.careplan.turns import meeting as calling
from oppnasoc.careplan.urls import of_a_plan
from oppnasoc.vault.log import lines_of
from tests.exported import make_eventful
from tests.planned import (
    TOWER,
    as_owner,
    client_for,
    client_of,
    make_action,
    make_goal,
    make_seat,
    show,
)

pytestmark = pytest.mark.django_db(databases=TOWER)
#: Pages that her plan has not now, and why.
NOT_NOW = {
    "plan_draft": "what is kept while she writes is only sent",
    "plan_confirm": "what others are asked to confirm is not hers to",
    "plan_agreements": "the plan is no child's",
    "plan_on_paper": "the plan is no child's",
}
SAVED = "a saved recording"
#: What leads out of a plan, on paper or in a file.
OUT = {"plan_take_out", "plan_print", "plan_ask_letter", "plan_ask_letter_pdf",
       "plan_call_letter", "plan_call_letter_pdf", "plan_late_letter", "plan_late_pdf",
       SAVED}  # fmt: skip


def addresses(plan: Plan) -> dict[str, str]:
    """Every address of a plan by its name, with something that is there where it needs one."""
    siv = plan.seats.get(side="municipality")
    goal = make_goal(plan)
    meeting = plan.pieces.get(kind=Kind.MEETING, calls__isnull=False)
    story = plan.pieces.get(kind=Kind.STORY)
    overdue = make_action(plan, siv, due=timezone.localdate() - timedelta(days=30))
    grant = consent.give(as_owner(plan), siv, "work")
    gun = make_seat(plan, side="region", name="Gun på papper", on_paper=True)
    hers = make_action(plan, gun, "Det som Gun gör")
    day = timezone.localdate() + timedelta(days=9)
    called = calling.call(as_owner(plan), {"purpose": "Hyran"}, day=day, seats=[gun])
    needs: dict[str, object] = {
        "part": "goals",
        "kind": "goal",
        "number": 1,
        "ask": asking.ask(as_owner(plan), "municipality", words="Vi behöver mötas").pk,
        "call": Call.objects.get(meeting=called).pk,
        "about": overdue.pk,
        "point": "hers",
        "seat": siv.pk,
        "grant": grant.pk,
        "recording": Recording.objects.get(piece=story).pk,
        "share": plan.shares.get().pk,
        "item": "debts",
    }
    of_what = {"plan_story": story, "plan_share": story, "plan_meeting": meeting,
               "plan_put_off": meeting, "plan_point": meeting, "plan_look_at": overdue,
               "plan_confirm_paper": hers}  # fmt: skip
    found = {}
    for each in of_a_plan:
        assert isinstance(each, URLPattern)
        assert each.name
        piece = next((of_what[n] for n in of_what if each.name.startswith(n)), goal)
        given = {**needs, "plan": plan.pk, "piece": piece.pk}
        if each.name == "plan_power":
            given["seat"] = plan.seats.get(kind=SeatKind.TRUSTEE).pk
        wanted = ["plan", *each.pattern.converters]
        assert set(wanted) <= set(given), f"{each.name}: say here what it is asked about"
        found[each.name] = reverse(each.name, kwargs={name: given[name] for name in wanted})
    found[SAVED] = f"{found['plan_recording']}?spara"
    return found


def leaves(answer: Any) -> bool:
    kept = answer.get("Content-Disposition", "").startswith("attachment")
    return bool(kept or answer["Content-Type"] == "application/pdf")


def test_no_page_lets_anything_out_to_an_old_proof() -> None:
    """Every address of a plan is asked, so that a new one is not forgotten."""
    plan = make_eventful()
    asked, client = addresses(plan), client_for(plan.owner)
    gone_out = lines_of(plan.pk).filter(verb__in=["print", "export"])
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        for name, address in asked.items():
            answer = client.get(address)
            assert not leaves(answer), name
            if name in OUT:
                back = parse_qs(urlsplit(answer.get("Location", "")).query)
                assert back == {"next": [address], "igen": ["1"]}, name
        for name, address in asked.items():
            assert not leaves(client.post(address, {"what": "json", "parts": "goals"})), name
    assert not gone_out.exists()


def test_every_way_out_stands_open_to_a_new_proof() -> None:
    """Else nothing was tried above. What is heard on the page stays there, and asks nothing."""
    plan = make_eventful()
    asked, client = addresses(plan), client_for(plan.owner)
    for name in sorted(OUT):
        assert client.get(asked[name]).status_code == 200, name
    for name, address in asked.items():
        status = client.get(address).status_code
        assert status in (200, 302) or name in NOT_NOW, f"{name}: {status}"
    taken = lines_of(plan.pk).filter(verb="export")
    before = taken.count()
    saved = client.get(asked[SAVED])
    assert saved["Content-Disposition"] == 'attachment; filename="ljud.m4a"'
    assert client.get(asked["plan_recording"])["Content-Disposition"] == "inline"
    assert taken.count() == before + 1
    siv = plan.seats.get(side="municipality")
    show(siv, "story")
    assert client_of(siv).get(asked["plan_recording"]).status_code == 200
    assert client_of(siv).get(asked[SAVED]).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert client.get(asked["plan_recording"]).status_code == 200
