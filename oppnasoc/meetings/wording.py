"""Words for the codes of the review screen: kinds of points, and why something is proposed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .models import Point
from .review import Item

#: ``kind:level`` as the select on the points step sends it.
KINDS = [
    ("heading:1", _("heading")),
    ("heading:2", _("heading on the second level")),
    ("label:1", _("introduction to a list")),
    ("paragraph:1", _("paragraph")),
    ("bullet:1", _("bullet")),
    ("bullet:2", _("bullet on the second level")),
    ("bullet:3", _("bullet on the third level")),
]

PROPOSED = {
    Point.Outcome.MATTER: _("We propose a matter: somebody asks or wants something."),
    Point.Outcome.ANSWERED: _("We propose 'already answered': the answer seems to stand here."),
    Point.Outcome.GOOD_TO_KNOW: _("We propose 'good to know': it may help others."),
}


def reason(item: Item) -> str:
    """Why the item's outcome was proposed, as a sentence; empty when only minutes was."""
    return str(PROPOSED.get(Point.Outcome(item.proposal), ""))
