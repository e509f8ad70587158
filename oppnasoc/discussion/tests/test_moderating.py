"""Showing, hiding with a reason, reports, and appeals that another person decides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from oppnasoc.discussion import contesting, moderating, writing
from oppnasoc.discussion.models import Appeal, Comment, Flag, GroupTalk, Mode
from oppnasoc.people.models import User
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.tests.disk import at_once, on_disk
from tests.town import ROLES

from .scene import LOOKING, Talk, kinds, make_appeal, make_comment, make_talk

State = Comment.State
DOINGS: dict[str, Callable[[Talk, Any], Any]] = {
    "show": lambda talk, by: moderating.show(make_comment(talk, state="held"), by=by),
    "hide": lambda talk, by: moderating.hide(make_comment(talk), "Ty.", by=by),
    "wait_again": lambda talk, by: moderating.wait_again(make_comment(talk), by=by),
    "keep": lambda talk, by: moderating.keep(reported(talk), by=by),
    "take_out": lambda talk, by: moderating.take_out(
        [make_comment(talk, state="held", in_flood=True)], by=by
    ),
    "decide": lambda talk, by: moderating.decide(
        make_appeal(talk), show_it=True, reason="Det är snällt.", by=by
    ),
    "choose_mode": lambda talk, by: moderating.choose_mode(talk.what, Mode.CLOSED, by=by),
    "set_up": lambda talk, by: moderating.set_up(
        talk.scene.parties.group, mode=Mode.AFTER, link_elsewhere="", by=by
    ),
}


def reported(talk: Talk) -> Comment:
    comment = make_comment(talk)
    Flag.objects.create(comment=comment, why="Det är taskigt.")
    return comment


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("doing", DOINGS)
def test_who_may(talk: Talk, role: str, doing: str) -> None:
    by = talk.who(role)
    if role in LOOKING:
        DOINGS[doing](talk, by)
        assert len(kinds()) == 1
    else:
        with pytest.raises(PermissionDenied), transaction.atomic():
            DOINGS[doing](talk, by)
        assert kinds() == []


def test_hidden_with_a_reason_and_undone(talk: Talk) -> None:
    comment, by = reported(talk), talk.who("facilitator")
    with pytest.raises(ValidationError) as error:
        moderating.hide(comment, "  ", by=by)
    assert "reason" in error.value.message_dict
    moderating.hide(comment, " Det nämner en person. ", by=by)
    assert (comment.state, comment.why_hidden) == (State.HIDDEN, "Det nämner en person.")
    assert comment.hidden_by == by
    assert Flag.objects.get().settled_at is not None
    assert Flag.objects.get().why == ""
    with pytest.raises(ValidationError):
        moderating.hide(comment, "Igen.", by=by)
    moderating.wait_again(comment, by=by)
    assert (comment.state, comment.why_hidden, comment.hidden_by) == (State.HELD, "", None)
    moderating.show(comment, by=by)
    assert comment.state == State.SHOWN
    assert kinds() == ["discussion.hidden", "discussion.waits_again", "discussion.shown"]


def test_other_words_than_she_read_are_not_shown(talk: Talk) -> None:
    """The swap: nice words wait, somebody reads them, and nasty ones are there when she presses."""
    comment = make_comment(talk, "Snällt.", state="held", code_digest="d")
    read = comment.revision
    writing.edit(Comment.objects.get(pk=comment.pk), "Elakt.")
    with pytest.raises(Stale):
        moderating.show(comment, by=talk.who("facilitator"), revision=read)
    comment.refresh_from_db()
    assert comment.state == State.HELD


def test_taken_back_it_cannot_be_shown_again(talk: Talk) -> None:
    comment, by = make_comment(talk, code_digest="d"), talk.who("editor")
    writing.take_back(comment)
    with pytest.raises(ValidationError):
        moderating.show(comment, by=by)
    with pytest.raises(ValidationError):
        moderating.hide(comment, "Ty.", by=by)
    with pytest.raises(ValidationError):
        moderating.wait_again(comment, by=by)


def test_a_report_says_why_and_leaves_it_standing(talk: Talk) -> None:
    comment = make_comment(talk)
    for why in ("", " ", "x" * 501):
        with pytest.raises(ValidationError) as error:
            contesting.report(comment, why)
        assert "why" in error.value.message_dict
    contesting.report(comment, "Det är taskigt.", by=talk.who("participant"))
    comment.refresh_from_db()
    assert comment.state == State.SHOWN
    with pytest.raises(ValidationError):
        contesting.report(make_comment(talk, state="held"), "Taskigt.")


def test_agreeing_counts_once_and_is_taken_back_by_who_has_an_account(talk: Talk) -> None:
    comment, person = make_comment(talk), talk.who("participant")
    assert [contesting.support(comment, who="nät") for _ in range(2)] == [True, True]
    assert comment.supports.count() == 1
    assert contesting.support(comment, who="user 1", by=person) is True
    assert contesting.support(comment, who="user 1", by=person) is False
    assert comment.supports.count() == 1
    other = make_comment(talk, "Annat.")
    contesting.support(other, who="nät")
    assert comment.supports.get().key != other.supports.get().key
    with pytest.raises(ValidationError):
        contesting.support(make_comment(talk, state="hidden"), who="nät")


def test_one_appeal_for_each_time_it_was_hidden(talk: Talk) -> None:
    comment, by = make_comment(talk, code_digest="d"), talk.who("facilitator")
    with pytest.raises(ValidationError):
        contesting.appeal(comment, "Visa det.")
    moderating.hide(comment, "Ty.", by=by)
    with pytest.raises(ValidationError) as error:
        contesting.appeal(comment, " ")
    assert "words" in error.value.message_dict
    first = contesting.appeal(comment, "Visa det.")
    with pytest.raises(ValidationError):
        contesting.appeal(comment, "Visa det nu.")
    with pytest.raises(ValidationError, match="ny titt"):
        moderating.wait_again(comment, by=by)
    moderating.decide(first, show_it=False, reason="Det nämner någon.", by=talk.who("editor"))
    comment.refresh_from_db()
    assert comment.state == State.HIDDEN
    with pytest.raises(ValidationError):
        contesting.appeal(comment, "Men visa det.")
    moderating.wait_again(comment, by=by)
    moderating.hide(comment, "Fortfarande.", by=by)
    assert contesting.may_appeal(comment)


def test_another_person_decides(talk: Talk) -> None:
    facilitator = talk.who("facilitator")
    appeal = make_appeal(talk, hidden_by=facilitator)
    with pytest.raises(PermissionDenied):
        moderating.decide(appeal, show_it=False, reason="Nej.", by=facilitator)
    with pytest.raises(ValidationError):
        moderating.decide(appeal, show_it=True, reason=" ", by=talk.who("secretary"))
    moderating.decide(appeal, show_it=True, reason="Det är snällt.", by=talk.who("secretary"))
    comment = Comment.objects.get(pk=appeal.comment_id)
    assert (comment.state, comment.why_hidden, comment.hidden_by) == (State.SHOWN, "", None)
    assert kinds() == ["discussion.decided"]


def test_when_there_is_nobody_else_she_decides_herself(talk: Talk) -> None:
    facilitator = talk.who("facilitator")
    User.objects.exclude(pk=facilitator.pk).update(is_active=False)
    appeal = make_appeal(talk, hidden_by=facilitator)
    moderating.decide(appeal, show_it=False, reason="Det nämner någon.", by=facilitator)
    assert Appeal.objects.get().decided_by == facilitator


def test_a_talk_is_closed_and_opened(talk: Talk) -> None:
    by = talk.who("facilitator")
    moderating.choose_mode(talk.what, Mode.CLOSED, by=by)
    with pytest.raises(ValidationError):
        writing.write(talk.what, "Hej.")
    moderating.choose_mode(talk.what, Mode.AFTER, by=by)
    assert writing.write(talk.what, "Hej.")[0].state == State.SHOWN
    moderating.choose_mode(talk.what, Mode.AFTER, by=by)
    assert kinds().count("discussion.mode_chosen") == 2
    with pytest.raises(ValidationError):
        moderating.choose_mode(talk.what, "open", by=by)


def test_the_group_chooses_for_talks_that_have_not_begun(talk: Talk) -> None:
    group, by = talk.scene.parties.group, talk.who("facilitator")
    moderating.set_up(group, mode=Mode.AFTER, link_elsewhere=" https://example.org/ ", by=by)
    assert GroupTalk.objects.get().link_elsewhere == "https://example.org/"
    assert writing.write(talk.what, "Hej.")[0].state == State.SHOWN


@pytest.mark.django_db(transaction=True)
def test_two_decide_at_once_and_one_wins(transactional_db: None, tmp_path: Path) -> None:
    talk = make_talk()
    appeal = make_appeal(talk)
    with on_disk(tmp_path):
        one, other = Appeal.objects.get(pk=appeal.pk), Appeal.objects.get(pk=appeal.pk)
        secretary, editor = talk.who("secretary"), talk.who("editor")
        outcomes = at_once(
            lambda: moderating.decide(one, show_it=True, reason="Ja.", by=secretary),
            lambda: moderating.decide(other, show_it=False, reason="Nej.", by=editor),
        )
        assert sum(isinstance(o, Stale) for o in outcomes) == 1, outcomes
        decided, comment = Appeal.objects.get(), Comment.objects.get()
        shown = decided.decision == Appeal.Decision.SHOW
        assert comment.state == (State.SHOWN if shown else State.HIDDEN)
        assert decided.reason == ("Ja." if shown else "Nej.")
        assert kinds() == ["discussion.decided"]
