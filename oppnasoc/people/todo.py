"""That somebody pauses stands first among what waits for her, with the way back."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from oppnasoc.ui.registry import Todo, todo

from .models import User


@todo(order=1)
def come_back_when_you_can(user: User) -> list[Todo]:
    """Only while she pauses."""
    if not user.is_away:
        return []
    why = _("You pause. Nothing of this is late for you.")
    return [Todo(_("Come back when you can"), reverse("account"), why)]
