"""What is alike on every page of the plan: the box of errors, the foot, and what one reads for."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from oppnasoc.careplan import consent
from oppnasoc.careplan.models import Purpose
from tests.planned import TOWER, as_owner, client_for, make_plan, make_seat, show

TEMPLATES = Path(__file__).parents[1] / "templates" / "careplan"
ERRORS = re.compile(r"{% errors [\w ]+ %}")
WITH_ERRORS = sorted(p for p in TEMPLATES.rglob("*.html") if ERRORS.search(p.read_text("utf-8")))


@pytest.mark.parametrize("path", WITH_ERRORS, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_the_box_of_errors_stands_below_the_heading_and_above_the_fields(path: Path) -> None:
    text = path.read_text("utf-8")
    boxes = [found.start() for found in ERRORS.finditer(text)]
    assert text.index("</h1>") < boxes[0], "above the heading"
    for form in set(re.findall(r"{% errors (\w+)", text)):
        box = text.index(f"{{% errors {form}")
        fields = re.search(rf"{{{{ {form}(\.\w+)?(\.as_field_group)? }}}}|_fields\.html", text)
        assert fields is None or box < fields.start(), form


def test_there_are_boxes_of_errors_and_they_can_be_focused() -> None:
    assert len(WITH_ERRORS) > 30
    box = TEMPLATES.parents[2] / "ui/templates/ui/parts/errors.html"
    assert 'tabindex="-1"' in box.read_text("utf-8")


@pytest.mark.django_db(databases=TOWER)
def test_the_foot_is_one_row() -> None:
    """The way to another language stands in line with what is beside it."""
    plan = make_plan()
    page = client_for(plan.owner).get(reverse("plan", args=[plan.pk])).content.decode()
    row = page.split('<footer class="foot">')[1].split('<div class="row">')[1].split("</div>")[0]
    assert "In English" in row
    assert "<ul" not in row
    assert row.count("<a ") == 2


def _why(plan_client: Client, plan: object) -> str:
    answer = plan_client.get(reverse("plan_why", args=[plan]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db(databases=TOWER)
def test_what_one_reads_for_is_asked_once_and_a_single_choice_is_made() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "goals")
    client = client_for(siv.person or uuid.uuid4())
    page = _why(client, plan.pk)
    with translation.override("sv"):
        question = translation.gettext("What do you read for?")
    assert page.split("<main")[1].count(question) == 1
    assert len(re.findall(r"<input[^>]*type=\"radio\"[^>]*>", page)) == 1
    assert re.search(r"<input[^>]*type=\"radio\"[^>]*\bchecked\b", page)
    consent.give(as_owner(plan), siv, "home", purpose=Purpose.PREPARE)
    page = _why(client, plan.pk)
    assert len(re.findall(r"<input[^>]*type=\"radio\"[^>]*>", page)) == 2
    assert not re.search(r"<input[^>]*type=\"radio\"[^>]*\bchecked\b", page)


@pytest.mark.django_db(databases=TOWER)
def test_practice_says_so_also_where_one_says_what_for() -> None:
    for practice in (True, False):
        plan = make_plan()
        siv = make_seat(plan)
        show(siv, "goals")
        type(plan).objects.filter(pk=plan.pk).update(practice=practice)
        page = _why(client_for(siv.person or uuid.uuid4()), plan.pk)
        assert (reverse("plan_practice_tasks", args=[plan.pk]) in page) is practice
