"""The acceptance scenarios of a plan, 12 to 23, told in order as people meet them."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from oppnasoc.careplan import noticing
from oppnasoc.careplan.models import (
    Confirmation,
    Grant,
    Kind,
    Level,
    Piece,
    Seat,
    SeatKind,
    Share,
)
from oppnasoc.careplan.people import inviting
from oppnasoc.careplan.story import sharing
from oppnasoc.careplan.turns import reminding
from oppnasoc.people import texting
from oppnasoc.vault import knowing
from oppnasoc.vault.log import lines_of
from oppnasoc.vault.models import Known
from oppnasoc.vault.router import ALIAS
from tests.paper import read_paper
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
    make_whole,
    show,
    user_of,
)

from .pages import FOR_HER, YES, html, owner, today, url
from .test_people_rules import make_trustee

pytestmark = pytest.mark.django_db(databases=TOWER)


def the_action(seat: Seat) -> Piece:
    return Piece.objects.get(kind=Kind.ACTION, seat=seat)


def test_12_after_leaving_quickly_nothing_is_kept() -> None:
    """Shared browser: after quick exit, Back shows nothing. The browser's own Back is pressed in
    tests/journeys/test_plan.py, test_by_the_keyboard_alone; here is what it is told to forget."""
    plan = make_plan()
    client, where = owner(plan), url(plan, "plan")
    assert "no-store" in client.get(where)["Cache-Control"]
    left = client.get(reverse("plan_exit"))
    assert "min-plan" not in left["Location"]
    assert {'"cache"', '"storage"'} <= set(left["Clear-Site-Data"].replace(" ", "").split(","))
    assert left.cookies["plan"].value == ""
    assert client.get(where)["Location"].startswith(reverse("plan_unlock"))


def test_13_a_reminder_names_nothing(tmp_path: Path, settings: Any, mailoutbox: list[Any]) -> None:
    """Reminder SMS contains no SIP, diagnosis, authority or name."""
    settings.VAR_DIR = tmp_path
    plan = make_plan()
    make_action(plan, make_seat(plan), "Psykos: ring läkaren", due=timezone.localdate())
    user_of(plan.owner)
    knowing.know(plan.owner, Known.Kind.PHONE, "070-174 06 05", by=plan.owner)
    noticing.remind_by_text(as_owner(plan), True)
    assert reminding.remind(timezone.localdate()) == 1
    [message] = (tmp_path / "sms").iterdir()
    [notice] = mailoutbox
    [(page, kind)] = notice.alternatives
    assert kind == "text/html"
    assert notice.from_email == settings.DEFAULT_FROM_EMAIL  # An address, and no name of a site.
    for said in (message.read_text(), notice.subject, notice.body, page):
        assert "något att läsa" in said
        assert "://" not in said
        for word in (
            "sip", "plan", "psykos", "läkare", "kommun", "region", "siv", "vera", "soc", "konto",
        ):  # fmt: skip
            assert word not in said.lower(), word
    assert message.read_text().split("\n\n")[1].strip() == noticing.sentence()
    provider = texting.Elks("https://sms.example", "a", "b", settings.SMS_SENDER)
    with (
        patch.object(texting, "provider", return_value=provider),
        patch.object(texting.Elks, "send", autospec=True) as sent,
    ):
        assert reminding.remind(today(7)) == 1
    assert sent.call_args.args[0].sender == settings.PLAN_SMS_SENDER
    assert "soc" not in settings.PLAN_SMS_SENDER.lower()


def test_14_the_sixth_code_locks_and_dead_links_look_alike() -> None:
    """Sixth wrong passcode locks; expired, revoked and never-existing links look identical, in
    comparable time (each works out the slow hash once)."""
    plan = make_plan()
    make_piece(as_owner(plan), Kind.STORY, {"heading": "Skolan", "words": "Jag slutade nian"})
    locked, old, back = (sharing.make(as_owner(plan), "story") for _ in range(3))

    def tries(token: str, code: str) -> Any:
        return Client().post(reverse("plan_shared", args=[token]), {"code": code})

    for _try in range(6):
        html(tries(locked.token, f"{(int(locked.code) + 1) % 10**6:06}"), 422)
    was = timezone.now() - timedelta(days=2)
    Share.objects.filter(pk=old.share.pk).update(made_at=was, until_at=timezone.now())
    sharing.revoke(as_owner(plan), back.share.pk)
    told, encode = set(), MD5PasswordHasher.encode
    links = [(each.token, each.code) for each in (locked, old, back)]
    for token, code in (*links, ("x" * 43, "123456")):
        with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=encode) as slow:
            answer = tries(token, code)
        page = html(answer, 422).replace(code, "")
        told.add((page, str(dict(answer.headers)), slow.call_count))
    assert [count for *_, count in told] == [1], "one and the same"


def test_15_whoever_leaves_her_work_is_out_at_once(mailoutbox: list[Any]) -> None:
    """Staff leaves employer → access gone at once, action "saknar ansvarig", owner told."""
    plan = make_plan()
    siv, _nils = make_whole(plan)
    show(siv, "goals")
    client, person = client_of(siv), siv.person or uuid.uuid4()
    assert client.get(url(plan, "plan")).status_code == 200
    inviting.left_work(person)
    assert client.get(url(plan, "plan")).status_code == 404
    user_of(plan.owner)
    assert "saknar ansvarig" in html(owner(plan).get(url(plan, "plan_late")))
    assert "har slutat" in html(owner(plan).get(url(plan, "plan")))
    assert reminding.remind(timezone.localdate()) == len(mailoutbox) == 1


def test_16_nobody_at_work_reads_without_saying_what_for() -> None:
    """Staff reads without reason → denied; reads reach the owner's log within a minute."""
    plan = make_plan()
    siv = make_seat(plan)
    goal = make_goal(plan)
    show(siv, "goals")
    client, where = client_for(siv.person or uuid.uuid4()), url(plan, "plan_piece", goal.pk)
    for answer in (client.get(where), client.post(url(plan, "plan_take_out"), {"what": "json"})):
        assert answer["Location"].startswith(url(plan, "plan_why"))
    for other in ("curious", "follow_up"):  # No yes was given for either.
        assert client.post(url(plan, "plan_why"), {"purpose": other}).status_code == 422
    log = url(plan, "plan_log")
    assert "Mål" not in html(owner(plan).get(log)).split("<h1>")[1]
    assert client.post(url(plan, "plan_why"), {"purpose": "do"}).status_code == 302
    assert not lines_of(plan.pk).filter(verb="read", seat=siv.pk).exists()
    assert "sova hela natten" in html(client.get(where))
    page = html(owner(plan).get(log)).split("<h1>")[1]
    for said in ("Siv Handläggare", "Sundhamns kommun", "Mål", "för att göra"):
        assert said in page, said
    assert lines_of(plan.pk).filter(verb="refused").exists()


def test_17_the_region_leaves_what_is_the_municipalitys_and_may_comment() -> None:
    """Region edits kommun's action → denied; may comment."""
    plan = make_plan()
    siv, nils = make_whole(plan)
    for seat in (siv, nils):
        show(seat, "home", level=Level.WRITE)
    hers, client = the_action(siv), client_of(nils)
    change = url(plan, "plan_change", hers.pk)
    assert client.get(change).status_code == 404
    assert client.post(change, {"what": "Något annat", "edition": 1}).status_code == 404
    client.post(url(plan, "plan_remove", hers.pk))
    note = {"words": "Vi kan följa med"}
    assert client.post(f"{url(plan, 'plan_write', 'note')}?vid={hers.pk}", note).status_code == 302
    page = html(owner(plan).get(url(plan, "plan_section", "home")))
    assert "Ring hyresvärden om hyran" in page
    assert "Vi kan följa med" in page
    assert client_of(siv).post(change, {"what": "Ring nu", "edition": 1}).status_code == 302


def test_18_who_is_silent_for_21_days_has_agreed_to_nothing() -> None:
    """Kommun confirms, region silent 21 days → "ej bekräftad", never agreed."""
    with time_machine.travel("2026-11-02T10:00:00+01:00", tick=False):
        plan = make_plan()
        siv, _nils = make_whole(plan)
        show(siv, "home")
        confirmed = {"piece": the_action(siv).pk, "edition": "1"}
        assert client_of(siv).post(url(plan, "plan_confirm"), confirmed).status_code == 302
    for day, count in (("2026-11-22", 0), ("2026-11-23", 1), ("2027-01-30", 1)):
        with time_machine.travel(f"{day}T10:00:00+01:00", tick=False):
            page = html(owner(plan).get(url(plan, "plan_approve")))
            assert page.count("inte bekräftad") == count, day
    assert Confirmation.objects.get().seat == siv


def test_19_what_is_14_days_late_has_a_letter_that_nobody_sends(mailoutbox: list[Any]) -> None:
    """Action 14 days late → letter prepared, nothing sent."""
    plan = make_plan()
    siv = make_seat(plan, chief="Mona Ek")
    action = make_action(plan, siv, due=today(-13))
    letter, client = url(plan, "plan_late_letter", action.pk), owner(plan)
    assert client.get(letter).status_code == 404
    Piece.objects.update(due_on=today(-14))
    assert letter in html(client.get(url(plan, "plan_late")))
    assert "Till Siv Handläggare" in html(client.get(letter))
    assert "Till Mona Ek, chef" in html(client.get(f"{letter}?till=chef"))
    sheet = read_paper(client.get(url(plan, "plan_late_pdf", action.pk)).content)
    assert "Ring hyresvärden om hyran" in sheet.text
    assert client_of(siv).get(letter).status_code == 404
    assert mailoutbox == []


def test_20_a_god_man_for_property_opens_no_health() -> None:
    """God man (förvalta egendom only) opens Hälsa → denied; expired order → no access."""
    plan = make_plan()
    eva = make_trustee(plan, until_on=today(9))
    pieces = {part: make_action(plan, None, section=part) for part in ("health", "money")}
    show(eva, *pieces)

    def opens(client: Client) -> list[str]:
        ways: list[tuple[str, str, Any]] = [("plan_section", part, part) for part in pieces]
        ways += [("plan_piece", part, piece.pk) for part, piece in pieces.items()]
        return [p for name, p, what in ways if client.get(url(plan, name, what)).status_code == 200]

    assert opens(client_of(eva)) == ["money", "money"]
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        assert opens(client_of(eva)) == []


def test_21_a_god_man_never_speaks_over_her(mailoutbox: list[Any]) -> None:
    """God man consents against recorded will → blocked, routed to person/Case Manager. Who has no
    case manager asks for one: the ask is somebody's to answer, and late when nobody comes."""
    plan = make_plan()
    eva, siv = make_trustee(plan, person=True), make_seat(plan)
    manager = make_seat(plan, SeatKind.SUPPORT, name="Cissi")
    Seat.objects.filter(pk=manager.pk).update(support="case_manager")
    hers = {user_of(each).email for each in (plan.owner, manager.person or uuid.uuid4())}
    where = url(plan, "plan_person_ask", siv.pk)
    owner(plan).post(where, YES | {"part_health": "on"})
    owner(plan).post(url(plan, "plan_grant_back", siv.pk, Grant.objects.get().pk))
    guardian = client_of(eva)
    for _twice in range(2):
        with TestCase.captureOnCommitCallbacks(using=ALIAS, execute=True):
            page = html(guardian.post(where, YES | FOR_HER | {"part_health": "on"}), 422)
    assert {to for each in mailoutbox for to in each.to} == hers
    assert len(mailoutbox) == 2, "once a day, whatever she tries"
    assert lines_of(plan.pk).filter(verb="refused", seat=eva.pk).count() == 2
    inviting.end(as_owner(plan), manager)
    assert "själv har sagt nej" in page
    assert "Fråga" in page.split("själv har sagt nej")[1]
    assert not Grant.objects.filter(withdrawn_at=None).exists()
    assert client_of(eva).post(where, YES | FOR_HER | {"part_money": "on"}).status_code == 302
    sent = {"support": "case_manager", "to": "municipality"}
    asked = owner(plan).post(url(plan, "plan_ask_support"), sent)["Location"]
    client_of(siv).post(asked, {"do": "receive", "receiver": "Siv Handläggare"})
    user_of(plan.owner)
    mailoutbox.clear()
    for day, told, late in ((20, 0, False), (21, 1, False), (28, 2, True)):
        with time_machine.travel(timezone.now() + timedelta(days=day)):
            assert reminding.remind(timezone.localdate()) == told, day
            page = html(owner(plan).get(url(plan, "plan_late")))
            assert ("Det egna stöd som jag har bett om" in page) is late, day
    assert {to for each in mailoutbox for to in each.to} == {
        user_of(siv.person or uuid.uuid4()).email, user_of(plan.owner).email
    }  # fmt: skip


def test_22_at_eighteen_no_guardian_sees_anything() -> None:
    """Child turns 18 at midnight → guardian grants end; child-private part never became visible."""
    with time_machine.travel("2026-09-01T00:00:00+02:00", tick=False) as clock:
        clock.shift(-60)
        plan = make_plan(grown_up_on=date(2026, 9, 1))
        far = make_seat(plan, SeatKind.GUARDIAN, name="Far")
        goal = make_goal(plan)
        secret = make_piece(as_owner(plan), Kind.NOTE, {"words": "Jag rymmer"}, section="private")
        show(far, "goals")
        client = client_of(far)
        clock.shift(59)
        shown: list[tuple[Any, ...]] = [
            ("plan",), ("plan_section", "goals"), ("plan_piece", goal.pk), ("plan_print",),
        ]  # fmt: skip
        pages = [html(client.get(url(plan, *each))) for each in shown]
        assert not any("rymmer" in page or "Bara för mig" in page for page in pages)
        assert client.get(url(plan, "plan_piece", secret.pk)).status_code == 404
        clock.shift(1)
        assert {client.get(url(plan, *each)).status_code for each in shown} == {404}


def test_23_guardians_who_disagree_share_nothing() -> None:
    """Vårdnadshavare disagree → no sharing."""
    plan = make_plan(grown_up_on=today(900))
    far, mor = (make_seat(plan, SeatKind.GUARDIAN, name=name) for name in ("Far", "Mor"))
    siv = make_seat(plan)
    make_goal(plan)
    sent = YES | FOR_HER | {"part_goals": "on"}
    client_of(far).post(url(plan, "plan_person_ask", siv.pk), sent)
    mother, grant = client_of(mor), Grant.objects.get().pk
    for said, status in (("", 404), ("no", 404), ("yes", 200), ("no", 404)):
        if said:
            mother.post(url(plan, "plan_agreements"), {"grant": grant, "answer": said})
        assert client_of(siv).get(url(plan, "plan_section", "goals")).status_code == status, said
