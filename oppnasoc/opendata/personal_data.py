"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from oppnasoc.ui.register import nobody

nobody(
    "opendata.Exhibit",
    fields=["beside", "digest", "key", "kind", "under"],
    because="Which public thing is given out as data, and when it last changed.",
)
nobody("opendata.Unseen", because="Which public thing is given out no longer.")
