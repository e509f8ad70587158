"""Matters as papers: what they ask, their answers, what changed, and what shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from oppnasoc.groups.models import Party
from oppnasoc.matters import published
from oppnasoc.matters.models import Answer, Matter, Step
from oppnasoc.meetings import published as meetings
from oppnasoc.opendata import addresses

from .files import of_step
from .kinds import JSON, Made, day, kind, numbers, thing
from .meetings import consultation


def papers(keys: Sequence[str]) -> Mapping[str, Made]:
    """Public matters with everything that was said and done about them; five queries."""
    matters = list(published.matters().filter(pk__in=numbers(keys)))
    pks = [matter.pk for matter in matters]
    answers: dict[int, list[JSON]] = defaultdict(list)
    for answer in published.answers().filter(matter__in=pks):
        answers[answer.matter_id].append(answer_of(answer))
    steps: dict[int, list[Step]] = defaultdict(list)
    for step in published.steps().filter(matter__in=pks):
        steps[step.matter_id].append(step)
    related: dict[int, list[str]] = defaultdict(list)
    for pk, other in published.relations().filter(pk__in=pks).order_by("pk", "related"):
        related[pk].append(addresses.of("paper", other))
    dealt: dict[int, list[JSON]] = defaultdict(list)
    for ground in meetings.dealt_with().filter(matter__in=pks):
        dealt[ground.matter_id].append(consultation(ground, alone=False))
    return {
        str(m.pk): Made(_paper(m, answers[m.pk], steps[m.pk], related[m.pk], dealt[m.pk]))
        for m in matters
    }


def _paper(
    matter: Matter, answers: list[JSON], steps: list[Step], related: list[str], dealt: list[JSON]
) -> JSON:
    holder, steward = matter.holder, matter.steward
    has_page = holder is not None and holder.kind != Party.Kind.POST
    return thing(
        "Paper",
        addresses.of("paper", matter.pk),
        body=addresses.body(),
        name=matter.title,
        reference=str(matter.pk),
        date=day(matter.opened_on),
        paperType="Fråga",
        relatedPaper=related,
        originatorOrganization=[addresses.of("organization", steward.pk)] if steward else None,
        underDirectionOf=[addresses.of("organization", holder.pk)] if holder and has_page else None,
        auxiliaryFile=[file for step in steps for file in of_step(step, alone=False).values()],
        consultation=dealt,
        keyword=[matter.theme.name] if matter.theme else None,
        web=addresses.page(matter.get_absolute_url()),
        oppnasoc__text=matter.summary,
        oppnasoc__stage=matter.status,
        oppnasoc__stageName=str(Matter.Status(matter.status).label),
        oppnasoc__quick=matter.quick,
        oppnasoc__steward=steward.name if steward else None,
        oppnasoc__holder=holder.name if holder else None,
        oppnasoc__nextWord=day(matter.next_on) if matter.is_open else None,
        oppnasoc__closed=day(matter.closed_on),
        oppnasoc__answer=answers,
        oppnasoc__change=[change_of(step) for step in steps],
        oppnasoc__evidence=evidence_of(steps),
    )


def answer_of(answer: Answer) -> JSON:
    """An answer with who gave it by role; the name of a person stands only on the page."""
    given = {
        "verdict": answer.verdict,
        "verdictName": answer.verdict_name,
        "text": answer.text,
        "reason": answer.reason,
        "by": str(answer.on_behalf_of or answer.as_post or ""),
        "on": day(answer.answered_on),
        "laterOn": day(answer.later_on),
        "turnTo": answer.turn_to,
    }
    return {name: value for name, value in given.items() if value}


def change_of(step: Step) -> JSON:
    """A step of a change with what shows that it is so."""
    told = {
        "stage": step.status,
        "stageName": str(Matter.Status(step.status).label),
        "text": step.text,
        "evidence": step.evidence,
        "link": step.link,
        "pictureShows": step.picture_shows if step.picture else "",
        "on": day(step.taken_on),
    }
    return {name: value for name, value in told.items() if value}


def evidence_of(steps: Sequence[Step]) -> str:
    """The latest words that show that a change is in daily use; '' when there are none."""
    return next((step.evidence for step in reversed(steps) if step.evidence), "")


def every_paper() -> Iterable[object]:
    return published.matters().order_by("pk").values_list("pk", flat=True)


kind("paper", "Paper", every=every_paper, made=papers)
