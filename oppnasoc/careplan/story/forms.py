"""Forms of the story and of links to it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..deciding import LONGEST as LONGEST_YES
from ..forms import OfRefused, day_field
from ..seats import Purpose
from .recordings import MOST_BYTES
from .sharing import LONGEST, What
from .telling import Listener

#: Days that a part of the story is shown when nothing else is said.
SHOWN = 30


class TellForm(OfRefused):
    """Who may read one part of the story, what for and how long."""

    seats = forms.MultipleChoiceField(
        label=_("Who may read this part?"), widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.ChoiceField(
        label=_("What may they use it for?"),
        choices=Purpose.choices,
        initial=Purpose.SUPPORT,
        widget=forms.RadioSelect,
    )
    until = day_field(_("Until which day?"), help_text=_("Then it ends by itself. At most a year."))

    def __init__(self, *args: Any, others: Sequence[Listener], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["seats"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (str(each.seat.pk), each.name or each.seat.get_kind_display()) for each in others
        ]
        today = timezone.localdate()
        until = self.fields["until"]
        until.required = True
        until.initial = today + timedelta(days=SHOWN)
        until.widget.attrs |= {
            "min": today.isoformat(),
            "max": (today + timedelta(days=LONGEST_YES)).isoformat(),
        }


class RecordForm(OfRefused):
    """A recording, made in the browser or by the phone's own recorder."""

    sound = forms.FileField(
        label=_("The recording"),
        help_text=_("At most 10 minutes and 20 MB. Your phone asks if it may use the microphone."),
        widget=forms.FileInput(attrs={"accept": "audio/*", "capture": True}),
    )
    seconds = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=86_400
    )

    def clean_sound(self) -> Any:
        upload = self.cleaned_data["sound"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The recording is too large. At most 20 MB fit. Make two parts.")
            )
        return upload


class ShareForm(OfRefused):
    """What a link shows and how long; ``once`` makes one link of a form that is sent twice."""

    what = forms.ChoiceField(
        label=_("What do you want to show?"), choices=What.choices, widget=forms.RadioSelect
    )
    pieces = forms.MultipleChoiceField(
        label=_("Which parts of your story?"),
        help_text=_("Choose here if you want to show some parts."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    days = forms.TypedChoiceField(
        label=_("How long can the link be used?"),
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days, pieces = self.fields["days"], self.fields["pieces"]
        assert isinstance(days, forms.TypedChoiceField)
        assert isinstance(pieces, forms.MultipleChoiceField)
        days.choices = [(1, _("One day")), (3, _("Three days")), (LONGEST, _("One week"))]
        pieces.choices = list(parts)
        self.fields["once"].initial = uuid.uuid4
        if not parts:
            del self.fields["pieces"]

    def chosen(self) -> list[uuid.UUID]:
        return [uuid.UUID(each) for each in self.cleaned_data.get("pieces", [])]
