"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import ASK_US, LOCAL, TASK, UNTIL_ARCHIVED, Basis, Moment, holding, nobody

holding(
    "tellings",
    Moment.WORK,
    order=49,
    title=_("What a group tells in its own words"),
    what=_("The words, and who approved them."),
    purpose=_("To tell where there is too little for figures."),
    basis=[Basis.PUBLIC],
    laws=[LOCAL, TASK],
    kept=UNTIL_ARCHIVED,
    seen=_("Everybody sees the words. Who approved them is seen by those who lead."),
    out=ASK_US,
    fields={
        "pages.Telling": ["text", "approved_by"],
    },
)

nobody(
    "pages.Use",
    fields=["route"],
    because="How often pages of one kind were opened on a day; nobody is counted.",
)

nobody("pages.LookOver", because="When everything was looked over.")

nobody(
    "pages.KnownFault", fields=["invariant", "thing"], because="Since when something has not held."
)
