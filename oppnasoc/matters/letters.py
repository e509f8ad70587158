"""What leaves by mail and text message about matters: word to those who raised one."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.outbox import replies
from oppnasoc.outbox.composing import absolute
from oppnasoc.outbox.kinds import Letter, Section, letter
from oppnasoc.outbox.models import Channel, Message
from oppnasoc.trail.actions import Stale
from oppnasoc.ui.html import fill
from oppnasoc.ui.templatetags.ui import shortday
from oppnasoc.voices import links
from oppnasoc.voices.letters import why
from oppnasoc.voices.reached import not_reached, sent_to

from . import asking_outside as asking_outside
from . import feedback, telling
from .following import then
from .mailed import BY_ITSELF, OUTCOME, is_the_latest
from .models import Ground, Matter


def told(message: Message, at: datetime) -> None:
    """It has left: she is told. Not when something newer has come of it while it was on its way,
    for which another message waits."""
    ground = Ground.objects.select_related("voice", "matter").filter(pk=message.thing).first()
    if ground is None:
        return
    # Whoever brings an outcome moves the matter first: before this, or after it is settled.
    Matter.objects.select_for_update().filter(pk=ground.matter_id).values_list("pk").first()
    if not is_the_latest(message):
        return
    sms = message.channel == Channel.SMS
    receipt = _("text message sent %(on)s") if sms else _("mail sent %(on)s")
    with suppress(Stale):  # Somebody has told her meanwhile.
        feedback.sent_to_speaker(
            ground, how=message.channel, receipt=receipt % {"on": shortday(at)}, at=at
        )


def came_back(message: Message, _problem: str) -> None:
    """The address does not work: she is owed word still, and a person finds another way."""
    ground = Ground.objects.select_related("voice", "matter").filter(pk=message.thing).first()
    if ground is None:
        return
    not_reached(ground.voice)
    if is_the_latest(message):
        with suppress(Stale):
            feedback.came_back(ground)


@letter(
    OUTCOME, label=gettext_lazy("Word of what came of a question"), sent=told, refused=came_back
)
def outcome(message: Message) -> Letter | None:
    """What came of a matter, for one who raised it. Her own words are not in it: nobody knows
    whether the address is hers. None when nothing is owed any longer, when it may not be told, or
    when a newer message tells it."""
    grounds = Ground.objects.filter(BY_ITSELF, pk=message.thing)
    ground = grounds.select_related("voice", "matter").first()
    if ground is None or not is_the_latest(message):
        return None
    voice, matter = ground.voice, ground.matter
    came = telling.outcomes([matter]).get(matter.pk)
    to = sent_to(voice, message.channel)
    if came is None or not to:
        return None
    link = links.to_page(voice, to)
    answers_to = replies.address(replies.Who.SPEAKER, voice.pk, matter.pk)
    asks = _("Did it get better? Say so here")
    if came.reason:  # After a no nobody expects that it got better.
        asks = _("What do you think of the answer? Say so here")
    elif matter.quick:
        asks = _("Did the answer help? Say so here")
    more = [_("You can answer this mail. Only those who look at it read it.")] if answers_to else []
    return Letter(
        to=to,
        subject=_("You have got an answer"),
        short=_("You have got an answer. Read it here: %(url)s") % {"url": absolute(link)},
        lines=[fill("{}", _("Now there is word about what you raised."))],
        sections=[Section(matter.title, sentences(matter, came), matter.get_absolute_url())],
        button=(asks, link),
        why=" ".join([*more, why()]),
        answers_to=answers_to,
    )


def sentences(matter: Matter, came: telling.Outcome) -> list[SafeString]:
    """The answer, the reason, and what happens next."""
    lines = [f"{came.begins}. {came.text}"]
    if came.reason:
        lines.append(_("This is why: %(reason)s") % {"reason": came.reason})
    if came.turn_to:
        lines.append(_("You can turn to %(where)s.") % {"where": came.turn_to})
    if not feedback.has_outcome(matter):
        lines.append(_("Since then the matter has been taken up again."))
    lines.append(then(matter))
    return [fill("{}", line) for line in lines if line]
