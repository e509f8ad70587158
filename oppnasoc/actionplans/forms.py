"""Forms of action plans. What is asked for is checked by the actions; these read the fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group, Party
from oppnasoc.matters.models import Matter

from .models import Noted

WORDS = 2000  # characters of a longer text


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **more)


def _words(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=WORDS, **more)


def _party(label: Any, **more: Any) -> forms.ModelChoiceField[Party]:
    return forms.ModelChoiceField(label=label, queryset=Party.objects.none(), **more)


class FrameForm(forms.Form):
    """What is said of the plan as a whole."""

    intro = _words(_("What is the plan for?"), 4, help_text=_("A few sentences for everybody."))
    begins_on = _day(_("From"))
    ends_on = _day(_("Until"))


class DraftForm(FrameForm):
    """The same before anybody has adopted it, when it can get another name."""

    field_order = ["title"]
    title = forms.CharField(label=_("What is the plan called?"), max_length=120)


class NewPlanForm(DraftForm):
    """A new plan of one of those whose plans she writes."""

    field_order = ["owner", "title"]
    owner = _party(_("Whose plan is it?"), empty_label=None)

    def __init__(self, *args: Any, owners: QuerySet[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "owner", owners)


class GoalForm(forms.Form):
    text = _words(_("What do you want to reach?"))
    target = forms.IntegerField(
        label=_("How many?"),
        required=False,
        min_value=1,
        max_value=10_000_000,
        help_text=_("Only when the goal can be counted."),
    )
    unit_word = forms.CharField(
        label=_("Of what?"), required=False, max_length=40, help_text=_("For instance: people")
    )


class MeasureForm(forms.Form):
    text = _words(_("What will be done?"))
    owner = _party(_("Who sees to it?"))
    by_on = _day(_("Done by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "owner", doers())


class AdoptForm(forms.Form):
    adopted_by = forms.CharField(
        label=_("Who adopted the plan?"),
        max_length=120,
        help_text=_("For instance: the committee, 14 March, § 12"),
    )
    adopted_on = _day(_("On which day?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adopted_on"].initial = timezone.localdate


class ReviseForm(forms.Form):
    why = _words(_("Why do you revise the plan?"), help_text=_("Everybody can read it."))


class EndForm(forms.Form):
    why = _words(_("Why does the plan end?"), help_text=_("Say too what comes after it."))


class TellForm(forms.Form):
    """How far a measure has come."""

    status = forms.ChoiceField(
        label=_("How far has it come?"),
        choices=[c for c in Noted.Status.choices if c[0] != Noted.Status.STOPPED],
        widget=forms.RadioSelect,
    )
    text = _words(_("What has happened?"), required=False, help_text=_("Everybody can read it."))


class WordForm(forms.Form):
    """A word on a measure whose matter tells how far it has come."""

    text = _words(_("What has happened?"), help_text=_("Everybody can read it."))


class StopForm(forms.Form):
    why = _words(_("Why will it not be done?"), help_text=_("Everybody can read it."))


class NumberForm(forms.Form):
    now = forms.IntegerField(label=_("How many now?"), min_value=0, max_value=2_000_000_000)
    now_on = _day(_("On which day?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["now_on"].initial = timezone.localdate


class MatterForm(forms.Form):
    """The matter that a measure follows, by its number or address."""

    matter = forms.CharField(
        label=_("Which question does it follow?"),
        required=False,
        max_length=300,
        help_text=_("Paste the address of the question's page. Leave it empty for none."),
    )

    def clean_matter(self) -> Matter | None:
        given = self.cleaned_data["matter"].strip()
        if not given:
            return None
        for part in reversed(given.rstrip("/").split("/")):
            number = part.partition("-")[0]
            if number.isascii() and number.isdigit() and len(number) < 15:
                found = Matter.objects.published().filter(pk=int(number)).first()
                if found is not None:
                    return found
        raise forms.ValidationError(_("There is no such question that everybody can read."))


def doers() -> QuerySet[Party]:
    """Who can see to a measure: groups at work, organisations, units and roles."""
    resting = Group.objects.exclude(status=Group.Status.ACTIVE).order_by().values("pk")
    return Party.objects.exclude(kind=Party.Kind.OUTSIDE).exclude(pk__in=resting).order_by("name")


def _choose(form: forms.Form, name: str, parties: QuerySet[Party]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = parties
