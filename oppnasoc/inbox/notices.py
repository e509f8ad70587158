"""What each entry about mail that came in says. None of them names its sender."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oppnasoc.trail.kinds import Audience, kind

from .models import Incoming

NOTHING = "Holds plain codes only; the mail itself is removed after ninety days."


@kind("inbox.placed", codes={"became"}, audience=Audience.STAFF, erasure=NOTHING)
def placed(became: str | None) -> str:
    what = Incoming.Became(became).label if became else ""
    return str(_("The mail became %(what)s.") % {"what": what})


@kind("inbox.left", audience=Audience.STAFF, erasure=NOTHING)
def left() -> str:
    return str(_("The mail was left as it is."))


@kind("inbox.answered", audience=Audience.STAFF, erasure=NOTHING)
def answered() -> str:
    return str(_("Its sender was told that it could not be taken."))


@kind("inbox.put_back", audience=Audience.STAFF, erasure=NOTHING)
def put_back() -> str:
    return str(_("The mail waits again."))
