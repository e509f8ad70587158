"""What one person can do on a matter's page: her verbs, and one form at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from oppnasoc.people.models import User
from oppnasoc.people.rights import Somebody, may

from . import forms
from .models import Matter
from .verbs import TEND, VERBS, Verb

#: The address parameter that says which form is open.
OPEN = "gor"


@dataclass(frozen=True)
class Desk:
    """What one person can do here: the verbs by name, and the form that is open, if any."""

    matter: Matter
    main: dict[str, Verb]
    more: dict[str, Verb]
    name: str = ""
    form: forms.MatterForm | None = None
    may_hide: bool = False

    @property
    def verb(self) -> Verb | None:
        """The verb whose form is open."""
        return VERBS[self.name] if self.name else None

    @property
    def action(self) -> str:
        """Where the open form is sent."""
        return reverse(f"matter_{self.name}", args=[self.matter.pk])

    @cached_property
    def proposed(self) -> list[Matter]:
        """Matters that may be the one to merge with or to point to."""
        if self.name not in ("merge", "relate"):
            return []
        text = f"{self.matter.title} {self.matter.summary}"
        return forms.likely(text, limit=6, but=self.matter.pk)

    def __bool__(self) -> bool:
        return bool(self.main or self.more or self.form or self.may_hide)


def allowed(user: Somebody, matter: Matter) -> dict[str, Verb]:
    """The verbs that a person has on a matter as it is now."""
    rights: dict[str, bool] = {}

    def has(right: str) -> bool:
        if right not in rights:
            rights[right] = may(user, right, matter)
        return rights[right]

    return {name: verb for name, verb in VERBS.items() if verb.when(matter) and has(verb.right)}


def opened(
    name: str, matter: Matter, user: User, data: Any = None, files: Any = None
) -> forms.MatterForm:
    """The form of a verb, as it begins or with what was sent."""
    return VERBS[name].form(data, files, prefix=name, matter=matter, user=user)


def desk_for(
    user: Any, matter: Matter, name: str = "", failed: forms.MatterForm | None = None
) -> Desk | None:
    """What this person may do now, with the form of the verb ``name`` open if she may, or one
    that failed as it was sent; ``None`` for those who may nothing."""
    if not user.is_authenticated:
        return None
    verbs = allowed(user, matter)
    form = failed
    if form is None and name in verbs:
        form = opened(name, matter, user)
    desk = Desk(
        matter,
        {n: v for n, v in verbs.items() if v.main},
        {n: v for n, v in verbs.items() if not v.main},
        name if form is not None else "",
        form,
        may(user, TEND, matter),
    )
    return desk or None
