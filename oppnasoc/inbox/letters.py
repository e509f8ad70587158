"""What a sender is told: that attachments are not taken, or that her mail could not be."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.following.models import Follower
from oppnasoc.groups.models import Party
from oppnasoc.matters import link_right
from oppnasoc.outbox.kinds import Letter, letter
from oppnasoc.outbox.models import Message
from oppnasoc.outbox.replies import Who
from oppnasoc.people.models import User
from oppnasoc.trail.models import Entry
from oppnasoc.ui.html import fill
from oppnasoc.voices.models import Voice
from oppnasoc.voices.reached import sent_to

from .models import Incoming
from .pen import COULD_NOT
from .reading import ATTACHED

#: What other programs know an answer of a program by (RFC 3834, section 5).
BY_A_PROGRAM = {"Auto-Submitted": "auto-replied"}


def address_of(mail: Incoming) -> str:
    """Where the one whom our mail went to is reached; never where a mail says it is from."""
    if mail.who == Who.SPEAKER:
        voice = Voice.objects.filter(pk=mail.key).first()
        return sent_to(voice, "email") if voice else ""
    if mail.who == Who.FOLLOWER:
        follower = Follower.objects.select_related("user").filter(pk=mail.key).first()
        return follower.user.email if follower and follower.user else ""
    if mail.who == Who.STAFF:
        user = User.objects.filter(pk=mail.key, is_active=True).first()
        return user.email if user else ""
    entry = Entry.objects.filter(pk=mail.key).first()
    party = Party.objects.filter(pk=link_right.party_of(entry)).first() if entry else None
    return party.email if party else ""


@letter(ATTACHED, label=gettext_lazy("Attachments are not taken"))
def attached(message: Message) -> Letter | None:
    mail = Incoming.objects.filter(pk=message.thing).first()
    if mail is None or not (to := address_of(mail)):
        return None
    first = _("We have got what you wrote. We cannot take what you attached.")
    if not mail.text:
        first = _("We cannot take what you attached, and there was no text in your mail.")
    lines = [first, _("Write in the mail itself what it says, or show it to us when we meet.")]
    return Letter(
        to=to,
        subject=_("What you attached"),
        lines=[fill("{}", line) for line in lines],
        why=_("You get this because you answered a mail from us."),
        headers=BY_A_PROGRAM,
    )


@letter(COULD_NOT, label=gettext_lazy("A mail could not be taken"))
def could_not(message: Message) -> Letter | None:
    """Somebody has looked at the mail and pressed a button; None when she has undone it."""
    answered = Incoming.State.ANSWERED
    mail = Incoming.objects.filter(pk=message.thing, state=answered).exclude(sender="").first()
    if mail is None:
        return None
    lines = [
        _("You have sent us a mail. We could not see what it belongs to."),
        _("You can say the same here. A person reads it, and you can follow what comes of it."),
        _("Does it concern your own case? Turn to your caseworker. This is an open place."),
    ]
    return Letter(
        to=mail.sender,
        subject=_("Your mail to us"),
        lines=[fill("{}", line) for line in lines],
        button=(_("Say something"), reverse("say")),
        why=_("You get this because a mail came to us from your address."),
        headers=BY_A_PROGRAM,
    )
