"""Forms for paper slips."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group

from .actions import MAX_LENGTH
from .forms import KINDS


class GroupForm(forms.Form):
    """For whose box."""

    group = forms.ModelChoiceField(
        label=_("For which group's box?"), queryset=Group.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group = self.fields["group"]
        assert isinstance(group, forms.ModelChoiceField)
        group.queryset = groups


class SeveralFiles(forms.FileField):
    """Several pictures at a time."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"accept": "image/jpeg,image/png,image/webp"}
        super().__init__(widget=SeveralInput(attrs=attrs), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list) else [data]
        return [super(SeveralFiles, self).clean(each, initial) for each in files or [None]]


class SeveralInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesForm(GroupForm):
    pictures = SeveralFiles(
        label=_("Pictures of slips"),
        help_text=_("One slip on each. They are removed when they are typed in."),
    )


class SlipForm(forms.Form):
    """What stands on one slip."""

    slip = forms.CharField(
        label=_("The number of the slip, or its code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("What stands on it, word for word"),
        widget=forms.Textarea(attrs={"rows": 6}),
        validators=[
            MaxLengthValidator(MAX_LENGTH, _("That was long. Shorten it to two pages at most."))
        ],
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=KINDS,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "small"}),
    )
    speaker = forms.CharField(
        label=_("What may we call whoever said it?"), max_length=80, required=False
    )
    public = forms.BooleanField(label=_("Show it to everybody at once"), required=False)
