"""What our answers look like (JSON Schema 2020-12): told in ``openapi.json`` and held to in tests.

The fields of OParl are those of https://oparl.org/spezifikation/ that we have something to say in;
our own begin with ``oppnasoc:``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oppnasoc.matters.models import Answer, Matter

from .oparl.kinds import SCHEMA
from .tables import Column, Table, tables

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1}
URL: Schema = {"type": "string", "format": "uri", "pattern": "^https?://"}
DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
TIME: Schema = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$",
}
FLAG: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "integer", "minimum": 0}


def many(of: Schema) -> Schema:
    return {"type": "array", "items": of, "minItems": 1}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def record(properties: Mapping[str, Schema], *required: str) -> Schema:
    """An object with these properties and no other."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


STAGE: Schema = {"type": "string", "enum": list(Matter.Status.values)}
ANSWER = record(
    {
        "verdict": {"type": "string", "enum": list(Answer.Verdict.values)},
        "verdictName": TEXT,
        "text": TEXT,
        "reason": TEXT,
        "by": TEXT,
        "on": DAY,
        "laterOn": DAY,
        "turnTo": TEXT,
    },
    "verdict",
    "verdictName",
    "on",
)
CHANGE = record(
    {
        "stage": STAGE,
        "stageName": TEXT,
        "text": TEXT,
        "evidence": TEXT,
        "link": TEXT,
        "pictureShows": TEXT,
        "on": DAY,
    },
    "stage",
    "stageName",
    "text",
    "on",
)

_LISTS = ("organization", "person", "meeting", "paper", "membership", "agendaItem")
#: Kind of OParl → its own fields, and which of them it always has.
FIELDS: dict[str, tuple[dict[str, Schema], tuple[str, ...]]] = {
    "System": (
        {
            "oparlVersion": {"const": SCHEMA},
            "license": URL,
            "body": URL,
            "name": TEXT,
            "contactEmail": TEXT,
            "contactName": TEXT,
            "website": URL,
        },
        ("oparlVersion", "body"),
    ),
    "Body": (
        {
            "system": URL,
            "name": TEXT,
            "shortName": TEXT,
            "website": URL,
            "license": URL,
            "contactEmail": TEXT,
            "contactName": TEXT,
            "classification": TEXT,
            "legislativeTerm": {"type": "array", "maxItems": 0},
            **dict.fromkeys((*_LISTS, "consultation", "file", "locationList"), URL),
        },
        ("name", "legislativeTerm", "organization", "person", "meeting", "paper"),
    ),
    "Organization": (
        {
            "body": URL,
            "name": TEXT,
            "organizationType": TEXT,
            "classification": TEXT,
            "subOrganizationOf": URL,
            "post": many(TEXT),
            "membership": many(URL),
            "meeting": URL,
            "website": URL,
            "location": URL,
            "oppnasoc:summary": TEXT,
            "oppnasoc:about": TEXT,
            "oppnasoc:status": {"enum": ["active", "dormant", "closed"]},
        },
        ("body", "name", "organizationType"),
    ),
    "Person": (
        {"body": URL, "name": TEXT, "membership": many(ref("Membership"))},
        ("body", "name", "membership"),
    ),
    "Membership": (
        {"person": URL, "organization": URL, "role": TEXT, "startDate": DAY},
        ("organization", "role"),
    ),
    "Meeting": (
        {
            "name": TEXT,
            "meetingState": {"enum": ["terminiert", "eingeladen", "durchgeführt"]},
            "cancelled": FLAG,
            "start": TIME,
            "end": TIME,
            "location": ref("Location"),
            "organization": many(URL),
            "resultsProtocol": ref("File"),
            "auxiliaryFile": many(ref("File")),
            "agendaItem": many(ref("AgendaItem")),
            "oppnasoc:day": DAY,
            "oppnasoc:goodToKnow": TEXT,
        },
        ("name", "meetingState", "cancelled", "organization", "oppnasoc:day"),
    ),
    "AgendaItem": (
        {
            "meeting": URL,
            "number": TEXT,
            "order": NUMBER,
            "name": TEXT,
            "public": {"const": True},
            "consultation": URL,
            "result": TEXT,
            "resolutionText": TEXT,
            "oppnasoc:sort": {"enum": ["heading", "paragraph", "bullet"]},
            "oppnasoc:text": TEXT,
        },
        ("order", "name", "public"),
    ),
    "Paper": (
        {
            "body": URL,
            "name": TEXT,
            "reference": TEXT,
            "date": DAY,
            "paperType": {"const": "Fråga"},
            "relatedPaper": many(URL),
            "originatorOrganization": many(URL),
            "underDirectionOf": many(URL),
            "auxiliaryFile": many(ref("File")),
            "consultation": many(ref("Consultation")),
            "oppnasoc:text": TEXT,
            "oppnasoc:stage": STAGE,
            "oppnasoc:stageName": TEXT,
            "oppnasoc:quick": FLAG,
            "oppnasoc:steward": TEXT,
            "oppnasoc:holder": TEXT,
            "oppnasoc:nextWord": DAY,
            "oppnasoc:closed": DAY,
            "oppnasoc:answer": many(ANSWER),
            "oppnasoc:change": many(CHANGE),
            "oppnasoc:evidence": TEXT,
        },
        ("body", "name", "date", "oppnasoc:stage"),
    ),
    "Consultation": (
        {
            "paper": URL,
            "agendaItem": URL,
            "meeting": URL,
            "organization": many(URL),
            "authoritative": FLAG,
            "role": TEXT,
        },
        ("agendaItem", "meeting", "organization"),
    ),
    "File": (
        {
            "name": TEXT,
            "fileName": TEXT,
            "mimeType": TEXT,
            "size": NUMBER,
            "date": DAY,
            "accessUrl": URL,
            "fileLicense": URL,
            "meeting": many(URL),
            "paper": many(URL),
        },
        ("accessUrl", "mimeType"),
    ),
    "Location": (
        {"description": TEXT, "streetAddress": TEXT, "oppnasoc:directions": TEXT},
        ("description",),
    ),
}


def of_oparl(name: str) -> Schema:
    """A thing of OParl as it stands alone, or inside another."""
    own, required = FIELDS[name]
    common = {
        "id": URL,
        "type": {"const": f"{SCHEMA}{name}"},
        "keyword": many(TEXT),
        "web": URL,
        "created": TIME,
        "modified": TIME,
    }
    return record({**common, **own}, "id", "type", *required)


def gone(name: str) -> Schema:
    """What is left of a thing that may be read no longer."""
    left = {
        "id": URL,
        "type": {"const": f"{SCHEMA}{name}"},
        "created": TIME,
        "modified": TIME,
        "deleted": {"const": True},
    }
    return record(left, *left)


def page_of(name: str) -> Schema:
    """A page of a list of OParl."""
    counted = {"totalElements": NUMBER, "elementsPerPage": {"type": "integer", "minimum": 1}}
    return record(
        {
            "data": {"type": "array", "items": {"oneOf": [ref(name), ref(f"{name}Gone")]}},
            "pagination": record(counted, *counted),
            "links": record({"first": URL, "self": URL, "next": URL}, "first", "self"),
        },
        "data",
        "pagination",
        "links",
    )


_SORTS = {"integer": NUMBER, "date": DAY, "url": URL, "string": TEXT}


def cell(column: Column) -> Schema:
    return {**_SORTS[column.sort], "description": column.holds}


def of_table(table: Table) -> Schema:
    """A table as JSON."""
    row = record({column.name: cell(column) for column in table.columns}, "nummer")
    rows = {"title": TEXT, "license": URL, "data": {"type": "array", "items": row}}
    return record(rows, *rows)


def components() -> dict[str, Schema]:
    """Every schema by its name."""
    found: dict[str, Schema] = {
        "Error": record({"type": URL, "message": TEXT}, "type", "message"),
    }
    for name in FIELDS:
        found[name] = of_oparl(name)
        if name not in {"System", "Body"}:
            found[f"{name}Gone"] = gone(name)
            found[f"{name}Page"] = page_of(name)
    body = {"type": "array", "items": ref("Body")}
    found["BodyPage"] = {**page_of("Meeting")}
    found["BodyPage"]["properties"] = {**found["BodyPage"]["properties"], "data": body}
    for table in tables():
        found[f"Table_{table.name}"] = of_table(table)
    return found
