"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import (
    ONLY_YOU,
    SOCIAL,
    TASK,
    UNTIL_ARCHIVED,
    Basis,
    Moment,
    holding,
    nobody,
)

holding(
    "plan_log",
    Moment.PLAN,
    order=80,
    title=_("Who has read your plan"),
    what=_("Who opened which part of your plan, when and what for. Never a word of what it says."),
    purpose=_("So that you see who has read, and so that nobody reads without a reason."),
    basis=[Basis.LAW, Basis.IMPORTANT],
    laws=[SOCIAL, TASK],
    kept=UNTIL_ARCHIVED,
    seen=_("You see every line. Others at the plan see their own."),
    out=_("You see it and print it in your plan."),
    fields={"vault.Line": ["section", "purpose", "mac"]},
)

holding(
    "plan_sitting",
    Moment.PLAN,
    order=90,
    title=_("When your plan is open"),
    what=_("Where your plan is open, since when, and how you showed who you are."),
    purpose=_("So that nobody else can read on when you have gone away."),
    basis=[Basis.PUBLIC],
    laws=[TASK],
    kept=_("It works for two hours at most, and goes when somebody next opens a plan."),
    seen=_("Nobody. The program looks."),
    out=_("It is gone when you close the plan."),
    fields={"vault.Sitting": ["token", "session"]},
)

holding(
    "plan_ways",
    Moment.PLAN,
    order=91,
    title=_("How you open your plan"),
    what=_(
        "Which passkeys, e-IDs and phone number open your plan. The number is locked, and so is "
        "the code that we send."
    ),
    purpose=_("So that nobody who has taken over your e-mail can read your plan."),
    basis=[Basis.PUBLIC],
    laws=[TASK],
    kept=_(
        "As long as you have the plan. A code works for ten minutes, and goes when a code is next "
        "sent after a day."
    ),
    seen=ONLY_YOU,
    out=_("You see it and change it in your plan."),
    fields={
        "vault.Known": ["mark"],
        "vault.Phone": ["sealed"],
        "vault.Code": ["mark"],
    },
)

nobody(
    "vault.DataKey",
    fields=("wrapped", "master"),
    because="Keys, themselves locked; they say nothing of whose content they lock.",
)
nobody("vault.Head", fields=("mac", "seal"), because="How far the log has come.")
nobody("vault.Proof", fields=("sealed",), because="A sentence that everybody knows.")
