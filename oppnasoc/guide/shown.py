"""What the pages show, the same for a reader and in an editor's preview."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse
from wagtail.models import Revision

from oppnasoc.discussion.panels import talk_of
from oppnasoc.editorial.publishing import public_versions
from oppnasoc.groups.models import Party
from oppnasoc.ui.days import today
from oppnasoc.ui.kept import kept

from . import asked, picture
from .asked import Asked
from .models import FirstTime, Help, Process, Situation, Step, Tip
from .names import party
from .times import Measured, in_all, measured

ON_THE_PROCESS = 3  # questions that a step shows on the page of its process


@dataclass
class Told:
    """A step with everything that its page shows: its number, its party, what was asked."""

    number: int
    step: Step
    url: str
    who: Party | None
    measured: Measured | None = None
    asked: list[Asked] = field(default_factory=list)
    more: int = 0

    @property
    def changed(self) -> list[Asked]:
        """What somebody asked and that changed something."""
        return [each for each in self.asked if each.changed]


def steps_of(process: Process, most: int | None = ON_THE_PROCESS) -> list[Told]:
    """The steps in their order. One query for them and two for all their questions."""
    steps: Sequence[Step] = list(process.steps.all())
    urls = [reverse("process_step", args=[process.slug, s.slug or "steg"]) for s in steps]
    times = measured(step.pk for step in steps)
    questions = asked.about(urls)
    found = []
    for number, (step, url) in enumerate(zip(steps, urls, strict=True), start=1):
        its = questions.get(url, [])
        shown = its[:most] if most else its
        found.append(
            Told(
                number,
                step,
                url,
                party(step.who_id),
                times.get(step.pk),
                shown,
                len(its) - len(shown),
            )
        )
    return found


def of_process(process: Process) -> dict[str, Any]:
    """The page of a process: at most six queries, however many steps and questions there are."""
    steps = steps_of(process)
    return {
        "process": process,
        "owner": party(process.owner_id),
        "steps": steps,
        "time": total(told.step for told in steps),
        "drawings": picture.drawings([drawn(told) for told in steps]),
        "related": near(process),
        "tip": tip_of_the_day(process.theme_id),
        "talk": talk_of("process", process.pk, None) if process.live else "",
    }


def near(process: Process) -> list[Process]:
    """Those that it leads to and those that lead to it; one query."""
    if process.pk is None:
        return []
    both = Q(related_from=process) | Q(related=process)
    return list(Process.objects.published().filter(both).only("title", "slug").distinct()[:12])


def total(steps: Iterable[Step]) -> str:
    """How long the whole usually takes, in words."""
    return in_all((step.days_least, step.days_most) for step in steps)


def drawn(told: Told) -> picture.Stone:
    """A step as the picture shows it."""
    step = told.step
    return picture.Stone(
        told.number,
        step.title,
        f"#{step.slug}",
        [said for said in (step.who_said, step.where_said) if said],
        step.takes,
        step.by_you,
    )


def of_step(process: Process, slug: str) -> dict[str, Any] | None:
    """The page of one step; None when the process has no such step."""
    steps = steps_of(process, most=None)
    here = next((told for told in steps if told.step.slug == slug), None)
    if here is None:
        return None
    return {
        "process": process,
        "told": here,
        "before": next((told for told in steps if told.number == here.number - 1), None),
        "after": next((told for told in steps if told.number == here.number + 1), None),
        "owner": party(process.owner_id),
        "count": len(steps),
    }


def was_a_step(process: Process, slug: str) -> bool:
    """Whether everybody could read a step with this address in some version. Two queries."""
    keys = [entry.data.get("revision") for entry in public_versions(process)]
    kept = Revision.objects.filter(pk__in=keys).values_list("content", flat=True)
    return any(step.get("slug") == slug for each in kept for step in each.get("steps", []))


def of_help(found: Help) -> dict[str, Any]:
    return {
        "help": found,
        "who": party(found.party_id),
        "situations": list(found.situations.all()) if found.pk else [],
        "tip": tip_of_the_day(found.theme_id),
    }


def of_first_time(first: FirstTime) -> dict[str, Any]:
    return {"first": first, "writers": list(first.written_by.all()) if first.pk else []}


def of_situation(situation: Situation, giver: str = "") -> dict[str, Any]:
    """What helps somebody who stands there; three queries."""
    helps = Help.objects.published().filter(situations=situation).defer("body")
    every = list(helps.select_related("place")[:200])
    given = [value for value in Help.Giver.values if any(h.giver == value for h in every)]
    return {
        "situation": situation,
        "helps": [h for h in every if not giver or h.giver == giver],
        "givers": [(value, Help.Giver(value).label) for value in given],
        "giver": giver,
        "processes": Process.objects.published().filter(situations=situation).defer("body")[:50],
        "firsts": FirstTime.objects.published().filter(situation=situation).defer("body")[:10],
    }


@dataclass(frozen=True)
class ShortTip:
    """A tip as it stands beside other pages."""

    theme: int | None
    title: str
    text: str
    url: str
    source: str
    source_url: str


@kept
def tips() -> list[ShortTip]:
    """Every public tip; one query once a minute."""
    return [
        ShortTip(tip.theme_id, tip.title, tip.summary, tip.get_absolute_url(), tip.source,
                 tip.source_url)
        for tip in Tip.objects.published().defer("body").order_by("pk")
    ]  # fmt: skip


def tip_of_the_day(theme: int | None) -> ShortTip | None:
    """A tip of the theme, another every day and the same for everybody; None without any."""
    fitting = [tip for tip in tips() if tip.theme == theme and theme is not None]
    fitting = fitting or [tip for tip in tips() if tip.theme is None or theme is None]
    return fitting[today().toordinal() % len(fitting)] if fitting else None
