"""The publishing gate for personal data (R20): what is found, decided and put instead.

Findings are always looked for anew in the texts as they stand; a decision belongs to what was
found (its kind and words), so it survives editing and covers the same words everywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.groups.models import Organisation, Unit
from oppnasoc.groups.words import revealing
from oppnasoc.language.organisations import KnownOrganisation, looks_like_organisation
from oppnasoc.language.personal_data import (
    Choice,
    Finding,
    find,
    find_in_attendee,
    redact,
)

from .models import Point
from .review import Item, Person, Review

CHOICES = ("keep", "first_name", "role", "remove")
#: Kinds that say how somebody is reached, not who she is.
REACHES = ("personal_number", "phone", "email", "address")
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


def known_organisations() -> list[KnownOrganisation]:
    """The municipality's own organisations and revealing words, and who is an authority here."""
    organisations = Organisation.objects.values_list("name", "reveals_health")
    units = Unit.objects.values_list("name", flat=True)
    return [
        *(KnownOrganisation(name, reveals_health=reveals) for name, reveals in organisations),
        *(KnownOrganisation(word, reveals_health=True) for word in revealing()),
        *(KnownOrganisation(name, official=True) for name in units),
    ]


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


def fit(choice: str, finding: Finding) -> Choice | None:
    """The choice as this finding allows it, or ``None`` when nothing is chosen.

    A first name alone is as short as it gets; what cannot be shortened follows the
    recommendation, never *keep*.
    """
    if choice not in CHOICES:
        return None
    for allowed in finding.suggestions:
        if allowed == choice:
            return allowed
    if choice == "first_name" and finding.kind == "lone_first_name":
        return "keep"
    return next((one for one in finding.suggestions if one != "keep"), "keep")


@dataclass(frozen=True)
class Gate:
    """The gate of one review: finds, knows who speaks in her work, and puts decisions in place."""

    review: Review
    organisations: list[KnownOrganisation]
    people: list[str]
    officials: frozenset[str]

    @classmethod
    def of(cls, review: Review, organisations: list[KnownOrganisation]) -> Gate:
        people = [person.name for person in review.people if person.name]
        gate = cls(review, organisations, people, frozenset())
        official: set[str] = set()
        others: set[str] = set()
        for person in review.people:
            works = any(found.kind == "official" for found in gate.in_person(person))
            names = official if works else others
            names |= {person.name.casefold(), first_name(person.name).casefold()}
        return replace(gate, officials=frozenset(official - others))

    def in_person(self, person: Person) -> list[Finding]:
        """What one line of the attendance would reveal: who she is, and how she is reached."""
        person = self._named(person)
        found = find_in_attendee(
            person.name or None,
            person.organisation or None,
            person.role or None,
            None,
            index=0,
            line=0,
            known_organisations=self.organisations,
        )
        written = find(person.written(), known_organisations=self.organisations)
        return found + [one for one in written if one.kind in REACHES]

    def _named(self, person: Person) -> Person:
        """A line without a name whose organisation does not read as one is taken for a name."""
        alone = person.organisation if not person.name else ""
        if alone and not looks_like_organisation(alone, self.organisations):
            return Person(alone, "", person.role)
        return person

    def in_text(self, text: str) -> list[Finding]:
        """What a text would reveal; the name of somebody who was there in her work may stay."""
        found = find(text, people=self.people, known_organisations=self.organisations)
        return [
            replace(one, kind="official", severity="info")
            if one.kind in ("name", "lone_first_name") and self._speaks_in_her_work(one.text)
            else one
            for one in found
        ]

    def _speaks_in_her_work(self, name: str) -> bool:
        folded = name.casefold()
        return folded in self.officials or folded.removesuffix("s") in self.officials

    def questions(self) -> list[Question]:
        """Everything found in what would be published, the worst first, each once."""
        review, by_key = self.review, dict[str, Question]()
        for person in review.people:
            self._ask(by_key, person.written(), self.in_person(person))
        for text in [review.title, *(text for item in review.items for text in texts_of(item))]:
            text = " ".join(text.split())
            self._ask(by_key, text, self.in_text(text))
        worst_first = {"blocking": 0, "warning": 1, "info": 2}
        return sorted(by_key.values(), key=lambda q: worst_first[q.finding.severity])

    def _ask(self, by_key: dict[str, Question], text: str, found: list[Finding]) -> None:
        for finding in found:
            key = key_of(finding)
            chosen = fit(self.review.choices.get(key, ""), finding) or ""
            question = by_key.setdefault(key, Question(key, finding, choice=chosen))
            around = snippet(text, finding)
            if around not in question.places:
                question.places.append(around)

    def _chosen(self, finding: Finding) -> Choice:
        return fit(self.review.choices.get(key_of(finding), ""), finding) or "keep"

    def text(self, text: str) -> str:
        """The text as published: findings replaced, the last first so that places stay right.

        What two decisions cover is taken away whole, so that neither leaves a rest.
        """
        text = " ".join(text.split())  # A name written with two spaces is found too.
        decided = [(f, c) for f in self.in_text(text) if (c := self._chosen(f)) != "keep"]
        groups: list[list[tuple[Finding, Choice]]] = []
        for finding, choice in sorted(decided, key=lambda one: (one[0].start, one[0].end)):
            if groups and finding.start < max(f.end for f, _choice in groups[-1]):
                groups[-1].append((finding, choice))
            else:
                groups.append([(finding, choice)])
        for group in reversed(groups):
            one = group[0] if len(group) == 1 else whole(text, group)
            text = redact(text, *one, role_word=ROLE_WORD)
        return " ".join(text.split())

    def person(self, person: Person) -> Person | None:
        """An attendee as published: as she is, by first name, as a role, or not at all.

        A first name never stands beside an organisation that reveals health.
        """
        person = self._named(person)
        found = self.in_person(person)
        about_her = [f for f in found if f.kind not in REACHES]
        choices = {self._chosen(finding) for finding in about_her}
        name, organisation, role = (
            self._unreachable(part) for part in (person.name, person.organisation, person.role)
        )
        if "remove" in choices:
            return None
        if "role" in choices:
            return Person(ROLE_WORD, organisation, role)
        if "first_name" in choices:
            if any(finding.kind == "health_organisation" for finding in about_her):
                organisation = ""
            return Person(first_name(name), organisation, role)
        return Person(name, organisation, role)

    def _unreachable(self, part: str) -> str:
        """A part of the attendance without the numbers and addresses to be taken away."""
        found = [f for f in find(part) if f.kind in REACHES and self._chosen(f) == "remove"]
        for finding in sorted(found, key=lambda f: f.start, reverse=True):
            part = redact(part, finding, "remove")
        return " ".join(part.split())

    def persons(self, people: Iterable[Person]) -> list[Person]:
        return [kept for person in people if (kept := self.person(person)) is not None]


def whole(text: str, group: list[tuple[Finding, Choice]]) -> tuple[Finding, Choice]:
    """One finding that takes away everything that these, overlapping, cover."""
    first, end = group[0][0], max(finding.end for finding, _choice in group)
    words = text[first.start : end]
    covering = replace(
        first, text=words, end=end, suggestions=("remove",), replacements={"remove": ""}
    )
    return covering, "remove"


def first_name(name: str) -> str:
    return name.split()[0] if name.strip() else ""


def snippet(text: str, finding: Finding, around: int = 40) -> str:
    """The finding with a few words on either side."""
    start, end = max(0, finding.start - around), min(len(text), finding.end + around)
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
