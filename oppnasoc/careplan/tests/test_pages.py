"""The pages of a plan, as its owner, somebody with a place and a stranger meet them."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from oppnasoc.careplan import consent
from oppnasoc.careplan.models import Kind, Level, Plan
from oppnasoc.careplan.opening import own_plan
from oppnasoc.vault.log import lines_of
from oppnasoc.vault.models import Way
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

pytestmark = pytest.mark.django_db(databases=TOWER)


def at(plan: Plan, path: str = "") -> str:
    return f"/min-plan/{plan.pk}/{path}"


def test_the_tower_asks_who_you_are() -> None:
    plan = make_plan()
    client = Client()
    answer = client.get(at(plan))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/konto/logga-in/")
    client.force_login(user_of(plan.owner))
    answer = client.get(at(plan))
    assert answer["Location"].startswith("/min-plan/las-upp/")
    assert "no-store" in answer["Cache-Control"]


def test_a_person_begins_and_writes() -> None:
    person = uuid.uuid4()
    client = client_for(person)
    assert "Börja min plan" in client.get("/min-plan/").content.decode()
    answer = client.post("/min-plan/", {"name": "Vera"})
    plan = own_plan(person)
    assert plan is not None
    assert answer["Location"] == at(plan)
    page = client.get(at(plan)).content.decode()
    assert "Min plan" in page
    answer = client.post(at(plan, "skriv/goal/"), {"words": "Sova hela natten", "span": "short"})
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(at(plan, "del/goals/")).content.decode()
    assert "Sova hela natten" in page
    assert client.get("/min-plan/")["Location"] == at(plan)


@pytest.mark.parametrize("part", ["about", "important", "goals", "health", "meeting", "story",
                                  "acute", "private", "money"])  # fmt: skip
def test_every_part_opens_to_the_owner(part: str) -> None:
    plan = make_plan()
    make_whole(plan)
    answer = client_for(plan.owner).get(at(plan, f"del/{part}/"), follow=True)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "strict-origin" in answer["Referrer-Policy"]


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_every_kind_has_a_form(kind: str) -> None:
    plan = make_plan()
    answer = client_for(plan.owner).get(at(plan, f"skriv/{kind}/"))
    elsewhere = kind in (Kind.MEETING, Kind.FOLLOW_UP)  # Who is called goes with them.
    assert answer.status_code == (404 if elsewhere else 200)


def test_goals_stand_before_the_other_plans_that_she_has() -> None:
    plan = make_plan()
    make_piece(as_owner(plan), Kind.OTHER_PLAN, {"plan": "Vårdplan"})
    make_goal(plan, "Sova hela natten")
    page = client_for(plan.owner).get(at(plan, "del/goals/")).text
    assert 0 < page.index("Sova hela natten") < page.index("Vårdplan")


def test_a_stranger_finds_nothing() -> None:
    plan = make_plan()
    goal = make_goal(plan)
    client = client_for(uuid.uuid4())
    for path in ("", "del/goals/", f"text/{goal.pk}/", "vem-har-last/", "avsluta/", "radera/",
                 "skriv/goal/", "namn/", f"text/{goal.pk}/andra/"):  # fmt: skip
        assert client.get(at(plan, path)).status_code == 404, path
    assert client.get(f"/min-plan/{uuid.uuid4()}/").status_code == 404


def test_somebody_with_a_place_says_why_and_sees_only_what_is_shown() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    goal, money = make_goal(plan), make_action(plan, siv, "Betala skulden", section="money")
    assert siv.person
    client = client_for(siv.person)
    assert client.get(at(plan))["Location"].startswith(at(plan, "varfor/"))
    client = client_of(siv)
    assert "Inget visas för dig än" in client.get(at(plan)).content.decode()
    show(siv, "goals")
    page = client.get(at(plan)).content.decode()
    assert "del/goals/" in page
    assert "del/money/" not in page
    assert client.get(at(plan, f"text/{goal.pk}/")).status_code == 200
    assert client.get(at(plan, f"text/{money.pk}/")).status_code == 404
    assert client.get(at(plan, "del/money/")).status_code == 404
    assert client.post(at(plan, f"text/{goal.pk}/andra/"), {}).status_code == 404
    verbs = [(line.verb, line.section, line.purpose) for line in lines_of(plan.pk)]
    assert ("read", "goals", "do") in verbs


def test_withdrawn_while_the_page_stands_open() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    goal = make_goal(plan)
    show(siv, "goals")
    client = client_of(siv)
    assert client.get(at(plan, f"text/{goal.pk}/")).status_code == 200
    [grant] = consent.shown_to(siv, as_owner(plan).at)
    consent.withdraw(as_owner(plan), grant)
    assert client.get(at(plan, f"text/{goal.pk}/")).status_code == 404


def test_signed_in_as_at_work_does_not_open_ones_own_plan() -> None:
    plan = make_plan()
    client = client_for(plan.owner, way=Way.STAFF)
    assert client.get(at(plan))["Location"].startswith("/min-plan/las-upp/")
    siv = make_seat(plan)
    assert client_of(siv, way=Way.STAFF).get(at(plan)).status_code == 200


def test_an_old_page_never_writes_over_a_newer_one() -> None:
    plan = make_plan()
    goal = make_goal(plan)
    client = client_for(plan.owner)
    url = at(plan, f"text/{goal.pk}/andra/")
    assert client.post(url, {"words": "Först", "edition": 1}).status_code == 302
    answer = client.post(url, {"words": "Sedan", "edition": 1})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Först" in page
    assert "Sedan" in page
    assert client.post(url, {"words": "Sedan", "edition": 2}).status_code == 302


@pytest.mark.parametrize("text", ["a\x00b", "x" * 200_000])
def test_bad_input_is_told_and_kept(text: str) -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    answer = client.post(at(plan, "skriv/goal/"), {"words": text, "span": "short"})
    assert answer.status_code == 422
    assert not as_owner(plan).pieces(Kind.GOAL)


def test_script_is_shown_as_it_was_written() -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    client.post(at(plan, "skriv/goal/"), {"words": "<script>alert(1)</script>", "span": "short"})
    page = client.get(at(plan, "del/goals/")).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_taking_away_can_be_undone() -> None:
    plan = make_plan()
    goal = make_goal(plan)
    client = client_for(plan.owner)
    answer = client.post(at(plan, f"text/{goal.pk}/ta-bort/"))
    assert "Ångra" in client.get(answer["Location"]).content.decode()
    client.post(at(plan, f"text/{goal.pk}/ta-tillbaka/"))
    assert as_owner(plan).pieces(Kind.GOAL)


def test_a_draft_is_there_again() -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    body = {"form": "goal:goals:", "words": {"words": "Jag hann inte"}}
    kept = client.post(at(plan, "utkast/"), body, content_type="application/json")
    assert kept.json() == {"kept": True}
    page = client.get(at(plan, "skriv/goal/")).content.decode()
    assert "Jag hann inte" in page
    assert "Du hade börjat skriva" in page


def test_closed_and_erased() -> None:
    plan = make_plan()
    make_whole(plan)
    client = client_for(plan.owner)
    assert client.post(at(plan, "avsluta/"), {"why": "Klart"}).status_code == 302
    assert "avslutades" in client.get(at(plan)).content.decode()
    assert client.post(at(plan, "radera/"), {}).status_code == 422
    assert client.post(at(plan, "radera/"), {"sure": "on"}).status_code == 302
    assert client.get(at(plan))["Location"].startswith("/min-plan/las-upp/"), "she begins anew"
    assert client_for(plan.owner).get(at(plan)).status_code == 404


def test_the_owner_reads_who_has_read() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    make_goal(plan)
    show(siv, "goals")
    client_of(siv).get(at(plan, "del/goals/"))
    page = client_for(plan.owner).get(at(plan, "vem-har-last/")).content.decode()
    assert "Siv Handläggare" in page
    assert "Sundhamns kommun" in page


def test_the_private_part_is_not_hinted_at() -> None:
    plan = make_plan()
    mum = make_seat(plan, "relative", name="Mamma")
    show(mum, "goals", level=Level.WRITE)
    make_piece(as_owner(plan), Kind.NOTE, {"words": "Mamma får inte veta"}, section="private")
    client = client_of(mum)
    for path in ("", "del/goals/", "vem-har-last/"):
        page = client.get(at(plan, path)).content.decode()
        assert "private" not in page, path
        assert "inte veta" not in page, path


def test_lock_and_leave() -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    assert client.get(at(plan)).status_code == 200
    answer = client.get("/min-plan/lamna/")
    assert answer.status_code == 302
    assert "storage" in answer["Clear-Site-Data"]
    assert client.get(at(plan)).status_code == 302
    client = client_for(plan.owner)
    client.post("/min-plan/las/")
    assert client.get(at(plan)).status_code == 302


def test_with_help_is_in_the_log() -> None:
    plan = make_plan()
    helper = make_seat(plan, "support", name="Bodil Ombud")
    client = client_for(plan.owner)
    assert client.post(at(plan, "bredvid/"), {"who": str(helper.pk)}).status_code == 302
    client.post(at(plan, "skriv/goal/"), {"words": "Sova", "span": "short"})
    first = lines_of(plan.pk).filter(verb="write", section="goals").get()
    assert first.assisted == helper.pk
    assert "med hjälp" in client.get(at(plan, "vem-har-last/?vilka=alla")).content.decode()
    client.post(at(plan, "bredvid/"), {"who": ""})
    client.post(at(plan, "skriv/goal/"), {"words": "Äta", "span": "short"})
    newest = lines_of(plan.pk).filter(verb="write", section="goals")[0]
    assert newest.assisted is None
    assert client.post(at(plan, "bredvid/"), {"who": str(plan.pk)}).status_code == 422


def test_a_form_that_is_sent_twice_writes_once() -> None:
    plan, other = make_plan(), make_plan()
    client = client_for(plan.owner)
    sent = {"words": "Sova", "span": "short", "token": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(at(plan, "skriv/goal/"), sent).status_code == 302
    assert len(as_owner(plan).pieces(Kind.GOAL)) == 1
    theirs = client_for(other.owner).post(at(other, "skriv/goal/"), sent)
    assert theirs.status_code == 422, "an id of another plan is nobody's way in"
    assert as_owner(other).pieces(Kind.GOAL) == []
