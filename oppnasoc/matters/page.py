"""The page of one matter, with at most eight queries for a visitor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from oppnasoc.people.rights import Somebody, may
from oppnasoc.trail.actions import lines
from oppnasoc.trail.models import Entry
from oppnasoc.ui.parts import Step
from oppnasoc.ui.prepared import prepared
from oppnasoc.ui.registry import told
from oppnasoc.ui.templatetags.ui import shortday
from oppnasoc.voices.models import Voice

from . import sentences
from .desk import forms_for
from .models import Answer, Matter

SHOWN_VOICES = 50  # the earliest; a page of more says how many there are
SHOWN_ENTRIES = 100  # the latest


@dataclass(frozen=True)
class Found:
    """A matter with its parties, and the matters that belong together with it."""

    matter: Matter
    related: list[Matter]


@prepared
def with_related(pk: int, sees_hidden: bool) -> QuerySet[Matter]:
    seen = Matter.objects.all() if sees_hidden else Matter.objects.published()
    return seen.with_parties().beside(pk)


@prepared
def said_about(matter: int) -> QuerySet[Voice]:
    """The earliest voices, one more than is shown."""
    said = Voice.objects.published().filter(grounds__matter=matter)
    said = said.select_related("organisation").only(
        "text", "channel", "said_on", "speaker", "people_count", "visibility", "organisation__name"
    )
    return said.order_by("said_on", "id")[: SHOWN_VOICES + 1]


@prepared
def happened_to(matter: int) -> QuerySet[Entry]:
    """The latest entries."""
    entries = Entry.objects.filter(about_type="matters.matter", about_id=matter)
    return entries.only("at", "kind", "data")[:SHOWN_ENTRIES]


@prepared
def answers_to(matter: int) -> QuerySet[Answer]:
    return Answer.objects.filter(matter=matter).select_related("as_post", "answered_by")


def read(user: Somebody, pk: int) -> Found:
    """A matter that this person may see, with what belongs to it; otherwise Http404."""
    if pk > models.BigIntegerField.MAX_BIGINT:
        raise Http404
    rows = with_related(pk=pk, sees_hidden=may(user, "matters.see_hidden"))
    for row in rows:
        if row.pk == pk:
            return Found(row, [other for other in rows if other is not row])
    raise Http404


def page(
    request: HttpRequest, found: Found, *, failed: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """The page of a matter; ``failed`` is a form whose input is kept and shown with its errors."""
    matter = found.matter
    voices = said_about(matter=matter.pk)
    origins = told("voices.origin", [v.pk for v in voices if v.channel == Voice.Channel.MEETING])
    entries = happened_to(matter=matter.pk)
    is_answered = (
        matter.status != Matter.Status.OPEN
        or len(entries) == SHOWN_ENTRIES
        or any(entry.kind == "matters.answered" for entry in entries)
    )
    answers = answers_to(matter=matter.pk) if is_answered else []
    known: dict[str, list[Any]] = {
        "matters.Answer": answers,
        "voices.Voice": voices,
        "groups.Party": [p for p in (matter.holder, matter.steward) if p],
        "matters.Matter": [matter, *found.related],
    }
    for origin in origins.values():
        known.setdefault(origin.thing._meta.label, []).append(origin.thing)
    days = sorted({origin.on for origin in origins.values()})
    context: dict[str, Any] = {
        "matter": matter,
        "chip": sentences.chip(matter),
        "now": sentences.where_it_lies(matter, answers[0] if answers else None),
        "path": sentences.path(matter, answers, first_said=first_said(matter, voices, origins)),
        "voices": [sentences.said(v, origins.get(v.pk)) for v in voices[:SHOWN_VOICES]],
        "people": people_behind(matter, voices),
        "answers": answers,
        "taken_up": days if len(days) > 1 else [],
        "log": lines(entries, known=known),
        "related": [m for m in found.related if m.visibility == Matter.Visibility.PUBLIC],
        "forms": forms_for(request, matter, failed),
        "failed": failed,
    }
    return render(request, "matters/matter.html", context, status=status)


def people_behind(matter: Matter, voices: list[Voice]) -> int:
    """How many people have said it; one more query only when not every voice is shown."""
    if len(voices) <= SHOWN_VOICES:
        return sum(voice.people_count for voice in voices)
    said = Voice.objects.published().filter(grounds__matter=matter)
    return int(said.order_by().aggregate(models.Sum("people_count"))["people_count__sum"])


def first_said(matter: Matter, voices: list[Voice], origins: dict[int, Any]) -> Step:
    """The first stepping stone: when and where it was first said."""
    if not voices:
        return Step(_("Said"), "done", shortday(matter.opened_on))
    first = voices[0]
    where = origins[first.pk].where if first.pk in origins else first.get_channel_display()
    return Step(_("Said"), "done", shortday(first.said_on), str(where))
