"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import ASK_US, SENSITIVE, SERVICE, TASK, Basis, Moment, holding

holding(
    "mail",
    Moment.SAY,
    order=55,
    title=_("When you write a mail to us"),
    what=_("Your address, your name and what you wrote."),
    purpose=_("To put it where it belongs and answer you."),
    basis=[Basis.PUBLIC, Basis.IMPORTANT],
    laws=[SERVICE, TASK, SENSITIVE],
    kept=_("Your words go on to where they belong. The mail itself is gone after 90 days."),
    seen=_("Those who look after the mail."),
    out=ASK_US,
    fields={
        "inbox.Incoming": [
            "digest",
            "looked_by",
            "raw",
            "recipient",
            "return_path",
            "sender",
            "sender_name",
            "subject",
            "text",
            "whole",
        ],
    },
)
