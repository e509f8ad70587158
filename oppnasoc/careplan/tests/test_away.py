"""The vault is full, or does not answer: nothing is read without a line, nothing written is lost.

Asks SQLite's own file: on PostgreSQL these are not run (tests/everything.py).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.test import Client

from oppnasoc.careplan.models import Kind, Piece, Plan
from oppnasoc.trail.tests.disk import on_disk
from oppnasoc.ui.context import municipality
from oppnasoc.ui.models import Municipality
from oppnasoc.vault import log
from oppnasoc.vault.models import Line
from oppnasoc.vault.router import ALIAS
from tests.planned import TOWER, client_for, make_goal, make_plan

from .pages import html, url

pytestmark = pytest.mark.django_db(databases=TOWER, transaction=True)
WORDS = "Jag vill prata med någon om hyran i morgon"
PHONE = "040-628 04 10"


def pragma(what: str) -> Any:
    with connections[ALIAS].cursor() as cursor:
        return cursor.execute(f"PRAGMA {what}").fetchone()[0]


def fill(plan: Plan, section: str) -> None:
    for _each in range(1000):
        log.note(plan.pk, who=None, seat=None, verb=log.Verb.READ, section=section)


@contextmanager
def full(plan: Plan) -> Iterator[None]:
    """A database that takes no more: not even the shortest line of its log."""
    before = pragma("max_page_count")
    pragma(f"max_page_count = {pragma('page_count')}")
    for section in ("x" * 80, "goals", ""):
        with pytest.raises(OperationalError, match="full"):
            fill(plan, section)
    yield
    pragma(f"max_page_count = {before}")


@contextmanager
def gone(folder: Path) -> Iterator[None]:
    """A database that is not where it was."""
    connection = connections[ALIAS]
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(folder / "nowhere" / "vault.sqlite3")
    yield
    connection.settings_dict["NAME"] = before


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Plan, Client]]:
    Municipality(help_phone=PHONE).save()
    municipality()
    with on_disk(tmp_path, using=ALIAS):
        plan = make_plan()
        make_goal(plan, "Jag vill sova hela natten")
        yield plan, client_for(plan.owner)


def test_what_cannot_be_logged_is_not_read(opened: tuple[Plan, Client]) -> None:
    plan, client = opened
    address = url(plan, "plan_section", "goals")
    with full(plan):
        before = Line.objects.count()
        answer = client.get(address)
        page = html(answer, 503)
        assert Line.objects.count() == before
    assert "sova hela natten" not in page
    assert "Din plan går inte att öppna just nu" in page
    assert "Det du har sparat finns kvar" in page
    assert f'<a class="btn" href="{address}">' in page
    assert PHONE in page
    assert int(answer["Retry-After"]) > 0
    assert "sova hela natten" in html(client.get(address)), "as soon as there is room again"
    assert log.verify() == []


def test_what_she_wrote_stands_in_the_answer(opened: tuple[Plan, Client]) -> None:
    plan, client = opened
    address = url(plan, "plan_write", "goal")
    sent = {"words": f"{WORDS}\n<b>& sen</b>", "span": "short"}
    client.get(address)
    with full(plan):
        page = html(client.post(address, sent), 503)
    assert f'<textarea name="words" rows="6" aria-label="Det du skrev">{WORDS}' in page
    assert "&lt;b&gt;&amp; sen" in page
    assert '<input type="hidden" name="span" value="short">' in page
    assert 'name="csrfmiddlewaretoken"' in page
    assert f'action="{address}"' in page
    assert "Det du skickade nyss är kanske inte sparat" in page
    assert Piece.objects.filter(kind=Kind.GOAL).count() == 1
    assert client.post(address, sent).status_code == 302
    assert Piece.objects.filter(kind=Kind.GOAL).count() == 2


def test_a_vault_that_does_not_answer(
    opened: tuple[Plan, Client], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    plan, client = opened
    caplog.set_level(logging.ERROR)
    assert client.get("/halsa/").content == b"ok\n"
    with gone(tmp_path):
        for address in (url(plan, "plan"), "/min-plan/", "/min-plan/las-upp/"):
            assert "Något är fel hos oss" in html(client.get(address), 503), address
        assert WORDS in html(client.post(url(plan, "plan_write", "goal"), {"words": WORDS}), 503)
        for address in ("/min-plan/delad/abc/", "/min-plan/inbjudan/abc/"):
            answer = Client().post(address, {"code": "123456"})
            assert answer.status_code in (302, 503), address
            assert not answer.cookies, address
        for address in ("/min-plan/papper/", "/min-plan/ratten/", "/min-plan/om-jag-blir-sjuk/"):
            assert client.get(address).status_code == 200, address
            assert address in html(client.get("/min-plan/"), 503)
        answer = client.get("/halsa/")
        assert (answer.status_code, answer.content) == (503, b"vault\n")
    assert "unable to open database file" in caplog.text, "whoever looks after it is told why"
    assert client.get(url(plan, "plan")).status_code == 200


def test_a_key_that_is_away_is_no_other_fault(opened: tuple[Plan, Client], settings: Any) -> None:
    plan, client = opened
    settings.VAULT_KEY = "f" * 16 + "0123456789abcdef" * 3
    page = html(client.get(url(plan, "plan_section", "goals")), 503)
    assert "Något är fel hos oss" in page


def test_open_pages_of_a_part_without_plans_ask_no_vault(settings: Any, tmp_path: Path) -> None:
    settings.PARTS = ("public",)
    with on_disk(tmp_path, using=ALIAS), gone(tmp_path):
        assert Client().get("/halsa/").content == b"ok\n"
