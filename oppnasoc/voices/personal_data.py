"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import (
    ASK_US,
    LEADERS,
    LOCAL,
    SENSITIVE,
    SERVICE,
    SOCIAL,
    TASK,
    UNTIL_ARCHIVED,
    WITH_THE_CODE,
    Basis,
    Moment,
    holding,
    nobody,
)

holding(
    "said",
    Moment.SAY,
    order=10,
    title=_("What you say"),
    what=_("Your words, the name that you chose or none, the day, and how you want to be told."),
    purpose=_("So that what you say is answered and can change something."),
    basis=[Basis.PUBLIC, Basis.IMPORTANT, Basis.OWN_PUBLIC],
    laws=[LOCAL, SOCIAL, TASK, SENSITIVE],
    kept=_("Until you take it back. Then your words and your name are gone at once."),
    seen=_("First those who look at it. Then everybody, when it is shown."),
    out=WITH_THE_CODE,
    fields={
        "voices.Voice": ["text", "speaker", "about", "hidden_reason", "code_digest", "entered_by"],
        "voices.Correction": ["text"],
        "voices.Slip": ["code_digest"],
    },
)

holding(
    "reach",
    Moment.SAY,
    order=20,
    title=_("Where we reach you"),
    what=_("Your e-mail address, your number or your postal address, if you gave it."),
    purpose=_("To tell you what came of what you said."),
    basis=[Basis.PUBLIC],
    laws=[TASK, SERVICE],
    kept=_("Until you are told. Then it goes."),
    seen=_("Those who tell you by letter. The program uses the others."),
    out=WITH_THE_CODE,
    fields={
        "voices.Reach": ["address"],
    },
)

holding(
    "protected",
    Moment.SAY,
    order=30,
    title=_("When you speak with protection"),
    what=_("Who you are and whom you trusted with it. It is kept apart from your words."),
    purpose=_("So that those who work here dare to say what is wrong."),
    basis=[Basis.PUBLIC, Basis.IMPORTANT],
    laws=[TASK, SENSITIVE],
    kept=_("Until you take your words back."),
    seen=_("Only the person whom you chose."),
    out=WITH_THE_CODE,
    fields={
        "voices.Confidence": ["person", "told_to"],
    },
)

holding(
    "writing",
    Moment.SAY,
    order=40,
    title=_("What you and we write to each other"),
    what=_("The messages, and whether your words may go to another authority."),
    purpose=_("To understand you rightly."),
    basis=[Basis.PUBLIC, Basis.IMPORTANT],
    laws=[TASK, SENSITIVE],
    kept=_("Until you take your words back."),
    seen=_("You, and those who look at what you said."),
    out=WITH_THE_CODE,
    fields={
        "voices.Message": ["text", "written_by"],
        "voices.Onward": ["voice"],
    },
)

holding(
    "slips",
    Moment.SAY,
    order=50,
    title=_("When you write on a slip"),
    what=_(
        "A photo of the slip until somebody has typed it in, and who printed or photographed it."
    ),
    purpose=_("So that those who write by hand are heard too."),
    basis=[Basis.PUBLIC, Basis.IMPORTANT],
    laws=[LOCAL, TASK, SENSITIVE],
    kept=_("30 days at most."),
    seen=LEADERS,
    out=WITH_THE_CODE,
    fields={
        "voices.SlipPicture": ["picture", "added_by"],
        "voices.Sheet": ["made_by"],
    },
)

holding(
    "inquiries",
    Moment.WORK,
    order=30,
    title=_("When you ask everybody something"),
    what=_("The question of a group, what became of it, and who asked."),
    purpose=_("To hear what people think."),
    basis=[Basis.PUBLIC],
    laws=[LOCAL, TASK],
    kept=UNTIL_ARCHIVED,
    seen=_("Everybody sees the question. Who asked is seen by those who lead."),
    out=ASK_US,
    fields={
        "voices.Inquiry": ["asked_by", "question", "why", "outcome"],
    },
)

nobody("voices.Reception", because="Which group looks first.")
