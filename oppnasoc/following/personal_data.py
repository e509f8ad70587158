"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import ONLY_YOU, Basis, Moment, holding

holding(
    "following",
    Moment.FOLLOW,
    order=10,
    title=_("What you follow"),
    what=_(
        "Where we tell you: your address, your number or a code. What you follow, and how "
        "often you want to hear."
    ),
    purpose=_("To tell you what is new."),
    basis=[Basis.CONSENT],
    kept=_("Until you stop, and 30 days more. Without your yes it goes after 7 days."),
    seen=ONLY_YOU,
    out=_("Every message has a link. There you see it all and can stop."),
    fields={
        "following.Follower": ["user", "address", "code", "key", "language", "number_asked"],
        "following.Follow": ["kind", "query"],
        "following.Delivery": ["follower"],
        "following.Happening": ["entry"],
    },
)
