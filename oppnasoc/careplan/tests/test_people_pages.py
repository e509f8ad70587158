"""The pages about people: who is there, and the question what each may see."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from oppnasoc.careplan import consent
from oppnasoc.careplan.models import (
    Grant,
    Kind,
    Level,
    Plan,
    Seat,
    SeatKind,
    Side,
)
from oppnasoc.careplan.opening import NotThere
from oppnasoc.careplan.people import inviting
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    client_for,
    client_of,
    make_goal,
    make_piece,
    make_plan,
    make_seat,
    show,
)

pytestmark = pytest.mark.django_db(databases=TOWER)


def to(name: str, plan: Plan, *more: Any) -> str:
    return reverse(name, args=[plan.pk, *(each.pk for each in more)])


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def yes(**fields: Any) -> dict[str, Any]:
    """The answer of somebody who says yes."""
    return {"answer": "yes", "purpose": "do", "lasts": "6", "how": "here", **fields}


def test_everybody_around_her_is_drawn_and_told() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    make_seat(plan, SeatKind.RELATIVE, name="Mamma Berit")
    gone = make_seat(plan, name="Olle Slutat", side=Side.REGION)
    inviting.end(as_owner(plan), gone)
    show(siv, "goals", "meeting")
    page = client_for(plan.owner).get(to("plan_people", plan))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    said = text(page)
    assert "Ser: Mål, Våra möten" in said
    assert "Ser inget." in said
    html = page.content.decode()
    assert html.count('class="sees"') == 1
    assert html.count('class="blind"') == 1
    assert html.index("Olle Slutat") > html.index("De som har slutat")
    assert "style=" not in html


def test_others_see_no_relatives_and_not_what_others_see() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    mum = make_seat(plan, SeatKind.RELATIVE, name="Mamma Berit")
    nils = make_seat(plan, name="Nils", side=Side.REGION)
    show(nils, "money")
    client = client_of(siv)
    assert "Nils" not in text(client.get(to("plan_people", plan)))
    show(siv, "meeting")
    page = client.get(to("plan_people", plan))
    assert "Nils" in text(page)
    assert "Berit" not in text(page)
    assert "Min ekonomi" not in text(page)
    assert "Mina pengar" not in text(page)
    for whom in (mum, nils):
        for name in ("plan_person", "plan_person_ask", "plan_person_change", "plan_person_end"):
            assert client.get(to(name, plan, whom)).status_code == 404, name
    assert client.get(to("plan_person_new", plan)).status_code == 404
    assert client.get(to("plan_protect", plan)).status_code == 404
    assert client.get(to("plan_person", plan, siv)).status_code == 200


def test_a_person_is_added_and_sees_nothing_by_it() -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    words = {"kind": "authority", "name": "Siv Handläggare", "side": "municipality",
             "role": "handläggare", "phone": "0611-123 45", "mandate": "on"}  # fmt: skip
    answer = client.post(to("plan_person_new", plan), words)
    seat = Seat.objects.exclude(kind=SeatKind.OWNER).get()
    assert answer["Location"] == to("plan_person", plan, seat)
    assert seat.mandate
    assert seat.side == "municipality"
    assert seat.words(plan.key)["name"] == "Siv Handläggare"
    assert not Grant.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": "owner"}, "kind"),
        ({"kind": "alla"}, "kind"),
        ({"kind": "guardian"}, "kind"),
        ({"side": ""}, "side"),
        ({"until_on": "2026-02-30"}, "until_on"),
        ({"until_on": "2001-01-01"}, "until_on"),
    ],
)
def test_a_wrong_person_is_told_at_the_field(wrong: dict[str, str], field: str) -> None:
    plan = make_plan()
    words = {"kind": "authority", "name": "Siv", "side": "municipality"} | wrong
    answer = client_for(plan.owner).post(to("plan_person_new", plan), words)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"].data["side"] == words["side"]
    assert Seat.objects.count() == 1


def test_the_question_ticks_little_and_lasts_six_months() -> None:
    with time_machine.travel("2026-11-30T12:00:00+01:00", tick=False):
        plan = make_plan()
        siv = make_seat(plan)
        client = client_for(plan.owner)
        assert "Är du ensam nu?" in text(client.get(to("plan_person", plan, siv)))
        page = client.get(to("plan_person_ask", plan, siv))
        html = page.content.decode()
        ticked = set(re.findall(r'name="part_(\w+)"[^>]*checked', html))
        assert ticked == {"goals", "meeting"}
        assert "part_private" not in html
        assert "Till och med 30 maj 2027" in text(page)
        answer = client.post(to("plan_person_ask", plan, siv), yes(part_goals="on"))
        assert answer.status_code == 302
        grant = Grant.objects.get()
        assert (grant.section, grant.level, grant.purpose, grant.how) == ("goals", 1, "do", "here")
        assert grant.until_at
        assert timezone.localdate(grant.until_at - timedelta(seconds=1)).isoformat() == "2027-05-30"
        shown = text(client.get(to("plan_person", plan, siv)))
        assert "Mål" in shown
        assert "till och med 30 maj 2027" in shown


def test_yes_and_no_are_as_large() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    html = client_for(plan.owner).get(to("plan_person_ask", plan, siv)).content.decode()
    [both] = re.findall(r'<div class="yes-no">(.*?)</div>', html, re.S)
    assert re.findall(r'class="(btn[\w ]*)"', both) == ["btn large", "btn quiet large"]


def test_no_takes_everything_back() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    make_goal(plan)
    show(siv, "goals", "health")
    client_for(plan.owner).post(to("plan_person_ask", plan, siv), {"answer": "no"})
    assert as_seat(siv).sections == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"purpose": ""}, "purpose"),
        ({"purpose": "allt"}, "purpose"),
        ({"how": "telepathy"}, "how"),
        ({"how": "spoken"}, "witness"),
        ({"how": "written", "witness": "  "}, "witness"),
        ({"lasts": "600"}, "lasts"),
        ({"lasts": "other"}, "until"),
        ({"lasts": "other", "until": "2001-01-01"}, "until"),
        ({"lasts": "other", "until": "2099-01-01"}, "until"),
        ({"far_goals": "9"}, "far_goals"),
        ({"part_goals": ""}, "__all__"),
        ({"part_goals": "", "part_private": "on"}, "__all__"),
        ({"part_goals": "", "part_alla": "on"}, "__all__"),
        ({"part_goals": "", "section": ["goals", "health"]}, "__all__"),
    ],
)
def test_no_tampering_makes_a_yes_to_everything(wrong: dict[str, Any], field: str) -> None:
    plan = make_plan()
    siv = make_seat(plan)
    given = {k: v for k, v in (yes(part_goals="on") | wrong).items() if v != ""}
    answer = client_for(plan.owner).post(to("plan_person_ask", plan, siv), given)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Grant.objects.exists()


def test_there_is_no_yes_about_somebody_at_another_plan() -> None:
    plan, other = make_plan(), make_plan(name="Nora")
    siv, elsewhere = make_seat(plan), make_seat(other)
    story = make_piece(as_owner(other), Kind.STORY, {"heading": "Hemma", "words": "Bråk"})
    client = client_for(plan.owner)
    assert (
        client.post(to("plan_person_ask", plan, elsewhere), yes(part_goals="on")).status_code == 404
    )
    own = Seat.objects.get(plan=plan, kind=SeatKind.OWNER)
    assert client.post(to("plan_person_ask", plan, own), yes(part_goals="on")).status_code == 404
    for whom, piece in ((elsewhere, None), (own, None), (siv, story)):
        with pytest.raises(NotThere):
            consent.give(as_owner(plan), whom, "story", piece=piece)
        with pytest.raises(NotThere):
            consent.exclude(as_owner(plan), whom, "story", piece=piece)
    for section in ("alla", "", "owner"):
        with pytest.raises(NotThere):
            consent.give(as_owner(plan), siv, section)
    show(elsewhere, "goals")
    grant = Grant.objects.get()
    assert client.post(to("plan_grant_back", plan, siv, grant)).status_code == 404
    assert client.post(to("plan_grant_undo", plan, siv, grant)).status_code == 404
    grant.refresh_from_db()
    assert grant.withdrawn_at is None


def test_each_part_as_far_as_is_said_and_a_single_story() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    one = make_piece(as_owner(plan), Kind.STORY, {"heading": "Skolan", "words": "Jag slutade"})
    make_piece(as_owner(plan), Kind.STORY, {"heading": "Hemma", "words": "Det var bråk"})
    client = client_for(plan.owner)
    assert "Skolan" in text(client.get(to("plan_person_ask", plan, siv)))
    given = yes(part_goals="on", far_goals="3", part_health="on", far_health="2")
    client.post(to("plan_person_ask", plan, siv), given | {f"piece_{one.pk.hex}": "on"})
    opened = as_seat(siv)
    assert (opened.level("goals"), opened.level("health")) == (Level.WRITE, Level.COMMENT)
    assert [read.words["heading"] for read in opened.pieces(Kind.STORY)] == ["Skolan"]
    client.post(to("plan_person_ask", plan, siv), yes(part_goals="on"))
    opened = as_seat(siv)
    assert (opened.level("goals"), opened.sections) == (Level.SEE, ["goals"])


def test_one_click_takes_back_and_another_puts_back() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    make_goal(plan)
    show(siv, "goals")
    grant = Grant.objects.get()
    client = client_for(plan.owner)
    client.post(to("plan_grant_back", plan, siv, grant))
    assert as_seat(siv).pieces() == []
    assert "Du har nyss tagit tillbaka det här" in text(client.get(to("plan_person", plan, siv)))
    client.post(to("plan_grant_undo", plan, siv, grant))
    assert as_seat(siv).pieces()
    client.post(to("plan_grant_back", plan, siv, grant))
    grant.refresh_from_db()
    late = time_machine.travel(timezone.now() + consent.UNDO + timedelta(seconds=1))
    with late, pytest.raises(NotThere):
        consent.restore(as_owner(plan), grant)


def test_taking_back_needs_no_new_proof_but_a_yes_does() -> None:
    with time_machine.travel("2026-11-30T12:00:00+01:00", tick=False) as now:
        plan = make_plan()
        siv = make_seat(plan)
        show(siv, "goals")
        client = client_for(plan.owner)
        now.shift(timedelta(minutes=6))
        for name in ("plan_person_ask", "plan_protect", "plan_person_never"):
            args = (siv,) if "person" in name else ()
            answer = client.post(to(name, plan, *args), yes(part_health="on"))
            assert answer.status_code == 302, name
            assert "las-upp" in answer["Location"], name
        client.post(to("plan_grant_back", plan, siv, Grant.objects.get()))
        assert as_seat(siv).sections == []
        assert Grant.objects.count() == 1


def test_what_may_never_be_seen_is_not_even_asked_about() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    make_goal(plan)
    show(siv, "goals")
    client = client_for(plan.owner)
    client.post(to("plan_person_never", plan, siv), {"what": "goals"})
    assert as_seat(siv).pieces() == []
    assert "part_goals" not in client.get(to("plan_person_ask", plan, siv)).content.decode()
    answer = client.post(to("plan_person_ask", plan, siv), yes(part_goals="on"))
    assert answer.status_code == 422
    for what in ("private", "alla", ""):
        answer = client.post(to("plan_person_never", plan, siv), {"what": what})
        assert answer.status_code == 422
    no = Grant.objects.get(excludes=True, withdrawn_at=None)
    client.post(to("plan_grant_back", plan, siv, no))
    assert as_seat(siv).pieces() == [], "taking back a no is no yes"


def test_a_message_says_nothing_of_the_plan() -> None:
    plan = make_plan(name="Kanarievera")
    siv = make_seat(plan, name="Kanariesiv")
    client = client_for(plan.owner)
    client.post(to("plan_person_ask", plan, siv), yes(part_goals="on"))
    assert "anarie" not in str(dict(client.session)) + str(client.cookies)
