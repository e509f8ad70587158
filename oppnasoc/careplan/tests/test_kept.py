"""What somebody writes in a form is there again when it had locked while she wrote."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from oppnasoc.careplan import drafts
from oppnasoc.careplan.acute import ownlist
from oppnasoc.careplan.models import Kind, Level, Piece, Plan
from oppnasoc.careplan.pieces import Draft
from oppnasoc.careplan.turns import asking
from oppnasoc.vault import sittings
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
    say_why,
    show,
    user_of,
)

from .pages import html, owner, today, url

pytestmark = pytest.mark.django_db(databases=TOWER)
TEXT = "Jag orkar inte ringa en gång till"
BEGUN = "Du hade börjat skriva"
UNLOCK = "/min-plan/las-upp/"
LATE, NOT_FRESH = timedelta(minutes=11), timedelta(minutes=6)


def unlock(client: Client, person: uuid.UUID) -> None:
    """Somebody proves again who she is, in the browser where it had locked."""
    request = RequestFactory().get("/min-plan/")
    request.user, request.session = user_of(person), client.session
    response = HttpResponse()
    sittings.begin(request, response, way=Way.PASSKEY)
    client.cookies[sittings.COOKIE] = response.cookies[sittings.COOKIE].value


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form that a page is for, as a browser without JavaScript sends
    them."""
    form = next((f for f in re.findall(r"<form.*?</form>", page, re.S) if "draft" in f), "")
    inputs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in inputs}


def send_late(client: Client, address: str, sent: dict[str, Any], late: timedelta = LATE) -> Any:
    """Send a form when it had locked; the lock answers."""
    with time_machine.travel(timezone.now() + late):
        answer = client.post(address, sent)
    assert answer.status_code == 302
    assert answer["Location"].startswith(UNLOCK)
    return answer


def goes_on_to(answer: Any) -> str:
    return str(parse_qs(urlsplit(answer["Location"]).query)["next"][0])


def said(answer: Any) -> str:
    return " ".join(str(each) for each in get_messages(answer.wsgi_request))


def _goal(plan: Plan) -> str:
    return url(plan, "plan_change", make_goal(plan).pk)


def _beside(plan: Plan) -> str:
    return f"{url(plan, 'plan_write', 'note')}?vid={make_goal(plan).pk}"


def _looked_at(plan: Plan) -> str:
    siv, _nils = make_whole(plan)
    return url(plan, "plan_look_at", Piece.objects.get(seat=siv, kind=Kind.ACTION).pk)


def _concluded(plan: Plan) -> str:
    make_whole(plan)
    return url(plan, "plan_conclude")


def _asked(plan: Plan) -> str:
    return url(plan, "plan_asked", asking.ask(as_owner(plan), "region", words="Hjälp").pk)


def _at(name: str, *args: str, query: str = "") -> Callable[[Plan], str]:
    return lambda plan: url(plan, name, *args) + query


FORMS: dict[str, tuple[Callable[[Plan], str], str]] = {
    "something new": (_at("plan_write", "goal", query="?avsnitt=goals"), "words"),
    "something to do": (_at("plan_write", "action", query="?avsnitt=home"), "what"),
    "a part of the story": (_at("plan_write", "story"), "words"),
    "a change": (_goal, "words"),
    "a note beside": (_beside, "words"),
    "one thing of the list": (_at("plan_acute_item", "keys"), "what"),
    "the card": (_at("plan_card"), "amber"),
    "asking": (_at("plan_ask"), "words"),
    "calling": (_at("plan_call"), "purpose"),
    "before the meeting": (_at("plan_prepare"), "question"),
    "only hers": (_at("plan_prepare_private"), "people"),
    "how it went": (_looked_at, "hindered"),
    "the follow-up": (_concluded, "hindered"),
    "an answer": (_asked, "reason"),
    "why it is closed": (_at("plan_close"), "why"),
}


@pytest.mark.parametrize("form", FORMS)
def test_what_was_sent_too_late_stands_there_again(form: str) -> None:
    """Without JavaScript: what the form itself sends, and nothing before."""
    make, field = FORMS[form]
    plan = make_plan()
    address, client = make(plan), owner(plan)
    page = html(client.get(address))
    assert f'name="{field}"' in page
    answer = send_late(client, address, hidden(page) | {field: TEXT})
    assert "Det du skrev är kvar" in said(answer)
    assert goes_on_to(answer) == address
    locked = html(client.get(answer["Location"]))
    assert TEXT not in locked, "nothing is shown before she has unlocked"
    assert Draft.objects.count() == 1
    assert TEXT.encode() not in bytes(Draft.objects.get().body)
    unlock(client, plan.owner)
    page = html(client.get(address))
    assert TEXT in page
    assert page.count(BEGUN) == 1


@pytest.mark.parametrize(("form", "sent"), [
    ("something new", {"words": TEXT, "span": "short"}),
    ("why it is closed", {"why": TEXT}),
])  # fmt: skip
def test_once_it_is_saved_it_does_not_come_again(form: str, sent: dict[str, str]) -> None:
    plan = make_plan()
    address, client = FORMS[form][0](plan), owner(plan)
    send_late(client, address, hidden(html(client.get(address))) | sent)
    unlock(client, plan.owner)
    client.get(address)
    assert client.post(address, sent | hidden(html(client.get(address)))).status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.parametrize("name", ["plan_prepare_private", "plan_close"])
def test_a_page_that_asks_again_who_she_is_loses_nothing(name: str) -> None:
    plan = make_plan()
    field = {"plan_prepare_private": "people", "plan_close": "why"}[name]
    client, address = owner(plan), url(plan, name)
    answer = send_late(client, address, {field: TEXT}, NOT_FRESH)
    assert "igen=1" in answer["Location"]
    unlock(client, plan.owner)
    assert TEXT in html(client.get(address))


def test_what_is_only_hers_is_kept_while_she_writes() -> None:
    """Five minutes and more after she proved who she is; nothing of it is read or logged then."""
    plan = make_plan()
    note = make_piece(as_owner(plan), Kind.NOTE, {"words": "Förr"}, section="private")
    client, keep = owner(plan), url(plan, "plan_draft")
    lines = lines_of(plan.pk).count()
    with time_machine.travel(timezone.now() + NOT_FRESH):
        for form in ("prepare:not_wanted", str(note.pk)):
            draft = {"form": form, "words": {"words": TEXT, "people": TEXT}}
            answer = client.post(keep, draft, content_type="application/json")
            assert answer.json() == {"kept": True}
        change = client.get(url(plan, "plan_change", note.pk))
        assert change["Location"].startswith(UNLOCK)
    assert lines_of(plan.pk).count() == lines
    for address in (url(plan, "plan_prepare_private"), url(plan, "plan_change", note.pk)):
        unlock(client, plan.owner)
        assert TEXT in html(client.get(address))


def test_somebody_at_work_loses_nothing_either() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "goals", level=Level.COMMENT)
    ask = asking.ask(as_owner(plan), seat=siv)
    assert siv.person
    for address, sent in (
        (url(plan, "plan_asked", ask.pk), {"do": "refuse", "reason": TEXT, "name": "Mats Berg"}),
        (f"{url(plan, 'plan_write', 'note')}?avsnitt=goals", {"words": TEXT}),
    ):
        client = client_of(siv)
        answer = send_late(client, address, sent)
        assert goes_on_to(answer) == address
        unlock(client, siv.person)
        say_why(client, plan)
        assert TEXT in html(client.get(address))
        assert TEXT not in html(owner(plan).get(address)), "it is hers alone"


def test_who_has_not_said_why_loses_nothing() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "goals", level=Level.COMMENT)
    assert siv.person
    client = client_for(siv.person)
    address = f"{url(plan, 'plan_write', 'note')}?avsnitt=goals"
    assert client.post(address, {"words": TEXT})["Location"].startswith(url(plan, "plan_why"))
    say_why(client, plan)
    assert TEXT in html(client.get(address))


def test_a_change_that_waited_never_writes_over_a_newer_one() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "home", level=Level.WRITE)
    client, address = owner(plan), url(plan, "plan_change", make_action(plan, siv).pk)
    send_late(client, address, hidden(html(client.get(address))) | {"what": TEXT})
    sent = {"what": "Ring värden", "edition": 1, "seat": siv.pk}
    assert client_of(siv).post(address, sent).status_code == 302
    unlock(client, plan.owner)
    waited = hidden(html(client.get(address)))
    assert waited["edition"] == "1"
    again = html(client.post(address, waited | {"what": TEXT}), 409)
    assert TEXT in again
    assert "Ring värden" in again


def test_somebody_who_had_it_never_open_keeps_nothing() -> None:
    """As whoever signed in by a stolen mailbox, and whoever has no place at the plan."""
    plan = make_plan()
    draft = {"form": "goal:goals:", "words": {"words": "Hennes egna ord"}}
    owner(plan).post(url(plan, "plan_draft"), draft, content_type="application/json")
    thief, stranger = Client(), client_for(uuid.uuid4())
    thief.force_login(user_of(plan.owner))
    locked = owner(plan)
    locked.get("/min-plan/lamna/")
    for client in (thief, stranger, locked):
        address = url(plan, "plan_write", "goal")
        answer = send_late(client, address, {"words": TEXT, "draft": "goal:goals:"})
        assert said(answer) == ""
    page = html(owner(plan).get(url(plan, "plan_write", "goal")))
    assert "Hennes egna ord" in page
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("text", ["Vi ses på Hamngatan 3", "sova " * drafts.MOST])
def test_what_cannot_be_kept_is_said(text: str) -> None:
    plan = make_plan(protected=True)
    client, address = owner(plan), url(plan, "plan_write", "goal")
    for draft in ({}, {"draft": "goal:goals:"}):
        answer = send_late(client, address, draft | {"words": text})
        assert "kunde inte sparas" in said(answer)
        unlock(client, plan.owner)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("name", ["x", "at:0", str(uuid.UUID(int=7)), "theirs", "goal\x00"])
def test_a_name_of_ones_own_making_names_nothing(name: str) -> None:
    plan, other = make_plan(), make_plan()
    client, address = owner(plan), url(plan, "plan_write", "goal")
    name = str(make_goal(other).pk) if name == "theirs" else name
    send_late(client, address, {"words": TEXT, "draft": name})
    assert Draft.objects.get().form == drafts.marked(plan, drafts.at(address))
    unlock(client, plan.owner)
    assert TEXT in html(client.get(address)), "her words are kept all the same"


def test_what_only_does_something_keeps_nothing() -> None:
    plan = make_plan()
    goal = make_goal(plan)
    client = owner(plan)
    for address in (url(plan, "plan_remove", goal.pk), url(plan, "plan_acute_looked")):
        assert said(send_late(client, address, {"x": TEXT})) == ""
        unlock(client, plan.owner)
    send_late(client, url(plan, "plan_approve"), {"do": "yes"})
    assert not Draft.objects.exists(), "nor does a button"


def test_a_yes_is_given_anew() -> None:
    """Only texts wait: what was ticked and chosen is not said yes to in an earlier hour."""
    plan = make_plan()
    siv = make_seat(plan)
    client, address = owner(plan), url(plan, "plan_person_ask", siv.pk)
    sent = {"answer": "yes", "part_money": "on", "how": "spoken", "witness": "Bo Ek, granne"}
    send_late(client, address, sent)
    unlock(client, plan.owner)
    page = html(client.get(address))
    assert "Bo Ek, granne" in page
    assert not re.search(r'name="part_money"[^>]* checked', page)


def test_the_card_that_was_begun_is_there_again() -> None:
    plan = make_plan()
    ownlist.save_card(as_owner(plan), {"red": "Epilepsi", "amber": "", "green": ""}, {})
    client = owner(plan)
    draft = {"form": "card:", "words": {"red": "Epilepsi", "amber": TEXT, "red_edition": "1"}}
    client.post(url(plan, "plan_draft"), draft, content_type="application/json")
    page = html(client.get(url(plan, "plan_card")))
    assert TEXT in page
    assert BEGUN in page


def test_everybody_who_was_ticked_is_ticked_again() -> None:
    plan = make_plan()
    seats = [str(make_seat(plan, name=name).pk) for name in ("Siv", "Nils", "Bo")]
    client, address = owner(plan), url(plan, "plan_call")
    words: dict[str, Any] = {"purpose": TEXT, "seats": seats[:2], "day": today(9).isoformat()}
    draft = {"form": "call", "words": words}
    kept = client.post(url(plan, "plan_draft"), draft, content_type="application/json")
    assert kept.json() == {"kept": True}

    def ticked() -> set[str]:
        boxes = re.findall(r'<input[^>]*name="seats"[^>]*>', html(client.get(address)))
        return {re.findall(r'value="([^"]+)"', box)[0] for box in boxes if " checked" in box}

    assert ticked() == {*seats[:2]}
    send_late(client, address, words | {"seats": seats[1:], "draft": "call"})
    unlock(client, plan.owner)
    assert ticked() == {*seats[1:]}


def test_a_lock_that_had_closed_never_says_that_it_kept_what_is_written() -> None:
    """What plan.js is answered then is not taken for a yes; the words are in its own element."""
    plan = make_plan()
    make_action(plan, None)
    client, keep = owner(plan), url(plan, "plan_draft")
    page = html(client.get(url(plan, "plan_write", "goal")))
    assert "Inte sparat än. Kopiera din text innan du går." in page
    draft = {"form": "goal:goals:", "words": {"words": TEXT}}
    with time_machine.travel(timezone.now() + LATE):
        answer = client.post(keep, draft, content_type="application/json")
    assert answer.status_code == 302
    assert not Draft.objects.exists()
