"""Who may do what with notes, key figures and what other installations show.

=====================  ================================================================
right                  who
=====================  ================================================================
comparison.propose     anybody, with or without an account
comparison.own         who proposed it with her account; a code is checked where it is read
comparison.check       editor: shows, corrects, says no, takes away
key figures, places    editor, under /redaktion/
comparison.subscribe   editor, administrator: which installations we read
=====================  ================================================================
"""

from __future__ import annotations

from rules.predicates import always_allow

from oppnasoc.people.models import User
from oppnasoc.people.rights import Somebody, grant, rule
from oppnasoc.people.rules import is_administrator, is_editor

from .models import Elsewhere


@rule
def proposed_it(user: Somebody, note: Elsewhere | None) -> bool:
    if not isinstance(user, User) or note is None or note.author_id is None:
        return False
    return user.pk == note.author_id and bool(user.is_active)


grant("comparison.propose", always_allow)
grant("comparison.own", proposed_it)
grant("comparison.check", is_editor)
grant("comparison.subscribe", is_editor | is_administrator)
for noun in ("keyfigure", "peer"):
    for verb in ("add", "change", "delete", "view"):
        grant(f"comparison.{verb}_{noun}", is_editor)
