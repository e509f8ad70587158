"""The pages of practice: open to read for who is signed in, behind the lock to try."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from django.test import Client

from oppnasoc import careplan
from oppnasoc.careplan.models import Kind, Plan, Seat
from oppnasoc.careplan.practice import tasks as practice
from oppnasoc.careplan.practice import training
from oppnasoc.careplan.practice.tasks import Role
from tests.planned import TOWER, as_owner, client_for, make_piece, make_plan, say_why, user_of

pytestmark = pytest.mark.django_db(databases=TOWER)

OVA = "/min-plan/ova/"


def at(role: Role) -> str:
    return f"{OVA}{role}/"


@pytest.mark.parametrize("path", [OVA, at(Role.SELF), f"{at(Role.STAFF)}handbok/"])
def test_practice_is_read_by_everybody_who_is_signed_in(path: str) -> None:
    client = Client()
    assert client.get(path)["Location"].startswith("/konto/logga-in/")
    client.force_login(user_of(uuid.uuid4()))
    answer = client.get(path)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert not Plan.objects.exists()


def test_to_begin_one_unlocks() -> None:
    client = Client()
    client.force_login(user_of(uuid.uuid4()))
    answer = client.post(at(Role.SELF), {"do": "start"})
    assert answer["Location"].startswith("/min-plan/las-upp/")
    assert not Plan.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_tasks_are_shown_with_how_far_one_has_come(role: Role) -> None:
    person = uuid.uuid4()
    client = client_for(person)
    answer = client.post(at(role), {"do": "start"})
    assert answer["Location"] == at(role)
    page = client.get(at(role)).content.decode()
    tasks = practice.tasks_of(role)
    for task in tasks:
        assert str(task.title) in page
    assert f"0 av {len(tasks)} är klara" in page
    assert page.count('aria-current="step"') == 1


@pytest.mark.parametrize("role", Role)
def test_every_task_leads_to_a_page_that_opens(role: Role) -> None:
    person = uuid.uuid4()
    client = client_for(person)
    found = practice.begin(person, role)
    if role is not Role.SELF:
        say_why(client, found.plan)
    for each in practice.standing(found):
        answer = client.get(each.url)
        assert answer.status_code == 200, each.task.key
        page = answer.content.decode()
        assert "Det här är övning" in page, each.task.key
        assert f"{OVA}{found.plan.pk}/" in page, each.task.key
    assert client.get(f"{OVA}{found.plan.pk}/")["Location"] == at(role)


def test_a_task_is_done_through_the_pages() -> None:
    person = uuid.uuid4()
    client = client_for(person)
    client.post(at(Role.SELF), {"do": "start"})
    found = practice.find(person, Role.SELF)
    assert found is not None
    url = practice.standing(found)[0].url
    assert client.post(url, {"matters": "Att Elis får sova över"}).status_code == 302
    page = client.get(at(Role.SELF)).content.decode()
    assert f"1 av {len(practice.tasks_of(Role.SELF))} är klara" in page


def test_the_question_about_the_log_takes_only_the_right_answer() -> None:
    person = uuid.uuid4()
    client = client_for(person)
    found = practice.begin(person, Role.SELF)
    names = {name: str(seat) for seat, name in practice.readers(found)}
    for reader in (names["Petra Lundmark"], "", str(uuid.uuid4())):
        answer = client.post(at(Role.SELF), {"do": "answer", "reader": reader})
        assert answer.status_code == 422
    log = client.get(f"/min-plan/{found.plan.pk}/vem-har-last/").content.decode()
    assert "Yusuf Barre" in log
    answer = client.post(at(Role.SELF), {"do": "answer", "reader": names["Yusuf Barre"]})
    assert answer.status_code == 302
    assert "1 av" in client.get(at(Role.SELF)).content.decode()


def test_there_is_no_question_where_none_is_asked() -> None:
    client = client_for(uuid.uuid4())
    assert client.post(at(Role.STAFF), {"do": "answer"}).status_code == 404


def test_begin_anew() -> None:
    person = uuid.uuid4()
    client = client_for(person)
    client.post(at(Role.SELF), {"do": "start"})
    first = practice.find(person, Role.SELF)
    assert first is not None
    make_piece(as_owner(first.plan), Kind.IMPORTANT, {"matters": "Sigge"})
    assert client.post(at(Role.SELF), {"do": "over"})["Location"] == at(Role.SELF)
    second = practice.find(person, Role.SELF)
    assert second is not None
    assert second.plan.pk != first.plan.pk
    assert client.get(f"/min-plan/{first.plan.pk}/").status_code == 404


def test_practice_is_not_among_the_plans_of_her_home_page() -> None:
    person = uuid.uuid4()
    client = client_for(person)
    for role in Role:
        practice.begin(person, role)
    page = client.get("/min-plan/").content.decode()
    assert "Börja min plan" in page
    assert "Vera" not in page
    assert OVA in page
    plan = make_plan(person)
    assert client.get("/min-plan/")["Location"] == f"/min-plan/{plan.pk}/"


def test_a_strangers_practice_is_not_there() -> None:
    found = practice.begin(uuid.uuid4(), Role.STAFF)
    client = client_for(uuid.uuid4())
    assert client.get(f"/min-plan/{found.plan.pk}/").status_code == 404
    assert client.get(f"{OVA}{found.plan.pk}/").status_code == 404
    assert client.get(f"{OVA}chef/").status_code == 404


@pytest.mark.parametrize("role", Role)
def test_the_handbook_has_every_lesson_and_ten_sentences(role: Role) -> None:
    client = client_for(uuid.uuid4())
    page = client.get(f"{at(role)}handbok/").content.decode()
    lessons = training.of(role)
    for lesson in lessons:
        assert f'id="lesson-{lesson.key}"' in page
        assert 2 <= len(lesson.points) <= 6
    assert len(training.SENTENCES[role]) == 10
    assert page.count("<svg") >= len(lessons) + 1


def test_every_drawing_is_used() -> None:
    folder = Path(careplan.__file__).parent / "templates" / "careplan" / "practice" / "drawings"
    used = {Path(lesson.picture).stem for role in Role for lesson in training.of(role)}
    assert {path.stem for path in folder.iterdir()} == used | {"vera", "say"}


def test_an_invented_person_is_nobodys_place() -> None:
    person = uuid.uuid4()
    practice.begin(person, Role.STAFF)
    assert Seat.objects.filter(person=person).count() == 1
    assert not Plan.objects.filter(owner=person).exists()
