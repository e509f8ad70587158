"""Codes of the FHIR export: which we use, and what ours become.

HL7's are those of R4B and R5 (hl7.org/fhir/R4B, hl7.org/fhir/R5). Ours stand in code systems that
we name by a URN of our own (docs/plan-export.md): we own no address that will always answer.
"""

from __future__ import annotations

from enum import StrEnum

from ..models import Doing, Level, Purpose, State
from ..sections import Section

LOINC = "http://loinc.org"
_HL7 = "http://terminology.hl7.org/CodeSystem/"
CONFIDENTIALITY = _HL7 + "v3-Confidentiality"
REASON = _HL7 + "v3-ActReason"
ACT_CODE = _HL7 + "v3-ActCode"
PARTICIPATION = _HL7 + "v3-ParticipationType"
CONSENT_SCOPE = _HL7 + "consentscope"
CONSENT_ACTION = _HL7 + "consentaction"
AUTHOR = _HL7 + "provenance-participant-type"
URI = "urn:ietf:rfc:3986"
TARGET_ELEMENT = "http://hl7.org/fhir/StructureDefinition/targetElement"

OUR_SECTION = "urn:uuid:923c5e75-588b-49d5-893c-19be63b74308"
OUR_FIELD = "urn:uuid:6c0e86dc-78d5-4fad-b78e-c3ad841fede6"
OUR_DOING = "urn:uuid:712c788a-9423-4275-a697-1ae63a7f052b"
OUR_SPAN = "urn:uuid:e5ad3bc0-2c0c-4e1a-9916-d0caf9edbc1e"
OUR_LEVEL = "urn:uuid:b7617a4b-6e21-4b5c-a767-670c72123cd9"

#: Fields of ours that a Task carries as inputs.
ACTION_FIELDS = ("need", "mine", "name", "phone")


class Release(StrEnum):
    """A release of FHIR. Plain R4 is not among them: the library that checks has none."""

    R4B = "4.3.0"
    R5 = "5.0.0"


CARE_PLAN: dict[str, str] = {
    State.BEGUN: "draft",
    State.ASKED: "draft",
    State.PREPARING: "draft",
    State.CALLED: "draft",
    State.MET: "draft",
    State.IN_FORCE: "active",
    State.FOLLOWING_UP: "active",
    State.CLOSED: "completed",
}
GOAL: dict[str, str] = {"draft": "proposed", "active": "active", "completed": "active"}
TASK: dict[str, str] = {
    "": "requested",
    Doing.PLANNED: "requested",
    Doing.DOING: "in-progress",
    Doing.PARTLY: "in-progress",
    Doing.DONE: "completed",
    Doing.NOT_DONE: "on-hold",
    Doing.DROPPED: "cancelled",
}
PURPOSE: dict[str, str] = {
    Purpose.PREPARE: "COC",
    Purpose.DO: "CAREMGT",
    Purpose.FOLLOW_UP: "CAREMGT",
    Purpose.SUPPORT: "COC",
    Purpose.ACUTE: "ETREAT",
}
ACTIONS: dict[int, tuple[str, ...]] = {
    Level.SEE: ("access",),
    Level.COMMENT: ("access",),
    Level.WRITE: ("access", "correct"),
}

#: Every code that may stand in a file, by system. A coding of another system is a fault.
KNOWN: dict[str, frozenset[str]] = {
    LOINC: frozenset({"18776-5", "59284-0"}),  # Plan of care note; Consent document
    CONFIDENTIALITY: frozenset({"N", "R"}),
    REASON: frozenset({*PURPOSE.values(), "HTEST"}),
    ACT_CODE: frozenset({"OPTIN", "OPTOUT"}),
    PARTICIPATION: frozenset({"IRCP"}),  # information recipient
    CONSENT_SCOPE: frozenset({"patient-privacy"}),
    CONSENT_ACTION: frozenset({"access", "correct"}),
    AUTHOR: frozenset({"author"}),
    OUR_SECTION: frozenset(str(section) for section in Section),
    OUR_FIELD: frozenset(ACTION_FIELDS),
    OUR_DOING: frozenset(Doing.values),
    OUR_SPAN: frozenset({"short", "long"}),
    OUR_LEVEL: frozenset(level.name.lower() for level in Level),
}

_ANY: dict[str, frozenset[str]] = {
    "Bundle.type": frozenset({"document"}),
    "Composition.status": frozenset({"preliminary", "final"}),
    "CarePlan.status": frozenset({"draft", "active", "on-hold", "completed"}),
    "CarePlan.intent": frozenset({"plan"}),
    "Goal.lifecycleStatus": frozenset({"proposed", "active", "completed", "cancelled"}),
    "CareTeam.status": frozenset({"proposed", "active", "inactive"}),
    "Task.status": frozenset(
        {"requested", "accepted", "in-progress", "completed", "on-hold", "cancelled"}
    ),
    "Task.intent": frozenset({"plan"}),
    "Consent.status": frozenset({"active"}),
    "Composition.section.text.status": frozenset({"additional"}),
    "Patient.name.use": frozenset({"usual", "anonymous"}),
    "Practitioner.name.use": frozenset({"usual"}),
    "RelatedPerson.name.use": frozenset({"usual"}),
    "Practitioner.telecom.system": frozenset({"phone", "email"}),
    "RelatedPerson.telecom.system": frozenset({"phone", "email"}),
}
#: Required bindings: path → the codes that we use of them. A path that is not here has none.
BINDINGS: dict[Release, dict[str, frozenset[str]]] = {
    Release.R4B: _ANY
    | {
        "Composition.confidentiality": frozenset({"N", "R"}),
        "Consent.provision.type": frozenset({"permit", "deny"}),
        "Consent.provision.data.meaning": frozenset({"instance"}),
    },
    Release.R5: _ANY
    | {
        "Consent.decision": frozenset({"permit", "deny"}),
        "Consent.provision.data.meaning": frozenset({"instance"}),
    },
}
