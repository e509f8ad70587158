"""The page of one matter, with at most eight queries for a visitor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from oppnasoc.trail.actions import lines
from oppnasoc.trail.models import Entry
from oppnasoc.ui.parts import Step
from oppnasoc.ui.registry import told
from oppnasoc.ui.templatetags.ui import shortday
from oppnasoc.voices.models import Voice

from . import sentences
from .desk import forms_for
from .models import Matter

SHOWN_VOICES = 50  # the earliest; a page of more says how many there are
SHOWN_ENTRIES = 100  # the latest


def page(
    request: HttpRequest, matter: Matter, *, failed: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """The page of a matter; ``failed`` is a form whose input is kept and shown with its errors."""
    voices = list(
        Voice.objects.published()
        .filter(grounds__matter=matter)
        .select_related("organisation")
        .order_by("said_on", "id")[: SHOWN_VOICES + 1]
    )
    origins = told("voices.origin", [v.pk for v in voices if v.channel == Voice.Channel.MEETING])
    entries = list(
        Entry.objects.filter(about_type="matters.matter", about_id=matter.pk)[:SHOWN_ENTRIES]
    )
    answers = (
        list(matter.answers.select_related("as_post"))
        if any(entry.kind == "matters.answered" for entry in entries)
        else []
    )
    known: dict[str, list[Any]] = {
        "matters.Answer": answers,
        "voices.Voice": voices,
        "groups.Party": [p for p in (matter.holder, matter.steward) if p],
    }
    for origin in origins.values():
        known.setdefault(origin.thing._meta.label, []).append(origin.thing)
    days = sorted({origin.on for origin in origins.values()})
    context: dict[str, Any] = {
        "matter": matter,
        "chip": sentences.chip(matter),
        "now": sentences.where_it_lies(matter, answers[0] if answers else None),
        "path": sentences.path(matter, answers, first_said=first_said(matter, voices, origins)),
        "voices": [(v, origins.get(v.pk)) for v in voices[:SHOWN_VOICES]],
        "people": sum(v.people_count for v in voices),
        "answers": answers,
        "taken_up": days if len(days) > 1 else [],
        "log": lines(entries, known=known),
        "related": list(matter.related.published()),
        "forms": forms_for(request, matter, failed),
        "failed": failed,
    }
    return render(request, "matters/matter.html", context, status=status)


def first_said(matter: Matter, voices: list[Voice], origins: dict[int, Any]) -> Step:
    """The first stepping stone: when and where it was first said."""
    if not voices:
        return Step(_("Said"), "done", shortday(matter.opened_on))
    first = voices[0]
    where = origins[first.pk].where if first.pk in origins else first.get_channel_display()
    return Step(_("Said"), "done", shortday(first.said_on), str(where))
