"""'I ask for a SIP' as a letter: what somebody writes, and the letter that it becomes.

Nothing of it is kept. The letter is in Swedish whoever writes it: those who get it work so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from oppnasoc.ui.context import municipality
from oppnasoc.ui.paper import printable

from ..hidden import find_hidden

LINE = 120  # characters
SHORT = 400
LONG = 1200  # With everything filled in, the letter still fits one sheet.


class Receiver(models.TextChoices):
    """Who is asked. Either may be: both must then take part (SoL 10 kap. 8 §)."""

    BOTH = "both", gettext_lazy("Both")
    MUNICIPALITY = "municipality", gettext_lazy("The social services of the municipality")
    REGION = "region", gettext_lazy("The health care of the region")


class Words(forms.CharField):
    """A text of at most so many characters, without signs that nobody sees.

    What is too long is said and stays in its field; nothing is cut off by the browser.
    """

    def __init__(self, *, most: int, rows: int = 0, **more: Any) -> None:
        never_offered = {"autocomplete": "off"}
        many = forms.Textarea(attrs={**never_offered, "rows": rows})
        said = gettext_lazy("This is %(show_value)d characters. Shorten it to %(limit_value)d.")
        super().__init__(
            required=False,
            widget=many if rows else forms.TextInput(attrs=never_offered),
            validators=[MaxLengthValidator(most, said)],
            **more,
        )

    def to_python(self, value: Any) -> str:
        return super().to_python(printable(value)) or ""

    def bound_data(self, data: Any, initial: Any) -> Any:
        return printable(super().bound_data(data, initial))


class LetterForm(forms.Form):
    """What the letter asks for. Everything may be left empty and written by hand."""

    to = forms.ChoiceField(
        label=gettext_lazy("To whom do you want to write?"),
        choices=Receiver.choices,
        initial=Receiver.BOTH,
        required=False,
        widget=forms.RadioSelect,
    )
    where = Words(
        label=gettext_lazy("Which place?"),
        help_text=gettext_lazy("For example the psychiatric clinic, or your caseworker's name."),
        most=LINE,
    )
    needs = Words(
        label=gettext_lazy("What do you need help with?"),
        help_text=gettext_lazy("Your own words are enough. You need not tell everything."),
        most=LONG,
        rows=6,
    )
    people = Words(
        label=gettext_lazy("Who should be there?"),
        help_text=gettext_lazy("Both those who work with it and somebody that you trust."),
        most=SHORT,
        rows=3,
    )
    times = Words(
        label=gettext_lazy("When and where does it suit you?"),
        help_text=gettext_lazy("Also write if you need an interpreter, breaks or a calm room."),
        most=SHORT,
        rows=3,
    )
    name = Words(
        label=gettext_lazy("What is your name?"),
        help_text=gettext_lazy("You can also write it by hand."),
        most=LINE,
    )
    protected = forms.BooleanField(
        label=gettext_lazy("I have protected personal data, or somebody threatens me"),
        help_text=gettext_lazy("Then the letter says nothing of where you are."),
        required=False,
    )
    reach = Words(
        label=gettext_lazy("How do they reach you?"),
        help_text=gettext_lazy("A phone number, a mail address or an address."),
        most=LINE,
    )
    through = Words(
        label=gettext_lazy("Through whom can they reach you?"),
        help_text=gettext_lazy("Somebody at work whom you trust. Not your own address or phone."),
        most=LINE,
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("protected"):
            for name in ("needs", "people", "times"):
                if found := find_hidden(given.get(name, "")):
                    said = gettext_lazy("This can tell where you are: %(found)s. Take it away.")
                    self.add_error(name, forms.ValidationError(said, params={"found": found}))
        return given


@dataclass(frozen=True)
class Part:
    """A piece of the letter; without a text it is ``lines`` to write on by hand."""

    lead: str
    text: str
    lines: int


@dataclass(frozen=True)
class Letter:
    """What stands on the sheet, from the top."""

    to: tuple[str, ...]
    title: str
    begins: str
    parts: tuple[Part, ...]
    ends: tuple[str, ...]
    name: str
    words: Mapping[str, str]

    def on_paper(self) -> dict[str, Any]:
        """The letter as values for the sheet."""
        return asdict(self)


@override("sv")
def letter(given: Mapping[str, Any]) -> Letter:
    """The letter of a form that was filled in well; ``given`` is its cleaned data."""
    return Letter(
        to=_receivers(given.get("to") or Receiver.BOTH, given.get("where", "")),
        title=_("I ask for a SIP"),
        begins=_(
            "I need support from both the social services and the health care. Therefore I ask"
            " for a SIP, a coordinated individual plan."
        ),
        parts=(
            Part(_("This is what I need help with:"), given.get("needs", ""), 4),
            Part(_("I want these to be there:"), given.get("people", ""), 2),
            Part(_("This suits me:"), given.get("times", ""), 2),
            *_reach(given),
        ),
        ends=(
            _(
                "Do you say no? Then give me the reason in writing, with the name of whoever"
                " decided and the day."
            ),
            _("This letter is no consent. Ask me before you tell anybody else about me."),
            _("The rules: SoL (2025:400) chapter 10, sections 8–9, and HSL chapter 16, section 4."),
        ),
        name=given.get("name", ""),
        words={"day": _("Day"), "name": _("Name"), "signature": _("My signature")},
    )


def _receivers(to: str, where: str) -> tuple[str, ...]:
    social = _("To the social services, %(name)s") % {"name": municipality().name}
    care = _("To the health care of the region")
    named = {Receiver.MUNICIPALITY: (social,), Receiver.REGION: (care,)}
    found = named.get(Receiver(to), (social, care))
    return (*found, where) if where else found


def _reach(given: Mapping[str, Any]) -> tuple[Part, ...]:
    if not given.get("protected"):
        return (Part(_("You reach me here:"), given.get("reach", ""), 1),)
    return (
        Part(
            "", _("I have protected personal data. Do not write where I am, or where we meet."), 0
        ),
        Part(_("Reach me only through:"), given.get("through", ""), 1),
    )
