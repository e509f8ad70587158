"""The page of one matter, with at most eight queries for a visitor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import BigIntegerField, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, JSONObject
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from oppnasoc.following.models import Follow
from oppnasoc.groups.answering import told_about
from oppnasoc.groups.known import parties as known_parties
from oppnasoc.people.rights import Somebody, may
from oppnasoc.trail.actions import lines
from oppnasoc.trail.models import Entry
from oppnasoc.ui import parts
from oppnasoc.ui.days import today
from oppnasoc.ui.prepared import prepared
from oppnasoc.ui.registry import told
from oppnasoc.ui.templatetags.ui import shortday
from oppnasoc.voices.models import Voice

from . import better, sentences
from .desk import OPEN, desk_for
from .forms import MatterForm
from .judging import of_today
from .models import Answer, Judgement, Matter, Note, Step
from .verbs import TEND

SHOWN_VOICES = 50  # the earliest; a page of more says how many there are
SHOWN_ENTRIES = 100  # the latest


@dataclass(frozen=True)
class Found:
    """A matter with its parties, and the matters that belong together with it."""

    matter: Matter
    related: list[Matter]


@prepared
def with_related(pk: int, sees_hidden: bool, reader: int = 0) -> QuerySet[Matter]:
    """A matter and those beside it; for a signed-in ``reader`` each with ``followed``."""
    seen = Matter.objects.all() if sees_hidden else Matter.objects.published()
    given = Judgement.objects.filter(
        ground__matter=OuterRef("pk"), outcome_on=F("ground__owed_since")
    )
    found = seen.with_parties().with_proposal().annotate(judged=Exists(given))
    if reader:
        mine = Follow.objects.following(reader).filter(kind="matter", thing=OuterRef("pk"))
        found = found.annotate(followed=Exists(mine))
    return found.beside(pk)


@prepared
def thoughts_on(matter: int) -> QuerySet[Judgement]:
    """What those who raised a matter think of its outcome, the latest first."""
    given = of_today().filter(ground__matter=matter)
    return given.only("better", "words", "shown").order_by("-given_at", "-id")


@prepared
def said_about(matter: int) -> QuerySet[Voice]:
    """The earliest voices with words, one more than is shown; each with ``too``, how many say that
    it concerns them too and nothing more, or None."""
    same = Voice.objects.published().filter(grounds__matter=matter, text="").order_by()
    counted = same.values("visibility").annotate(n=models.Sum("people_count")).values("n")
    said = Voice.objects.published().filter(grounds__matter=matter).exclude(text="")
    said = said.annotate(too=Subquery(counted))
    said = said.select_related("organisation").only(
        "text",
        "about",
        "channel",
        "said_on",
        "speaker",
        "people_count",
        "visibility",
        "organisation__name",
    )
    return said.order_by("said_on", "id")[: SHOWN_VOICES + 1]


@prepared
def happened_to(matter: int) -> QuerySet[Entry]:
    """The latest entries, each with ``words``: the note that it refers to, or None."""
    note = Cast(KeyTextTransform("note", OuterRef("data")), BigIntegerField())
    words = JSONObject(
        pk="pk", text="text", emptied_on="emptied_on", corrected_by="corrected_by__pk"
    )
    entries = Entry.objects.filter(about_type="matters.matter", about_id=matter)
    entries = entries.annotate(words=Subquery(Note.objects.filter(pk=note).values_list(words)[:1]))
    return entries.only("at", "kind", "data")[:SHOWN_ENTRIES]


def notes_in(entries: list[Entry]) -> list[Note]:
    """The notes that came with entries, as far as their sentences need them."""
    found = []
    for words in (vars(entry)["words"] for entry in entries):
        if words:
            corrected_by = words.pop("corrected_by")
            note = Note(**words)
            later = Note(pk=corrected_by) if corrected_by else None
            Note._meta.get_field("corrected_by").set_cached_value(note, later)
            found.append(note)
    return found


@prepared
def answers_to(matter: int) -> QuerySet[Answer]:
    return Answer.objects.filter(matter=matter).select_related(
        "as_post", "answered_by", "on_behalf_of"
    )


@prepared
def steps_of(matter: int) -> QuerySet[Step]:
    """The steps of a change, the first one first."""
    return Step.objects.filter(matter=matter).order_by("taken_on", "id")


def read(user: Somebody, pk: int) -> Found:
    """A matter that this person may see, with what belongs to it; otherwise Http404."""
    if pk > models.BigIntegerField.MAX_BIGINT:
        raise Http404
    reader = {"reader": user.pk} if user is not None and user.pk else {}
    rows = with_related(pk=pk, sees_hidden=may(user, "matters.see_hidden"), **reader)
    for row in rows:
        if row.pk == pk:
            return Found(row, [other for other in rows if other is not row])
    raise Http404


def page(
    request: HttpRequest,
    found: Found,
    *,
    name: str = "",
    failed: MatterForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a matter. ``name`` is a verb whose form is open; ``failed`` is its form as it
    was sent, whose input is kept and shown with its errors."""
    matter = found.matter
    voices = said_about(matter=matter.pk)
    origins = told("voices.origin", [v.pk for v in voices if v.channel == Voice.Channel.MEETING])
    entries = happened_to(matter=matter.pk)
    kinds = {entry.kind for entry in entries}
    everything = len(entries) < SHOWN_ENTRIES
    began = matter.status == Matter.Status.OPEN and everything
    answers = [] if began and "matters.answered" not in kinds else answers_to(matter=matter.pk)
    steps = steps_of(matter=matter.pk) if answers else []
    parties = (matter.holder, matter.steward, matter.asked, matter.lifted_to)
    known: dict[str, list[Any]] = {
        "matters.Answer": answers,
        "matters.Step": steps,
        "matters.Note": notes_in(entries),
        "voices.Voice": voices,
        "groups.Party": [*known_parties(), *filter(None, parties)],
        "matters.Matter": [matter, *found.related],
    }
    for origin in origins.values():
        known.setdefault(origin.thing._meta.label, []).append(origin.thing)
    days = sorted({origin.on for origin in origins.values()})
    log = lines(entries, known=known)
    too = without_words(matter, voices)
    thoughts = thoughts_on(matter=matter.pk) if vars(matter)["judged"] else []
    context: dict[str, Any] = {
        "matter": matter,
        "followed": vars(matter).get("followed"),
        "thought": better.thought(matter, thoughts),
        "taken_back": not voices and not too and all_taken_back(matter),
        "now": sentences.where_it_lies(matter, answers[0] if answers else None),
        "hand_over": sentences.hand_over(matter, log),
        "lifted": sentences.lifted(matter),
        "moves": sentences.moves(log),
        "path": sentences.path(matter, answers, first_said=first_said(matter, voices, origins)),
        "voices": [sentences.said(v, origins.get(v.pk)) for v in voices[:SHOWN_VOICES]],
        "too": sentences.too(too) if voices else "",
        "people": people_behind(matter, voices, too),
        "answers": answers,
        "step": steps[-1] if steps else None,
        "has_story": matter.status in Matter.CHANGED,
        "proposal": vars(matter).get("proposal"),
        "taken_up": days if len(days) > 1 else [],
        "log": log,
        "related": [m for m in found.related if m.visibility == Matter.Visibility.PUBLIC],
        "tended": voices[:SHOWN_VOICES] if may(request.user, TEND, matter) else [],
        "desk": desk_for(request.user, matter, name or request.GET.get(OPEN, ""), failed),
    }
    if matter.quick:
        context |= of_a_quick_one(voices, answers)
        return render(request, "matters/quick.html", context, status=status)
    return render(request, "matters/matter.html", context, status=status)


def of_a_quick_one(voices: list[Voice], answers: list[Answer]) -> dict[str, Any]:
    """What only the page of a quick question shows: its answer, whether that is old, and the page
    that was asked about."""
    answer = answers[0] if answers else None
    review_on = answer.review_on if answer else None
    about = next((voice.about for voice in voices if voice.about), "")
    return {
        "answer": answer,
        "old": review_on is not None and review_on <= today(),
        "about": about,
        "about_name": str(told_about(about) or "") if about else "",
    }


def without_words(matter: Matter, voices: list[Voice]) -> int:
    """How many say that it concerns them too and nothing more; it came with the voices, if any."""
    if voices:
        return vars(voices[0])["too"] or 0
    said = Voice.objects.published().filter(grounds__matter=matter)
    return said.order_by().aggregate(n=models.Sum("people_count"))["n"] or 0


def all_taken_back(matter: Matter) -> bool:
    """Whether all that a matter stood on was taken back; asked only when it stands on nothing."""
    withdrawn = {"voice__visibility": Voice.Visibility.WITHDRAWN}
    return matter.grounds.filter(**withdrawn).exists()


def people_behind(matter: Matter, voices: list[Voice], too: int) -> int:
    """How many people have said it; one more query only when not every voice is shown."""
    if len(voices) <= SHOWN_VOICES:
        return sum(voice.people_count for voice in voices) + too
    said = Voice.objects.published().filter(grounds__matter=matter)
    return int(said.order_by().aggregate(models.Sum("people_count"))["people_count__sum"])


def first_said(matter: Matter, voices: list[Voice], origins: dict[int, Any]) -> parts.Step:
    """The first stepping stone: when and where it was first said."""
    if not voices:
        return parts.Step(_("Said"), "done", shortday(matter.opened_on))
    first = voices[0]
    where = origins[first.pk].where if first.pk in origins else first.get_channel_display()
    return parts.Step(_("Said"), "done", shortday(first.said_on), str(where))
