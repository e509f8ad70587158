"""Forms of the list 'If I become ill', the card, and the way home from hospital."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms import OfRefused, day_field, form_field
from ..kinds import COLOURS, SHAPES
from ..opening import Opened
from ..pieces import Kind
from ..sealed import Words
from .ownlist import Entry
from .ownlist import Field as OfCard

if TYPE_CHECKING:
    from ..kinds import Text


#: What is asked otherwise of what must have an answer before somebody goes home.
BEFORE_DISCHARGE = {
    "who": _("Who has arranged it?"),
    "how": _("Is there something more to know?"),
}


class AcuteForm(OfRefused):
    """One thing of the list; only what has a meaning for it is asked."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, opened: Opened, entry: Entry, **kwargs: Any) -> None:
        kwargs["initial"] = {**entry.words, "edition": entry.edition, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.named: list[str] = []
        for each in SHAPES[Kind.ACUTE].fields:
            if each.form == "contact" and opened.plan.protected:
                continue
            if entry.item.before_discharge and each.name == "latest":
                continue
            field = form_field(each)
            if each.name == "what" and entry.item.before_discharge:
                field.label = entry.item.text
            elif entry.item.before_discharge and each.name in BEFORE_DISCHARGE:
                field.label, field.help_text = BEFORE_DISCHARGE[each.name], ""
            self.fields[each.name] = field
            self.named.append(each.name)

    def words(self, before: Words) -> Words:
        """What was written; fields that were not asked keep what they had."""
        return {**before, **{name: self.cleaned_data.get(name, "") for name in self.named}}


class CardForm(OfRefused):
    """The card in its three colours; an empty one does not stand on it."""

    def __init__(self, *args: Any, card: Sequence[OfCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints: dict[str, Text] = {
            "red": _("Medicine, allergy, whom to call."),
            "amber": _("How to talk with me. What makes it worse."),
            "green": _("What makes me calm and glad."),
        }
        for each in card:
            colour = each.colour.value
            self.fields[colour] = forms.CharField(
                label=each.colour.label,
                help_text=hints[colour],
                widget=forms.Textarea(attrs={"rows": 4}),
                required=False,
                strip=False,
                max_length=600,
                initial=each.text,
            )
            self.fields[f"{colour}_edition"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=each.edition
            )

    def texts(self) -> dict[str, str]:
        return {colour.value: self.cleaned_data[colour.value] for colour in COLOURS}

    def editions(self) -> dict[str, int]:
        return {c.value: self.cleaned_data.get(f"{c.value}_edition") or 0 for c in COLOURS}


class DischargeForm(OfRefused):
    day = day_field(
        _("Which day do you leave the hospital?"),
        help_text=_("Leave it empty if nobody knows yet."),
    )
