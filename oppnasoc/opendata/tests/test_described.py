"""What pages say of themselves to programs: true, whole, and nothing that is run."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from oppnasoc.groups.models import Group
from oppnasoc.matters.models import Matter
from oppnasoc.ui.described import describes, description
from tests.town import Town, make_town

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


def told(url: str, client: Client | None = None) -> dict[str, Any]:
    html = (client or Client()).get(url).content.decode()
    head = html.partition("<body")[0]
    assert len(BLOCK.findall(html)) == len(BLOCK.findall(head)) == 1
    found: dict[str, Any] = json.loads(BLOCK.findall(head)[0])
    assert found["@context"] == "https://schema.org"
    return found


def test_every_kind_of_page_says_what_it_is(town: Town) -> None:
    parties = town.parties
    matter = told(town.matter.get_absolute_url())
    assert (matter["@type"], matter["name"]) == ("Question", town.matter.title)
    assert matter["maintainer"]["name"] == "Brukargruppen"
    meeting = told(town.planned.get_absolute_url())
    assert meeting["@type"] == "Event"
    assert meeting["startDate"] == town.planned.held_on.isoformat()
    assert meeting["organizer"]["name"] == "Brukargruppen"
    kinds = {"group": "Organization", "unit": "GovernmentOrganization",
             "organisation": "Organization"}  # fmt: skip
    for name, kind in kinds.items():
        found = told(getattr(parties, name).get_absolute_url())
        assert (found["@type"], found["name"]) == (kind, getattr(parties, name).name)


def test_no_text_ends_the_block(town: Town) -> None:
    title = "Är 3 < 4 & </script><script>alert(1)</script> sant?"
    Matter.objects.filter(pk=town.matter.pk).update(title=title)
    town.matter.refresh_from_db()
    assert told(town.matter.get_absolute_url())["name"] == title


def test_what_is_hidden_says_nothing(town: Town) -> None:
    assert description(town.hidden_matter) == ""
    assert description(town.parties.post) == ""


def test_it_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        describes(Group)(lambda group: {})
