"""One line, bullet, row or comma list of attendance to people and organisations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from oppnasoc.language.minutes.model import Attendee
from oppnasoc.language.names import is_first_name, looks_like_name
from oppnasoc.language.organisations import KnownOrganisation, looks_like_organisation
from oppnasoc.language.roles import is_role, party

_OTHERS = re.compile(
    r"(?:\s*[,;]?\s*(?:samt|och|plus)\s)?\s*(?:m\.?\s?fl\.?|med flera|"
    r"\(?totalt \d+ \w+\)?)\s*(?:\([^()]*\))?\s*$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*[,;]\s*|\s+(?:samt|&)\s+|\t+|(?<!-)\s+och\s+|\s*/\s+|\s{3,}")
_DASH = re.compile(r"\s+[-–—]\s+|\s*:\s+")
_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_MARKUP = re.compile(r"[*_`]{1,3}|\[[ xX]\]\s*|<[^<>]{0,80}>")
_NUMBER_WORD = (
    r"(?:\d+|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|några|flera|ytterligare|ca|"
    r"cirka|drygt|omkring|totalt|sammanlagt)"
)
# "samt fyra boende", "ca 20 hyresgäster": how many, not who.
_MANY = re.compile(rf"^(?:{_NUMBER_WORD}\s)+(?-i:[a-zåäö])", re.IGNORECASE)
_COUNT = re.compile(r"^\d")
_HOW_MANY = re.compile(
    rf"(?:^|[.;]\s+)(?:(?:vi|det) (?:var|blev)\s|{_NUMBER_WORD}\s)[^.,:;]{{0,60}}"
    r"(?:\b(?:deltog|närvarade|kom|var (?:där|med|på plats|närvarande)|personer|deltagare|"
    r"st)\b)[^:]{0,60}$",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"^(?P<title>(?:dr|doktor|prof|professor|docent|fru|herr|fröken|syster|"
    r"pastor)\.?)\s(?=[A-ZÅÄÖÉ])",
    re.IGNORECASE,
)
_ROLE_FIRST = re.compile(r"^(?P<role>[^\W\d_][\w/-]+(?:\s[a-zåäö-]+)?)\s(?P<name>[A-ZÅÄÖÉ].*)$")
_EMAIL = re.compile(r"\S+@\S+")


def parse_people(
    text: str,
    line: int,
    known: Sequence[KnownOrganisation] = (),
    *,
    one_person: bool = False,
) -> list[Attendee]:
    """Attendees named in ``text``.

    ``one_person``: the text is an item of its own (a line or bullet), where what follows the name
    describes her, unless it is a name too.
    """
    plain = _OTHERS.sub("", _MARKUP.sub("", _EMAIL.sub("", text))).strip(" .;,")
    plain = _HOW_MANY.sub("", plain).strip(" .;,")
    whole = re.fullmatch(r"\(([^()]{3,120})\)", plain)
    if whole:
        plain = whole[1]
    pieces = [piece for piece in _pieces(plain) if piece.strip(" .")]
    pieces = [piece for piece in pieces if not _MANY.match(piece.strip())]
    people = [_person(piece, known) for piece in pieces]
    if one_person and people and people[0]:
        # On a line of its own, what follows the name tells of her, unless it is a listed name.
        people[1:] = [
            person if person and is_first_name(person[0].split()[0]) else None
            for person in people[1:]
        ]
    if not any(people) and pieces and _all_short_names(pieces):
        people = [(piece.strip(" ."), None, None, None) for piece in pieces]
    if any(people):
        return _grouped(pieces, people, line, known)
    return _organisations(pieces, line, known, one_person=one_person)


def parse_row(
    cells: Sequence[str],
    columns: Sequence[str],
    line: int,
    known: Sequence[KnownOrganisation] = (),
) -> list[Attendee]:
    """One table row; ``columns``: the head's words in lower case, or empty."""
    if len(cells) == 1 or not cells:
        return parse_people(" ".join(cells), line, known, one_person=True)
    named = {column: cell for column, cell in zip(columns, cells, strict=False) if cell}
    name = next((named[c] for c in named if "namn" in c or "deltagare" in c), cells[0])
    people = parse_people(name, line, known, one_person=True)
    if not people or people[0].name is None:
        return parse_people(", ".join(cells), line, known, one_person=True)
    if len([p for p in people if p.name]) > 1 or not columns:
        return parse_people(", ".join(cell for cell in cells if cell), line, known)
    organisation = next(
        (named[c] for c in named if re.match(r"org|enhet|före|repr|arbets", c)), None
    )
    role = next((named[c] for c in named if re.match(r"roll|tit|funk|uppd", c)), None)
    person = people[0]
    return [replace(person, organisation=organisation or person.organisation,
                    role=role or person.role)]  # fmt: skip


_Person = tuple[str, str | None, str | None, str | None]


def _pieces(text: str) -> list[str]:
    """Split at commas and "och" outside brackets; "vård och omsorg" stays whole."""
    masked = re.sub(r"\([^()]*\)", lambda m: "(" + "_" * (len(m[0]) - 2) + ")", text)
    found, start = [], 0
    for match in _SPLIT.finditer(masked):
        sign = match[0].strip()
        right = text[match.end() : match.end() + 2]
        if sign == "och" and not (right[:1].isupper() or _role_before_name(text[match.end() :])):
            continue
        found.append(text[start : match.start()])
        start = match.end()
    return [*found, text[start:]]


def _role_before_name(text: str) -> bool:
    match = _ROLE_FIRST.match(text[:80])
    return match is not None and is_role(match["role"])


def _person(piece: str, known: Sequence[KnownOrganisation]) -> _Person | None:
    """(name, organisation, role, note) when ``piece`` starts with a person's name."""
    inside = [b.strip() for b in _BRACKET.findall(piece)]
    bare = _TITLE.sub("", _BRACKET.sub("", piece).strip(" .*"))
    parts = [part.strip() for part in _DASH.split(bare, maxsplit=1)]
    head, tail = parts[0], parts[1:]
    role = None
    if not looks_like_name(head, known):
        match = _ROLE_FIRST.match(head)
        if match and is_role(match["role"]) and looks_like_name(match["name"], known):
            role, head = match["role"], match["name"]
        elif tail and is_role(head) and looks_like_name(tail[0], known):
            role, head, tail = head, tail[0], []
        else:
            split = _name_before_role(head, known)
            if split is None:
                return None
            head, described = split
            tail = [described, *tail]
    organisation, note = None, None
    for extra in (*tail, *inside):
        kind = "note" if _is_initials(extra, head) else _describe(extra, known)
        if kind == "role" and role is None:
            role = extra
        elif kind == "organisation" and organisation is None:
            organisation = extra
        else:
            note = f"{note}, {extra}" if note else extra
    return head, organisation, role, note


def _is_initials(text: str, name: str) -> bool:
    """Whether "(PAS)" stands for Per-Arne Sjö, to be used further down."""
    return text.isupper() and text == "".join(part[0] for part in re.split(r"[\s-]", name) if part)


def _name_before_role(text: str, known: Sequence[KnownOrganisation]) -> tuple[str, str] | None:
    """Split "Anna Berg enhetschef" or "Anna Berg från Fyren" where the name ends."""
    words = text.split()
    if len(words) < 2 or not words[0][:1].isupper():
        return None
    for cut in (3, 2, 1):
        head, rest = " ".join(words[:cut]), words[cut:]
        if not rest or not looks_like_name(head, known) or not rest[0][:1].islower():
            continue
        described = " ".join(rest[1:] if rest[0] in ("från", "på", "för", "vid") else rest)
        if cut == 1 and not is_role(described) and rest[0] not in ("från", "på", "för"):
            continue
        return head, described or rest[0]
    return None


def _describe(text: str, known: Sequence[KnownOrganisation]) -> str:
    if party(text):
        return "note"
    if is_role(text):
        return "role"
    if re.search(
        r"\d|\b(?:gick|kom|via|digitalt|på länk|teams|från kl|t\.?o\.?m|distans|del av|under|"
        r"länk|telefon|sjuk|vab|delvis|ej|utan|punkt|§)\b",
        text.casefold(),
    ):
        return "note"
    if looks_like_organisation(text, known) or text[:1].isupper() or len(text.split()) <= 3:
        return "organisation"
    return "note"


def _all_short_names(pieces: Sequence[str]) -> bool:
    """A list of single capitalised words where most are first names ("Jenny, Samir, Titti")."""
    words = [_BRACKET.sub("", piece).strip(" .") for piece in pieces]
    if len(words) < 3 or any(" " in w or not w[:1].isupper() or w.isupper() for w in words):
        return False
    return sum(is_first_name(w) for w in words) * 2 > len(words)


def _grouped(
    pieces: Sequence[str],
    people: Sequence[_Person | None],
    line: int,
    known: Sequence[KnownOrganisation],
) -> list[Attendee]:
    """Names start attendees; what is no name describes the one before."""
    found: list[Attendee] = []
    lone = sum(1 for p in people if p and " " not in p[0])
    pending_role: str | None = None
    for piece, person in zip(pieces, people, strict=True):
        if person is not None:
            name, organisation, role, note = person
            found.append(Attendee(name, organisation, role or pending_role, note, line))
            pending_role = None
            continue
        text = piece.strip(" .")
        bare = _BRACKET.sub("", text).strip()
        single = " " not in bare and bare[:1].isupper() and not bare.isupper()
        if single and lone >= 2 and not looks_like_organisation(bare, known):
            inside = ", ".join(_BRACKET.findall(text)) or None
            found.append(Attendee(bare, None, None, inside, line))
        elif found:
            found[-1] = _described(found[-1], text, known)
        elif is_role(text):
            pending_role = text
    return _shared(found, pieces, people)


def _described(person: Attendee, text: str, known: Sequence[KnownOrganisation]) -> Attendee:
    inside = _BRACKET.findall(text)
    if inside:
        person = _described(person, _BRACKET.sub("", text), known)
        note = ", ".join(inside)
        return replace(person, note=f"{person.note}, {note}" if person.note else note)
    text = text.strip(" .()")
    kind = _describe(text, known)
    if kind == "role" and person.role is None:
        return replace(person, role=text)
    if kind == "organisation" and person.organisation is None and not _COUNT.match(text):
        return replace(person, organisation=text)
    return replace(person, note=f"{person.note}, {text}" if person.note else text)


def _shared(
    found: list[Attendee], pieces: Sequence[str], people: Sequence[_Person | None]
) -> list[Attendee]:
    """ "Siri Ek och Bo Alm, Fyren": what comes last holds for both."""
    if len(found) == 2 and len(pieces) == 3 and people[0] and people[1] and people[2] is None:
        first, second = found
        if first.organisation is None and first.role is None:
            return [replace(first, organisation=second.organisation), second]
    return found


def _organisations(
    pieces: Sequence[str],
    line: int,
    known: Sequence[KnownOrganisation],
    *,
    one_person: bool,
) -> list[Attendee]:
    found = []
    for piece in pieces:
        note = None
        text = piece.strip(" .")
        whole = re.fullmatch(r"\((.*)\)", text)
        if whole:
            text = whole[1].strip()
        parts = _DASH.split(text, maxsplit=1)
        if len(parts) == 2:
            text, note = parts[0].strip(), parts[1].strip()
        inside = _BRACKET.findall(text)
        if inside:
            note = ", ".join([*inside, note] if note else inside)
            text = _BRACKET.sub("", text).strip()
        named = text[:1].isupper() or looks_like_organisation(text, known) or text[:1] == "e"
        short = 0 < len(text.split()) <= 6 and not _COUNT.match(text)
        sure = looks_like_organisation(text, known) or not one_person or len(text.split()) <= 3
        if named and short and sure and not is_role(text):
            found.append(Attendee(None, text, None, note, line))
    return found
