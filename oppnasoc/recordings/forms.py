"""Forms of recordings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group
from oppnasoc.matters.forms import a_day
from oppnasoc.meetings.models import Meeting
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.ui.templatetags.ui import shortday

from .actions import TEND
from .captions import MOST_BYTES
from .models import TITLE_LENGTH, Recording
from .times import clock_of, seconds_of

MEETINGS = 100  # the latest that one may choose from


class MeetingField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, meeting: Meeting) -> str:
        """With its day, as several meetings of a group have the same name."""
        return f"{meeting}, {shortday(meeting.held_on)}"


class AboutForm(forms.Form):
    """What the recording is of."""

    title = forms.CharField(label=_("What is the recording called?"), max_length=TITLE_LENGTH)
    recorded_on = a_day(_("Recorded on which day?"))
    meeting = MeetingField(
        Meeting.objects.none(),
        label=_("Of which meeting?"),
        empty_label=_("No meeting"),
        required=False,
    )
    event = forms.CharField(
        label=_("If it was no meeting: what was it?"),
        help_text=_("For example: open house, or a talk at the library."),
        max_length=160,
        required=False,
    )
    group = forms.ModelChoiceField(
        Group.objects.none(), label=_("Group"), empty_label=_("No group"), required=False
    )
    description = forms.CharField(
        label=_("What is it about?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [g.pk for g in Group.objects.all() if may(user, TEND, Recording(group=g))]
        group, meeting = self.fields["group"], self.fields["meeting"]
        assert isinstance(group, forms.ModelChoiceField)
        assert isinstance(meeting, forms.ModelChoiceField)
        group.queryset = Group.objects.filter(pk__in=groups).order_by("name")
        if not may(user, TEND, Recording()):
            group.required, group.empty_label = True, None
        held = Meeting.objects.filter(group__in=groups).exclude(status=Meeting.Status.CANCELLED)
        pks = list(held.order_by("-held_on").values_list("pk", flat=True)[:MEETINGS])
        meeting.queryset = Meeting.objects.filter(pk__in=pks).order_by("-held_on")


class LengthField(forms.CharField):
    """'12.30' as people write it; seconds."""

    def prepare_value(self, value: Any) -> Any:
        return clock_of(value) if isinstance(value, int) and value else value or ""

    def clean(self, value: Any) -> int:
        written = super().clean(value)
        if not written:
            return 0
        try:
            return seconds_of(written)
        except ValueError:
            raise ValidationError(_("Write minutes and seconds, such as 12.30.")) from None


class PartForm(forms.Form):
    """A part: what it is called, where it is, how long, and what is said."""

    title = forms.CharField(label=_("What is the part called?"), max_length=TITLE_LENGTH)
    file = forms.FileField(
        label=_("The file"),
        help_text=_("Film or sound: MP4, WebM, MP3 or Ogg. 500 megabytes at most."),
        required=False,
    )
    address = forms.URLField(
        label=_("Or an address at another site"),
        help_text=_("It becomes a link. Nothing of the other site is shown here."),
        max_length=400,
        required=False,
    )
    seconds = LengthField(
        label=_("How long is it?"),
        help_text=_("Minutes and seconds, such as 12.30. The captions say it if you do not."),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "8"}),
    )
    captions = forms.FileField(
        label=_("Captions"), help_text=_("A file in WebVTT, ending in .vtt."), required=False
    )
    transcript = forms.CharField(
        label=_("What is said, typed"),
        help_text=_("The captions are used if you leave it. A part may begin with a time: 2.05"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=200_000,
        required=False,
    )

    def clean_captions(self) -> bytes:
        upload = self.cleaned_data["captions"]
        if upload is None:
            return b""
        if upload.size > MOST_BYTES:
            raise ValidationError(_("The captions are too large. Two megabytes at most."))
        content: bytes = upload.read()
        return content

    def given(self) -> dict[str, Any]:
        """As the actions want it, but for file and address."""
        said = self.cleaned_data
        return {
            "title": said["title"],
            "seconds": said["seconds"],
            "captions_file": said["captions"],
            "transcript": said["transcript"],
        }


class ChangePartForm(PartForm):
    """A part whose file or address stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["file"], self.fields["address"]
        self.fields["captions"].help_text = _("Choose a file only to replace the captions.")
