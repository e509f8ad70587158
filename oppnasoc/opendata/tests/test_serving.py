"""Open data is the same for everybody, may be asked from anywhere, and is fetched only when new."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from oppnasoc.matters.actions import set_visibility
from oppnasoc.opendata import limiting
from oppnasoc.opendata.register import reconcile
from tests.town import Town, make_town

ADDRESSES = [
    "/oparl/v1.1/system",
    "/oparl/v1.1/body/1",
    "/oparl/v1.1/body/1/paper",
    "/oppna-data/fragor.csv",
    "/oppna-data/fragor.json",
    "/oppna-data/moten.ics",
    "/oppna-data/openapi.json",
    "/datasets/dcat",
]


@pytest.fixture
def town(db: None) -> Town:
    made = make_town()
    reconcile()
    return made


def content(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else bytes(answer.content)


@pytest.mark.parametrize("url", ADDRESSES)
def test_everybody_gets_the_same_bytes_and_no_cookie(url: str, town: Town) -> None:
    stranger, known = Client(), Client()
    known.force_login(town.people["editor"])
    known.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    one, other = stranger.get(url), known.get(url)
    assert one.status_code == other.status_code == 200
    assert content(one) == content(other)
    assert dict(one.headers) == dict(other.headers)
    assert not one.cookies
    assert not other.cookies
    assert one["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in one.headers
    assert one["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in one["Vary"]
    assert known.get("/att-gora/").status_code in {200, 302, 404}  # She is still signed in.
    assert known.session.get("_auth_user_id")


@pytest.mark.parametrize("url", ADDRESSES)
def test_who_has_it_is_told_so_until_it_changes(url: str, town: Town) -> None:
    client = Client()
    first = client.get(url)
    tag = first["ETag"]
    again = client.get(url, headers={"if-none-match": tag})
    assert again.status_code == 304
    assert content(again) == b""
    assert again["Access-Control-Allow-Origin"] == "*"
    weak = client.get(url, headers={"if-none-match": f"W/{tag}"})
    assert weak.status_code == 304
    if url.endswith(("paper", "fragor.csv", "fragor.json")):
        set_visibility(town.matter, public=False, by=town.people["editor"])
        assert client.get(url, headers={"if-none-match": tag}).status_code == 200


def test_the_page_about_it_is_a_page_like_others(town: Town) -> None:
    client = Client()
    client.force_login(town.people["editor"])
    page = client.get("/oppna-data/")
    assert page.status_code == 200
    assert "Access-Control-Allow-Origin" not in page.headers
    assert page["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in Client().get("/fragor/").headers


def test_nothing_can_be_changed_and_a_browser_may_ask_first(town: Town) -> None:
    client = Client(enforce_csrf_checks=True)
    refused = client.post("/oparl/v1.1/system", {})
    assert refused.status_code == 405
    assert refused["Allow"] == "GET, HEAD, OPTIONS"
    may = client.options("/oparl/v1.1/system")
    assert may.status_code == 204
    assert may["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_what_is_not_there_is_said_as_data(town: Town) -> None:
    for url in ("/oparl/v1.1/paper/x-y", "/oparl/v1.1/nothing/1", "/oppna-data/x.csv",
                "/oparl/v1.1/body/1/nothing", "/oppna-data/moten/ingen.ics",
                f"/oparl/v1.1/paper/{'9' * 70}",
                f"/oparl/v1.1/file/minutes-{'9' * 18}"):  # fmt: skip
        answer = Client().get(url)
        assert answer.status_code == 404, url
        assert answer.json()["type"].endswith("/Error")
        assert answer["Cache-Control"] == "no-store"


def test_a_machine_that_runs_wild_is_stopped_and_a_library_is_not(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiting, "STEP", 5)
    monkeypatch.setattr(limiting, "MOST", 20)
    client = Client()
    statuses = [client.get("/oparl/v1.1/system").status_code for _ in range(25)]
    assert statuses == [200] * 24 + [429]
    refused = client.get("/oparl/v1.1/system")
    assert 1 <= int(refused["Retry-After"]) <= 3600
    assert refused["Access-Control-Allow-Origin"] == "*"
    assert Client(REMOTE_ADDR="198.51.100.7").get("/oparl/v1.1/system").status_code == 200
    assert client.get("/fragor/").status_code == 200
