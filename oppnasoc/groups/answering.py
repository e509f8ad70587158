"""Who answers when somebody asks about a page, or says what is missing on it (R5, R9).

A page belongs to somebody: a group's page to the group, a unit's to the unit. Each app declares it
for its own pages in ``answering.py``, found at start-up; what nobody has declared belongs to the
group that looks at everything new. ::

    @answers_for("group")
    def the_group(slug): return Group.objects.filter(slug=slug).first()
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import resolve

from oppnasoc.ui.addresses import open_page

from .models import Group, Organisation, Party, Post, Unit

Find = Callable[..., Party | None]
Call = Callable[..., str]

_finds: dict[str, Find] = {}
_calls: dict[str, Call] = {}


def answers_for(*names: str) -> Callable[[Find], Find]:
    """Declare who answers for the pages with these URL names; the function gets what the address
    holds, by name. Raises ValueError when a name is declared twice."""

    def declare(find: Find) -> Find:
        for name in names:
            if name in _finds:
                raise ValueError(f"Who answers for {name} is declared twice.")
            _finds[name] = find
        return find

    return declare


def called(*names: str) -> Callable[[Call], Call]:
    """Declare what the pages with these URL names are called, so that whoever asks about one reads
    its name; the function gets what the address holds, and gives '' for what is not there."""

    def declare(call: Call) -> Call:
        _calls.update(dict.fromkeys(names, call))
        return call

    return declare


def page_name(path: str) -> str:
    """What a page is called; '' when nobody has declared it. One query."""
    if not open_page(path):
        return ""
    found = resolve(path)
    call = _calls.get(found.url_name or "")
    return call(**found.kwargs) if call else str(told_about(path) or "")


def who_answers(path: str) -> Party | None:
    """Whose page it is; None when nobody has declared it, or it is nobody's any longer."""
    if not open_page(path):
        return None
    found = resolve(path)
    find = _finds.get(found.url_name or "")
    given: dict[str, Any] = found.kwargs
    return find(**given) if find else None


#: The pages that tell about a party itself, by the name of their address.
ABOUT_A_PARTY = {"group", "unit", "post", "organisation"}


def told_about(path: str) -> Party | None:
    """The party that a page tells about, so that the page can be called by its name; None for
    every other page. One query at most."""
    if not open_page(path) or resolve(path).url_name not in ABOUT_A_PARTY:
        return None
    return who_answers(path)


@answers_for("group", "group_history")
def the_group(slug: str) -> Party | None:
    return _party(Group, slug)


@answers_for("unit")
def the_unit(slug: str) -> Party | None:
    return _party(Unit, slug)


@answers_for("post")
def the_post(slug: str) -> Party | None:
    return _party(Post, slug)


@answers_for("organisation")
def the_organisation(slug: str) -> Party | None:
    return _party(Organisation, slug)


def _party(model: type[Party], slug: str) -> Party | None:
    return Party.objects.filter(
        pk__in=model._default_manager.filter(slug=slug).values("pk")
    ).first()
