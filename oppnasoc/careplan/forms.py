"""Forms of the plan, made from the shapes of ``kinds``."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .kinds import Choice, Field, Shape
from .opening import Opened, Read
from .pieces import Doing, Kind
from .plans import Way
from .sealed import Words
from .seats import Purpose
from .sections import Section
from .writing import Plainly, Refused

#: Fields of a form that stand in clear beside the words of a piece.
BESIDE = ("section", "seat", "about", "doing", "decided", "starts_on", "due_on")


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, chosen in the browser's own calendar or typed as 2026-11-30."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=False, **more)


def _choices(choices: tuple[Choice, ...]) -> list[tuple[str, Any]]:
    return [(choice.value, choice.label) for choice in choices]


def form_field(field: Field) -> forms.Field:
    """One field of a shape. Lengths and marks are checked where it is written (``writing``)."""
    common: dict[str, Any] = {
        "label": field.label,
        "help_text": field.hint,
        "required": field.required,
    }
    if field.form == "yes":
        return forms.BooleanField(**{**common, "required": False})
    if field.form == "choice":
        choices = _choices(field.choices)
        return forms.ChoiceField(
            choices=choices, widget=forms.RadioSelect, **{**common, "required": False}
        )
    text = field.form == "text"
    widget = forms.Textarea(attrs={"rows": 4}) if text else forms.TextInput()
    if field.form == "contact":
        widget.attrs["autocomplete"] = "off"
    return forms.CharField(widget=widget, strip=False, **common)


class OfRefused(forms.Form):
    """A form that shows why something was refused: at the field that it is about, or on top."""

    def refuse(self, why: Refused) -> None:
        known = [name for name in why.fields if name in self.fields]
        self.add_error(known[0] if known else None, why.reason)


class PieceForm(OfRefused):
    """A piece as it is written: the fields of its shape, and for an action who answers and when.

    ``edition`` is the one that was read; ``token`` makes one piece of a form that is sent twice.
    """

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, shape: Shape, opened: Opened, read: Read | None = None,
                 section: str = "", **kwargs: Any) -> None:  # fmt: skip
        self.shape, self.opened, self.section = shape, opened, section
        if read is None:
            kwargs["initial"] = {**kwargs.get("initial", {}), "token": uuid.uuid4()}
        else:
            kwargs["initial"] = {**as_initial(read), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for each in shape.fields:
            if each.form == "contact" and opened.plan.protected:
                continue
            self.fields[each.name] = form_field(each)
        if read is None and len(shape.sections) > 1 and not section:
            parts = [part for part in shape.sections if opened.may(part, 3)]
            self.fields["section"] = forms.ChoiceField(
                label=_("What part of life is it about?"),
                choices=[(part.value, part.label) for part in parts],
                widget=forms.RadioSelect,
            )
        if shape.acts:
            self._act(opened)
        if shape.kind is Kind.MEETING:
            self.fields["due_on"] = day_field(_("Which day?"))

    def _act(self, opened: Opened) -> None:
        there = [seat for seat in opened.seats if seat.ended_at is None]
        names = [(str(s.pk), opened.about(s).get("name") or s.get_kind_display()) for s in there]
        self.fields["seat"] = forms.ChoiceField(
            label=_("Who is responsible for it?"),
            choices=[("", _("Nobody yet")), *names],
            required=False,
        )
        self.fields["starts_on"] = day_field(_("When does it begin?"))
        self.fields["due_on"] = day_field(_("By which day?"))
        self.fields["decided"] = forms.BooleanField(
            label=_("It is decided, not only planned"), required=False
        )
        self.fields["doing"] = forms.ChoiceField(
            label=_("How does it go?"), choices=Doing.choices, required=False,
            initial=Doing.PLANNED,
        )  # fmt: skip
        goals = opened.pieces(Kind.GOAL)
        if goals:
            shown = [(str(each.piece.pk), _short(each.words.get("words", ""))) for each in goals]
            self.fields["about"] = forms.ChoiceField(
                label=_("Which goal is it for?"),
                choices=[("", pgettext_lazy("goal", "None of them")), *shown],
                required=False,
            )

    def words(self) -> Words:
        """What was written, by the names of the shape."""
        given = self.cleaned_data
        return {each.name: given.get(each.name, "") for each in self.shape.fields}

    def part(self) -> str:
        return self.section or str(self.cleaned_data.get("section") or self.shape.sections[0])

    def plainly(self, read: Read | None = None) -> Plainly | None:
        """What stands in clear beside the words; nothing for kinds that have none of it."""
        if not self.shape.acts and self.shape.kind is not Kind.MEETING:
            return None
        given = self.cleaned_data
        seats = {str(seat.pk): seat for seat in self.opened.seats}
        pieces = {str(piece.pk): piece for piece in self.opened.outline}
        return Plainly(
            seat=seats.get(given.get("seat", "")) or self._unseen(read, "seat", seats),
            about=pieces.get(given.get("about", "")) or self._unseen(read, "about", pieces),
            doing=given.get("doing", "") or self._doing(read),
            decided=bool(given.get("decided")),
            starts_on=given.get("starts_on"),
            due_on=given.get("due_on"),
        )

    def _doing(self, read: Read | None) -> str:
        """How it goes when the form does not ask: a meeting that was held stays held."""
        if self.shape.acts:
            return Doing.PLANNED
        return read.piece.doing if read is not None else ""

    @staticmethod
    def _unseen(read: Read | None, name: str, seen: Mapping[str, Any]) -> Any:
        """Who answers, or the goal, when whoever changes the piece knows nothing of it: that
        stays as it was."""
        now = getattr(read.piece, name) if read is not None else None
        return now if now is not None and str(now.pk) not in seen else None


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def as_initial(read: Read) -> Mapping[str, Any]:
    """A piece as the first values of its form."""
    piece = read.piece
    return {
        **read.words,
        "edition": piece.edition,
        "seat": str(piece.seat_id or ""),
        "about": str(piece.about_id or ""),
        "doing": piece.doing,
        "decided": piece.decided,
        "starts_on": piece.starts_on,
        "due_on": piece.due_on,
    }


class BeginForm(forms.Form):
    """The first question: what the person wants to be called."""

    name = forms.CharField(
        label=_("What do you want to be called?"),
        help_text=_("Your first name is enough. You may choose another name."),
        max_length=120,
        required=False,
    )


class StartForm(BeginForm):
    """The same, and whether somebody is with her: every way leads to the same plan."""

    way = forms.ChoiceField(
        label=_("Is somebody with you now?"),
        choices=[
            (Way.SELF, _("No, I am by myself")),
            (Way.MUNICIPALITY, _("Yes, from the municipality")),
            (Way.REGION, _("Yes, from health care")),
            (Way.ORGANISATION, _("Yes, from an organisation")),
            (Way.RELATIVE, _("Yes, somebody close to me")),
        ],
        widget=forms.RadioSelect,
        initial=Way.SELF,
        required=False,
    )


class WhyForm(forms.Form):
    """What somebody reads a plan for; it is written in the log that the owner reads."""

    purpose = forms.ChoiceField(label=_("What do you read for?"), widget=forms.RadioSelect)
    next = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, reasons: Mapping[str, list[str]], **kwargs: Any) -> None:
        """``reasons``: what a yes was given for, and the parts that it opens; none is any."""
        super().__init__(*args, **kwargs)
        field = self.fields["purpose"]
        assert isinstance(field, forms.ChoiceField)
        names = {str(part): str(name) for part, name in Section.choices}
        field.choices = [
            (value, f"{label}: {', '.join(names[each] for each in reasons[value])}")
            if value in reasons else (value, label)
            for value, label in Purpose.choices
            if value in reasons or not reasons
        ]  # fmt: skip
        if len(field.choices) == 1:  # There is nothing to choose between.
            field.initial = field.choices[0][0]


class BesideForm(forms.Form):
    """Who types for the owner now."""

    who = forms.ChoiceField(label=_("Who types for you?"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, names: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", pgettext_lazy("types for you", "Nobody, I do it myself")), *names]


class CloseForm(forms.Form):
    why = forms.CharField(
        label=_("Why do you close it?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )


class EraseForm(forms.Form):
    sure = forms.BooleanField(label=_("I know that it cannot be undone"))


def section_or_none(value: str) -> Section | None:
    return Section(value) if value in Section.values else None


def uuid_or_none(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


class CodeForm(forms.Form):
    """The code that goes with a link."""

    code = forms.CharField(
        label=_("The code"),
        help_text=_("Six digits. You got them in another way than the link."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
