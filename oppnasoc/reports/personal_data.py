"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import (
    ASK_US,
    EVERYBODY,
    LOCAL,
    TASK,
    UNTIL_ARCHIVED,
    Basis,
    Moment,
    holding,
    nobody,
)

holding(
    "reports",
    Moment.WORK,
    order=48,
    title=_("When you write a report"),
    what=_("Who began the report, and what people said that stands in it."),
    purpose=_("To tell what has happened."),
    basis=[Basis.PUBLIC],
    laws=[LOCAL, TASK],
    kept=UNTIL_ARCHIVED,
    seen=EVERYBODY,
    out=ASK_US,
    fields={
        "reports.Report": ["introduction", "kept", "made_by", "title"],
        "reports.Report_quotes": ["voice"],
    },
)

nobody(
    "reports.PlanFigures",
    fields=("key", "signed"),
    because="Numbers of at least ten plans, which lead to nobody.",
)
