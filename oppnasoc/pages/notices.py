"""What each entry says about what groups tell in their own words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oppnasoc.search.touching import nothing_findable
from oppnasoc.trail.kinds import Audience, kind
from oppnasoc.ui.html import fill

from .models import Telling

NOTHING = "Holds the id of a telling only; who approved it is emptied with her account."
REFS = {"telling": "pages.Telling"}


def _about(telling: Telling | None) -> str:
    return f" ({telling.when})" if telling else ""


@kind("pages.told_in_words", refs=REFS, audience=Audience.PUBLIC, quiet=True, erasure=NOTHING)
def told_in_words(telling: Telling | None) -> str:
    """Nothing once the words are taken back: what nobody may read is not pointed at."""
    if telling is None or not telling.is_shown:
        return ""
    return fill("{}{}.", _("The group told how it goes, in its own words"), _about(telling))


@kind("pages.words_put_away", refs=REFS, audience=Audience.STAFF, erasure=NOTHING)
def words_put_away(telling: Telling | None) -> str:
    return fill("{}{}.", _("The group tells nothing in its own words this time"), _about(telling))


@kind("pages.words_taken_back", refs=REFS, audience=Audience.STAFF, erasure=NOTHING)
def words_taken_back(telling: Telling | None) -> str:
    return fill("{}{}.", _("The group's own words are shown no longer"), _about(telling))


nothing_findable("pages.told_in_words", "pages.words_put_away", "pages.words_taken_back")
