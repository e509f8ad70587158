"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import (
    ASK_US,
    EVERYBODY,
    LEADERS,
    LOCAL,
    ON_YOUR_ACCOUNT,
    SENSITIVE,
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
    "matters",
    Moment.SAY,
    order=60,
    title=_("What becomes of what you said"),
    what=_(
        "The question, the answers, the steps and the notes. Who at work wrote them, and "
        "how you were told."
    ),
    purpose=_("So that everybody can follow what happens and who answers."),
    basis=[Basis.PUBLIC, Basis.IMPORTANT],
    laws=[LOCAL, SOCIAL, TASK, SENSITIVE],
    kept=UNTIL_ARCHIVED,
    seen=_("Everybody, when the question is public. Answers stand under a role."),
    out=ASK_US,
    fields={
        "matters.Matter": ["title", "summary"],
        "matters.Answer": ["answered_by", "text", "reason", "turn_to"],
        "matters.Ground": ["told_by", "receipt"],
        "matters.Note": ["text", "written_by"],
        "matters.Proposal": ["text", "why", "written_by"],
        "matters.Step": [
            "evidence",
            "file",
            "file_title",
            "link",
            "picture",
            "picture_shows",
            "status",
            "text",
            "written_by",
        ],
    },
)

holding(
    "offers",
    Moment.WORK,
    order=40,
    title=_("Answers that wait"),
    what=_("What another authority or somebody at work answered, before anybody has looked."),
    purpose=_("So that an answer is right when it is shown."),
    basis=[Basis.PUBLIC],
    laws=[TASK],
    kept=_("90 days when it is not used."),
    seen=LEADERS,
    out=ASK_US,
    fields={
        "matters.Offer": ["author", "reason", "text", "turn_to", "verdict", "what"],
    },
)

holding(
    "judgements",
    Moment.SAY,
    order=70,
    title=_("Whether it got better"),
    what=_("What you think of the outcome, in your own words."),
    purpose=_("So that nothing is called done that is not."),
    basis=[Basis.PUBLIC, Basis.IMPORTANT],
    laws=[LOCAL, TASK, SENSITIVE],
    kept=_("As long as the question is there, or until you take your words back."),
    seen=_("Those who look at it. Everybody, when it is shown."),
    out=WITH_THE_CODE,
    fields={
        "matters.Judgement": ["words"],
    },
)

holding(
    "credits",
    Moment.MEET,
    order=40,
    title=_("That you were part of a change"),
    what=_("Your name as you chose it, beside the change."),
    purpose=_("To thank those who did it."),
    basis=[Basis.CONSENT],
    kept=_("Until you take it away."),
    seen=EVERYBODY,
    out=_("You take it away on the page of the change."),
    fields={
        "matters.Credit": ["user"],
    },
)

holding(
    "reminders",
    Moment.WORK,
    order=60,
    title=_("When you are reminded"),
    what=_("That you were reminded of a day."),
    purpose=_("So that nobody is reminded twice."),
    basis=[Basis.PUBLIC],
    laws=[TASK],
    kept=_("As long as you have the account."),
    seen=_("Nobody. The program uses it."),
    out=ON_YOUR_ACCOUNT,
    fields={
        "matters.Reminder": ["user"],
    },
)

nobody("matters.Matter_related", because="Which matters hang together.")
