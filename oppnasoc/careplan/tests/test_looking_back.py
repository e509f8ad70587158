"""How a piece has read in plain words, taking away with a way back, and the log that leaves out
nothing that somebody else typed or that a form showed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from oppnasoc.careplan import writing
from oppnasoc.careplan.acute import ownlist
from oppnasoc.careplan.models import Kind, Level, Piece, Plan, Seat, SeatKind
from oppnasoc.careplan.pieces import Doing, Edition
from oppnasoc.careplan.shown import compared_editions
from oppnasoc.careplan.turns import meeting
from oppnasoc.careplan.writing import Plainly
from oppnasoc.vault.log import lines_of
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    client_of,
    make_action,
    make_goal,
    make_piece,
    make_plan,
    make_seat,
    show,
)

from .pages import html, owner, today, url

pytestmark = pytest.mark.django_db(databases=TOWER)
YEAR = timezone.localdate().year


def said(page: str) -> list[str]:
    """What the page of a piece says was changed of its days and the like, newest first."""
    lists = re.findall(r'<ul class="moved">(.*?)</ul>', page, re.S)
    return [unescape(each) for one in lists for each in re.findall(r"<li>(.*?)</li>", one)]


def change(plan: Plan, piece: Piece, **columns: Any) -> Piece:
    """The owner changes what stands in clear beside the words, and nothing else."""
    opened = as_owner(plan)
    now = opened.piece(piece.pk)
    kept = {
        name: getattr(now.piece, name)
        for name in ("seat", "about", "doing", "decided", "starts_on", "due_on")
    }
    plainly = Plainly(**{**kept, **columns})
    return writing.change(opened, piece.pk, now.words, edition=now.piece.edition, plainly=plainly)


def test_each_thing_that_changed_is_said_in_plain_words() -> None:
    plan = make_plan()
    siv, nils = make_seat(plan), make_seat(plan, name="Nils Sjuksköterska")
    action = make_action(plan, siv, due=date(YEAR, 5, 3))
    change(plan, action, due_on=date(YEAR, 6, 10), starts_on=date(YEAR, 5, 4))
    change(plan, action, doing=Doing.DONE, decided=True, seat=nils)
    change(plan, action, due_on=None)
    page = html(owner(plan).get(url(plan, "plan_piece", action.pk)))
    found = [re.sub(r"\b(?:mån|tis|ons|tors|fre|lör|sön)dag ", "", each) for each in said(page)]
    assert found == [
        "Skulle vara klart: 10 juni → ingen dag",
        "Vem som ansvarade: Siv Handläggare → Nils Sjuksköterska",
        "Hur det gick: tänkt → klart",
        "Bestämt eller tänkt: tänkt → bestämt",
        "Skulle börja: ingen dag → 4 maj",
        "Skulle vara klart: 3 maj → 10 juni",
        "Vem som ansvarade: Siv Handläggare",
        "Skulle vara klart: 3 maj",
    ]


def test_nobody_is_told_of_somebody_whom_she_does_not_know() -> None:
    plan = make_plan()
    siv, mum = make_seat(plan), make_seat(plan, SeatKind.RELATIVE, name="Mamma Karin")
    show(siv, "home")
    action = make_action(plan, mum)
    change(plan, action, seat=siv)
    change(plan, action, seat=mum)
    assert "Mamma Karin" in html(owner(plan).get(url(plan, "plan_piece", action.pk)))
    page = html(client_of(siv).get(url(plan, "plan_piece", action.pk)))
    assert "Mamma" not in page


def test_others_are_not_told_what_was_before_their_yes() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    action = make_action(plan, siv, due=date(YEAR, 5, 3))
    change(plan, action, due_on=date(YEAR, 6, 10))
    past = timezone.now() - timedelta(days=2)
    Edition.objects.update(at=past)
    show(siv, "home")
    read = as_seat(siv).piece(action.pk)
    [only] = compared_editions(as_seat(siv), read)
    assert [(each.label, each.before) for each in only.moved] == [
        ("Vem som ansvarade", ""), ("Skulle vara klart", ""),
    ]  # fmt: skip
    assert all("maj" not in each.after for each in only.moved)


def test_a_meeting_that_was_moved_and_a_thing_that_was_put_aside() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    made = meeting.call(as_owner(plan), {"purpose": "Bostaden"}, day=today(9), seats=[siv])
    words = {**as_owner(plan).piece(made.pk).words}
    meeting.put_off(as_owner(plan), made.pk, words, day=today(20), edition=1)
    client = owner(plan)
    moved = said(html(client.get(url(plan, "plan_piece", made.pk))))
    assert [each.partition(":")[0] for each in moved] == ["Mötets dag", "Mötets dag"]
    assert "→" in moved[0]
    ownlist.save(as_owner(plan), "car", {"what": "På gatan"}, edition=0)
    ownlist.set_aside(as_owner(plan), "car", True)
    [piece] = [each for each in Piece.objects.all() if each.item == "car"]
    page = html(client.get(url(plan, "plan_piece", piece.pk)))
    assert said(page) == ["Gäller det dig?: Ja → Nej"]


def _answers(piece: Piece) -> Seat | None:
    return Piece.objects.get(pk=piece.pk).seat


def test_going_back_brings_back_who_answered() -> None:
    plan = make_plan()
    siv, nils = make_seat(plan), make_seat(plan, name="Nils Sjuksköterska")
    action = make_action(plan, siv)
    change(plan, action, seat=nils)
    change(plan, action, seat=None)
    assert list(action.editions.values_list("seat", flat=True)) == [siv.pk, nils.pk, None]
    client = owner(plan)
    for number, who in ((1, siv), (2, nils), (3, None)):
        sent = {"edition": str(number + 2)}
        client.post(url(plan, "plan_go_back", action.pk, number), sent)
        assert _answers(action) == who


def test_going_back_gives_nothing_to_somebody_who_has_left_or_is_unknown() -> None:
    plan = make_plan()
    siv, nils = make_seat(plan), make_seat(plan, name="Nils Sjuksköterska")
    action = make_action(plan, siv)
    change(plan, action, seat=nils)
    Seat.objects.filter(pk=siv.pk).update(ended_at=timezone.now())
    owner(plan).post(url(plan, "plan_go_back", action.pk, 1), {"edition": "2"})
    assert _answers(action) == nils
    mum = make_seat(plan, SeatKind.RELATIVE, name="Mamma Karin")
    show(nils, "home", level=Level.WRITE)
    own = make_piece(as_seat(nils), Kind.ACTION, {"what": "Ring"}, section="home", seat=nils)
    change(plan, own, seat=mum)
    writing.go_back(as_seat(nils), own.pk, 1, edition=2)
    assert _answers(own) == mum, "whom he knows nothing of stays"


# Taking away ----------------------------------------------------------------------------------


def undo(client: Client, address: str) -> str:
    """Where the undo of a page leads."""
    page = html(client.get(address, follow=True))
    [found] = re.findall(r'<form class="notice" method="post" action="([^"]+)">', page)
    return str(found)


@pytest.mark.parametrize("kind", [Kind.STORY, Kind.ACUTE, Kind.GOAL])
def test_what_was_taken_away_can_be_taken_back_on_every_page(kind: Kind) -> None:
    plan = make_plan()
    words = {Kind.STORY: {"heading": "Då", "words": "Nian"}, Kind.ACUTE: {"what": "Fiskarna"},
             Kind.GOAL: {"words": "Sova"}}[kind]  # fmt: skip
    piece = make_piece(as_owner(plan), kind, words)
    client = owner(plan)
    answer = client.post(url(plan, "plan_remove", piece.pk))
    assert client.post(undo(client, answer["Location"])).status_code == 302
    assert as_owner(plan).piece(piece.pk).words
    page = html(client.get(answer["Location"], follow=True))
    assert "plan_bring_back" not in page
    assert "Ångra" not in page, "it is back"


@pytest.mark.parametrize("undo", ["x", "", "0" * 40, "00000000-0000-0000-0000-000000000000"])
@pytest.mark.parametrize("part", ["goals", "story", "acute"])
def test_nothing_to_take_back_breaks_nothing(undo: str, part: str) -> None:
    plan = make_plan()
    address = url(plan, "plan_section", part)
    page = html(owner(plan).get(address, {"angra": undo}, follow=True))
    assert "Ångra" not in page


def test_nobody_is_offered_to_take_back_what_is_the_owners() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "goals", level=Level.WRITE)
    goal, other = make_goal(plan), make_goal(make_plan())
    writing.remove(as_owner(plan), goal.pk)
    for pk in (goal.pk, other.pk):
        address = url(plan, "plan_section", "goals")
        assert "Ångra" not in html(client_of(siv).get(address, {"angra": str(pk)}))


# The log --------------------------------------------------------------------------------------


def test_goals_that_a_form_shows_are_read() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    make_goal(plan)
    show(siv, "goals")
    show(siv, "home", level=Level.WRITE)
    page = html(client_of(siv).get(url(plan, "plan_write", "action") + "?avsnitt=home"))
    assert "Jag vill sova hela natten" in page
    line = lines_of(plan.pk).filter(seat=siv.pk, verb="read", section="goals").get()
    assert line.purpose == "do"


def test_what_somebody_typed_for_her_is_in_her_log_with_the_name() -> None:
    plan = make_plan()
    bodil = make_seat(plan, SeatKind.SUPPORT, name="Bodil Ombud")
    client = owner(plan)
    client.post(url(plan, "plan_write", "goal"), {"words": "Äta"})
    client.post(url(plan, "plan_beside"), {"who": str(bodil.pk)})
    client.post(url(plan, "plan_write", "goal"), {"words": "Sova"})
    client.post(url(plan, "plan_beside"), {"who": ""})
    page = html(client.get(url(plan, "plan_log")))
    lines = re.findall(r'<li class="of-write">.*?</li>', page, re.S)
    assert [("<b>Du</b>" in each, "Bodil Ombud skrev" in each) for each in lines] == [(True, True)]
    lines = re.findall(
        r'<li class="of-write">.*?</li>',
        html(client.get(url(plan, "plan_log"), {"vilka": "alla"})),
        re.S,
    )
    assert [("Bodil Ombud" in each) for each in lines].count(True) == 1
