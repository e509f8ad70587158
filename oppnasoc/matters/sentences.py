"""The sentence that carries the product: where a matter lies now; and its path as steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from oppnasoc.trail.kinds import link
from oppnasoc.ui.parts import Origin, Step
from oppnasoc.ui.templatetags.ui import countword, day, shortday
from oppnasoc.ui.templatetags.ui import voice as quote
from oppnasoc.voices.models import Voice

from .models import Answer, Matter


@dataclass(frozen=True)
class Chip:
    """How a matter's state is shown in one word; ``tone`` is a tone of ``{% chip %}``."""

    tone: str
    text: str


def chip(matter: Matter) -> Chip:
    """The state in one word: late before anything else."""
    if matter.is_late:
        return Chip("wait", _("We are late with an answer"))
    tones = {
        Matter.Status.OPEN: "ask",
        Matter.Status.UNDER_WAY: "go",
        Matter.Status.CLOSED: "rest",
    }
    return Chip(tones[Matter.Status(matter.status)], str(Matter.Status(matter.status).label))


def speaker(voice: Voice) -> str:
    """Who said it, in few words; needs the voice with its organisation."""
    org, many = voice.organisation, voice.people_count > 1
    words = {"org": org, "n": countword(voice.people_count)}
    if org:
        return _("%(org)s, for %(n)s people") % words if many else str(org)
    if voice.speaker:
        return voice.speaker
    return _("%(n)s people") % words if many else _("somebody who takes part")


def said(voice: Voice, origin: Origin | None) -> SafeString:
    """A voice as a matter's page shows it: the words, who said them, where and when."""
    where = origin.text if origin else Voice.Channel(voice.channel).label
    return quote(voice.text, who=speaker(voice), when=voice.said_on, origin=where)


def said_by(people: int) -> str:
    """How many have said it, when they are several."""
    return _("Said by %(n)s.") % {"n": countword(people)} if people > 1 else ""


def where_it_lies(matter: Matter, answer: Answer | None = None) -> str:
    """One or three short sentences, safe HTML: who has it, until when, who sees it through.

    Needs the matter with its parties; ``answer`` is its latest answer, if any.
    """
    holder, steward = link(matter.holder), link(matter.steward)
    if not matter.is_open:
        if answer is None:
            return format_html(_("Closed on {}."), day(matter.closed_on))
        return format_html(
            _("Answered on {}: <b>{}</b>."),
            day(answer.answered_on),
            answer.verdict_name.lower(),
        )
    since = shortday(matter.held_since)
    if matter.status == Matter.Status.UNDER_WAY:
        first = format_html(_("Under way at <b>{}</b> since {}."), holder, since)
    else:
        first = format_html(_("Lies with <b>{}</b> since {}."), holder, since)
    if matter.is_late:
        second = format_html(
            _("<b>We are late with an answer.</b> You should have heard by {}."),
            day(matter.next_on),
        )
    else:
        second = format_html(_("Next word by <b>{}</b>."), day(matter.next_on))
    if matter.holder_id == matter.steward_id:
        return format_html("{} {}", first, second)
    return format_html("{} {} {}", first, second, format_html(_("Seen through by {}."), steward))


def path(matter: Matter, answers: Sequence[Answer], *, first_said: Step) -> list[Step]:
    """The stepping stones from the first word to whether it got better.

    ``answers`` has the latest first. The first step is given, since where it was said may be a
    thing that the matter knows nothing of. A matter that ends with its answer shows no more.
    """
    answer = answers[0] if answers else None
    steward = str(matter.steward or "")
    steps = [
        first_said,
        Step(_("Taken on"), "done", shortday(matter.opened_on), steward),
    ]
    if matter.status == Matter.Status.OPEN:
        since = _("since %(day)s") % {"day": shortday(matter.held_since)}
        until = _("by %(day)s") % {"day": shortday(matter.next_on)}
        steps += [
            Step(_("Being looked into"), "here", since, str(matter.holder or "")),
            Step(pgettext("step", "Answer"), "ahead", until),
        ]
    else:
        steps.append(Step(_("Being looked into"), "done"))
        if answer:
            verdict = answer.verdict_name
            steps.append(
                Step(pgettext("step", "Answer"), "done", shortday(answer.answered_on), verdict)
            )
    if matter.status == Matter.Status.CLOSED:
        return steps
    if matter.status == Matter.Status.UNDER_WAY:
        steps.append(Step(_("Being done"), "here", "", str(matter.holder or "")))
    return [*steps, Step(_("In daily use"), "ahead"), Step(_("Did it get better?"), "ahead")]
