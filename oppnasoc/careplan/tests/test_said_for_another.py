"""What is said yes to for another holds as long as the right to say it, and not unseen by her."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connections
from django.utils import timezone

from oppnasoc.careplan import consent, deciding
from oppnasoc.careplan.models import Agreement, Grant, Level, Plan, Seat, SeatKind, Side
from oppnasoc.careplan.opening import NotThere
from oppnasoc.careplan.people import growing, inviting
from oppnasoc.careplan.people.news import people_news
from oppnasoc.careplan.writing import Refused
from oppnasoc.trail.tests.disk import SECONDS, on_disk
from oppnasoc.vault.router import ALIAS
from tests.planned import (
    SOUGHT,
    TOWER,
    as_owner,
    as_seat,
    client_for,
    client_of,
    make_action,
    make_goal,
    make_plan,
    make_seat,
    show,
    user_of,
)

from .pages import FOR_HER, YES, html, today, url

pytestmark = pytest.mark.django_db(databases=TOWER)
real = pytest.mark.django_db(databases=TOWER, transaction=True)


def decided(plan: Plan, seat: Seat, until: date | None = None, **parts: bool) -> None:
    """A decision about who acts for her; it reaches her person unless something else is said."""
    given: dict[str, Any] = {"rights": False, "property": False, "person": not parts, **parts}
    on = today(-90)
    inviting.empower(as_owner(plan), seat, decided_on=on, until_on=until, evidence="B", **given)


def make_trustee(plan: Plan) -> Seat:
    seat = make_seat(plan, SeatKind.TRUSTEE, name="Eva God man")
    decided(plan, seat)
    return seat


def last_day(grant: Grant) -> date:
    grant.refresh_from_db()
    assert grant.until_at is not None
    return timezone.localdate(grant.until_at - timedelta(seconds=1))


# A guardian who comes later


def make_child() -> tuple[Plan, Seat, Seat]:
    """A child's plan with one guardian, who has said yes to what somebody at work sees."""
    plan = make_plan(grown_up_on=today(800))
    far, siv = make_seat(plan, SeatKind.GUARDIAN, name="Far"), make_seat(plan)
    make_goal(plan)
    grant = consent.give(as_owner(plan), siv, "goals")
    assert as_seat(siv).pieces() == []
    consent.agree(as_seat(far), grant, True)
    assert as_seat(siv).pieces()
    return plan, far, siv


def test_a_guardian_who_comes_later_is_asked_too() -> None:
    plan, far, siv = make_child()
    consent.give(as_owner(plan), far, "goals")
    assert as_seat(far).pieces()
    mor = make_seat(plan, SeatKind.GUARDIAN, name="Mor")
    assert as_seat(siv).pieces() == as_seat(far).pieces() == []
    there = client_of(mor).get(url(plan, "plan_agreements")).content.decode()
    assert there.count('value="yes"') == 2
    for grant in Grant.objects.filter(seat__in=[siv, far]):
        consent.agree(as_seat(mor), grant, True)
    assert as_seat(siv).pieces()
    assert as_seat(far).pieces()
    consent.agree(as_seat(mor), Grant.objects.get(seat=siv), False)
    assert as_seat(siv).pieces() == []
    assert as_seat(far).pieces()


def test_a_yes_that_is_put_back_waits_for_who_came_meanwhile() -> None:
    plan, _far, siv = make_child()
    [grant] = Grant.objects.filter(seat=siv)
    consent.withdraw(as_owner(plan), grant)
    mor = make_seat(plan, SeatKind.GUARDIAN, name="Mor")
    grant.refresh_from_db()
    consent.restore(as_owner(plan), grant)
    assert as_seat(siv).pieces() == []
    consent.agree(as_seat(mor), grant, True)
    assert as_seat(siv).pieces()


def test_a_guardian_whose_place_holds_again_is_asked_of_what_was_said_meanwhile() -> None:
    plan, far, siv = make_child()
    inviting.describe(as_owner(plan), far, {"name": "Far"}, until_on=today(-1))
    goal = make_action(plan, siv, section="home")
    show(siv, "home")
    assert goal.pk in {read.piece.pk for read in as_seat(siv).pieces()}
    inviting.describe(as_owner(plan), far, {"name": "Far"}, until_on=None)
    assert goal.pk not in {read.piece.pk for read in as_seat(siv).pieces()}
    consent.agree(as_seat(far), Grant.objects.get(section="home"), True)
    assert goal.pk in {read.piece.pk for read in as_seat(siv).pieces()}
    assert Agreement.objects.count() == 2


def test_the_page_says_that_a_new_guardian_is_asked() -> None:
    plan = make_plan(grown_up_on=today(800))
    page = html(client_for(plan.owner).get(url(plan, "plan_person_new")))
    assert "Det du redan har sagt ja till visas först när den nya vårdnadshavaren" in page


# A decision that ends earlier, or reaches less


@pytest.mark.parametrize("days", [-1, -30])
def test_what_a_trustee_said_ends_with_an_order_that_has_ended(days: int) -> None:
    plan = make_plan()
    eva, siv = make_trustee(plan), make_seat(plan)
    make_action(plan, siv, section="health")
    consent.give(as_seat(eva), siv, "health", sought=SOUGHT)
    assert as_seat(siv).pieces()
    decided(plan, eva, today(days))
    assert as_seat(siv).pieces() == []
    decided(plan, eva)
    assert as_seat(siv).pieces() == [], "it does not come back by itself"


def test_what_a_trustee_said_lasts_no_longer_than_her_order() -> None:
    plan = make_plan()
    eva, siv = make_trustee(plan), make_seat(plan)
    make_action(plan, siv, section="health")
    make_goal(plan)
    show(siv, "goals")
    grant = consent.give(as_seat(eva), siv, "health", sought=SOUGHT)
    decided(plan, eva, today(10))
    assert last_day(grant) == today(10)
    assert last_day(Grant.objects.get(section="goals")) == today(365), "what she said herself stays"
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        assert [read.piece.section for read in as_seat(siv).pieces()] == ["goals"]


def test_what_an_order_does_not_reach_any_more_is_not_seen() -> None:
    plan = make_plan()
    eva, siv = make_trustee(plan), make_seat(plan)
    make_action(plan, siv, section="health")
    make_goal(plan)
    for part in ("health", "goals"):
        consent.give(as_seat(eva), siv, part, sought=SOUGHT)
    decided(plan, eva, rights=True)
    assert [read.piece.section for read in as_seat(siv).pieces()] == ["goals"]


def test_what_a_trustee_said_ends_with_her_own_last_day() -> None:
    plan = make_plan()
    eva, siv = make_trustee(plan), make_seat(plan)
    make_action(plan, siv, section="health")
    grant = consent.give(as_seat(eva), siv, "health", sought=SOUGHT)
    words = {"name": "Eva God man"}
    inviting.describe(as_owner(plan), eva, words, until_on=today(5))
    assert last_day(grant) == today(5)
    inviting.describe(as_owner(plan), eva, words, until_on=today(-1))
    assert as_seat(siv).pieces() == []


def test_what_somebody_sees_ends_with_her_own_last_day() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    make_goal(plan)
    show(siv, "goals")
    words = {"name": "Siv"}
    inviting.describe(as_owner(plan), siv, words, until_on=today(5))
    assert last_day(Grant.objects.get()) == today(5)
    inviting.describe(as_owner(plan), siv, words, until_on=today(-1))
    inviting.describe(as_owner(plan), siv, words, until_on=None)
    assert as_seat(siv).pieces() == [], "it does not come back by itself"


# She takes it back at the same moment


@real
def test_a_yes_that_she_takes_back_meanwhile_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who acts for her says it anew: what was asked first is still so when it is kept."""
    with on_disk(tmp_path, using=ALIAS):
        plan = make_plan()
        eva, siv = make_trustee(plan), make_seat(plan)
        make_action(plan, siv, section="health")
        first = consent.give(as_seat(eva), siv, "health", sought=SOUGHT)
        asked: Callable[..., None] = deciding.her_word_first
        failed: list[Exception] = []

        def take_back() -> None:
            try:
                consent.withdraw(as_owner(plan), first)
            except Exception as error:
                failed.append(error)
            finally:
                connections.close_all()

        meanwhile = Thread(target=take_back, daemon=True)

        def her_word_first(*given: Any) -> None:
            asked(*given)
            meanwhile.start()
            meanwhile.join(0.4)  # She waits while the plan is held.

        monkeypatch.setattr(consent, "her_word_first", her_word_first)
        consent.give(as_seat(eva), siv, "health", sought=SOUGHT)
        meanwhile.join(SECONDS)
        assert not failed
        assert as_seat(siv).pieces() == []
        monkeypatch.setattr(consent, "her_word_first", asked)
        with pytest.raises(Refused):
            consent.give(as_seat(eva), siv, "health", sought=SOUGHT)


def test_who_has_lost_her_place_says_yes_to_nothing_more() -> None:
    plan = make_plan()
    eva, siv = make_trustee(plan), make_seat(plan)
    opened = as_seat(eva)
    inviting.end(as_owner(plan), eva)
    with pytest.raises(Refused):
        consent.give(opened, siv, "health", sought=SOUGHT)
    assert not Grant.objects.exists()


# She is told


def test_she_is_told_when_somebody_says_yes_for_her(
    django_capture_on_commit_callbacks: Any,
) -> None:
    plan = make_plan()
    eva, siv = make_trustee(plan), make_seat(plan)
    nils = make_seat(plan, side=Side.REGION, name="Nils")
    user_of(plan.owner)
    with django_capture_on_commit_callbacks(using=ALIAS, execute=True):
        grant = consent.give(as_seat(eva), siv, "health", level=Level.WRITE, sought=SOUGHT)
    assert len(mail.outbox) == 1
    [told] = [
        each for each in people_news(as_owner(plan)) if "Eva God man har sagt ja" in each.text
    ]
    assert told.url == url(plan, "plan_person", siv.pk)
    assert told.text in html(client_for(plan.owner).get(url(plan, "plan")))
    with django_capture_on_commit_callbacks(using=ALIAS, execute=True):
        consent.give(as_owner(plan), nils, "health")
        consent.withdraw(as_seat(eva), grant)
    assert len(mail.outbox) == 1, "not of what she said herself, nor of what is taken back"
    with django_capture_on_commit_callbacks(using=ALIAS, execute=True):
        grant.refresh_from_db()
        consent.restore(as_seat(eva), grant)
    assert len(mail.outbox) == 2


def test_one_answer_for_her_is_one_notice(django_capture_on_commit_callbacks: Any) -> None:
    plan = make_plan()
    eva, siv = make_trustee(plan), make_seat(plan)
    user_of(plan.owner)
    with django_capture_on_commit_callbacks(using=ALIAS, execute=True):
        sent = {**YES, **FOR_HER, "part_health": "on", "far_health": "3", "part_home": "on"}
        answer = client_of(eva).post(url(plan, "plan_person_ask", siv.pk), sent)
    assert answer.status_code == 302
    assert Grant.objects.count() == 2
    assert len(mail.outbox) == 1


def test_a_birthday_moved_asks_who_is_a_guardian_again() -> None:
    plan, far, siv = make_child()
    with time_machine.travel(timezone.now() + timedelta(days=801)):
        with pytest.raises(NotThere):
            as_seat(far)
        show(siv, "goals")
        assert as_seat(siv).pieces()
        growing.set_day(as_owner(plan), today(30), today=today())
        assert as_seat(siv).pieces() == []
        consent.agree(as_seat(far), Grant.objects.get(withdrawn_at=None), True)
        assert as_seat(siv).pieces()
