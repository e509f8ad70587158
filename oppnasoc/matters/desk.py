"""The forms on a matter's page for those with rights: which, and with what filled in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from oppnasoc.people.rights import may

from .forms import (
    AnswerForm,
    EditForm,
    MoveForm,
    NoteForm,
    RelateForm,
    ReopenForm,
    StewardForm,
    in_four_weeks,
)
from .models import Matter


def posts_of(user: Any) -> Any:
    """The posts that somebody may answer as."""
    return user.posts.select_related("unit").order_by("name")


def build(name: str, request: HttpRequest, matter: Matter, data: Any = None) -> forms.Form:
    """One of the page's forms, empty or with what was sent."""
    seen = {"seen": matter.revision}
    here = {"holder": matter.holder_id, "steward": matter.steward_id}
    match name:
        case "move":
            return MoveForm(data, prefix=name, initial={**seen, **here, "next_on": matter.next_on})
        case "steward":
            return StewardForm(data, prefix=name, initial={**seen, **here})
        case "note":
            return NoteForm(data, prefix=name)
        case "edit":
            words = {"title": matter.title, "summary": matter.summary, "theme": matter.theme_id}
            return EditForm(data, prefix=name, initial={**seen, **words})
        case "relate":
            return RelateForm(data, prefix=name)
        case "reopen":
            ahead = {"next_on": in_four_weeks()}
            return ReopenForm(data, prefix=name, initial={**seen, **here, **ahead})
        case "answer":
            posts = posts_of(request.user)
            first = {"as_post": posts.first()}
            return AnswerForm(data, prefix=name, posts=posts, initial={**seen, **first})
    raise KeyError(name)


def forms_for(
    request: HttpRequest, matter: Matter, failed: forms.Form | None = None
) -> dict[str, forms.Form]:
    """The forms that this person may use on this matter now, and one that failed as it was sent."""
    if not request.user.is_authenticated:
        return {}
    names = []
    if may(request.user, "matters.tend", matter):
        names += ["note", "move", "steward", "relate", "edit"] if matter.is_open else ["reopen"]
    if matter.is_open and may(request.user, "matters.answer", matter):
        names.append("answer")
    found = {name: build(name, request, matter) for name in names}
    if failed is not None:
        found[str(failed.prefix)] = failed
    return found
