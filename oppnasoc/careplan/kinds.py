"""The shape of everything that is written in a plan.

Forms, pages, print, comparison and export are all made from here, so that a field is said once.
Field names follow the merged template of Swedish forms for a coordinated individual plan
(SoL 2025:400 10 kap. 8–9 §§, HSL 16 kap. 4 §) and PRSB's Personalised Care and Support Plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .pieces import Kind
from .sections import LIFE, SHOWABLE, Section

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
else:
    Text = str

#: The most that fits in a long field, in characters; a page holds about 3,000.
MOST = 20_000
LINE = 200


@dataclass(frozen=True)
class Choice:
    value: str
    label: Text


@dataclass(frozen=True)
class Field:
    """One thing that is asked. ``form`` is line, text, choice, yes, or contact: a contact is an
    address, a number or a place, and is never kept for a person with protected data."""

    name: str
    label: Text
    form: str = "text"
    hint: Text = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False

    @property
    def most(self) -> int:
        return MOST if self.form == "text" else LINE


@dataclass(frozen=True)
class Shape:
    """A kind of piece: its fields, where it may stand, and what is said of it.

    ``many`` pieces of it may stand in a plan. ``title`` names the field that heads it. ``acts``
    is an action: somebody answers for it until a day. ``own`` may only be written by the owner.
    """

    kind: Kind
    fields: tuple[Field, ...]
    sections: tuple[Section, ...]
    add: Text
    many: bool = True
    title: str = ""
    acts: bool = False
    own: bool = False
    plural: Text = ""

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)


def _shape(kind: Kind, *fields: Field, **more: object) -> tuple[Kind, Shape]:
    return kind, Shape(kind, fields, **more)  # type: ignore[arg-type]


YES_NO = (
    Choice("yes", pgettext_lazy("answer", "Yes")),
    Choice("partly", pgettext_lazy("answer", "Partly")),
    Choice("no", pgettext_lazy("answer", "No")),
    Choice("unknown", _("I do not know")),
)
LONG_SHORT = (Choice("short", _("In the next few months")), Choice("long", _("In the long run")))
COLOURS = (
    Choice("red", _("Red: you must know this")),
    Choice("amber", _("Amber: important to me")),
    Choice("green", _("Green: what I like")),
)

SHAPES: dict[Kind, Shape] = dict(
    (
        _shape(
            Kind.ABOUT,
            Field("called", _("What do you want to be called?"), "line"),
            Field(
                "language", _("Which language do you speak? Do you want an interpreter?"), "line"
            ),
            Field("communication", _("What makes it easier to talk with you?")),
            Field("adaptation", _("What do you need for a meeting to work?")),
            Field("phone", _("A phone number where you can be reached"), "contact"),
            Field("address", _("Your address"), "contact"),
            sections=(Section.ABOUT,),
            add=_("Tell about yourself"),
            many=False,
            own=True,
        ),
        _shape(
            Kind.IMPORTANT,
            Field("matters", _("What matters to you?"), hint=_("Your own words come first.")),
            Field("strengths", _("What are you good at? What works well?")),
            Field("now", _("How is it right now?")),
            Field("helps", _("What usually helps you?")),
            sections=(Section.IMPORTANT,),
            add=_("Write what matters to you"),
            many=False,
            own=True,
        ),
        _shape(
            Kind.NOT_WANTED,
            Field("people", _("Who should not be there?")),
            Field("words", _("What should not be talked about, or not be told to somebody?")),
            sections=(Section.PRIVATE,),
            add=_("Write what you do not want"),
            many=False,
            own=True,
        ),
        _shape(
            Kind.PREPARATION,
            Field("question", _("What do you want an answer to?")),
            Field("people", _("Who should be there?")),
            Field("adaptation", _("What should the meeting be like?")),
            Field("circle", _("Do you want everybody to speak in turn?"), "yes"),
            sections=(Section.MEETING,),
            add=_("Prepare the meeting"),
            own=True,
            title="question",
        ),
        _shape(
            Kind.GOAL,
            Field("words", _("The goal, in your own words"), required=True),
            Field("span", _("When?"), "choice", choices=LONG_SHORT),
            Field("seen", _("How will you notice that you are there?")),
            sections=(Section.GOALS,),
            add=_("Add a goal"),
            title="words",
            plural=_("Goals"),
        ),
        _shape(
            Kind.ACTION,
            Field("what", _("What will be done?"), required=True),
            Field("need", _("What is it for?")),
            Field("mine", _("What I do myself")),
            Field("name", _("Who does it? A name"), "line"),
            Field("phone", _("Phone"), "contact"),
            sections=LIFE,
            add=_("Add something that will be done"),
            title="what",
            acts=True,
            plural=_("Who does what"),
        ),
        _shape(
            Kind.OTHER_PLAN,
            Field(
                "plan",
                _("Which plan is it?"),
                "line",
                hint=_("For example a care plan, a crisis plan, a school plan or one after LSS."),
                required=True,
            ),
            Field("who", _("Who is responsible for it? Name and workplace"), "line"),
            Field("phone", _("Phone"), "contact"),
            Field("review", _("When is it looked at again?"), "line"),
            sections=(Section.GOALS,),
            add=_("Name another plan that you have"),
            title="plan",
            plural=_("Other plans"),
        ),
        _shape(
            Kind.NOTE,
            Field("words", _("Your note"), required=True),
            sections=tuple(Section),
            add=_("Write a note"),
            title="words",
            plural=_("Notes"),
        ),
        _shape(
            Kind.MEETING,
            Field("purpose", _("What is the meeting about?"), "line"),
            Field("time", _("What time?"), "line"),
            Field("place", _("Where, or by which link?"), "contact"),
            Field("leads", _("Who leads the meeting?"), "line"),
            Field("hers", _("What I say myself")),
            Field("theirs", _("What the others say")),
            Field("dissent", _("What we do not agree on")),
            Field("decided", _("What we decided")),
            sections=(Section.MEETING,),
            add=_("Call a meeting"),
            title="purpose",
            plural=_("Meetings"),
        ),
        _shape(
            Kind.FOLLOW_UP,
            Field("happened", _("Did what was decided happen?"), "choice", choices=YES_NO),
            Field("goals", _("Are the goals still right?"), "choice", choices=YES_NO),
            Field("missing", _("Is somebody or something missing?")),
            Field("hindered", _("What was in the way?")),
            Field("helped", _("Did it help you?")),
            Field("needed", _("Do you still need a plan together?"), "choice", choices=YES_NO),
            sections=(Section.MEETING,),
            add=_("Follow up"),
            plural=_("Follow-ups"),
        ),
        _shape(
            Kind.STORY,
            Field("heading", _("What is this part about?"), "line", required=True),
            Field("words", _("Tell in your own words")),
            Field("written_by", _("Who wrote it down for you?"), "line"),
            sections=(Section.STORY,),
            add=_("Add a part of your story"),
            title="heading",
            own=True,
            plural=_("My story"),
        ),
        _shape(
            Kind.ACUTE,
            Field("what", _("What needs to be done?"), "line"),
            Field("who", pgettext_lazy("plan", "Who does it?"), "line"),
            Field("phone", _("Phone"), "contact"),
            Field(
                "how",
                _("How? Where is the key?"),
                hint=_("Never write codes, passwords or account numbers."),
            ),
            Field("latest", _("When at the latest?"), "line"),
            Field("answer", _("Is it arranged?"), "choice", choices=YES_NO[:1] + YES_NO[2:3]),
            sections=(Section.ACUTE,),
            add=_("Add to the list"),
            title="what",
            plural=_("If I become ill"),
        ),
        _shape(
            Kind.CARD,
            Field("words", _("What should stand on the card?"), required=True),
            sections=(Section.ACUTE,),
            add=_("Write on your card"),
            title="words",
            own=True,
            plural=_("My card"),
        ),
    )
)

assert set(SHAPES) == set(Kind)
assert all(set(shape.sections) <= {*SHOWABLE, Section.PRIVATE} for shape in SHAPES.values())


def kinds_of(section: Section | str) -> list[Shape]:
    """What may stand in a part of the plan, in the order of its page."""
    return [shape for shape in SHAPES.values() if section in shape.sections]
