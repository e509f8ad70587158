"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import (
    ARCHIVE,
    ASK_US,
    LOCAL,
    SENSITIVE,
    TASK,
    UNTIL_ARCHIVED,
    Basis,
    Moment,
    holding,
    nobody,
)

holding(
    "minutes",
    Moment.MEET,
    order=30,
    title=_("When you are at a meeting"),
    what=_("Your name in the notes, if you want it there, and what was said."),
    purpose=_("So that those who were not there know what happened."),
    basis=[Basis.PUBLIC, Basis.IMPORTANT],
    laws=[LOCAL, TASK, SENSITIVE, ARCHIVE],
    kept=UNTIL_ARCHIVED,
    seen=_("Everybody, when the notes are published. A person has looked for names first."),
    out=ASK_US,
    fields={
        "meetings.Attendee": ["name", "organisation", "role"],
        "meetings.Point": ["answer", "key", "replaced", "text"],
        "meetings.Minutes": ["original", "original_digest"],
        "meetings.Meeting": ["title", "practical"],
    },
)

holding(
    "documents",
    Moment.WORK,
    order=47,
    title=_("Notes on their way in"),
    what=_("The document as it came, what was decided about it, and who did it."),
    purpose=_("To make notes that can be published."),
    basis=[Basis.PUBLIC, Basis.IMPORTANT],
    laws=[TASK, SENSITIVE, ARCHIVE],
    kept=_("What is thrown away is gone after 7 days. The rest until the archive rules let it go."),
    seen=_(
        "Those who prepare the notes of the group. Everybody, for a clean copy that was released."
    ),
    out=ASK_US,
    fields={
        "meetings.Original": ["digest", "kept_by", "kind", "name", "path"],
        "meetings.Release": ["kind", "path", "released_by"],
        "meetings.Pile": ["created_by"],
        "meetings.Paper": ["name", "reason"],
        "meetings.Draft": ["content", "created_by", "name", "original", "original_digest"],
    },
)

nobody("meetings.Heard", because="That a voice was heard at a point.")
