"""Meetings in a calendar: at the right hour, summer and winter."""

from __future__ import annotations

from datetime import UTC, date, time

import pytest
from django.test import Client
from icalendar import Calendar

from tests.town import Town, make_meeting, make_town


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


def events(url: str = "/oppna-data/moten.ics") -> dict[str, dict[str, object]]:
    answer = Client().get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.content)
    return {str(e["summary"]): e for e in found.walk("VEVENT")}


def test_all_and_of_a_group(town: Town) -> None:
    make_meeting(town.parties.other_group, "Annat möte", town.planned.held_on, "planned")
    every = events()
    assert set(every) == {"Brukargruppen: Brukargruppen i mars", "Brukargruppen: Nästa möte",
                          "Anhöriggruppen: Annat möte"}  # fmt: skip
    own = events(f"/oppna-data/moten/{town.parties.other_group.slug}.ics")
    assert set(own) == {"Anhöriggruppen: Annat möte"}


@pytest.mark.parametrize(("on", "utc"), [(date(2026, 1, 15), 12), (date(2026, 7, 15), 11)])
def test_thirteen_is_thirteen_here(town: Town, on: date, utc: int) -> None:
    meeting = make_meeting(town.parties.group, "Ett möte", on, "planned")
    meeting.starts_at = time(13)
    meeting.save()
    made = events()["Brukargruppen: Ett möte"]
    starts = made["dtstart"].dt  # type: ignore[attr-defined]
    assert (starts.hour, starts.astimezone(UTC).hour) == (13, utc)
    assert made["dtend"].dt.hour == 14  # type: ignore[attr-defined]
    assert str(made["url"]).endswith(meeting.get_absolute_url())


def test_a_day_without_a_time_and_one_that_is_cancelled(town: Town) -> None:
    make_meeting(town.parties.group, "Inställt möte", date(2026, 5, 1), "cancelled")
    made = next(e for name, e in events().items() if "Inställt möte" in name)
    assert str(made["status"]) == "CANCELLED"
    assert made["dtstart"].dt == date(2026, 5, 1)  # type: ignore[attr-defined]
