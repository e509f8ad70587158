"""Personal data in text that is about to be published: find it, propose what to do.

The rules look for what has gone wrong in real minutes: numbers, addresses, a health word in the
same sentence as a person and, worst because it looks harmless, a name beside an organisation that
reveals health. Finding nothing means that nothing was found, never that nothing is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from personnummer import personnummer

from oppnasoc.language import contacts, names, roles
from oppnasoc.language.organisations import (
    REVEALING_ACRONYMS,
    REVEALING_STEMS,
    KnownOrganisation,
    is_official,
    mentions,
    reveals_health,
)
from oppnasoc.language.sentences import Sentence, sentences

Severity = Literal["blocking", "warning", "info"]
Choice = Literal["keep", "first_name", "role", "remove"]
Kind = Literal[
    "personal_number", "phone", "email", "address", "health_person", "health_organisation",
    "party", "lone_first_name", "name", "official",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text that may be personal data.

    ``start``/``end`` index characters of the text searched: the point with ``point_key``, or the
    written form ("Name, organisation, role") of the attendee with index ``attendee``; ``line`` is
    the source line. ``suggestions``: allowed choices, the recommended first; ``replacements``:
    what each choice puts instead ("{role}" stands where :func:`redact` writes the role word).
    """

    kind: Kind
    severity: Severity
    text: str
    start: int
    end: int
    suggestions: tuple[Choice, ...]
    replacements: Mapping[Choice, str] = field(hash=False)
    point_key: str | None = None
    attendee: int | None = None
    line: int | None = None


# Ten or twelve digits as a personal identity number, coordination or interim number.
_PERSONAL_NUMBER = re.compile(
    r"(?<![\d-])(?:(?:19|20)\d\d|\d\d)[01]\d[0-9]\d[-+ –]?(?:\d{4}|[TRSUWXJKLMN]\d{3})(?![\d-])"
)
_BIRTH = re.compile(
    r"(?:person(?:nr|nummer)|pnr|född|f\.)\s?:?\s?(?P<n>(?:19|20)?\d{6}(?:[-+]?[xX*]{4})?)(?!\d)",
    re.I,
)
_ADDRESS = re.compile(
    r"(?<![\w-])(?:[A-ZÅÄÖ][\wåäöé.]*\s){0,2}[A-ZÅÄÖ][\wåäöé]*(?:gatan|gata|vägen|väg|gränden?|"
    r"torget|torg|"
    r"stigen|allén?|backen|platsen?|liden|kajen|esplanaden|ringen|promenaden)\s\d{1,4}"
    r"(?:\s?[A-Za-z](?![\wåäö]))?(?:,?\s(?:lgh\s\d{1,5}|\d\s?tr))?"
    r"(?:,?\s\d{3}\s?\d{2}\s[A-ZÅÄÖ][\wåäö]+)?"
)
_POSTCODE = re.compile(r"(?<![\d-])\d{3}\s\d{2}\s[A-ZÅÄÖ][a-zåäö]{2,}")
HEALTH_WORDS = re.compile(
    r"(?<![\w])(?:[\wåäö]*(?:diagnos|missbruk|medicin(?!al)|depress|ångest|psykos|schizofren|"
    r"bipol|autis|"
    r"demens|epilep|cancer|diabet|alkohol|narkoti|heroin|amfetamin|cannabis|självmord|suicid|"
    r"självskad|"
    r"ätstörning|anorex|psykofarmak|sjukskriv|sjukdom|tvångsvård|utskriven|inlagd|återfall|nykter|"
    r"spelberoende|utmattning|panikattack|behandlingshem|funktionsnedsätt|missfall|hepatit)[\wåäö]*"
    r"|adhd|add|hiv|lvm|lpt|lvu|ptsd|ocd|asperger\w*|beroende(?!\sp)\w*|behandling(?:en|ar)?|"
    r"sjuk(?:a|t)?|"
    r"psykisk(?:t|a)?\s\w+|mår dåligt|mådde dåligt|hemlös\w*|rullstol\w*|stroke|terapi\w*)(?![\w])",
    re.IGNORECASE,
)
# Said of services and subjects, not of a person: "behandling av personuppgifter".
_NOT_HEALTH = re.compile(
    r"behandling(?:en|ar)?\sav\s(?:person|ansök|ärend|motion|fråg)|medicinsk|beroende på|"
    r"behandlings?assistent|missbruks?(?:enhet|vård|handlägg|grupp|team|del)|alkoholhandlägg|"
    r"alkoholservering|"
    r"alkoholtillst|demensboende|demensteam|sjukhus|sjuksköt|beroende(?:mottag|enhet|vård|team)",
    re.IGNORECASE,
)
_PARTY = re.compile(r"\((?P<party>S|M|SD|C|V|KD|L|MP|FI|FP)\)")
_BESIDE = re.compile(
    r"\s*(?:,\s*|\s\(|\(|\s[–-]\s|/|\sfrån\s|\spå\s|\sför\s|\si\s)(?P<what>[^,;()\n]{2,60})"
)
_ORG_ACRONYM = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, REVEALING_ACRONYMS))})(?!\w)")
_HEALTH_ORG_WORD = re.compile(
    rf"(?<!\w)[\wåäö-]*(?:{'|'.join(re.escape(s.strip()) for s in REVEALING_STEMS)})[\wåäö-]*"
    r"(?:förening|förbund|riksförbund|klubb|sällskap|nätverk|grupp)\w*", re.IGNORECASE,
)  # fmt: skip
_FREE_MAIL = re.compile(
    r"@(?:gmail|hotmail|outlook|live|yahoo|icloud|telia|bredband|comhem|spray|mejl|mail|"
    r"protonmail|me)\.",
    re.I,
)
_OFFICE_MAILBOX = re.compile(
    r"^(?:info|kontakt|kontaktcenter|registrator|kundtjanst|medborgarservice|socialtjansten|"
    r"reception|"
    r"styrelsen?|ordforande|kansli|kommun\w*|[a-z]*(?:namnd|forvaltning|mottagning|servic\w*))@",
    re.I,
)
_PERSONAL_MAILBOX = re.compile(r"^[\wåäö]+[.][\wåäö]+@", re.I)


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
    known_organisations: Sequence[KnownOrganisation] = (),
) -> list[Finding]:
    """:func:`find`, with each finding bound to the point ``key`` and its source line.

    ``officials``: those the attendance shows to be there in their work; their names are
    information only, unless something graver stands beside them.
    """
    found = []
    for each in find(text, people=people, known_organisations=known_organisations):
        bound = replace(each, point_key=key, line=line)
        if each.kind in ("name", "lone_first_name") and _is_among(each.text, officials):
            order: tuple[Choice, ...] = ("keep", "role", "first_name", "remove")
            bound = replace(bound, kind="official", severity="info", suggestions=order)
        found.append(bound)
    return found


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
        HEALTH_WORDS.search(part) and not _NOT_HEALTH.search(part) for part in (role, note) if part
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


def redact(text: str, finding: Finding, choice: Choice, *, role_word: str = "deltagare") -> str:
    """Return ``text`` with ``finding`` replaced as ``choice`` says.

    ``role_word``: what a person is called instead ("en deltagare"). Apply findings of one text
    from the last to the first, since a replacement moves what follows. ValueError when ``choice``
    is not among the finding's suggestions or the text has changed since it was searched.
    """
    if choice not in finding.suggestions:
        raise ValueError(f"{choice!r} is not offered for a {finding.kind} finding")
    if text[finding.start : finding.end] != finding.text:
        raise ValueError("the text has changed since the finding was made")
    if choice == "keep":
        return text
    new = finding.replacements[choice].replace("{role}", role_word)
    before, after = text[: finding.start], text[finding.end :]
    if not new:
        # No double space, no space before a comma, no empty brackets.
        if before.endswith("(") and after.startswith(")"):
            before, after = before[:-1].rstrip(), after[1:]
        if before.endswith(" ") and (not after or after[0] in " ,.;:!?)"):
            before = before[:-1]
        return before + after
    if new[0].islower() and (not before.strip() or before.rstrip()[-1:] in ".!?"):
        new = new[0].upper() + new[1:]
    return before + new + after


def _numbers(text: str) -> Iterator[Finding]:
    for match in _PERSONAL_NUMBER.finditer(text):
        if _is_personal_number(match[0]):
            yield _plain("personal_number", "blocking", match[0], match.start())
    for match in _BIRTH.finditer(text):
        if not _PERSONAL_NUMBER.match(text, match.start("n")):
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
    numbers = [m.span() for m in _PERSONAL_NUMBER.finditer(text) if _is_personal_number(m[0])]
    for match in contacts.phone_matches(text):
        if not any(match.start() < end and start < match.end() for start, end in numbers):
            yield _plain("phone", "blocking", match[0], match.start())
    if "@" not in text:
        return
    for match in contacts.EMAIL.finditer(text):
        address = match[0].rstrip(".")
        private = bool(_FREE_MAIL.search(address))
        if _OFFICE_MAILBOX.match(address) and not private:
            yield Finding("email", "info", address, match.start(), match.start() + len(address),
                          ("keep", "remove"), {"keep": address, "remove": ""})  # fmt: skip
        else:
            severity: Severity = (
                "blocking" if private or not _PERSONAL_MAILBOX.match(address) else "warning"
            )
            yield _plain("email", severity, address, match.start())


def _addresses(text: str) -> Iterator[Finding]:
    last = 0
    for pattern in (_ADDRESS, _POSTCODE):
        for match in pattern.finditer(text):
            if pattern is _ADDRESS or match.start() >= last:
                last = max(last, match.end())
                yield _plain("address", "blocking", match[0], match.start())


def _about_people(
    text: str, people: Sequence[str], known: Sequence[KnownOrganisation]
) -> Iterator[Finding]:
    found = names.find(text, people=people, known_organisations=known)
    if not found:
        return
    for sentence in sentences(text):
        inside = [m for m in found if sentence.start <= m.start < sentence.end]
        if inside:
            ill = _health_in(sentence, inside)
            for mention in inside:
                yield _person(text, sentence, mention, ill=ill, known=known)


def _health_in(sentence: Sentence, inside: Iterable[names.NameMention]) -> bool:
    plain = sentence.text
    for mention in sorted(inside, key=lambda m: -m.start):
        start, end = mention.start - sentence.start, mention.end - sentence.start
        plain = plain[:start] + "§" * (end - start) + plain[end:]
    for match in HEALTH_WORDS.finditer(plain):
        if not _NOT_HEALTH.match(plain, match.start()) and not _NOT_HEALTH.search(match[0]):
            return True
    return False


def _person(
    text: str,
    sentence: Sentence,
    mention: names.NameMention,
    *,
    ill: bool,
    known: Sequence[KnownOrganisation],
) -> Finding:
    """The finding for one name: what stands beside it and in its sentence decides the kind."""
    beside = _BESIDE.match(text, mention.end, min(len(text), mention.end + 80))
    described = beside["what"].strip() if beside else ""
    revealing = bool(described) and _reveals_here(described, known)
    before = text[max(sentence.start, mention.start - 40) : mention.start]
    title = bool(re.search(r"(?:^|\s)([\w-]{4,})\s$", before)) and _is_office(before.split()[-1])
    official = title or _is_office(described) or (bool(described) and is_official(described, known))
    party = (
        _PARTY.match(text, mention.end + 1) if text[mention.end : mention.end + 1] == " " else None
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
    if _ORG_ACRONYM.search(short) or _HEALTH_ORG_WORD.search(short):
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
    if not role or not roles.is_role(role):
        return False
    words = role.casefold().split()
    return words[-1] not in _NOT_OFFICE and words[0] not in _NOT_OFFICE
