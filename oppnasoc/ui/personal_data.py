"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .register import ASK_US, EVERYBODY, TASK, Basis, Moment, holding, nobody

holding(
    "pictures",
    Moment.WORK,
    order=50,
    title=_("Pictures on the site"),
    what=_("A picture, what it shows, and who put it there. People may be seen in it."),
    purpose=_("To show what we do."),
    basis=[Basis.PUBLIC, Basis.CONSENT],
    laws=[TASK],
    kept=_("Until an editor takes it away. Whoever is seen can ask for it."),
    seen=EVERYBODY,
    out=ASK_US,
    fields={
        "ui.Picture": ["file", "title", "description", "uploaded_by_user", "file_hash"],
        "ui.PictureRendition": ["file", "filter_spec", "focal_point_key"],
    },
)

nobody(
    "ui.Municipality",
    fields=[
        "colour_dark",
        "colour_light",
        "email",
        "help_hours",
        "help_lines",
        "help_phone",
        "help_place",
        "name",
        "on_call_hours",
        "on_call_phone",
        "opening_hours",
        "organisation_number",
        "postal_address",
        "press_email",
        "press_phone",
        "protection_email",
        "protection_phone",
        "return_address",
        "security_email",
        "sender_name",
        "short_name",
        "site_name",
        "visiting_address",
    ],
    because="Addresses and numbers of offices, not of people.",
)
