"""Forms about people: who is there, what she may see, what she decides for another."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from oppnasoc.ui.templatetags.ui import day as in_words

from .. import consent, deciding
from ..forms import day_field
from ..lines import is_alone
from ..opening import Opened
from ..owning import months_after
from ..pieces import Kind, Piece
from ..saying import ANSWER
from ..seats import CLOSE, How, Level, Purpose, Seat, SeatKind, Side, Support
from ..sections import Section
from .sight import heading, reach_of

#: For how many months a yes may be said in one click; six unless she chooses another.
MONTHS = (1, 3, 6, 12)
USUAL = 6
OTHER = "other"


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


@dataclass(frozen=True)
class Asked:
    """One part of the plan in the question: its tick and how far."""

    section: Section
    tick: forms.BoundField
    far: forms.BoundField


class AskForm(forms.Form):
    """'What may she see?' One person, the parts of the plan, what for and until when.

    Only parts that can be shown to this person at all are asked about; a part with a no is not.
    """

    purpose = forms.ChoiceField(
        label=gettext_lazy("What for?"), choices=Purpose.choices, widget=forms.RadioSelect
    )
    lasts = forms.ChoiceField(label=gettext_lazy("Until when?"), widget=forms.RadioSelect)
    until = day_field(gettext_lazy("Which day?"))
    how = forms.ChoiceField(
        label=gettext_lazy("How do you answer?"),
        choices=How.choices,
        widget=forms.RadioSelect,
        initial=How.HERE,
    )
    witness = forms.CharField(
        label=gettext_lazy("Who heard it, or has the paper?"), max_length=200, required=False
    )

    def __init__(self, *args: Any, opened: Opened, seat: Seat, **kwargs: Any) -> None:
        self.opened, self.seat = opened, seat
        today = timezone.localdate(opened.at)
        standing = consent.shown_to(seat, opened.at)
        if not opened.is_owner:
            standing = [grant for grant in standing if grant.given_by == opened.seat.person]
        noes = consent.refused_to(seat, opened.at)
        no_parts = {no.section for no in noes if no.piece_id is None}
        no_pieces = {no.piece_id for no in noes if no.piece_id is not None}
        self.open_to = reach_of(seat, opened.plan, today) - no_parts
        if not opened.is_owner:
            self.open_to &= reach_of(opened.seat, opened.plan, today)
        self.first_time = not standing
        self.stories: dict[str, Piece] = {
            f"piece_{piece.pk.hex}": piece
            for piece in opened.outline
            if opened.is_owner
            and (piece.kind == Kind.STORY or is_alone(piece))
            and piece.section in self.open_to
            and piece.pk not in no_pieces
        }
        self.last = deciding.last_day(None, seat, opened.plan, opened.seat, today)
        kwargs["initial"] = {**self._first(standing), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        lasts = self.fields["lasts"]
        assert isinstance(lasts, forms.ChoiceField)
        lasts.choices = self._days(today)
        for section in Section:
            if section in self.open_to:
                self._ask(section)
        for name, piece in self.stories.items():
            label = heading(opened, piece)
            self.fields[name] = forms.BooleanField(label=label, required=False)
        if not opened.is_owner:
            self._ask_of_her_will(opened.name or _("the person"))

    def _ask(self, section: Section) -> None:
        self.fields[f"part_{section}"] = forms.BooleanField(label=section.label, required=False)
        far = forms.TypedChoiceField(
            label=_("How far: %(part)s") % {"part": section.label},
            choices=Level.choices,
            coerce=int,
            empty_value=None,
            initial=Level.SEE,
            required=False,
        )
        self.fields[f"far_{section}"] = far

    def _ask_of_her_will(self, name: str) -> None:
        """Whoever says yes for another tells how that person's own will was sought."""
        self.fields["sought"] = forms.CharField(
            label=_("How did you find out what %(name)s wants, and who asked?") % {"name": name},
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=ANSWER,
        )
        known = _("%(name)s said it or showed it, and wants this") % {"name": name}
        unknown = _("%(name)s has not been asked, or could not say. Then it lasts at most 30 days.")
        self.fields["found"] = forms.ChoiceField(
            label=_("What was the answer?"),
            choices=[("yes", known), ("no", unknown % {"name": name})],
            widget=forms.RadioSelect,
        )

    @property
    def her_will(self) -> deciding.Sought | None:
        if "sought" not in self.fields:
            return None
        given = self.cleaned_data
        return deciding.Sought(given["sought"], given["found"] == "yes")

    def _first(self, standing: Iterable[Any]) -> dict[str, Any]:
        """What is filled in: what holds now, or little and safe the first time."""
        found: dict[str, Any] = {"lasts": str(USUAL)}
        if self.seat.kind in (SeatKind.RELATIVE, SeatKind.SUPPORT):
            found["purpose"] = Purpose.SUPPORT
        if self.first_time:
            return found | {f"part_{section}": True for section in consent.proposed(self.seat)}
        for grant in standing:
            if grant.piece_id:
                found[f"piece_{grant.piece_id.hex}"] = True
            else:
                found |= {f"part_{grant.section}": True, f"far_{grant.section}": grant.level}
            found["purpose"] = grant.purpose
        return found

    def _days(self, today: date) -> list[tuple[str, str]]:
        """The days to choose among, in words; none past the last that there can be."""
        self.days = {
            str(months): min(months_after(today, months), self.last)
            for months in MONTHS
            if months_after(today, months) <= self.last + timedelta(days=1)
        }
        if not self.days:
            self.days = {str(USUAL): self.last}
        if str(USUAL) not in self.days:
            self.days[str(USUAL)] = self.last
        said = [
            (name, _("Through %(day)s") % {"day": in_words(day)}) for name, day in self.days.items()
        ]
        return [
            *{text: (name, text) for name, text in said}.values(),
            (OTHER, _("Another day")),
        ]

    @property
    def groups(self) -> list[list[Asked]]:
        """The parts as they are asked about, in three groups."""
        asked = [
            [
                Asked(section, self[f"part_{section}"], self[f"far_{section}"])
                for section in group
                if f"part_{section}" in self.fields
            ]
            for group in consent.ASKED
        ]
        return [group for group in asked if group]

    @property
    def singles(self) -> list[forms.BoundField]:
        """Single parts of the story."""
        return [self[name] for name, piece in self.stories.items() if not is_alone(piece)]

    @property
    def alone(self) -> list[forms.BoundField]:
        """Lines of the list that a yes to the list does not show."""
        return [self[name] for name, piece in self.stories.items() if is_alone(piece)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if any(is_alone(piece) for piece in self.pieces) and Section.ACUTE not in self.wanted:
            told = _("This stands in the list. Tick “%(list)s” too.")
            self.add_error(None, told % {"list": Section.ACUTE.label})
        if not self.wanted and not self.pieces:
            self.add_error(None, _("Tick what may be seen, or answer no."))
        if given.get("how") not in ("", None, How.HERE) and not given.get("witness", "").strip():
            self.add_error("witness", _("Write who heard it or has the paper."))
        if given.get("lasts") == OTHER:
            day = given.get("until")
            if day is None and "until" not in self.errors:
                self.add_error("until", _("Write which day."))
            elif day is not None and day > self.last:
                said = _("Choose a day no later than %(day)s.") % {"day": in_words(self.last)}
                self.add_error("until", said)
        return given

    @property
    def wanted(self) -> dict[str, int]:
        """Parts → how far."""
        return {
            str(section): self.cleaned_data.get(f"far_{section}") or Level.SEE
            for section in Section
            if self.cleaned_data.get(f"part_{section}")
        }

    @property
    def pieces(self) -> list[Piece]:
        return [piece for name, piece in self.stories.items() if self.cleaned_data.get(name)]

    @property
    def last_wanted(self) -> date | None:
        lasts = self.cleaned_data["lasts"]
        return self.cleaned_data["until"] if lasts == OTHER else self.days[lasts]


class NeverForm(forms.Form):
    """'She may never see': a part, one piece of the story, or one line of the list."""

    what = forms.ChoiceField(label=gettext_lazy("What may never be seen?"))

    def __init__(self, *args: Any, opened: Opened, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        noes = consent.refused_to(seat, opened.at)
        already = {no.piece_id or no.section for no in noes}
        self.pieces = {
            str(piece.pk): piece
            for piece in opened.outline
            if piece.kind in (Kind.STORY, Kind.ACUTE) and not is_alone(piece)
        }
        parts = [(str(s), str(s.label)) for group in consent.ASKED for s in group]
        singles = [(name, heading(opened, piece)) for name, piece in self.pieces.items()]
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Choose")),
            *(pair for pair in parts if pair[0] not in already),
            *(pair for pair in singles if uuid.UUID(pair[0]) not in already),
        ]

    @property
    def piece(self) -> Piece | None:
        return self.pieces.get(self.cleaned_data["what"])

    @property
    def section(self) -> str:
        return self.piece.section if self.piece else str(self.cleaned_data["what"])


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
