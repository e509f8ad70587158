"""One door for every code: what it opens, what it never tells, how it closes."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from oppnasoc.people.models import User
from oppnasoc.voices import codes, doors
from oppnasoc.voices.models import Voice

pytestmark = pytest.mark.django_db


class Asked:
    """A request with a session, as a browser sends it."""

    def __new__(cls) -> Any:
        request: Any = RequestFactory().get("/")
        session: SessionBase = SessionStore()
        request.session, request.user = session, User()
        return request


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds of codes that one code may open together."""
    monkeypatch.setattr(doors, "_opens", {})
    shared, alone = codes.digest("AAAAAAAAAA"), codes.digest("BBBBBBBBBB")
    doors.opens("last", page="z", order=9, receipt="zz")(lambda d: 9 if d == shared else None)
    doors.opens("first", page="a", order=1, receipt="aa")({shared: 1, alone: 2}.get)


@pytest.mark.usefixtures("kinds")
def test_one_code_opens_everything_that_it_belongs_to() -> None:
    request = Asked()
    found, allowed = doors.look_up("aaaaa-aaaaa", request)
    assert (found, allowed) == ({"first": 1, "last": 9}, True)
    doors.begin(request, found)
    assert doors.page(request) == "a"
    assert doors.is_open(request, "last")
    request.session["zz"] = "a receipt"
    doors.end(request)
    assert doors.page(request) == ""
    assert "zz" not in request.session


@pytest.mark.usefixtures("kinds")
def test_asked_for_one_kind_another_is_a_wrong_code() -> None:
    request = Asked()
    assert doors.look_up("BBBBBBBBBB", request, only="last") == ({}, True)
    assert doors.look_up("AAAAAAAAAA", request, only="last") == ({"last": 9}, True)
    for _again in range(doors.WRONG_TRIES - 1):
        doors.look_up("BBBBBBBBBB", request, only="last")
    assert doors.look_up("AAAAAAAAAA", request) == ({}, False)


@pytest.mark.usefixtures("kinds")
def test_what_is_gone_meanwhile_closes() -> None:
    request = Asked()
    doors.begin(request, {"first": 1})
    assert doors.opened(request, "last", Voice.objects.all()) is None
    assert doors.page(request) == "a"
    assert doors.opened(request, "first", Voice.objects.all()) is None
    assert doors.page(request) == ""


@pytest.mark.usefixtures("kinds")
def test_a_kind_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        doors.opens("first", page="a", order=1, receipt="aa")(lambda digest: None)
