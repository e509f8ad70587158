"""How accessible Sundhamn's site is, as the law asks it to tell."""

from __future__ import annotations

from oppnasoc.authority.models import Barrier, Statement
from oppnasoc.editorial.actions import publish

from .town import Town


def tell_how_accessible(town: Town) -> None:
    """Everything in ``accessibility.toml``."""
    row, day = town.week.table("accessibility")["statement"], town.week.day
    by, barriers = town.people[row.pop("by")], row.pop("barriers")
    statement = Statement(**{**row, "assessed_on": day(row["assessed_on"])})
    statement.barriers = [
        Barrier(sort_order=n, **{**each, "mended_by": day(each["mended_by"])})
        for n, each in enumerate(barriers)
    ]
    publish(statement, by=by)
