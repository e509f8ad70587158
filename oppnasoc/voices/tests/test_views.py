"""The one door: say something, the receipt, and what came of it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from oppnasoc.matters import actions as matter_actions
from oppnasoc.voices import actions
from tests.town import make_matter, make_parties, make_people

pytestmark = pytest.mark.django_db

SAY, RECEIPT, CODE = "/sag-nagot/", "/sag-nagot/tack/", "/min-kod/"


@pytest.mark.parametrize("visibility", ["held", "hidden"])
def test_what_waits_or_is_set_aside_is_nowhere_public(visibility: str) -> None:
    parties = make_parties()
    people = make_people(parties)
    voice, _code = actions.say("kanarieröst", speaker="kanarienamn", group=parties.group)
    matter = make_matter("Varför står hissen still?", parties.group, parties.unit)
    matter_actions.ground(matter, voice, by=people["editor"])
    if visibility == "hidden":
        actions.set_aside(voice, "kanarieskäl", by=people["editor"])
    urls = ["/", "/fragor/", "/moten/", "/grupper/", SAY, CODE, RECEIPT]
    urls += [matter.get_absolute_url(), parties.group.get_absolute_url()]
    urls += [parties.unit.get_absolute_url(), reverse("voice", args=[voice.pk])]
    for person in (None, people["participant"], people["member"], people["manager"]):
        client = Client()
        if person:
            client.force_login(person)
        for url in urls:
            assert "kanarie" not in client.get(url).content.decode(), url


def test_each_need_gets_its_own_line() -> None:
    text = "Min man slår mig. Jag orkar inte leva längre. Barnen är ensamma hemma."
    html = Client().post(SAY, {"text": text}).content.decode()
    assert all(number in html for number in ("112", "90101", "020-50 50 50", "116 111"))


def test_one_can_always_go_back() -> None:
    """Also with an e-mail address that the browser would stop."""
    html = Client().post(SAY, {"text": "Hissen."}).content.decode()
    assert re.search(r'<button[^>]*name="back"[^>]*formnovalidate', html)
