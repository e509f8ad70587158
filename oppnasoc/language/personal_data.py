"""Personal data in text that is about to be published: find it, propose what to do.

The rules look for what has gone wrong in real minutes: numbers, addresses, a health word in the
same sentence as a person and, worst because it looks harmless, a name beside an organisation that
reveals health. Finding nothing means that nothing was found, never that nothing is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from personnummer import personnummer

from oppnasoc.language import contacts, names, roles, sensitive
from oppnasoc.language.finding import Choice, Finding, Kind, Severity, redact
from oppnasoc.language.organisations import (
    KnownOrganisation,
    is_official,
    mentions,
    reveals_health,
)
from oppnasoc.language.sentences import Sentence, sentences

__all__ = ["Choice", "Finding", "Kind", "Severity", "find", "find_in_attendee", "find_in_point",
           "redact"]  # fmt: skip


def find(
    text: str,
    *,
    people: Sequence[str] = (),
    known_organisations: Sequence[KnownOrganisation] = (),
) -> list[Finding]:
    """Find personal data in ``text``, sorted by position.

    ``people``: full names already known in the document. A span is reported once, by its gravest
    kind; findings do not overlap except that a health word is shown with the whole name.
    """
    found = [*_numbers(text), *_reachable(text), *_addresses(text)]
    taken = [(f.start, f.end) for f in found]
    for finding in _about_people(text, people, known_organisations):
        if not any(finding.start < end and start < finding.end for start, end in taken):
            found.append(finding)
    return sorted(found, key=lambda each: (each.start, each.end))


def find_in_point(
    text: str,
    *,
    key: str,
    line: int,
    people: Sequence[str],
    officials: Sequence[str] = (),
    revealed: Sequence[str] = (),
    places: Sequence[str] = (),
    known_organisations: Sequence[KnownOrganisation] = (),
) -> list[Finding]:
    """:func:`find`, with each finding bound to the point ``key`` and its source line.

    ``officials``: those the attendance shows to be there in their work; their names are
    information only, unless something graver stands beside them. ``revealed``: those whose
    organisation or role in the attendance reveals health; their names are a health warning.
    ``places``: texts that name where the meeting was or known places; an address in one of them
    is information only.
    """
    found = []
    for each in find(text, people=people, known_organisations=known_organisations):
        bound = replace(each, point_key=key, line=line)
        if each.kind in ("name", "lone_first_name", "official") and _is_among(each.text, revealed):
            told: tuple[Choice, ...] = ("role", "first_name", "remove", "keep")
            told = tuple(choice for choice in told if choice in each.replacements)
            bound = replace(bound, kind="health_organisation", severity="warning", suggestions=told)
        elif each.kind == "address" and any(_holds(place, each.text) for place in places):
            bound = replace(bound, severity="info", suggestions=("keep", "remove"))
        elif each.kind in ("name", "lone_first_name") and _is_among(each.text, officials):
            order: tuple[Choice, ...] = ("keep", "role", "first_name", "remove")
            bound = replace(bound, kind="official", severity="info", suggestions=order)
        found.append(bound)
    return found


def _holds(place: str, address: str) -> bool:
    return address.casefold() in place.casefold()


def _is_among(name: str, people: Sequence[str]) -> bool:
    plain = name.removesuffix("s")
    return any(
        name in (person, person.split()[0]) or plain in (person, person.split()[0])
        for person in people
    )


def find_in_attendee(
    name: str | None,
    organisation: str | None,
    role: str | None,
    note: str | None,
    *,
    index: int,
    line: int,
    known_organisations: Sequence[KnownOrganisation] = (),
) -> list[Finding]:
    """What publishing one line of the attendance would reveal; [] for an organisation alone."""
    if not name:
        return []
    parts = [part for part in (name, organisation, role, note) if part]
    written = ", ".join(parts)
    first = name.split()[0]
    told = [part for part in (organisation, role, note) if part]
    revealing = any(reveals_health(part, known_organisations) for part in told)
    ill = any(
        sensitive.HEALTH_WORDS.search(part) and not sensitive.NOT_HEALTH.search(part)
        for part in (role, note)
        if part
    )
    label = next((roles.party(note_part) for note_part in re.split(r"[,\s]", note or "")
                  if note_part and roles.party(note_part)), None)  # fmt: skip
    office = (organisation and is_official(organisation, known_organisations)) or _is_office(role)
    choices: dict[Choice, str] = {
        "keep": written, "first_name": first, "role": "{role}", "remove": "",
    }  # fmt: skip
    kind: Kind
    severity: Severity
    order: tuple[Choice, ...]
    if revealing or ill:
        kind, severity, order = (
            "health_organisation",
            "blocking",
            ("role", "first_name", "remove", "keep"),
        )
    elif label:
        kind, severity, order = "party", "warning", ("keep", "role", "remove")
    elif office:
        kind, severity, order = "official", "info", ("keep", "role", "first_name", "remove")
    elif " " not in name:
        kind, severity, order = "lone_first_name", "warning", ("keep", "role", "remove")
    else:
        kind, severity, order = "name", "warning", ("first_name", "role", "remove", "keep")
    return [
        Finding(kind, severity, written, 0, len(written), order, choices, attendee=index, line=line)
    ]


def _numbers(text: str) -> Iterator[Finding]:
    for match in sensitive.PERSONAL_NUMBER.finditer(text):
        if _is_personal_number(match[0]):
            yield _plain("personal_number", "blocking", match[0], match.start())
    for match in sensitive.BIRTH.finditer(text):
        if not sensitive.PERSONAL_NUMBER.match(text, match.start("n")):
            yield _plain("personal_number", "blocking", match["n"], match.start("n"))


def _is_personal_number(written: str) -> bool:
    compact = written.replace(" ", "-").replace("–", "-")
    if compact[-4].isalpha():
        return True
    try:
        return bool(personnummer.valid(compact))
    except (ValueError, personnummer.PersonnummerException):
        return False


def _plain(kind: Kind, severity: Severity, text: str, start: int) -> Finding:
    return Finding(kind, severity, text, start, start + len(text), ("remove", "keep"),
                   {"keep": text, "remove": ""})  # fmt: skip


def _reachable(text: str) -> Iterator[Finding]:
    numbers = [
        m.span() for m in sensitive.PERSONAL_NUMBER.finditer(text) if _is_personal_number(m[0])
    ]
    for match in contacts.phone_matches(text):
        if not any(match.start() < end and start < match.end() for start, end in numbers):
            yield _plain("phone", "blocking", match[0], match.start())
    if "@" not in text:
        return
    for match in contacts.EMAIL.finditer(text):
        address = match[0].rstrip(".")
        private = bool(sensitive.FREE_MAIL.search(address))
        if sensitive.OFFICE_MAILBOX.match(address) and not private:
            yield Finding("email", "info", address, match.start(), match.start() + len(address),
                          ("keep", "remove"), {"keep": address, "remove": ""})  # fmt: skip
        else:
            severity: Severity = (
                "blocking"
                if private or not sensitive.PERSONAL_MAILBOX.match(address)
                else "warning"
            )
            yield _plain("email", severity, address, match.start())


def _addresses(text: str) -> Iterator[Finding]:
    last = 0
    for pattern in (sensitive.ADDRESS, sensitive.POSTCODE):
        for match in pattern.finditer(text):
            if pattern is sensitive.ADDRESS or match.start() >= last:
                last = max(last, match.end())
                yield _plain("address", "blocking", match[0], match.start())


def _about_people(
    text: str, people: Sequence[str], known: Sequence[KnownOrganisation]
) -> Iterator[Finding]:
    found = names.find(text, people=people, known_organisations=known)
    ill: dict[int, bool] = {}
    members: list[tuple[Sentence, list[int]]] = []
    for sentence in sentences(text):
        inside = [n for n, m in enumerate(found) if sentence.start <= m.start < sentence.end]
        here = [found[n] for n in inside]
        told = _health_in(sentence, here)
        if not inside and not told:
            continue
        if told and not inside and members and sensitive.PRONOUN.search(sentence.text[:60]):
            # "Siv Ek har nekats hjälp. Hon är diabetiker."
            ill[members[-1][1][-1]] = True
        elif told:
            yield from _somebody(sentence, here)
        if inside:
            members.append((sentence, inside))
            ill.update({n: told or ill.get(n, False) for n in inside})
    for sentence, inside in members:
        for n in inside:
            yield _person(text, sentence, found[n], ill=ill[n], known=known)


def _somebody(sentence: Sentence, named: Sequence[names.NameMention]) -> Iterator[Finding]:
    """Somebody without a name whose health is told: "min son", "en boende på rum 12"."""
    for match in sensitive.SOMEBODY.finditer(sentence.text):
        start, end = sentence.start + match.start(), sentence.start + match.end()
        if not any(start < mention.end and mention.start < end for mention in named):
            order: tuple[Choice, ...] = ("role", "remove", "keep")
            replacements: dict[Choice, str] = {"keep": match[0], "role": "{role}", "remove": ""}
            yield Finding("health_person", "blocking", match[0], start, end, order, replacements)


def _health_in(sentence: Sentence, inside: Iterable[names.NameMention]) -> bool:
    """Whether ``sentence`` tells of somebody's health, and not of people in general."""
    plain = sentence.text
    for mention in sorted(inside, key=lambda m: -m.start):
        start, end = mention.start - sentence.start, mention.end - sentence.start
        plain = plain[:start] + "§" * (end - start) + plain[end:]
    for match in sensitive.HEALTH_WORDS.finditer(plain):
        if sensitive.NOT_HEALTH.match(plain, match.start()):
            continue
        if sensitive.NOT_HEALTH.search(match[0]) or _in_general(plain, match.start()):
            continue
        return True
    return False


def _in_general(plain: str, at: int) -> bool:
    """Whether the last subject before ``at`` is people in general, not who is named."""
    before = plain[max(0, at - 90) : at]
    general = max((m.end() for m in sensitive.GENERAL.finditer(before)), default=-1)
    if general < 0:
        return False
    nearer = [m.end() for m in sensitive.PRONOUN.finditer(before)]
    nearer += [m.end() for m in sensitive.SOMEBODY.finditer(before)]
    return max([before.rfind("§"), *nearer]) < general


def _person(
    text: str,
    sentence: Sentence,
    mention: names.NameMention,
    *,
    ill: bool,
    known: Sequence[KnownOrganisation],
) -> Finding:
    """The finding for one name: what stands beside it and in its sentence decides the kind."""
    beside = sensitive.BESIDE.match(text, mention.end, min(len(text), mention.end + 80))
    described = beside["what"].strip() if beside else ""
    revealing = bool(described) and _reveals_here(described, known)
    before = text[max(sentence.start, mention.start - 40) : mention.start]
    title = bool(re.search(r"(?:^|\s)([\w-]{4,})\s$", before)) and _is_office(before.split()[-1])
    official = title or _is_office(described) or (bool(described) and is_official(described, known))
    party = (
        sensitive.PARTY.match(text, mention.end + 1)
        if text[mention.end : mention.end + 1] == " "
        else None
    )
    replacements: dict[Choice, str] = {
        "keep": mention.text, "first_name": _first(mention),
        "role": "{role}s" if mention.text != mention.name else "{role}", "remove": "",
    }  # fmt: skip
    kind: Kind
    severity: Severity
    if revealing and not title:
        kind, severity = "health_organisation", "blocking"
    elif ill and not official:
        kind, severity = "health_person", "blocking"
    elif party:
        kind, severity = "party", "warning"
    elif official:
        kind, severity = "official", "info"
    elif not mention.full:
        kind, severity = "lone_first_name", "warning"
    else:
        kind, severity = "name", "warning"
    start, end = mention.start, mention.end
    if kind == "health_organisation" and beside:
        end = _end_beside(text, beside)
        replacements = {**replacements, "keep": text[start:end]}
    order: tuple[Choice, ...] = {
        "official": ("keep", "role", "first_name", "remove"),
        "party": ("keep", "first_name", "role", "remove"),
        "lone_first_name": ("keep", "role", "remove"),
    }.get(kind, ("role", "first_name", "remove", "keep"))  # type: ignore[assignment]
    return Finding(kind, severity, text[start:end], start, end, order, replacements)


def _reveals_here(described: str, known: Sequence[KnownOrganisation]) -> bool:
    """Whether the words right after a name are, or begin with, a revealing organisation."""
    head = " ".join(described.split()[:5])
    if any(m.start <= 12 and m.organisation.reveals_health for m in mentions(head, known)):
        return True
    short = " ".join(described.split()[:3])
    if sensitive.ORG_ACRONYM.search(short) or sensitive.HEALTH_ORG_WORD.search(short):
        return True
    return (
        len(described.split()) <= 4 and described[:1].isupper() and reveals_health(described, known)
    )


def _end_beside(text: str, beside: re.Match[str]) -> int:
    """Where "Name (Organisation)" ends, the bracket included."""
    words = beside["what"].split()
    if "(" in beside[0]:
        closing = text.find(")", beside.start("what"), beside.end() + 1)
        return closing + 1 if closing >= 0 else beside.end()
    # Without brackets only the organisation's own words go, not the rest of the sentence.
    end = beside.start("what")
    for word in words:
        position = text.index(word, end)
        if end != beside.start("what") and word[:1].islower():
            break
        end = position + len(word)
    return len(text[:end].rstrip(" ."))


def _first(mention: names.NameMention) -> str:
    first = mention.text.split()[0]
    genitive = mention.full and mention.text != mention.name and not first.endswith("s")
    return f"{first}s" if genitive else first


_NOT_OFFICE_WORDS = (
    "anhörig närstående brukare förälder vårdnadshavare volontär boende elev medlem gäst "
    "ledamot ersättare suppleant ordförande sekreterare kassör student patient adjungerad "
    "revisor brukarrepresentant representant ombud brukarombud stödperson praktikant"
)
_NOT_OFFICE = frozenset(_NOT_OFFICE_WORDS.split())


def _is_office(role: str | None) -> bool:
    """Whether a role is an office or a profession, not a place in an association."""
    if not role or not roles.is_role(role, listed=True):
        return False
    words = role.casefold().split()
    return words[-1] not in _NOT_OFFICE and words[0] not in _NOT_OFFICE
