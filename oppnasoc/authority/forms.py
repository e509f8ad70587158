"""Forms of the municipality's settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField

from oppnasoc.ui.models import Municipality

from .actions import CONTACT, LOOK


class LookForm(forms.ModelForm):  # type: ignore[type-arg]
    """What everybody sees first. The model refuses a colour that is hard to read."""

    logo_file = WagtailImageField(label=_("New logo"), required=False)
    without_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    class Meta:
        model = Municipality
        fields = LOOK

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("colour_light", "colour_dark"):
            self.fields[name].widget.attrs.update(
                {"autocomplete": "off", "spellcheck": "false", "size": "9"}
            )
        if self.instance.logo_id is None:
            del self.fields["without_logo"]


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    """How people reach the municipality."""

    class Meta:
        model = Municipality
        fields = CONTACT
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("postal_address", "help_lines", "return_address")
        }
