"""A side that stands on paper confirms on paper: shown as that, and never as its own word here."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from oppnasoc.careplan import owning, writing
from oppnasoc.careplan.models import Confirmation, Level, Piece, Plan, Seat, Side
from oppnasoc.careplan.opening import NotThere
from oppnasoc.careplan.turns import confirming
from oppnasoc.careplan.turns.confirming import Stand
from oppnasoc.careplan.writing import Changed, Refused
from oppnasoc.vault.log import Verb, lines_of
from tests.paper import read_paper
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    client_of,
    make_action,
    make_plan,
    make_seat,
    show,
)

from .pages import html, owner, take_out, url

pytestmark = pytest.mark.django_db(databases=TOWER)
LINK = "De har bekräftat det på papper"


def gun_does(plan: Plan) -> tuple[Seat, Piece]:
    """Somebody at the region who stands on paper, and what she will do."""
    gun = make_seat(plan, side=Side.REGION, name="Gun Ahlström", on_paper=True)
    return gun, make_action(plan, gun, "Boka tid hos läkaren", section="health")


def note(plan: Plan, piece: Piece, *, edition: int = 1, by: str = "Nadia Rahimi") -> Confirmation:
    day = timezone.localdate() - timedelta(days=1)
    return confirming.note_paper(as_owner(plan), piece.pk, edition=edition, shown_by=by, day=day)


def stand_of(piece: Piece) -> Stand:
    piece = Piece.objects.select_related("seat").get(pk=piece.pk)
    return confirming.stands([piece], timezone.localdate())[piece.pk].stand


def test_the_owner_writes_down_a_paper_and_everybody_sees_that_it_is_one() -> None:
    with time_machine.travel("2026-11-02T10:00:00+01:00", tick=False):
        plan = make_plan()
        _gun, piece = gun_does(plan)
        siv = make_seat(plan)
        make_action(plan, siv)
        client = owner(plan)
        approve, where = url(plan, "plan_approve"), url(plan, "plan_confirm_paper", piece.pk)
        page = html(client.get(approve))
        assert page.count(LINK) == 1, "Siv has come in and confirms herself"
        assert where in page
        assert "Skriv vem som visade" in html(client.post(where, {
            "edition": 1, "shown_by": " ", "day": "2026-10-30"}), 422)  # fmt: skip
        given = {"edition": 1, "shown_by": "Nadia Rahimi", "day": "2026-10-30"}
        assert "Den dagen har inte varit" in html(client.post(where, {
            **given, "day": "2026-11-03"}), 422)  # fmt: skip
        assert stand_of(piece) is Stand.WAITING
        page = html(client.post(where, given, follow=True))
        assert "bekräftat på papper" in page
        assert "Nadia Rahimi har visat ett papper som skrevs under fredag 30 oktober" in page
        assert stand_of(piece) is Stand.PAPER
        sheet = read_paper(take_out(client, plan, "plan", "health", "home")).text
        assert "På papper, underskrivet" in sheet
        assert "Visat av Nadia Rahimi" in sheet
        show(siv, "health")
        fhir = take_out(client_of(siv), plan, "r4b", "health").decode()
        tasks = [each["resource"] for each in json.loads(fhir)["entry"]]
        [task] = [each for each in tasks if each["resourceType"] == "Task"]
        assert task["status"] == "requested", "nobody there has accepted it here"
        assert "Visat av Nadia Rahimi" in fhir
    with time_machine.travel("2026-12-20T10:00:00+01:00", tick=False):
        assert stand_of(piece) is Stand.PAPER
        writing.change(as_owner(plan), piece.pk, {"what": "Boka tid i vår"}, edition=1)
        assert stand_of(piece) is Stand.CHANGED
        with pytest.raises(Changed):
            note(plan, piece)
        stale = {**given, "edition": 1}
        assert "ändrades under tiden" in html(owner(plan).post(where, stale), 409)


def test_only_the_owner_and_only_of_who_cannot_say_it_here() -> None:
    plan = make_plan()
    gun, piece = gun_does(plan)
    nils = make_seat(plan, side=Side.REGION, name="Nils")
    show(nils, "health", level=Level.WRITE)
    mine = make_action(plan, nils, "Ring mig", section="health")
    hers = make_action(plan, as_owner(plan).seat, "Jag ringer", section="health")
    day = timezone.localdate()
    with pytest.raises(NotThere):
        confirming.note_paper(as_seat(nils), piece.pk, edition=1, shown_by="Nils", day=day)
    for other in (mine, hers):
        with pytest.raises(NotThere):
            note(plan, other)
        assert owner(plan).get(url(plan, "plan_confirm_paper", other.pk)).status_code == 404
    assert client_of(nils).get(url(plan, "plan_confirm_paper", piece.pk)).status_code == 404
    with pytest.raises(Refused) as caught:
        note(plan, piece, by="")
    assert caught.value.fields == ("shown_by",)
    Seat.objects.filter(pk=gun.pk).update(ended_at=timezone.now())
    with pytest.raises(NotThere):
        note(plan, piece)


def test_a_word_of_their_own_is_more_than_a_paper_and_a_paper_is_taken_back() -> None:
    plan = make_plan()
    gun, piece = gun_does(plan)
    nils = make_seat(plan, side=Side.REGION, name="Nils")
    show(nils, "health")
    note(plan, piece)
    note(plan, piece, by="Nadia")
    assert Confirmation.objects.get().words(plan.key) == {"shown_by": "Nadia"}
    assert confirming.confirmed(Piece.objects.select_related("seat").get(pk=piece.pk))
    assert confirming.waiting(as_seat(nils)) == []
    page = html(client_of(nils).get(url(plan, "plan_confirm")))
    assert "bekräftat på papper" in page
    assert "Nadia har visat" in page
    where = url(plan, "plan_confirm_paper", piece.pk)
    owner(plan).post(where, {"do": "take_back"})
    assert stand_of(piece) is Stand.WAITING
    note(plan, piece)
    Seat.objects.filter(pk=gun.pk).update(person=make_plan().owner)
    gun.refresh_from_db()
    show(gun, "health")
    confirming.confirm(as_seat(gun), piece.pk, edition=1)
    assert stand_of(piece) is Stand.CONFIRMED
    assert Confirmation.objects.get().words(plan.key) == {}


def test_it_is_sealed_logged_as_typed_for_her_and_stripped_when_she_is_protected() -> None:
    plan = make_plan()
    _gun, piece = gun_does(plan)
    opened = as_owner(plan)
    opened.assisted = beside = make_seat(plan).person
    confirming.note_paper(opened, piece.pk, edition=1, shown_by="Nadia, Storgatan 12",
                          day=date(2026, 1, 2))  # fmt: skip
    assert b"Nadia" not in bytes(Confirmation.objects.get().body)
    last = lines_of(plan.pk)[0]
    assert (last.verb, last.section, last.assisted) == (Verb.WRITE, "health", beside)
    owning.protect(as_owner(plan), True)
    assert "Storgatan" not in Confirmation.objects.get().words(plan.key)["shown_by"]
    with pytest.raises(Refused):
        note(plan, piece, by="Nadia, Storgatan 12")
