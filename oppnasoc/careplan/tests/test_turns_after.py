"""What is decided is confirmed, followed up, late and reminded of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from oppnasoc.careplan import daily, noticing, owning, writing
from oppnasoc.careplan.models import Doing, Kind, Nudge, Outcome, Piece, Plan, Seat, Side, State
from oppnasoc.careplan.opening import NotThere
from oppnasoc.careplan.owning import Gap
from oppnasoc.careplan.people import inviting
from oppnasoc.careplan.turns import (
    asking,
    confirming,
    following_up,
    late,
    meeting,
    reminding,
    waiting,
)
from oppnasoc.careplan.turns.confirming import Stand
from oppnasoc.careplan.writing import Changed, Plainly, Refused
from oppnasoc.people.models import User
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    make_action,
    make_plan,
    make_seat,
    make_whole,
    show,
)

pytestmark = pytest.mark.django_db(databases=TOWER)
ENOUGH = {"happened": "yes", "goals": "yes", "needed": "yes"}


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def action_of(seat: Seat) -> Piece:
    return Piece.objects.get(kind=Kind.ACTION, seat=seat)


def stand_of(plan: Plan, piece: Piece) -> Stand:
    rows = as_owner(plan).outline
    return confirming.stands(rows, timezone.localdate())[piece.pk].stand


def test_17_an_authority_confirms_its_own_only() -> None:
    plan = make_plan()
    siv, nils = make_whole(plan)
    show(nils, "home", "health", level=3)
    show(siv, "home")
    theirs = action_of(siv)
    with pytest.raises(Refused):
        confirming.confirm(as_seat(nils), theirs.pk, edition=1)
    with pytest.raises(Refused):
        writing.change(as_seat(nils), theirs.pk, {"what": "Annat"}, edition=1)
    writing.write(as_seat(nils), Kind.NOTE, {"words": "Vi hjälper till"}, section="home",
                  plainly=Plainly(about=theirs))  # fmt: skip
    with pytest.raises(Refused):
        confirming.confirm(as_owner(plan), theirs.pk, edition=1)
    confirming.confirm(as_seat(siv), theirs.pk, edition=1)
    theirs.refresh_from_db()
    assert confirming.confirmed(theirs)
    assert confirming.waiting(as_seat(siv)) == []


def test_what_is_not_shown_is_not_confirmed() -> None:
    plan = make_plan()
    siv, _nils = make_whole(plan)
    with pytest.raises(NotThere):
        confirming.confirm(as_seat(siv), action_of(siv).pk, edition=1)


def test_18_who_is_silent_for_21_days_has_agreed_to_nothing() -> None:
    with time_machine.travel("2026-11-02T10:00:00+01:00", tick=False):
        plan = make_plan()
        siv, nils = make_whole(plan)
        show(siv, "home")
        confirming.confirm(as_seat(siv), action_of(siv).pk, edition=1)
    with time_machine.travel("2026-11-22T10:00:00+01:00", tick=False):
        assert stand_of(plan, action_of(nils)) is Stand.WAITING
    with time_machine.travel("2026-11-23T10:00:00+01:00", tick=False):
        assert stand_of(plan, action_of(siv)) is Stand.CONFIRMED
        assert stand_of(plan, action_of(nils)) is Stand.SILENT
        assert Stand.SILENT.text == "inte bekräftad"
        assert not confirming.confirmed(action_of(nils))


def test_a_change_takes_the_confirmation_away_for_all_to_see() -> None:
    plan = make_plan()
    siv, _nils = make_whole(plan)
    show(siv, "home", level=3)
    own = action_of(siv)
    confirming.confirm(as_seat(siv), own.pk, edition=1)
    writing.change(as_owner(plan), own.pk, {"what": "Ring på fredag"}, edition=1)
    assert stand_of(plan, own) is Stand.CHANGED
    with pytest.raises(Changed):
        confirming.confirm(as_seat(siv), own.pk, edition=1)
    confirming.confirm(as_seat(siv), own.pk, edition=2)
    assert stand_of(plan, own) is Stand.CONFIRMED


def test_following_up_makes_the_next_version() -> None:
    plan = make_plan()
    siv, nils = make_whole(plan)
    following_up.begin(as_owner(plan))
    assert Plan.objects.get().state == State.FOLLOWING_UP
    following_up.look_at(as_owner(plan), action_of(siv).pk, edition=1, doing=Doing.DONE)
    following_up.look_at(
        as_owner(plan), action_of(nils).pk, edition=1, doing=Doing.PARTLY,
        hindered="Det var kö", due_on=in_days(30),
    )  # fmt: skip
    [note] = as_owner(plan).pieces(Kind.NOTE)
    assert "Det var kö" in note.words["words"]
    assert action_of(nils).due_on == in_days(30)
    gaps = following_up.conclude(as_owner(plan), dict(ENOUGH), next_on=in_days(80))
    assert gaps == ()
    plan.refresh_from_db()
    assert (plan.state, plan.edition, plan.follow_up_on) == (State.IN_FORCE, 2, in_days(80))
    outcome = Outcome.objects.get()
    assert (outcome.actions, outcome.actions_on_time, outcome.happened) == (1, 1, "yes")
    assert outcome.followed_up_in_time is True
    assert outcome.quarter == f"{timezone.localdate().year}Q{(timezone.localdate().month + 2) // 3}"


def test_the_next_day_is_within_three_months() -> None:
    plan = make_plan()
    make_whole(plan)
    for day in (None, in_days(-1), in_days(100)):
        with pytest.raises(Refused) as caught:
            following_up.conclude(as_owner(plan), dict(ENOUGH), next_on=day)
        assert caught.value.fields == ("next_on",)
    plan.refresh_from_db()
    assert plan.state == State.IN_FORCE
    assert not Outcome.objects.exists()


def test_a_gap_keeps_the_next_version_waiting() -> None:
    plan = make_plan()
    siv, _nils = make_whole(plan)
    inviting.end(as_owner(plan), siv)
    gaps = following_up.conclude(as_owner(plan), dict(ENOUGH), next_on=in_days(80))
    assert gaps == (Gap.LEAD, Gap.RESPONSIBLE)
    plan.refresh_from_db()
    assert plan.state == State.FOLLOWING_UP


def test_somebody_else_follows_up_but_only_she_says_yes_and_closes() -> None:
    plan = make_plan()
    siv, nils = make_whole(plan)
    with pytest.raises(NotThere):
        following_up.begin(as_seat(nils))
    show(siv, "meeting", level=3)
    gaps = following_up.conclude(as_seat(siv), dict(ENOUGH), next_on=in_days(80))
    assert gaps == (Gap.APPROVED,)
    with pytest.raises(NotThere):
        following_up.close(as_seat(siv))
    following_up.close(as_owner(plan), "Jag klarar mig nu")
    plan.refresh_from_db()
    assert plan.state == State.CLOSED
    assert Outcome.objects.count() == 1  # The round was counted when it was followed up.


def test_a_plan_for_practice_is_not_counted() -> None:
    plan = make_plan(practice=True)
    make_whole(plan)
    following_up.conclude(as_owner(plan), dict(ENOUGH), next_on=in_days(80))
    assert not Outcome.objects.exists()


def test_days_from_ask_to_meeting_are_counted_once() -> None:
    with time_machine.travel("2026-09-01T10:00:00+02:00", tick=False):
        plan = make_plan()
        asked = asking.ask(as_owner(plan), Side.REGION)
        type(asked).objects.update(met_on=date(2026, 9, 15))
        make_whole(plan)
        following_up.conclude(as_owner(plan), dict(ENOUGH), next_on=date(2026, 10, 1))
    with time_machine.travel("2026-10-01T10:00:00+02:00", tick=False):
        following_up.conclude(as_owner(plan), dict(ENOUGH), next_on=date(2026, 11, 1))
    days = list(Outcome.objects.order_by("pk").values_list("asked_days_to_meeting", flat=True))
    assert days == [14, None]


def test_19_an_action_14_days_late_has_a_letter_and_nothing_is_sent() -> None:
    with time_machine.travel("2026-11-02T10:00:00+01:00", tick=False):
        plan = make_plan()
        siv = make_seat(plan, chief="Mona Ek")
        action = make_action(plan, siv, due=date(2026, 11, 5))
    with time_machine.travel("2026-11-18T10:00:00+01:00", tick=False):
        assert late.outline(as_owner(plan)) == []
    with time_machine.travel("2026-11-19T10:00:00+01:00", tick=False):
        mail.outbox.clear()
        [one] = late.outline(as_owner(plan))
        assert (one.what, one.pk, one.days) == (late.What.ACTION, action.pk, 14)
        letter = late.letter(as_owner(plan), one)
        assert letter.to == ("Till Siv Handläggare", "handläggare", "Sundhamns kommun")
        assert "5 november" in letter.begins
        assert letter.parts[0].text == "Ring hyresvärden om hyran"
        assert any("IVO" in end for end in letter.ends)
        second = late.letter(as_owner(plan), one, late.To.CHIEF)
        assert second.to[0] == "Till Mona Ek, chef"
        with pytest.raises(NotThere):
            late.letter(as_seat(siv), one)
        assert mail.outbox == []


def test_an_ask_a_call_and_a_follow_up_are_late_too() -> None:
    with time_machine.travel("2026-11-02T10:00:00+01:00", tick=False):
        plan = make_plan()
        siv, _nils = make_whole(plan)
        owning.set_follow_up(as_owner(plan), date(2026, 11, 20))
        asking.ask(as_owner(plan), seat=siv)
        meeting.call(as_owner(plan), {}, day=date(2026, 11, 30), seats=[siv])
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        found = {each.what for each in late.outline(as_owner(plan))}
        letters = [late.letter(as_owner(plan), each) for each in late.outline(as_owner(plan))]
        assert [each.what for each in late.outline(as_seat(siv))] == [late.What.RECEIPT]
    assert found == {late.What.RECEIPT, late.What.ANSWER, late.What.FOLLOW_UP}
    assert all(each.title == "Det här har inte hänt" for each in letters)


# 15 and the nightly round


def make_user(person: object, address: str) -> User:
    return User.objects.create(uuid=person, email=address)  # type: ignore[misc]


def test_15_who_has_left_leaves_nobody_and_the_owner_is_told() -> None:
    plan = make_plan()
    siv, _nils = make_whole(plan)
    make_user(plan.owner, "vera@example.org")
    assert siv.person is not None
    inviting.left_work(siv.person)
    [action] = late.without_responsible(as_owner(plan))
    assert action.seat == siv
    step = next(s for s in waiting.steps(as_owner(plan)) if "slutat" in s.text)
    assert step.tone == "wait"
    assert reminding.remind(timezone.localdate()) == 1
    assert [each.to for each in mail.outbox] == [["vera@example.org"]]
    assert reminding.remind(timezone.localdate()) == 0
    assert Gap.RESPONSIBLE in owning.standing(as_owner(plan)).gaps


@pytest.mark.parametrize(("days", "told"), [(-15, 0), (-14, 2), (-10, 0), (0, 2), (7, 2), (14, 2)])
def test_the_owner_and_who_answers_are_reminded_once(days: int, told: int) -> None:
    plan = make_plan()
    siv = make_seat(plan)
    make_action(plan, siv, due=timezone.localdate())
    make_user(plan.owner, "vera@example.org")
    make_user(siv.person, "siv@example.org")
    night = in_days(days)
    assert reminding.remind(night) == told
    assert len(mail.outbox) == told
    assert reminding.remind(night) == 0


def test_a_notice_names_nothing() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    make_action(plan, siv, due=timezone.localdate())
    make_user(plan.owner, "vera@example.org")
    reminding.remind(timezone.localdate())
    [notice] = mail.outbox
    assert isinstance(notice, mail.EmailMultiAlternatives)
    said = f"{notice.subject} {notice.body} {notice.alternatives}".lower()
    assert "något att läsa" in said
    for word in ("plan", "sip", "siv", "vera ", "kommun", "hyra", "möte"):
        assert word not in said


@pytest.mark.parametrize("columns", [{"frozen_at": timezone.now()}, {"practice": True}])
def test_nobody_is_reminded_of_a_plan_that_rests(columns: dict[str, object]) -> None:
    plan = make_plan()
    make_action(plan, make_seat(plan), due=timezone.localdate())
    make_user(plan.owner, "vera@example.org")
    Plan.objects.filter(pk=plan.pk).update(**columns)
    assert reminding.remind(timezone.localdate()) == 0
    assert not Nudge.objects.exists()


def test_a_closed_plan_reminds_nobody() -> None:
    plan = make_plan()
    make_action(plan, None, due=timezone.localdate())
    make_user(plan.owner, "vera@example.org")
    following_up.close(as_owner(plan))
    assert reminding.remind(timezone.localdate()) == 0


def test_who_has_lost_her_place_is_not_told() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    make_action(plan, siv, due=timezone.localdate())
    make_user(siv.person, "siv@example.org")
    inviting.end(as_owner(plan), siv)
    assert reminding.remind(timezone.localdate()) == 0
    assert mail.outbox == []


def test_a_mail_that_fails_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = make_plan()
    make_action(plan, None, due=timezone.localdate())
    make_user(plan.owner, "vera@example.org")

    def down(*_said: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("oppnasoc.careplan.noticing.EmailMultiAlternatives.send", down)
        assert reminding.remind(timezone.localdate()) == 0
    assert reminding.remind(in_days(1)) == 1


def test_a_process_without_plans_reminds_nobody(settings: object) -> None:
    plan = make_plan()
    make_action(plan, None, due=timezone.localdate())
    make_user(plan.owner, "vera@example.org")
    settings.PARTS = ("public",)  # type: ignore[attr-defined]
    assert daily.remind_of_plans(timezone.localdate()) == 0


def test_whoever_is_called_is_told_at_once(django_capture_on_commit_callbacks: object) -> None:
    plan = make_plan()
    siv = make_seat(plan)
    make_user(siv.person, "siv@example.org")
    with django_capture_on_commit_callbacks(using="vault", execute=True):  # type: ignore[operator]
        meeting.call(as_owner(plan), {}, day=in_days(9), seats=[siv])
    assert [each.to for each in mail.outbox] == [["siv@example.org"]]


def test_a_text_message_names_nothing(tmp_path: object, settings: object) -> None:
    from oppnasoc.vault import knowing
    from oppnasoc.vault.models import Known

    plan = make_plan()
    make_action(plan, None, due=timezone.localdate())
    make_user(plan.owner, "vera@example.org")
    settings.VAR_DIR = tmp_path  # type: ignore[attr-defined]
    knowing.know(plan.owner, Known.Kind.PHONE, "070-174 06 05", by=plan.owner)
    assert reminding.remind(timezone.localdate()) == 1
    assert not (tmp_path / "sms").exists()  # type: ignore[operator]
    noticing.remind_by_text(as_owner(plan), True)
    assert reminding.remind(in_days(7)) == 1
    [message] = (tmp_path / "sms").iterdir()  # type: ignore[operator]
    text = message.read_text().lower()
    for word in ("plan", "sip", "siv", "vera", "kommun", "hyra"):
        assert word not in text
