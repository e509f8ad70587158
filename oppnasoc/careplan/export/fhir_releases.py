"""What R4B and R5 say differently of a plan, each with its own mapper."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .fhir_codes import ACT_CODE, CONSENT_SCOPE, LOINC, PARTICIPATION, Release
from .fhir_parts import Mapper
from .fhir_values import Resource, coding, concept, day, full, moment, urn
from .record import Yes


class R4B(Mapper):
    """FHIR R4B (4.3.0)."""

    release = Release.R4B

    def composition_more(self, patient: Resource) -> Resource:
        level = "R" if self.picture.protected else "N"
        return {"subject": patient, "confidentiality": level}

    def care_plan(self, goals: list[Resource], tasks: list[Resource]) -> Resource:
        activity = [{"reference": task} for task in tasks]
        return _care_plan(self, goals) | {"author": self.patient, "activity": activity}

    def origin(self, author: Resource) -> Resource:
        return {"expressedBy": author}

    def member(self, who: Resource, role: Resource) -> Resource:
        return {"role": [role], "member": who}

    def consent(self, yes: Yes, provision: Resource) -> Resource:
        actor = {"role": concept(coding(PARTICIPATION, "IRCP")), "reference": self.who(yes.seat)}
        kind = "deny" if yes.excludes else "permit"
        return {
            "resourceType": "Consent",
            "status": "active",
            "scope": concept(coding(CONSENT_SCOPE, "patient-privacy")),
            "category": [concept(coding(LOINC, "59284-0", "Consent Document"))],
            "patient": self.patient,
            "dateTime": moment(yes.given_at),
            "performer": [self.patient],
            "policyRule": concept(coding(ACT_CODE, "OPTOUT" if yes.excludes else "OPTIN")),
            "provision": {"type": kind, **full(provision), "actor": [actor]},
        }


class R5(Mapper):
    """FHIR R5 (5.0.0)."""

    release = Release.R5

    def composition_more(self, patient: Resource) -> Resource:
        return {"subject": [patient]}

    def care_plan(self, goals: list[Resource], tasks: list[Resource]) -> Resource:
        activity = [{"plannedActivityReference": task} for task in tasks]
        return _care_plan(self, goals) | {"custodian": self.patient, "activity": activity}

    def origin(self, author: Resource) -> Resource:
        return {"source": author}

    def member(self, who: Resource, role: Resource) -> Resource:
        return {"role": role, "member": who}

    def consent(self, yes: Yes, provision: Resource) -> Resource:
        return {
            "resourceType": "Consent",
            "status": "active",
            "category": [concept(coding(LOINC, "59284-0", "Consent Document"))],
            "subject": self.patient,
            "date": day(yes.given_at.date()),
            "period": provision["period"],
            "grantor": [self.patient],
            "grantee": [self.who(yes.seat)],
            "decision": "deny" if yes.excludes else "permit",
            "provision": [full(provision)],
        }


def _care_plan(mapper: Mapper, goals: list[Resource]) -> Resource:
    picture = mapper.picture
    began = picture.own.began_at if picture.own else picture.in_force_at
    ended = picture.own.closed_at if picture.own else None
    return {
        "resourceType": "CarePlan",
        "status": mapper.status(),
        "intent": "plan",
        "category": [concept(text=_("Coordinated individual plan (SIP)"))],
        "title": _("My plan"),
        "subject": mapper.patient,
        "period": full({"start": moment(picture.in_force_at), "end": moment(ended)}),
        "created": moment(began),
        "careTeam": [{"reference": urn(mapper.team_id)}],
        "goal": goals,
    }
