"""The first things that must hold of every plan."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from oppnasoc.careplan import consent, owning, writing
from oppnasoc.careplan.models import Kind, Level, Plan, Seat, SeatKind, Side, State
from oppnasoc.careplan.opening import NotThere, ProveAgain, SayWhy, open_plan, own_plan
from oppnasoc.careplan.people import inviting
from oppnasoc.careplan.writing import Changed, Plainly, Refused
from oppnasoc.vault.log import lines_of
from tests.planned import (
    SOUGHT,
    TOWER,
    as_owner,
    as_seat,
    make_action,
    make_goal,
    make_piece,
    make_plan,
    make_seat,
    make_whole,
    show,
)

pytestmark = pytest.mark.django_db(databases=TOWER)


def test_every_way_in_leads_to_the_same_plan() -> None:
    person = uuid.uuid4()
    first = make_plan(person)
    assert owning.begin(person, way="region") == first
    assert owning.begin(person, way="organisation") == first
    assert Plan.objects.count() == 1


def test_a_plan_of_practice_stands_beside_the_real_one() -> None:
    person = uuid.uuid4()
    real = make_plan(person)
    practice = owning.begin(person, practice=True)
    assert practice != real
    assert own_plan(person) == real


def test_a_closed_plan_makes_way_for_a_new_one() -> None:
    plan = make_plan()
    owning.close(as_owner(plan), "Jag mår bra nu")
    assert owning.begin(plan.owner) != plan
    with pytest.raises(Refused):
        make_goal(plan)


def test_nobody_without_a_place_opens_it() -> None:
    plan = make_plan()
    with pytest.raises(NotThere):
        open_plan(plan.pk, uuid.uuid4(), purpose="do")
    with pytest.raises(NotThere):
        open_plan(uuid.uuid4(), plan.owner)


def test_somebody_else_says_what_for() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    with pytest.raises(SayWhy):
        as_seat(siv, purpose="")
    with pytest.raises(SayWhy):
        as_seat(siv, purpose="curious")
    assert as_seat(siv).sections == []


def test_a_yes_shows_one_part_and_nothing_else() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    goal = make_goal(plan)
    action = make_action(plan, siv, section="money")
    show(siv, "goals")
    opened = as_seat(siv)
    assert [read.words["words"] for read in opened.pieces()] == ["Jag vill sova hela natten"]
    assert opened.piece(goal.pk).words["span"] == "short"
    with pytest.raises(NotThere):
        opened.piece(action.pk)


def test_a_yes_taken_back_holds_from_the_next_request() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    goal = make_goal(plan)
    show(siv, "goals")
    assert as_seat(siv).pieces()
    [grant] = consent.shown_to(siv, timezone.now())
    consent.withdraw(as_owner(plan), grant)
    assert as_seat(siv).pieces() == []
    with pytest.raises(NotThere):
        as_seat(siv).piece(goal.pk)
    verbs = [line.verb for line in lines_of(plan.pk)]
    assert "withdraw" in verbs
    assert "grant" in verbs
    assert "read" in verbs


def test_a_yes_ends_at_midnight_in_stockholm() -> None:
    with time_machine.travel("2026-07-01T10:00:00+02:00", tick=False):
        plan = make_plan()
        siv = make_seat(plan)
        make_goal(plan)
        show(siv, "goals", until=date(2026, 7, 10))
    with time_machine.travel("2026-07-10T23:59:59+02:00", tick=False):
        assert as_seat(siv).pieces()
    with time_machine.travel("2026-07-11T00:00:00+02:00", tick=False):
        assert as_seat(siv).pieces() == []


def test_a_no_beats_every_yes() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    make_goal(plan)
    show(siv, "goals")
    no = consent.exclude(as_owner(plan), siv, "goals")
    assert as_seat(siv).pieces() == []
    with pytest.raises(Refused):
        show(siv, "goals")
    consent.withdraw(as_owner(plan), no)
    show(siv, "goals")
    assert as_seat(siv).pieces()


def test_the_private_part_is_never_shown() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    make_piece(as_owner(plan), Kind.NOT_WANTED, {"people": "Kalle"})
    with pytest.raises(Refused):
        show(siv, "private")
    with pytest.raises(ProveAgain):
        as_owner(plan, fresh=False).pieces(section="private")
    assert as_owner(plan, fresh=False).pieces() == []
    assert as_owner(plan).pieces(section="private")[0].words["people"] == "Kalle"


def test_a_part_of_the_story_is_shown_by_itself() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    one = make_piece(as_owner(plan), Kind.STORY, {"heading": "Skolan", "words": "Jag slutade nian"})
    make_piece(as_owner(plan), Kind.STORY, {"heading": "Hemma", "words": "Det var bråk"})
    consent.give(as_owner(plan), siv, "story", piece=one)
    opened = as_seat(siv)
    assert [read.words["heading"] for read in opened.pieces()] == ["Skolan"]
    assert opened.sections == ["story"]


def test_changing_keeps_both_when_somebody_came_before() -> None:
    plan = make_plan()
    goal = make_goal(plan)
    writing.change(as_owner(plan), goal.pk, {"words": "Sova bättre"}, edition=1)
    with pytest.raises(Changed) as caught:
        writing.change(as_owner(plan), goal.pk, {"words": "Sova mer"}, edition=1)
    assert caught.value.now.words["words"] == "Sova bättre"
    earlier = writing.editions(as_owner(plan), goal.pk)
    assert [each.words["words"] for each in earlier] == ["Sova bättre", "Jag vill sova hela natten"]
    writing.go_back(as_owner(plan), goal.pk, 1, edition=2)
    assert as_owner(plan).piece(goal.pk).words["words"] == "Jag vill sova hela natten"


def test_how_it_read_before_the_yes_stays_hers() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    goal = make_goal(plan, "Jag vill lämna honom")
    writing.change(as_owner(plan), goal.pk, {"words": "Jag vill ha en egen lägenhet"}, edition=1)
    show(siv, "goals")
    writing.change(as_owner(plan), goal.pk, {"words": "En lägenhet i stan"}, edition=2)
    read = [each.words["words"] for each in writing.editions(as_seat(siv), goal.pk)]
    assert read == ["En lägenhet i stan", "Jag vill ha en egen lägenhet"]
    assert len(writing.editions(as_owner(plan), goal.pk)) == 3


def test_taken_away_and_brought_back() -> None:
    plan = make_plan()
    goal = make_goal(plan)
    writing.remove(as_owner(plan), goal.pk)
    assert as_owner(plan).pieces() == []
    writing.bring_back(as_owner(plan), goal.pk)
    assert as_owner(plan).pieces()


def test_what_the_owner_took_away_nobody_else_brings_back() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "goals", level=Level.WRITE)
    note = make_piece(as_seat(siv), Kind.GOAL, {"words": "Ett mål från kommunen"})
    writing.remove(as_seat(siv), note.pk)
    writing.bring_back(as_seat(siv), note.pk)
    writing.remove(as_owner(plan), note.pk)
    with pytest.raises(NotThere):
        writing.bring_back(as_seat(siv), note.pk)
    writing.bring_back(as_owner(plan), note.pk)


def test_the_region_does_not_change_what_the_municipality_does() -> None:
    plan = make_plan()
    siv, nils = make_seat(plan), make_seat(plan, side=Side.REGION, name="Nils")
    action = make_action(plan, siv)
    for seat in (siv, nils):
        show(seat, "home", level=Level.WRITE)
    with pytest.raises(Refused):
        writing.change(as_seat(nils), action.pk, {"what": "Något annat"}, edition=1)
    note = Plainly(about=action)
    writing.write(as_seat(nils), Kind.NOTE, {"words": "Vi kan hjälpa till"}, section="home",
                  plainly=note)  # fmt: skip
    changed = writing.change(as_seat(siv), action.pk, {"what": "Ring på måndag"}, edition=1)
    assert changed.edition == 2


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": "a\x00b"}, "words"),
        ({"words": "x" * 200_000}, "words"),
        ({"words": "Sova", "span": "never"}, "span"),
    ],
)
def test_bad_input_names_the_field(words: dict[str, str], field: str) -> None:
    plan = make_plan()
    with pytest.raises(Refused) as caught:
        make_piece(as_owner(plan), Kind.GOAL, words)
    assert caught.value.fields == (field,)


def test_a_plan_comes_into_force_only_when_whole() -> None:
    plan = make_plan()
    with pytest.raises(Refused):
        owning.bring_into_force(as_owner(plan))
    assert [gap.name for gap in owning.standing(as_owner(plan)).gaps] == [
        "NEEDS", "SIDES", "OTHERS", "LEAD", "APPROVED", "FOLLOW_UP",
    ]  # fmt: skip
    make_whole(plan)
    assert plan.state == State.IN_FORCE
    assert plan.edition == 1


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 8, 31), date(2026, 11, 30)),
        (date(2026, 1, 15), date(2026, 4, 15)),
    ],
)
def test_following_up_is_within_three_months(day: date, last: date) -> None:
    with time_machine.travel(f"{day}T12:00:00+01:00", tick=False):
        plan = make_plan()
        owning.set_follow_up(as_owner(plan), last)
        with pytest.raises(Refused):
            owning.set_follow_up(as_owner(plan), last + timedelta(days=1))
        with pytest.raises(Refused):
            owning.set_follow_up(as_owner(plan), day - timedelta(days=1))


def test_a_trustee_sees_what_the_order_names() -> None:
    plan = make_plan()
    eva = make_seat(plan, SeatKind.TRUSTEE, name="Eva God man")
    today = timezone.localdate()
    inviting.empower(as_owner(plan), eva, decided_on=today, until_on=today + timedelta(days=9),
                     rights=False, property=True, person=False, evidence="Förordnande")  # fmt: skip
    make_action(plan, None, section="money")
    make_action(plan, None, section="health")
    show(eva, "money", "health")
    assert {read.piece.section for read in as_seat(eva).pieces()} == {"money"}
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        assert as_seat(eva).pieces() == []


def test_whoever_leaves_her_work_is_out_at_once() -> None:
    plan = make_plan()
    siv, nils = make_whole(plan)
    assert siv.person
    inviting.left_work(siv.person)
    with pytest.raises(NotThere):
        as_seat(siv)
    gaps = {gap.name for gap in owning.standing(as_owner(plan)).gaps}
    assert "RESPONSIBLE" in gaps
    assert "LEAD" in gaps
    as_seat(nils)


def test_a_link_lets_in_once() -> None:
    plan = make_plan()
    opened = as_owner(plan)
    seat = inviting.add(opened, SeatKind.RELATIVE, {"name": "Mamma"})
    link = inviting.invite(opened, seat)
    inviting.accept(inviting.invitation(link.token, link.code, uuid.uuid4()))
    for tried in (link.token, "wrong", ""):
        with pytest.raises(NotThere):
            inviting.invitation(tried, link.code, uuid.uuid4())
    assert Seat.objects.filter(plan=plan).count() == 2


def test_a_childs_guardians_go_at_eighteen() -> None:
    birthday = timezone.localdate() + timedelta(days=30)
    plan = make_plan(grown_up_on=birthday)
    far = make_seat(plan, SeatKind.GUARDIAN, name="Far")
    make_goal(plan)
    show(far, "goals")
    assert as_seat(far).pieces()
    at = timezone.make_aware(timezone.datetime(birthday.year, birthday.month, birthday.day))  # type: ignore[attr-defined]
    assert far.person
    open_plan(plan.pk, far.person, purpose="do", at=at - timedelta(seconds=1))
    with pytest.raises(NotThere):
        open_plan(plan.pk, far.person, purpose="do", at=at)


def test_guardians_who_disagree_share_nothing() -> None:
    plan = make_plan(grown_up_on=timezone.localdate() + timedelta(days=900))
    far, mor = (make_seat(plan, SeatKind.GUARDIAN, name=n) for n in ("Far", "Mor"))
    siv = make_seat(plan)
    make_goal(plan)
    grant = consent.give(as_seat(far), siv, "goals", sought=SOUGHT)
    assert as_seat(siv).pieces() == []
    consent.agree(as_seat(mor), grant, True)
    assert as_seat(siv).pieces()
    consent.agree(as_seat(mor), grant, False)
    assert as_seat(siv).pieces() == []


def test_death_freezes() -> None:
    plan = make_plan()
    mum = make_seat(plan, SeatKind.RELATIVE, name="Mamma")
    show(mum, "goals")
    owning.freeze(plan)
    with pytest.raises(NotThere):
        as_seat(mum)
    with pytest.raises(Refused):
        make_goal(plan)


def test_protected_data_is_neither_kept_nor_left() -> None:
    plan = make_plan()
    make_piece(as_owner(plan), Kind.ABOUT, {"called": "Vera", "phone": "070-174 06 05",
                                            "address": "Hamngatan 3"})  # fmt: skip
    assert owning.protect(as_owner(plan), True) == []
    about = as_owner(plan).one(Kind.ABOUT)
    assert about is not None
    assert about.words["phone"] == about.words["address"] == ""
    for text in (
        "Vi ses på Hamngatan 3",
        "Ring 070-174 06 05",
        "vera@example.se",
        "63.12345, 18.54321",
    ):
        with pytest.raises(Refused):
            make_goal(plan, text)


def test_erased_leaves_nothing() -> None:
    plan = make_plan()
    make_whole(plan)
    owning.erase(as_owner(plan))
    assert not Plan.objects.exists()
    assert not Seat.objects.exists()
