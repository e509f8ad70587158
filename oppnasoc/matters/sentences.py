"""The sentence that carries the product: where a matter lies now; and its path as steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from oppnasoc.trail.actions import Line
from oppnasoc.trail.kinds import link
from oppnasoc.ui.html import EMPTY, fill
from oppnasoc.ui.parts import Origin, Step
from oppnasoc.ui.templatetags.ui import chip as draw_chip
from oppnasoc.ui.templatetags.ui import countword, day, shortday
from oppnasoc.ui.templatetags.ui import voice as quote
from oppnasoc.voices.models import Voice

from .models import Answer, Matter

#: A row of a list: its chip, title and words.
ROW = """
<li>
{}
<h3>{}</h3>
<p class="meta">{}</p>
</li>"""


@dataclass(frozen=True)
class Chip:
    """How a matter's state is shown in one word; ``tone`` is a tone of ``{% chip %}``."""

    tone: str
    text: str


TONES = {
    Matter.Status.OPEN: "ask",
    **dict.fromkeys((*Matter.CHANGING, Matter.Status.IN_USE), "go"),
    **dict.fromkeys(Matter.ENDS, "rest"),
}


def chip(matter: Matter, *, contested: bool = False) -> Chip:
    """The state in one word: late before anything else, and that it is done only when nobody who
    raised it says otherwise."""
    if matter.is_late:
        return Chip("wait", _("We are late with an answer"))
    if matter.paused_on is not None:
        return Chip("rest", pgettext("matter", "Paused"))
    if contested:
        state = str(Matter.Status(matter.status).label)
        return Chip("wait", _("%(state)s, but not everybody agrees") % {"state": state})
    return Chip(TONES[Matter.Status(matter.status)], str(Matter.Status(matter.status).label))


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


def too(people: int) -> str:
    """How many say that it concerns them too, when anybody does."""
    if not people:
        return ""
    text = ngettext(
        "And one more says: it concerns me too.",
        "And %(n)s more say: it concerns me too.",
        people,
    )
    return text % {"n": countword(people)}


def row(
    matter: Matter, said_by: str = "", *, contested: bool = False, on_page_of: int | None = None
) -> SafeString:
    """A matter as a list shows it: its state in a word, its title, where it lies, by how many.

    The page of the party ``on_page_of`` does not say that it sees the matter through itself.
    Needs the matter with its parties.
    """
    state = chip(matter, contested=contested)
    lies = where_it_lies(matter, on_page_of=on_page_of)
    now = fill("{} {}", lies, said_by) if said_by else lies
    return fill(ROW, draw_chip(state.tone, state.text), link(matter), now)


def where_it_lies(
    matter: Matter, answer: Answer | None = None, *, on_page_of: int | None = None
) -> SafeString:
    """One to three short sentences, safe HTML: who has it, until when, who sees it through.

    Needs the matter with its parties; ``answer`` is its latest answer, if any.
    """
    if not matter.is_open:
        return how_it_ended(matter, answer)
    if matter.quick:
        return who_answers(matter)
    holder, since = link(matter.holder), shortday(matter.held_since)
    if matter.status == Matter.Status.IN_USE and not matter.has_passed and not matter.paused_on:
        text = _("In daily use. <b>{}</b> looks back on it by <b>{}</b>.")
        return fill(text, holder, day(matter.next_on))
    first = fill(str(LIES[Matter.Status(matter.status)]), holder, since)
    second = when_next(matter)
    if matter.steward_id in {matter.holder_id, on_page_of}:
        return fill("{} {}", first, second)
    third = fill(_("Seen through by {}."), link(matter.steward))
    return fill("{} {} {}", first, second, third)


def who_answers(matter: Matter) -> SafeString:
    """Who answers a quick question, and by when; safe HTML."""
    who = link(matter.asked or matter.holder)
    if matter.is_late or matter.stands_still:
        return fill(_("<b>{}</b> is to answer. {}"), who, when_next(matter))
    return fill(_("<b>{}</b> answers by <b>{}</b>."), who, day(matter.next_on))


def when_next(matter: Matter) -> SafeString:
    """When the next word of an open matter comes, or why it does not; safe HTML.

    Needs the matter with the notes that say why.
    """
    if matter.paused_until is not None:
        until = fill(_("Paused until <b>{}</b>."), day(matter.paused_until))
        return with_words(until, matter.pause_note.text if matter.pause_note else "")
    if matter.is_late:
        text = _("<b>We are late with an answer.</b> You should have heard by {}.")
        late = fill(text, day(matter.next_on))
        if matter.why_late is not None and matter.why_late.text:
            return with_words(late, matter.why_late.text)
        return fill("{} {}", late, _("We have not written why yet."))
    if matter.has_passed:  # It waits for somebody, and nobody else needs to know that.
        return fill("{}", _("It takes a little longer. A new date will come."))
    return fill(_("Next word by <b>{}</b>."), day(matter.next_on))


def with_words(sentence: SafeString, words: str) -> SafeString:
    return fill("{} ”{}”", sentence, words) if words else sentence


def lifted(matter: Matter) -> SafeString:
    """That a manager has to see to it, and why; empty when none has. Needs the manager's post."""
    if matter.lifted_to is None:
        return EMPTY
    text = {
        Matter.Lifted.LATE: _("It has been late for long. <b>{}</b> sees to it since {}."),
        Matter.Lifted.REFUSED: _("Two have not taken it. <b>{}</b> decides who has it, since {}."),
    }[Matter.Lifted(matter.lifted_because)]
    return fill(text, link(matter.lifted_to), shortday(matter.lifted_on))


#: Where an open matter lies, with its holder and the day since when.
LIES = {
    Matter.Status.OPEN: gettext_lazy("Lies with <b>{}</b> since {}."),
    Matter.Status.DECIDED: gettext_lazy("Decided. Lies with <b>{}</b> since {}."),
    Matter.Status.UNDER_WAY: gettext_lazy("Under way at <b>{}</b> since {}."),
    Matter.Status.TRIED: gettext_lazy("Being tried at <b>{}</b> since {}."),
    Matter.Status.IN_USE: gettext_lazy("In daily use at <b>{}</b> since {}."),
}


def how_it_ended(matter: Matter, answer: Answer | None) -> SafeString:
    """How a matter ended that nobody works on any longer."""
    if matter.status == Matter.Status.FOLLOWED_UP:
        return fill(_("In daily use, and followed up on {}."), day(matter.closed_on))
    if answer is None:
        return fill(_("Closed on {}."), day(matter.closed_on))
    if answer.verdict == Answer.QUICK:
        return fill(_("Answered on {}."), day(answer.answered_on))
    return fill(
        _("Answered on {}: <b>{}</b>."), day(answer.answered_on), answer.verdict_name.lower()
    )


#: What the latest hand-over came to, when it did not move the matter.
CAME_BACK = ("matters.given_back", "matters.lapsed")
PASSES = (
    "matters.asked",
    "matters.escalated",
    "matters.moved",
    "matters.placed",
    "matters.called_back",
    *CAME_BACK,
)


def hand_over(matter: Matter, log: Sequence[Line]) -> SafeString:
    """Whom the matter waits for besides its holder, or that a hand-over came back; safe HTML.

    ``log`` has the latest line first. Empty when there is nothing to say.
    """
    if matter.asked is not None and matter.asked_until is not None:
        if matter.asked_until < timezone.localdate() and not matter.stands_still:
            text = _("{} did not answer in time. The matter stays where it is.")
            return fill(text, link(matter.asked))
        if matter.paused_on is not None:
            text = _(
                "<b>{}</b> is asked to take it over. The answer waits for as long as the pause."
            )
            return fill(text, link(matter.asked))
        text = _("<b>{}</b> is asked to take it over, and answers by <b>{}</b>.")
        return fill(text, link(matter.asked), day(matter.asked_until))
    latest = next((line for line in log if line.kind in PASSES), None)
    if matter.is_open and latest is not None and latest.kind in CAME_BACK:
        return fill("{}: {}", shortday(latest.at), latest.html)
    return EMPTY


def moves(log: Sequence[Line]) -> str:
    """How often a matter has moved, in words; empty when it has not."""
    count = sum(line.kind in ("matters.moved", "matters.placed") for line in log)
    if not count:
        return ""
    words = ngettext("Has moved once.", "Has moved %(n)s times.", count)
    return words % {"n": countword(count)}


def path(matter: Matter, answers: Sequence[Answer], *, first_said: Step) -> list[Step]:
    """The stepping stones from the first word to whether it got better.

    ``answers`` has the latest first. The first step is given, since where it was said may be a
    thing that the matter knows nothing of. A matter that ends with its answer shows no more.
    """
    answer, holder = answers[0] if answers else None, str(matter.holder or "")
    steward, status = str(matter.steward or ""), matter.status
    steps = [first_said, Step(_("Taken on"), "done", shortday(matter.opened_on), steward)]
    if status == Matter.Status.OPEN:
        since = _("since %(day)s") % {"day": shortday(matter.held_since)}
        until = "" if matter.stands_still else _("by %(day)s") % {"day": shortday(matter.next_on)}
        steps += [
            Step(_("Being looked into"), "here", since, holder),
            Step(pgettext("step", "Answer"), "ahead", until),
            Step(_("In daily use"), "ahead"),
            Step(_("Did it get better?"), "ahead"),
        ]
        return steps
    steps.append(Step(_("Being looked into"), "done"))
    if answer:
        on = shortday(answer.answered_on)
        verdict = "" if answer.verdict == Answer.QUICK else answer.verdict_name
        steps.append(Step(pgettext("step", "Answer"), "done", on, verdict))
    if status in Matter.CHANGING:
        label = str(Matter.Status(status).label)
        steps += [
            Step(label, "here", "", holder),
            Step(_("In daily use"), "ahead"),
            Step(_("Did it get better?"), "ahead"),
        ]
    elif status == Matter.Status.IN_USE:
        until = _("by %(day)s") % {"day": shortday(matter.next_on)}
        steps += [
            Step(_("In daily use"), "here", "", holder),
            Step(_("Did it get better?"), "ahead", until),
        ]
    elif status == Matter.Status.FOLLOWED_UP:
        on = shortday(matter.closed_on)
        steps += [Step(_("In daily use"), "done"), Step(_("Followed up"), "done", on)]
    return steps
