"""Forms of what has to do with time: why it is late, a pause, and where a lifted matter lies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oppnasoc.people.models import User

from .forms import MatterForm, PartyChoiceField, a_day, next_word, next_word_day, words
from .lifting import REASON_LENGTH
from .models import Matter


class ExplainForm(MatterForm):
    reason = forms.CharField(
        label=_("Why does it take time? Write one sentence."),
        help_text=_("Everybody can read it, beside “We are late with an answer”."),
        max_length=REASON_LENGTH,
    )

    def begin(self, matter: Matter, user: User) -> dict[str, Any]:
        return {"reason": matter.why_late.text if matter.why_late else ""}


class PauseForm(MatterForm):
    reason = words(_("Why is it paused?"), rows=2, help_text=_("Everybody can read it."))
    until = a_day(
        _("Until which day?"), help_text=_("Six months at most. It goes on by itself then.")
    )


class PlaceForm(MatterForm):
    to = PartyChoiceField(label=_("Who has it from now on?"))
    reason = words(_("Why there?"), help_text=_("Everybody can read it."))
    next_on = next_word()

    def begin(self, matter: Matter, user: User) -> dict[str, Any]:
        return {"next_on": next_word_day(matter.holder_id)}
