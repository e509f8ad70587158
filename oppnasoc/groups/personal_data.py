"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import (
    ASK_US,
    LOCAL,
    SENSITIVE,
    SERVICE,
    TASK,
    Basis,
    Moment,
    holding,
    nobody,
)

holding(
    "seats",
    Moment.MEET,
    order=10,
    title=_("Your seat in a group"),
    what=_("Which group you sit in, since when, in which role, and whom you speak for."),
    purpose=_("So that the group can work, and so that you can do what your seat lets you."),
    basis=[Basis.PUBLIC, Basis.IMPORTANT],
    laws=[LOCAL, TASK, SENSITIVE],
    kept=_("As long as you sit there. What the group did stays."),
    seen=_("Those in the group. Others see your name only after your yes."),
    out=_("You choose on your account how you stand on the page."),
    fields={
        "groups.Membership": ["user", "shown_by"],
        "groups.Succession": ["successor"],
    },
)

holding(
    "posts",
    Moment.WORK,
    order=10,
    title=_("The role that you have at work"),
    what=_("Which role you hold, and how one reaches it. Whom we ask at another authority."),
    purpose=_("So that people know who decides and who answers."),
    basis=[Basis.PUBLIC],
    laws=[SERVICE, TASK],
    kept=_("As long as you hold the role."),
    seen=_("Everybody sees the role. Your name is seen by those who work with it."),
    out=ASK_US,
    fields={
        "groups.Post": ["held_by"],
        "groups.Outside": ["contact_person", "does", "website"],
        "groups.Mission": ["approved_by", "text"],
    },
)

holding(
    "organisations",
    Moment.MEET,
    order=20,
    title=_("The page of an organisation"),
    what=_("What an organisation tells of itself, its phone and address, and who wrote it."),
    purpose=_("So that people find support, and know whom to call."),
    basis=[Basis.PUBLIC],
    laws=[LOCAL, TASK],
    kept=_("As long as the page is there. Older versions too."),
    seen=_("Everybody. Who wrote it is seen by the organisation and editors."),
    out=_("Those who look after the page change it themselves."),
    fields={
        "groups.Version": ["facts", "written_by", "looked_by", "reason"],
        "groups.Organisation": [
            "competences",
            "does",
            "for_whom",
            "languages",
            "links",
            "offers",
            "opening_hours",
            "website",
        ],
        "groups.Party": ["name", "email", "phone", "summary"],
    },
)

nobody("groups.Allotment", because="How many seats there are.")

nobody("groups.Spell", fields=["reason", "status"], because="When and why a group rested.")

nobody("groups.Promise", because="How many days a unit takes.")

nobody("groups.Tie", fields=["why"], because="How two groups hang together.")

nobody("groups.Trust", because="Which authority a group trusts.")

nobody(
    "groups.RevealingWord",
    fields=["word"],
    because="Words that warn of health; no person beside them.",
)

nobody("groups.Theme", fields=["description", "name"], because="A subject, in an editor's words.")

nobody(
    "groups.Place", fields=["address", "directions", "name"], because="A room and the way there."
)

nobody("groups.Unit", fields=["does", "opening_hours"], because="A part of the social services.")

nobody("groups.Organisation_groups", because="Which organisation belongs to which group.")

nobody(
    "groups.Group",
    fields=["contact", "how", "outcome", "status_reason", "when", "who", "why"],
    because="What a group says of itself; its contact is an office.",
)
