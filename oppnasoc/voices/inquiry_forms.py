"""Forms of what a group asks everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group

TIME = timedelta(weeks=3)  # proposed for a new question


def _until(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget)


class AskForm(forms.Form):
    """A new question."""

    group = forms.ModelChoiceField(
        label=_("Which group asks?"), queryset=Group.objects.none(), empty_label=None
    )
    question = forms.CharField(
        label=_("What do you wonder?"),
        help_text=_("One question, in words that everybody uses."),
        max_length=200,
    )
    why = forms.CharField(
        label=_("Why do you ask, and what do you do with the answers?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
    )
    closes_on = _until(_("Until when can one answer?"))

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group = self.fields["group"]
        assert isinstance(group, forms.ModelChoiceField)
        group.queryset = groups
        self.fields["closes_on"].initial = timezone.localdate() + TIME


class ExtendForm(forms.Form):
    closes_on = _until(_("Until when?"))


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label=_("What came of it?"),
        help_text=_("Say what you learned, what happens now, and what does not."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
    )
