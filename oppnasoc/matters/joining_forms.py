"""What somebody may add who has said that a matter concerns her too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from oppnasoc.voices.actions import MAX_LENGTH
from oppnasoc.voices.forms import TellForm


class OwnWordsForm(TellForm):
    """Own words and how she wants to be told; nothing is required."""

    text = forms.CharField(
        label=_("Do you want to say it in your own words?"),
        help_text=_("A person looks at it before it is shown."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[
            MaxLengthValidator(MAX_LENGTH, _("That was long. Shorten it to two pages at most."))
        ],
    )
    speaker = None  # type: ignore[assignment]
    meeting = None  # type: ignore[assignment]

    def told(self) -> dict[str, Any]:
        """What ``add_words`` takes; at a meeting the matter's own group tells it."""
        return {**super().told(), "text": self.cleaned_data["text"]}
