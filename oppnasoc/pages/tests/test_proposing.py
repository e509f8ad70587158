"""The proposal of a group's own words: true, short, and nobody is seen in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from oppnasoc.groups.models import Group
from oppnasoc.matters.models import Answer, Ground, Judgement, Matter
from oppnasoc.pages.proposing import Facts, facts_of, latest_over, proposal
from oppnasoc.pages.telling import MOST
from oppnasoc.ui.veiling import Quarter
from oppnasoc.voices.models import Voice
from tests.town import Parties, make_matter, make_parties, make_voice

pytestmark = pytest.mark.django_db

SPRING = Quarter(2026, 2)
MAY = date(2026, 5, 12)


@pytest.fixture(autouse=True)
def _swedish() -> Iterator[None]:
    with translation.override("sv"):
        yield


@pytest.fixture
def parties() -> Parties:
    return make_parties()


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_default_timezone())


def raised(parties: Parties, on: date = MAY, **fields: Any) -> Matter:
    return make_matter("Hissen?", parties.group, parties.unit, opened_on=on, **fields)


def answered(matter: Matter, verdict: str, on: date = MAY, **fields: Any) -> Answer:
    given = {"reason": "Allergi.", "turn_to": "Regionen", "later_on": on, **fields}
    return Answer.objects.create(
        matter=matter, verdict=verdict, text="Så här.", answered_on=on, **given
    )


def judged(matter: Matter, better: str, on: date = MAY, **voice: Any) -> Ground:
    ground = Ground.objects.create(matter=matter, voice=make_voice("Jag.", **voice), owed_since=on)
    Judgement.objects.create(ground=ground, outcome_on=on, better=better, given_at=noon(on))
    return ground


def facts(group: Group) -> Facts:
    return facts_of([group.pk], SPRING)[group.pk]


def test_only_what_happened_in_the_group_in_the_quarter_counts(parties: Parties) -> None:
    for on in (date(2026, 4, 1), date(2026, 6, 30)):
        answered(raised(parties, on), "no", on)
    for on in (date(2026, 3, 31), date(2026, 7, 1)):
        judged(answered(raised(parties, on), "yes", on).matter, "no", on)
    other = make_matter("Andras?", parties.other_group, parties.unit, opened_on=MAY)
    answered(other, "yes")
    assert facts(parties.group) == Facts(2, Counter({"no": 2}))


def test_what_is_hidden_merged_later_or_corrected_does_not_count(parties: Parties) -> None:
    old = date(2026, 1, 5)
    hidden = raised(parties, visibility="hidden")
    answered(hidden, "yes")
    judged(hidden, "yes")
    answered(raised(parties, old), "later")
    judged(raised(parties, old), "yes", visibility=Voice.Visibility.HELD)
    first = answered(raised(parties, old), "yes")
    answered(first.matter, "no", corrects=first)
    merged: dict[str, Any] = {"status": "closed", "closed_on": MAY, "merged_into": first.matter}
    answered(raised(parties, **merged), "merged")
    assert facts(parties.group) == Facts(0, Counter({"no": 1}))


def test_a_matter_that_got_two_answers_is_counted_once_as_the_last_was(parties: Parties) -> None:
    matter = raised(parties)
    answered(matter, "no", MAY)
    answered(matter, "yes", MAY + timedelta(days=3))
    ground = judged(matter, "no")
    later = noon(date(2026, 6, 1))
    Judgement.objects.create(ground=ground, outcome_on=later.date(), better="yes", given_at=later)
    assert facts(parties.group) == Facts(1, Counter({"yes": 1}), Counter({"yes": 1}))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Facts(), ""),
        (Facts(1), "En fråga togs upp. Inget svar kom."),
        (Facts(0, Counter(yes=1)), "En fråga fick svar. Svaret blev ja."),
        (Facts(0, Counter(no=2)), "Två frågor fick svar. Svaren blev nej, med sina skäl."),
        (
            Facts(3, Counter(yes=1, no=1)),
            (
                "Tre frågor togs upp och två fick svar. "
                "En blev ja och en blev nej med sitt skäl."
            ),
        ),
        (
            Facts(0, Counter(yes=2, explained=1, elsewhere=1)),
            (
                "Fyra frågor fick svar. "
                "Två blev ja, en fick en förklaring och en är någon annans uppgift."
            ),
        ),
        (Facts(0, Counter(), Counter(yes=2)), ""),
        (
            Facts(0, Counter(), Counter(yes=3)),
            "De som tog upp något säger att det blev bättre.",
        ),
        (
            Facts(0, Counter(), Counter(yes=2, no=1)),
            "De som tog upp något tycker olika om det blev bättre.",
        ),
    ],
)  # fmt: skip
def test_a_proposal_says_what_happened(told: Facts, words: str) -> None:
    assert proposal(told) == words


def test_every_proposal_is_short_and_has_no_number_but_its_own() -> None:
    every = {*Answer.Verdict.values} - {Answer.QUICK}  # It is counted with what was explained.
    for n in (1, 2, 4, 12):
        for kinds in ([one] for one in every if one not in ("later", "merged")):
            text = proposal(Facts(n, Counter(dict.fromkeys(kinds, n)), Counter(yes=n + 2)))
            assert len(text) <= MOST
            assert not re.search(r"\d", text)
    full = Counter(yes=12, partly=12, explained=12, no=12, elsewhere=12)
    text = proposal(Facts(12, full, Counter(yes=2, no=1)))
    assert len(text) <= MOST
    assert re.findall(r"\d+", text) == ["60"]


@pytest.mark.parametrize(
    ("today", "quarter"),
    [
        (date(2026, 1, 1), Quarter(2025, 4)),
        (date(2026, 3, 31), Quarter(2025, 4)),
        (date(2026, 4, 1), Quarter(2026, 1)),
        (date(2026, 12, 31), Quarter(2026, 3)),
    ],
)
def test_the_latest_quarter_that_is_over(today: date, quarter: Quarter) -> None:
    assert latest_over(today) == quarter
    assert quarter.after() == Quarter.of(today)
