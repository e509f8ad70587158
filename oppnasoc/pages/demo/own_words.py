"""What Sundhamn's groups tell of their last quarter in their own words; others have not decided."""

from __future__ import annotations

from django.utils import translation

from oppnasoc.pages.approving import show
from oppnasoc.pages.proposing import facts_of, latest_over, proposal

from .story import Story


def tell(story: Story) -> None:
    """Everything in ``own_words.toml``: the proposal as it was, and what the group added to it."""
    town = story.town
    for key, row in town.week.table("own_words")["told"].items():
        group, on = town.group(key), town.week.day(row["on"])
        quarter = latest_over(on)
        with translation.override("sv"):
            text = proposal(facts_of([group.pk], quarter)[group.pk])
        if text:  # Which quarter it was depends on the day on which the demo is loaded.
            text = " ".join([text, *row.get("added", [])])
            show(group, quarter, text, by=town.leader(group), on=on)
