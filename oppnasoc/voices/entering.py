"""Write down what somebody else has said: on the phone, at a meeting, for an organisation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Organisation
from oppnasoc.people.models import User
from oppnasoc.people.rights import require

from . import actions
from .models import Voice

LONG_AGO = timedelta(days=366)  # nothing older is written down for somebody else


@transaction.atomic
def enter(
    text: str,
    *,
    by: User,
    yes: bool,
    channel: str,
    organisation: Organisation | None = None,
    said_on: date | None = None,
    on: date | None = None,
    **more: Any,
) -> tuple[Voice, str]:
    """Write down what somebody else has said and agreed to have written down (R10).

    An organisation is spoken for by its members, and by those who may sort. ``said_on`` is the day
    it was said. ``more`` is what ``say`` takes.
    """
    require(by, "voices.enter")
    if not yes:
        text = _("Ask first. We only write down what somebody wants to have written down.")
        raise ValidationError({"yes": text})
    if organisation is not None:
        require(by, "voices.speak_for", organisation)
    today = on or timezone.localdate()
    if said_on is not None and not today - LONG_AGO <= said_on <= today:
        raise ValidationError({"said_on": _("Choose a day within the last year.")})
    return actions.say(
        text,
        by=by,
        channel=channel,
        organisation=organisation,
        yes_on=today,
        said_on=said_on,
        on=on,
        **more,
    )
