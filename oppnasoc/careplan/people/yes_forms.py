"""Forms of what somebody may see, and may never see."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.ui.templatetags.ui import day as in_words

from .. import consent, deciding
from ..forms import day_field
from ..lines import is_alone
from ..opening import Opened
from ..owning import months_after
from ..pieces import Kind, Piece
from ..saying import ANSWER
from ..seats import How, Level, Purpose, Seat, SeatKind
from ..sections import Section
from .sight import heading, reach_of

#: For how many months a yes may be said in one click; six unless she chooses another.
MONTHS = (1, 3, 6, 12)
USUAL = 6
OTHER = "other"


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
