from datetime import date, time

import pytest

from oppnasoc.language import dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-02-12", date(2026, 2, 12)),
        ("den 22 juli 2018", date(2018, 7, 22)),
        ("Möte 23-05-12", date(2023, 5, 12)),
        ("12/2 2026", date(2026, 2, 12)),
        ("12.2.2026", date(2026, 2, 12)),
        ("2018.07.28", date(2018, 7, 28)),
        ("19 november 2020", date(2020, 11, 19)),
        ("5–6 mars 2024", date(2024, 3, 5)),
        ("Protokoll 20240305", date(2024, 3, 5)),
    ],
)
def test_full_dates(text: str, expected: date) -> None:
    assert [mention.value for mention in dates.find(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    ["31 april", "3/4 av rummet", "öppet 24/7", "4-8 miljoner", "SS 12345", "031-390 06 10",
     "850709-9805", "punkt 3.2", "240305", "nu är en dag"],
)  # fmt: skip
def test_not_dates(text: str) -> None:
    assert dates.find(text) == []


def test_six_digits_only_where_asked_for() -> None:
    assert dates.find("Protokoll 240305", compact=True)[0].value == date(2024, 3, 5)


def test_weekday_and_year_are_kept_apart() -> None:
    mention = dates.find("fredagen den 6 mars")[0]
    assert (mention.value, mention.weekday, mention.month, mention.day) == (None, 4, 3, 6)
    years = [day.year for day in dates.candidate_dates(mention, today=date(2026, 11, 22))]
    assert years == [2026, 2020, 2015, 2009]


def test_weekday_that_does_not_fit() -> None:
    assert not dates.find("måndag 5 mars 2024")[0].consistent
    assert dates.find("tisdag 5 mars 2024")[0].consistent


def test_times_beside_dates() -> None:
    mention = dates.find("2 september 2024, kl. 8.30–10.00, rum 3")[0]
    assert (mention.starts, mention.ends) == (time(8, 30), time(10, 0))
    assert dates.find("tisdag 9:30 2022-03-08")[0].starts == time(9, 30)
    assert [t.starts for t in dates.find_times("kl 13, rum 4, klockan 9.15")] == [
        time(13),
        time(9, 15),
    ]
