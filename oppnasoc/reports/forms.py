"""Forms of reports."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group, Theme
from oppnasoc.matters.forms import a_day
from oppnasoc.matters.sentences import speaker
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.ui.templatetags.ui import shortday
from oppnasoc.voices.models import Voice

from .actions import WRITE
from .models import TITLE_LENGTH, Report

MOST_QUOTES = 60


def half_year(today: date) -> tuple[date, date]:
    """The latest half of a year that is over: its first and its last day."""
    if today.month > 6:
        return date(today.year, 1, 1), date(today.year, 6, 30)
    return date(today.year - 1, 7, 1), date(today.year - 1, 12, 31)


class PeriodForm(forms.Form):
    """Any period, of everybody, a group or a theme; read from an address (GET)."""

    fran = a_day(_("From"))
    till = a_day(_("Until"))
    grupp = forms.ModelChoiceField(
        label=_("Group"), queryset=Group.objects.order_by("name"), required=False,
        empty_label=_("All groups"),
    )  # fmt: skip
    tema = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.all(), required=False, empty_label=_("All themes")
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        begins, ends = given.get("fran"), given.get("till")
        if begins and ends and ends < begins:
            self.add_error("till", _("The last day comes before the first."))
        if begins and begins > timezone.localdate():
            self.add_error("fran", _("That day has not come yet."))
        if begins and ends and ends - begins > timedelta(days=1900):
            self.add_error("till", _("Choose at most five years."))
        return given


class NewForm(forms.Form):
    """What a report is about."""

    title = forms.CharField(label=_("What is the report called?"), max_length=TITLE_LENGTH)
    begins = a_day(_("From"))
    ends = a_day(_("Until"))
    group = forms.ModelChoiceField(
        label=_("Group"), queryset=Group.objects.none(), required=False, empty_label=_("All groups")
    )
    theme = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.all(), required=False, empty_label=_("All themes")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["group"]
        assert isinstance(field, forms.ModelChoiceField)
        groups = list(Group.objects.order_by("name"))
        mine = [group.pk for group in groups if may(user, WRITE, Report(group=group))]
        field.queryset = Group.objects.filter(pk__in=mine).order_by("name")
        if not may(user, WRITE, Report()):
            field.required, field.empty_label = True, None


class QuoteField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, voice: Voice) -> str:
        """The words with who said them and when, as whoever chooses has to know."""
        return f"{voice.text} – {speaker(voice)}, {shortday(voice.said_on)}"

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except ValidationError as error:
            text = _("One of these can be read no longer. Choose again.")
            raise ValidationError(text) from error


class WriteForm(forms.Form):
    """The words of a report, and which of what people said stands in it."""

    title = forms.CharField(label=_("What is the report called?"), max_length=TITLE_LENGTH)
    introduction = forms.CharField(
        label=_("Introduction"),
        help_text=_("What you want to say first, in plain words. An empty line begins a new part."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=6000,
        required=False,
    )
    quotes = QuoteField(
        label=_("In people's own words"),
        help_text=_("Choose some. Only what is public already stands here."),
        queryset=Voice.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, voices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["quotes"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = voices
