"""What a plan is in FHIR, as far as R4B and R5 say the same; what differs is in ``fhir_releases``.

A document Bundle: Composition first, with a section for each part of the plan whose narrative holds
everything that stands there. Goals and actions are also resources of their own. Resources are
plain dicts; who made them is checked afterwards (``check.py``), the library is not needed here.
"""

from __future__ import annotations

import uuid
from abc import ABC, abstractmethod

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..kinds import SHAPES
from ..models import Doing, Kind, Level, SeatKind, Side
from ..sections import Section
from . import fhir_codes as codes
from . import fhir_narrative, told
from .fhir_values import Resource, coding, concept, day, full, moment, urn
from .record import Yes
from .whole import Picture, Said, Someone

#: Those around a person who work with it; others are close to her or act for her.
AT_WORK = (SeatKind.AUTHORITY, SeatKind.SUPPORT)


class Mapper(ABC):
    """Makes the resources of one picture; ``release`` and what differs are the subclass's."""

    release: codes.Release

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.patient_id = next(each.id for each in picture.people if each.is_owner)
        self.composition_id = self._new("composition", picture.at.isoformat())
        self.team_id = self._new("team")
        self._mentioned: dict[uuid.UUID, Someone] = {}
        self._resources: dict[uuid.UUID, Resource] = {}

    def bundle(self) -> Resource:
        """The whole document."""
        picture = self.picture
        goals = [self._goal(each) for each in picture.of(Kind.GOAL)]
        tasks = [self._task(each) for each in picture.of(Kind.ACTION)]
        self._add(picture.id, self.care_plan(goals, tasks))
        self._add(self.team_id, self._team())
        yeses = [self._consent(each) for each in (picture.own.yeses if picture.own else ())]
        composition = self._composition(goals, tasks, yeses)
        self._people()
        provenances = [self._provenance(Section(part)) for part in self._parts()]
        self._people()
        entries = {self.composition_id: composition, **self._resources, **dict(provenances)}
        pk = self._new("bundle", picture.at.isoformat())
        return {
            "resourceType": "Bundle",
            "id": str(pk),
            "meta": self._meta(),
            "identifier": {"system": codes.URI, "value": urn(pk)},
            "type": "document",
            "timestamp": moment(picture.at),
            "entry": [
                {"fullUrl": urn(pk), "resource": self._whole(pk, resource)}
                for pk, resource in entries.items()
            ],
        }  # fmt: skip

    # What the releases say differently.

    @abstractmethod
    def composition_more(self, patient: Resource) -> Resource: ...

    @abstractmethod
    def care_plan(self, goals: list[Resource], tasks: list[Resource]) -> Resource: ...

    @abstractmethod
    def origin(self, author: Resource) -> Resource: ...

    @abstractmethod
    def member(self, who: Resource, role: Resource) -> Resource: ...

    @abstractmethod
    def consent(self, yes: Yes, provision: Resource) -> Resource: ...

    # Ids and references.

    def _new(self, *what: str) -> uuid.UUID:
        return uuid.uuid5(self.picture.id, ":".join(what))

    def _add(self, pk: uuid.UUID, resource: Resource) -> Resource:
        self._resources[pk] = resource
        return {"reference": urn(pk)}

    def _whole(self, pk: uuid.UUID, resource: Resource) -> Resource:
        head = {"resourceType": resource["resourceType"], "id": str(pk), "meta": self._meta()}
        language = get_language() or "sv"
        return head | {"language": language} | full(resource)

    def _meta(self) -> Resource:
        """How secret it is: very, for somebody with protected data. Practice is no real person."""
        level = "R" if self.picture.protected else "N"
        found: Resource = {"security": [coding(codes.CONFIDENTIALITY, level)]}
        if self.picture.practice:
            found["tag"] = [coding(codes.REASON, "HTEST")]
        return found

    @property
    def patient(self) -> Resource:
        return {"reference": urn(self.patient_id)}

    def who(self, seat: uuid.UUID | None) -> Resource:
        """A reference to somebody at the plan; empty for whoever the reader knows nothing of."""
        someone = self.picture.who(seat)
        if someone is None:
            return {}
        if someone.is_owner:
            return self.patient
        self._mentioned[someone.id] = someone
        return {"reference": urn(someone.id)}

    # The resources that are the same in both.

    def _people(self) -> None:
        self._resources.setdefault(self.patient_id, self._patient())
        for someone in list(self._mentioned.values()):
            if someone.id not in self._resources:
                self._person(someone)

    def _patient(self) -> Resource:
        use = "anonymous" if self.picture.protected else "usual"
        name = [{"use": use, "text": self.picture.name}] if self.picture.name.strip() else []
        return {"resourceType": "Patient", "name": name}

    def _person(self, someone: Someone) -> None:
        name = [{"use": "usual", "text": someone.name}] if someone.name.strip() else []
        ways = (("phone", someone.phone), ("email", someone.email))
        telecom = [{"system": system, "value": value} for system, value in ways if value.strip()]
        if someone.kind not in AT_WORK:
            self._resources[someone.id] = {
                "resourceType": "RelatedPerson",
                "active": not someone.ended,
                "patient": self.patient,
                "relationship": [concept(text=_role(someone))],
                "name": name,
                "telecom": telecom,
            }
            return
        practitioner = {"resourceType": "Practitioner", "name": name, "telecom": telecom}
        self._resources[someone.id] = full({
            "resourceType": "PractitionerRole",
            "active": not someone.ended,
            "practitioner": self._add(self._new("practitioner", str(someone.id)), practitioner),
            "organization": self._organisation(someone),
            "code": [concept(text=_role(someone))],
        })  # fmt: skip

    def _organisation(self, someone: Someone) -> Resource:
        side = str(Side(someone.side).label) if someone.side != Side.NONE else ""
        if not (name := someone.organisation.strip() or side):
            return {}
        types = [concept(text=side)] if side else []
        found = full({"resourceType": "Organization", "name": name, "type": types})
        return self._add(self._new("organisation", someone.side, name), found)

    def _team(self) -> Resource:
        around = [each for each in self.picture.people if not each.ended and not each.is_owner]
        return {
            "resourceType": "CareTeam",
            "status": "active",
            "name": _("Those who help"),
            "subject": self.patient,
            "participant": [
                self.member(self.who(each.id), concept(text=_role(each))) for each in around
            ],
        }

    def status(self) -> str:
        return codes.CARE_PLAN[self.picture.state]

    def _goal(self, said: Said) -> Resource:
        span = str(said.words.get("span", ""))
        shape = SHAPES[Kind.GOAL]
        spans = {choice.value: str(choice.label) for choice in shape.field("span").choices}
        target: Resource = {"dueDate": day(said.due_on)}
        if seen := str(said.words.get("seen", "")).strip():
            target |= {
                "measure": concept(text=str(shape.field("seen").label)),
                "detailString": seen,
            }
        category = (
            [concept(coding(codes.OUR_SPAN, span), text=spans[span])] if span in spans else []
        )
        resource = {
            "resourceType": "Goal",
            "lifecycleStatus": codes.GOAL[self.status()],
            "category": category,
            "description": concept(text=str(said.words["words"])),
            "subject": self.patient,
            "target": [found] if (found := full(target)) else [],
            "statusDate": day(said.changed_at.date()),
            "note": self._notes(said),
        }
        return self._add(said.id, full(resource | self.origin(self.who(said.author))))

    def _task(self, said: Said) -> Resource:
        status = codes.TASK[said.doing]
        if said.doing in ("", Doing.PLANNED) and (said.decided or told.is_confirmed(said)):
            status = "accepted"
        fields = {field.name: field for field in SHAPES[Kind.ACTION].fields}
        inputs = [
            {"type": concept(coding(codes.OUR_FIELD, name), text=str(fields[name].label)),
             "valueString": text}
            for name in codes.ACTION_FIELDS
            if (text := str(said.words.get(name, "")).strip())
        ]  # fmt: skip
        period = full({"start": day(said.starts_on), "end": day(said.due_on)})
        doing = [coding(codes.OUR_DOING, said.doing)] if said.doing else []
        return self._add(said.id, full({
            "resourceType": "Task",
            "basedOn": [{"reference": urn(self.picture.id)}],
            "status": status,
            "businessStatus": concept(*doing, text=told.how_it_goes(said)),
            "intent": "plan",
            "description": str(said.words["what"]),
            "focus": self._goal_of(said),
            "for": self.patient,
            "authoredOn": moment(said.made_at),
            "lastModified": moment(said.changed_at),
            "requester": self.who(said.author),
            "owner": self.who(said.seat),
            "note": self._notes(said),
            "restriction": {"period": period} if period else {},
            "input": inputs,
        }))  # fmt: skip

    def _goal_of(self, said: Said) -> Resource:
        goals = (each.id for each in self.picture.of(Kind.GOAL) if each.id == said.about)
        return next(({"reference": urn(pk)} for pk in goals), {})

    def _notes(self, said: Said) -> list[Resource]:
        return [
            {"time": moment(note.made_at), "text": str(note.words["words"]), **self._signed(note)}
            for note in self.picture.beside(said)
        ]

    def _signed(self, note: Said) -> Resource:
        author = self.who(note.author)
        return {"authorReference": author} if author else {"authorString": _("Somebody else")}

    def _consent(self, yes: Yes) -> Resource:
        section = Section(yes.section)
        about = concept(coding(codes.OUR_SECTION, section.value), text=str(section.label))
        piece = next((each for each in self.picture.pieces if each.id == yes.piece), None)
        provision: Resource = {
            "period": full({"start": moment(yes.from_at), "end": moment(yes.until_at)}),
            "action": [
                concept(
                    coding(codes.OUR_LEVEL, _level(yes)),
                    *(coding(codes.CONSENT_ACTION, code) for code in codes.ACTIONS[yes.level]),
                )
            ],
            "purpose": [coding(codes.REASON, codes.PURPOSE[yes.purpose])],
            # Of one piece the code names the piece, so that nobody reads it as the whole part.
            "code": [concept(text=told.heading(piece) or str(section.label)) if piece else about],
        }
        if piece is not None and piece.id in self._resources:
            data = {"meaning": "instance", "reference": {"reference": urn(piece.id)}}
            provision["data"] = [data]
        return self._add(yes.id, self.consent(yes, provision))

    # The document itself.

    def _parts(self) -> list[str]:
        there = {said.section for said in self.picture.pieces}
        return [part for part in self.picture.sections if part in there]

    def _composition(
        self, goals: list[Resource], tasks: list[Resource], yeses: list[Resource]
    ) -> Resource:
        name = self.picture.name.strip()
        title = _("Plan for %(name)s") % {"name": name} if name else _("My plan")
        first: Resource = {
            "title": _("The plan"),
            "text": fhir_narrative.narrative([fhir_narrative.facts(self.picture)]),
            "entry": [
                {"reference": urn(self.picture.id)},
                {"reference": urn(self.team_id)},
                *yeses,
            ],
        }
        final = self.status() in ("active", "completed")
        entries = {said.id: said.section for said in self.picture.of(Kind.GOAL, Kind.ACTION)}
        sections = [first]
        for part in self._parts():
            section = Section(part)
            blocks = [
                fhir_narrative.piece(self.picture, said)
                for said in self.picture.pieces
                if said.section == part
            ]
            sections.append(full({
                "id": section.value,
                "title": str(section.label),
                "code": concept(coding(codes.OUR_SECTION, section.value), text=str(section.label)),
                "text": fhir_narrative.narrative(blocks),
                "entry": [{"reference": urn(pk)} for pk, its in entries.items() if its == part],
            }))  # fmt: skip
        return {
            "resourceType": "Composition",
            "status": "final" if final else "preliminary",
            "type": concept(coding(codes.LOINC, "18776-5", "Plan of care note")),
            "date": moment(self.picture.at),
            "author": [self.who(self.picture.reader) or self.patient],
            "title": title,
            "section": sections,
        } | self.composition_more(self.patient)

    def _provenance(self, section: Section) -> tuple[uuid.UUID, Resource]:
        """Who wrote what stands in a part, and when. It points at the section by its id."""
        pieces = [said for said in self.picture.pieces if said.section == section]
        who = {str(agent): agent for said in pieces if (agent := self.who(said.author))}
        agents = list(who.values()) or [{"display": _("Somebody else")}]
        element = {"url": codes.TARGET_ELEMENT, "valueUri": section.value}
        targets = [{"extension": [element], "reference": urn(self.composition_id)}]
        targets += [{"reference": urn(said.id)} for said in pieces if said.id in self._resources]
        first, last = min(s.made_at for s in pieces), max(s.changed_at for s in pieces)
        return self._new("provenance", section.value), {
            "resourceType": "Provenance",
            "target": targets,
            "occurredPeriod": {"start": moment(first), "end": moment(max(first, last))},
            "recorded": moment(self.picture.at),
            "agent": [
                {"type": concept(coding(codes.AUTHOR, "author")), "who": agent} for agent in agents
            ],
        }


def _role(someone: Someone) -> str:
    return someone.role.strip() or str(SeatKind(someone.kind).label)


def _level(yes: Yes) -> str:
    return Level(yes.level).name.lower()
