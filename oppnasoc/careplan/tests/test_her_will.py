"""Whoever says yes for another tells how that person's own will was sought, and by whom."""

from __future__ import annotations

import json

import pytest

from oppnasoc.careplan import consent, owning
from oppnasoc.careplan.deciding import Sought
from oppnasoc.careplan.models import Grant, Seat, SeatKind
from oppnasoc.careplan.writing import Refused
from tests.planned import (
    SOUGHT,
    TOWER,
    as_owner,
    as_seat,
    client_for,
    client_of,
    make_plan,
    make_seat,
)

from .pages import FOR_HER, YES, html, today, url
from .test_export_file import CHECKER, taken
from .test_said_for_another import last_day, make_trustee

pytestmark = pytest.mark.django_db(databases=TOWER)
TOLD = "Eva satt med Vera en timme och visade bilder. Vera pekade på ja."


@pytest.mark.parametrize("kind", [SeatKind.TRUSTEE, SeatKind.GUARDIAN])
def test_nobody_says_yes_for_her_without_a_word_of_what_she_wants(kind: SeatKind) -> None:
    plan = make_plan(grown_up_on=today(800))
    acts = make_trustee(plan) if kind == SeatKind.TRUSTEE else make_seat(plan, kind, name="Far")
    siv = make_seat(plan)
    for sought in (None, Sought("", found=True), Sought("  ", found=False)):
        with pytest.raises(Refused) as caught:
            consent.give(as_seat(acts), siv, "health", sought=sought)
        assert caught.value.fields == ("sought",)
    consent.give(as_seat(acts), siv, "health", sought=SOUGHT)
    consent.give(as_owner(plan), siv, "goals")
    words = {row.section: row.words(plan.key) for row in Grant.objects.all()}
    assert words["health"] == {"witness": "", "sought": SOUGHT.words, "found": True}
    assert words["goals"] == {"witness": ""}, "she herself need not say"


def lasting(eva: Seat, siv: Seat, days: int, *, found: bool) -> int:
    """How many days a yes of the trustee's lasts."""
    sought = Sought(TOLD, found)
    grant = consent.give(as_seat(eva), siv, "health", until=today(days), sought=sought)
    return (last_day(grant) - today()).days


def test_a_yes_for_somebody_who_has_not_been_asked_lasts_a_month() -> None:
    plan = make_plan()
    eva, siv = make_trustee(plan), make_seat(plan)
    assert lasting(eva, siv, 200, found=True) == 200
    assert lasting(eva, siv, 200, found=False) == 30
    assert lasting(eva, siv, 7, found=False) == 7
    hers = consent.give(as_owner(plan), siv, "health", until=today(200))
    assert last_day(hers) == today(200), "she herself lets it last longer"


def test_she_reads_it_beside_the_yes() -> None:
    plan = make_plan()
    eva, siv = make_trustee(plan), make_seat(plan)
    hers, address = client_for(plan.owner), url(plan, "plan_person", siv.pk)
    old = consent.give(as_seat(eva), siv, "health", sought=Sought(TOLD, found=True))
    there = html(hers.get(address))
    assert f"Så tog någon reda på vad du vill: {TOLD}" in there
    assert "högst 30 dagar" not in there
    consent.give(as_seat(eva), siv, "health", sought=Sought(TOLD, found=False))
    assert "Det gäller högst 30 dagar" in html(hers.get(address))
    old = Grant.objects.get(withdrawn_at=None)
    old.put(plan.key, {"witness": ""})  # As it was kept before anybody asked.
    old.save()
    assert "Det står inget om hur någon tog reda på vad du vill" in html(hers.get(address))


def test_the_other_guardian_reads_it_before_she_answers() -> None:
    plan = make_plan(grown_up_on=today(800))
    far, mor = (make_seat(plan, SeatKind.GUARDIAN, name=name) for name in ("Far", "Mor"))
    consent.give(as_seat(far), make_seat(plan), "goals", sought=Sought(TOLD, found=True))
    assert TOLD in html(client_of(mor).get(url(plan, "plan_agreements")))


def test_the_page_asks_whoever_acts_for_her_and_not_herself() -> None:
    plan = make_plan()
    eva, siv = make_trustee(plan), make_seat(plan)
    address, sent = url(plan, "plan_person_ask", siv.pk), YES | {"part_health": "on"}
    question = "Hur tog du reda på vad Vera vill, och vem frågade?"
    assert question not in html(client_for(plan.owner).get(address))
    trustee = client_of(eva)
    assert question in html(trustee.get(address))
    for lacks in FOR_HER:
        answer = trustee.post(address, sent | FOR_HER | {lacks: ""})
        assert answer.status_code == 422
    assert not Grant.objects.exists()
    assert trustee.post(address, sent | FOR_HER | {"found": "no"}).status_code == 302
    assert last_day(Grant.objects.get()) == today(30)
    assert trustee.post(address, {"answer": "no"}).status_code == 302
    assert client_for(plan.owner).post(address, sent).status_code == 302


def test_it_is_in_her_file_and_sealed_without_her_address() -> None:
    plan = make_plan()
    eva, siv = make_trustee(plan), make_seat(plan)
    told = Sought("Eva frågade henne på Storgatan 14.", found=False)
    grant = consent.give(as_seat(eva), siv, "health", sought=told)
    assert b"Storgatan" not in bytes(grant.body)
    found = json.loads(taken(plan))
    CHECKER.validate(found)
    [row] = found["own"]["grants"]
    assert (row["sought"], row["found"]) == (told.words, False)
    owning.protect(as_owner(plan), True)
    grant.refresh_from_db()
    assert "Storgatan" not in grant.words(plan.key)["sought"]
    with pytest.raises(Refused):
        consent.give(as_seat(eva), siv, "health", sought=told)
