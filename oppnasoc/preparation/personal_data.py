"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import LOCAL, ON_YOUR_ACCOUNT, Basis, Moment, holding, nobody

holding(
    "summons",
    Moment.WORK,
    order=60,
    title=_("Letters between organisations"),
    what=_("That you got a letter because another organisation asked yours."),
    purpose=_("So that those who write for an organisation hear of a question to it."),
    basis=[Basis.PUBLIC],
    laws=[LOCAL],
    kept=_("As long as the room is there."),
    seen=_("Nobody."),
    out=ON_YOUR_ACCOUNT,
    fields={"preparation.Summons": ["user"]},
)

WORDS = "What organisations write, in the name of an organisation and not of a person."
for model, fields in {
    "Preparation": ["title", "text"],
    "Wording": ["title", "text"],
    "Item": ["text"],
    "Outgoing": ["title", "text", "rows"],
}.items():
    nobody(f"preparation.{model}", fields=fields, because=WORDS)
nobody("preparation.Invited", fields=[], because="Which organisation takes part in a room.")
nobody("preparation.Assent", fields=[], because="That an organisation has said yes.")
nobody("preparation.Outgoing_organisations", fields=[], because="Which organisations stand behind.")
