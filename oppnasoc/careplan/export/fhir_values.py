"""The small values that FHIR is made of."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

Resource = dict[str, Any]


def full(found: Resource) -> Resource:
    """The same without what is empty: in FHIR nothing may be."""
    return {name: value for name, value in found.items() if value not in (None, "", [], {})}


def coding(system: str, code: str, display: str = "") -> Resource:
    return full({"system": system, "code": code, "display": display})


def concept(*codings: Resource, text: str = "") -> Resource:
    return full({"coding": list(codings), "text": text})


def day(value: Any) -> str:
    return value.isoformat() if value else ""


def moment(value: datetime | None) -> str:
    return value.isoformat(timespec="milliseconds") if value else ""


def urn(pk: uuid.UUID) -> str:
    return f"urn:uuid:{pk}"
