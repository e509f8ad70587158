"""Our addresses are those of ``reverse``."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from oppnasoc.ui.addresses import Address, slug_of
from oppnasoc.ui.days import today

MATTER = Address("matter")
SLUGS = st.text(min_size=1).map(lambda text: slug_of(text, "fraga"))


@given(st.integers(min_value=0, max_value=2**63), SLUGS)
def test_an_address_is_as_by_reverse(pk: int, slug: str) -> None:
    assert MATTER(pk, slug) == reverse("matter", args=[pk, slug])


def test_an_address_without_values() -> None:
    assert Address("matters")() == "/fragor/"
    with pytest.raises(NoReverseMatch):
        Address("finns_inte")()


def test_an_address_follows_where_the_site_is_mounted() -> None:
    assert MATTER(7, "nagot") == reverse("matter", args=[7, "nagot"])
    set_script_prefix("/soc/")
    try:
        assert MATTER(7, "nagot").startswith("/soc/fragor/")
    finally:
        set_script_prefix("/")


@given(st.text())
def test_a_slug_needs_no_signs(text: str) -> None:
    slug = slug_of(text, "fraga")
    assert slug
    assert len(slug) <= 60
    assert all(c.isalnum() or c in "-_" for c in slug)
    assert slug.isascii()


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 0, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, 0, tzinfo=UTC), date(2026, 3, 30)),
    ],
)
def test_a_day_ends_at_midnight_also_when_the_clocks_change(now: datetime, day: date) -> None:
    with time_machine.travel(now, tick=False):
        assert today() == day == timezone.localdate()
