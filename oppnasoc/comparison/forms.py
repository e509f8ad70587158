"""Forms of comparing."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class InstallationForm(forms.Form):
    """Whom we begin to read."""

    name = forms.CharField(
        label=_("What is it called?"), help_text=_("For instance Granby kommun."), max_length=80
    )
    address = forms.CharField(
        label=_("Where is it?"),
        help_text=_("The address of their site, as https://example.se"),
        max_length=200,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
