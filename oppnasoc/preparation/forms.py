"""Forms of a room where organisations prepare together."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group, Organisation
from oppnasoc.matters.forms import a_day

from .actions import MOST_TEXT
from .models import TITLE_LENGTH, Invited, Item, Preparation


class StartForm(forms.Form):
    """A room is opened for one of one's own organisations."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("For which organisation?"), empty_label=None
    )
    title = forms.CharField(label=_("What is it about?"), max_length=TITLE_LENGTH)

    def __init__(self, *args: Any, own: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organisation.objects.filter(pk__in=own).order_by("name")
        if len(own) == 1:
            self.initial["organisation"], field.widget = own[0], field.hidden_widget()


class TextForm(forms.Form):
    """The shared text; ``seen`` is the revision that was read."""

    title = forms.CharField(label=_("What is it about?"), max_length=TITLE_LENGTH)
    text = forms.CharField(
        label=_("Our text"),
        help_text=_("An empty line begins a new part."),
        widget=forms.Textarea(attrs={"rows": 16}),
        max_length=MOST_TEXT,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class InviteForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Which organisation do you want to invite?"),
        empty_label=_("Choose an organisation"),
    )

    def __init__(self, *args: Any, room: Preparation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = room.invited.filter(status__in=[Invited.Status.ASKED, Invited.Status.JOINED])
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        others = Organisation.objects.exclude(pk__in=there.values("organisation"))
        field.queryset = others.order_by("name")


class ItemForm(forms.Form):
    """A row of the shared list."""

    text = forms.CharField(label=_("What?"), max_length=240)
    kind = forms.ChoiceField(
        label=_("What sort of row?"), choices=Item.Kind.choices, widget=forms.RadioSelect,
        initial=Item.Kind.TASK,
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Who sees to it?"),
        empty_label=_("Nobody yet"),
        required=False,
    )
    by_on = a_day(_("On or by which day?"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, room: Preparation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = room.invited.filter(status=Invited.Status.JOINED)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        own = Organisation.objects.filter(pk__in=there.values("organisation"))
        field.queryset = own.order_by("name")


class SheetForm(forms.Form):
    """What of the list becomes public together with the text."""

    rows = forms.ModelMultipleChoiceField(
        Item.objects.none(),
        label=_("Rows that go with the text"),
        help_text=_("Choose none and only the text becomes public."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, room: Preparation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rows"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = room.items.all()


class QuestionForm(forms.Form):
    """What is said to the municipality, for the organisations together."""

    text = forms.CharField(
        label=_("Write it as a question or a wish"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5000,
    )
    people = forms.IntegerField(
        label=_("For how many people?"), min_value=1, max_value=9999, initial=1
    )
    group = forms.ModelChoiceField(
        Group.objects.filter(status=Group.Status.ACTIVE).order_by("name"),
        label=_("Do you want it to be taken up in a certain group?"),
        help_text=_("The group takes it up at a meeting."),
        empty_label=_("No, wherever it belongs"),
        required=False,
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=64)
