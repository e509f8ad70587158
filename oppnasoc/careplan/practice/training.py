"""What one reads before one practises: a few short texts for each role, and ten sentences.

The same texts are on the page and in the handbook that is printed. ``picture`` names a drawing in
``careplan/practice/drawings/``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from .tasks import Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise


@dataclass(frozen=True)
class Lesson:
    """A short text: what it is about, a picture of it, and at most six things to know."""

    key: str
    title: Text
    points: tuple[Text, ...]
    is_order: bool = False

    @property
    def picture(self) -> str:
        return f"careplan/practice/drawings/{self.key}.html"


YES = Lesson(
    "yes",
    _("What a yes is"),
    (
        _("A yes is for one person, one part of the plan, and a time."),
        _("“All authorities” cannot be chosen. Neither can “everything, for ever”."),
        _("A yes can be taken back. It takes effect at once, and nobody has to say why."),
        _("A no is stronger than a yes."),
        _("The part “Only for me” is shown to nobody."),
    ),
)
FIRST = Lesson(
    "first",
    _("Her words first"),
    (
        _("Begin with what matters to the person. Then come the others."),
        _("Write what she says just as she says it. Do not make it finer."),
        _("What you think yourself stands in a place of its own."),
        _("Read it aloud. Ask if it is right."),
        _("Do you not agree? Write that too. It is not a failure."),
    ),
)
PROTECTED = Lesson(
    "protected",
    _("When somebody has protected personal data"),
    (
        _("Then the plan keeps no address, no phone and no place to meet."),
        _("Do not write it in a note either. A street or a school can be enough."),
        _("Ask how you should reach each other. Do not guess."),
        _("Never tell anybody that there is a plan. Not on the phone, and not in a mail."),
    ),
)
_LESSONS: dict[Role, tuple[Lesson, ...]] = {
    Role.SELF: (
        Lesson(
            "meeting",
            _("Your meeting"),
            (
                _("You choose who is called. You can bring somebody you trust."),
                _("You speak first. Nobody breaks in."),
                _("You can ask for a break, or stop."),
                _("Ask who does what, and by which day."),
                _("Nothing is in force until you have said yes to the plan."),
            ),
        ),
        YES,
        Lesson(
            "log",
            _("You see who reads"),
            (
                _("Whoever reads has to say why."),
                _("Everything that is opened is written down. Nobody can rub it out."),
                _("Does something look strange? Ask the person, or take back your yes."),
            ),
        ),
        Lesson(
            "late",
            _("When nothing happens"),
            (
                _("Each thing has a name and a day."),
                _("Two weeks late? Then a letter is ready for you to send."),
                _("First it goes to whoever is responsible for it, then to the manager."),
                _("You decide if it is sent. Nothing is sent without you."),
            ),
        ),
    ),
    Role.STAFF: (
        Lesson(
            "meeting",
            _("How to hold a SIP meeting"),
            (
                _("Before: ask what she wants to talk about, and who should not be there."),
                _("Begin: say who is here, and how long it takes."),
                _("Her words first. Then each one says what they can do."),
                _("Write for each thing who does it, and by which day."),
                _("Read the plan aloud. Ask if she says yes to it."),
                _("Set the day for following up, within three months."),
            ),
            is_order=True,
        ),
        FIRST,
        YES,
        PROTECTED,
        Lesson(
            "no",
            _("When you have to say no"),
            (
                _("A no needs a reason, a name, and where she can turn."),
                _("Write so that she understands it. Do not only name a rule."),
                _("A call to a meeting is no question. Send somebody who can decide."),
            ),
        ),
    ),
    Role.SUPPORT: (
        Lesson(
            "beside",
            _("Sit beside, not between"),
            (
                _("Ask before you touch the screen or the keys."),
                _("You see only what she has shown you. Do not ask for more than you need."),
                _("What you write has your name on it."),
                _("In her own plan she can say that you sit beside. Then the log says it too."),
                _("She can end your place at any time. It also ends by itself on its day."),
            ),
        ),
        FIRST,
        YES,
        PROTECTED,
    ),
}

#: Ten sentences that work in a meeting, for each role.
SENTENCES: dict[Role, tuple[Text, ...]] = {
    Role.SELF: (
        _("I want to begin by telling it myself."),
        _("Can you say that in other words?"),
        _("Who does it, and by which day?"),
        _("Write that in the plan, please."),
        _("I do not agree. Write that too."),
        _("I need a break."),
        _("Who can decide about this?"),
        _("What happens if it does not get done?"),
        _("I want to sleep on it."),
        _("When do we meet next time?"),
    ),
    Role.STAFF: (
        _("What matters most to you today?"),
        _("Have I understood you right?"),
        _("This I can decide now."),
        _("This I cannot decide. I will find out who can by Friday."),
        _("I will do it by Friday. I am the one who rings you."),
        _("What do you do yourself, if you have the strength?"),
        _("Whom do you ring if it does not happen?"),
        _("We do not agree. How do we write that?"),
        _("Shall we take a break?"),
        _("When do we meet to see how it went?"),
    ),
    Role.SUPPORT: (
        _("Do you want me to write, or do you write yourself?"),
        _("I write just as you say it."),
        _("Now I read it aloud. Is it right?"),
        _("Should this stand where others see it?"),
        _("We can stop whenever you want."),
        _("Whom do you want to have there?"),
        _("Whom do you not want to have there?"),
        _("She has not answered the question yet."),
        _("Do you want me to say it, or do you say it?"),
        _("What do you need after the meeting?"),
    ),
}


def of(role: Role) -> tuple[Lesson, ...]:
    """What there is to read for a role."""
    return _LESSONS[role]
