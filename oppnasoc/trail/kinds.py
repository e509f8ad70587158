"""The kinds of entries. Each app declares its own in ``notices.py``, found at start-up.

A kind is a function that makes the sentence from the things an entry refers to::

    @kind("matters.moved", refs={"source": "groups.Party", "target": "groups.Party"},
          audience=Audience.PUBLIC, erasure="Names parties only; nothing to erase.")
    def moved(source, target):
        return format_html(_("{} took over from {}."), link(target), link(source))

``refs`` name the data keys that hold primary keys; ``codes`` the keys that hold plain codes.
The function gets every declared key as a keyword; a thing that is gone is ``None``. An empty
sentence means: do not show this entry (for instance because the meeting was withdrawn).
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from oppnasoc.ui.html import fill


class Audience(enum.Enum):
    """Who may read a sentence. What is INSIDE is read by those who take part in the thing itself,
    and only on its own page: not by staff, whatever their role."""

    PUBLIC = "public"
    STAFF = "staff"
    INSIDE = "inside"


@dataclass(frozen=True)
class Kind:
    """A declared kind of entry; see the module's docstring."""

    code: str
    refs: dict[str, str]
    codes: frozenset[str]
    audience: Audience
    erasure: str
    sentence: Callable[..., str]
    quiet: bool = False
    big: bool = False

    @property
    def is_news(self) -> bool:
        """Whether those who follow the thing are told of it."""
        return self.audience is Audience.PUBLIC and not self.quiet


registry: dict[str, Kind] = {}


def kind(
    code: str,
    *,
    audience: Audience,
    erasure: str,
    refs: dict[str, str] | None = None,
    codes: Iterable[str] = (),
    quiet: bool = False,
    big: bool = False,
) -> Callable[[Callable[..., str]], Callable[..., str]]:
    """Declare a kind of entry. Raises ValueError when the code is already taken.

    What is public is told to those who follow the thing, unless it is ``quiet``: of little weight
    by itself, or told by another entry of the same action. A ``big`` one is an outcome: told first
    to somebody who has been away.
    """

    def declare(sentence: Callable[..., str]) -> Callable[..., str]:
        if code in registry:
            raise ValueError(f"The kind {code} is declared twice.")
        registry[code] = Kind(
            code, refs or {}, frozenset(codes), audience, erasure, sentence, quiet, big
        )
        return sentence

    return declare


def link(thing: models.Model | None) -> str:
    """A thing's name as a link to its page, safe HTML; what is gone is said to be gone."""
    if thing is None:
        return str(_("something that is gone"))
    url = getattr(thing, "get_absolute_url", None)
    return fill('<a href="{}">{}</a>', url(), thing) if url else fill("{}", thing)


def pack(kind: Kind, given: dict[str, Any]) -> dict[str, Any]:
    """The JSON of an entry from models and codes. Raises ValueError on an undeclared key."""
    undeclared = given.keys() - kind.refs.keys() - kind.codes
    if undeclared:
        raise ValueError(f"{kind.code} does not declare {sorted(undeclared)}.")
    data: dict[str, Any] = {}
    for key, value in given.items():
        if key in kind.refs:
            data[key] = value.pk if value is not None else None
        elif value is None or isinstance(value, (bool, int)):
            data[key] = value
        else:
            data[key] = str(value)
    return data
