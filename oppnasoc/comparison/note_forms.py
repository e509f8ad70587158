"""The forms of notes on how others do it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Theme
from oppnasoc.matters.forms import a_day

from .elsewhere import PARTS, Elsewhere
from .noting import MOST, NAME_LENGTH, REASON_LENGTH, WHAT_LENGTH, Told


def line(label: Any, part: str = "", **more: Any) -> forms.CharField:
    most = MOST.get(part, 300)
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, widget=widget, **more)


def words(label: Any, part: str, rows: int, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=MOST[part], widget=widget, **more)


class NoteForm(forms.Form):
    """What a note tells. The action says what is wrong, so that a text is judged in one place."""

    who = line(
        _("Who does it?"), "who", help_text=_("The name of the municipality or organisation."),
        error_messages={"required": _("Write which municipality or organisation does it.")},
    )  # fmt: skip
    does = words(
        _("What do they do?"), "does", 5,
        help_text=_("In your own words. Do not write people's names."),
        error_messages={"required": _("Write what they do, a sentence is enough.")},
    )  # fmt: skip
    came = words(
        _("What came of it?"), "came", 3, required=False,
        help_text=_("Leave it empty if you do not know."),
    )  # fmt: skip
    true_on = a_day(
        _("When was it like that?"), help_text=_("Choose about the right day if you are not sure.")
    )
    source = line(
        _("How do you know?"), "source", required=False,
        help_text=_("A document, a visit or a talk. You can give a link below instead."),
    )  # fmt: skip
    source_link = line(
        _("Link to where it says so"), required=False, help_text=_("It begins with https://")
    )
    who_link = line(_("Their own page"), required=False, help_text=_("It begins with https://"))
    role = line(
        _("Whom can one ask there?"), "role", required=False,
        help_text=_("A role, such as “the head of the reception”. Never a person's name."),
    )  # fmt: skip
    reach = line(
        _("How does one reach that role?"), "reach", required=False,
        help_text=_("A number or an e-mail address that is public."),
    )  # fmt: skip

    def told(self) -> Told:
        """What the actions take."""
        return Told(**{part: self.cleaned_data[part] for part in PARTS})

    def everything(self) -> str:
        """All words in one text, to look for what may be somebody's data."""
        given = self.cleaned_data
        return "\n\n".join(given[part] for part in ("does", "came", "source") if given[part])


class ProposeForm(NoteForm):
    """The same as anybody fills it in."""

    name = forms.CharField(
        label=_("What may we call you?"),
        help_text=_("A first name, a made-up name or nothing. Everybody can see it."),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    #: People do not see it; what fills it in is a robot.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    once = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    @property
    def by_a_robot(self) -> bool:
        return bool(self.data.get("website"))


class CheckForm(NoteForm):
    """The same as an editor looks at it; ``seen`` is the revision that she has read."""

    theme = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.all(), required=False, empty_label=_("No theme")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CorrectForm(CheckForm):
    """The same when it is put right afterwards."""

    what = forms.CharField(
        label=_("What have you put right?"),
        help_text=_("In a few words. Everybody can read it among the versions."),
        max_length=WHAT_LENGTH,
        error_messages={"required": _("Say in a few words what you have put right.")},
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it not shown?"),
        help_text=_("Whoever wrote it reads your reason. Write as you would say it to her."),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why. Whoever wrote it can read your reason.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


def start_of(note: Elsewhere) -> dict[str, Any]:
    """What a form begins with for a note that is there."""
    start = {part: getattr(note, part) for part in PARTS}
    return {**start, "theme": note.theme_id, "seen": note.revision}
