"""Our lines of HTML are Django's, to the letter."""

from __future__ import annotations

import re

import pytest
from django.template.defaultfilters import linebreaks_filter
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from oppnasoc.ui.html import calls, escaped, fill, fill_each, paragraphs
from oppnasoc.ui.models import Municipality

VALUES = st.one_of(
    st.text(alphabet="a<>&\"'é\n"),
    st.text(alphabet="a<>&\"'").map(mark_safe),
    st.integers(),
    st.none(),
    st.sampled_from([gettext_lazy("Menu"), Municipality(name="A & B"), b"<b>"]),
)


@given(VALUES)
def test_a_value_is_escaped_as_by_django(value: object) -> None:
    assert escaped(value) == conditional_escape(value)  # type: ignore[arg-type]


@given(VALUES, VALUES)
def test_a_line_is_as_by_django(one: object, other: object) -> None:
    pattern = '<a href="{}">{}</a>'
    made = fill(pattern, one, other)
    assert made == format_html(pattern, one, other)
    assert isinstance(made, SafeString)


@given(st.lists(st.tuples(VALUES)))
def test_lines_are_joined_as_by_django(rows: list[tuple[object]]) -> None:
    made = fill_each(", ", "<b>{}</b>", rows)
    assert made == format_html_join(", ", "<b>{}</b>", rows)
    assert isinstance(made, SafeString)


@given(st.text(alphabet="a<&\n\r ") | st.text(alphabet="a<\n").map(mark_safe))
def test_paragraphs_are_as_by_django(text: str) -> None:
    assert paragraphs(text) == linebreaks_filter(text)
    assert isinstance(paragraphs(text), SafeString)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Ring 040-628 04 14.", ["0406280414"]),
        ("Ring 112, annars 020-50 50 50 (gratis)", ["112", "020505050"]),
        ("Det kostar 112 kronor den 2026-01-12, akten 2040-628 04 14", []),
        ("08-657 61 00/08-657 61 01", ["086576100", "086576101"]),
    ],
)
def test_phone_numbers_in_a_text_can_be_called(text: str, numbers: list[str]) -> None:
    made = calls(paragraphs(text))
    assert re.findall(r'href="tel:(\d+)"', made) == numbers
    assert re.sub(r"</?a[^>]*>", "", made) == paragraphs(text)
