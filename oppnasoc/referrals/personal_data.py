"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import (
    ASK_US,
    LOCAL,
    SENSITIVE,
    TASK,
    UNTIL_ARCHIVED,
    WITH_THE_CODE,
    Basis,
    Moment,
    holding,
    nobody,
)

holding(
    "responses",
    Moment.SAY,
    order=75,
    title=_("When you have your say about a text"),
    what=_("Your answer, the name that you chose or none, and who wrote it down for you."),
    purpose=_("So that the text gets better, and so that you see what you changed."),
    basis=[Basis.PUBLIC, Basis.IMPORTANT],
    laws=[LOCAL, TASK, SENSITIVE],
    kept=UNTIL_ARCHIVED,
    seen=_("First those who look at it. Then everybody, when it is shown."),
    out=WITH_THE_CODE,
    fields={
        "referrals.Response": [
            "code_digest",
            "hidden_reason",
            "name",
            "said_by",
            "text",
            "written_by",
        ],
        "referrals.Remark": ["text"],
        "referrals.Consequence": ["words"],
    },
)

holding(
    "asking",
    Moment.WORK,
    order=46,
    title=_("When you ask about a text"),
    what=_("Who sent the text out, and that you were reminded of a day."),
    purpose=_("So that it is known who answers for it."),
    basis=[Basis.PUBLIC],
    laws=[TASK],
    kept=_("Until the archive rules of the municipality say so. Reminders 400 days."),
    seen=_("Those who lead the group, and editors."),
    out=ASK_US,
    fields={
        "referrals.Referral": ["created_by", "result", "title", "why", "withdrawn_why"],
        "referrals.Reminder": ["user"],
    },
)

nobody(
    "referrals.Paragraph", fields=["after", "text"], because="The words of a text that is sent out."
)

nobody("referrals.Asked", because="Which party is asked.")
