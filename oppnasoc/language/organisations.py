"""Organisations named in minutes: which are known, official, or reveal something about health.

Rules err towards caution: an organisation counts as revealing when its name contains the stem of
a diagnosis or an addiction, or is a patient or user organisation known by its acronym – unless
it is a public authority or care unit, whose people act in their work.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation the installation knows. ``short``: its acronym or everyday name.

    ``reveals_health``: that a person belongs here says something about her health.
    ``official``: a public authority; its people act in their role.
    """

    name: str
    short: str | None = None
    reveals_health: bool = False
    official: bool = False


@dataclass(frozen=True, slots=True)
class OrganisationMention:
    """A known organisation found in a text; ``text`` = source[start:end], without genitive -s."""

    start: int
    end: int
    text: str
    organisation: KnownOrganisation


REVEALING_STEMS = (
    "adhd", "afasi", "alkoholist", "allergi", "alzheimer", "anorexi", "asperger", "astma",
    "autism", "beroende", "bipol", "blodcancer", "bröstcancer", "cancer", "celiaki", "cp-",
    "demens", "depress", "diabet", "dyslexi", "dövblind", "dövas", "döva ", "endometrios",
    "epilepsi", "fibromyalgi", "funktionshind", "funktionsned", "hepatit", "hiv", "hjärnskad",
    "hjärtlung", "hjärt- ", "hörselskad", "malignt", "missbruk", "multipel skleros", "narkolepsi",
    "narkoman", "neuro", "njurförbund", "njursjuk", "parkinson", "psoriasis", "psykisk",
    "psykos", "reumati", "rörelsehind", "schizofreni", "självmord", "självskad", "spelberoende",
    "stroke", "suicid", "synned", "synskad", "sällsynta diagnos", "tarmförbund", "tourette",
    "tvångssyndrom", "utvecklingsstör", "ångest", "ätstörning",
)  # fmt: skip
# Case matters: KRIS is an organisation, kris is a crisis.
REVEALING_ACRONYMS = (
    "AA", "Attention", "Balans", "CA", "DHR", "FMN", "FRISK & FRI", "FUB", "HRF", "HSO",
    "IBIS", "IFS", "ILCO", "KRIS", "Länkarna", "NA", "NHR", "NSPH", "OCD", "RBU", "RFHL", "RME",
    "RSMH", "RTP", "SHEDO", "SPES", "SRF", "Shedo", "X-CONS",
)  # fmt: skip
OFFICIAL_STEMS = (
    "förvaltning", "kommun", "region", "nämnd", "myndighet", "verket", "socialtjänst", "polis",
    "länsstyrelse", "försäkringskassa", "arbetsförmedling", "mottagning", "sjukhus", "vårdcentral",
    "enhet", "avdelning", "departement", "universitet", "högskola", "kontoret", "habilitering",
    "primärvård", "domstol", "tingsrätt", "öppenvård", "slutenvård", "elevhälsa", "skola",
    "bibliotek", "stadshus", "kriminalvård", "barnhälso", "landsting", "kuratel",
    "familjecentral", "vuxenpsykiatri", "skolan", "gymnasi", "räddningstjänst", "hemtjänst",
    "äldreomsorg", "omsorgen", "tandvård", "socialkontor", "medborgarservice",
)  # fmt: skip
_ORGANISATION_STEMS = (
    "förening", "förbund", "sällskap", "klubb", "stiftelse", "kyrka", "församling", "nätverk",
    "kooperativ", "centrum", "center", "byrå", "bolag", "organisation", "rådet", "jouren",
    "museum", "banken", "gruppen", "huset", "gården", "forum", "institut", "akademi", "fonden",
    "teater", "hemmet", "boende", "samverkan", "facket", "jour",
)  # fmt: skip
_COMPANY = re.compile(r"\b(?:AB|HB|KB|Ek\.? ?för|ek\.? ?för|Inc|Ltd|Oy|ASA?)\b")
_ACRONYM = re.compile(r"^[A-ZÅÄÖ][A-ZÅÄÖ0-9&/-]{1,7}$")
# "PRO Sundhamn": an acronym and where.
_LOCAL_BRANCH = re.compile(r"^[A-ZÅÄÖ]{3,6}(?:\s[A-ZÅÄÖ][a-zåäöé-]+){1,3}$")
_REVEALING_ACRONYM = re.compile(
    rf"(?<!\w)(?:{'|'.join(re.escape(acronym) for acronym in REVEALING_ACRONYMS)})(?!\w)"
)
_WORD_EDGE = r"(?<![\w])"


def reveals_health(name: str, known: Sequence[KnownOrganisation] = ()) -> bool:
    """Whether belonging to the organisation called ``name`` reveals something about health."""
    listed = lookup(name, known)
    if listed is not None:
        return listed.reveals_health
    if any(m.organisation.reveals_health for m in mentions(name, known)):
        return True
    if _REVEALING_ACRONYM.search(name):
        return True
    lowered = name.casefold() + " "
    return any(stem in lowered for stem in REVEALING_STEMS) and not is_official(name, known)


def is_official(name: str, known: Sequence[KnownOrganisation] = ()) -> bool:
    """Whether ``name`` is a public authority or one of its units."""
    listed = lookup(name, known)
    if listed is not None:
        return listed.official
    lowered = name.casefold()
    # "Kommunförbundet", "Regionförbundet" and local "Polisföreningen" are associations.
    if "förening" in lowered or ("förbund" in lowered and not lowered.startswith("kommun")):
        return False
    return any(stem in lowered for stem in OFFICIAL_STEMS) or bool(_STAFF_SIDE.search(lowered))


_STAFF_SIDE = re.compile(r"\b(?:stad|soc|ifo|bup|försäkringskassan|länsstyrelsen)\b")


def looks_like_organisation(text: str, known: Sequence[KnownOrganisation] = ()) -> bool:
    """Whether ``text`` (a few words) reads as the name of an organisation, not of a person."""
    stripped = text.strip()
    if lookup(stripped, known) is not None or _ACRONYM.match(stripped):
        return True
    if _LOCAL_BRANCH.match(stripped):
        return True
    lowered = stripped.casefold()
    stems = (*OFFICIAL_STEMS, *_ORGANISATION_STEMS)
    return bool(_COMPANY.search(stripped)) or any(stem in lowered for stem in stems)


def lookup(name: str, known: Sequence[KnownOrganisation]) -> KnownOrganisation | None:
    """The known organisation that ``name`` is, ignoring case and a genitive -s."""
    return _index(tuple(known)).get(name.strip().casefold()) or _index(tuple(known)).get(
        name.strip().casefold().removesuffix("s")
    )


def mentions(text: str, known: Sequence[KnownOrganisation]) -> list[OrganisationMention]:
    """Every known organisation in ``text``, longest name first where names overlap."""
    if not known:
        return []
    index = _index(tuple(known))
    return [
        OrganisationMention(m.start(), m.end(1), m[1], index[m[1].casefold()])
        for m in _pattern(tuple(known)).finditer(text)
        if not (m[1].islower() and len(m[1]) <= 4)
    ]


@lru_cache(maxsize=16)
def _index(known: tuple[KnownOrganisation, ...]) -> dict[str, KnownOrganisation]:
    pairs = ((word, each) for each in known for word in (each.name, each.short) if word)
    return {word.strip().casefold(): each for word, each in pairs if word.strip()}


@lru_cache(maxsize=16)
def _pattern(known: tuple[KnownOrganisation, ...]) -> re.Pattern[str]:
    words = sorted(_index(known), key=len, reverse=True)
    either = "|".join(re.escape(word) for word in words) or r"(?!)"
    return re.compile(rf"{_WORD_EDGE}({either})(?:s|:s)?(?![\w])", re.IGNORECASE)
