"""Who answers for the pages of the guide, what they are called, who keeps a talk kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from oppnasoc.discussion.subjects import Keeping, kept_by, talked_of
from oppnasoc.groups.answering import answers_for, called
from oppnasoc.groups.models import Party
from oppnasoc.voices.reception import reception_group

from .models import FirstTime, Help, Process, Step


@answers_for("process", "process_step", "process_versions")
def who_answers_for_it(slug: str, step: str = "") -> Party | None:
    found = Process.objects.published().filter(slug=slug).select_related("owner").first()
    return found.owner if found else None


@answers_for("help", "help_versions")
def who_gives_it(slug: str) -> Party | None:
    found = Help.objects.published().filter(slug=slug).select_related("party").first()
    return found.party if found else None


@called("process")
def of_process(slug: str) -> str:
    return (
        Process.objects.published().filter(slug=slug).values_list("title", flat=True).first() or ""
    )


@called("process_step")
def of_step(slug: str, step: str) -> str:
    found = Step.objects.filter(process__live=True, process__slug=slug, slug=step)
    titles = found.values_list("title", "process__title").first()
    return _("%(process)s: %(step)s") % {"step": titles[0], "process": titles[1]} if titles else ""


@called("help")
def of_help(slug: str) -> str:
    return Help.objects.published().filter(slug=slug).values_list("title", flat=True).first() or ""


@called("first_time")
def of_first_time(slug: str) -> str:
    found = FirstTime.objects.published().filter(slug=slug)
    return found.values_list("title", flat=True).first() or ""


@talked_of("process")
def of_processes(things: Sequence[int]) -> Mapping[int, Keeping]:
    """The group that looks at everything new keeps it kind; who answers for the process answers."""
    found = Process.objects.published().filter(pk__in=things).select_related("owner")
    group = reception_group()
    return {process.pk: Keeping(group, [process.owner]) for process in found}


@kept_by("process")
def of_groups(groups: Sequence[int]) -> QuerySet[Any, Any]:
    group = reception_group()
    every = Process.objects.published().order_by().values("pk")
    found: QuerySet[Any, Any] = every if group and group.pk in groups else every.none()
    return found
