"""The recordings of Sundhamn, with films that are drawn (``recordings/render.py``)."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from oppnasoc.recordings import actions

from .reading import DATA
from .story import Story


def record_all(story: Story) -> None:
    """Everything in ``recordings.toml``; published on the day after it was recorded."""
    town = story.town
    for row in town.week.table("recordings")["recording"].values():
        day, by = town.week.day(row["on"]), town.people[row["by"]]
        made = actions.begin(
            by=by,
            on=day,
            title=row["title"],
            recorded_on=day,
            meeting=town.meetings[row["meeting"]] if "meeting" in row else None,
            event=row.get("event", ""),
            group=town.group(row["group"]) if "group" in row else None,
            description=row["description"],
        )
        for part in row["parts"]:
            actions.add_part(made, title=part["title"], by=by, on=day, **_source(part))
        actions.publish(made, by=by, on=day)


def _source(part: dict[str, Any]) -> dict[str, Any]:
    if "address" in part:
        return {"address": part["address"], "seconds": part["seconds"]}
    film = DATA / "films" / part["file"]
    return {
        "file": ContentFile(film.with_suffix(".webm").read_bytes(), "film.webm"),
        "captions_file": film.with_suffix(".vtt").read_bytes(),
    }
