"""What stands in a plan, and which part of it somebody opens, is nowhere outside the vault."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from oppnasoc.careplan.acute import ownlist
from oppnasoc.careplan.models import Kind
from oppnasoc.following.quiet import WithoutKeys
from oppnasoc.vault.router import TOWER as VAULTED
from tests.planned import TOWER, as_owner, client_for, make_piece, make_plan

from .pages import url

pytestmark = pytest.mark.django_db(databases=TOWER)
SECRET = "kronofogdens brev om nittiotusen"
ITEM = "debts"


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """What the program writes, by the handler that it has when it serves."""
    [ours] = [
        each
        for each in logging.getLogger().handlers
        if any(isinstance(told, WithoutKeys) for told in each.filters)
    ]
    assert isinstance(ours, logging.StreamHandler)
    written = StringIO()
    before = ours.setStream(written)
    yield written
    ours.setStream(before)


def fails(*given: Any, **named: Any) -> None:
    """An error that repeats what was written, as that of a database may."""
    try:
        raise ValueError(SECRET)
    except ValueError as why:
        raise IntegrityError(f"{SECRET} {ITEM} {given} {named}") from why


def everything_beside(folder: Path) -> str:
    """Every row outside the vault, every mail and text message, and what is in the cache."""
    rows = [
        row
        for model in apps.get_models()
        if model._meta.app_label not in VAULTED
        for row in model._default_manager.values_list()
    ]
    sent = [str(each.message()) for each in mail.outbox]
    files = [each.read_text(errors="replace") for each in folder.rglob("*") if each.is_file()]
    return str([rows, sent, files, getattr(cache, "_cache", None)])


def test_what_goes_wrong_in_a_plan_is_told_nowhere(
    logged: StringIO, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.VAR_DIR, settings.ADMINS = tmp_path, [("Admin", "admin@example.se")]
    plan = make_plan()
    make_piece(as_owner(plan), Kind.ACUTE, {"who": "Bo", "answer": "yes"}, item=ITEM)
    client = client_for(plan.owner)
    client.raise_request_exception = False
    address = url(plan, "plan_acute_item", ITEM)
    assert ITEM in address
    sent = {"who": SECRET, "answer": "yes"}
    assert client.post(address, {**sent, "edition": "0"}).status_code == 409
    assert client.post(address, {**sent, "answer": SECRET, "edition": "1"}).status_code == 422
    assert client.get(f"{address}finns-inte/").status_code == 404
    assert client.get(url(plan, "plan_acute_item", f"{ITEM}-2")).status_code == 404
    assert client.delete(address).status_code == 405
    forged = Client(enforce_csrf_checks=True, headers={"referer": f"http://testserver{address}"})
    assert forged.post(address, sent).status_code == 403
    with monkeypatch.context() as broken:
        broken.setattr(ownlist, "save", fails)
        answer = client.post(address, {**sent, "edition": "1"})
    assert answer.status_code == 500
    told = logged.getvalue()
    for status in ("Conflict", "Unprocessable", "Not Found", "Not Allowed", "Server Error"):
        assert status in told
    assert "/min-plan/…" in told
    assert "in fails" in told, "where it went wrong is told"
    assert "django.db.utils.IntegrityError" in told
    for word in (SECRET, "nittiotusen", ITEM, str(plan.pk)):
        assert word not in told
        assert word not in answer.content.decode()
        assert word not in everything_beside(tmp_path)


@pytest.mark.parametrize(
    "said",
    [
        "Not Found: {}",
        "Forbidden (Referer checking failed - https://soc.example.se{}?a=b does not match): /",
        "to '{}' and \"{}\"",
    ],
)
def test_an_address_of_a_plan_is_cut(said: str) -> None:
    plain = reverse("plan_acute_item", args=["0" * 8 + "-0000-0000-0000-" + "0" * 12, ITEM])
    for address in (plain, plain.replace("/", "%2F")):
        text = said.format(address, address)
        record = logging.LogRecord("django.request", logging.WARNING, "", 1, text, (), None)
        assert WithoutKeys().filter(record)
        assert ITEM not in record.getMessage()
        assert "0000" not in record.getMessage()
        assert record.getMessage().startswith(text[:8])
