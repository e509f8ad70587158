"""The forms behind the one door, 'Say something'."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group, Organisation
from oppnasoc.groups.rules import seats
from oppnasoc.people.models import User
from oppnasoc.people.rights import may

from . import reaching
from .actions import MAX_LENGTH
from .models import Voice
from .trust import trusted

#: 'It concerns me too' is said on a matter's page, and what is in one's way on a page of its own.
ELSEWHERE = (Voice.Kind.SAME, Voice.Kind.BARRIER)
KINDS = [choice for choice in Voice.Kind.choices if choice[0] not in ELSEWHERE]
TellBy = Voice.TellBy

WAYS = [
    (TellBy.CODE, _("Here on the site, with a code that you get")),
    (TellBy.EMAIL, _("By e-mail")),
    (TellBy.SMS, _("By text message")),
    (TellBy.MEETING, _("At a group's next meeting")),
    (TellBy.LETTER, _("By letter")),
    (TellBy.NOT, _("Not at all")),
]


class TextForm(forms.Form):
    """The first page: nothing is required but the text."""

    text = forms.CharField(
        label=_("Write in your own words"),
        help_text=_("One sentence is enough. Do not write other people's names."),
        widget=forms.Textarea(attrs={"rows": 6}),
        validators=[
            MaxLengthValidator(MAX_LENGTH, _("That was long. Shorten it to two pages at most."))
        ],
        error_messages={"required": _("Write something, a sentence is enough.")},
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=KINDS,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "small"}),
    )
    #: People do not see it; what fills it in is a robot.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def by_a_robot(self) -> bool:
        return bool(self.data.get("website"))


class TellForm(forms.Form):
    """What somebody wants to be called, and how she wants to be told what came of it."""

    speaker = forms.CharField(
        label=_("What may we call you?"),
        help_text=_("A first name, a made-up name, 'a parent' or nothing. Everybody can see it."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    tell_by = forms.ChoiceField(
        label=_("How do you want to be told what happens?"),
        choices=WAYS,
        initial=TellBy.CODE,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "small"}),
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
    postal = forms.CharField(
        label=_("Your postal address"),
        help_text=_("Name, street, postcode and town, each on a line."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "street-address"}),
    )
    meeting = forms.ModelChoiceField(
        label=_("Which group's meeting?"),
        queryset=Group.objects.filter(status=Group.Status.ACTIVE).order_by("name"),
        required=False,
        empty_label=_("The group that looks at it"),
    )

    #: Way → the field with its address and what checks it.
    ADDRESSES: dict[str, tuple[str, Callable[[str], str]]] = {
        TellBy.EMAIL: ("email", reaching.email),
        TellBy.SMS: ("phone", reaching.mobile),
        TellBy.LETTER: ("postal", reaching.postal),
    }

    def clean(self) -> dict[str, Any]:
        """Only the address of the chosen way is looked at, and kept as ``address``."""
        given: dict[str, Any] = super().clean() or {}
        way = given["tell_by"] = given.get("tell_by") or TellBy.CODE
        given["address"] = ""
        if way in self.ADDRESSES:
            name, check = self.ADDRESSES[way]
            try:
                given["address"] = check(given.get(name, ""))
            except ValidationError as error:
                self.add_error(name, error)
        return given

    def told(self) -> dict[str, Any]:
        """What the action takes of how she wants to be told."""
        given = self.cleaned_data
        way = {"tell_by": given["tell_by"], "address": given["address"]}
        if given["tell_by"] == TellBy.MEETING and given.get("meeting"):
            way["group"] = given["meeting"]
        return way


class CheckForm(TellForm, TextForm):
    """The second page: how it looks, whether it is the same as something, how she is told."""

    same = forms.TypedChoiceField(
        label=_("Is this the same thing?"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    for_somebody = forms.BooleanField(
        label=_("I write for somebody else, who has said yes to it"), required=False
    )
    public = forms.BooleanField(label=_("Show it to everybody at once"), required=False)
    protect = forms.BooleanField(
        label=_("Protect my name"),
        help_text=_(
            "Only the person whom you choose can see who you are. No name stands beside your words."
        ),
        required=False,
    )
    told_to = forms.ModelChoiceField(
        label=_("Whom do you trust?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Choose"),
    )
    once = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, user: Any, matters: Sequence[tuple[int, str]] = (), **kwargs: Any
    ) -> None:
        """``matters`` are those that the text may be the same as: number and title."""
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 4  # It is written; the page stays short.
        same, told_to = self.fields["same"], self.fields["told_to"]
        assert isinstance(same, forms.TypedChoiceField)
        assert isinstance(told_to, forms.ModelChoiceField)
        titles = [(pk, _("Yes: %(title)s") % {"title": t}) for pk, t in matters]
        same.choices = [*titles, ("", _("No, it is something else"))]
        if not may(user, "voices.sort"):
            del self.fields["public"]
        if may(user, "voices.confide"):
            pks = [person.pk for person in trusted() if person != user]
            told_to.queryset = User.objects.filter(pk__in=pks).order_by("name")
            del self.fields["for_somebody"]
        else:
            del self.fields["protect"], self.fields["told_to"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("protect"):
            given["told_to"] = None
        elif given.get("told_to") is None:
            self.add_error("told_to", _("Choose somebody who leads a group."))
        elif given["tell_by"] not in (TellBy.CODE, TellBy.NOT):
            text = _("Another way would tell who you are. Choose the code, or not at all.")
            self.add_error("tell_by", text)
        return given

    def said(self) -> dict[str, Any]:
        """What ``actions.say`` takes."""
        given = self.cleaned_data
        return {
            "text": given["text"],
            "kind": given["kind"],
            "speaker": given["speaker"],
            "public": bool(given.get("public")),
            "told_to": given.get("told_to"),
            "yes_on": timezone.localdate() if given.get("for_somebody") else None,
            "once": given["once"],
            **self.told(),
        }


class EnterForm(TellForm, TextForm):
    """What somebody else has said, written down in seconds."""

    CHANNELS = [
        (Voice.Channel.PHONE, _("on the phone")),
        (Voice.Channel.MEETING, _("at a meeting")),
        (Voice.Channel.PAPER, _("on paper")),
        (Voice.Channel.ELSEWHERE, _("somewhere else, for instance on Facebook")),
        (Voice.Channel.WEB, _("to me, when we met")),
    ]
    yes = forms.BooleanField(
        label=_("The person has said yes to my writing it down"), required=False
    )
    channel = forms.ChoiceField(
        label=_("How did you hear it?"),
        choices=CHANNELS,
        widget=forms.RadioSelect(attrs={"class": "small"}),
    )
    said_on = forms.DateField(
        label=_("Which day?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    group = forms.ModelChoiceField(
        label=_("Which group looks at it?"),
        queryset=Group.objects.filter(status=Group.Status.ACTIVE).order_by("name"),
        required=False,
        empty_label=_("The group that looks at everything new"),
    )
    organisation = forms.ModelChoiceField(
        label=_("For an organisation?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("No, for one person"),
    )
    people_count = forms.IntegerField(
        label=_("How many of its members have said it?"),
        min_value=1,
        max_value=9999,
        required=False,
    )
    public = forms.BooleanField(label=_("Show it to everybody at once"), required=False)
    once = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.fields["organisation"]
        assert isinstance(organisation, forms.ModelChoiceField)
        organisation.queryset = spoken_for(user)
        if not organisation.queryset.exists():
            del self.fields["organisation"], self.fields["people_count"]
        else:
            tell_by = self.fields["tell_by"]
            assert isinstance(tell_by, forms.ChoiceField)
            through = (TellBy.ORGANISATION, _("Through the organisation"))
            tell_by.choices = [*WAYS[:-1], through, WAYS[-1]]
        if not may(user, "voices.sort"):
            del self.fields["public"]
        self.fields["speaker"].label = _("What may we call whoever said it?")
        if not self.is_bound:
            self.fields["text"].widget.attrs["autofocus"] = True  # Written in seconds, by keyboard.

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("yes"):
            text = _("Ask first. We only write down what somebody wants to have written down.")
            self.add_error("yes", text)
        if given.get("organisation") is None:
            given["people_count"] = 1
            if given["tell_by"] == TellBy.ORGANISATION:
                self.add_error("organisation", _("Choose the organisation that tells them."))
        return given

    def said(self) -> dict[str, Any]:
        """What ``entering.enter`` takes."""
        given = self.cleaned_data
        names = ("text", "kind", "speaker", "yes", "channel", "said_on", "once")
        return {
            **{name: given[name] for name in names},
            "group": given["group"],
            "organisation": given.get("organisation"),
            "people_count": given.get("people_count") or 1,
            "public": bool(given.get("public")),
            **self.told(),
        }


def spoken_for(user: User) -> Any:
    """The organisations that a person may speak for: her own, or all when she may sort."""
    found = Organisation.objects.order_by("name")
    if may(user, "voices.sort"):
        return found
    mine = [party for party, role in seats(user) if role == "member"]
    return found.filter(pk__in=mine)
