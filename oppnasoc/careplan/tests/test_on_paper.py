"""A guardian who cannot come in answers on paper: nobody waits for her for good, and nobody invents
her yes unseen."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from oppnasoc.careplan import consent, on_paper, owning
from oppnasoc.careplan.models import Agreement, Grant, Plan, Seat, SeatKind
from oppnasoc.careplan.opening import NotThere, Opened, open_plan
from oppnasoc.careplan.people import inviting, sight
from oppnasoc.careplan.people.news import people_news
from oppnasoc.careplan.writing import Refused
from oppnasoc.vault.log import lines_of
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    client_for,
    client_of,
    make_goal,
    make_plan,
    make_seat,
    show,
    user_of,
)

from .pages import html, today, url
from .test_export_file import CHECKER, taken

pytestmark = pytest.mark.django_db(databases=TOWER)


def make_away() -> tuple[Plan, Seat, Seat, Seat]:
    """A child's plan: a father, a mother who is only on paper, and somebody at work who would see
    the goals when both have said yes."""
    plan = make_plan(grown_up_on=today(800))
    far = make_seat(plan, SeatKind.GUARDIAN, name="Far")
    mor = inviting.add(as_owner(plan), SeatKind.GUARDIAN, {"name": "Mor"})
    siv = make_seat(plan)
    make_goal(plan)
    show(siv, "goals")
    consent.agree(as_seat(far), Grant.objects.get(), True)
    assert as_seat(siv).pieces() == []
    return plan, far, mor, siv


def write(by: Opened, guardian: Seat, yes: bool = True, **more: Any) -> None:
    given: dict[str, Any] = {"how": "written", "on": today(), "witness": "Bo Granne"} | more
    grants = given.pop("grants", None) or Grant.objects.filter(withdrawn_at=None)
    on_paper.write_down(by, guardian, grants, yes=yes, **given)


def come_in(plan: Plan, seat: Seat) -> Seat:
    link = inviting.invite(as_owner(plan), seat)
    person = user_of(make_plan().owner).uuid
    return inviting.accept(inviting.invitation(link.token, link.code, person))


@pytest.mark.parametrize("by", ["owner", "father"])
def test_a_yes_on_paper_counts_and_says_who_saw_it(by: str) -> None:
    plan, far, mor, siv = make_away()
    lines = lines_of(plan.pk).filter(verb="grant").count()
    write(as_owner(plan) if by == "owner" else as_seat(far), mor)
    assert lines_of(plan.pk).filter(verb="grant").count() == lines + 1
    assert as_seat(siv).pieces()
    [yes], _noes = sight.standing_of(as_owner(plan), siv)
    [told] = yes.papers
    assert told.startswith("Mor: ja på papper")
    assert "sett av Bo Granne" in told
    assert ("Vera" if by == "owner" else "Far") in told
    assert told in html(client_for(plan.owner).get(url(plan, "plan_person", siv.pk)))


def test_it_is_sealed() -> None:
    plan, _far, mor, _siv = make_away()
    write(as_owner(plan), mor)
    assert b"Bo Granne" not in bytes(Grant.objects.get().body)
    assert on_paper.papers_of(Grant.objects.get(), plan.key)[0].witness == "Bo Granne"


def test_who_sits_beside_and_types_is_in_the_log() -> None:
    plan, _far, mor, siv = make_away()
    opened = open_plan(plan.pk, plan.owner, fresh=True, assisted=siv.pk)
    write(opened, mor)
    assert lines_of(plan.pk)[0].assisted == siv.pk


def test_whoever_has_been_here_answers_by_herself() -> None:
    plan, far, mor, siv = make_away()
    came = come_in(plan, mor)
    for by in (as_owner(plan), as_seat(far)):
        with pytest.raises(NotThere):
            write(by, came)
    with pytest.raises(NotThere):
        write(as_seat(siv), mor)
    assert Agreement.objects.get(seat=mor).agrees is None


def test_nobody_bears_out_what_she_writes_herself() -> None:
    plan, far, mor, siv = make_away()
    for name in ("Far", " mor ", "Vera", ""):
        with pytest.raises(Refused) as caught:
            write(as_seat(far), mor, witness=name)
        assert caught.value.fields == ("witness",)
    beside = open_plan(plan.pk, plan.owner, fresh=True, assisted=siv.pk)
    with pytest.raises(Refused):
        write(beside, mor, witness="Siv Handläggare")
    assert siv.pk not in {seat.pk for seat in on_paper.witnesses(beside, mor)}
    assert far.pk not in {seat.pk for seat in on_paper.witnesses(as_seat(far), mor)}
    for on in (today(1), today(-400)):
        with pytest.raises(Refused):
            write(as_owner(plan), mor, on=on)
    with pytest.raises(Refused):
        write(as_owner(plan), mor, how="here")
    assert as_seat(siv).pieces() == []


def test_a_no_wins_over_a_yes_that_somebody_writes_down() -> None:
    plan, far, mor, siv = make_away()
    write(as_owner(plan), mor)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        write(as_seat(far), mor, False)
        assert as_seat(siv).pieces() == []
        papers = on_paper.papers_of(Grant.objects.get(), plan.key)
        assert [(each.yes, each.over) for each in papers] == [(True, True), (False, False)]
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        for by in (as_owner(plan), as_seat(far)):
            with pytest.raises(Refused):
                write(by, mor)
        # Nor by asking anew, of the part or of a piece of it.
        show(siv, "goals")
        with pytest.raises(Refused):
            write(as_owner(plan), mor)
        [goal] = plan.pieces.all()
        consent.give(as_owner(plan), siv, "goals", piece=goal)
        with pytest.raises(Refused):
            write(as_owner(plan), mor, grants=Grant.objects.filter(piece=goal))
        assert as_seat(siv).pieces() == []
        consent.agree(as_seat(come_in(plan, mor)), Grant.objects.get(piece=goal), True)
        consent.agree(as_seat(far), Grant.objects.get(piece=goal), True)
        assert as_seat(siv).pieces(), "she herself may"


def test_a_slip_of_ones_own_is_mended_for_a_quarter_of_an_hour() -> None:
    plan, far, mor, siv = make_away()
    write(as_owner(plan), mor, False)
    with pytest.raises(Refused):
        write(as_seat(far), mor)
    write(as_owner(plan), mor)
    assert as_seat(siv).pieces()


def test_all_who_decide_for_the_child_are_told(
    mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    plan, far, mor, _siv = make_away()
    assert far.person
    for person in (plan.owner, far.person):
        user_of(person)
    with django_capture_on_commit_callbacks(using="vault", execute=True):
        write(as_owner(plan), mor)
    assert [mail.to for mail in mailoutbox] == [[user_of(far.person).email]]
    told = [each.text for each in people_news(as_seat(far))]
    assert "Ett svar på papper från en vårdnadshavare har skrivits ner." in told
    with django_capture_on_commit_callbacks(using="vault", execute=True):
        write(as_seat(far), mor, False)
    assert mailoutbox[1].to == [user_of(plan.owner).email]
    assert told[0] in [each.text for each in people_news(as_owner(plan))]


def test_she_sees_it_when_she_comes_in_and_takes_it_back_with_one_button() -> None:
    plan, _far, mor, siv = make_away()
    write(as_owner(plan), mor)
    mor = come_in(plan, mor)
    assert as_seat(siv).pieces()
    asked = "Någon har skrivit ner ett svar som ditt. Stämmer det?"
    assert asked in [each.text for each in people_news(as_seat(mor))]
    mothers, page = client_of(mor), url(plan, "plan_agreements")
    there = html(mothers.get(page))
    for words in ("Någon har skrivit ner att du sa ja", "sett av Bo Granne", "Det stämmer"):
        assert words in there
    answer = {"grant": str(Grant.objects.get().pk), "answer": "no"}
    assert mothers.post(page, answer).status_code == 302
    assert as_seat(siv).pieces() == []
    assert asked not in [each.text for each in people_news(as_seat(mor))]
    assert [each.over for each in on_paper.papers_of(Grant.objects.get(), plan.key)] == [True]


def test_she_says_that_it_is_right() -> None:
    plan, _far, mor, siv = make_away()
    write(as_owner(plan), mor)
    mor = come_in(plan, mor)
    consent.agree(as_seat(mor), Grant.objects.get(), True)
    assert as_seat(siv).pieces()
    assert people_news(as_seat(mor)) == []
    assert Grant.objects.get().awaits == 0


def test_the_page_where_it_is_written_down() -> None:
    plan, far, mor, siv = make_away()
    there = url(plan, "plan_on_paper", mor.pk)
    assert there in html(client_for(plan.owner).get(url(plan, "plan_person", mor.pk)))
    fathers = client_of(far)
    for page in ("plan_agreements", "plan"):
        assert there in html(fathers.get(url(plan, page)))
    assert "Får Siv Handläggare se Mål?" in html(fathers.get(there))
    grant = str(Grant.objects.get().pk)
    sent = {"grants": grant, "answer": "yes", "how": "written", "on": today().isoformat()}
    for wrong in ({}, {"witness": "x"}, {"witness": "other"}, {"witness": "other", "other": "Far"}):
        assert fathers.post(there, sent | wrong).status_code == 422
    assert fathers.post(there, sent | {"witness": str(siv.pk)}).status_code == 302
    assert "sett av Siv Handläggare" in html(fathers.get(there))
    assert as_seat(siv).pieces()
    for client, whose in ((client_of(siv), mor), (fathers, far), (client_for(plan.owner), siv)):
        assert client.get(url(plan, "plan_on_paper", whose.pk)).status_code == 404
    assert client_of(siv).post(there, sent).status_code == 404


def test_a_protected_persons_witness_tells_no_address() -> None:
    plan, _far, mor, _siv = make_away()
    write(as_owner(plan), mor, witness="Bo, Storgatan 14")
    owning.protect(as_owner(plan), True)
    [paper] = on_paper.papers_of(Grant.objects.get(), plan.key)
    assert "Storgatan" not in paper.witness
    with pytest.raises(Refused):
        write(as_owner(plan), mor, witness="Bo, Storgatan 14")


def test_a_closed_plan_takes_no_answers() -> None:
    plan, _far, mor, _siv = make_away()
    owning.close(as_owner(plan))
    with pytest.raises((Refused, NotThere)):
        write(as_owner(plan), mor)


def test_it_is_in_her_file() -> None:
    plan, far, mor, _siv = make_away()
    write(as_owner(plan), mor)
    write(as_seat(far), mor, False)
    found = json.loads(taken(plan))
    CHECKER.validate(found)
    record = found["own"]["record"]
    [waits] = [row for row in record["earlier_grants"] if row["awaits"]]
    told = [(row["yes"], row["witness"], row["over"]) for row in waits["papers"]]
    assert told == [(True, "Bo Granne", True), (False, "Bo Granne", False)]
    assert [row["by"] for row in waits["papers"]][1] == str(far.pk)
