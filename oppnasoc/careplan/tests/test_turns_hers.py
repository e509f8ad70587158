"""What only the person herself says of her plan: others cannot say it for her, and no silence or
postponement of theirs makes what is late look as if it were not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from oppnasoc.careplan import daily, owning, writing
from oppnasoc.careplan.models import Ask, Doing, Kind, Outcome, Plan, Seat, Side, State
from oppnasoc.careplan.opening import NotThere
from oppnasoc.careplan.turns import asking, counting, following_up, holding, late, meeting, waiting
from oppnasoc.careplan.writing import Plainly, Refused
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    client_of,
    make_action,
    make_piece,
    make_plan,
    make_seat,
    make_whole,
    show,
    user_of,
)

from .pages import html, owner, today, url

pytestmark = pytest.mark.django_db(databases=TOWER)
START = "2026-11-02T10:00:00+01:00"
SAID = {"happened": "yes", "goals": "yes", "helped": "Ja, mycket", "missing": "En läkare"}


class Told:
    """Counts the notices that the owner of a plan gets of what is done inside."""

    def __init__(self, plan: Plan, capture: Any) -> None:
        self.address, self.capture = user_of(plan.owner).email, capture

    def __enter__(self) -> Told:
        mail.outbox.clear()
        self.doing = self.capture(using="vault", execute=True)
        self.doing.__enter__()
        return self

    def __exit__(self, *why: Any) -> None:
        self.doing.__exit__(*why)
        self.times = len([each for each in mail.outbox if self.address in each.to])


def make_led() -> tuple[Plan, Seat, Seat]:
    """A plan in force; who holds it together writes of its meetings."""
    plan = make_plan()
    siv, nils = make_whole(plan)
    show(siv, "meeting", level=3)
    return plan, siv, nils


# Following up


def test_whether_it_happened_is_hers_to_say(django_capture_on_commit_callbacks: Any) -> None:
    plan, siv, _nils = make_led()
    with Told(plan, django_capture_on_commit_callbacks) as notices:
        following_up.conclude(as_seat(siv), dict(SAID), next_on=today(30))
    assert notices.times == 1
    [theirs] = as_owner(plan).pieces(Kind.FOLLOW_UP)
    said = {name: theirs.words.get(name, "") for name in SAID}
    assert said == {"happened": "", "helped": "", "goals": "yes", "missing": "En läkare"}
    assert not Outcome.objects.exists()
    following_up.conclude(as_owner(plan), {**SAID, "happened": "no"}, next_on=today(30))
    assert [each.happened for each in Outcome.objects.all()] == ["no"]


def test_a_day_that_others_propose_is_none_until_she_has_said_yes() -> None:
    with time_machine.travel(START, tick=False):
        plan, siv, _nils = make_led()
        hers = Plan.objects.get().follow_up_on
        assert hers is not None
    for days in (50, 100, 150):
        with time_machine.travel(START, tick=False) as clock:
            clock.shift(timedelta(days=days))
            following_up.conclude(as_seat(siv), dict(SAID), next_on=today(85))
            assert Plan.objects.get().follow_up_on == hers
            found = [each.what for each in late.outline(as_owner(plan))]
            assert (late.What.FOLLOW_UP in found) is (today() > hers)
    with time_machine.travel(START, tick=False) as clock:
        clock.shift(timedelta(days=151))
        opened = as_owner(plan)
        proposed = following_up.proposed(opened)
        assert proposed is not None
        assert proposed.piece.due_on == today(84)
        following_up.conclude(opened, dict(SAID), next_on=proposed.piece.due_on)
        assert Plan.objects.get().follow_up_on == today(84)
        assert following_up.proposed(as_owner(plan)) is None


def test_nobody_else_sets_the_day() -> None:
    _plan, siv, _nils = make_led()
    with pytest.raises(NotThere):
        owning.set_follow_up(as_seat(siv), today(20))
    with pytest.raises(Refused) as caught:
        following_up.conclude(as_seat(siv), dict(SAID), next_on=today(200))
    assert caught.value.fields == ("next_on",)
    assert Plan.objects.get().state == State.IN_FORCE


def test_the_page_asks_others_only_what_is_theirs_and_shows_her_their_words() -> None:
    plan, siv, _nils = make_led()
    client = client_of(siv)
    client.post(url(plan, "plan_follow_up"))
    page = html(client.get(url(plan, "plan_conclude")))
    assert 'name="happened"' not in page
    assert 'name="helped"' not in page
    assert "Dagen är ett förslag" in page
    day = today(40)
    given = {"happened": "yes", "missing": "En läkare", "next_on": day.isoformat()}
    assert client.post(url(plan, "plan_conclude"), given).status_code == 302
    page = html(owner(plan).get(url(plan, "plan_conclude")))
    for said in ("Siv Handläggare skrev", "En läkare", 'name="happened"', day.isoformat()):
        assert said in page, said


def test_others_do_not_say_that_an_action_helped_her() -> None:
    """Neither on the page of one action nor by a form of their own making; she herself does."""
    plan, siv, _nils = make_led()
    piece = next(p for p in as_owner(plan).outline if p.kind == Kind.ACTION and p.seat_id == siv.pk)
    show(siv, "home", level=3)
    where = url(plan, "plan_look_at", piece.pk)
    client, hers = client_of(siv), owner(plan)
    assert 'name="helped"' not in html(client.get(where))
    assert 'name="hindered"' in html(client.get(where))
    assert 'name="helped"' in html(hers.get(where))
    sent = {"edition": "1", "doing": "partly", "seat": str(siv.pk), "hindered": "Semester",
            "helped": "Ja, mycket"}  # fmt: skip
    assert client.post(where, sent).status_code == 302
    [note] = as_owner(plan).pieces(Kind.NOTE)
    assert "Semester" in note.words["words"]
    assert "Ja, mycket" not in note.words["words"]
    following_up.look_at(as_seat(siv), piece.pk, edition=2, doing="done", helped="Ja, mycket")
    assert len(as_owner(plan).pieces(Kind.NOTE)) == 1
    assert hers.post(where, {**sent, "edition": "3"}).status_code == 302
    notes = [each.words["words"] for each in as_owner(plan).pieces(Kind.NOTE)]
    assert sum("Ja, mycket" in each for each in notes) == 1


def test_she_is_told_that_others_begin_to_follow_up(
    django_capture_on_commit_callbacks: Any,
) -> None:
    plan, siv, _nils = make_led()
    with Told(plan, django_capture_on_commit_callbacks) as notices:
        following_up.begin(as_seat(siv))
    assert notices.times == 1


# What is counted


def test_a_plan_that_nobody_follows_up_is_counted() -> None:
    with time_machine.travel(START, tick=False):
        make_led()
    with time_machine.travel(START, tick=False) as clock:
        clock.shift(timedelta(days=149))
        assert counting.count_the_silent(today()) == 0
        clock.shift(timedelta(days=1))
        assert daily.count_what_nobody_ended(today()) == 1
        [row] = Outcome.objects.all()
        assert (row.in_force, row.followed_up_in_time, row.happened) == (True, False, "")
        assert (row.actions, row.actions_on_time) == (2, 0)
        assert counting.count_the_silent(today()) == 0
        following_up.conclude(as_owner(Plan.objects.get()), dict(SAID), next_on=today(30))
        assert Outcome.objects.count() == 1


def test_an_ask_that_led_to_nothing_is_counted() -> None:
    with time_machine.travel(START, tick=False):
        plan = make_plan()
        asking.handed_in(as_owner(plan), asking.ask(as_owner(plan), Side.REGION))
        unsent = make_plan()
        asking.ask(as_owner(unsent), Side.REGION)
        other = make_plan()
        asking.withdraw(as_owner(other), asking.ask(as_owner(other), Side.REGION))
    with time_machine.travel(START, tick=False) as clock:
        clock.shift(timedelta(days=91))
        assert counting.count_the_silent(today()) == 1
        [row] = Outcome.objects.all()
        assert (row.met, row.in_force, row.asked_days_to_meeting) == (False, False, None)
        following_up.close(as_owner(plan))
        assert Outcome.objects.count() == 1


def test_a_plan_that_is_erased_is_counted_once() -> None:
    plan, _siv, _nils = make_led()
    following_up.erase(as_owner(plan))
    assert Outcome.objects.count() == 1
    closed, _siv, _nils = make_led()
    following_up.close(as_owner(closed))
    following_up.erase(as_owner(closed))
    assert Outcome.objects.count() == 2


@pytest.mark.parametrize(("days", "counted"), [(-1, (0, 1)), (1, (0, 0))])
def test_what_is_said_not_to_be_needed_when_it_is_late_is_late(
    days: int, counted: tuple[int, int]
) -> None:
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "home", level=3)
    made = make_action(plan, siv, due=today(days))
    writing.change(as_seat(siv), made.pk, {"what": "Ring"}, edition=1,
                   plainly=Plainly(seat=siv, doing=Doing.DROPPED, due_on=today(days)))  # fmt: skip
    assert counting.actions_on_time(plan) == counted


# Promises that others go from


def test_what_others_say_is_not_needed_is_late_until_she_has_said_yes() -> None:
    with time_machine.travel(START, tick=False):
        plan, siv, nils = make_led()
        show(siv, "home", level=3)
        piece = siv.actions.get()
    with time_machine.travel(START, tick=False) as clock:
        clock.shift(timedelta(days=40))
        words = as_owner(plan).piece(piece.pk).words
        away = Plainly(seat=nils, doing=Doing.DROPPED, due_on=piece.due_on)
        show(siv, "health", level=1)
        writing.change(as_seat(siv), piece.pk, words, edition=1, plainly=away)
        found = {each.pk: each for each in late.outline(as_owner(plan))}
        mine = found[piece.pk]
        assert (mine.dropped, mine.passed_on, mine.moved) == (True, True, False)
        assert mine.seat == siv
        letter = late.letter(as_owner(plan), mine)
        assert "Siv Handläggare" in letter.to[0]
        said = " ".join(str(part.text) for part in letter.parts)
        assert "inte behövs" in said
        page = html(owner(plan).get(url(plan, "plan_late")))
        assert "Andra säger att det inte behövs längre" in page
        owning.approve(as_owner(plan))
        clock.shift(timedelta(seconds=1))
        assert piece.pk not in {each.pk for each in late.outline(as_owner(plan))}


def test_what_she_herself_says_is_not_needed_is_not_late() -> None:
    with time_machine.travel(START, tick=False):
        plan, siv, _nils = make_led()
        piece = siv.actions.get()
    with time_machine.travel(START, tick=False) as clock:
        clock.shift(timedelta(days=40))
        following_up.look_at(as_owner(plan), piece.pk, edition=1, doing=Doing.DROPPED)
        assert piece.pk not in {each.pk for each in late.outline(as_owner(plan))}


# Meetings


def make_called(*, days: int = 0) -> tuple[Plan, Seat, Seat, Any]:
    """A plan that was asked for, and a meeting that the municipality has called."""
    plan = make_plan()
    siv = make_seat(plan)
    nils = make_seat(plan, side=Side.REGION, name="Nils Sjuksköterska")
    for seat in (siv, nils):
        ask = asking.ask(as_owner(plan), seat=seat)
        asking.receive(as_seat(seat), ask, "Jag")
    show(siv, "meeting", level=3)
    show(nils, "meeting", level=1)
    words = {"purpose": "Sova", "time": "10", "place": "Torget 1"}
    made = meeting.call(as_seat(siv), words, day=today(days), seats=[nils])
    return plan, siv, nils, made


def test_nobody_else_writes_what_she_says() -> None:
    plan, siv, _nils, made = make_called()
    holding.note(as_owner(plan), made.pk, "hers", "Jag vill ha en bostad", edition=1)
    with pytest.raises(Refused):
        holding.note(as_seat(siv), made.pk, "hers", "Jag är nöjd", edition=2)
    with pytest.raises(Refused):
        make_piece(as_seat(siv), Kind.MEETING, {"purpose": "Mer", "hers": "Jag är nöjd"})
    assert as_owner(plan).piece(made.pk).words["hers"] == "Jag vill ha en bostad"
    client, where = client_of(siv), url(plan, "plan_point", made.pk, "hers")
    page = html(client.get(where))
    assert "<textarea" not in page
    assert "Jag vill ha en bostad" in page
    answer = client.post(where, {"text": "Jag är nöjd", "edition": "2"})
    assert answer["Location"] == url(plan, "plan_point", made.pk, "theirs")
    assert as_owner(plan).piece(made.pk).words["hers"] == "Jag vill ha en bostad"


def test_what_was_asked_for_is_done_when_she_says_that_they_met(
    django_capture_on_commit_callbacks: Any,
) -> None:
    plan, siv, _nils, made = make_called()
    with Told(plan, django_capture_on_commit_callbacks) as notices:
        holding.hold(as_seat(siv), made.pk, edition=1)
    assert notices.times == 1
    assert not Ask.objects.filter(met_on__isnull=False).exists()
    assert Plan.objects.get().state == State.CALLED
    with pytest.raises(NotThere):
        holding.they_met(as_seat(siv), made.pk)
    steps = [step.text for step in waiting.steps(as_owner(plan))]
    assert any("Stämmer det?" in text for text in steps)
    client, where = owner(plan), url(plan, "plan_meeting", made.pk)
    assert "Ja, vi träffades" in html(client.get(where))
    assert client_of(siv).post(where, {"do": "met"}).status_code == 404
    assert client.post(where, {"do": "met"}).status_code == 302
    assert not Ask.objects.filter(met_on=None).exists()
    assert Plan.objects.get().state == State.MET
    assert "Ja, vi träffades" not in html(client.get(where))
    assert client.post(where, {"do": "met"}).status_code == 404


def test_a_meeting_that_never_was_is_taken_away_and_another_called() -> None:
    plan, siv, _nils, made = make_called()
    holding.hold(as_seat(siv), made.pk, edition=1)
    assert owner(plan).post(url(plan, "plan_remove", made.pk)).status_code == 302
    texts = [step.text for step in waiting.steps(as_owner(plan))]
    assert any("inget möte på gång" in text for text in texts)
    with time_machine.travel(timezone.now() + timedelta(days=22)):
        found = [each.what for each in late.outline(as_owner(plan))]
        assert found.count(late.What.MEETING) == 2


def test_who_was_called_and_stayed_away_has_not_met_her() -> None:
    plan, siv, _nils, made = make_called()
    meeting.call_more(as_owner(plan), made, [siv])
    holding.who_came(as_owner(plan), made.pk, {siv.pk})
    holding.hold(as_owner(plan), made.pk, edition=1)
    assert {ask.side for ask in Ask.objects.filter(met_on=None)} == {Side.REGION}
    assert Plan.objects.get().state == State.MET


def test_she_is_told_when_a_meeting_is_moved_or_called_off(
    django_capture_on_commit_callbacks: Any,
) -> None:
    plan, siv, nils, made = make_called(days=5)
    assert nils.person is not None
    address = user_of(nils.person).email
    words = {"purpose": "Sova", "time": "11", "place": "Torget 1"}
    with Told(plan, django_capture_on_commit_callbacks) as notices:
        meeting.put_off(as_seat(siv), made.pk, words, day=today(30), edition=1)
    assert notices.times == 1
    with Told(plan, django_capture_on_commit_callbacks) as notices:
        writing.remove(as_seat(siv), made.pk)
    assert notices.times == 1
    assert [address] in [each.to for each in mail.outbox]
    texts = [step.text for step in waiting.steps(as_seat(nils))]
    assert any("är inställt" in text for text in texts)
