"""The names of all parties, kept, so that a log that names many asks nothing."""

from __future__ import annotations

from oppnasoc.ui.kept import kept

from .models import Party


@kept
def parties() -> list[Party]:
    """Every party with its kind, name and address; anything else of it is one more query."""
    return list(Party.objects.only("kind", "name", "slug").order_by())
