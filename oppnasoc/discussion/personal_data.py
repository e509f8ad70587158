"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import (
    LOCAL,
    SENSITIVE,
    TASK,
    WITH_THE_CODE,
    Basis,
    Moment,
    holding,
    nobody,
)

holding(
    "talk",
    Moment.SAY,
    order=80,
    title=_("When you write in a talk"),
    what=_(
        "Your words, the name that you chose, and your account if you have one. What "
        "others report, and why something is not shown."
    ),
    purpose=_("So that people can talk with each other, and kindly."),
    basis=[Basis.PUBLIC, Basis.IMPORTANT, Basis.OWN_PUBLIC],
    laws=[LOCAL, TASK, SENSITIVE],
    kept=_(
        "Until you take it away. What we do not show is kept until the archive rules let it go."
    ),
    seen=_("Everybody, when it is shown. Reports are seen by those who lead."),
    out=WITH_THE_CODE,
    fields={
        "discussion.Comment": ["author", "name", "text", "why_hidden", "hidden_by", "code_digest"],
        "discussion.Flag": ["why"],
        "discussion.Appeal": ["words", "reason", "decided_by"],
        "discussion.Support": ["key"],
        "discussion.NoLetters": ["user"],
    },
)

nobody(
    "discussion.GroupTalk", fields=["link_elsewhere"], because="How a group talks, and where else."
)

nobody("discussion.Thread", fields=["kind"], because="What a talk is about.")
