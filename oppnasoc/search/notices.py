"""What each entry about the words of the search says."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oppnasoc.trail.kinds import Audience, kind

from .touching import nothing_findable

NOTHING = "Holds no word and no name; nothing to erase."


@kind("search.words_added", audience=Audience.STAFF, erasure=NOTHING)
def words_added() -> str:
    return str(_("Words that mean the same were added."))


@kind("search.words_changed", audience=Audience.STAFF, erasure=NOTHING)
def words_changed() -> str:
    return str(_("Words that mean the same were changed."))


@kind("search.words_removed", audience=Audience.STAFF, erasure=NOTHING)
def words_removed() -> str:
    return str(_("Words that mean the same were removed."))


@kind("search.stop_words_set", codes={"came", "gone"}, audience=Audience.STAFF, erasure=NOTHING)
def stop_words_set(came: int | None, gone: int | None) -> str:
    given = {"came": came or 0, "gone": gone or 0}
    return str(_("Words that are left out: %(came)s came, %(gone)s went.") % given)


nothing_findable(
    "search.words_added",  # They are read when somebody searches, not when something is indexed.
    "search.words_changed",
    "search.words_removed",
    "search.stop_words_set",
)
