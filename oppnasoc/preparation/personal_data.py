"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import LOCAL, SENSITIVE, TASK, Basis, Moment, holding, nobody

holding(
    "preparing",
    Moment.MEET,
    order=25,
    title=_("When organisations prepare together"),
    what=_("The text and the list that you write together, and who was asked to come in."),
    purpose=_("So that organisations can agree on something before they say it."),
    basis=[Basis.PUBLIC, Basis.IMPORTANT],
    laws=[LOCAL, TASK, SENSITIVE],
    kept=_("As long as the organisations keep the room."),
    seen=_(
        "Only members of the organisations that take part. Nothing is public before all say yes."
    ),
    out=_("Those who take part change it themselves."),
    fields={
        "preparation.Preparation": ["title", "text"],
        "preparation.Wording": ["title", "text"],
        "preparation.Item": ["text"],
        "preparation.Outgoing": ["title", "text", "rows"],
        "preparation.Summons": ["user"],
    },
)

for model, because in {
    "preparation.Invited": "Which organisation is asked to a room.",
    "preparation.Assent": "Which organisation has said yes to a sheet.",
    "preparation.Outgoing_organisations": "Which organisations a sheet is from.",
}.items():
    nobody(model, because=because)
