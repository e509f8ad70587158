"""Who may do what with a matter. One line for each right.

| right              | who                                                                     |
| ------------------ | ----------------------------------------------------------------------- |
| see_hidden         | editors; those who lead a group                                         |
| open               | those who lead a group; editors                                         |
| tend               | those who lead the group that sees it through; editors                  |
| answer             | managers; those who act for the unit or post that it lies with          |
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules
from oppnasoc.groups.rules import acts_for, facilitates, leads_a_group
from oppnasoc.people.rules import is_editor, is_manager

if TYPE_CHECKING:
    from oppnasoc.people.models import User

    from .models import Matter


@rules.predicate
def leads_steward(user: User, matter: Matter | None) -> bool:
    """Leads the group that sees the matter through."""
    return matter is not None and facilitates(user, matter.steward)


@rules.predicate
def acts_for_holder(user: User, matter: Matter | None) -> bool:
    """Works at the unit, holds the post or speaks for the party that the matter lies with."""
    return matter is not None and acts_for(user, matter.holder)


rules.add_perm("matters.see_hidden", is_editor | leads_a_group)
rules.add_perm("matters.open", leads_a_group | is_editor)
rules.add_perm("matters.tend", leads_steward | is_editor)
rules.add_perm("matters.answer", is_manager | acts_for_holder)
