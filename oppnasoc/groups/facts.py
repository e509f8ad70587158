"""What may be edited on each kind of party, and the right that is needed."""

from __future__ import annotations

from .models import Party

#: The right that is needed to edit each kind of party, and to say who belongs to it.
RIGHT = {
    Party.Kind.GROUP: "groups.edit_group",
    Party.Kind.ORGANISATION: "groups.edit_organisation",
    Party.Kind.UNIT: "groups.edit_tree",
    Party.Kind.POST: "groups.edit_tree",
    Party.Kind.OUTSIDE: "groups.edit_tree",
}

#: What may be edited on each kind of party; status, mission, seats and tree have own actions.
FACTS = {
    Party.Kind.GROUP: [
        "name",
        "summary",
        "why",
        "who",
        "how",
        "place",
        "when",
        "outcome",
        "contact",
        "phone",
        "email",
        "theme",
        "is_open",
    ],
    Party.Kind.ORGANISATION: [
        "name",
        "summary",
        "does",
        "for_whom",
        "opening_hours",
        "place",
        "languages",
        "offers",
        "competences",
        "website",
        "links",
        "phone",
        "email",
        "reveals_health",
        "groups",
    ],
    Party.Kind.UNIT: [
        "name",
        "summary",
        "does",
        "opening_hours",
        "place",
        "phone",
        "email",
        "parent",
    ],
    Party.Kind.POST: ["name", "summary", "phone", "email", "unit"],
    Party.Kind.OUTSIDE: [
        "name",
        "summary",
        "does",
        "website",
        "phone",
        "email",
        "contact_person",
    ],
}

#: Address parts that the site itself uses where a party's own would stand.
RESERVED = {"ny"}
