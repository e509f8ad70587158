"""Somebody comes in to her place: by a link and a code that went another way, and not unseen."""

from __future__ import annotations

import uuid
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from oppnasoc.careplan import migrations
from oppnasoc.careplan.coded import Pair
from oppnasoc.careplan.models import Invite, Plan, Seat, SeatKind, Side
from oppnasoc.careplan.opening import NotThere
from oppnasoc.careplan.people import inviting
from oppnasoc.people.models import User
from oppnasoc.vault.log import lines_of
from oppnasoc.vault.router import ALIAS
from tests.planned import (
    TOWER,
    as_owner,
    client_for,
    make_plan,
    make_seat,
    user_of,
)

from .pages import html, owner, url

pytestmark = pytest.mark.django_db(databases=TOWER)


def invited(name: str = "Nils Sjuksköterska") -> tuple[Plan, Seat, Pair]:
    """Somebody with a place, who has got a link and a code and has not come in."""
    plan = make_plan()
    words = {"name": name}
    seat = inviting.add(as_owner(plan), SeatKind.AUTHORITY, words, side=Side.REGION)
    return plan, seat, inviting.invite(as_owner(plan), seat)


def wrong(link: Pair) -> str:
    return f"{(int(link.code) + 1) % 10**6:06}"


def at(link: Pair) -> str:
    return reverse("plan_invitation", args=[link.token])


def test_a_link_alone_lets_nobody_in() -> None:
    _plan, seat, link = invited()
    thief = client_for(uuid.uuid4())
    page = html(thief.get(at(link)))
    assert 'name="code"' in page
    assert "Nils" not in page
    for sent in ({}, {"code": ""}, {"code": wrong(link)}):
        assert thief.post(at(link), sent).status_code == 422
    seat.refresh_from_db()
    assert seat.person is None
    assert thief.post(at(link), {"code": f"{link.code[:3]} {link.code[3:]}"}).status_code == 302


def test_five_wrong_codes_and_the_link_is_dead(django_capture_on_commit_callbacks: Any) -> None:
    plan, seat, link = invited()
    user_of(plan.owner)
    thief = client_for(uuid.uuid4())
    with django_capture_on_commit_callbacks(using=ALIAS, execute=True):
        for _try in range(4):
            thief.post(at(link), {"code": wrong(link)})
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(using=ALIAS, execute=True):
        for _try in range(3):
            thief.post(at(link), {"code": wrong(link)})
    assert len(mail.outbox) == 1
    with pytest.raises(NotThere):
        inviting.invitation(link.token, link.code, uuid.uuid4())
    assert lines_of(plan.pk).filter(verb="refused").count() == 5
    page = html(owner(plan).get(url(plan, "plan_person", seat.pk)))
    assert "Länken är låst" in page
    again = inviting.invite(as_owner(plan), seat)
    assert "Länken är låst" not in html(owner(plan).get(url(plan, "plan_person", seat.pk)))
    inviting.accept(inviting.invitation(again.token, again.code, uuid.uuid4()))


def test_four_wrong_codes_do_not_keep_her_out() -> None:
    _plan, _seat, link = invited()
    for _try in range(4):
        with pytest.raises(NotThere):
            inviting.invitation(link.token, wrong(link), uuid.uuid4())
    for _again in range(3):  # As when she must sign in in another way, and writes the code anew.
        found = inviting.invitation(link.token, link.code, uuid.uuid4())
    inviting.accept(found)
    assert Invite.objects.get().tries == 4


def test_a_link_from_before_there_were_codes_lets_nobody_in() -> None:
    _plan, _seat, link = invited()
    Invite.objects.update(code="")
    for code in ("", link.code):
        with pytest.raises(NotThere):
            inviting.invitation(link.token, code, uuid.uuid4())


def test_links_that_waited_without_a_code_are_taken_back_by_the_upgrade() -> None:
    plan, _seat, link = invited()
    used = make_seat(plan, SeatKind.RELATIVE, name="Mona")
    [file] = Path(migrations.__path__[0]).glob("*_invite_code.py")
    upgrade = import_module(f"{migrations.__name__}.{file.stem}")
    upgrade.take_back(apps, SimpleNamespace(connection=connections[ALIAS]))
    assert [each.seat for each in Invite.objects.filter(withdrawn_at=None)] == [used]
    with pytest.raises(NotThere):
        inviting.invitation(link.token, link.code, uuid.uuid4())


def test_whoever_is_not_unlocked_shows_first_that_it_is_she() -> None:
    _plan, seat, link = invited()
    user: User = user_of(uuid.uuid4())
    client = client_for(user.uuid)
    client.cookies.clear()
    client.force_login(user)
    page = html(client.get(at(link)))
    assert 'name="code"' not in page
    assert "Visa att det är jag" in page
    answer = client.post(at(link), {"code": link.code})
    assert answer["Location"].startswith(reverse("plan_unlock"))
    seat.refresh_from_db()
    assert seat.person is None


def test_she_is_told_who_has_come_in(django_capture_on_commit_callbacks: Any) -> None:
    with time_machine.travel("2026-11-20T10:32:00+01:00", tick=False):
        plan, seat, link = invited()
        user_of(plan.owner)
        people = url(plan, "plan_people")
        assert "kom in" not in html(owner(plan).get(people))
        with django_capture_on_commit_callbacks(using=ALIAS, execute=True):
            inviting.accept(inviting.invitation(link.token, link.code, uuid.uuid4()))
        assert len(mail.outbox) == 1
        said = "Nils Sjuksköterska kom in i dag kl 10.32."
        assert said in html(owner(plan).get(url(plan, "plan")))
        page = html(owner(plan).get(people))
        assert said in page
        assert url(plan, "plan_person_end", seat.pk) in page
        assert said in html(owner(plan).get(url(plan, "plan_person", seat.pk)))
    with time_machine.travel("2026-11-22T08:00:00+01:00", tick=False):
        page = html(owner(plan).get(people))
        assert "Nils Sjuksköterska kom in fredag 20 november kl 10.32." in page
    with time_machine.travel("2026-11-28T08:00:00+01:00", tick=False):
        assert "kom in" not in html(owner(plan).get(people))


def test_several_who_came_in_are_told_of_together_and_to_nobody_else() -> None:
    plan = make_plan()
    siv, nils = make_seat(plan), make_seat(plan, side=Side.REGION, name="Nils")
    assert "2 personer har kommit in" in html(owner(plan).get(url(plan, "plan")))
    inviting.end(as_owner(plan), nils)
    page = html(owner(plan).get(url(plan, "plan")))
    assert "Siv Handläggare kom in i dag" in page
    assert url(plan, "plan_person", siv.pk) in page


def test_the_code_is_not_on_the_paper_with_the_link() -> None:
    plan = make_plan()
    seat = inviting.add(as_owner(plan), SeatKind.RELATIVE, {"name": "Mona"})
    page = html(owner(plan).post(url(plan, "plan_person_link", seat.pk)))
    assert "Skicka länken. Säg koden i telefon eller när ni ses." in page
    assert "Koden står inte på det här papperet" in page
    section = page.split('<section class="said-code"')[1].split("</section>")[0]
    [code] = [part.split("<")[0] for part in section.split('"code-once">')[1:]]
    assert page.count(code) == 1
    assert len(code) == 7


def test_an_old_link_is_past_its_day() -> None:
    _plan, _seat, link = invited()
    with (
        time_machine.travel(timezone.now() + timedelta(days=inviting.LASTS)),
        pytest.raises(NotThere),
    ):
        inviting.invitation(link.token, link.code, uuid.uuid4())
