"""How a speaker's wish reaches somebody who does it for her; kept as a code in the trail."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.people.models import User
from oppnasoc.people.rights import require

from .models import Voice


class Asked(models.TextChoices):
    """How somebody asked to have her words changed or taken away."""

    ALOUD = "aloud", gettext_lazy("She said it to me")
    PHONE = "phone", gettext_lazy("She called")
    WRITING = "writing", gettext_lazy("She wrote")
    PROXY = "proxy", gettext_lazy("Somebody who may speak for her asked")


def may_change(voice: Voice, *, by: User | None, asked: str) -> None:
    """Stop unless the speaker herself does it, with her code (``by`` is ``None``), or somebody
    with the right to do it for her says how she asked.

    Raises PermissionDenied and ValidationError.
    """
    if by is not None:
        require(by, "voices.correct_for", voice)
        if asked not in Asked.values:
            raise ValidationError({"asked": _("Say how they asked for it.")})
    if voice.visibility == Voice.Visibility.WITHDRAWN:
        raise ValidationError(_("These words are taken back already."))
