"""Forms for those who tend and answer matters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Group, Party, Post, Theme

from .actions import NEXT_WORD_DAYS
from .models import Answer, Matter


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class PartyChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A party, sorted under its kind; one query."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Party.objects.none(), **kwargs)

    def fill(self) -> None:
        """Read the choices now; a form calls it when it is made."""
        self.queryset = Party.objects.order_by("name")
        sorted_under: dict[str, list[tuple[int, str]]] = {
            str(kind.label): [] for kind in Party.Kind
        }
        for party in self.queryset:
            sorted_under[str(party.get_kind_display())].append((party.pk, party.name))
        self.choices = [
            ("", _("Choose")),
            *((label.capitalize(), found) for label, found in sorted_under.items() if found),
        ]


def in_four_weeks() -> date:
    """The day proposed for the next word: in four weeks, never on a Saturday or Sunday."""
    day = timezone.localdate() + timedelta(days=NEXT_WORD_DAYS)
    return day + timedelta(days=8 - day.isoweekday() if day.isoweekday() > 5 else 0)


class SeenForm(forms.Form):
    """Carries the revision that the person saw, so that nobody overwrites another unseen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MoveForm(SeenForm):
    holder = PartyChoiceField(label=_("Lies with"))
    next_on = forms.DateField(
        label=_("Next word at the latest"),
        widget=DateInput(),
        help_text=_("The day when those who asked have heard something from us."),
    )
    reason = forms.CharField(
        label=_("What happened, in one or two sentences"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holder = self.fields["holder"]
        assert isinstance(holder, PartyChoiceField)
        holder.fill()


class StewardForm(SeenForm):
    steward = forms.ModelChoiceField(
        label=_("Seen through by"),
        queryset=Group.objects.filter(status=Group.Status.ACTIVE).order_by("name"),
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("What happened"),
        help_text=_("Everybody can read it. Do not write anybody's name without a yes."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EditForm(SeenForm):
    title = forms.CharField(label=_("The matter in one sentence"), max_length=160)
    summary = forms.CharField(
        label=_("More about it"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    theme = forms.ModelChoiceField(label=_("Theme"), queryset=Theme.objects.all(), required=False)


class AnswerForm(SeenForm):
    verdict = forms.ChoiceField(
        label=_("Your answer"), choices=Answer.Verdict.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("The answer, as you would say it to the one who asked"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Needed for every answer but yes."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    later_on = forms.DateField(
        label=_("When do you come back to it?"),
        help_text=_("Only if you answer later."),
        widget=DateInput(),
        required=False,
    )
    turn_to = forms.CharField(
        label=_("Where can one turn?"),
        help_text=_("Only if it is somebody else's task."),
        max_length=240,
        required=False,
    )
    as_post = forms.ModelChoiceField(
        label=_("You answer as"), queryset=Post.objects.none(), required=False
    )

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["as_post"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = posts


class ReopenForm(MoveForm):
    steward = forms.ModelChoiceField(
        label=_("Seen through by"),
        queryset=Group.objects.filter(status=Group.Status.ACTIVE).order_by("name"),
    )
    field_order = ("reason", "steward", "holder", "next_on")


class RelateForm(forms.Form):
    other = forms.ModelChoiceField(
        label=_("Belongs together with"), queryset=Matter.objects.published().order_by("title")
    )


class NewMatterForm(MoveForm):
    """A new matter from something that was said."""

    title = forms.CharField(label=_("The matter in one sentence"), max_length=160)
    theme = forms.ModelChoiceField(label=_("Theme"), queryset=Theme.objects.all(), required=False)
    steward = forms.ModelChoiceField(
        label=_("Seen through by"),
        queryset=Group.objects.filter(status=Group.Status.ACTIVE).order_by("name"),
    )
    reason = None  # type: ignore[assignment]
    seen = None  # type: ignore[assignment]
    field_order = ("title", "theme", "steward", "holder", "next_on")


class AsideForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it not shown?"),
        help_text=_("Whoever said it can read your reason."),
        max_length=240,
    )
