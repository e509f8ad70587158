"""Who may do what with a matter. One line for each right.

| right              | who                                                                     |
| ------------------ | ----------------------------------------------------------------------- |
| see_hidden         | editors; those who lead a group                                         |
| open               | those who lead a group; editors                                         |
| tend               | those who lead the group that sees it through; editors                  |
| answer             | managers; those who act for the unit or post that it lies with          |
"""

from __future__ import annotations

from oppnasoc.groups.rules import acts_for, facilitates, leads_a_group
from oppnasoc.people.rights import Somebody, grant, rule
from oppnasoc.people.rules import is_editor, is_manager

from .models import Matter


@rule
def leads_steward(user: Somebody, matter: Matter | None) -> bool:
    """Leads the group that sees the matter through."""
    return matter is not None and bool(facilitates(user, matter.steward))


@rule
def acts_for_holder(user: Somebody, matter: Matter | None) -> bool:
    """Works at the unit, holds the post or speaks for the party that the matter lies with."""
    return matter is not None and bool(acts_for(user, matter.holder))


grant("matters.see_hidden", is_editor | leads_a_group)
grant("matters.open", leads_a_group | is_editor)
grant("matters.tend", leads_steward | is_editor)
grant("matters.answer", is_manager | acts_for_holder)
