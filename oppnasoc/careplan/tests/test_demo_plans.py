"""The plans of the demo municipality: loaded once, each in a state of its own, none of it real."""

from __future__ import annotations

import re
import time
import tomllib
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.utils import timezone

from oppnasoc.careplan import consent, demo, hidden
from oppnasoc.careplan.models import Agreement, Ask, Grant, Kind, Plan, Seat, SeatKind, State
from oppnasoc.careplan.opening import open_plan
from oppnasoc.careplan.practice import staging
from oppnasoc.careplan.turns import following_up, late, meeting
from oppnasoc.people import sessions
from oppnasoc.people.models import User
from oppnasoc.people.texting import number
from oppnasoc.vault import knowing
from oppnasoc.vault.log import verify
from oppnasoc.vault.router import ALIAS
from tests.planned import TOWER

pytestmark = pytest.mark.django_db(databases=TOWER)

TOLD = staging.read(demo.FILE)


def make_people() -> dict[str, User]:
    """The accounts that the demo municipality has."""
    rows = [row for plan in TOLD["plan"].values() for row in plan["seats"].values()]
    addresses = {row["account"] for row in rows if "account" in row} | set(TOLD["phones"])
    return {each: User.objects.create_user(each) for each in addresses}


@pytest.fixture
def people() -> dict[str, User]:
    made = make_people()
    assert demo.load() == len(TOLD["plan"])
    return made


def of(people: dict[str, User], name: str) -> Plan:
    return Plan.objects.get(owner=people[TOLD["plan"][name]["owner"]].uuid)


def test_everybody_in_the_file_is_in_the_demo_municipality() -> None:
    folder = Path(__file__).parents[2] / "pages" / "demo" / "data"
    town = tomllib.loads((folder / "people.toml").read_text(encoding="utf-8"))["person"]
    names = {row["email"]: row["name"] for row in town.values()}
    for plan in TOLD["plan"].values():
        assert plan.get("owner", next(iter(names))) in names
        for seat in plan["seats"].values():
            assert "account" not in seat or names[seat["account"]] == seat["name"]
    assert set(TOLD["phones"]) <= set(names)


def test_each_plan_is_where_it_was_meant_to_be(people: dict[str, User]) -> None:
    states = {name: of(people, name).state for name, row in TOLD["plan"].items() if "owner" in row}
    assert states == {
        "asta": State.IN_FORCE,
        "linnea": State.BEGUN,
        "johnny": State.BEGUN,
        "amina": State.PREPARING,
    }
    assert verify() == []


def test_asta_has_a_plan_that_was_followed_up_and_something_that_is_late(
    people: dict[str, User],
) -> None:
    plan = of(people, "asta")
    opened = open_plan(plan.pk, plan.owner, fresh=True)
    assert plan.edition == 2
    assert [each.what for each in late.outline(opened)] == [late.What.ACTION, late.What.ACTION]
    assert opened.one(Kind.FOLLOW_UP) is not None
    assert len(following_up.still_to_do(opened)) == 3
    [coming] = meeting.to_come(opened)
    replies = {call.seat.side: call.reply for call in coming.calls.select_related("seat")}
    assert replies == {"municipality": "yes", "region": "", "none": ""}
    assert {piece.made_at.date() for piece in opened.outline} != {timezone.localdate()}


def test_what_she_said_no_to_is_not_there_for_the_caseworker(people: dict[str, User]) -> None:
    plan = of(people, "asta")
    nadia = people["nadia.rahimi@sundhamn.example"].uuid
    opened = open_plan(plan.pk, nadia, purpose="do")
    assert "health" not in opened.sections
    assert "story" not in opened.sections
    assert "home" in opened.sections


def test_johnny_got_a_no_with_reason_name_and_where_to_turn(people: dict[str, User]) -> None:
    plan = of(people, "johnny")
    [ask] = Ask.objects.filter(plan=plan)
    assert ask.refused_on is not None
    assert {"reason", "name", "turn_to"} <= set(ask.words(plan.key))


def test_a_childs_yes_waits_for_the_other_guardian(people: dict[str, User]) -> None:
    seat = Seat.objects.get(
        kind=SeatKind.GUARDIAN, person=people["yonas.tesfai@sundhamn.example"].uuid
    )
    waiting = Agreement.objects.filter(seat=seat, agrees=None)
    assert waiting.count() == 2
    mirza = Seat.objects.get(person=people["mirza.begovic@post.sundhamn.example"].uuid)
    assert consent.shown_to(mirza, timezone.now()) == []
    assert set(Grant.objects.filter(seat=mirza).values_list("awaits", flat=True)) == {1}
    for each in waiting.select_related("grant"):
        opened = open_plan(seat.plan_id, seat.person or uuid.uuid4(), purpose="do", fresh=True)
        consent.agree(opened, each.grant, True)
    assert len(consent.shown_to(mirza, timezone.now())) == 2


def test_nothing_shows_where_a_protected_person_is(people: dict[str, User]) -> None:
    plan = of(people, "amina")
    assert plan.protected
    opened = open_plan(plan.pk, plan.owner, fresh=True)
    words = [str(value) for read in opened.pieces() for value in read.words.values()]
    words += [str(v) for seat in opened.seats for v in opened.about(seat).values()]
    assert words
    assert not any(hidden.find_hidden(word) for word in words)


def test_loading_again_changes_nothing(people: dict[str, User]) -> None:
    before = set(Plan.objects.values_list("pk", flat=True))
    call_command("loadplans", verbosity=0)
    assert set(Plan.objects.values_list("pk", flat=True)) == before


def test_without_the_demo_municipality_it_says_so() -> None:
    with pytest.raises(CommandError, match="load the demo municipality first"):
        call_command("loadplans", verbosity=0)
    assert not Plan.objects.exists()


def test_every_phone_is_of_the_series_for_fiction() -> None:
    files = ("demo.toml", "practice.toml")
    text = "".join((staging.FOLDER / name).read_text(encoding="utf-8") for name in files)
    mobiles = re.findall(r"07[\d -]{6,}", text)
    assert len(mobiles) >= len(TOLD["phones"])
    for each in mobiles:
        assert "+46701740605" <= number(each) <= "+46701740699"


def test_the_demo_shows_the_code_that_it_sent_and_nobody_else_does(
    people: dict[str, User], settings: Any, tmp_path: Path
) -> None:
    settings.VAR_DIR, settings.SMS_PROVIDER, settings.DEMO = tmp_path, "files", True
    asta = people["asta.holm@sundhamn.example"].uuid
    assert demo.demo_code(asta) == ""
    knowing.send_code(asta, RequestFactory().get("/"))
    code = demo.demo_code(asta)
    assert demo.demo_code(people["nadia.rahimi@sundhamn.example"].uuid) == ""
    settings.DEMO = False
    assert demo.demo_code(asta) == ""
    settings.DEMO = True
    assert knowing.check_code(asta, code)
    assert demo.demo_code(asta) == ""  # It has been used.


def test_somebody_of_the_demo_opens_her_plan_by_the_code(
    people: dict[str, User], settings: Any, tmp_path: Path
) -> None:
    settings.VAR_DIR, settings.SMS_PROVIDER, settings.DEMO = tmp_path, "files", True
    asta = people["asta.holm@sundhamn.example"]
    client = Client()
    client.force_login(asta)
    session = client.session
    session[sessions.SINCE] = time.time()
    session.save()
    page = client.post("/min-plan/las-upp/", {"do": "send"}).content.decode()
    code = demo.demo_code(asta.uuid)
    assert code
    assert code in page
    answer = client.post("/min-plan/las-upp/", {"do": "digits", "digits": code})
    assert answer.status_code == 302
    assert client.get(f"/min-plan/{of(people, 'asta').pk}/").status_code == 200


def test_nobody_is_told_of_an_invented_past(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    make_people()
    with django_capture_on_commit_callbacks(using=ALIAS, execute=True):
        demo.load()
    assert Plan.objects.exists()
    assert mail.outbox == []
