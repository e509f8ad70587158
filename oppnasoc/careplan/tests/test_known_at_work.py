"""Those who work with somebody: how they come in, what they read for, and whom they know of."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.careplan import consent
from oppnasoc.careplan.models import Kind, Level, Piece, Plan, Purpose, SeatKind, Side
from oppnasoc.careplan.opening import SayWhy, open_plan
from oppnasoc.careplan.people import inviting
from oppnasoc.careplan.sections import Section
from oppnasoc.people.models import Identity, User
from oppnasoc.vault import knowing
from oppnasoc.vault.log import lines_of
from oppnasoc.vault.models import Way
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
    user_of,
)

from .test_unlocking import UNLOCK, make_passkey, signed_in

pytestmark = pytest.mark.django_db(databases=TOWER)
SSO = {
    "kind": "sso",
    "issuer": "https://jobb.sundhamn.example",
    "client": "oppnasoc",
    "secret": "x",
    "name": "Sundhamns kommun",
    "scopes": ("openid",),
    "acr": (),
    "required_claim": None,
    "domains": ("sundhamn.example",),
}


@pytest.fixture
def _work(settings: Any) -> None:
    """The municipality has a sign-in of its own for those who work there."""
    settings.OPENID = {"sso": SSO}


def url(plan: Plan, name: str, *args: object) -> str:
    return reverse(name, args=[plan.pk, *args])


@pytest.mark.usefixtures("_work")
@pytest.mark.parametrize("way", Way.values)
def test_only_the_sign_in_of_work_opens_a_place_at_work(way: Way) -> None:
    plan = make_plan()
    siv = make_seat(plan)
    client = client_for(siv.person or uuid.uuid4(), way=way)
    where = client.get(url(plan, "plan"))["Location"]
    opens = way == Way.STAFF
    assert where.startswith(url(plan, "plan_why") if opens else reverse("plan_unlock"))
    asked = client.get(where).content.decode()
    assert ("Den här platsen hör till ditt jobb" in asked) is not opens


def sign_in_at_work(client: Client, user: User, ago: float = 0) -> None:
    """The directory at work has just said who somebody is, with two factors."""
    digest = hashlib.sha256(user.uuid.bytes).hexdigest()
    Identity.objects.get_or_create(user=user, kind="sso", digest=digest)
    at = (timezone.now() - timedelta(seconds=ago)).timestamp()
    record = {"method": "openid", "kind": "sso", "digest": digest, "second": True, "at": at}
    session = client.session
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


@pytest.mark.usefixtures("_work")
def test_whom_the_directory_has_let_go_comes_in_no_other_way() -> None:
    """Nobody has told the site that she left: her own key opens what is her own, and nothing of
    those whom she worked for, not even their names."""
    plan = make_plan(name="Asta")
    siv = make_seat(plan)
    user = user_of(siv.person or uuid.uuid4())
    key = make_passkey(user)
    knowing.know(user.uuid, "passkey", f"passkey:{key}", by=user.uuid)
    client = Client()
    client.force_login(user)
    sign_in_at_work(client, user)
    assert client.get(UNLOCK).status_code == 302
    assert "Asta" in client.get("/min-plan/").content.decode()
    assert client.get(url(plan, "plan"))["Location"].startswith(url(plan, "plan_why"))

    client = signed_in(user, by="mfa", reference=key)
    assert client.get(UNLOCK).status_code == 302
    home = client.get("/min-plan/").content.decode()
    assert "Asta" not in home
    assert "när du loggar in som på jobbet" in home
    for name in ("plan", "plan_why", "plan_people", "plan_take_out"):
        where = client.get(url(plan, name))["Location"]
        assert where.startswith(UNLOCK), name
    assert client.get(f"{UNLOCK}?igen=1").status_code == 200, "the same key opens nothing more"


@pytest.mark.usefixtures("_work")
def test_whoever_has_unlocked_by_her_own_key_goes_on_by_her_work() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    user = user_of(siv.person or uuid.uuid4())
    client = client_for(user.uuid, way=Way.PASSKEY)
    where = client.get(url(plan, "plan"))["Location"]
    sign_in_at_work(client, user, ago=-1)
    back = client.get(where)["Location"]
    assert back == url(plan, "plan")
    assert client.get(back)["Location"].startswith(url(plan, "plan_why"))


@pytest.mark.usefixtures("_work")
def test_others_are_not_asked_for_a_sign_in_that_they_do_not_have() -> None:
    plan = make_plan()
    nurse = make_seat(plan, side=Side.REGION)
    mother = make_seat(plan, SeatKind.RELATIVE, name="Mona")
    for seat in (nurse, mother):
        assert client_of(seat, way=Way.CODES).get(url(plan, "plan")).status_code == 200


def test_a_place_at_work_is_taken_by_the_sign_in_of_work(settings: Any) -> None:
    """Whoever takes it with an account of her own would keep it after she has left."""
    settings.OPENID = {"sso": SSO}
    plan = make_plan()
    siv = inviting.add(as_owner(plan), SeatKind.AUTHORITY, {"name": "Siv"}, side=Side.MUNICIPALITY)
    link = inviting.invite(as_owner(plan), siv)
    address, sent = reverse("plan_invitation", args=[link.token]), {"code": link.code}
    answer = client_for(uuid.uuid4(), way=Way.PASSKEY).post(address, sent)
    assert answer.status_code == 422
    assert "Logga in som på jobbet" in answer.content.decode()
    siv.refresh_from_db()
    assert siv.person is None
    person = uuid.uuid4()
    assert client_for(person, way=Way.STAFF).post(address, sent).status_code == 302
    siv.refresh_from_db()
    assert siv.person == person


def test_a_yes_for_one_thing_opens_nothing_for_another() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    goal = make_goal(plan)
    show(siv, "goals")
    consent.give(as_owner(plan), siv, "home", purpose=Purpose.PREPARE)
    home = make_action(plan, siv)
    with pytest.raises(SayWhy):
        as_seat(siv, purpose=Purpose.ACUTE)
    assert [read.piece.pk for read in as_seat(siv, purpose=Purpose.DO).pieces()] == [goal.pk]
    prepares = as_seat(siv, purpose=Purpose.PREPARE)
    assert [read.piece.pk for read in prepares.pieces()] == [home.pk]
    client = client_of(siv, purpose=Purpose.PREPARE)
    page = client.get(url(plan, "plan_why")).content.decode()
    for purpose, part in ((Purpose.PREPARE, Section.HOME), (Purpose.DO, Section.GOALS)):
        assert f"{purpose.label}: {part.label}" in page
    assert str(Purpose.ACUTE.label) not in page
    assert client.get(url(plan, "plan_piece", goal.pk)).status_code == 404
    assert client.get(url(plan, "plan_piece", home.pk)).status_code == 200
    latest = lines_of(plan.pk).filter(verb="read")[0]
    assert (latest.section, latest.purpose) == ("home", "prepare")


def test_a_no_holds_whatever_somebody_reads_for() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    make_goal(plan)
    consent.exclude(as_owner(plan), siv, "goals")
    show(siv, "home")
    assert as_seat(siv).pieces() == []


def test_to_whom_nothing_is_shown_it_opens_for_any_reason() -> None:
    """She may have a call to answer."""
    plan = make_plan()
    siv = make_seat(plan)
    assert siv.person
    for purpose in Purpose.values:
        assert open_plan(plan.pk, siv.person, purpose=purpose).sections == []


def test_where_somebody_works_is_seen_by_those_who_meet_there() -> None:
    """A clinic's name tells more than any text."""
    plan = make_plan()
    words = {"name": "Nils", "organisation": "Beroendemottagningen"}
    inviting.add(as_owner(plan), SeatKind.AUTHORITY, words, side=Side.REGION)
    teacher = make_seat(plan, name="Tina Lärare")
    nurse = make_seat(plan, side=Side.REGION, name="Bea")
    make_goal(plan)
    show(teacher, "goals")
    show(nurse, "meeting")
    who = url(plan, "plan_people")
    assert "Beroendemottagningen" not in client_of(teacher).get(who).content.decode()
    assert "Beroendemottagningen" in client_of(nurse).get(who).content.decode()
    assert "Beroendemottagningen" in client_for(plan.owner).get(who).content.decode()


def test_whoever_stands_in_what_one_reads_is_known() -> None:
    plan = make_plan()
    nils = make_seat(plan, side=Side.REGION, name="Nils Sjuksköterska")
    teacher = make_seat(plan, name="Tina Lärare")
    action = make_action(plan, nils)
    show(teacher, action.section, level=Level.SEE)
    assert {seat.pk for seat in as_seat(teacher).seats} >= {nils.pk, teacher.pk}
    Piece.objects.filter(kind=Kind.ACTION).delete()
    assert nils.pk not in {seat.pk for seat in as_seat(teacher).seats}
