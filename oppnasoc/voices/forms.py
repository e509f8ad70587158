"""The form behind the one door, 'Say something'."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions import MAX_LENGTH
from .models import Voice


class SayForm(forms.Form):
    """Nothing is required but the text."""

    text = forms.CharField(
        label=_("Write in your own words"),
        help_text=_("One sentence is enough. Do not write other people's names."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MAX_LENGTH,
        error_messages={"required": _("Write something, a sentence is enough.")},
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        help_text=_("You may leave this out."),
        choices=[("", _("I leave that open")), *Voice.Kind.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    speaker = forms.CharField(
        label=_("What shall we call you?"),
        help_text=_("It is shown beside your words. A first name or a made-up name is fine."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CodeForm(forms.Form):
    """A code from the receipt."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Ten letters and digits, such as ABCDE-FGH12."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
