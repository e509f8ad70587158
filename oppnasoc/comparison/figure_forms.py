"""The form by which an editor shows a figure beside a question."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class BesideForm(forms.Form):
    address = forms.CharField(
        label=_("The address of the question"),
        help_text=_("Copy it from your browser. It holds /fragor/ and a number."),
        max_length=300,
        error_messages={"required": _("Write the address of a question here.")},
    )
