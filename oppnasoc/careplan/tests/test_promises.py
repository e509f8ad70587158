"""A yes is to what it was given to: what others change later does not hold unseen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from oppnasoc.careplan import owning, writing
from oppnasoc.careplan.models import Doing, Kind, Piece, Plan, Seat, State
from oppnasoc.careplan.opening import NotThere
from oppnasoc.careplan.owning import Gap
from oppnasoc.careplan.turns import following_up, holding, late, meeting, promised, waiting
from oppnasoc.careplan.writing import Plainly, Refused
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
    make_whole,
    show,
    user_of,
)

from .pages import html, owner, url

pytestmark = pytest.mark.django_db(databases=TOWER)
START = "2026-11-02T10:00:00+01:00"


def action_of(seat: Seat) -> Piece:
    return Piece.objects.get(kind=Kind.ACTION, seat=seat)


def make_approved() -> tuple[Plan, Seat, Seat]:
    """A plan that its owner has said yes to, and that does not hold yet."""
    plan = make_plan()
    siv, nils = make_whole(plan)
    Plan.objects.filter(pk=plan.pk).update(state=State.MET, in_force_at=None, edition=0)
    show(siv, "home", level=3)
    return Plan.objects.get(pk=plan.pk), siv, nils


def put_to(seat: Seat, words: str = "Ring någon gång", *, due: date | None, doing: str = "") -> Any:
    """Somebody at work writes anew what she answers for."""
    piece = action_of(seat)
    plainly = Plainly(seat=seat, doing=doing or piece.doing, due_on=due)
    return writing.change(
        as_seat(seat), piece.pk, {"what": words}, edition=piece.edition, plainly=plainly
    )


# Before it holds


def test_what_is_changed_after_her_yes_does_not_come_to_hold() -> None:
    plan, siv, _nils = make_approved()
    assert owning.standing(as_owner(plan)).gaps == ()
    put_to(siv, due=timezone.localdate() + timedelta(days=400))
    found = owning.standing(as_owner(plan))
    assert found.gaps == (Gap.APPROVED,)
    assert found.changed == (action_of(siv),)
    with pytest.raises(Refused, match="1 sak har ändrats sedan du sa ja"):
        owning.bring_into_force(as_owner(plan))
    assert Plan.objects.get().state == State.MET
    owning.approve(as_owner(plan))
    owning.bring_into_force(as_owner(plan))
    assert Plan.objects.get().state == State.IN_FORCE


def test_what_is_added_after_her_yes_needs_it_too() -> None:
    plan, siv, _nils = make_approved()
    added = make_piece(as_seat(siv), Kind.ACTION, {"what": "Flytta till ett boende"},
                       section="home", seat=siv)  # fmt: skip
    assert owning.standing(as_owner(plan)).changed == (added,)
    with pytest.raises(Refused):
        writing.remove(as_seat(siv), added.pk)


def test_what_was_taken_away_before_her_yes_does_not_come_back_by_others() -> None:
    plan = make_plan()
    siv, _nils = make_whole(plan)
    Plan.objects.update(state=State.MET, approved_at=None)
    show(siv, "home", level=3)
    made = make_piece(as_seat(siv), Kind.ACTION, {"what": "Flytta"}, section="home", seat=siv)
    writing.remove(as_seat(siv), made.pk)
    owning.approve(as_owner(plan))
    with pytest.raises(NotThere):
        writing.bring_back(as_seat(siv), made.pk)
    assert owning.standing(as_owner(plan)).is_whole


def test_the_page_shows_what_changed_and_asks_for_her_yes_again() -> None:
    plan, siv, _nils = make_approved()
    put_to(siv, due=date(2028, 1, 3))
    client, where = owner(plan), url(plan, "plan_approve")
    page = html(client.get(where))
    for said in ("1 sak har ändrats sedan du sa ja", "Ring någon gång", "3 januari 2028",
                 "<del>", "Jag säger ja till hur det står nu", "Siv Handläggare"):  # fmt: skip
        assert said in page, said
    assert 'value="begin"' not in page
    assert client.post(where, {"do": "begin"}).status_code == 422
    client.post(where, {"do": "yes"})
    page = html(client.get(where))
    assert "Ändrat sedan du sa ja" not in page
    assert client.post(where, {"do": "begin"}).status_code == 302


def test_a_yes_to_what_was_changed_while_she_read_is_asked_again() -> None:
    plan, siv, _nils = make_approved()
    client, where = owner(plan), url(plan, "plan_approve")
    read = owning.mark(plan)
    assert f'name="read" value="{read}"' in html(client.get(where))
    put_to(siv, due=None)
    page = html(client.post(where, {"do": "yes", "read": read}), 422)
    assert "Något ändrades medan du läste" in page
    assert owning.standing(as_owner(plan)).gaps == (Gap.APPROVED,)
    client.post(where, {"do": "yes", "read": owning.mark(plan)})
    assert owning.standing(as_owner(plan)).is_whole


# While it holds


@pytest.mark.parametrize("what", ["day", "doing", "who"])
def test_the_owner_is_told_when_others_change_what_holds(
    what: str, django_capture_on_commit_callbacks: Any
) -> None:
    plan = make_plan()
    siv, nils = make_whole(plan)
    show(siv, "home", "meeting", level=3)
    user_of(plan.owner)
    own = action_of(siv)
    assert own.due_on is not None
    ways: dict[str, dict[str, Any]] = {
        "day": {"doing": Doing.PARTLY, "due_on": own.due_on + timedelta(days=400)},
        "doing": {"doing": Doing.DROPPED},
        "who": {"doing": Doing.NOT_DONE, "seat": nils},
    }
    with django_capture_on_commit_callbacks(using="vault", execute=True):
        following_up.look_at(as_seat(siv), own.pk, edition=1, **ways[what])
    assert [each.to for each in mail.outbox] == [[user_of(plan.owner).email]]
    [step] = [s for s in waiting.steps(as_owner(plan)) if "ändrats sedan du sa ja" in s.text]
    assert step.url == url(plan, "plan_approve")
    page = html(owner(plan).get(url(plan, "plan_approve")))
    assert "ändrat sedan du sa ja" in page
    owner(plan).post(url(plan, "plan_approve"), {"do": "yes", "read": owning.mark(plan)})
    assert promised.changed_by_others(as_owner(plan)) == set()
    assert Plan.objects.get().edition == 1


def test_what_she_changes_herself_tells_nobody_and_shows_no_chip(
    django_capture_on_commit_callbacks: Any,
) -> None:
    plan = make_plan()
    siv, _nils = make_whole(plan)
    user_of(plan.owner)
    with django_capture_on_commit_callbacks(using="vault", execute=True):
        following_up.look_at(as_owner(plan), action_of(siv).pk, edition=1, doing=Doing.PARTLY)
    assert mail.outbox == []
    assert promised.changed_by_others(as_owner(plan)) == set()


def test_a_chip_stands_where_it_is_followed_up_and_for_nobody_else() -> None:
    plan = make_plan()
    siv, _nils = make_whole(plan)
    show(siv, "home", "meeting", level=3)
    put_to(siv, due=None)
    assert "ändrat sedan du sa ja" in html(owner(plan).get(url(plan, "plan_follow_up")))
    assert "ändrat sedan du sa ja" not in html(client_of(siv).get(url(plan, "plan_follow_up")))


@pytest.mark.parametrize("state", [State.IN_FORCE, State.FOLLOWING_UP])
def test_others_set_what_holds_as_not_needed_and_never_take_it_away(state: str) -> None:
    plan = make_plan()
    siv, _nils = make_whole(plan)
    show(siv, "home", level=3)
    Piece.objects.filter(pk=action_of(siv).pk).update(author=siv)
    Plan.objects.update(state=state)
    own = action_of(siv)
    with pytest.raises(Refused, match="inte behövs längre"):
        writing.remove(as_seat(siv), own.pk)
    following_up.look_at(as_seat(siv), own.pk, edition=1, doing=Doing.DROPPED)
    assert Piece.objects.get(pk=own.pk).removed_at is None
    writing.remove(as_owner(plan), own.pk)  # It is her plan.


# A day that is moved


def test_moving_the_day_does_not_end_that_it_is_late() -> None:
    with time_machine.travel(START, tick=False):
        plan = make_plan()
        siv, _nils = make_whole(plan)  # Both are due on 22 November.
        show(siv, "home", level=3)
        owning.set_follow_up(as_owner(plan), date(2027, 1, 30))
    with time_machine.travel("2026-11-23T10:00:00+01:00", tick=False):
        put_to(siv, due=date(2028, 1, 3), words="Ring hyresvärden om hyran")
        assert late.outline(as_owner(plan)) == []
        [moved] = late.moved(as_owner(plan))
        assert (moved.pk, moved.due_on) == (action_of(siv).pk, date(2026, 11, 22))
        page = html(owner(plan).get(url(plan, "plan_late")))
        assert "Nu är det 3 januari 2028." in page
    with time_machine.travel("2026-12-06T10:00:00+01:00", tick=False):
        found = {each.pk: each for each in late.outline(as_owner(plan))}
        one = found[action_of(siv).pk]
        assert (one.days, one.moved, one.due_on) == (14, True, date(2026, 11, 22))
        assert late.moved(as_owner(plan)) == []
        said = [part.text for part in late.letter(as_owner(plan), one).parts]
        assert "Dagen har flyttats sedan dess. Det har jag inte sagt ja till." in said
        page = html(owner(plan).get(url(plan, "plan_late")))
        assert "Nu är det 3 januari 2028" in page
        assert late.outline(as_seat(siv)) == []  # Earlier days are hers to know of.
        owning.approve(as_owner(plan))
        assert action_of(siv).pk not in {each.pk for each in late.outline(as_owner(plan))}


def test_a_day_that_she_moves_herself_is_her_own_word() -> None:
    with time_machine.travel(START, tick=False):
        plan = make_plan()
        siv, _nils = make_whole(plan)
        show(siv, "home", level=3)
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False):
        following_up.look_at(as_owner(plan), action_of(siv).pk, edition=1, doing=Doing.PARTLY,
                             due_on=date(2026, 12, 10))  # fmt: skip
        assert late.moved(as_owner(plan)) == []
        put_to(siv, due=None)
        [moved] = late.moved(as_owner(plan))
        assert moved.due_on == date(2026, 12, 10)


# What was said at a meeting


def test_after_a_meeting_nobody_changes_what_was_said() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "meeting", level=3)
    day = timezone.localdate()
    made = meeting.call(as_seat(siv), {"purpose": "Sova"}, day=day, seats=[])
    holding.note(as_owner(plan), made.pk, "hers", "Jag vill bo kvar", edition=1)
    holding.note(as_seat(siv), made.pk, "theirs", "Vi kan inte hjälpa", edition=2)
    holding.hold(as_seat(siv), made.pk, edition=3)
    held = Plainly(due_on=day, doing=Doing.DONE)
    words = as_owner(plan).piece(made.pk).words
    for by, changed, plainly in (
        (as_seat(siv), {**words, "hers": "Jag vill flytta"}, held),
        (as_owner(plan), {**words, "theirs": "Vi hjälper till"}, held),
        (as_owner(plan), words, Plainly(due_on=day, doing=Doing.PLANNED)),
    ):
        with pytest.raises(Refused):
            writing.change(by, made.pk, changed, edition=4, plainly=plainly)
    with pytest.raises(Refused):
        writing.go_back(as_seat(siv), made.pk, 1, edition=4)
    with pytest.raises(Refused):
        writing.remove(as_seat(siv), made.pk)
    assert as_owner(plan).piece(made.pk).words == words
    writing.change(as_owner(plan), made.pk, {**words, "hers": "Jag bor kvar"}, edition=4,
                   plainly=held)  # fmt: skip
    client_of(siv).post(url(plan, "plan_remove", made.pk))
    assert Piece.objects.get(pk=made.pk).removed_at is None


def test_goals_that_others_wrote_stay_with_her_yes() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "goals", level=3)
    make_goal(plan)
    made = make_piece(as_seat(siv), Kind.GOAL, {"words": "Ha ett jobb", "span": "long"})
    owning.approve(as_owner(plan))
    with pytest.raises(Refused):
        writing.remove(as_seat(siv), made.pk)


def test_her_yes_is_not_to_what_came_after_it_when_somebody_else_is_to_do_it() -> None:
    plan, siv, nils = make_approved()
    own = action_of(siv)
    plainly = Plainly(seat=nils, doing=own.doing, due_on=own.due_on)
    same = as_owner(plan).piece(own.pk).words
    writing.change(as_seat(siv), own.pk, same, edition=1, plainly=plainly)
    [one] = promised.since_yes(as_owner(plan), owning.changed_since_yes(plan))
    assert one.lines == ["Nu ansvarar Nils Sjuksköterska."]
    assert make_action(plan, siv) in owning.changed_since_yes(plan)
