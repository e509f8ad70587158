"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import ASK_US, TASK, Basis, Moment, holding, nobody

holding(
    "messages",
    Moment.FOLLOW,
    order=30,
    title=_("Mail and text messages to you"),
    what=_(
        "That a message was sent, when, and whether it arrived. Neither your address nor "
        "the text is kept here."
    ),
    purpose=_("So that you are told, and not told twice."),
    basis=[Basis.PUBLIC],
    laws=[TASK],
    kept=_("90 days."),
    seen=_(
        "Those who look after messages that are stuck. The firms that carry mail and text "
        "messages see the message."
    ),
    out=ASK_US,
    fields={
        "outbox.Message": ["kind", "key", "problem"],
    },
)

nobody("outbox.Beat", because="When the worker last was at work.")
