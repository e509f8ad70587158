"""What there is, told once: the page, the catalogue and the description of addresses read this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .tables import TABLES

#: The forms of the catalogue: what rdflib calls them, and what they are when they are sent.
FORMATS = {
    "rdf": ("xml", "application/rdf+xml"),
    "ttl": ("turtle", "text/turtle"),
}


@dataclass(frozen=True)
class Form:
    """A form in which a dataset can be had; ``is_file`` when the whole of it comes at once, and
    ``documented`` when ``openapi.json`` tells of it."""

    name: str
    label: str
    path: str
    mime: str
    is_file: bool = True
    documented: bool = True

    @property
    def url(self) -> str:
        return f"{settings.SITE_URL}{self.path}"


@dataclass(frozen=True)
class Dataset:
    """Something that can be had in one or more forms."""

    name: str
    title: str | Promise
    about: str | Promise
    forms: tuple[Form, ...]


def datasets() -> Sequence[Dataset]:
    """Everything that there is, in the order in which it is shown."""
    found = [
        Dataset(table.name, table.title, table.about, _of_a_table(table.name))
        for table in TABLES.values()
    ]
    return [*found, council(), news()]


def _of_a_table(name: str) -> tuple[Form, ...]:
    forms = [
        Form("csv", "CSV", reverse("open_table", args=[name, "csv"]), "text/csv"),
        Form("json", "JSON", reverse("open_table", args=[name, "json"]), "application/json"),
    ]
    if name == "moten":
        forms.append(Form("ics", "iCalendar", reverse("open_calendar"), "text/calendar"))
    return tuple(forms)


def council() -> Dataset:
    return Dataset(
        "oparl",
        _("Everything together, for programs"),
        _("All of it with its connections, in the standard OParl 1.1. What is gone is told too."),
        (Form("json", "OParl 1.1", reverse("oparl_system"), "application/json", is_file=False),),
    )


def news() -> Dataset:
    path = reverse("following_feed_of_everything")
    atom = Form("atom", "Atom", path, "application/atom+xml", documented=False)
    return Dataset("nyheter", _("What is new"), _("The latest that has happened."), (atom,))
