"""'This is what we did' (Det här gjorde vi): a change from the first sentence to daily use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from oppnasoc.language.compare import words
from oppnasoc.people.rights import Somebody, may
from oppnasoc.trail.actions import Line, lines
from oppnasoc.trail.kinds import link
from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import told
from oppnasoc.ui.templatetags.ui import countword, shortday
from oppnasoc.voices.models import Voice

from . import better, sentences
from .models import Answer, Ground, Matter, Step
from .page import answers_to, said_about, steps_of, thoughts_on

PAGE = 12  # stories of a list
QUOTED = 3  # voices that a story begins with
ON_THE_WAY = ("matters.moved", "matters.given_back", "matters.lapsed", "matters.escalated")


@dataclass(frozen=True)
class Part:
    """One part of a story: its day, heading, text as safe HTML, and how it is drawn."""

    on: date
    title: str
    html: str
    tone: str = ""


def lasted(first: date, last: date) -> str:
    """How long it took from the first word: 'Det tog fem månader från första ordet.'"""
    days = (last - first).days
    months = round(days / 30.4)
    if months >= 2:
        text = _("It took %(n)s months from the first word to daily use.")
        return text % {"n": countword(months)}
    text = ngettext(
        "It took %(n)s day from the first word to daily use.",
        "It took %(n)s days from the first word to daily use.",
        days,
    )
    return text % {"n": countword(days)}


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """``/fragor/det-har-gjorde-vi/``: changes in daily use, the latest first."""
    from .views import page_number

    page = page_number(request)
    start = (page - 1) * PAGE
    changed = Matter.objects.visible_to(request.user).filter(status__in=Matter.CHANGED)
    used = Max("steps__taken_on", filter=Q(steps__status=Matter.Status.IN_USE))
    found = list(changed.annotate(used=used).order_by("-used", "-id")[start : start + PAGE + 1])
    shown = found[:PAGE]
    ids = [matter.pk for matter in shown]
    steps: dict[int, list[Step]] = {}
    for step in Step.objects.filter(matter__in=ids).order_by("taken_on", "id"):
        steps.setdefault(step.matter_id, []).append(step)
    first: dict[int, Voice] = {}
    public = {"voice__visibility": Voice.Visibility.PUBLIC}
    grounds = Ground.objects.filter(matter__in=ids, **public).exclude(voice__text="")
    grounds = grounds.select_related("voice")
    for ground in grounds.order_by("-voice__said_on", "-voice_id"):
        first[ground.matter_id] = ground.voice
    context = {
        "stories": [_in_short(m, steps.get(m.pk, []), first.get(m.pk)) for m in shown],
        "previous": page - 1,
        "next": page + 1 if len(found) > PAGE else None,
    }
    return render(request, "matters/stories.html", context)


def _in_short(matter: Matter, steps: list[Step], voice: Voice | None) -> dict[str, Any]:
    used = next((s for s in reversed(steps) if s.status == Matter.Status.IN_USE), None)
    pictured = next((s for s in reversed(steps) if s.picture), None)
    day = used.taken_on if used else matter.opened_on
    meta = _("In daily use since %(day)s.") % {"day": shortday(day)}
    return {
        "title": matter.title,
        "url": reverse("story", args=[matter.pk]),
        "said": voice.text if voice else "",
        "text": used.text if used else "",
        "meta": meta,
        "picture": pictured.picture_url if pictured else "",
        "shows": pictured.picture_shows if pictured else "",
        "width": pictured.picture_width if pictured else 0,
        "height": pictured.picture_height if pictured else 0,
    }


def changed_matter(user: Somebody, pk: int) -> Matter:
    """A matter with a story that this person may see; otherwise Http404."""
    seen = Matter.objects.visible_to(user).filter(status__in=Matter.CHANGED)
    return get_object_or_404(seen.with_parties(), pk=pk)


@require_safe
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """One change, told from the first sentence to today, with those who did it."""
    matter = changed_matter(request.user, pk)
    voices = said_about(matter=matter.pk)
    origins = told("voices.origin", [v.pk for v in voices if v.channel == Voice.Channel.MEETING])
    answers, steps = answers_to(matter=matter.pk), steps_of(matter=matter.pk)
    entries = Entry.objects.about(matter).filter(kind__in=ON_THE_WAY)
    known = {"groups.Party": [p for p in (matter.holder, matter.steward) if p]}
    way = list(reversed(lines(entries, known=known)))
    used = next(
        (s for s in steps if s.status == Matter.Status.IN_USE), steps[-1] if steps else None
    )
    began = voices[0].said_on if voices else matter.opened_on
    context = {
        "matter": matter,
        "parts": _parts(matter, voices, origins, way, answers, steps),
        "thought": better.thought(matter, thoughts_on(matter=matter.pk)),
        "lasted": lasted(began, used.taken_on if used else matter.opened_on),
        "credits": [c.shown_name for c in _credits(matter) if c.shown_name],
        "unnamed": _unnamed(matter),
        "parties": _parties(matter, way),
        "may_be_credited": may(request.user, "matters.be_credited", matter),
    }
    return render(request, "matters/story.html", context)


def _parts(
    matter: Matter,
    voices: list[Voice],
    origins: dict[int, Any],
    way: list[Line],
    answers: list[Answer],
    steps: list[Step],
) -> list[Part]:
    """The story in the order it happened; the words stand first, the way before the answer."""
    parts = []
    if voices:
        quoted = [sentences.said(v, origins.get(v.pk)) for v in voices[:QUOTED]]
        html = format_html_join("\n", "{}", ((q,) for q in quoted))
        if len(voices) > QUOTED:
            more = ngettext(
                "And %(n)s more said it.", "And %(n)s more said it.", len(voices) - QUOTED
            ) % {"n": countword(len(voices) - QUOTED)}
            html = format_html("{}<p>{}</p>", html, more)
        parts.append(Part(voices[0].said_on, _("It began with words"), html, "said"))
    taken = format_html(_("{} took it on and saw it through."), link(matter.steward))
    parts.append(Part(matter.opened_on, _("Somebody took it on"), _paragraph(taken)))
    if way:
        html = format_html(
            "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((w.html,) for w in way))
        )
        parts.append(Part(way[0].at.date(), _("It went from hand to hand"), html))
    for answer in reversed(
        [a for a in answers if Answer.LEADS_TO[a.verdict] == Matter.Status.DECIDED]
    ):
        who = format_html('<p class="meta">{}</p>', answer.given_by) if answer.given_by else ""
        html = format_html("<blockquote>{}</blockquote>{}", _paragraph(answer.text), who)
        title = _("The answer: %(verdict)s") % {"verdict": answer.verdict_name.lower()}
        parts.append(Part(answer.answered_on, title, html))
    said = {answer.text for answer in answers}
    for step in steps:
        if step.status == Matter.Status.DECIDED and step.text in said:
            continue  # The answer said it already.
        html = render_to_string("matters/_step.html", {"step": step})
        title = str(Matter.Status(step.status).label)
        tone = "used" if step.status in Matter.CHANGED else ""
        parts.append(Part(step.taken_on, title, html, tone))
    return sorted(parts, key=lambda part: part.on)


def _paragraph(text: str) -> str:
    return format_html("<p>{}</p>", text)


def _credits(matter: Matter) -> QuerySet[Any]:
    return matter.credits.select_related("user")


def _unnamed(matter: Matter) -> str:
    """How many were part of it without a name."""
    count = sum(not credit.shown_name for credit in _credits(matter))
    if not count:
        return ""
    words_ = ngettext("and one more", "and %(n)s more", count)
    return words_ % {"n": countword(count)}


def _parties(matter: Matter, way: list[Line]) -> str:
    """Who saw it through and with whom it ended."""
    if matter.holder_id == matter.steward_id or matter.holder is None:
        return format_html(_("Seen through by {}."), link(matter.steward))
    text = _("Seen through by {}, carried out by {}.")
    return format_html(text, link(matter.steward), link(matter.holder))


@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """``/fragor/12/forslag/?fran=1&till=3``: two versions of a proposal compared in words."""
    matter = get_object_or_404(Matter.objects.visible_to(request.user), pk=pk)
    versions = list(matter.proposals.all())
    by_version = {each.version: each for each in versions}
    if not versions:
        raise Http404
    after = by_version.get(_number(request, "till", versions[0].version))
    if after is None:
        raise Http404
    before = by_version.get(_number(request, "fran", after.version - 1))
    context = {
        "matter": matter,
        "versions": versions,
        "before": before,
        "after": after,
        "pieces": words(before.text, after.text) if before else [],
    }
    return render(request, "matters/proposal.html", context)


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 5 else otherwise


@require_safe
def step_file(request: HttpRequest, pk: int, what: str) -> HttpResponse | FileResponse:
    """The picture or file of a step, for those who may see its matter."""
    seen = Matter.objects.visible_to(request.user)
    step = get_object_or_404(Step.objects.filter(matter__in=seen), pk=pk)
    kept = {"bild": step.picture, "fil": step.file}.get(what)
    if not kept or not kept.name or not kept.storage.exists(kept.name):
        raise Http404
    kind = "image/webp" if what == "bild" else "application/pdf"
    response = FileResponse(kept.open("rb"), content_type=kind)
    response["Cache-Control"] = "private, max-age=3600"
    return response
