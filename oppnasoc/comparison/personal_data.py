"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import (
    LOCAL,
    TASK,
    WITH_THE_CODE,
    Basis,
    Moment,
    holding,
    nobody,
)

holding(
    "elsewhere",
    Moment.SAY,
    order=90,
    title=_("When you tell how others do"),
    what=_(
        "What you tell, the name that you chose, and your account if you have one. Whom one can "
        "ask there, as a role and a public address."
    ),
    purpose=_("So that we learn from how others do it."),
    basis=[Basis.PUBLIC],
    laws=[LOCAL, TASK],
    kept=_("Until you or we take it back. What was shown stays among its versions."),
    seen=_("Everybody, when it is shown. Before that only editors."),
    out=WITH_THE_CODE,
    fields={
        "comparison.Elsewhere": [
            "who", "who_link", "does", "came", "source", "source_link", "role", "reach", "name",
            "author", "code_digest", "why", "kind",
        ],
        "comparison.Wording": ["facts", "what"],
    },
)  # fmt: skip

FIGURE = "A figure about a municipality, in an editor's words."
nobody(
    "comparison.KeyFigure",
    fields=["cannot_say", "comment", "kpi", "meaning", "title", "unit"],
    because=FIGURE,
)
nobody("comparison.Peer", fields=["code", "name"], because="A municipality, or the country.")
nobody("comparison.Value", fields=["status"], because=FIGURE)
nobody("comparison.BesideFigure", fields=["kind"], because="What a figure stands beside.")
nobody(
    "comparison.Installation",
    fields=["name", "address", "fault"],
    because="Another municipality's site, and how reading it went.",
)
nobody(
    "comparison.Borrowed",
    fields=["address", "web", "title", "text", "themes", "stage", "evidence", "terms"],
    because="What another municipality shows to everybody; it goes here when it goes there.",
)
nobody("comparison.Nearness", because="Which two questions are about the same.")
