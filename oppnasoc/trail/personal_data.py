"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import ARCHIVE, ASK_US, TASK, Basis, Moment, holding

holding(
    "log",
    Moment.ACCOUNT,
    order=40,
    title=_("What was done"),
    what=_("Who did what and when, as numbers. No name and no words of yours stand there."),
    purpose=_("So that everybody can follow what happens, and so that faults can be found."),
    basis=[Basis.PUBLIC],
    laws=[TASK, ARCHIVE],
    kept=_(
        "As long as the site is there. When your account is taken away, the line no "
        "longer leads to you."
    ),
    seen=_("Everybody sees what was done. Who did it is seen by those who tend it."),
    out=ASK_US,
    fields={
        "trail.Entry": ["actor", "data", "kind", "about_type"],
    },
)
