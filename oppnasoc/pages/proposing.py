"""What happened in a group's own matters during a quarter, and a proposal of how to tell it.

The counts are small on purpose and stand in no figure: they are told in words, when the group has
approved them (``approving.py``). Nobody's name and no question's title is in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.groups.consent import joined
from oppnasoc.matters.models import Answer, Judgement, Matter
from oppnasoc.ui.templatetags.ui import countword
from oppnasoc.ui.veiling import Quarter
from oppnasoc.voices.models import Voice

Verdict = Answer.Verdict
Better = Judgement.Better
JUDGES = 3  # fewer judgements say more about persons than about what got better


@dataclass
class Facts:
    """How many matters were raised, how many got which answer, and how many of those who raised
    something said what of the outcome."""

    raised: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    better: Counter[str] = field(default_factory=Counter)


def latest_over(today: date) -> Quarter:
    """The latest quarter that is over."""
    return Quarter.of(today).before()


def facts_of(groups: Sequence[int], quarter: Quarter) -> dict[int, Facts]:
    """What happened in the public matters that each group sees through. Three queries."""
    found = {pk: Facts() for pk in groups}
    begins, ends = quarter.begins, quarter.after().begins
    mine = Matter.objects.published().filter(steward__in=groups, merged_into=None).order_by()
    for (group,) in mine.filter(opened_on__gte=begins, opened_on__lt=ends).values_list("steward"):
        found[group or 0].raised += 1
    for group, verdict in _answered(groups, begins, ends).values():
        found[group].answers[verdict] += 1
    for group, better in _judged(groups, begins, ends).values():
        found[group].better[better] += 1
    return found


def _answered(groups: Sequence[int], begins: date, ends: date) -> dict[int, tuple[int, str]]:
    """The last real answer that each matter got: matter → group and verdict."""
    given = Answer.objects.exclude(verdict__in=(Verdict.LATER, Verdict.MERGED)).filter(
        corrected_by=None,
        answered_on__gte=begins,
        answered_on__lt=ends,
        matter__steward__in=groups,
        matter__merged_into=None,
        matter__visibility=Matter.Visibility.PUBLIC,
    )
    rows = given.order_by("answered_on", "pk").values_list("matter", "matter__steward", "verdict")
    like = {Answer.QUICK: Verdict.EXPLAINED}  # A quick answer tells how it is.
    return {matter: (group or 0, like.get(said, said)) for matter, group, said in rows}


def _judged(groups: Sequence[int], begins: date, ends: date) -> dict[int, tuple[int, str]]:
    """The last thing that each who raised something said of it: ground → group and judgement."""
    given = Judgement.objects.filter(
        ground__matter__steward__in=groups,
        ground__matter__visibility=Matter.Visibility.PUBLIC,
        ground__voice__visibility=Voice.Visibility.PUBLIC,
        given_at__gte=_midnight(begins),
        given_at__lt=_midnight(ends),
    )
    rows = given.order_by("given_at", "pk")
    said = rows.values_list("ground", "ground__matter__steward", "better")
    return {ground: (group or 0, better) for ground, group, better in said}


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def proposal(facts: Facts) -> str:
    """A few sentences to begin with; empty when nothing happened."""
    raised, answered = facts.raised, facts.answers.total()
    said = []
    if raised and answered:
        got = ngettext("one got an answer", "%(n)s got an answer", answered)
        said.append(joined([_raised(raised), got % {"n": countword(answered)}]))
    elif raised:
        said += [_raised(raised), _("no answer came")]
    elif answered:
        got = ngettext("one question got an answer", "%(n)s questions got an answer", answered)
        said.append(got % {"n": countword(answered)})
    if answered:
        said.append(_which(facts.answers))
    if facts.better.total() >= JUDGES:
        said.append(_what_they_think(facts.better))
    return " ".join(f"{capfirst(each)}." for each in said)


def _raised(n: int) -> str:
    words = ngettext("one question was raised", "%(n)s questions were raised", n)
    return words % {"n": countword(n)}


def _which(answers: Counter[str]) -> str:
    """Which answers there were: 'svaret blev ja', 'en blev ja och två blev delvis ja'."""
    verdicts = [Verdict(each) for each in Verdict.values if answers[each]]
    if len(verdicts) == 1:
        return _all_alike(verdicts[0], answers.total())
    return joined([_some(each, answers[each]) for each in verdicts])


def _all_alike(verdict: Verdict, n: int) -> str:
    said = {
        Verdict.YES: ngettext("the answer was yes", "the answers were yes", n),
        Verdict.PARTLY: ngettext("the answer was partly yes", "the answers were partly yes", n),
        Verdict.EXPLAINED: ngettext("the answer tells how it is", "the answers tell how it is", n),
        Verdict.NO: ngettext(
            "the answer was no, with its reason", "the answers were no, with their reasons", n
        ),
        Verdict.ELSEWHERE: ngettext(
            "the answer was that it is somebody else's task",
            "the answers were that they are somebody else's task",
            n,
        ),
    }
    return said[verdict]


def _some(verdict: Verdict, n: int) -> str:
    said = {
        Verdict.YES: ngettext("one became yes", "%(n)s became yes", n),
        Verdict.PARTLY: ngettext("one became partly yes", "%(n)s became partly yes", n),
        Verdict.EXPLAINED: ngettext("one was explained", "%(n)s were explained", n),
        Verdict.NO: ngettext(
            "one became no with its reason", "%(n)s became no with their reasons", n
        ),
        Verdict.ELSEWHERE: ngettext(
            "one is somebody else's task", "%(n)s are somebody else's task", n
        ),
    }
    return said[verdict] % {"n": countword(n)}


def _what_they_think(better: Counter[str]) -> str:
    """Whether it got better, without any number: who thinks what is not seen."""
    if len(better) > 1:
        return _("those who raised something differ on whether it got better")
    return {
        Better.YES: _("those who raised something say that it got better"),
        Better.PARTLY: _("those who raised something say that it got partly better"),
        Better.NO: _("those who raised something say that it did not get better"),
    }[Better(next(iter(better)))]
