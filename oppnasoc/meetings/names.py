"""A name comes off every page when the person asks: minutes, matters, answers, notes, drafts.

The exact name is given; where it stands is shown first. The trail tells that a name was removed,
never which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.matters.models import Answer, Ground, Judgement, Matter, Note, Proposal, Step
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.search.models import Document
from oppnasoc.search.sources import sources
from oppnasoc.trail.actions import record
from oppnasoc.voices.models import Correction, Inquiry, Voice

from . import releasing
from .findings import ROLE_WORD
from .models import Attendee, Draft, Meeting, Minutes, Point
from .taking_back import flag_documents

OURS = ("matter", "point", "meeting", "inquiry")  # what the search finds of the kinds above
SHORTEST = 3  # characters; a shorter name stands in too many words
AROUND = 60  # characters that are shown on each side


@dataclass(frozen=True)
class Kind:
    """Where names may stand: a model, its fields, and how the thing is reached that shows it."""

    model: type[models.Model]
    fields: tuple[str, ...]
    label: str | Promise
    about: str = ""


KINDS = (
    Kind(Meeting, ("title", "practical"), gettext_lazy("a meeting")),
    Kind(Attendee, ("name", "organisation", "role"), gettext_lazy("who was there"), "minutes"),
    Kind(Point, ("text", "answer"), gettext_lazy("a point of minutes"), "minutes"),
    Kind(Minutes, ("original",), gettext_lazy("the notes as they came in")),
    Kind(Draft, ("name", "original"), gettext_lazy("a draft")),
    Kind(Voice, ("speaker", "text", "hidden_reason"), gettext_lazy("what somebody said")),
    Kind(Correction, ("text",), gettext_lazy("new words that wait"), "voice"),
    Kind(Inquiry, ("question", "why", "outcome"), gettext_lazy("an open question")),
    Kind(Matter, ("title", "summary"), gettext_lazy("a matter")),
    Kind(Note, ("text",), gettext_lazy("a note"), "matter"),
    Kind(Answer, ("text", "reason", "turn_to"), gettext_lazy("an answer"), "matter"),
    Kind(
        Step,
        ("text", "evidence", "file_title", "picture_shows"),
        gettext_lazy("a step of a change"),
        "matter",
    ),
    Kind(Proposal, ("text", "why"), gettext_lazy("a proposal"), "matter"),
    Kind(Judgement, ("words",), gettext_lazy("what somebody thinks"), "ground.matter"),
    Kind(Ground, ("receipt",), gettext_lazy("a receipt"), "matter"),
)


@dataclass(frozen=True)
class Place:
    """One place where the name stands: what it is, and the words around it."""

    label: str
    before: str
    name: str
    after: str
    url: str


def pattern(name: str) -> re.Pattern[str]:
    """The name as whole words, with a genitive s and any spacing. Raises ValidationError."""
    words = name.split()
    if len("".join(words)) < SHORTEST:
        raise ValidationError({"name": _("Write the whole name, at least three letters.")})
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(s?)(?!\w)")


def taken_out(text: str, name: re.Pattern[str]) -> str:
    """The text with neutral words in place of the name, with a capital where a sentence begins."""

    def neutral(match: re.Match[str]) -> str:
        begins = not text[: match.start()].rstrip(" \t*–-") or re.search(
            r"[.!?:\n][\s*–-]*$", text[: match.start()]
        )
        words = ROLE_WORD.capitalize() if begins else ROLE_WORD
        return f"{words}s" if match[1] else words

    return name.sub(neutral, text)


def holding(name: str) -> Iterator[tuple[Kind, models.Model, list[str]]]:
    """Every row that holds the name, with the fields in which it stands."""
    wanted, first = pattern(name), name.split()[0]
    for kind in KINDS:
        asked = Q()
        for field in kind.fields:
            asked |= Q(**{f"{field}__contains": first})
        if kind.model is Draft:
            asked = Q()  # Names may stand anywhere in what is decided about a document.
        for row in kind.model._default_manager.filter(asked).order_by("pk").iterator():
            fields = [field for field in kind.fields if wanted.search(getattr(row, field))]
            if isinstance(row, Draft) and any(wanted.search(t) for t in texts(row.content)):
                fields.append("content")
            if fields:
                yield kind, row, fields


def texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def rewritten(value: Any, name: re.Pattern[str]) -> Any:
    """A JSON value with the name taken out of every text."""
    if isinstance(value, str):
        return taken_out(value, name)
    if isinstance(value, dict):
        return {key: rewritten(each, name) for key, each in value.items()}
    if isinstance(value, list):
        return [rewritten(each, name) for each in value]
    return value


def shows(kind: Kind, row: models.Model) -> models.Model:
    """The thing on whose page the row is read."""
    thing: Any = row
    for step in filter(None, kind.about.split(".")):
        thing = getattr(thing, step)
    return thing  # type: ignore[no-any-return]


def is_open(row: models.Model) -> bool:
    """Whether anybody may read it; of other places only their kind is told to who looks."""
    if isinstance(row, (Point, Attendee)):
        return row.minutes.status == Minutes.Status.PUBLISHED
    if isinstance(row, Voice):
        return row.visibility == Voice.Visibility.PUBLIC
    if isinstance(row, Inquiry):
        return not row.taken_back
    if isinstance(row, Ground):
        return False  # Receipts are for those who tell.
    matter = row if isinstance(row, Matter) else getattr(row, "matter", None)
    if isinstance(matter, Matter):
        return matter.visibility == Matter.Visibility.PUBLIC
    return isinstance(row, Meeting)


def places(name: str, *, by: User | None) -> list[Place]:
    """Where the name stands, before it is removed. Raises PermissionDenied, ValidationError."""
    require(by, "meetings.remove_name")
    wanted, found = pattern(name), []
    for kind, row, fields in holding(name):
        value = " ".join(" ".join(texts(getattr(row, field))) for field in fields)
        match = wanted.search(value)
        if match is None:
            continue
        if not is_open(row):
            found.append(Place(str(kind.label), "", match[0], "", ""))
            continue
        address = getattr(shows(kind, row), "get_absolute_url", None)
        before = value[max(0, match.start() - AROUND) : match.start()]
        after = value[match.end() : match.end() + AROUND]
        found.append(Place(str(kind.label), before, match[0], after, address() if address else ""))
    return found


def elsewhere(name: str, *, by: User | None) -> list[Place]:
    """Where the name stands on pages that others write – of groups, organisations, the site – and
    is not removed by us: whoever tends such a page takes it away there. Raises as ``places``."""
    require(by, "meetings.remove_name")
    wanted, first = pattern(name), name.split()[0]
    holds = Q(title__contains=first) | Q(text__contains=first)
    labels = {source.kind: str(source.label) for source in sources()}
    found = []
    for document in Document.objects.filter(holds).exclude(kind__in=OURS).order_by("url"):
        value = f"{document.title}\n{document.text}"
        if match := wanted.search(value):
            before = value[max(0, match.start() - AROUND) : match.start()]
            after = value[match.end() : match.end() + AROUND]
            label = labels.get(document.kind, document.kind)
            found.append(Place(label, before, match[0], after, document.url))
    return found


@transaction.atomic
def remove_name(name: str, *, by: User | None) -> int:
    """Put neutral words in place of a name everywhere. Returns in how many places it stood.

    Copies of documents that everybody could fetch are taken back, and the files are to be removed
    by the secretary. Raises PermissionDenied, and ValidationError when it stands nowhere.
    """
    require(by, "meetings.remove_name")
    wanted, count = pattern(name), 0
    touched: dict[tuple[str, int], models.Model] = {}
    minutes: dict[int, Minutes] = {}
    for kind, row, fields in list(holding(name)):
        for field in fields:
            limit = getattr(row._meta.get_field(field), "max_length", None)
            new = rewritten(getattr(row, field), wanted)
            setattr(row, field, new[:limit] if limit and isinstance(new, str) else new)
        if isinstance(row, Voice) and row.speaker.lower().startswith(ROLE_WORD):
            row.speaker = ""
        if isinstance(row, Draft):
            row.revision += 1  # Who works on it must not write the name back.
            fields.append("revision")
        row.save(update_fields=fields)
        count += 1
        thing = shows(kind, row)
        touched[thing._meta.label_lower, thing.pk] = thing
        for each in _minutes_of(thing):
            minutes[each.pk] = each
    if not count:
        raise ValidationError({"name": _("The name stands nowhere. Is it spelt the same way?")})
    for thing in touched.values():
        if isinstance(thing, Matter):
            Matter.objects.filter(pk=thing.pk).update(changed_at=timezone.now())
        record("meetings.name_removed", thing, by=by, places=count)
    for each in minutes.values():
        flag_documents(each)
        releasing.fit(each, by=by, withdrawn=True)
    return count


def _minutes_of(thing: models.Model) -> list[Minutes]:
    if isinstance(thing, Minutes):
        return [thing]
    if isinstance(thing, Draft) and thing.minutes is not None:
        return [thing.minutes]
    return []
