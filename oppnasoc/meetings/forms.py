"""Forms for taking minutes in. They keep what was typed; the checks say what is missing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group, Place
from oppnasoc.language.documents import SENTENCES, Reason
from oppnasoc.language.documents.apart import MAX_BYTES

MAX_FILES = 100
MAX_TOGETHER = 100 * 1024 * 1024  # bytes of all documents of one upload
ACCEPTED = (
    ".docx,.odt,.pdf,.txt,.md,text/plain,application/pdf,application/vnd.oasis.opendocument.text,"
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)


class DocumentsInput(forms.FileInput):
    """A file field in which one or many documents are chosen."""

    allow_multiple_selected = True


class DocumentsField(forms.FileField):
    """Its value is a list of uploaded files, in the order they came; empty ones are left out."""

    widget = DocumentsInput(attrs={"multiple": True, "accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        files = [file for file in data or [] if file]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(gettext("Choose a hundred documents at most at a time."))
        if sum(file.size or 0 for file in files) > MAX_TOGETHER:
            raise forms.ValidationError(gettext("Choose fewer documents: 100 megabytes at most."))
        if len(files) == 1 and (files[0].size or 0) > MAX_BYTES:
            raise forms.ValidationError(gettext(SENTENCES[Reason.TOO_LARGE]))
        return files


class TakeInForm(forms.Form):
    """The notes as documents or pasted."""

    group = forms.ModelChoiceField(label=_("Which group met?"), queryset=Group.objects.none())
    file = DocumentsField(
        label=_("The notes as documents"),
        help_text=_("Word, OpenDocument, PDF or text. You can choose several at once."),
        required=False,
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
        if "file" in data and not data["file"] and not (data.get("text") or "").strip():
            raise forms.ValidationError(gettext("Choose a file or paste the notes."))
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
