"""What holds of a yes and a no whoever says it: representatives, guardians, those who leave."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from oppnasoc.careplan import consent, leaving, owning, protecting, writing
from oppnasoc.careplan.models import (
    Edition,
    Grant,
    Kind,
    Level,
    Piece,
    Plan,
    Seat,
    SeatKind,
    Side,
)
from oppnasoc.careplan.opening import NotThere, open_plan
from oppnasoc.careplan.people import growing, inviting
from oppnasoc.careplan.people.news import people_news
from oppnasoc.careplan.seats import How
from oppnasoc.careplan.writing import Refused
from oppnasoc.people import actions, linking
from oppnasoc.people.models import Identity, User
from oppnasoc.vault.log import lines_of
from tests.planned import (
    SOUGHT,
    TOWER,
    as_owner,
    as_seat,
    client_for,
    make_action,
    make_goal,
    make_piece,
    make_plan,
    make_seat,
    make_whole,
    show,
    user_of,
)

pytestmark = pytest.mark.django_db(databases=TOWER)


def today(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


def make_trustee(plan: Plan, kind: str = SeatKind.TRUSTEE, **parts: Any) -> Seat:
    """Somebody who acts for the owner by a decision; property only unless more is said."""
    seat = make_seat(plan, kind, name="Eva God man")
    given: dict[str, Any] = {
        "rights": False,
        "property": True,
        "person": False,
        "until_on": today(60),
    } | parts
    inviting.empower(as_owner(plan), seat, decided_on=today(), evidence="Förordnande", **given)
    return seat


def make_child() -> tuple[Plan, Seat, Seat]:
    """A plan of somebody who turns 18 in 900 days, and her two guardians."""
    plan = make_plan(grown_up_on=today(900))
    far, mor = (make_seat(plan, SeatKind.GUARDIAN, name=name) for name in ("Far", "Mor"))
    return plan, far, mor


# One person, one part, one purpose, a time


def test_a_yes_needs_a_witness_when_it_is_not_given_here() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    for how in (How.SPOKEN, How.WRITTEN):
        with pytest.raises(Refused) as caught:
            consent.give(as_owner(plan), siv, "goals", how=how, witness=" ")
        assert caught.value.fields == ("witness",)
    grant = consent.give(as_owner(plan), siv, "goals", how=How.SPOKEN, witness="Nils")
    assert grant.words(plan.key) == {"witness": "Nils"}
    assert b"Nils" not in bytes(grant.body)


@pytest.mark.parametrize(
    "wrong",
    [{"purpose": ""}, {"purpose": "all"}, {"level": 0}, {"level": 4}, {"how": ""}],
)
def test_a_yes_without_its_words_is_none(wrong: dict[str, Any]) -> None:
    plan = make_plan()
    siv = make_seat(plan)
    with pytest.raises(Refused):
        consent.give(as_owner(plan), siv, "goals", **wrong)
    assert not Grant.objects.exists()


@pytest.mark.parametrize("days", [-1, 366])
def test_a_yes_lasts_from_today_to_a_year(days: int) -> None:
    plan = make_plan()
    siv = make_seat(plan)
    with pytest.raises(Refused) as caught:
        consent.give(as_owner(plan), siv, "goals", until=today(days))
    assert caught.value.fields == ("until",)
    consent.give(as_owner(plan), siv, "goals", until=today(365))
    consent.give(as_owner(plan), siv, "health", until=today())


def test_a_support_sees_nothing_after_her_last_day() -> None:
    with time_machine.travel("2026-07-01T10:00:00+02:00", tick=False):
        plan = make_plan()
        kim = make_seat(plan, SeatKind.SUPPORT, name="Kim Brukarspecialist",
                        until=date(2026, 7, 10))  # fmt: skip
        make_goal(plan)
        show(kim, "goals")
    with time_machine.travel("2026-07-10T23:59:59+02:00", tick=False):
        assert as_seat(kim).pieces()
    with time_machine.travel("2026-07-11T00:00:00+02:00", tick=False), pytest.raises(NotThere):
        as_seat(kim)


def test_a_closed_plan_shows_nothing_to_others() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    make_goal(plan)
    show(siv, "goals")
    owning.close(as_owner(plan))
    with pytest.raises(NotThere):
        as_seat(siv)
    assert as_owner(plan).pieces()


def test_a_no_to_a_part_ends_its_single_pieces_too() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    one = make_piece(as_owner(plan), Kind.STORY, {"heading": "Skolan", "words": "Jag slutade"})
    consent.give(as_owner(plan), siv, "story", piece=one)
    no = consent.exclude(as_owner(plan), siv, "story")
    assert as_seat(siv).sections == []
    consent.withdraw(as_owner(plan), no)
    assert as_seat(siv).sections == [], "taking back a no is no yes"


def test_a_single_piece_is_kept_back_from_a_part_that_is_shown() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    one = make_piece(as_owner(plan), Kind.STORY, {"heading": "Skolan", "words": "Jag slutade"})
    make_piece(as_owner(plan), Kind.STORY, {"heading": "Hemma", "words": "Det var bråk"})
    consent.exclude(as_owner(plan), siv, "story", piece=one)
    show(siv, "story")
    assert [read.words["heading"] for read in as_seat(siv).pieces()] == ["Hemma"]
    with pytest.raises(NotThere):
        as_seat(siv).piece(one.pk)
    with pytest.raises(Refused):
        consent.give(as_owner(plan), siv, "story", piece=one)


# Trustees and administrators


def test_a_trustee_for_property_opens_no_health() -> None:
    plan = make_plan()
    eva = make_trustee(plan)
    health = make_action(plan, None, "Boka tid", section="health")
    money = make_action(plan, None, "Betala hyran", section="money")
    show(eva, "money", "health", level=Level.WRITE)
    opened = as_seat(eva)
    assert opened.sections == ["money"]
    for way in (opened.piece, lambda pk: writing.editions(opened, pk),
                lambda pk: writing.remove(opened, pk)):  # fmt: skip
        with pytest.raises(NotThere):
            way(health.pk)
    assert opened.piece(money.pk).words["what"] == "Betala hyran"
    assert opened.pieces(section="health") == []
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        assert as_seat(eva).sections == []


@pytest.mark.parametrize("kind", [SeatKind.TRUSTEE, SeatKind.ADMINISTRATOR])
def test_whoever_acts_for_her_never_speaks_over_her(kind: str) -> None:
    plan = make_plan()
    eva, siv = make_trustee(plan, kind, person=True), make_seat(plan)
    make_goal(plan)
    consent.exclude(as_owner(plan), siv, "health")
    with pytest.raises(Refused):
        consent.give(as_seat(eva), siv, "health", sought=SOUGHT)
    show(siv, "goals", until=today(10))
    hers = Grant.objects.get(section="goals")
    with pytest.raises(Refused):
        consent.give(as_seat(eva), siv, "goals", level=Level.WRITE, sought=SOUGHT)
    with pytest.raises(Refused):
        consent.withdraw(as_seat(eva), hers)
    with pytest.raises(Refused):
        consent.withdraw(as_seat(eva), Grant.objects.get(excludes=True))
    with pytest.raises(Refused):
        consent.exclude(as_seat(eva), siv, "goals")
    consent.withdraw(as_owner(plan), hers)
    with pytest.raises(Refused):
        consent.give(as_seat(eva), siv, "goals", sought=SOUGHT)
    assert as_seat(siv).sections == []


def test_whoever_acts_for_her_never_lets_herself_in() -> None:
    plan = make_plan(grown_up_on=today(900))
    eva = make_trustee(plan, person=True)
    far = make_seat(plan, SeatKind.GUARDIAN, name="Far")
    for seat in (eva, far):
        with pytest.raises(Refused):
            consent.give(as_seat(seat), seat, "goals", sought=SOUGHT)
    assert not Grant.objects.exists()


def test_her_yes_is_shown_as_hers_and_the_owner_takes_it_back() -> None:
    plan = make_plan()
    eva, siv = make_trustee(plan), make_seat(plan)
    make_action(plan, None, "Betala hyran", section="money")
    grant = consent.give(as_seat(eva), siv, "money", sought=SOUGHT)
    with pytest.raises(Refused):
        consent.give(as_seat(eva), siv, "health", sought=SOUGHT)
    assert grant.until_at
    assert timezone.localdate(grant.until_at - timedelta(seconds=1)) == today(60)
    assert as_seat(siv).pieces()
    page = client_for(plan.owner).get(reverse("plan_person", args=[plan.pk, siv.pk]))
    assert "Eva God man" in page.content.decode()
    consent.withdraw(as_owner(plan), grant)
    assert as_seat(siv).pieces() == []
    with pytest.raises(Refused):
        consent.give(as_seat(eva), siv, "money", sought=SOUGHT)


def test_what_she_said_for_another_ends_with_her_place() -> None:
    plan = make_plan()
    eva, siv = make_trustee(plan), make_seat(plan)
    consent.give(as_seat(eva), siv, "money", sought=SOUGHT)
    show(siv, "goals")
    inviting.end(as_owner(plan), eva)
    assert as_seat(siv).sections == ["goals"]


def test_nobody_without_a_right_decides() -> None:
    plan = make_plan()
    siv, nils = make_seat(plan), make_seat(plan, side=Side.REGION, name="Nils")
    mum = make_seat(plan, SeatKind.RELATIVE, name="Mamma")
    show(siv, "goals", level=Level.WRITE)
    for seat in (siv, mum):
        with pytest.raises(Refused):
            consent.give(as_seat(seat), nils, "goals", sought=SOUGHT)
        with pytest.raises(NotThere):
            inviting.invite(as_seat(seat), nils)
        with pytest.raises(NotThere):
            inviting.add(as_seat(seat), SeatKind.RELATIVE, {"name": "Bror"})
        with pytest.raises(NotThere):
            owning.protect(as_seat(seat), True)


# Guardians, and the day she turns 18


def test_what_a_guardian_said_ends_at_midnight_when_she_turns_18() -> None:
    with time_machine.travel("2026-07-01T10:00:00+02:00", tick=False):
        plan = make_plan(grown_up_on=date(2026, 9, 1))
        far = make_seat(plan, SeatKind.GUARDIAN, name="Far")
        siv = make_seat(plan)
        make_goal(plan)
        make_piece(as_owner(plan), Kind.NOT_WANTED, {"people": "Kalle"})
        show(far, "goals")
        consent.give(as_seat(far), siv, "goals", sought=SOUGHT)
        assert far.person
    with time_machine.travel("2026-08-31T23:59:59+02:00", tick=False):
        assert as_seat(siv).pieces()
        assert as_seat(far).pieces()
        assert {read.piece.section for read in as_seat(far).pieces()} == {"goals"}
    with time_machine.travel("2026-09-01T00:00:00+02:00", tick=False):
        assert as_seat(siv).pieces() == []
        with pytest.raises(NotThere):
            open_plan(plan.pk, far.person, purpose="support")


def test_a_birthday_said_late_ends_what_goes_beyond_it() -> None:
    plan, far, mor = make_child()
    siv = make_seat(plan)
    make_goal(plan)
    grant = consent.give(as_seat(far), siv, "goals", sought=SOUGHT)
    consent.agree(as_seat(mor), grant, True)
    show(far, "goals")
    for mine in Grant.objects.filter(seat=far):
        consent.agree(as_seat(mor), mine, True)
    growing.set_day(as_owner(plan), today(5), today=today())
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        assert as_seat(siv).pieces() == []
        with pytest.raises(NotThere):
            as_seat(far)


def test_an_earlier_no_of_a_guardian_counts_once() -> None:
    plan, far, mor = make_child()
    siv = make_seat(plan)
    make_goal(plan)
    grant = consent.give(as_owner(plan), siv, "goals")
    assert as_seat(siv).pieces() == []
    consent.agree(as_seat(far), grant, False)
    consent.agree(as_seat(far), grant, False)
    consent.agree(as_seat(mor), grant, True)
    assert as_seat(siv).pieces() == []
    consent.agree(as_seat(far), grant, True)
    consent.agree(as_seat(far), grant, True)
    assert as_seat(siv).pieces()
    with pytest.raises(NotThere):
        consent.agree(as_seat(siv), grant, True)


# Whoever leaves her work


def make_boss() -> User:
    return User.objects.create_user("admin@example.com", is_administrator=True)


def test_a_closed_account_ends_its_places_at_once(django_capture_on_commit_callbacks: Any) -> None:
    plan = make_plan()
    siv, nils = make_whole(plan)
    mum = make_seat(plan, SeatKind.RELATIVE, name="Mamma", person=uuid.uuid4())
    show(siv, "goals")
    assert siv.person
    with django_capture_on_commit_callbacks(execute=True):
        actions.deactivate(user_of(siv.person), by=make_boss())
    with pytest.raises(NotThere):
        as_seat(siv)
    as_seat(nils)
    as_seat(mum)
    assert lines_of(plan.pk).filter(seat=siv.pk)[0].verb == "leave"
    told = [each.text for each in people_news(as_owner(plan))]
    assert len(told) == 2, "somebody has left, and others have come in lately"
    page = client_for(plan.owner).get(reverse("plan_people", args=[plan.pk]))
    assert told[0] in page.content.decode()
    [left] = Piece.objects.filter(seat=siv)
    assert reverse("plan_change", args=[plan.pk, left.pk]) in page.content.decode()


def test_a_sign_in_at_work_that_is_gone_ends_them_too(
    django_capture_on_commit_callbacks: Any,
) -> None:
    plan = make_plan()
    siv = make_seat(plan)
    mum = make_seat(plan, SeatKind.RELATIVE, name="Mamma")
    for seat, kind in ((siv, "sso"), (mum, "eid")):
        assert seat.person
        person = user_of(seat.person)
        identity = Identity.objects.create(user=person, kind=kind, digest=kind.ljust(64, "0"))
        with django_capture_on_commit_callbacks(execute=True):
            linking.unbind(identity, by=person)
    as_seat(mum)
    with pytest.raises(NotThere):
        as_seat(siv)


def test_what_was_missed_is_done_the_same_night(settings: Any) -> None:
    plan = make_plan()
    siv, nils = make_seat(plan), make_seat(plan, side=Side.REGION, name="Nils")
    gone = make_seat(plan, SeatKind.SUPPORT, name="Kim")
    mum = make_seat(plan, SeatKind.RELATIVE, name="Mamma")
    for seat in (siv, nils, mum):
        assert seat.person
        User.objects.filter(pk=user_of(seat.person).pk).update(is_active=seat is nils)
    settings.PARTS = ("public",)
    assert leaving.end_places_of_closed_accounts(today()) == 0
    settings.PARTS = ("public", "plan")
    assert leaving.end_places_of_closed_accounts(today()) == 2
    assert leaving.end_places_of_closed_accounts(today()) == 0
    ended = set(Seat.objects.exclude(ended_at=None).values_list("pk", flat=True))
    assert ended == {siv.pk, gone.pk}


# Protected personal data


def test_mending_a_text_leaves_nothing_in_earlier_editions() -> None:
    plan = make_plan()
    goal = make_goal(plan, "Flytta från Hamngatan 3")
    other = make_goal(plan, "Ringa 070-174 06 05")
    writing.change(as_owner(plan), other.pk, {"words": "Ringa på tisdag"}, edition=1)
    assert owning.protect(as_owner(plan), True) == [Kind.GOAL]
    assert [trace.what for trace in protecting.showing(as_owner(plan))] == ["Hamngatan 3"]
    writing.change(as_owner(plan), goal.pk, {"words": "Flytta"}, edition=1)
    assert protecting.showing(as_owner(plan)) == []
    for piece in (goal, other):
        said = [each.words["words"] for each in writing.editions(as_owner(plan), piece.pk)]
        assert not any("Hamngatan" in text or "070" in text for text in said), said
    assert Edition.objects.count() == 4


def test_only_the_owner_of_a_protected_plan_redacts() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    with pytest.raises(NotThere):
        protecting.redact(as_owner(plan))
    owning.protect(as_owner(plan), True)
    with pytest.raises(NotThere):
        protecting.redact(as_seat(siv))
    with pytest.raises(NotThere):
        protecting.showing(as_seat(siv))
