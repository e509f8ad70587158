"""The forms of an organisation's page: what it tells, and what one can ask it for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from . import competence
from .facts import FACTS
from .forms import LONG, PHONE, GroupForm, OutsideForm, PartyForm, PostForm, UnitForm
from .models import Organisation, Party

EXTRA = 3  # empty rows that stand ready


class OrganisationForm(PartyForm):
    """Everything but the rows of what one can ask for, which have a page of their own."""

    field_order = [
        "name",
        "summary",
        "does",
        "for_whom",
        "opening_hours",
        "place",
        "new_place",
        "new_place_address",
        "new_place_directions",
        "languages",
        "offers",
        "phone",
        "email",
        "website",
        "links",
        "reveals_health",
        "groups",
    ]

    class Meta:
        model = Organisation
        fields = [name for name in FACTS[Party.Kind.ORGANISATION] if name != "competences"]
        widgets = {
            "does": LONG,
            "for_whom": forms.Textarea(attrs={"rows": 2}),
            "offers": forms.Textarea(attrs={"rows": 3}),
            "links": forms.Textarea(attrs={"rows": 3}),
            "phone": PHONE,
            "groups": forms.CheckboxSelectMultiple,
        }
        labels = {"place": _("Where?")}
        help_texts = {
            "for_whom": _("Who may come? Does one need to be a member, or to call first?"),
            "opening_hours": _("For example: weekdays 10–15, Sundays 13–16."),
            "languages": _("With commas between: svenska, arabiska, teckenspråk."),
            "offers": _("What do your members know? What can others ask you for?"),
            "links": _("One on each line. Write what it is after the address."),
        }

    def clean_languages(self) -> str:
        """Each language once, in small letters and in one spelling of the list."""
        return ", ".join(competence.split_languages(self.cleaned_data["languages"]))

    def clean_links(self) -> str:
        """One address on each line, of the web and nothing else."""
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        for line in lines:
            try:
                URLValidator(["http", "https"])(line.split()[0])
            except forms.ValidationError:
                raise forms.ValidationError(
                    _("Begin each line with an address such as https://example.org")
                ) from None
        return "\n".join(lines)


FORMS: dict[str, type[PartyForm]] = {
    Party.Kind.GROUP: GroupForm,
    Party.Kind.ORGANISATION: OrganisationForm,
    Party.Kind.UNIT: UnitForm,
    Party.Kind.POST: PostForm,
    Party.Kind.OUTSIDE: OutsideForm,
}


class CompetenceForm(forms.Form):
    """One row; an empty sentence takes the row away."""

    kind = forms.ChoiceField(label=_("What sort of help?"), choices=competence.Kind.choices)
    text = forms.CharField(
        label=_("What, in a sentence"),
        help_text=_("Leave it empty and the row is not shown."),
        max_length=competence.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    how = forms.CharField(
        label=_("How does one ask for it?"),
        help_text=_("Whom to call, how long before, what it costs."),
        max_length=competence.HOW_LENGTH,
        required=False,
    )


CompetenceRows = forms.formset_factory(
    CompetenceForm,
    extra=EXTRA,
    max_num=competence.MOST_ROWS,
    absolute_max=competence.MOST_ROWS,
)


def rows_of(given: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The cleaned rows that say something, as they are kept."""
    said = [row for row in given if row.get("text")]
    return [competence.Competence(row["kind"], row["text"], row["how"]).as_row() for row in said]


class SeekForm(forms.Form):
    """What one looks for in the list of organisations (GET)."""

    kan = forms.ChoiceField(label=_("What do you want help with?"), required=False)
    sprak = forms.ChoiceField(label=_("In which language?"), required=False)

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, empty, choices in (
            ("kan", _("Anything"), competence.Kind.choices),
            ("sprak", _("Any language"), [(each, each) for each in languages]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", empty), *choices]
