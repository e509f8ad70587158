"""What people asked about the steps of processes, what they were answered and what it changed.

A question hangs on the address of the page that it is about, as every question does
(``Voice.about``); here those of all steps of a process are read together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from oppnasoc.matters.models import Answer, Ground, Matter
from oppnasoc.ui.addresses import Address
from oppnasoc.ui.days import today
from oppnasoc.ui.kept import kept
from oppnasoc.ui.templatetags.ui import day
from oppnasoc.voices.models import Voice

MOST = 5000  # questions that are kept track of
PROCESSES = Address("processes")


@dataclass(frozen=True)
class Asked:
    """A question about a page: its answer when there is one, otherwise who answers by when."""

    title: str
    url: str
    state: str
    answer: str = ""
    by: str = ""
    on: date | None = None
    changed: bool = False
    is_old: bool = False


@kept
def about_processes() -> dict[str, list[int]]:
    """The keys of public questions by the path that they are about, the latest first; one query
    once a minute, so that a page about which nobody has asked costs nothing."""
    rows = Ground.objects.filter(
        voice__about__startswith=PROCESSES(),
        voice__visibility=Voice.Visibility.PUBLIC,
        matter__visibility=Matter.Visibility.PUBLIC,
    )
    found: dict[str, list[int]] = defaultdict(list)
    for path, matter in rows.order_by("-pk").values_list("voice__about", "matter")[:MOST]:
        if matter not in found[path]:
            found[path].append(matter)
    return dict(found)


def about(paths: Collection[str], most: int = 200) -> dict[str, list[Asked]]:
    """What was asked about these pages, the latest first. Two queries, or none."""
    known = {path: keys for path in paths if (keys := about_processes().get(path))}
    wanted = [key for keys in known.values() for key in keys][:most]
    if not wanted:
        return {}
    matters = Matter.objects.published().filter(pk__in=wanted).select_related("holder", "asked")
    by_key = {matter.pk: matter for matter in matters}
    answers: dict[int, Answer] = {}
    given = Answer.objects.filter(matter__in=by_key, corrected_by=None)
    near = ("answered_by", "as_post", "on_behalf_of")
    for answer in given.select_related(*near).order_by("answered_on", "pk"):
        answers[answer.matter_id] = answer
    return {
        path: [told(by_key[key], answers.get(key)) for key in keys if key in by_key]
        for path, keys in known.items()
    }


def told(matter: Matter, answer: Answer | None) -> Asked:
    """One question as a step shows it."""
    if answer is None:
        return Asked(matter.title, matter.get_absolute_url(), waiting(matter))
    state = "" if matter.quick else str(Matter.Status(matter.status).label)
    return Asked(
        matter.title,
        matter.get_absolute_url(),
        state,
        answer.text,
        answer.given_by,
        answer.answered_on,
        answer.changed_page or matter.status in Matter.CHANGED,
        answer.review_on is not None and answer.review_on <= today(),
    )


def waiting(matter: Matter) -> str:
    """Who answers and by when, or that it is late."""
    who = matter.asked or matter.holder
    if matter.is_late:
        return _("We are late with an answer")
    if who is None or matter.next_on is None:
        return str(Matter.Status(matter.status).label)
    return _("%(who)s answers by %(day)s.") % {"who": who, "day": day(matter.next_on)}
