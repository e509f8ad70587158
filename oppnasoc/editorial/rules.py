"""Who edits, and who says that a text is still right.

=====================  ============================================================
right                  who
=====================  ============================================================
add, change, view,     editor (``editing`` grants it for one noun)
publish, lock, unlock
delete                 editor, while it has never been public (``wagtail_hooks.py``)
editorial.review       who answers for the text (``Reviewed.to_review``)
=====================  ============================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oppnasoc.people.models import User
from oppnasoc.people.rights import Somebody, grant, rule
from oppnasoc.people.rules import is_editor

if TYPE_CHECKING:
    from .models import Edited, Reviewed

VERBS = ("add", "change", "delete", "view", "publish", "lock", "unlock")


def editing(model: type[Edited]) -> None:
    """Declare who edits a noun; called in its room's ``rules.py``."""
    for verb in VERBS:
        grant(f"{model._meta.app_label}.{verb}_{model._meta.model_name}", is_editor)


@rule
def answers_for_it(user: Somebody, thing: Reviewed | None) -> bool:
    """Is among those who answer for the text."""
    return (
        thing is not None
        and isinstance(user, User)
        and user.is_active
        and type(thing).to_review(user).filter(pk=thing.pk).exists()
    )


grant("editorial.review", answers_for_it)
