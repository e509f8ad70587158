"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from oppnasoc.ui.register import nobody

nobody(
    "comparison.Installation",
    fields=["name", "address", "fault"],
    because="Another municipality's site, and how reading it went.",
)
nobody(
    "comparison.Borrowed",
    fields=["address", "web", "title", "text", "themes", "stage", "evidence", "terms"],
    because="What another municipality shows to everybody; it goes here when it goes there.",
)
nobody("comparison.Nearness", because="Which two questions are about the same.")
