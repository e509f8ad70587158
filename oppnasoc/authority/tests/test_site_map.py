"""What programs find: the map, robots.txt and security.txt."""

from __future__ import annotations

from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from oppnasoc.authority import site_map
from oppnasoc.search import index
from oppnasoc.search.models import Document
from oppnasoc.ui.models import Municipality
from tests.town import make_town

pytestmark = pytest.mark.django_db
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(xml: bytes) -> list[str]:
    return [each.text or "" for each in ET.fromstring(xml).iter(f"{SPACE}loc")]


def test_the_map_holds_what_everybody_may_read(client: Client) -> None:
    town = make_town()
    index.rebuild()
    parts = addresses(client.get("/sitemap.xml").content)
    assert parts == [f"{settings.SITE_URL}/sitemap-1.xml"]
    xml = client.get("/sitemap-1.xml").content
    found = addresses(xml)
    assert len(found) == len(set(found)) > 20
    paths = [url.removeprefix(settings.SITE_URL) for url in found]
    assert town.matter.get_absolute_url() in paths
    assert not any("kanarie" in path or "#" in path for path in paths)
    assert f"/fragor/{town.hidden_matter.pk}-" not in xml.decode()
    assert {path for path in paths if client.get(path).status_code != 200} == set()
    days = [each.text for each in ET.fromstring(xml).iter(f"{SPACE}lastmod")]
    assert days
    assert max(day or "" for day in days) <= timezone.localdate().isoformat()


def test_it_is_paged_and_costs_one_query(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_town()
    index.rebuild()
    many = site_map.documents().count()
    assert many > 6
    monkeypatch.setattr(site_map, "PER_PART", 3)
    client.get("/robots.txt")
    with django_assert_num_queries(1):
        parts = addresses(client.get("/sitemap.xml").content)
    assert len(parts) == -(-many // 3)
    with django_assert_num_queries(1):
        client.get("/sitemap-2.xml")
    every = [url for n in range(1, len(parts) + 1)
             for url in addresses(client.get(f"/sitemap-{n}.xml").content)]  # fmt: skip
    assert len(every) - len(list(site_map.always())) <= many
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


def test_what_is_no_longer_public_leaves_the_map(client: Client) -> None:
    make_town()
    index.rebuild()
    Document.objects.all().delete()
    left = addresses(client.get("/sitemap-1.xml").content)
    assert len(left) == len(list(site_map.always()))


def test_robots_leave_alone_what_is_nobody_s_page(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /konto/" in text
    assert "Disallow: /static/" not in text
    assert "Disallow: /\n" not in text
    assert "Sitemap: http" in text


def test_security_txt_is_as_the_rfc_asks(client: Client) -> None:
    """RFC 9116: a contact as an address, one expiry less than a year ahead."""
    Municipality(security_email="sak@example.se").save()
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    fields = [line.partition(": ") for line in answer.content.decode().splitlines()]
    told = {name: value for name, _, value in reversed(fields)}
    assert told["Contact"] == "mailto:sak@example.se"
    assert told["Preferred-Languages"] == "sv, en"
    assert told["Canonical"].endswith("/.well-known/security.txt")
    expires = datetime.fromisoformat(told["Expires"].replace("Z", "+00:00"))
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=365)
    assert [name for name, _, _ in fields].count("Expires") == 1
