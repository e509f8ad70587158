"""What the start page tells: what happened, what waits longest, the next meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.matters import sentences
from oppnasoc.matters.models import Answer, Matter, Step
from oppnasoc.meetings.models import Meeting
from oppnasoc.referrals.where import Text, open_to_all
from oppnasoc.ui.prepared import prepared
from oppnasoc.ui.templatetags.ui import shortday
from oppnasoc.voices.models import Inquiry

HAPPENED = 4  # pieces of news
READ = 12  # answers that are read to find them: a matter may have several
WAITING = 3
ASKED = 2  # open questions to everybody

Verdict = Answer.Verdict

#: The tone of the chip of each verdict: what moves is green, what asks for patience is clay.
TONES = {Verdict.YES: "go", Verdict.PARTLY: "go", Verdict.LATER: "wait"}


@dataclass(frozen=True)
class News:
    """A piece of news about a matter: its state in a word, what was said, by whom and when."""

    matter: Matter
    tone: str
    chip: str
    text: str
    meta: str


@dataclass(frozen=True)
class Wait:
    """A matter that waits: with whom and for how long, in words."""

    matter: Matter
    words: str


@prepared
def latest_answers() -> QuerySet[Answer]:
    public = {"matter__visibility": Matter.Visibility.PUBLIC, "matter__merged_into": None}
    answers = Answer.objects.filter(**public)
    answers = answers.select_related("matter", "as_post", "answered_by", "on_behalf_of")
    return answers.order_by("-answered_on", "-id")[:READ]


@prepared
def latest_changes() -> QuerySet[Step]:
    """The latest steps to daily use, each with its matter."""
    used = Step.objects.filter(status=Matter.Status.IN_USE, matter__status__in=Matter.CHANGED)
    used = used.filter(matter__visibility=Matter.Visibility.PUBLIC).select_related("matter")
    return used.order_by("-taken_on", "-id")[:HAPPENED]


@prepared
def latest_matters() -> QuerySet[Matter]:
    latest = Matter.objects.published().with_parties().order_by("-changed_at", "-id")
    return latest[: 2 * HAPPENED]


@prepared
def longest_waiting() -> QuerySet[Matter]:
    return Matter.objects.published().longest_waiting().with_parties()[:WAITING]


def happened() -> list[News]:
    """The latest answers and changes, and what was raised in a town with few of them. Up to three
    queries."""
    told: list[tuple[date, int, News]] = []
    told += [(a.answered_on, a.matter_id, of_answer(a)) for a in latest_answers()]
    told += [(s.taken_on, s.matter_id, of_change(s)) for s in latest_changes()]
    news: dict[int, News] = {}
    for _on, pk, piece in sorted(told, key=lambda each: each[0], reverse=True):
        if pk not in news and len(news) < HAPPENED:
            news[pk] = piece
    if len(news) < HAPPENED:
        for matter in latest_matters():
            if matter.pk not in news and len(news) < HAPPENED:
                news[matter.pk] = of_matter(matter)
    return list(news.values())


def of_answer(answer: Answer) -> News:
    """What was answered; the reason stands beside every answer but yes."""
    when = shortday(answer.answered_on)
    meta = _("Answer on %(day)s") % {"day": when}
    if who := answer.given_by:
        meta = _("Answer from %(who)s on %(day)s") % {"who": who, "day": when}
    text = " ".join(part for part in (answer.text, answer.reason) if part)
    tone = TONES.get(Verdict(answer.verdict), "ask")
    return News(answer.matter, tone, answer.get_verdict_display(), text, meta)


def of_change(step: Step) -> News:
    """A change that can be seen in daily life."""
    meta = _("In daily use since %(day)s.") % {"day": shortday(step.taken_on)}
    chip = str(Matter.Status(step.matter.status).label)
    return News(step.matter, "go", chip, step.text, meta)


def of_matter(matter: Matter) -> News:
    """Where a matter lies that has no answer among the news."""
    chip = sentences.chip(matter)
    return News(matter, chip.tone, chip.text, "", sentences.where_it_lies(matter))


def waiting(today: date | None = None) -> list[Wait]:
    """The open matters that were raised first, with how long they have waited. One query."""
    today = today or timezone.localdate()
    return [Wait(matter, waited(matter, today)) for matter in longest_waiting()]


def waited(matter: Matter, today: date) -> str:
    """'41 dagar, nu hos Mottagningen'."""
    days = (today - matter.opened_on).days
    if days < 1:
        return _("Raised today, with %(holder)s") % {"holder": matter.holder}
    return ngettext(
        "%(days)d day, now with %(holder)s", "%(days)d days, now with %(holder)s", days
    ) % {"days": days, "holder": matter.holder}


def next_meeting(today: date | None = None) -> Meeting | None:
    """The first planned meeting from today on. One query."""
    now = timezone.localtime()
    today = today or now.date()
    over = Q(held_on=today, ends_at__lt=now.time())
    planned = Meeting.objects.filter(status=Meeting.Status.PLANNED, held_on__gte=today)
    return (
        planned.exclude(over)
        .select_related("group", "place")
        .order_by("held_on", "starts_at", "id")
        .first()
    )


def to_have_a_say_about() -> list[Text]:
    """Texts that anybody can answer today, what closes first at the top."""
    today = timezone.localdate()
    return [text for text in open_to_all() if text.answers_by >= today][:ASKED]


def asked_now() -> list[Inquiry]:
    """What groups ask everybody and one can answer now, what closes first at the top."""
    found = Inquiry.objects.open().select_related("group")
    found = found.only("question", "closes_on", "group__kind", "group__name", "group__slug")
    return list(found.order_by("closes_on", "id")[:ASKED])
