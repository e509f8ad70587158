"""What each entry about what is on its way out says."""

from __future__ import annotations

from django.utils.translation import ngettext

from oppnasoc.search.touching import nothing_findable
from oppnasoc.trail.kinds import Audience, kind

NOTHING = "Holds a number of messages and no address; nothing to erase."


@kind("outbox.tried_again", codes={"count"}, audience=Audience.STAFF, erasure=NOTHING)
def tried_again(count: int | None) -> str:
    n = count or 0
    text = ngettext("%(n)s message is sent again.", "%(n)s messages are sent again.", n)
    return str(text % {"n": n})


@kind("outbox.left", codes={"count"}, audience=Audience.STAFF, erasure=NOTHING)
def left(count: int | None) -> str:
    n = count or 0
    text = ngettext("%(n)s message is not sent.", "%(n)s messages are not sent.", n)
    return str(text % {"n": n})


@kind("outbox.put_back", codes={"count"}, audience=Audience.STAFF, erasure=NOTHING)
def put_back(count: int | None) -> str:
    n = count or 0
    text = ngettext(
        "%(n)s message stands among the stuck ones again.",
        "%(n)s messages stand among the stuck ones again.",
        n,
    )
    return str(text % {"n": n})


nothing_findable("outbox.tried_again", "outbox.left", "outbox.put_back")
