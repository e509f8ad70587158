"""``openapi.json`` is true: every path of it is asked, and every address of the room is in it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from oppnasoc.groups.models import Membership
from oppnasoc.opendata import limiting
from oppnasoc.opendata.models import Exhibit
from oppnasoc.opendata.register import reconcile
from tests.town import Town, make_town


@pytest.fixture
def town(db: None) -> Town:
    made = make_town()
    herself = made.people["facilitator"]
    Membership.objects.filter(pk=made.lead.pk).update(
        shown="name", shown_by=herself, shown_at=timezone.now()
    )
    reconcile()
    return made


def document() -> dict[str, Any]:
    found: dict[str, Any] = Client().get("/oppna-data/openapi.json").json()
    return found


def test_it_is_openapi(town: Town) -> None:
    validate(document())


def addresses(path: str, town: Town) -> list[str]:
    """Every address that a path of the document stands for in this town."""
    if path.endswith("/meeting") and "{key}" in path:
        return [path.replace("{key}", str(town.parties.group.pk))]
    if "{group}" in path:
        return [path.replace("{group}", town.parties.group.slug)]
    if "{key}" in path:
        kind = path.split("/")[3]
        keys = Exhibit.objects.filter(kind=kind).values_list("key", flat=True)
        assert keys, path
        return [path.replace("{key}", key) for key in keys]
    return [path]


def test_every_path_answers_as_it_says(town: Town) -> None:
    told = document()
    assert len(told["paths"]) > 30
    schemas = told["components"]
    for path, operations in told["paths"].items():
        operation = operations["get"]
        for url in addresses(path, town):
            answer = Client().get(url)
            assert answer.status_code == 200, url
            said = operation["responses"]["200"]["content"]
            mime = answer["Content-Type"].split(";")[0]
            assert mime in said, url
            sent = b"".join(answer) if answer.streaming else answer.content
            if mime == "application/json":
                schema = {**said[mime]["schema"], "components": schemas}
                Draft202012Validator(schema).validate(json.loads(sent))
            for parameter in operation.get("parameters", []):
                if parameter["schema"].get("type") == "integer" and parameter["in"] == "query":
                    refused = Client().get(url, {parameter["name"]: "x"})
                    assert refused.status_code == 400, (url, parameter["name"])
                    assert "400" in operation["responses"]


def test_every_address_of_the_room_stands_in_it(town: Town) -> None:
    paths = document()["paths"]
    ours = [
        str(pattern.pattern)
        for resolver in get_resolver().url_patterns
        if getattr(resolver, "urlconf_name", None).__class__.__name__ == "module"
        and resolver.urlconf_name.__name__ == "oppnasoc.opendata.urls"  # type: ignore[union-attr]
        for pattern in resolver.url_patterns  # type: ignore[union-attr]
    ]
    assert len(ours) >= 10
    for route in ours:
        if route == "oppna-data/":
            continue  # The page for people.
        plain = re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]+>", "[^/]+", route.lstrip("^").rstrip("$"))
        assert any(re.fullmatch(f"/{plain}", path) for path in paths), route


def test_the_limit_is_told_as_it_is(town: Town) -> None:
    assert f" {limiting.MOST} " in document()["info"]["description"]
    assert document()["servers"] == [{"url": settings.SITE_URL}]
