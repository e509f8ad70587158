"""Forms about people: who is there, and what she decides for another."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..forms import day_field
from ..opening import Opened
from ..seats import CLOSE, Seat, SeatKind, Side, Support


def read_anew(form: forms.Form, edition: str) -> None:
    """What was saved in between is shown beside the form: the next try knows of it."""
    data = cast("QueryDict", form.data).copy()
    data["edition"] = edition
    form.data = data


class PersonForm(forms.Form):
    """Somebody gets a place at the plan, or what stands of her is changed."""

    edition = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Who is it?"),
        choices=[pair for pair in SeatKind.choices if pair[0] != SeatKind.OWNER],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=gettext_lazy("What is the person called?"), max_length=200)
    side = forms.ChoiceField(
        label=gettext_lazy("Whom does she or he work for?"),
        choices=[pair for pair in Side.choices if pair[0] != Side.NONE],
        widget=forms.RadioSelect,
        required=False,
    )
    support = forms.ChoiceField(
        label=gettext_lazy("What kind of support?"), choices=Support.choices, required=False
    )
    evidence = forms.CharField(
        label=gettext_lazy("What shows that she or he is your guardian?"),
        help_text=gettext_lazy("For example an extract from the register, and who has seen it."),
        max_length=200,
        required=False,
    )
    role = forms.CharField(
        label=gettext_lazy("What does she or he do?"),
        help_text=gettext_lazy("For example case handler, nurse or neighbour."),
        max_length=200,
        required=False,
    )
    organisation = forms.CharField(
        label=gettext_lazy("Where does she or he work?"), max_length=200, required=False
    )
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=200, required=False)
    away = forms.CharField(
        label=gettext_lazy("Who is called when she or he is away?"),
        help_text=gettext_lazy("A name and a phone number."),
        max_length=200,
        required=False,
    )
    chief = forms.CharField(
        label=gettext_lazy("Who is the manager?"),
        help_text=gettext_lazy("Somebody to turn to when nothing happens."),
        max_length=200,
        required=False,
    )
    chief_phone = forms.CharField(
        label=gettext_lazy("The manager's phone"), max_length=200, required=False
    )
    mandate = forms.BooleanField(
        label=gettext_lazy("May decide for her or his side at a meeting"), required=False
    )
    until_on = day_field(
        gettext_lazy("Is there a last day?"),
        help_text=gettext_lazy(
            "For example when an assignment ends. Then the place ends by itself."
        ),
    )

    #: Asked only of those who work for an authority.
    AT_WORK = ("side", "mandate", "away", "chief", "chief_phone")

    def __init__(self, *args: Any, opened: Opened, seat: Seat | None = None, **kwargs: Any) -> None:
        self.opened, self.seat = opened, seat
        if seat is not None:
            kwargs["initial"] = {
                **opened.about(seat),
                "side": seat.side,
                "support": seat.support,
                "mandate": seat.mandate,
                "until_on": seat.until_on,
                "edition": seat.mark,
            }
        super().__init__(*args, **kwargs)
        if seat is not None:
            self._without(*self._foreign(seat.kind), "kind")
            return
        self._without("edition")
        if (day := opened.plan.grown_up_on) is None or day <= timezone.localdate(opened.at):
            kinds = self.fields["kind"]
            assert isinstance(kinds, forms.ChoiceField)
            given = [(str(pair[0]), pair[1]) for pair in SeatKind.choices]
            hidden = (SeatKind.OWNER, SeatKind.GUARDIAN)
            kinds.choices = [pair for pair in given if pair[0] not in hidden]
            self._without("evidence")

    def _foreign(self, kind: str) -> tuple[str, ...]:
        """The fields that are not asked of somebody of this kind."""
        found: list[str] = []
        if kind != SeatKind.AUTHORITY:
            found += self.AT_WORK
        if kind != SeatKind.SUPPORT:
            found += ["support"]
        if kind != SeatKind.GUARDIAN:
            found += ["evidence"]
        if kind in CLOSE:
            found += ["organisation"]
            found += ["phone"] if self.opened.plan.protected else []
        return tuple(found)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == SeatKind.GUARDIAN and not given.get("evidence", "").strip():
            told = _("Write what was shown: which decision, and who looked at it.")
            self.add_error("evidence", told)
        return given

    def _without(self, *names: str) -> None:
        for name in names:
            self.fields.pop(name, None)

    @property
    def words(self) -> dict[str, Any]:
        """What is sealed of the seat; what the form does not ask stays as it is."""
        before = dict(self.opened.about(self.seat)) if self.seat is not None else {}
        kind = self.seat.kind if self.seat is not None else self.cleaned_data["kind"]
        asked = [name for name in self.fields if name in _WORDS and name not in self._foreign(kind)]
        return {**before, **{name: self.cleaned_data.get(name, "") for name in asked}}


_WORDS = ("name", "role", "organisation", "phone", "away", "chief", "chief_phone", "evidence")


class PowerForm(forms.Form):
    """What a representative's decision says."""

    edition = forms.CharField(widget=forms.HiddenInput, required=False)
    decided_on = day_field(gettext_lazy("Which day was it decided?"))
    until_on = day_field(gettext_lazy("Which is the last day?"))
    rights = forms.BooleanField(
        label=gettext_lazy("Look after rights (bevaka rätt)"), required=False
    )
    property = forms.BooleanField(
        label=gettext_lazy("Manage property (förvalta egendom)"), required=False
    )
    person = forms.BooleanField(
        label=gettext_lazy("Look after the person (sörja för person)"), required=False
    )
    evidence = forms.CharField(
        label=gettext_lazy("What was shown, and who looked at it?"),
        help_text=gettext_lazy(
            "For example the decision of the chief guardian, shown to my nurse."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].required = True

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(given.get(name) for name in ("rights", "property", "person")):
            self.add_error(None, _("Tick what the decision says."))
        return given


class GrownUpForm(forms.Form):
    """Whether somebody is a child still."""

    grown_up_on = day_field(gettext_lazy("Which day do you turn 18?"))


class SureForm(forms.Form):
    """A tick before something that cannot be undone here."""

    sure = forms.BooleanField(label=pgettext_lazy("plan", "I am sure"))
