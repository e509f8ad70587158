"""What was looked for in vain: unreadable until it is many people's, and then forgotten in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from oppnasoc.search import vain
from oppnasoc.search.vain import DAYS, KEPT, Sought

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


def days(count: int, query: str = "färdtjänst") -> None:
    for n in range(count):
        vain.note(query, DAY + timedelta(days=n))


def test_a_word_can_be_read_after_so_many_days_only() -> None:
    days(DAYS - 1)
    [row] = Sought.objects.all()
    assert (row.word, row.days) == ("", DAYS - 1)
    assert "färd" not in str([vars(each) for each in Sought.objects.all()]).lower()
    assert vain.most_sought(9) == []
    days(DAYS)
    assert [each.word for each in vain.most_sought(9)] == ["färdtjänst"]


def test_many_times_a_day_is_once() -> None:
    for _ in range(10):
        vain.note("färdtjänst", DAY)
    assert Sought.objects.get().days == 1


@pytest.mark.parametrize("query", ["19450203-1234", "070 123 45 67", "a b", "kim@example.org"[:0]])
def test_numbers_and_single_letters_are_never_kept(query: str) -> None:
    vain.note(query, DAY)
    assert not Sought.objects.exists()


def test_old_ones_go() -> None:
    days(1)
    assert vain.forget_old(DAY + KEPT) == 0
    assert vain.forget_old(DAY + KEPT + timedelta(days=1)) == 1


def test_the_search_notes_what_it_did_not_find() -> None:
    Client().get("/sok/", {"q": "zxqvutflygt"})
    Client().get("/sok/", {"q": "zxqvutflygt", "sida": "2"})  # Not the first page of a search.
    assert Sought.objects.get().last_on == timezone.localdate()


def test_asking_again_costs_one_query(django_assert_num_queries: object) -> None:
    vain.note("färdtjänst", DAY)
    with django_assert_num_queries(1):  # type: ignore[operator]
        vain.note("färdtjänst", DAY)
