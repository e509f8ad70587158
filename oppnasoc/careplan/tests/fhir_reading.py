"""A FHIR document read back by itself: what a plan says when only the file is there.

Written from the releases' own pages and not from the mapper; what it finds is compared with what
stood in the plan before (``told_by_plan``), release by release.
"""

from __future__ import annotations

import uuid
from typing import Any

from defusedxml.ElementTree import fromstring

from oppnasoc.careplan.export.whole import Picture
from oppnasoc.careplan.kinds import SHAPES
from oppnasoc.careplan.models import Kind, Level, SeatKind

Found = dict[str, Any]
XHTML = "{http://www.w3.org/1999/xhtml}"


def pk(reference: Found | None) -> str:
    return str((reference or {}).get("reference", "")).removeprefix("urn:uuid:")


def day(text: str | None) -> str:
    return (text or "")[:10]


class Document:
    """A document Bundle, by id and by kind."""

    def __init__(self, made: Found) -> None:
        self.by_id = {entry["resource"]["id"]: entry["resource"] for entry in made["entry"]}

    def of(self, kind: str) -> list[Found]:
        return [each for each in self.by_id.values() if each["resourceType"] == kind]

    def only(self, kind: str) -> Found:
        [found] = self.of(kind)
        return found


def told_by_file(made: Found) -> Found:
    """Everything that a document says of a plan, whichever release it is."""
    document = Document(made)
    plan, composition = document.only("CarePlan"), document.only("Composition")
    activity = [
        pk(each.get("plannedActivityReference") or each.get("reference"))
        for each in plan.get("activity", [])
    ]
    return {
        "name": [each["text"] for each in document.only("Patient").get("name", [])],
        "period": (day(plan.get("period", {}).get("start")), day(plan["created"])),
        "goals": [_goal(document.by_id[pk(each)]) for each in plan.get("goal", [])],
        "actions": [_action(document.by_id[each]) for each in activity],
        "people": {each: _person(document, each) for each in _members(document)},
        "yeses": sorted(_yes(each) for each in document.of("Consent")),
        "parts": _parts(composition),
        "wrote": _wrote(document),
    }


def _goal(goal: Found) -> Found:
    target = (goal.get("target") or [{}])[0]
    codes = [each["code"] for row in goal.get("category", []) for each in row["coding"]]
    return {
        "id": goal["id"],
        "words": goal["description"]["text"],
        "span": "".join(codes),
        "seen": target.get("detailString", ""),
        "due_on": target.get("dueDate", ""),
        "author": pk(goal.get("source") or goal.get("expressedBy")),
        "notes": _notes(goal),
    }


def _notes(resource: Found) -> list[tuple[str, str]]:
    return [(pk(each.get("authorReference")), each["text"]) for each in resource.get("note", [])]


def _action(task: Found) -> Found:
    inputs = {each["type"]["coding"][0]["code"]: each["valueString"] for each in
              task.get("input", [])}  # fmt: skip
    period = task.get("restriction", {}).get("period", {})
    doing = task["businessStatus"].get("coding", [{}])[0].get("code", "")
    return {
        "id": task["id"],
        "words": {"what": task["description"],
                  **{name: inputs.get(name, "") for name in ("need", "mine", "name", "phone")}},
        "doing": doing,
        "starts_on": period.get("start", ""),
        "due_on": period.get("end", ""),
        "goal": pk(task.get("focus")),
        "owner": pk(task.get("owner")),
        "author": pk(task.get("requester")),
        "notes": _notes(task),
    }  # fmt: skip


def _members(document: Document) -> list[str]:
    return [pk(each["member"]) for each in document.only("CareTeam").get("participant", [])]


def _person(document: Document, who: str) -> Found:
    found = document.by_id[who]
    named, role, works = found, "", ""
    if found["resourceType"] == "PractitionerRole":
        named = document.by_id[pk(found["practitioner"])]
        role = found["code"][0]["text"]
        works = document.by_id.get(pk(found.get("organization")), {}).get("name", "")
    else:
        role = found["relationship"][0]["text"]
    ways = {each["system"]: each["value"] for each in named.get("telecom", [])}
    return {
        "name": "".join(each["text"] for each in named.get("name", [])),
        "role": role,
        "organisation": works,
        "phone": ways.get("phone", ""),
        "email": ways.get("email", ""),
    }


def _yes(consent: Found) -> tuple[Any, ...]:
    """Whom it is about, yes or no, how far, which part, and until when."""
    provision = consent["provision"]
    if isinstance(provision, list):
        [provision] = provision
        seat, decision = pk(consent["grantee"][0]), consent["decision"]
    else:
        seat, decision = pk(provision["actor"][0]["reference"]), provision["type"]
    level = provision["action"][0]["coding"][0]["code"]
    part = provision["code"][0].get("coding", [{}])[0].get("code", "")
    return seat, decision, level, part, day(provision["period"].get("end"))


def _parts(composition: Found) -> dict[str, list[str]]:
    """The paragraphs of each part of the plan, as somebody reads them."""
    return {
        section["id"]: [
            _said(each) for each in fromstring(section["text"]["div"]).iter(f"{XHTML}p")
        ]
        for section in composition["section"]
        if "id" in section
    }


def _said(paragraph: Any) -> str:
    for line in paragraph.iter(f"{XHTML}br"):
        line.text = "\n"
    return "".join(paragraph.itertext())


def _wrote(document: Document) -> dict[str, list[str]]:
    found = {}
    for each in document.of("Provenance"):
        [part] = [e["valueUri"] for t in each["target"] for e in t.get("extension", [])]
        found[part] = sorted(pk(agent["who"]) for agent in each["agent"])
    return found


def told_by_plan(picture: Picture) -> Found:
    """The same of the picture that a document was made from, word by word as it was written."""
    owner = next(each.id for each in picture.people if each.kind == SeatKind.OWNER)
    notes = {each.id: [(str(n.author), n.words["words"]) for n in picture.beside(each)]
             for each in picture.pieces}  # fmt: skip
    began = picture.own.began_at if picture.own else picture.in_force_at
    wrote: dict[str, set[str]] = {}
    for each in picture.pieces:
        wrote.setdefault(each.section, set()).add(str(each.author))
    return {
        "name": [picture.name],
        "period": (day(_text(picture.in_force_at)), day(_text(began))),
        "goals": [
            {"id": str(each.id), **each.words, "due_on": _text(each.due_on),
             "author": str(each.author), "notes": notes[each.id]}
            for each in picture.of(Kind.GOAL)
        ],
        "actions": [
            {"id": str(each.id), "words": each.words, "doing": each.doing,
             "starts_on": _text(each.starts_on), "due_on": _text(each.due_on),
             "goal": _text(each.about), "owner": _text(each.seat), "author": str(each.author),
             "notes": notes[each.id]}
            for each in picture.of(Kind.ACTION)
        ],
        "people": {
            str(each.id): {"name": each.name, "role": each.role or str(SeatKind(each.kind).label),
                           "organisation": each.organisation if each.side != "none" else "",
                           "phone": each.phone, "email": each.email}
            for each in picture.people
            if each.id != owner and not each.ended
        },
        "yeses": sorted(
            (str(each.seat), "deny" if each.excludes else "permit", Level(each.level).name.lower(),
             "" if each.piece else each.section, day(_text(each.until_at)))
            for each in (picture.own.yeses if picture.own else ())
        ),
        "wrote": {part: sorted(who) for part, who in wrote.items()},
    }  # fmt: skip


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, uuid.UUID) else str(value.isoformat())


def assert_same(made: Found, picture: Picture) -> None:
    """A document says what stood in the plan, and each part of it every word of its fields."""
    found, wanted = told_by_file(made), told_by_plan(picture)
    parts = found.pop("parts")
    assert found == wanted
    assert set(parts) == {each.section for each in picture.pieces}
    for said in picture.pieces:
        told = parts[said.section]
        for field in SHAPES[Kind(said.kind)].fields:
            value = said.words.get(field.name)
            if value in ("", None, False):
                continue
            if field.form == "choice":
                value = next(str(c.label) for c in field.choices if c.value == value)
            if field.form == "yes":
                continue
            lines = [line for line in told if str(value) in line]
            assert lines, (said.section, said.kind, field.name)
