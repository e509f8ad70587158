"""What waits for a reader of a plan now, and how far the plan has come."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.ui import parts
from oppnasoc.ui.templatetags.ui import day as in_words
from oppnasoc.ui.templatetags.ui import shortday

from .. import owning
from ..agreed import HOLDS
from ..opening import Opened
from ..pieces import Kind
from ..plans import Plan, State
from ..seats import Level
from ..sections import Section
from . import asking, calling, confirming, following_up, holding, late, meeting, promised
from .models import Reply


@dataclass(frozen=True)
class Step:
    """One thing that waits: a sentence, where it is done, and a tone of the site's: ``ask`` asks
    something, ``wait`` is late or missing, ``go`` moves, ``rest`` needs nothing now."""

    text: str
    url: str
    tone: str
    verb: str = ""


def next_step(opened: Opened) -> Step | None:
    """The most urgent thing that waits for this reader, or nothing. Unseals nothing."""
    return next(steps(opened), None)


def steps(opened: Opened) -> Iterator[Step]:
    """Everything that waits for this reader, the most urgent first."""
    if not opened.plan.is_open:
        return
    yield from _mine(opened)
    if opened.is_owner:
        yield from _owners(opened)
    yield from _of_all(opened)


def _url(opened: Opened, name: str, *args: uuid.UUID | str) -> str:
    return reverse(name, args=[opened.plan.pk, *args])


def _mine(opened: Opened) -> Iterator[Step]:
    """What somebody is asked for by name: an answer to a call or an ask, a confirmation."""
    today = timezone.localdate(opened.at)
    for call in meeting.my_calls(opened):
        if call.reply == Reply.NONE:
            text = _("You are called to a meeting. Answer by %(day)s.")
            tone = "wait" if call.answer_by < today else "ask"
            url = _url(opened, "plan_answer", call.pk)
            yield Step(text % {"day": in_words(call.answer_by)}, url, tone, _("Answer"))
    for call in meeting.called_off(opened):
        text = _("The meeting %(day)s is called off.")
        told = text % {"day": in_words(call.meeting.due_on)}
        yield Step(told, _url(opened, "plan"), "rest", _("See the plan"))
    if opened.is_owner:
        return
    for each in asking.outline(opened):
        if each.is_open and each.received_on is None and asking.is_asked(opened, each):
            text = _("You are asked for something. Say that it has come by %(day)s.")
            tone = "wait" if asking.is_late(each, today) else "ask"
            url = _url(opened, "plan_asked", each.pk)
            yield Step(text % {"day": in_words(each.receipt_by)}, url, tone, _("Answer"))
    waits = len(confirming.waiting(opened))
    if waits:
        text = ngettext(
            "%(n)d thing that you are responsible for waits to be confirmed.",
            "%(n)d things that you are responsible for wait to be confirmed.",
            waits,
        )
        yield Step(text % {"n": waits}, _url(opened, "plan_confirm"), "ask", _("Look and confirm"))


def _owners(opened: Opened) -> Iterator[Step]:
    """What is only hers to do."""
    for piece in holding.waits_for_her_word(opened):
        text = _("Somebody has written that you met %(day)s. Is it so?")
        told = text % {"day": in_words(piece.due_on or timezone.localdate(piece.changed_at))}
        yield Step(told, _url(opened, "plan_meeting", piece.pk), "ask", _("Answer"))
    for each in asking.outline(opened):
        if each.refused_on and opened.plan.state in (State.BEGUN, State.ASKED):
            text = _("You have got a no. See why, and where you can turn.")
            yield Step(text, _url(opened, "plan_asked", each.pk), "wait", _("Read the answer"))
            break
    overdue = late.outline(opened)
    if overdue:
        text = ngettext(
            "%(n)d thing has not happened in time.",
            "%(n)d things have not happened in time.",
            len(overdue),
        )
        url = _url(opened, "plan_late")
        yield Step(text % {"n": len(overdue)}, url, "wait", _("See what you can do"))
    if any(late.has_left(opened, piece) for piece in following_up.still_to_do(opened)):
        text = _("Somebody has left. Nobody is responsible for what she would do.")
        yield Step(text, _url(opened, "plan_late"), "wait", _("Choose somebody else"))


def _of_all(opened: Opened) -> Iterator[Step]:
    """Where the plan stands, for whoever can do something about it."""
    today = timezone.localdate(opened.at)
    state = opened.plan.state
    for piece in meeting.to_come(opened):
        if piece.due_on is not None and piece.due_on <= today and opened.may(Section.MEETING, 3):
            yield Step(
                _("It is time for the meeting."), _url(opened, "plan_meeting", piece.pk), "ask",
                _("Open the meeting"),
            )  # fmt: skip
    yield from _untold(opened)
    if following_up.is_due(opened.plan, today) and following_up.may_follow_up(opened):
        text = _("It is time to follow up the plan.")
        yield Step(text, _url(opened, "plan_follow_up"), "ask", _("Follow up"))
    elif state == State.FOLLOWING_UP and following_up.may_follow_up(opened):
        text = _("The plan is being followed up.")
        yield Step(text, _url(opened, "plan_follow_up"), "ask", _("Go on"))
    if opened.is_owner:
        yield from _onward(opened)
        yield from _changed(opened)


def _untold(opened: Opened) -> Iterator[Step]:
    """Those who are called and stand on paper: nobody but who has called them tells them."""
    if not opened.may(Section.MEETING, Level.WRITE):
        return
    told = set()
    for call in calling.untold(opened):
        if call.meeting.removed_at is not None:
            text = _("The meeting is called off. Somebody has the old letter.")
            url = _url(opened, "plan_call_letter", call.pk)
            yield Step(text, url, "ask", _("See the letter"))
        elif call.meeting_id not in told:
            told.add(call.meeting_id)
            text = _("Somebody who is called has not been told. There is a letter to print.")
            yield Step(text, _url(opened, "plan_meeting", call.meeting_id), "ask", _("See who"))


def _changed(opened: Opened) -> Iterator[Step]:
    """What others have changed of what she said yes to."""
    changed = len(promised.changed_by_others(opened))
    if changed:
        text = ngettext(
            "%(n)d thing was changed since you said yes.",
            "%(n)d things were changed since you said yes.",
            changed,
        )
        url = _url(opened, "plan_approve")
        yield Step(text % {"n": changed}, url, "ask", _("See what was changed"))


def _onward(opened: Opened) -> Iterator[Step]:
    """The owner's next step on the way."""
    state = opened.plan.state
    if state == State.BEGUN:
        text = _("Ask the municipality or the region for a meeting.")
        yield Step(text, _url(opened, "plan_ask"), "ask", _("Ask for it"))
    elif state == State.ASKED:
        waits = [each for each in asking.outline(opened) if each.is_open and not each.support]
        if waits and all(each.sent_on is None for each in waits):
            text = _("Nobody has got what you asked for yet.")
            yield Step(text, _url(opened, "plan_asked", waits[0].pk), "ask", _("See what to do"))
        elif waits:
            waits = [each for each in waits if each.sent_on is not None]
            text = _("You have asked. You should get an answer by %(day)s.")
            told = text % {"day": in_words(waits[0].receipt_by)}
            yield Step(told, _url(opened, "plan_prepare"), "rest", _("Prepare meanwhile"))
    elif state == State.PREPARING:
        text = _("Your ask has come. Prepare, and call the meeting.")
        yield Step(text, _url(opened, "plan_call"), "ask", _("Call the meeting"))
    elif state == State.CALLED:
        coming = meeting.to_come(opened)
        prepared = any(piece.kind == Kind.PREPARATION for piece in opened.outline)
        if coming and not prepared:
            text = _("Prepare the meeting, so that it becomes yours.")
            yield Step(text, _url(opened, "plan_prepare"), "ask", _("Prepare"))
        elif coming and coming[0].due_on is not None:
            told = _("The meeting is %(day)s.") % {"day": in_words(coming[0].due_on)}
            yield Step(told, _url(opened, "plan_meeting", coming[0].pk), "go", _("See who comes"))
        elif not coming:
            text = _("There is no meeting to come. Call one.")
            yield Step(text, _url(opened, "plan_call"), "ask", _("Call the meeting"))
    elif state == State.MET:
        gaps = len(owning.standing(opened).gaps)
        if gaps:
            text = ngettext(
                "%(n)d thing is missing before the plan takes effect.",
                "%(n)d things are missing before the plan takes effect.",
                gaps,
            )
            yield Step(
                text % {"n": gaps}, _url(opened, "plan_approve"), "ask", _("See what is missing")
            )
        else:
            text = _("Everything is there. The plan can take effect.")
            yield Step(text, _url(opened, "plan_approve"), "ask", _("Let it begin"))


@dataclass(frozen=True)
class Doors:
    """What the first page leads to beside the parts: only what can be done now."""

    call: bool
    follow_up: bool
    missing: bool
    late: bool
    #: She holds the plan together and has not been let in to the meetings: she can ask for it.
    ask_to_call: bool


def doors_of(opened: Opened) -> Doors:
    """What this reader can do in the plan as it stands."""
    state, calls = State(opened.plan.state), meeting.may_call(opened)
    holds = state in HOLDS
    return Doors(
        call=calls and not (opened.is_owner and state == State.BEGUN),
        follow_up=holds and following_up.may_follow_up(opened),
        missing=opened.is_owner and opened.plan.is_open and state not in BEFORE_A_MEETING,
        late=opened.plan.is_open and state != State.BEGUN,
        ask_to_call=not calls and opened.plan.is_open and opened.plan.lead_id == opened.seat.pk,
    )


#: Where a plan stands before there is anything to say yes to.
BEFORE_A_MEETING = (State.BEGUN, State.ASKED, State.PREPARING)
ON_THE_WAY = (
    State.BEGUN,
    State.ASKED,
    State.PREPARING,
    State.CALLED,
    State.MET,
    State.IN_FORCE,
    State.FOLLOWING_UP,
)


def labels_of_the_way() -> dict[State, str]:
    """What each stone on the way is called, whoever reads."""
    return {
        State.BEGUN: _("Begun"),
        State.ASKED: _("Asked for"),
        State.PREPARING: _("Prepared"),
        State.CALLED: _("Called to a meeting"),
        State.MET: _("Meeting held"),
        State.IN_FORCE: _("In force"),
        State.FOLLOWING_UP: _("Followed up"),
    }


def stands(plan: Plan) -> str:
    """Where the plan stands, in a word, for others than its owner."""
    return labels_of_the_way().get(State(plan.state), plan.get_state_display())


def way_of(opened: Opened) -> list[parts.Step]:
    """The way of the plan as stepping stones for ``{% path %}``, with the days that this reader
    knows; nothing for who sees neither the meetings nor the goals."""
    if not (opened.may(Section.MEETING) or opened.may(Section.GOALS)):
        return []
    plan = opened.plan
    labels = labels_of_the_way()
    days = {State.BEGUN: plan.began_at, State.IN_FORCE: plan.in_force_at}
    when = {state: shortday(day) for state, day in days.items() if day is not None}
    if opened.may(Section.MEETING):
        coming = meeting.to_come(opened)
        if coming and coming[0].due_on is not None and plan.state == State.CALLED:
            when[State.CALLED] = shortday(coming[0].due_on)
    if plan.follow_up_on is not None:
        when[State.FOLLOWING_UP] = _("by %(day)s") % {"day": shortday(plan.follow_up_on)}
    closed = plan.state == State.CLOSED
    at = len(ON_THE_WAY) if closed else ON_THE_WAY.index(State(plan.state))
    return [
        parts.Step(
            labels[state],
            "done" if n < at else "here" if n == at else "ahead",
            when.get(state, ""),
        )
        for n, state in enumerate(ON_THE_WAY)
    ]
