"""The mails of the room; made when they are sent, with rights as they are then."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.outbox.kinds import Letter, letter
from oppnasoc.outbox.models import Message
from oppnasoc.people.models import RemindedBy
from oppnasoc.people.rights import may
from oppnasoc.ui.html import fill

from .models import Outgoing, Summons
from .releasing import silent
from .summoning import CODE


@letter(CODE, label=gettext_lazy("Word between organisations"))
def summons(message: Message) -> Letter | None:
    """None when it is answered, when she has left the organisation, or wants no mail."""
    found = Summons.objects.select_related(
        "user", "invited__organisation", "invited__asked_by", "invited__preparation",
        "sheet__asked_by", "sheet__preparation",
    ).filter(pk=message.thing)  # fmt: skip
    each = found.first()
    if each is None or each.user.paused_on or each.user.reminded_by != RemindedBy.EMAIL:
        return None
    row, sheet = each.invited, each.sheet
    if sheet is None:
        if not may(each.user, "preparation.answer", row):
            return None
        line = fill(_("{} invites {} to prepare something together."),
                    row.asked_by or _("An organisation"), row.organisation)  # fmt: skip
        button = (_("See who asks and answer"), reverse("preparation_invitation", args=[row.pk]))
    else:
        waits = sheet.status == Outgoing.Status.ASKED and row.organisation in silent(sheet)
        if not waits or not may(each.user, "preparation.work", row):
            return None
        line = fill(_("{} asks {} for a yes before something becomes public."),
                    sheet.asked_by or _("An organisation"), row.organisation)  # fmt: skip
        button = (_("Read it and answer"), reverse("preparation_sheet", args=[row.preparation_id]))
    return Letter(
        to=each.user.email,
        subject=_("A question between organisations"),
        lines=[line],
        button=button,
        why=" ".join(
            [
                _("You get this because you write for the organisation."),
                _("On your account page you choose to be reminded only on the site."),
            ]
        ),
    )
