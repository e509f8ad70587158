"""After 'it has come': silence is late, has a letter, and reminds whoever is asked. Whom an ask is
to is asked of the owner's noes; and nothing is answered in a plan that was closed meanwhile."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core import mail

from oppnasoc.careplan import consent, drafts, owning
from oppnasoc.careplan.models import (
    Ask,
    Call,
    Doing,
    Kind,
    Nudge,
    Piece,
    Plan,
    Reply,
    Seat,
    SeatKind,
    Side,
    Support,
)
from oppnasoc.careplan.opening import NotThere, Opened
from oppnasoc.careplan.people import inviting
from oppnasoc.careplan.turns import (
    asking,
    confirming,
    following_up,
    holding,
    late,
    meeting,
    reminding,
    waiting,
)
from oppnasoc.careplan.turns.late import To, What
from oppnasoc.careplan.writing import Refused
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    client_of,
    make_plan,
    make_seat,
    make_whole,
    show,
    user_of,
)

from .pages import html, owner, today, url

pytestmark = pytest.mark.django_db(databases=TOWER)
ASKED, LAST, AFTER = "2026-11-02", "2026-11-23", "2026-11-24"
NO = {"reason": "Vi hinner inte", "name": "Mona Ek", "turn_to": "Vårdcentralen"}


def at(day: str) -> Any:
    return time_machine.travel(f"{day}T10:00:00+01:00", tick=False)


def make_received(**given: Any) -> tuple[Plan, Seat, Ask]:
    """An ask to the municipality that somebody there has said has come, on 2 November."""
    with at(ASKED):
        plan = make_plan()
        siv = make_seat(plan, chief="Mona Ek", until=date(2027, 10, 1))
        asked = asking.ask(as_owner(plan), Side.MUNICIPALITY, **given)
        asking.receive(as_seat(siv), asked, "Siv Handläggare")
    return plan, siv, asked


def what_is_late(opened: Opened) -> list[What]:
    return [each.what for each in late.outline(opened)]


# Silence


@pytest.mark.parametrize(
    ("support", "what"),
    [("", What.MEETING), (Support.CASE_MANAGER, What.SUPPORT), (Support.SPECIALIST, What.SUPPORT)],
)
def test_after_21_days_of_silence_an_ask_that_was_received_is_late(
    support: str, what: What
) -> None:
    plan, siv, asked = make_received(support=support)
    with at(LAST):
        assert late.outline(as_owner(plan)) == []
    with at(AFTER):
        [one] = late.outline(as_owner(plan))
        assert (one.what, one.pk, one.due_on, one.days) == (what, asked.pk, date(2026, 11, 23), 1)
        assert what_is_late(as_seat(siv)) == [what]
        assert next(waiting.steps(as_owner(plan))).url == url(plan, "plan_late")
    with at("2027-05-20"):
        assert late.outline(as_owner(plan))[0].days == 178


def test_a_meeting_a_no_or_taking_it_back_ends_the_silence() -> None:
    for way in ("met", "no", "back"):
        plan, siv, asked = make_received()
        with at("2026-11-20"):
            if way == "met":
                made = meeting.call(as_owner(plan), {}, day=date(2026, 11, 20), seats=[siv])
                holding.hold(as_owner(plan), made.pk, edition=1)
            elif way == "no":
                asking.refuse(as_seat(siv), asked, **NO)
            else:
                asking.withdraw(as_owner(plan), asked)
        with at(AFTER):
            assert late.outline(as_owner(plan)) == [], way


def test_a_support_is_given_when_somebody_of_that_kind_has_a_place() -> None:
    plan, _siv, asked = make_received(support=Support.CASE_MANAGER)
    with at(AFTER):
        who = make_seat(plan, SeatKind.SUPPORT, name="Pål")
        assert what_is_late(as_owner(plan)) == [What.SUPPORT], "another support is another thing"
        Seat.objects.filter(pk=who.pk).update(support=Support.CASE_MANAGER)
        assert late.outline(as_owner(plan)) == []
        assert asking.find(as_owner(plan), asked.pk).state == "met"
        inviting.end(as_owner(plan), who)
        assert asking.find(as_owner(plan), asked.pk).state == "received"


def test_the_silence_reminds_who_is_asked_and_then_the_owner() -> None:
    plan, siv, _asked = make_received()
    with at(ASKED):
        anna = make_seat(plan, name="Anna Utan Mandat", mandate=False)
        bo = make_seat(plan, name="Bo Utestängd")
        consent.exclude(as_owner(plan), bo, "meeting")
    people = {user_of(seat.person or uuid.uuid4()).email for seat in (siv, anna, bo)}
    hers = user_of(plan.owner).email
    mail.outbox.clear()
    told = {}
    for day in ("2026-11-22", LAST, "2026-11-30", "2026-12-07", "2026-12-20"):
        with at(day):
            reminding.remind(date.fromisoformat(day))
            reminding.remind(date.fromisoformat(day))
        told[day] = sorted(to for each in mail.outbox for to in each.to)
        mail.outbox.clear()
    his = user_of(siv.person or uuid.uuid4()).email
    both = sorted([his, hers])
    assert told == {
        "2026-11-22": [], LAST: [his], "2026-11-30": both, "2026-12-07": both, "2026-12-20": [],
    }  # fmt: skip
    assert len(people) == 3
    assert not Nudge.objects.exclude(seat__in=[siv.pk, plan.seats.get(kind="owner").pk]).exists()


def test_an_ask_to_a_side_that_nobody_receives_reminds_who_may_decide_there() -> None:
    with at(ASKED):
        plan = make_plan()
        siv, anna = make_seat(plan), make_seat(plan, name="Anna", mandate=False)
        asked = asking.ask(as_owner(plan), Side.MUNICIPALITY)
        for seat in (siv, anna):
            user_of(seat.person or uuid.uuid4())
    mail.outbox.clear()
    with at(asked.receipt_by.isoformat()):
        assert reminding.remind(asked.receipt_by) == 1
    assert [each.to for each in mail.outbox] == [[user_of(siv.person or uuid.uuid4()).email]]


# The letters


def test_everything_that_is_late_has_a_letter_to_who_answers_and_then_to_the_manager() -> None:
    with at("2026-10-01"):
        plan = make_plan()
        siv, _nils = make_whole(plan)
        inviting.describe(as_owner(plan), siv, {"name": "Siv Handläggare", "chief": "Mona Ek",
                                                "organisation": "Sundhamns kommun"})  # fmt: skip
        owning.set_follow_up(as_owner(plan), date(2026, 11, 1))
        for support in ("", Support.CASE_MANAGER):
            one = asking.ask(as_owner(plan), seat=siv, support=support)
            asking.receive(as_seat(siv), one, "Siv Handläggare")
        asking.ask(as_owner(plan), seat=siv, support=Support.SPECIALIST)
        meeting.call(as_owner(plan), {}, day=date(2026, 12, 30), seats=[siv])
    with at(AFTER):
        found = [each for each in late.outline(as_owner(plan)) if each.seat == siv]
        assert {each.what for each in found} == set(What)
        for each in found:
            opened = as_owner(plan)
            first = late.letter(opened, each)
            then = late.letter(opened, each, To.CHIEF)
            assert first.to[0] == "Till Siv Handläggare", each.what
            assert then.to == ("Till Mona Ek, chef", "Sundhamns kommun"), each.what
            assert first.parts[0].text, each.what
            assert any("Siv Handläggare" in part.text for part in then.parts), each.what
            assert each.has_chief
            page = html(owner(plan).get(url(plan, "plan_late_letter", each.pk)))
            assert "?till=chef" in page, each.what


@pytest.mark.parametrize("received", [True, False])
def test_an_ask_to_a_side_has_both_letters_too(received: bool) -> None:
    with at(ASKED):
        plan = make_plan()
        asked = asking.ask(as_owner(plan), Side.REGION)
        asking.handed_in(as_owner(plan), asked)
        if received:  # By word of mouth: the owner writes down who takes care of it.
            asking.receive(as_owner(plan), asked, "Nils på mottagningen")
    with at(AFTER):
        [one] = late.outline(as_owner(plan))
        first = late.letter(as_owner(plan), one).to
        assert first[0] == ("Till Nils på mottagningen" if received else "Till vården i regionen")
        assert late.letter(as_owner(plan), one, To.CHIEF).to[0] == "Till chefen"
        page = html(owner(plan).get(url(plan, "plan_late")))
        assert "?till=chef" in page
        assert url(plan, "plan_asked", asked.pk) in page


# Whom an ask is to


def test_an_ask_to_a_side_is_read_by_who_may_decide_there_only() -> None:
    plan = make_plan()
    siv, anna = make_seat(plan), make_seat(plan, name="Anna", mandate=False)
    asked = asking.ask(as_owner(plan), Side.MUNICIPALITY, words="Jag sover inte")
    assert asking.outline(as_seat(siv)) == [asked]
    assert asking.outline(as_seat(anna)) == []
    assert client_of(anna).get(url(plan, "plan_asked", asked.pk)).status_code == 404
    with pytest.raises(NotThere):
        asking.refuse(as_seat(anna), asked, **NO)
    by_name = asking.ask(as_owner(plan), seat=anna)
    assert asking.outline(as_seat(anna)) == [by_name]


@pytest.mark.parametrize("by_name", [True, False])
def test_a_no_about_the_meetings_beats_that_she_is_asked(by_name: bool) -> None:
    plan = make_plan()
    siv = make_seat(plan)
    to: dict[str, Any] = {"seat": siv} if by_name else {"side": Side.MUNICIPALITY}
    asked = asking.ask(as_owner(plan), **to, words="Jag sover inte")
    consent.exclude(as_owner(plan), siv, "meeting")
    where = url(plan, "plan_asked", asked.pk)
    assert client_of(siv).get(where).status_code == 404
    assert client_of(siv).post(where, {"do": "refuse", **NO}).status_code == 404
    with pytest.raises(NotThere):
        asking.receive(as_seat(siv), asked, "Siv")
    assert asking.asked_seats(asked, as_owner(plan).at) == []
    assert Ask.objects.get().is_open
    assert not any("be-om" in step.url for step in waiting.steps(as_seat(siv)))


# A plan that was closed meanwhile


def test_nothing_is_answered_in_a_plan_that_was_closed_in_between() -> None:
    plan = make_plan()
    siv, nils = make_whole(plan)
    show(siv, "home", "meeting", level=3)
    one = asking.ask(as_owner(plan), seat=siv)
    support = asking.ask(as_owner(plan), seat=siv, support=Support.CASE_MANAGER)
    made = meeting.call(as_owner(plan), {}, day=today(9), seats=[siv])
    call, own = Call.objects.get(), Piece.objects.get(kind=Kind.ACTION, seat=siv)
    siv_then, she_then = as_seat(siv), as_owner(plan)
    following_up.close(as_owner(plan))
    tries: list[Callable[[], object]] = [
        lambda: asking.ask(she_then, seat=nils),
        lambda: asking.receive(siv_then, one, "Siv"),
        lambda: asking.refuse(siv_then, one, **NO),
        lambda: asking.withdraw(she_then, one),
        lambda: asking.granted(she_then, support),
        lambda: confirming.confirm(siv_then, own.pk, edition=1),
        lambda: meeting.answer(siv_then, call.pk, Reply.YES),
        lambda: meeting.call(siv_then, {}, day=today(9), seats=[]),
        lambda: meeting.call_more(she_then, made, [nils]),
        lambda: holding.who_came(she_then, made.pk, {siv.pk}),
        lambda: following_up.begin(she_then),
    ]
    for each in tries:
        with pytest.raises(Refused, match=r"stängd|avslutad"):
            each()
    assert {row.is_open for row in Ask.objects.all()} == {True}
    assert Call.objects.get().reply == ""


# What was begun


def test_a_draft_of_a_meeting_never_overwrites_what_another_wrote() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "meeting", level=3)
    made = meeting.call(as_owner(plan), {}, day=today(), seats=[siv])
    where = url(plan, "plan_point", made.pk, "theirs")
    drafts.keep(as_owner(plan), f"{made.pk}:theirs", {"text": "Mitt utkast", "edition": "1"})
    Piece.objects.filter(pk=made.pk).update(author=siv)
    holding.note(as_seat(siv), made.pk, "theirs", "Vi söker bidrag", edition=1)
    client = owner(plan)
    page = html(client.get(where))
    assert "Du hade börjat skriva" in page
    assert "Mitt utkast" in page
    assert 'name="edition" value="1"' in page
    page = html(client.post(where, {"text": "Mitt utkast", "edition": "1"}), 409)
    assert "Vi söker bidrag" in page
    assert as_owner(plan).piece(made.pk).words["theirs"] == "Vi söker bidrag"


def test_every_form_with_free_text_is_there_again() -> None:
    plan = make_plan()
    siv, _nils = make_whole(plan)
    asked = asking.ask(as_owner(plan), seat=siv)
    meeting.call(as_owner(plan), {}, day=today(9), seats=[siv])
    call, own = Call.objects.get(), Piece.objects.get(kind=Kind.ACTION, seat=siv)
    show(siv, "home", level=3)
    client = client_of(siv)
    forms: list[tuple[str, str, dict[str, str], dict[str, str]]] = [
        (
            url(plan, "plan_asked", asked.pk), f"ask:{asked.pk}:no",
            {"reason": "Halvskrivet skäl", "name": ""},
            {"do": "refuse", **NO},
        ),
        (
            url(plan, "plan_answer", call.pk), f"call:{call.pk}",
            {"reply": "yes", "words": "Halvskrivet svar"},
            {"reply": "yes", "words": "Jag kommer", "edition": call.mark},
        ),
        (
            url(plan, "plan_look_at", own.pk), f"{own.pk}:look",
            {"edition": "1", "hindered": "Halvskrivet hinder", "due_on": today(5).isoformat()},
            {"edition": "1", "doing": Doing.PARTLY, "hindered": "Kö", "seat": str(siv.pk)},
        ),
    ]  # fmt: skip
    for where, name, words, whole in forms:
        assert f'name="draft" value="{name}"' in html(client.get(where)), name
        kept = client.post(
            url(plan, "plan_draft"), {"form": name, "words": words}, content_type="application/json"
        )
        assert kept.json() == {"kept": True}, name
        page = html(client.get(where))
        assert "Du hade börjat skriva" in page, name
        assert "Halvskrivet" in page, name
        assert client.post(where, whole).status_code == 302, name
        assert drafts.kept(as_seat(siv), name) == {}, name
