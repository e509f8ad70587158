"""The forms of seats: who belongs where, how she is named, leaving and handing over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Group, Membership, Organisation, Party
from .seats import ROLES


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
        sent_by = Organisation.objects.filter(groups=party.pk).order_by("name")
        if isinstance(party, Group) and sent_by.exists():
            self.fields["represents"] = forms.ModelChoiceField(
                sent_by,
                label=_("Sits there for an organisation?"),
                empty_label=_("No, for herself or himself"),
                required=False,
            )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


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


class ShownForm(forms.Form):
    """How the open page names somebody who has a seat."""

    shown = forms.ChoiceField(
        label=_("How do you want to stand on the open page?"),
        widget=forms.RadioSelect,
        choices=[
            (Membership.Shown.NOT, _("Not at all")),
            (Membership.Shown.FIRST, _("With first name")),
            (Membership.Shown.NAME, _("With the whole name")),
        ],
    )
    with_organisation = forms.BooleanField(
        label=_("My organisation may stand beside my name"), required=False
    )
    said_yes = forms.BooleanField(label=_("She or he has said yes to it"), required=False)

    def __init__(self, *args: Any, seat: Membership, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["shown"] = seat.shown
        self.initial["with_organisation"] = seat.shows_organisation
        if own:
            del self.fields["said_yes"]
        else:
            label = _("How does she or he want to stand on the open page?")
            self.fields["shown"].label = label
        if not own or seat.represents is None:
            del self.fields["with_organisation"]
        elif seat.represents.reveals_health:
            self.fields["with_organisation"].help_text = _(
                "The name of the organisation says something about health. Think it over."
            )


class SuccessorForm(forms.Form):
    """Whom one asks to lead the group instead."""

    email = forms.EmailField(label=_("E-mail address of the one you ask"))
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Needed only when she or he has not signed in here before."),
        max_length=120,
        required=False,
    )


class RestForm(forms.Form):
    """Why a group rests when nobody leads it."""

    reason = forms.CharField(
        label=_("Why does the group rest?"),
        help_text=_("It stands on the open page. Do not write anything about yourself."),
        error_messages={"required": _("Say why. People have a right to know.")},
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AllotmentForm(forms.Form):
    """How many seats a group has: for anybody, and for each organisation that sits there."""

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = {each.organisation_id: each.seats for each in group.allotments.all()}
        self.organisations: dict[str, Organisation | None] = {"anybody": None}
        for each in group.organisations.order_by("name"):
            self.organisations[f"organisation_{each.pk}"] = each
        for name, organisation in self.organisations.items():
            self.fields[name] = forms.IntegerField(
                label=str(organisation) if organisation else _("Seats for anybody"),
                min_value=0,
                max_value=99,
                required=False,
                initial=now.get(organisation.pk if organisation else None, 0),
            )

    def seats(self) -> dict[Organisation | None, int]:
        """The number for each, as ``seats.set_allotments`` wants it."""
        return {
            organisation: self.cleaned_data[name] or 0
            for name, organisation in self.organisations.items()
        }
