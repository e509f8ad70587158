"""A speaker is told that somebody has written to her; what was written, she reads on her page."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.outbox import replies
from oppnasoc.outbox.composing import absolute
from oppnasoc.outbox.kinds import Letter, letter
from oppnasoc.outbox.models import Message as Sent
from oppnasoc.ui.html import fill

from . import links
from .conversation import TOLD
from .models import Message
from .reached import not_reached, sent_to


def refused(sent: Sent, _problem: str) -> None:
    """Nothing more is sent there; she reads it on her page all the same."""
    found = Message.objects.filter(pk=sent.thing).select_related("voice").first()
    if found is not None:
        not_reached(found.voice)


@letter(TOLD, label=gettext_lazy("Somebody has written to a speaker"), refused=refused)
def message(sent: Sent) -> Letter | None:
    """None when she has read it, has taken her words back or wants to be told in another way."""
    written = Message.objects.filter(pk=sent.thing, from_speaker=False, read_at=None)
    found = written.select_related("voice").first()
    if found is None or not (to := sent_to(found.voice, sent.channel)):
        return None
    link = links.to_page(found.voice, to)
    answers_to = replies.address(replies.Who.SPEAKER, found.voice_id)
    lines = [_("Somebody who looks at what you said has written to you.")]
    if answers_to:
        lines.append(_("You can answer this mail. Only those who look at it read your answer."))
    return Letter(
        to=to,
        subject=_("You have a message"),
        short=_("You have a message. Read it here: %(url)s") % {"url": absolute(link)},
        lines=[fill("{}", line) for line in lines],
        button=(_("Read the message"), link),
        why=why(),
        answers_to=answers_to,
    )


def why() -> str:
    """Why somebody without an account gets mail from us, and what to do if it was not she."""
    return _(
        "You get this because you said something here and wanted to be told by e-mail."
        " Was it not you, or do you want no more mail? Open the link and say so."
    )
