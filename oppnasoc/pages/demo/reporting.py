"""What Sundhamn tells of its last half year, and a report that is being written."""

from __future__ import annotations

from oppnasoc.reports import actions
from oppnasoc.voices.models import Voice

from .story import Story


def report(story: Story) -> None:
    """Everything in ``report.toml``; a quotation is found by how it begins."""
    town, day = story.town, story.town.week.day
    for row in town.week.table("report")["report"].values():
        by = town.people[row["by"]]
        group = town.group(row["group"]) if "group" in row else None
        made = actions.make(
            row["title"], begins=day(row["begins"]), ends=day(row["ends"]), group=group, by=by
        )
        quotes = [
            Voice.objects.published().filter(text__startswith=words)[0]
            for words in row.get("quotes", [])
        ]
        written = {"title": row["title"], "introduction": row["introduction"], "quotes": quotes}
        made = actions.write(made, by=by, **written)
        if row.get("published"):
            actions.publish(made, by=by)
