"""A process can be followed: each change of it is news. So can a situation, for new help, and the
tips, all together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.editorial.models import Reviewed
from oppnasoc.following.subjects import Shown, Target, belongs, subject, tells_of
from oppnasoc.trail.models import Entry

from .models import FirstTime, Help, Process, Situation, Tip

TIPS = 1  # the one key under which all tips are followed


def processes(keys: Sequence[int], user: Any) -> Mapping[int, Shown]:
    found = Process.objects.published().filter(pk__in=keys).only("title", "slug")
    return {each.pk: Shown(each.title, each.get_absolute_url()) for each in found}


def situations(keys: Sequence[int], user: Any) -> Mapping[int, Shown]:
    found = Situation.objects.filter(pk__in=keys)
    return {each.pk: Shown(each.title, each.get_absolute_url()) for each in found}


def first_times(keys: Sequence[int], user: Any) -> Mapping[int, Shown]:
    found = FirstTime.objects.published().filter(pk__in=keys).only("title", "slug")
    return {each.pk: Shown(each.title, each.get_absolute_url()) for each in found}


def all_tips(keys: Sequence[int], user: Any) -> Mapping[int, Shown]:
    return {TIPS: Shown(_("Did you know?"), reverse("tips"))} if TIPS in keys else {}


subject("process", word="sa-gor-vi", label=gettext_lazy("How we do"), shown=processes, order=62)
subject(
    "situation",
    word="hjalp",
    label=gettext_lazy("Help that exists"),
    shown=situations,
    order=64,
)
subject(
    "first_time",
    word="forsta-gangen",
    label=gettext_lazy("The first time"),
    shown=first_times,
    order=65,
)
subject("tips", word="visste-du", label=gettext_lazy("Tips"), shown=all_tips, order=66)


def _rows(model: type[Reviewed], entries: Sequence[Entry], what: str) -> dict[int, int | None]:
    wanted = {entry.about_id for entry in entries}
    found = model._default_manager.filter(pk__in=wanted)
    return dict(found.order_by().values_list("pk", what))


@belongs("guide.Process")
def of_processes(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    known = Process.objects.filter(pk__in={entry.about_id for entry in entries})
    its = {pk: more for pk, *more in known.values_list("pk", "owner", "theme")}
    return {
        entry.pk: [
            ("process", entry.about_id),
            ("party", its[entry.about_id][0]),
            *([("theme", theme)] if (theme := its[entry.about_id][1]) else []),
        ]
        for entry in entries
        if entry.about_id in its
    }


@belongs("guide.Help")
def of_help(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    through = Help.situations.through._default_manager
    wanted = {entry.about_id for entry in entries}
    its: dict[int, list[Target]] = defaultdict(list)
    rows = through.filter(help__in=wanted).order_by("pk").values_list("help", "situation")
    for pk, situation in rows:
        its[pk].append(("situation", situation))
    for pk, theme in _rows(Help, entries, "theme").items():
        its[pk] += [("theme", theme)] if theme else []
    return {entry.pk: its[entry.about_id] for entry in entries}


@belongs("guide.FirstTime")
def of_first_times(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    its = _rows(FirstTime, entries, "situation")
    return {
        entry.pk: [
            ("first_time", entry.about_id),
            *([("situation", key)] if (key := its[entry.about_id]) else []),
        ]
        for entry in entries
        if entry.about_id in its
    }


@belongs("guide.Tip")
def of_tips(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    its = _rows(Tip, entries, "theme")
    return {
        entry.pk: [("tips", TIPS), *([("theme", key)] if (key := its.get(entry.about_id)) else [])]
        for entry in entries
    }


@tells_of("process")
def about_a_process(key: int) -> Q:
    return Q(about_type="guide.process", about_id=key)


@tells_of("party")
def about_processes_of_a_party(key: int) -> Q:
    theirs = Process.objects.published().filter(owner=key).order_by().values("pk")
    return Q(about_type="guide.process", about_id__in=theirs)


@tells_of("first_time")
def about_a_first_time(key: int) -> Q:
    return Q(about_type="guide.firsttime", about_id=key)


@tells_of("situation")
def about_help_in_a_situation(key: int) -> Q:
    helps = Help.objects.published().filter(situations=key).order_by().values("pk")
    firsts = FirstTime.objects.published().filter(situation=key).order_by().values("pk")
    return Q(about_type="guide.help", about_id__in=helps) | Q(
        about_type="guide.firsttime", about_id__in=firsts
    )


@tells_of("tips")
def about_tips(key: int) -> Q:
    return Q(about_type="guide.tip") if key == TIPS else Q(pk__in=[])


@tells_of("theme")
def about_a_theme(key: int) -> Q:
    wanted = Q(pk__in=[])
    for model in (Process, Help, Tip):
        its = model._default_manager.filter(live=True, theme=key).order_by().values("pk")
        wanted |= Q(about_type=model._meta.label_lower, about_id__in=its)
    return wanted
