"""People to test with."""

from __future__ import annotations

import itertools
from typing import Any

from oppnasoc.people.models import User

_number = itertools.count(1)


def make_user(role: str = "", *, name: str = "", email: str = "", **fields: Any) -> User:
    """A person with an account; ``role`` is a global role ('editor', 'manager', …) or nothing."""
    if role:
        fields[f"is_{role}"] = True
    address = email or f"person{next(_number)}@example.org"
    return User.objects.create_user(address, name=name, **fields)
