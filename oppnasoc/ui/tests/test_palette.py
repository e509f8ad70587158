"""Every colour reads on what it lies on, ours and a municipality's own."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import assume, given
from hypothesis import strategies as st

from oppnasoc.ui import colour, palette
from oppnasoc.ui.models import Municipality


@pytest.mark.parametrize("pair", palette.measured(), ids=lambda p: f"{p.front} on {p.back}")
def test_every_pair_holds(pair: palette.Pair) -> None:
    assert pair.light >= pair.least
    assert pair.dark >= pair.least


def test_the_dark_scheme_has_every_colour() -> None:
    light, dark = palette.schemes()
    assert len(light) >= 18
    assert light.keys() == dark.keys()
    assert all(light[name] != dark[name] for name in light)


def test_papers_are_those_that_settings_measure_against() -> None:
    light, dark = palette.schemes()
    assert (light["paper"], dark["paper"]) == (colour.PAPER_LIGHT, colour.PAPER_DARK)


def test_the_style_sheet_writes_text_only_with_known_colours() -> None:
    """A colour used for text in the style sheet stands in the table of pairs."""
    known = {pair.front for pair in palette.measured()}
    text = palette.STYLESHEET.read_text("utf-8")
    used = set(re.findall(r"[;{ ](?:color|fill): var\(--([\w-]+)\)", text))
    assert used - {"sheet", "bark", "pebble", "sprout"} <= known


hexes = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


@given(hexes)
def test_own_colours_read_everywhere(own: str) -> None:
    for paper in (colour.PAPER_LIGHT, colour.PAPER_DARK):
        if colour.contrast(own, paper) < 4.5:
            continue
        tokens = colour.theme(own, paper)
        assert colour.contrast(tokens["on-moss"], tokens["moss"]) >= 4.5
        assert colour.contrast(tokens["moss-deep"], tokens["moss-wash"]) >= 4.5
        assert colour.contrast(tokens["on-moss"], tokens["moss-deep"]) >= 4.5


pale = st.integers(0, 0xFFFFFF).map(lambda n: f"#{0xFFFFFF - n:06x}")  # White before black.


@given(pale)
def test_weak_colours_are_refused(own: str) -> None:
    assume(colour.contrast(own, colour.PAPER_LIGHT) < 4.5)
    with pytest.raises(ValidationError) as caught:
        Municipality(colour_light=own).clean()
    assert "colour_light" in caught.value.message_dict


@pytest.mark.django_db
def test_own_colours_come_from_an_address_of_their_own(client: Client) -> None:
    site = Municipality.objects.create(colour_light="#1f4e79", colour_dark="#9cc7e6")
    page = client.get("/komponenter/").content.decode()
    assert f'href="/komponenter/tema.css?{site.theme_version}"' in page
    response = client.get("/komponenter/tema.css")
    assert response.headers["Content-Type"] == "text/css"
    assert "immutable" in response.headers["Cache-Control"]
    assert b"--moss: #1f4e79" in response.content
    assert not response.cookies


@pytest.mark.django_db
def test_our_own_colours_need_no_second_style_sheet(client: Client) -> None:
    Municipality.objects.create()
    assert b"tema.css" not in client.get("/komponenter/").content
