"""The form for an answer that a guardian gave on paper or in speech."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from .. import on_paper
from ..forms import day_field
from ..opening import Opened
from ..seats import Grant, How, Seat
from .sight import name_of
from .yes_forms import OTHER


class PaperForm(forms.Form):
    """What the answer is about, what it is, how and when it was given, and who saw it."""

    grants = forms.MultipleChoiceField(
        label=gettext_lazy("What is the answer about?"), widget=forms.CheckboxSelectMultiple
    )
    answer = forms.ChoiceField(
        label=gettext_lazy("What is the answer?"),
        choices=[("yes", pgettext_lazy("answer", "Yes")), ("no", pgettext_lazy("answer", "No"))],
        widget=forms.RadioSelect,
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How was it given?"),
        choices=[(str(each), each.label) for each in on_paper.HOW],
        widget=forms.RadioSelect,
        initial=How.WRITTEN,
    )
    on = day_field(gettext_lazy("Which day was it given?"))
    witness = forms.ChoiceField(label=gettext_lazy("Who has seen the paper, or heard it?"))
    other = forms.CharField(
        label=gettext_lazy("The name of somebody else who saw or heard it"),
        max_length=200,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        opened: Opened,
        guardian: Seat,
        asked: Iterable[tuple[Grant, str]],
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"on": timezone.localdate(opened.at), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        pairs = list(asked)
        self.asked = {str(grant.pk): grant for grant, _question in pairs}
        grants, witness = self.fields["grants"], self.fields["witness"]
        assert isinstance(grants, forms.MultipleChoiceField)
        assert isinstance(witness, forms.ChoiceField)
        grants.choices = [(str(grant.pk), question) for grant, question in pairs]
        self.seen = {
            str(seat.pk): name_of(opened, seat) for seat in on_paper.witnesses(opened, guardian)
        }
        witness.choices = [("", _("Choose")), *self.seen.items(), (OTHER, _("Somebody else"))]
        self.fields["on"].required = True

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("witness") == OTHER and not given.get("other", "").strip():
            self.add_error("other", _("Write who heard it or has the paper."))
        return given

    @property
    def about(self) -> list[Grant]:
        """The yeses that it is an answer to."""
        return [self.asked[pk] for pk in self.cleaned_data["grants"]]

    @property
    def yes(self) -> bool:
        return bool(self.cleaned_data["answer"] == "yes")

    @property
    def seen_by(self) -> str:
        """The name of who saw it."""
        chosen = self.cleaned_data["witness"]
        return str(self.cleaned_data["other"] if chosen == OTHER else self.seen[chosen])
