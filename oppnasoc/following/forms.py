"""The short forms of following: where and how often, and a number that is to be shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oppnasoc.people.texting import number

from .models import Follow, Follower

Channel = Follower.Channel

WAYS = [
    (Channel.EMAIL, _("By e-mail")),
    (Channel.SMS, _("By text message")),
    (Channel.CODE, _("Here on the site, with your code")),
]


def rhythm() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("How often?"),
        choices=[(value, capfirst(label)) for value, label in Follow.Rhythm.choices],
        initial=Follow.Rhythm.WEEKLY,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often.")},
    )


class RhythmForm(forms.Form):
    """All that is asked of somebody who is known; nothing when it comes whole."""

    rhythm = rhythm()

    def __init__(self, *args: Any, comes_whole: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if comes_whole:
            del self.fields["rhythm"]


class FollowForm(forms.Form):
    """Where and how often, for somebody without an account. Only the field of the chosen way is
    looked at. ``with_code`` says that the page of her code is open: then it is not asked for;
    ``comes_whole`` that there is nothing to choose of how often."""

    way = forms.ChoiceField(
        label=_("How do you want to be told?"),
        choices=WAYS,
        initial=Channel.EMAIL,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you want to be told.")},
    )
    email = forms.CharField(
        label=_("Your e-mail address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Your mobile number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Ten letters and digits, such as ABCDE-FGH12."),
        max_length=40,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    rhythm = rhythm()
    #: People do not see it; what fills it in is a robot.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, with_code: bool = False, comes_whole: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.with_code = with_code
        if comes_whole:
            del self.fields["rhythm"]
        if with_code:
            del self.fields["code"]
            self.fields["way"].initial = Channel.CODE

    def clean(self) -> dict[str, Any]:
        """The address of the chosen way, as ``address``."""
        given: dict[str, Any] = super().clean() or {}
        way, given["address"] = given.get("way"), ""
        if way == Channel.EMAIL:
            given["address"] = given.get("email", "").strip()
            try:
                validate_email(given["address"])
            except ValidationError:
                self.add_error("email", gettext("Write the whole address, such as kim@example.se."))
        elif way == Channel.SMS:
            given["address"] = number(given.get("phone", ""))
            if not given["address"]:
                text = gettext("Write a mobile number, such as 070-123 45 67.")
                self.add_error("phone", text)
        elif way == Channel.CODE and not self.with_code and not given.get("code", "").strip():
            self.add_error("code", gettext("Write your code."))
        return given

    @property
    def by_a_robot(self) -> bool:
        return bool(self.data.get("website"))


class NumberForm(forms.Form):
    """The number that text messages are to go to."""

    phone = forms.CharField(
        label=_("Your mobile number"),
        max_length=40,
        error_messages={"required": _("Write a mobile number, such as 070-123 45 67.")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


class NumberCodeForm(forms.Form):
    """The code that was sent to it."""

    code = forms.CharField(
        label=_("The code in the text message"),
        max_length=12,
        error_messages={"required": _("Write the six digits of the text message.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
