"""The forms of a talk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Party
from oppnasoc.people.rights import may

from .contesting import WHY_LENGTH, WORDS_LENGTH
from .models import Mode
from .moderating import REASON_LENGTH
from .subjects import About
from .writing import MAX_LENGTH, NAME_LENGTH


def words(label: Any, *, rows: int, most: int, **more: Any) -> forms.CharField:
    """A text of several lines; the error says what to do."""
    too_long = MaxLengthValidator(most, _("That was long. Shorten it to %(limit_value)d letters."))
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, validators=[too_long], **more)


class WriteForm(forms.Form):
    """What somebody wants to say in a talk. Nothing is required but the text."""

    text = words(
        _("Write in your own words"),
        rows=4,
        most=MAX_LENGTH,
        help_text=_("Be kind. Do not write other people's names."),
        error_messages={"required": _("Write something, a sentence is enough.")},
    )
    name = forms.CharField(
        label=_("What may we call you?"),
        help_text=_("A first name, a made-up name or nothing. Everybody can see it."),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    as_party = forms.ModelChoiceField(
        label=_("Do you answer for somebody?"),
        queryset=Party.objects.none(),
        required=False,
        empty_label=_("No, I write as myself"),
    )
    #: People do not see it; what fills it in is a robot.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    once = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, what: About, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [p.pk for p in what.keeping.parties if may(user, "discussion.answer_as", p)]
        field = self.fields["as_party"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Party.objects.filter(pk__in=mine).order_by("name")
        if not mine:
            del self.fields["as_party"]

    @property
    def by_a_robot(self) -> bool:
        return bool(self.data.get("website"))


class EditForm(forms.Form):
    text = words(
        _("Your words"),
        rows=4,
        most=MAX_LENGTH,
        error_messages={"required": _("Write something, a sentence is enough.")},
    )


class AppealForm(forms.Form):
    words = words(
        _("Why do you think that it should be shown?"),
        rows=3,
        most=WORDS_LENGTH,
        error_messages={
            "required": _("Write in your own words why it should be shown. A sentence is enough."),
        },
    )


class ReportForm(forms.Form):
    why = words(
        _("What is wrong with it?"),
        rows=3,
        most=WHY_LENGTH,
        help_text=_("Only those who look after the talk read what you write."),
        error_messages={
            "required": _("Write what is wrong, so that we know what to look at."),
        },
    )


class ReasonForm(forms.Form):
    reason = words(
        _("Why is it not shown?"),
        rows=2,
        most=REASON_LENGTH,
        help_text=_("Whoever wrote it reads your reason. Write as you would say it to her."),
        error_messages={"required": _("Say why. Whoever wrote it can read your reason.")},
    )


class DecideForm(forms.Form):
    show_it = forms.TypedChoiceField(
        label=_("What do you decide?"),
        choices=[("yes", _("Show it again")), ("no", _("It stays as it is, not shown"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these.")},
    )
    reason = words(
        _("Why?"),
        rows=2,
        most=REASON_LENGTH,
        help_text=_("Whoever wrote it reads your reason. Write as you would say it to her."),
        error_messages={"required": _("Say why. Whoever wrote it can read your reason.")},
    )


class ModeForm(forms.Form):
    mode = forms.ChoiceField(
        label=_("When is what somebody writes shown?"), choices=Mode, widget=forms.RadioSelect
    )


class GroupTalkForm(ModeForm):
    """How a group talks beside the matters that it sees through."""

    link_elsewhere = forms.URLField(
        label=_("We talk here too"),
        help_text=_(
            "The address of a page where you talk too, for instance a group somewhere else."
            " Leave it empty if there is none."
        ),
        max_length=300,
        required=False,
        assume_scheme="https",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = _("For talks that begin from now on. Those that go on stay as they are.")
        self.fields["mode"].help_text = text
