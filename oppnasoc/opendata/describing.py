"""``/oppna-data/openapi.json``: what can be asked and what is answered (OpenAPI 3.1).

A test walks through every path that stands here and holds the answers to the schemas; another
holds that every address of this room stands here.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from oppnasoc.ui.context import municipality

from . import addresses
from .datasets import FORMATS
from .limiting import MOST
from .oparl.kinds import PER_PAGE, Kind, kinds
from .schemas import Schema, components, ref
from .serving import FORMAT_VERSION
from .tables import tables

SINCE = "A time such as 2026-03-20T13:00:00+01:00, or a day"


def described() -> dict[str, Any]:
    """The whole document."""
    site = municipality()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Öppna data från {site.site_name} {site.short_name}",
            "version": FORMAT_VERSION,
            "description": (
                "All that is public here, to be read by anybody without a key. Nothing can be"
                f" changed. One network may ask {MOST} times an hour; then the answer is 429 with"
                " Retry-After. Send If-None-Match with the ETag that you got: 304 means that"
                " nothing is new. What has gone stands in lists with modified_since, with"
                " deleted: true. Remove your copy of it then."
            ),
            "license": {"name": "CC BY 4.0", "url": addresses.LICENCE},
            "contact": {"name": site.name, "url": f"{settings.SITE_URL}/oppna-data/"},
        },
        "servers": [{"url": settings.SITE_URL}],
        "paths": {**_oparl(), **_tables(), **_others()},
        "components": {"schemas": components()},
    }


def _get(
    name: str, summary: str, answers: dict[str, Any], parameters: list[Schema] | None = None
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "responses": {
            "200": {
                "description": "As asked for",
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": answers,
            },
            "304": {"description": "The same as you have"},
            "429": _fault("Too many requests; wait as long as Retry-After says"),
        },
    }
    if parameters:
        operation["parameters"] = parameters
        operation["responses"]["400"] = _fault("A parameter cannot be understood")
    return {"get": operation}


def _fault(says: str) -> dict[str, Any]:
    return {"description": says, "content": {"application/json": {"schema": ref("Error")}}}


def _json(schema: Schema) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _asked(name: str, says: str, schema: Schema, *, where: str = "query") -> Schema:
    needed = {"required": True} if where == "path" else {}
    return {"name": name, "in": where, "description": says, "schema": schema, **needed}


def _of_a_list(per_page: int = PER_PAGE) -> list[Schema]:
    times = ("created_since", "created_until", "modified_since", "modified_until")
    asked = [_asked(name, SINCE, {"type": "string"}) for name in times]
    limit = {"type": "integer", "minimum": 1, "maximum": per_page}
    return [
        *asked,
        _asked("limit", "The most on a page", limit),
        _asked("after", "Stands in the link to the next page", {"type": "integer", "minimum": 0}),
    ]


def _oparl() -> dict[str, Any]:
    root = "/oparl/v1.1"
    found = {
        f"{root}/system": _get("system", "Where a reader begins", _json(ref("System"))),
        f"{root}/body": _get("bodies", "The municipality, in a list", _json(ref("BodyPage"))),
        f"{root}/body/1": _get("body", "The municipality", _json(ref("Body"))),
    }
    for kind in kinds().values():
        found[f"{root}/body/1/{kind.path}"] = _get(
            f"{kind.path}_list",
            f"All of {kind.name}",
            _json(ref(f"{kind.name}Page")),
            _of_a_list(kind.per_page),
        )
        found[f"{root}/{kind.path}/{{key}}"] = _one(kind)
    key = _asked("key", "The number of a group", {"type": "integer"}, where="path")
    per_page = kinds()["meeting"].per_page
    answers = _json(ref("MeetingPage"))
    found[f"{root}/organization/{{key}}/meeting"] = _get(
        "meetings_of", "The meetings of a group", answers, [key, *_of_a_list(per_page)]
    )
    return found


def _one(kind: Kind) -> dict[str, Any]:
    key = _asked("key", "Its own part of its address", {"type": "string"}, where="path")
    either = {"oneOf": [ref(kind.name), ref(f"{kind.name}Gone")]}
    found = _get(kind.path, f"One {kind.name}, or that it is gone", _json(either), [key])
    found["get"]["responses"]["404"] = _fault("It has never been there")
    del found["get"]["responses"]["400"]
    return found


def _tables() -> dict[str, Any]:
    found = {}
    for table in tables():
        root, title = f"/oppna-data/{table.name}", str(table.title)
        rows = _json(ref(f"Table_{table.name}"))
        found[f"{root}.json"] = _get(f"{table.name}_json", f"{title}: all rows", rows)
        text = {"text/csv": {"schema": {"type": "string"}}}
        found[f"{root}.csv"] = _get(f"{table.name}_csv", f"{title}: all rows, as a table", text)
    return found


def _others() -> dict[str, Any]:
    calendar = {"text/calendar": {"schema": {"type": "string"}}}
    group = _asked("group", "The address of a group, as in /grupper/…/", {"type": "string"})
    graph = {mime: {"schema": {"type": "string"}} for _name, mime in FORMATS.values()}
    form = _asked("format", "rdf or ttl", {"type": "string", "enum": list(FORMATS)})
    of_group = _get(
        "calendar_of", "Its meetings as a calendar", calendar,
        [{**group, "in": "path", "required": True}],
    )  # fmt: skip
    return {
        "/oppna-data/moten.ics": _get("calendar", "All meetings as a calendar", calendar),
        "/oppna-data/moten/{group}.ics": of_group,
        "/datasets/dcat": _get("dcat", "The catalogue (DCAT-AP-SE 3)", graph, [form]),
        "/oppna-data/openapi.json": _get(
            "openapi", "This document", _json({"type": "object", "required": ["openapi"]})
        ),
    }
