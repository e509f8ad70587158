"""The link that lets in, those who act for her, protected data and death: as pages show them."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.careplan import owning
from oppnasoc.careplan.models import (
    Grant,
    Invite,
    Plan,
    Power,
    Purpose,
    Seat,
    SeatKind,
    Side,
)
from oppnasoc.careplan.opening import NotThere
from oppnasoc.careplan.people import death, inviting
from oppnasoc.vault.log import lines_of
from tests.planned import (
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
)

from .pages import FOR_HER

pytestmark = pytest.mark.django_db(databases=TOWER)


def to(name: str, plan: Plan, *more: Any) -> str:
    return reverse(name, args=[plan.pk, *(each.pk for each in more)])


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def yes(**fields: Any) -> dict[str, Any]:
    """The answer of somebody who says yes."""
    return {"answer": "yes", "purpose": "do", "lasts": "6", "how": "here", **fields}


# The link


def made(client: Client, plan: Plan, seat: Seat) -> tuple[str, str]:
    """The token of a new link and its code, as its page shows them."""
    answer = client.post(to("plan_person_link", plan, seat))
    assert answer.status_code == 200
    html = answer.content.decode()
    found = re.search(r"/min-plan/inbjudan/([\w-]{43})/", html)
    code = re.search(r'"code-once">(\d{3} \d{3})<', html)
    assert found
    assert code
    return found.group(1), code.group(1)


def test_a_link_lets_in_somebody_who_is_signed_in_once() -> None:
    plan = make_plan(name="Kanarievera")
    siv = inviting.add(as_owner(plan), SeatKind.AUTHORITY, {"name": "Siv"}, side=Side.REGION)
    owner = client_for(plan.owner)
    token, code = made(owner, plan, siv)
    there = owner.get(to("plan_person", plan, siv)).content.decode()
    assert token not in there
    assert code not in there
    address = reverse("plan_invitation", args=[token])
    anybody = Client()
    page = anybody.get(address)
    assert page.status_code == 200
    assert "inbjuden till en plan" in text(page)
    assert "anarie" not in text(page)
    assert "no-store" in page["Cache-Control"]
    assert "no-referrer" in page["Referrer-Policy"]
    assert anybody.post(address, {"code": code}).status_code == 302
    assert Seat.objects.get(pk=siv.pk).person is None
    person = uuid.uuid4()
    answer = client_for(person).post(address, {"code": code})
    assert answer["Location"] == reverse("plan", args=[plan.pk])
    assert Seat.objects.get(pk=siv.pk).person == person
    assert lines_of(plan.pk)[0].verb == "open_link"
    assert client_for(uuid.uuid4()).post(address, {"code": code}).status_code == 422


def test_wrong_used_old_and_taken_back_links_look_alike() -> None:
    plan = make_plan()
    owner = client_for(plan.owner)
    links = {"unknown": ("x" * 43, "123 456")}
    for name in ("used", "old", "back", "locked", "wrong", "closed"):
        seat = inviting.add(as_owner(plan), SeatKind.RELATIVE, {"name": name})
        links[name] = made(owner, plan, seat)
        token, code = links[name]
        if name == "used":
            inviting.accept(inviting.invitation(token, code, uuid.uuid4()))
        elif name == "old":
            Invite.objects.filter(seat=seat).update(until_at=timezone.now())
        elif name == "back":
            owner.post(to("plan_person_unlink", plan, seat))
        elif name == "locked":
            Invite.objects.filter(seat=seat).update(tries=5)
        elif name == "wrong":
            links[name] = token, f"{(int(code.replace(' ', '')) + 1) % 10**6:06}"
    closing = links.pop("closed")

    def answers() -> set[str]:
        found = set()
        for who in (Client(), client_for(uuid.uuid4())):
            for token, code in links.values():
                address = reverse("plan_invitation", args=[token])
                sent = {"code": code}
                for page in (who.get(address), who.post(address, sent)):
                    signed_in = page.status_code != 302
                    assert page.status_code in (200, 422, 302)
                    html = re.sub(r'value="[^"]*"|data-nonce="[^"]*"', "", page.content.decode())
                    where = page.get("Location", "")
                    found.add(f"{signed_in} {where} {html}".replace(token, ""))
        return found

    assert len(answers()) == 4, "of each kind, for whoever is signed in and for others"
    owning.close(as_owner(plan))
    links["closed"] = closing
    assert len(answers()) == 4


def test_her_own_link_does_not_make_her_somebody_else() -> None:
    plan = make_plan()
    seat = inviting.add(as_owner(plan), SeatKind.RELATIVE, {"name": "Mamma"})
    owner = client_for(plan.owner)
    token, code = made(owner, plan, seat)
    answer = owner.post(reverse("plan_invitation", args=[token]), {"code": code})
    assert answer.status_code == 422
    assert "Du har redan en plats" in text(answer)
    assert Seat.objects.get(pk=seat.pk).person is None
    assert Invite.objects.get().used_at is None


def test_a_place_is_ended_by_the_owner_or_left() -> None:
    plan = make_plan()
    siv, nils = make_seat(plan), make_seat(plan, side=Side.REGION, name="Nils")
    show(siv, "goals")
    show(nils, "goals")
    owner, staff = client_for(plan.owner), client_of(nils)
    assert owner.post(to("plan_person_end", plan, siv)).status_code == 422
    assert owner.post(to("plan_person_end", plan, siv), {"sure": "on"}).status_code == 302
    with pytest.raises(NotThere):
        as_seat(siv)
    assert staff.post(to("plan_person_end", plan, nils), {"sure": "on"})["Location"] == reverse(
        "plan_home"
    )
    assert staff.get(to("plan_people", plan)).status_code == 404
    assert "De som har slutat" in text(owner.get(to("plan_people", plan)))
    assert Seat.objects.filter(ended_at=None).count() == 1


def test_name_and_phone_are_changed_and_nothing_else() -> None:
    plan = make_plan()
    siv = make_seat(plan, email="siv@sundhamn.example")
    client = client_for(plan.owner)
    words = {"name": "Siv Ny", "phone": "0611-1", "side": "region", "role": "", "kind": "relative",
             "edition": siv.mark}  # fmt: skip
    assert client.post(to("plan_person_change", plan, siv), words).status_code == 302
    siv = Seat.objects.get(pk=siv.pk)
    assert (siv.kind, siv.side) == (SeatKind.AUTHORITY, "region")
    kept = siv.words(plan.key)
    assert (kept["name"], kept["phone"], kept["email"]) == (
        "Siv Ny",
        "0611-1",
        "siv@sundhamn.example",
    )
    words["side"] = ""
    assert client.post(to("plan_person_change", plan, siv), words).status_code == 422


# Those who act for her


def test_a_decision_is_written_down() -> None:
    plan = make_plan()
    eva = make_seat(plan, SeatKind.TRUSTEE, name="Eva God man")
    make_action(plan, None, section="money")
    show(eva, "money")
    assert as_seat(eva).pieces() == []
    client = client_for(plan.owner)
    assert "Utan beslut" in text(client.get(to("plan_person", plan, eva)))
    answer = client.post(to("plan_power", plan, eva), {"decided_on": "2026-01-02"})
    assert answer.status_code == 422
    given = {"decided_on": "2026-01-02", "property": "on", "evidence": "Beslut, visat för Siv"}
    assert client.post(to("plan_power", plan, eva), given).status_code == 302
    assert Power.objects.get().property
    assert as_seat(eva).pieces()
    assert "Beslut, visat för Siv" in text(client.get(to("plan_person", plan, eva)))
    siv = make_seat(plan)
    assert client.get(to("plan_power", plan, siv)).status_code == 404


def test_guardians_answer_on_a_page_of_their_own() -> None:
    plan = make_plan(grown_up_on=timezone.localdate() + timedelta(days=900))
    far, mor = (make_seat(plan, SeatKind.GUARDIAN, name=n) for n in ("Far", "Mor"))
    siv = make_seat(plan)
    make_goal(plan)
    fathers, mothers = client_of(far), client_of(mor)
    said = yes(part_goals="on", **FOR_HER)
    assert fathers.post(to("plan_person_ask", plan, siv), said).status_code == 302
    assert as_seat(siv).pieces() == []
    owner = client_for(plan.owner)
    assert "Väntar på ett ja från Mor" in text(owner.get(to("plan_person", plan, siv)))
    assert "gett av Far" in text(owner.get(to("plan_person", plan, siv)))
    assert "Får Siv Handläggare se Mål?" in text(mothers.get(to("plan_agreements", plan)))
    grant = Grant.objects.get()
    answer = {"grant": str(grant.pk), "answer": "yes"}
    assert fathers.post(to("plan_agreements", plan), answer | {"grant": "x"}).status_code == 404
    mothers.post(to("plan_agreements", plan), answer | {"answer": "no"})
    assert as_seat(siv).pieces() == []
    mothers.post(to("plan_agreements", plan), answer)
    mothers.post(to("plan_agreements", plan), answer)
    assert as_seat(siv).pieces()
    mothers.post(to("plan_agreements", plan), answer | {"answer": "no"})
    assert as_seat(siv).pieces() == []
    assert owner.get(to("plan_agreements", plan)).status_code == 404
    assert client_of(siv).post(to("plan_agreements", plan), answer).status_code == 404


def test_the_page_tells_of_the_day_she_turns_18() -> None:
    birthday = timezone.localdate() + timedelta(days=30)
    plan = make_plan(grown_up_on=birthday)
    page = to("plan_people", plan)
    assert "Du fyller 18 snart" in text(client_for(plan.owner).get(page))
    for days, said in ((0, "Du är 18"), (30, "Du är 18"), (31, ""), (-31, "")):
        Plan.objects.update(grown_up_on=timezone.localdate() - timedelta(days=days))
        shown = text(client_for(plan.owner).get(page))
        assert (said or "18 ") in shown if said else "Du är 18" not in shown


def test_the_day_she_turns_18_is_said_by_herself() -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    for wrong in ("2001-01-01", "2099-01-01", "x"):
        answer = client.post(to("plan_grown_up", plan), {"grown_up_on": wrong})
        assert answer.status_code == 422
    day = timezone.localdate() + timedelta(days=100)
    client.post(to("plan_grown_up", plan), {"grown_up_on": day.isoformat()})
    plan.refresh_from_db()
    assert plan.grown_up_on == day
    far = make_seat(plan, SeatKind.GUARDIAN, name="Far")
    assert client.post(to("plan_grown_up", plan), {"grown_up_on": ""}).status_code == 422
    inviting.end(as_owner(plan), far)
    assert client.post(to("plan_grown_up", plan), {"grown_up_on": ""}).status_code == 302


# Protected data and death


def test_protection_takes_away_what_shows_where_she_is() -> None:
    plan = make_plan()
    make_seat(plan, SeatKind.RELATIVE, name="Mamma", phone="070-174 06 05")
    siv = make_seat(plan, phone="0611-123 45")
    goal = make_goal(plan, "Flytta från Hamngatan 3")
    client = client_for(plan.owner)
    client.post(to("plan_protect", plan), {"do": "on"})
    page = client.get(to("plan_protect", plan))
    assert "Hamngatan 3" in text(page)
    assert reverse("plan_change", args=[plan.pk, goal.pk]) in page.content.decode()
    words = {seat.kind: seat.words(plan.key) for seat in Seat.objects.filter(plan=plan)}
    assert words["relative"]["phone"] == ""
    assert words["authority"]["phone"] == "0611-123 45"
    html = client.get(to("plan_person_new", plan)).content.decode()
    assert "Skriv inte var någon bor" in html
    relative = {"kind": "relative", "name": "Bror", "phone": "070-174 06 05"}
    client.post(to("plan_person_new", plan), relative)
    kept = [seat.words(plan.key) for seat in Seat.objects.filter(kind="relative")]
    assert [each["phone"] for each in kept] == ["", ""]
    answer = client.post(to("plan_person_new", plan), relative | {"role": "bor på Hamngatan 3"})
    assert answer.status_code == 422
    client.post(to("plan_protect", plan), {"do": "redact"})
    assert as_owner(plan).piece(goal.pk).words["words"] == "Flytta från …"
    assert "Hamngatan" not in text(client.get(to("plan_protect", plan)))
    assert client.post(to("plan_protect", plan), {"do": "all"}).status_code == 422
    assert siv.words(plan.key)


def test_two_people_say_that_she_has_died_and_she_that_it_is_wrong() -> None:
    plan = make_plan()
    siv, nils = make_seat(plan), make_seat(plan, side=Side.REGION, name="Nils")
    mum = make_seat(plan, SeatKind.RELATIVE, name="Mamma")
    show(siv, "goals")
    make_goal(plan)
    waiting = inviting.add(as_owner(plan), SeatKind.RELATIVE, {"name": "Bror"})
    link = inviting.invite(as_owner(plan), waiting)
    assert client_of(mum).get(to("plan_death", plan)).status_code == 404
    first, second = client_of(siv), client_of(nils)
    assert first.post(to("plan_death", plan)).status_code == 422
    for _again in range(2):
        first.post(to("plan_death", plan), {"sure": "on"})
        plan.refresh_from_db()
        assert plan.frozen_at is None
    owner = client_for(plan.owner)
    assert "Någon har sagt att du har dött" in text(owner.get(to("plan_people", plan)))
    second.post(to("plan_death", plan), {"sure": "on"})
    plan.refresh_from_db()
    assert plan.frozen_at is not None
    for who in (first, second, client_for(mum.person or uuid.uuid4())):
        assert who.get(to("plan_people", plan)).status_code == 404
    with pytest.raises(NotThere):
        inviting.invitation(link.token, link.code, uuid.uuid4())
    answer = owner.post(to("plan_person_ask", plan, siv), yes(part_health="on"))
    assert answer.status_code == 404
    assert "Siv Handläggare" in text(owner.get(to("plan_death", plan)))
    owner.post(to("plan_death", plan), {"sure": "on"})
    plan.refresh_from_db()
    assert plan.frozen_at is None
    assert plan.is_open
    assert as_seat(siv).pieces()
    assert death.reports(as_owner(plan)) == []


def test_one_person_alone_freezes_nothing() -> None:
    plan = make_plan()
    siv, nils = make_seat(plan), make_seat(plan, side=Side.REGION, name="Nils")
    assert not death.report(as_seat(siv))
    death.take_back(as_seat(siv))
    assert not death.report(as_seat(nils))
    with time_machine.travel(timezone.now() + death.WITHIN + timedelta(days=1)):
        assert not death.report(as_seat(siv)), "what was said long ago counts no more"
    Seat.objects.filter(pk=siv.pk).update(mandate=False)
    with pytest.raises(NotThere):
        death.report(as_seat(siv, purpose=Purpose.DO))


def test_a_guardian_shows_that_she_is_one() -> None:
    plan = make_plan(grown_up_on=timezone.localdate() + timedelta(days=900))
    client = client_for(plan.owner)
    address = reverse("plan_person_new", args=[plan.pk])
    sent = {"kind": "guardian", "name": "Mor"}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "Skriv vad som visades" in answer.content.decode()
    answer = client.post(address, sent | {"evidence": "Personbevis, Siv såg det"})
    assert "Personbevis, Siv såg det" in client.get(answer["Location"]).content.decode()
    mor = Seat.objects.get(kind="guardian")
    assert b"Personbevis" not in bytes(mor.body)
    far = client.post(address, {"kind": "relative", "name": "Farmor", "evidence": "Personbevis"})
    assert "Personbevis" not in client.get(far["Location"]).content.decode()
