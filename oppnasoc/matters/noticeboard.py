"""What matters tell for the noticeboard: how each stood on a day, worked out from what is kept with
its day, and what happened to those of a group. All of it is public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import tells
from oppnasoc.voices.noticeboard import News, Standing

from .models import Answer, Ground, Matter, Step

WORDS = 34  # of an answer; of a reason
DECIDED = Matter.Status.DECIDED  # Its step says what the answer says.
AGAIN = ("matters.reopened", "matters.taken_up")


def after_midnight(on: date) -> datetime:
    """The end of a day."""
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))


def short(text: str) -> str:
    return Truncator(" ".join(text.split())).words(WORDS, truncate=" …")


@tells("noticeboard.stands")
def stands(ids: list[int], *, on: date) -> dict[int, list[Standing]]:
    """How the matters of each voice stood at the end of a day; four queries."""
    end = after_midnight(on)
    grounds = Ground.objects.filter(
        voice__in=ids, added_at__lt=end, matter__visibility=Matter.Visibility.PUBLIC
    )
    listed = list(grounds.select_related("matter").order_by("matter"))
    known = standings({ground.matter_id: ground.matter for ground in listed}.values(), on)
    found: dict[int, list[Standing]] = defaultdict(list)
    for ground in listed:
        added = timezone.localdate(ground.added_at)
        found[ground.voice_id].append(latest_of(known[ground.matter_id], added))
    return dict(found)


def latest_of(standing: Standing, added: date) -> Standing:
    """The same, not older than the day when the voice came to the matter."""
    on = max(standing.on, added)
    return Standing(standing.title, standing.state, standing.text, standing.why, on)


def standings(matters: Iterable[Matter], on: date) -> dict[int, Standing]:
    """How each matter stood at the end of a day: its latest answer or step by then, unless it was
    taken up again afterwards. Three queries."""
    by_key = {matter.pk: matter for matter in matters}
    latest: dict[int, tuple[datetime, Standing]] = {}
    for matter in by_key.values():
        begun = Standing(matter.title, _("Being looked into"), "", "", matter.opened_on)
        latest[matter.pk] = (_noon(matter.opened_on), begun)
    happened: list[tuple[datetime, int, Standing]] = []
    for answer in Answer.objects.filter(matter__in=by_key, answered_on__lte=on).order_by("pk"):
        said = _("Answered: %(verdict)s") % {"verdict": answer.verdict_name.lower()}
        if answer.verdict == Answer.QUICK:  # It has an answer, and no yes or no.
            said = answer.verdict_name
        title = by_key[answer.matter_id].title
        given = Standing(title, said, short(answer.text), short(answer.reason), answer.answered_on)
        happened.append((_noon(answer.answered_on), answer.matter_id, given))
    steps = Step.objects.filter(matter__in=by_key, taken_on__lte=on)
    for step in steps.exclude(status=DECIDED).order_by("pk"):
        label = str(Matter.Status(step.status).label)
        taken = Standing(by_key[step.matter_id].title, label, short(step.text), "", step.taken_on)
        happened.append((_noon(step.taken_on), step.matter_id, taken))
    again = Entry.objects.filter(
        kind__in=AGAIN, about_type="matters.matter", about_id__in=by_key, at__lt=after_midnight(on)
    )
    for at, pk in again.order_by("pk").values_list("at", "about_id"):
        opened = Standing(by_key[pk].title, _("Taken up again"), "", "", timezone.localdate(at))
        happened.append((at, pk, opened))
    for at, pk, standing in sorted(happened, key=lambda each: each[0]):
        if at >= latest[pk][0] or standing.on >= latest[pk][1].on:
            latest[pk] = (at, standing)
    return {pk: standing for pk, (_at, standing) in latest.items()}


def _noon(on: date) -> datetime:
    """What has a day and no time stands in the middle of it, between what has."""
    return timezone.make_aware(datetime.combine(on, time(12)))


@tells("noticeboard.since")
def since(ids: list[int], *, after: date, until: date) -> dict[int, list[News]]:
    """What happened to the matters of each group after a day and until another; three queries."""
    public = {"matter__steward__in": ids, "matter__visibility": Matter.Visibility.PUBLIC}
    found: dict[int, dict[int, News]] = defaultdict(dict)
    opened = Matter.objects.published().filter(
        steward__in=ids, opened_on__gt=after, opened_on__lte=until
    )
    for matter in opened.order_by("pk"):
        text = _("New question: %(title)s") % {"title": matter.title}
        found[matter.steward_id or 0][matter.pk] = News(matter.opened_on, text)
    answers = Answer.objects.filter(answered_on__gt=after, answered_on__lte=until, **public)
    for answer in answers.select_related("matter").order_by("answered_on", "pk"):
        said = {"title": answer.matter.title, "verdict": answer.verdict_name.lower()}
        text = _("Answered: %(title)s – %(verdict)s") % said
        if answer.verdict == Answer.QUICK:
            text = f"{answer.verdict_name}: {answer.matter.title}"
        group = answer.matter.steward_id or 0
        found[group][answer.matter_id] = News(answer.answered_on, text)
    steps = Step.objects.filter(taken_on__gt=after, taken_on__lte=until, **public)
    for step in steps.exclude(status=DECIDED).select_related("matter").order_by("taken_on", "pk"):
        label = str(Matter.Status(step.status).label)
        text = f"{label}: {step.matter.title}"
        found[step.matter.steward_id or 0][step.matter_id] = News(step.taken_on, text)
    return {group: list(news.values()) for group, news in found.items()}
