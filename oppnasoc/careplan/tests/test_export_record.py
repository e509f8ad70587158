"""What happened around a plan, in her whole file; and what follows her when it is brought in."""

from __future__ import annotations

import json

import pytest

from oppnasoc.careplan import owning, writing
from oppnasoc.careplan.export import read as reading
from oppnasoc.careplan.export.as_json import as_json
from oppnasoc.careplan.export.read import read
from oppnasoc.careplan.export.take_in import Fate, foresee, take_in
from oppnasoc.careplan.export.whole import picture
from oppnasoc.careplan.models import (
    Ask,
    Kind,
    Power,
    Recording,
    SeatKind,
    Share,
)
from oppnasoc.careplan.writing import Refused
from oppnasoc.vault.log import lines_of
from tests.exported import make_eventful, make_full
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    make_goal,
    make_piece,
    make_plan,
    make_seat,
)

from .test_export_file import CHECKER, SOON, gist, taken

pytestmark = pytest.mark.django_db(databases=TOWER)


def test_the_whole_file_tells_what_has_happened() -> None:
    """GDPR 15 and 20: asks and refusals, powers, yeses taken back, links, wordings, log, sound."""
    plan = make_eventful()
    found = json.loads(taken(plan))
    CHECKER.validate(found)
    record = found["own"]["record"]
    [asked] = record["asks"]
    assert (asked["words"], asked["whom"]) == ("Vi behöver mötas", "Avdelning 4")
    assert (asked["receiver"], asked["reason"], asked["name"]) == ("Nils", "Inga behov", "Leyla")
    assert (asked["turn_to"], bool(asked["refused_on"])) == ("Patientnämnden", True)
    [power] = record["powers"]
    assert (power["evidence"], power["rights"], power["person"]) == ("Beslut 12", True, False)
    siv = plan.seats.get(side="municipality")
    [earlier] = record["earlier_grants"]
    assert (earlier["seat"], earlier["section"]) == (str(siv.pk), "money")
    owner = str(as_owner(plan).seat.pk)
    assert earlier["given_by"] == earlier["withdrawn_by"] == owner
    [link] = record["links"]
    assert (link["what"], len(link["pieces"])) == ("story", 1)
    assert {"token", "code"}.isdisjoint(link)
    [sound] = record["recordings"]
    assert (sound["mime"], sound["size"] > 0) == ("audio/mp4", True)
    read_before = {row["words"].get("words"): row for row in record["editions"]}
    assert read_before["Som det först stod"]["removed_at"] is None
    assert read_before["Det som togs bort"]["removed_at"] is not None
    assert "Som det blev" not in read_before
    lines = [(row["seat"], row["verb"], row["section"], row["purpose"]) for row in record["log"]]
    assert (str(siv.pk), "read", "goals", "do") in lines
    assert lines[-1][1] == "export"
    assert len(lines) == lines_of(plan.pk).count()


def test_what_has_happened_is_hers_and_only_of_what_comes_along() -> None:
    plan = make_eventful()
    secret = make_piece(as_owner(plan), Kind.NOTE, {"words": "Hemligt nu"}, section="private")
    writing.change(as_owner(plan), secret.pk, {"words": "Annat"}, edition=1)
    assert "Hemligt nu" in taken(plan).decode()
    without = as_json(picture(as_owner(plan))).decode()
    assert "Hemligt nu" not in without
    assert "private" not in without
    siv = plan.seats.get(side="municipality")
    assert b"record" not in as_json(picture(as_seat(siv)))
    assert b"Leyla" not in as_json(picture(as_seat(siv)))


def test_of_what_has_happened_nothing_comes_in() -> None:
    before = taken(make_eventful())
    new = make_plan()
    brought = read(before)
    assert brought.has_record
    take_in(as_owner(new), brought, others=True)
    assert not Ask.objects.filter(plan=new).exists()
    assert not Share.objects.filter(plan=new).exists()
    assert not Power.objects.filter(seat__plan=new).exists()
    assert not Recording.objects.filter(piece__plan=new).exists()
    assert set(new.pieces.values_list("edition", flat=True)) == {1}


def test_a_file_of_the_first_version_comes_in_too() -> None:
    """Taken out before there was a record of what had happened."""
    found = json.loads(taken(make_full()))
    del found["own"]["record"]
    old = json.dumps(found | {"version": 1}).encode()
    new = make_plan(name="")
    take_in(as_owner(new), read(old), others=True)
    assert gist(taken(new)) == gist(old)
    assert not read(old).has_record


def test_what_a_full_plan_holds_comes_in_and_no_plan_grows_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan, new = make_plan(), make_plan()
    for module in (writing, reading):
        monkeypatch.setattr(module, "MOST", 3)
    for n in range(3):
        goal = make_goal(plan, f"Mål {n}")
    take_in(as_owner(new), read(taken(plan)))
    assert new.pieces.count() == 3
    writing.remove(as_owner(plan), goal.pk)
    with pytest.raises(Refused):
        make_goal(plan, "Ett till, för det som togs bort ligger kvar")


def test_protection_follows_her_before_anything_is_written() -> None:
    """What was written before she was protected would show where she is in the new plan."""
    plan = make_plan()
    make_goal(plan, "Vi ses på Hamngatan 3")
    make_piece(as_owner(plan), Kind.ABOUT, {"phone": "070-174 06 05", "called": "Vera"})
    owning.protect(as_owner(plan), True)
    found = json.loads(taken(plan))
    [about] = [each for each in found["pieces"] if each["kind"] == "about"]
    about["words"]["phone"] = "070-174 06 05"  # By hand: the file is hers to write in.
    new, brought = make_plan(), read(json.dumps(found).encode())
    fates = {each.piece.kind: each.fate for each in foresee(as_owner(new), brought)}
    assert fates == {Kind.GOAL: Fate.OUT, Kind.ABOUT: Fate.NEW}
    take_in(as_owner(new), brought)
    new.refresh_from_db()
    assert new.protected
    text = taken(new).decode()
    assert "Hamngatan" not in text
    assert "070-174" not in text
    words = [row.words for row in writing.editions(as_owner(new), new.pieces.get().pk)]
    assert [each["phone"] for each in words] == [""]
    with pytest.raises(Refused):
        make_goal(new, "Vi ses på Hamngatan 3")


def test_a_guardian_comes_in_with_the_day_when_that_ends() -> None:
    plan = make_plan(grown_up_on=SOON)
    far = make_seat(plan, SeatKind.GUARDIAN, name="Far")
    before = taken(plan)
    new = make_plan()
    take_in(as_owner(new), read(before))
    new.refresh_from_db()
    assert new.grown_up_on == SOON
    assert new.seats.filter(kind=far.kind).count() == 1
    with pytest.raises(Refused):
        make_seat(make_plan(), SeatKind.GUARDIAN, name="Far")
    for day in (None, "2001-01-01"):
        found = json.loads(before)
        found["own"]["grown_up_on"] = day
        without = make_plan()
        take_in(as_owner(without), read(json.dumps(found).encode()))
        assert not without.seats.filter(kind=SeatKind.GUARDIAN).exists()
