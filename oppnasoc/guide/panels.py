"""What the guide shows on the pages of units, roles, organisations and other authorities."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.template.loader import render_to_string

from oppnasoc.groups.models import Party
from oppnasoc.matters.models import Matter
from oppnasoc.ui.html import fill
from oppnasoc.ui.kept import kept
from oppnasoc.ui.registry import panel

from .asked import about_processes
from .models import Help, Process, Step


@dataclass
class Does:
    """What somebody does: (title, address) of processes that it answers for or has a step in, and
    of the help that it gives."""

    answers_for: list[tuple[str, str]] = field(default_factory=list)
    takes_part_in: list[tuple[str, str]] = field(default_factory=list)
    helps: list[tuple[str, str]] = field(default_factory=list)


@kept
def by_party() -> dict[int, Does]:
    """By the party's key; three queries once a minute."""
    found: dict[int, Does] = defaultdict(Does)
    processes = Process.objects.published().only("title", "slug", "owner").order_by("title")
    links = {}
    for process in processes:
        links[process.pk] = (process.title, process.get_absolute_url())
        found[process.owner_id].answers_for.append(links[process.pk])
    steps = Step.objects.filter(process__live=True).exclude(who=None).order_by("process__title")
    for party, key in steps.values_list("who", "process"):
        does = found[party]
        if links[key] not in [*does.answers_for, *does.takes_part_in]:
            does.takes_part_in.append(links[key])
    for help_ in Help.objects.published().exclude(party=None).only("title", "slug", "party"):
        found[help_.party_id or 0].helps.append((help_.title, help_.get_absolute_url()))
    return dict(found)


@panel("groups.party", order=10, queries=3)
def what_they_do(request: HttpRequest, party: Party) -> str:
    """'How we do' and 'Help that exists' of a party."""
    does = by_party().get(party.pk)
    return render_to_string("guide/_party.html", {"does": does}, request) if does else ""


@panel("matters.matter", order=35, queries=2)
def asked_about_a_step(request: HttpRequest, matter: Matter) -> str:
    """Which step of which process a question is about; no query for all other questions."""
    path = next((p for p, keys in about_processes().items() if matter.pk in keys), "")
    parts = path.strip("/").split("/")
    if len(parts) < 2:
        return ""
    process = Process.objects.published().filter(slug=parts[1]).only("title", "slug").first()
    if process is None:
        return ""
    step = process.steps.filter(slug=parts[-1]).first() if len(parts) > 2 else None
    title = f"{process.title}: {step.title}" if step else process.title
    url = path if step else process.get_absolute_url()
    context = {"link": fill('<a href="{}">{}</a>', url, title)}
    return render_to_string("guide/_matter.html", context, request)
