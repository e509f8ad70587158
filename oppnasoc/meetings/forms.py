"""Forms for taking minutes in. They keep what was typed; the checks say what is missing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group, Place
from oppnasoc.language.reading import decoded

from .actions import MAX_BYTES


class TakeInForm(forms.Form):
    """The notes as a text file or pasted."""

    group = forms.ModelChoiceField(label=_("Which group met?"), queryset=Group.objects.none())
    file = forms.FileField(
        label=_("The notes as a text file"),
        help_text=_("A file that ends in .txt. You can paste the text below instead."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,text/plain"}),
    )
    text = forms.CharField(
        label=_("Or paste the notes here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def __init__(self, *args: Any, groups: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["group"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = groups
        if len(found := groups[:2]) == 1:
            field.initial = found[0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        upload = data.get("file")
        if upload:
            if upload.size > MAX_BYTES:
                raise forms.ValidationError(
                    {"file": _now("The document is too large. Two megabytes at most.")}
                )
            try:
                data["text"] = decoded(upload.read())
            except ValueError:
                raise forms.ValidationError(
                    {"file": _now("This is not a text file. Open it and paste the text instead.")}
                ) from None
            data["name"] = upload.name
        elif not (data.get("text") or "").strip():
            raise forms.ValidationError(_now("Choose a file or paste the notes."))
        return data


class AskedField(forms.CharField):
    """Needed before publication, but never in the way of saving what is there so far."""

    def validate(self, value: Any) -> None:
        return


class FactsForm(forms.Form):
    """What the meeting was. Every field may be empty while the work goes on."""

    use_required_attribute = False

    seen = forms.IntegerField(widget=forms.HiddenInput)
    title = AskedField(label=_("Title"), max_length=160)
    held_on = AskedField(
        label=_("Which day was the meeting?"),
        max_length=10,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    place = forms.ModelChoiceField(label=_("Where?"), queryset=Place.objects.all(), required=False)
    next_on = forms.CharField(
        label=_("Next meeting"),
        help_text=_("It is put on the group's page."),
        required=False,
        max_length=10,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    next_at = forms.CharField(
        label=_("What time?"),
        required=False,
        max_length=5,
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
