"""Is a FHIR document what FHIR says? Asked of every one before it leaves.

The library (fhir.resources) knows shapes: it takes any status, code and reference. So we ask for
the rest: required bindings, known codings, references that lead inside the document and to the
right kind, everything reachable from the Composition, no id twice, periods in order, narrative
that can be read.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from defusedxml.ElementTree import ParseError, fromstring

from .fhir_codes import BINDINGS, KNOWN, TARGET_ELEMENT, Release
from .fhir_values import Resource

#: The library's module of a release, loaded when something is taken out and not before.
_LIBRARY = {Release.R4B: "fhir.resources.R4B.bundle", Release.R5: "fhir.resources.bundle"}

#: Keys that hold a code with a required binding; each path to one must be in BINDINGS.
_CODES = {"status", "lifecycleStatus", "intent", "use", "decision", "confidentiality", "meaning"}

_PERSONS = {"Patient", "PractitionerRole", "RelatedPerson"}
#: What a reference in a field of this name leads to.
_LEADS_TO: dict[str, set[str]] = {
    "subject": {"Patient"},
    "patient": {"Patient"},
    "for": {"Patient"},
    "grantor": {"Patient"},
    "performer": {"Patient"},
    "custodian": {"Patient"},
    "author": _PERSONS,
    "authorReference": _PERSONS,
    "source": _PERSONS,
    "expressedBy": _PERSONS,
    "requester": _PERSONS,
    "owner": _PERSONS,
    "who": _PERSONS,
    "grantee": _PERSONS,
    "actor.reference": _PERSONS,
    "member": {"PractitionerRole", "RelatedPerson"},
    "goal": {"Goal"},
    "focus": {"Goal"},
    "basedOn": {"CarePlan"},
    "careTeam": {"CareTeam"},
    "activity.reference": {"Task"},
    "plannedActivityReference": {"Task"},
    "practitioner": {"Practitioner"},
    "organization": {"Organization"},
    "data.reference": {"Goal", "Task"},
    "entry": {"CarePlan", "CareTeam", "Consent", "Goal", "Task"},
    "target": {"Composition", "Goal", "Task"},
}


class Unsound(Exception):
    """A document is not what FHIR says; ``faults`` say where, with no word of its content."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults[:5]))
        self.faults = faults


def proved(bundle: Resource, release: Release) -> None:
    """Raises Unsound unless a document is sound in every way that we know how to ask."""
    if faults := [*faults_of(bundle, release), *_shape_of(bundle, release)]:
        raise Unsound(faults)


def _shape_of(bundle: Resource, release: Release) -> list[str]:
    """What the library has to say, without the values: its messages would hold them."""
    from pydantic import ValidationError

    library = importlib.import_module(_LIBRARY[release]).Bundle
    try:
        library.model_validate(bundle)
    except ValidationError as why:
        wrong = why.errors(include_input=False, include_url=False)
        return [f"shape: {'.'.join(map(str, each['loc']))}" for each in wrong]
    return []


def faults_of(bundle: Resource, release: Release) -> list[str]:
    """Everything that does not hold, beyond shapes."""
    entries = bundle.get("entry", [])
    if not entries or entries[0].get("resource", {}).get("resourceType") != "Composition":
        return ["the Composition is not first"]
    by_url = {entry["fullUrl"]: entry["resource"] for entry in entries}
    found = list(_of_document(bundle, entries, by_url))
    for resource in [bundle, *by_url.values()]:
        kind = resource["resourceType"]
        inside = {k: v for k, v in resource.items() if not (kind == "Bundle" and k == "entry")}
        for path, value in _walk(kind, inside):
            found += _of_value(path, value, release)
            if isinstance(value, dict):
                found += _of_dict(path, value, by_url)
    return found


def _walk(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Every value with its path, such as Task.input.type; lists leave no mark."""
    yield path, value
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _walk(f"{path}.{key}", each)
    elif isinstance(value, list):
        for each in value:
            yield from _walk(path, each)


def _of_document(
    bundle: Resource, entries: list[Resource], by_url: dict[str, Resource]
) -> Iterator[str]:
    if bundle.get("type") != "document":
        yield "the Bundle is no document"
    if not (bundle.get("identifier", {}).get("system") and bundle["identifier"].get("value")):
        yield "the document has no identifier"  # bdl-9
    if not _is_instant(bundle.get("timestamp", "")):
        yield "the document has no timestamp"  # bdl-10
    if len(by_url) != len(entries):
        yield "a fullUrl twice"  # bdl-7
    for entry in entries:
        if entry["fullUrl"] != f"urn:uuid:{entry['resource'].get('id')}":
            yield "a fullUrl that is not its resource's"
    yield from _unreached(entries[0]["fullUrl"], by_url)


def _unreached(start: str, by_url: dict[str, Resource]) -> Iterator[str]:
    """Everything in a document hangs on its Composition, or on a Provenance of what does."""
    ahead = [start]
    ahead += [url for url, each in by_url.items() if each["resourceType"] == "Provenance"]
    reached = set(ahead)
    while ahead:
        for url in _references(by_url[ahead.pop()]):
            if url in by_url and url not in reached:
                reached.add(url)
                ahead.append(url)
    for url in by_url.keys() - reached:
        yield f"nothing leads to a {by_url[url]['resourceType']}"


def _references(resource: Resource) -> set[str]:
    return {
        value["reference"]
        for _path, value in _walk("", resource)
        if isinstance(value, dict) and isinstance(value.get("reference"), str)
    }


def _of_value(path: str, value: Any, release: Release) -> Iterator[str]:
    last = path.rsplit(".", 1)[-1]
    bound = BINDINGS[release].get(path)
    if bound is not None and isinstance(value, str) and value not in bound:
        yield f"{path} has a code that is not bound"
    if bound is None and isinstance(value, str) and last in _CODES:
        yield f"{path} has a code that nobody has looked at"
    if value in ("", [], {}):
        yield f"{path} is empty"
    if last == "div" and not _is_readable(str(value)):
        yield f"{path} is not readable"


def _of_dict(path: str, value: dict[str, Any], by_url: dict[str, Resource]) -> Iterator[str]:
    is_coding = "system" in value and "code" in value
    if is_coding and value["code"] not in KNOWN.get(value["system"], frozenset()):
        yield f"{path} has a coding that we do not know"
    reference = value.get("reference")
    if isinstance(reference, str):
        if reference not in by_url:
            yield f"{path} leads nowhere"
        else:
            yield from _of_kind(path, by_url[reference]["resourceType"])
    for extension in value.get("extension", ()):
        if extension.get("url") == TARGET_ELEMENT and isinstance(reference, str):
            sections = by_url.get(reference, {}).get("section", ())
            if extension.get("valueUri") not in {section.get("id") for section in sections}:
                yield f"{path} points at a section that is not there"
    if "start" in value and "end" in value and value["start"] > value["end"]:
        yield f"{path} ends before it begins"


def _of_kind(path: str, kind: str) -> Iterator[str]:
    steps = path.split(".")
    wanted = _LEADS_TO.get(".".join(steps[-2:])) or _LEADS_TO.get(steps[-1])
    if wanted is None:
        yield f"{path} is a reference that nobody has looked at"
    elif kind not in wanted:
        yield f"{path} leads to a {kind}"


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _is_readable(div: str) -> bool:
    try:
        return bool(fromstring(div).tag == "{http://www.w3.org/1999/xhtml}div")
    except ParseError:
        return False
