"""What this room keeps of people (``ui/register.py``); its texts are declared by ``editorial``."""

from __future__ import annotations

from oppnasoc.ui.register import nobody

nobody(
    "authority.Barrier",
    fields=["around", "criterion", "what", "why"],
    because="A fault of the site that the statement tells of.",
)
