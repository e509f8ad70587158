"""The pages of action plans: what visitors read, what those who write do, what stands elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from oppnasoc.actionplans import adopting, panels, telling, writing
from oppnasoc.actionplans.models import Measure, Noted, Plan, Stands
from oppnasoc.following.subjects import shown
from oppnasoc.groups.answering import who_answers
from oppnasoc.search.finding import find
from oppnasoc.search.outbox import settle
from oppnasoc.ui.registry import Look, invariants, todos
from tests.paper import read_paper
from tests.town import Parties, make_matter, make_parties, make_people

from .scene import fresh, goals, make_draft, make_measure, make_plan, make_revision, measures, soon

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def parties() -> Parties:
    return make_parties()


@pytest.fixture
def people(parties: Parties) -> dict[str, Any]:
    return make_people(parties)


def browser(person: Any = None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def page(url: str, person: Any = None) -> str:
    answer = browser(person).get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_the_list(parties: Parties, people: dict[str, Any]) -> None:
    by = people["secretary"]
    assert "Ingen plan" in page(reverse("action_plans"))
    make_draft(parties, by, title="Utkastplanen")
    make_plan(parties, by, title="Planen som gäller")
    make_revision(parties, by, title="Planen som revideras")
    adopting.end(make_plan(parties, by, title="Planen som var"), why="Den är klar.", by=by)
    told = page(reverse("action_plans"))
    assert "Utkastplanen" not in told
    assert told.index("Planen som gäller") < told.index("Planen som var")
    assert told.count("Revideras just nu") == 1
    assert told.count("Ingen av åtgärderna är klar ännu.") == 2
    assert "plan_new" not in told
    hers = page(reverse("action_plans"), by)
    assert "Utkastplanen" in hers
    assert reverse("plan_new") in hers


def test_a_plan_tells_how_far_it_has_come(parties: Parties, people: dict[str, Any]) -> None:
    by = people["secretary"]
    plan = make_plan(parties, by)
    first, second = measures(plan)
    telling.tell(first, status="done", text=f"Alla är uppringda. {SCRIPT}", by=by)
    telling.set_number(goals(plan)[0], now=14, now_on=timezone.localdate(), by=by)
    matter = make_matter("Kan vi få soppa?", parties.group, parties.unit, status="under_way")
    telling.follow_matter(second, matter, by=by)
    told = page(plan.get_absolute_url())
    assert SCRIPT not in told
    assert "14 av 50 personer" in told
    assert "En av två åtgärder är klar." in told
    assert f'href="{matter.get_absolute_url()}"' in told
    assert '<svg class="stones"' in told
    assert "csrf" not in told
    assert reverse("measure_tell", args=[first.pk]) not in told
    assert reverse("measure_tell", args=[first.pk]) in page(
        plan.get_absolute_url(), people["staff"]
    )


def test_a_plans_page_asks_as_much_however_long_it_is(
    parties: Parties, people: dict[str, Any]
) -> None:
    def asked(plan: Plan) -> int:
        page(plan.get_absolute_url())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(plan.get_absolute_url())
        return len(queries)

    by = people["secretary"]
    short, long = make_plan(parties, by), make_draft(parties, by)
    for n in range(4):
        goal = writing.add_goal(fresh(long), text=f"Mål {n}", by=by)
        for m in range(4):
            make_measure(goal, parties.unit, by, f"Åtgärd {n} {m}")
    adopting.adopt(fresh(long), adopted_by="Rådet", by=by)
    for plan in (short, long):
        for measure in measures(plan):
            matter = make_matter("Hur går det?", parties.group, parties.unit, status="under_way")
            telling.follow_matter(measure, matter, by=by)
    assert asked(fresh(short)) == asked(fresh(long)) <= 12


def test_a_draft_is_read_by_those_who_write_it(parties: Parties, people: dict[str, Any]) -> None:
    plan = make_draft(parties, people["secretary"])
    pages = ("plan_pdf", "plan_editions", "plan_proposal")
    urls = [plan.get_absolute_url(), *(reverse(name, args=[plan.pk]) for name in pages)]
    for url in urls:
        for person in (None, people["participant"], people["staff"]):
            assert browser(person).get(url).status_code == 404
    answer = browser(people["facilitator"]).get(plan.get_absolute_url(), follow=True)
    assert "Bara ni som skriver den ser den." in answer.content.decode()
    shown_to = [p for p in people.values() if shown([("plan", plan.pk)], p)]
    assert {p.name.split()[0].lower() for p in shown_to} == {
        "facilitator", "secretary", "manager", "editor",
    }  # fmt: skip


def test_everybody_reads_what_is_proposed(parties: Parties, people: dict[str, Any]) -> None:
    by = people["secretary"]
    plan = make_revision(parties, by)
    proposed = measures(plan, Stands.WORKING)[0]
    writing.edit_measure(
        proposed, text="Vi ringer alla varje vecka.", owner=parties.unit, by_on=soon(), by=by
    )
    told = page(plan.get_absolute_url())
    assert "Två ändringar föreslås." in told
    assert "Vi ringer alla varje vecka." not in told
    proposal = page(reverse("plan_proposal", args=[plan.pk]))
    assert "<ins>" in proposal
    assert "varje vecka" in proposal
    assert "Alla får svar." in proposal
    adopting.take_back_revision(fresh(plan), by=by)
    assert browser().get(reverse("plan_proposal", args=[plan.pk])).status_code == 404


def test_editions_stand_side_by_side(parties: Parties, people: dict[str, Any]) -> None:
    by = people["secretary"]
    plan = make_revision(parties, by)
    new = goals(plan, Stands.WORKING)[1]
    make_measure(new, parties.unit, by, "Vi svarar samma dag.")
    adopting.adopt(fresh(plan), adopted_by="Nämnden, § 4", by=by)
    url = reverse("plan_editions", args=[plan.pk])
    told = page(url)
    assert "Från upplaga 1 till upplaga 2" in told
    assert "Nämnden, § 4" in told
    assert told.count("Vi svarar samma dag.") == 2
    assert page(f"{url}?fran=1&till=1").count("Vi svarar samma dag.") == 0
    for wrong in ("?till=9", "?fran=x", "?till=%00"):
        assert browser().get(url + wrong).status_code == 404


def test_the_plan_on_paper(parties: Parties, people: dict[str, Any]) -> None:
    by = people["secretary"]
    plan = make_plan(parties, by, intro="#panic() $ [så] blir vi fler.")
    telling.tell(measures(plan)[0], status="done", text="Alla är uppringda.", by=by)
    telling.set_number(goals(plan)[0], now=14, now_on=timezone.localdate(), by=by)
    answer = browser().get(reverse("plan_pdf", args=[plan.pk]))
    assert answer["Content-Type"] == "application/pdf"
    paper = read_paper(answer.content)
    for words in ("Plan för delaktighet", "#panic() $ [så]", "14 av 50 personer", "Klar", "Rådet"):
        assert words in paper.text, words
    assert str(measures(plan)[0].by_on.year) in paper.text


def test_from_nothing_to_an_adopted_plan(parties: Parties, people: dict[str, Any]) -> None:
    client, today = browser(people["facilitator"]), timezone.localdate()
    given = {"owner": parties.group.pk, "title": "Ny plan", "intro": "För alla.",
             "begins_on": today.isoformat(), "ends_on": today.isoformat()}  # fmt: skip
    answer = client.post(reverse("plan_new"), given)
    assert answer.status_code == 422
    assert "För alla." in answer.content.decode()
    given["ends_on"] = soon().isoformat()
    assert client.post(reverse("plan_new"), given).status_code == 302
    plan = Plan.objects.get()
    url = reverse("goal_new", args=[plan.pk])
    assert client.post(url, {"text": "Fler är med.", "target": "9"}).status_code == 422
    counted = {"text": "Fler är med.", "target": "9", "unit_word": "personer"}
    assert client.post(url, counted).status_code == 302
    [goal] = goals(plan, Stands.WORKING)
    more = {"text": "Vi ringer.", "owner": parties.unit.pk, "by_on": soon().isoformat()}
    assert client.post(reverse("measure_new", args=[goal.pk]), more).status_code == 302
    adopt = reverse("plan_adopt", args=[plan.pk])
    seen = {"adopted_by": "Rådet", "adopted_on": today.isoformat(), "seen": "1"}
    client.post(adopt, seen)
    assert fresh(plan).status == "draft"  # It is not what she saw.
    seen["seen"] = str(fresh(plan).revision)
    assert client.post(adopt, seen).status_code == 302
    assert fresh(plan).status == "current"
    [measure] = measures(plan)
    tell = reverse("measure_tell", args=[measure.pk])
    assert client.post(tell, {"status": "done", "text": ""}).status_code == 422
    assert client.post(tell, {"status": "under_way", "text": "Tio."}).status_code == 302
    assert Noted.objects.get().text == "Tio."


def test_an_edit_of_what_somebody_changed_meanwhile(
    parties: Parties, people: dict[str, Any]
) -> None:
    plan = make_draft(parties, people["secretary"])
    [goal] = goals(plan, Stands.WORKING)
    seen = {"text": "Hennes.", "seen": str(plan.revision)}
    url = reverse("goal_edit", args=[goal.pk])
    browser(people["secretary"]).post(url, seen)
    answer = browser(people["editor"]).post(url, {**seen, "text": "Hans."}, follow=True)
    goal.refresh_from_db()
    assert goal.text == "Hennes."
    assert "Någon annan" in answer.content.decode()


def test_a_measure_follows_a_question_by_its_address(
    parties: Parties, people: dict[str, Any]
) -> None:
    plan = make_plan(parties, people["secretary"])
    measure = measures(plan)[0]
    matter = make_matter("Kan vi få soppa?", parties.group, parties.unit)
    hidden = make_matter("Dold", parties.group, parties.unit, visibility="hidden")
    url, client = reverse("measure_matter", args=[measure.pk]), browser(people["secretary"])
    told = client.get(url).content.decode()
    assert f'<a href="{plan.get_absolute_url()}">{plan.title}</a>' in told
    for wrong in (f"/fragor/{hidden.pk}-dold/", "hej", "/fragor/999999999999999999/"):
        assert client.post(url, {"matter": wrong}).status_code == 422
    where = f"https://example.org{matter.get_absolute_url()}"
    assert client.post(url, {"matter": where}).status_code == 302
    assert measures(plan)[0].matter == matter
    assert where.rsplit("/", 2)[1] in client.get(url).content.decode()
    assert client.post(url, {"matter": ""}).status_code == 302
    assert measures(plan)[0].matter is None


def test_panels_within_their_budget(parties: Parties, people: dict[str, Any]) -> None:
    by = people["secretary"]
    plan = make_plan(parties, by)
    draft = make_draft(parties, by, title="Utkastplanen")
    matter = make_matter("Kan vi få soppa?", parties.group, parties.unit)
    telling.follow_matter(measures(plan)[0], matter, by=by)
    panels.followed.forget()
    assert panels.followed() == {matter.pk}  # Kept for a minute by a running site.
    request = RequestFactory().get("/")
    request.user = Client().get("/").wsgi_request.user
    for render, thing, budget in (
        (panels.of_the_group, parties.group, 2),
        (panels.of_a_party, parties.unit, 2),
        (panels.belongs_to, matter, 1),
    ):
        with CaptureQueriesContext(connection) as queries:
            told = render(request, thing)
        assert len(queries) <= budget
        assert plan.get_absolute_url() in told
        assert draft.title not in told
    assert panels.of_a_party(request, parties.organisation) == ""
    told = page(matter.get_absolute_url())
    assert "Hör till handlingsplanen" in told
    adopting.end(fresh(plan), why="Klart.", by=by)
    assert "Hör till handlingsplanen" not in page(matter.get_absolute_url())
    assert reverse("plan_new") in page(parties.group.get_absolute_url(), by)


def test_what_waits_for_whom(parties: Parties, people: dict[str, Any]) -> None:
    by, today = people["secretary"], timezone.localdate()
    plan = make_plan(parties, by)
    unit, group = measures(plan)

    def waits(role: str) -> list[tuple[str, bool]]:
        found = [each for each in todos(people[role]) if "handlingsplaner" in each.url]
        return [(each.title, each.late) for each in found]

    assert waits("staff") == waits("secretary") == []
    Measure.objects.filter(pk=unit.pk).update(by_on=today + timedelta(days=3))
    Measure.objects.filter(pk=group.pk).update(by_on=today - timedelta(days=3))
    assert [late for _title, late in waits("staff")] == [False]
    assert [late for _title, late in waits("secretary")] == [True]
    assert waits("participant") == []
    telling.tell(measures(plan)[1], status="under_way", text="Snart.", by=by)
    telling.tell(measures(plan)[0], status="done", text="Klart.", by=by)
    assert waits("staff") == waits("secretary") == []
    Plan.objects.filter(pk=plan.pk).update(ends_on=today - timedelta(days=1))
    assert [late for _title, late in waits("secretary")] == [True]
    assert waits("staff") == []


def faults(name: str) -> list[str]:
    found = next(each for each in invariants() if each.name == f"actionplans.{name}")
    return [fault.thing for fault in found.find(Look(timezone.now()))]


def test_what_must_hold(parties: Parties, people: dict[str, Any]) -> None:
    by, today = people["secretary"], timezone.localdate()
    plan = make_plan(parties, by)
    make_draft(parties, by)
    measure = measures(plan)[0]
    assert faults("plans_hold_their_time") == faults("measures_are_told_of") == []
    Measure.objects.filter(pk=measure.pk).update(by_on=today - timedelta(days=8))
    assert faults("measures_are_told_of") == []
    Measure.objects.filter(pk=measure.pk).update(by_on=today - timedelta(days=30))
    assert faults("measures_are_told_of") == [f"measure {measure.pk}"]
    telling.tell(measures(plan)[0], status="under_way", text="Snart.", by=by)
    assert faults("measures_are_told_of") == []
    Plan.objects.filter(pk=plan.pk).update(ends_on=today - timedelta(days=1))
    assert faults("plans_hold_their_time") == [f"plan {plan.pk}"]
    adopting.begin_revision(fresh(plan), why="Tiden är slut.", by=by)
    assert faults("plans_hold_their_time") == []


def test_what_holds_is_found(parties: Parties, people: dict[str, Any]) -> None:
    by = people["secretary"]
    plan = make_draft(parties, by, title="Zebraplanen")
    settle()
    assert find("Zebraplanen").total == 0
    adopting.adopt(plan, adopted_by="Rådet", by=by)
    settle()
    assert find("Zebraplanen").total == 1
    adopting.begin_revision(fresh(plan), why="Vi vill mer.", by=by)
    goal = writing.add_goal(fresh(plan), text="Giraffen är med.", by=by)
    settle()
    assert find("giraffen").total == 0
    make_measure(goal, parties.unit, by, "Vi ringer giraffen.")
    adopting.adopt(fresh(plan), adopted_by="Rådet", by=by)
    settle()
    assert find("giraffen").total == 1


def test_whose_page_it_is(parties: Parties, people: dict[str, Any]) -> None:
    plan = make_plan(parties, people["secretary"])
    owner = who_answers(plan.get_absolute_url())
    assert owner is not None
    assert owner.pk == parties.group.pk
    draft = make_draft(parties, people["secretary"])
    assert who_answers(draft.get_absolute_url()) is None
