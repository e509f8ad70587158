"""The forms of groups, organisations, units and posts. They check; the actions save."""

from __future__ import annotations

import hashlib
from copy import copy
from typing import Any

from django import forms
from django.db import models
from django.forms import model_to_dict
from django.utils.translation import gettext_lazy as _

from .actions import FACTS
from .models import Group, Membership, Mission, Organisation, Outside, Party, Place, Post, Unit
from .seats import ROLES


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


class OrganisationForm(PartyForm):
    class Meta:
        model = Organisation
        fields = FACTS[Party.Kind.ORGANISATION]
        widgets = {
            "does": LONG,
            "phone": PHONE,
            "groups": forms.CheckboxSelectMultiple,
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


FORMS: dict[str, type[PartyForm]] = {
    Party.Kind.GROUP: GroupForm,
    Party.Kind.ORGANISATION: OrganisationForm,
    Party.Kind.UNIT: UnitForm,
    Party.Kind.POST: PostForm,
    Party.Kind.OUTSIDE: OutsideForm,
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
    approved_by = forms.CharField(label=_("Approved by"), max_length=120)
    approved_on = forms.DateField(label=_("Approved on"), widget=DateInput())


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


class SeatForm(forms.Form):
    """Somebody new in a group, organisation or unit."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Needed only when she or he has not signed in here before."),
        max_length=120,
        required=False,
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = ROLES[Party.Kind(party.kind)]
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(role.value, role.label) for role in roles]
        field.initial = roles[0].value
        if len(roles) == 1:
            field.widget = forms.HiddenInput()


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


class EndForm(forms.Form):
    """Nothing to fill in: sending it is the yes."""


class HolderForm(forms.Form):
    """Who holds a post."""

    email = forms.EmailField(
        label=_("Who holds the role?"),
        help_text=_("Her or his e-mail address. Leave it empty when nobody does."),
        required=False,
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Needed only when she or he has not signed in here before."),
        max_length=120,
        required=False,
    )
