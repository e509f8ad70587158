"""Who may do what with people and with the editorial part.

============================  ==========================================
right                         who
============================  ==========================================
people.see_people             administrator (the list, with addresses)
people.invite                 administrator
people.give_role              administrator, but not to or from herself
people.deactivate             administrator, but not herself
people.forget_second_factor   administrator, but not her own
the editorial part            editor; administrator
pictures                      editor; administrator
the municipality              administrator
============================  ==========================================

The last three are rights that Wagtail asks for by name, so nobody has to make groups by hand.
"""

from __future__ import annotations

from typing import Any

from .models import User
from .rights import Somebody, bind_second_factor, grant, rule


@rule
def is_editor(user: Somebody) -> bool:
    return isinstance(user, User) and user.is_active and user.is_editor


@rule
def is_manager(user: Somebody) -> bool:
    return isinstance(user, User) and user.is_active and user.is_manager


@rule
def is_administrator(user: Somebody) -> bool:
    return isinstance(user, User) and user.is_active and user.is_administrator


@rule
def is_herself(user: Somebody, person: Any) -> bool:
    return user is not None and user == person


grant("people.see_people", is_administrator)
grant("people.invite", is_administrator)
grant("people.give_role", is_administrator & ~is_herself)
grant("people.deactivate", is_administrator & ~is_herself)
grant("people.forget_second_factor", is_administrator & ~is_herself)

grant("wagtailadmin.access_admin", is_editor | is_administrator)
for action in ("add", "change", "choose", "delete", "view"):
    grant(f"ui.{action}_picture", is_editor | is_administrator)
grant("ui.change_municipality", is_administrator)

bind_second_factor(is_editor | is_manager | is_administrator)
