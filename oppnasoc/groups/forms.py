"""The forms of groups, organisations, units and posts. They check; the actions save."""

from __future__ import annotations

import hashlib
from copy import copy
from typing import Any

from django import forms
from django.db import models
from django.forms import model_to_dict
from django.utils.translation import gettext_lazy as _

from oppnasoc.people.models import User

from .facts import FACTS
from .models import Group, Mission, Outside, Party, Place, Post, Unit


def fingerprint(party: models.Model, fields: list[str]) -> str:
    """A short mark of what these fields hold; it changes when somebody changes one of them."""
    held = model_to_dict(party, fields)
    values = [f"{name}={held[name]}" for name in fields]
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:16]


class PartyForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a party's page tells. ``seen`` notices that somebody else saved in the meantime."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    new_place = forms.CharField(
        label=_("A place that is not in the list"),
        help_text=_("Write its name and it is added."),
        max_length=80,
        required=False,
    )
    new_place_address = forms.CharField(label=_("Its address"), max_length=120, required=False)
    new_place_directions = forms.CharField(
        label=_("How one gets there and in"),
        help_text=_("Bus stop, door, floor, lift. Who opens?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "place" not in self.fields:
            for name in ("new_place", "new_place_address", "new_place_directions"):
                del self.fields[name]
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and name in OWN_EMPTY_LABELS:
                field.empty_label = str(OWN_EMPTY_LABELS[name])
        if self.instance.pk is None:
            del self.fields["seen"]
        else:
            self.fields["seen"].initial = self._mark()

    def _mark(self) -> str:
        return fingerprint(self.instance, [n for n in self._meta.fields or [] if n != "groups"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "seen" in self.fields and cleaned.get("seen") != (now := self._mark()):
            # The form is shown again with the new mark, so that saving once more is a choice.
            data: Any = copy(self.data)
            data["seen"] = now
            self.data = data
            raise forms.ValidationError(
                _(
                    "Somebody else has changed this page while you wrote."
                    " Look at the page first. Then save again if yours is right."
                )
            )
        if name := cleaned.get("new_place", "").strip():
            cleaned["place"] = Place.objects.filter(name__iexact=name).first() or Place(
                name=name,
                address=cleaned.get("new_place_address", "").strip(),
                directions=cleaned.get("new_place_directions", "").strip(),
            )
        return cleaned

    def _post_clean(self) -> None:
        """Leave the instance as the database has it; the action compares and saves."""

    def facts(self) -> dict[str, Any]:
        """The new value of every editable field, as ``actions.edit_party`` wants it."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or []}

    def fill(self) -> Any:
        """The new, unsaved party, as ``actions.add_party`` wants it."""
        for name, value in self.facts().items():
            if name != "groups":
                setattr(self.instance, name, value)
        return self.instance


OWN_EMPTY_LABELS = {
    "place": _("No place yet"),
    "theme": _("No theme"),
    "parent": _("By itself"),
    "unit": _("Choose"),
}
LONG = forms.Textarea(attrs={"rows": 4})
PHONE = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"})


class GroupForm(PartyForm):
    field_order = [
        "name",
        "summary",
        "why",
        "who",
        "how",
        "place",
        "new_place",
        "new_place_address",
        "new_place_directions",
        "when",
        "is_open",
        "outcome",
        "contact",
        "phone",
        "email",
        "theme",
    ]

    class Meta:
        model = Group
        fields = FACTS[Party.Kind.GROUP]
        widgets = {
            name: forms.Textarea(attrs={"rows": 4})
            for name in ("why", "who", "how", "outcome", "contact")
        } | {"phone": PHONE}
        labels = {"place": _("Where?"), "theme": _("Theme")}
        help_texts = {
            "summary": _("What does the group do? It stands beside the name in the tree."),
            "why": _("What is to become better, and for whom?"),
            "who": _("Who may come? Does one need to register?"),
            "how": _("What happens at a meeting? Is there coffee? Is it paid?"),
            "when": _("For example: every other Monday at 14–15."),
            "outcome": _("Where do they go after the meeting? Who answers?"),
            "contact": _("Whom can one ask before coming the first time?"),
        }


class UnitForm(PartyForm):
    field_order = [
        "name",
        "summary",
        "does",
        "opening_hours",
        "place",
        "new_place",
        "new_place_address",
        "new_place_directions",
        "phone",
        "email",
        "parent",
    ]

    class Meta:
        model = Unit
        fields = FACTS[Party.Kind.UNIT]
        widgets = {"does": LONG, "phone": PHONE}
        labels = {"parent": _("Part of"), "place": _("Where?")}


class PostForm(PartyForm):
    class Meta:
        model = Post
        fields = FACTS[Party.Kind.POST]
        widgets = {"phone": PHONE}
        labels = {"name": _("The role's name"), "unit": _("Belongs to")}


class OutsideForm(PartyForm):
    class Meta:
        model = Outside
        fields = FACTS[Party.Kind.OUTSIDE]
        widgets = {"does": LONG, "phone": PHONE}
        labels = {"name": _("The authority's name")}
        help_texts = {
            "contact_person": _("Only those who lead a group or work here see it."),
            "does": _("What can one turn to them about?"),
        }


class StartForm(forms.Form):
    """Where a new group stands and who leads it: a group is never without somebody who does."""

    email = forms.EmailField(
        label=_("Who leads the group?"), help_text=_("Her or his e-mail address.")
    )
    person_name = forms.CharField(
        label=_("Name"),
        help_text=_("Needed only when she or he has not signed in here before."),
        max_length=120,
        required=False,
    )
    parent = forms.ModelChoiceField(
        Group.objects.all(),
        label=_("Under which group?"),
        empty_label=_("It stands by itself"),
        to_field_name="slug",
        required=False,
    )


class StatusForm(forms.Form):
    status = forms.ChoiceField(
        label=_("How is it with the group?"),
        choices=[
            (Group.Status.ACTIVE, _("It works")),
            (Group.Status.DORMANT, _("It rests for some time")),
            (Group.Status.CLOSED, _("It is closed for good")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Needed when the group rests or is closed. It stands on the open page."),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class MoveForm(forms.Form):
    parent = forms.ModelChoiceField(
        Group.objects.none(),
        label=_("Under which group?"),
        empty_label=_("It stands by itself"),
        required=False,
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["parent"] = group.parent_id
        field = self.fields["parent"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Group.objects.exclude(pk=group.pk)


class DateInput(forms.DateInput):
    """The browser's own date field; it wants the date as year-month-day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ApprovalForm(forms.Form):
    """Who approved, in which role and when; one's own roles are offered."""

    approved_by = forms.CharField(
        label=_("Approved by"), help_text=_("A name, or for example the board."), max_length=120
    )
    approved_as = forms.ModelChoiceField(
        Post.objects.none(),
        label=_("In which role?"),
        empty_label=_("No role here"),
        required=False,
    )
    approved_on = forms.DateField(label=_("Approved on"), widget=DateInput())

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["approved_as"]
        assert isinstance(field, forms.ModelChoiceField)
        # An editor writes down what somebody else has decided, in whatever role.
        field.queryset = Post.objects.all() if by.is_editor else Post.objects.filter(held_by=by)


class MissionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Mission
        fields = ["text", "approved_by", "approved_on"]
        widgets = {"text": forms.Textarea(attrs={"rows": 10}), "approved_on": DateInput()}
        labels = {
            "text": _("Mission description"),
            "approved_by": _("Approved by"),
            "approved_on": _("Approved on"),
        }
        help_texts = {
            "text": _("What is the group to do? What may it decide? Until when?"),
            "approved_by": _("Leave this and the day empty when it is only a proposal so far."),
        }

    def __init__(self, *args: Any, may_approve: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_approve:
            del self.fields["approved_by"], self.fields["approved_on"]

    def _post_clean(self) -> None:
        """The action checks and saves."""


class TieForm(forms.Form):
    """How this group hangs together with another one."""

    how = forms.ChoiceField(label=_("How do they hang together?"), widget=forms.RadioSelect)
    other = forms.ModelChoiceField(
        Group.objects.none(), label=_("Which group?"), empty_label=_("Choose a group")
    )
    why = forms.CharField(
        label=_("How, in one sentence"),
        help_text=_("Needed when both work with the same things. What do they share?"),
        max_length=240,
        required=False,
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        how, other = self.fields["how"], self.fields["other"]
        assert isinstance(how, forms.ChoiceField)
        assert isinstance(other, forms.ModelChoiceField)
        how.choices = [
            ("reports", _("We report to them")),
            ("hears", _("They report to us")),
            ("assigned", _("We get assignments from them")),
            ("assigns", _("We give them assignments")),
            ("overlaps", _("We work with the same things")),
        ]
        others = Group.objects.exclude(status=Group.Status.CLOSED)
        other.queryset = others.exclude(pk=group.pk).order_by("name")


class LevelForm(forms.Form):
    """Who decides when a party cannot."""

    above = forms.ModelChoiceField(
        Party.objects.none(),
        label=_("Who decides instead?"),
        empty_label=_("As the tree says"),
        required=False,
    )

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["above"] = party.decides_via_id
        field = self.fields["above"]
        assert isinstance(field, forms.ModelChoiceField)
        kinds = [Party.Kind.GROUP, Party.Kind.UNIT, Party.Kind.POST]
        field.queryset = Party.objects.filter(kind__in=kinds).exclude(pk=party.pk)
        if isinstance(party, Post):
            self.fields["last"] = forms.BooleanField(
                label=_("Nobody stands above this role"),
                help_text=_("What nobody else can decide ends here. One role only."),
                initial=party.decides_last,
                required=False,
            )


class TakeBackForm(forms.Form):
    """Why an organisation's change is taken back."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        help_text=_("The organisation reads it. Say what they can write instead."),
        error_messages={"required": _("Say why. The organisation reads it.")},
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EmptyForm(forms.Form):
    """Nothing to fill in: sending it is the yes."""
