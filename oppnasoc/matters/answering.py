"""Who answers for the pages of matters: whoever has the matter, or else who sees it through."""

from __future__ import annotations

from oppnasoc.groups.answering import answers_for
from oppnasoc.groups.models import Party

from .models import Matter


@answers_for("matter", "matter_short", "story", "proposal")
def the_matter(pk: int, slug: str = "") -> Party | None:
    matter = Matter.objects.published().select_related("holder", "steward").filter(pk=pk).first()
    return (matter.holder or matter.steward) if matter else None
