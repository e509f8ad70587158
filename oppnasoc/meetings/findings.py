"""The publishing gate for personal data (R20): what is found, decided and put instead.

Findings are always looked for anew in the texts as they stand; a decision belongs to what was
found (its kind and words), so it survives editing and covers the same words everywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.groups.models import Organisation
from oppnasoc.language.organisations import KnownOrganisation
from oppnasoc.language.personal_data import Finding, find, redact

from .models import Point
from .review import Item, Person, Review

CHOICES = ("keep", "first_name", "role", "remove")
ROLE_WORD = "en deltagare"  # stands in the Swedish minutes themselves, whatever the interface


#: What each kind of finding is called, in words that say why it is asked about.
LABELS = {
    "personal_number": gettext_lazy("A personal identity number"),
    "phone": gettext_lazy("A phone number"),
    "email": gettext_lazy("An e-mail address"),
    "address": gettext_lazy("A home address"),
    "health_person": gettext_lazy("A person and something about her health"),
    "health_organisation": gettext_lazy("A name beside an organisation that reveals health"),
    "party": gettext_lazy("A person and a political party"),
    "lone_first_name": gettext_lazy("A first name"),
    "name": gettext_lazy("A person's name"),
    "official": gettext_lazy("Somebody who speaks in her work"),
}


@dataclass(frozen=True)
class Option:
    """One thing that can be done with a finding, in words that show the result."""

    value: str
    label: str


@dataclass
class Question:
    """One thing to decide: the finding, every place it stands, and the choice made, if any."""

    key: str
    finding: Finding
    places: list[str] = field(default_factory=list)
    choice: str = ""

    @property
    def must_be_decided(self) -> bool:
        return self.finding.severity != "info"

    @property
    def is_open(self) -> bool:
        return self.must_be_decided and not self.choice

    @property
    def label(self) -> str:
        return str(LABELS[self.finding.kind])

    @property
    def options(self) -> list[Option]:
        """The choices that the finding allows; the recommended stands first."""
        words = {
            "keep": _("Keep it"),
            "role": _("Write 'somebody who takes part'"),
            "remove": _("Take it away"),
        }
        first_name = self.finding.replacements.get("first_name", "").strip(" ,")
        words["first_name"] = _("Only the first name: %(name)s") % {"name": first_name}
        return [Option(value, words[value]) for value in self.finding.suggestions]


def known_organisations(rows: QuerySet[Organisation] | None = None) -> list[KnownOrganisation]:
    """The municipality's own list, with what each name reveals."""
    found = Organisation.objects.all() if rows is None else rows
    return [KnownOrganisation(o.name, reveals_health=o.reveals_health) for o in found]


def key_of(finding: Finding) -> str:
    """A short key of what was found: its kind and words, not its place."""
    words = " ".join(finding.text.split()).casefold()
    return hashlib.sha256(f"{finding.kind}|{words}".encode()).hexdigest()[:16]


def texts_of(item: Item) -> list[str]:
    """The texts of an item that would be published."""
    texts = [item.text]
    if item.outcome == Point.Outcome.ANSWERED and item.answer:
        texts.append(item.answer)
    if item.outcome == Point.Outcome.MATTER and item.case.join is None and item.case.title:
        texts.append(item.case.title)
    return texts


def names_in(review: Review) -> list[str]:
    return [p.name for p in review.people if p.name]


def questions(review: Review, organisations: list[KnownOrganisation]) -> list[Question]:
    """Everything found in what would be published, the worst first, each once."""
    people = names_in(review)
    texts = [person.written() for person in review.people] + [review.title]
    texts += [text for item in review.items for text in texts_of(item)]
    by_key: dict[str, Question] = {}
    for text in texts:
        for finding in find(text, people=people, known_organisations=organisations):
            key = key_of(finding)
            question = by_key.setdefault(
                key, Question(key, finding, choice=review.choices.get(key, ""))
            )
            around = snippet(text, finding)
            if around not in question.places:
                question.places.append(around)
    worst_first = {"blocking": 0, "warning": 1, "info": 2}
    return sorted(by_key.values(), key=lambda q: worst_first[q.finding.severity])


def snippet(text: str, finding: Finding, around: int = 40) -> str:
    """The finding with a few words on either side."""
    start, end = max(0, finding.start - around), min(len(text), finding.end + around)
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


@dataclass(frozen=True)
class Cleaner:
    """Texts as they are published: every finding replaced as it was decided."""

    choices: dict[str, str]
    people: list[str]
    organisations: list[KnownOrganisation]

    @classmethod
    def of(cls, review: Review, organisations: list[KnownOrganisation]) -> Cleaner:
        return cls(review.choices, names_in(review), organisations)

    def text(self, text: str) -> str:
        """The text with its findings replaced, the last first so that places stay right."""
        found = find(text, people=self.people, known_organisations=self.organisations)
        untouched = len(text) + 1
        for finding in sorted(found, key=lambda f: (f.start, f.end), reverse=True):
            choice = self.choices.get(key_of(finding), "keep")
            if choice == "keep" or choice not in CHOICES or finding.end > untouched:
                continue
            text = redact(text, finding, choice, role_word=ROLE_WORD)  # type: ignore[arg-type]
            untouched = finding.start
        return " ".join(text.split()) if text.strip() else ""

    def person(self, person: Person) -> Person | None:
        """An attendee as published: as she is, by first name, as a role, or not at all."""
        written = person.written()
        choices = {
            self.choices.get(key_of(f), "keep")
            for f in find(written, people=self.people, known_organisations=self.organisations)
        }
        for choice in ("remove", "role", "first_name"):
            if choice in choices:
                break
        else:
            return person
        if choice == "remove":
            return None
        name = ROLE_WORD if choice == "role" else person.name.split(" ")[0]
        return Person(name, person.organisation, person.role)

    def persons(self, people: Iterable[Person]) -> list[Person]:
        return [kept for person in people if (kept := self.person(person)) is not None]
