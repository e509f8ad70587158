"""Words for what a person does at a meeting or at work: "kassör", "enhetschef", "anhörig"."""

from __future__ import annotations

import re

# What somebody is at the meeting, in the association or in relation to the service.
_ROLES = (
    "ordförande", "ordf", "vice ordförande", "v ordf", "vice ordf", "viceordförande",
    "sammankallande", "sekreterare", "sekr", "protokollförare", "protokollssekreterare",
    "mötesordförande", "mötessekreterare", "kassör", "kassörska", "skattmästare", "ledamot",
    "ledamöter", "suppleant", "suppl", "ersättare", "tjänstgörande ersättare", "adjungerad", "adj",
    "justerare", "justeringsperson", "justeringsman", "rösträknare", "revisor", "valberedning",
    "valberedare", "medlem", "gäst", "inbjuden", "föredragande", "observatör", "anhörig",
    "närstående", "brukare", "förälder", "vårdnadshavare", "volontär", "boende", "elev", "tolk",
    "praktikant", "student", "projektledare", "moderator", "processledare", "vid protokollet",
    "webbansvarig", "materialförvaltare", "närvarande", "vikarie",
)  # fmt: skip
# Occupations: the last part of the word tells.
_OCCUPATION_ENDINGS = (
    "chef", "chefen", "chefer", "sekreterare", "sekreteraren", "ledare", "ledaren", "samordnare",
    "samordnaren", "handläggare", "handläggaren", "strateg", "strategen", "ombud", "ombudet",
    "utvecklare", "utvecklaren", "representant", "representanten", "ordförande", "coach",
    "pedagog", "sköterska", "sköterskan", "skötare", "läkare", "läkaren", "konsulent", "konsult",
    "assistent", "terapeut", "psykolog", "psykologen", "kurator", "kuratorn", "rektor", "rektorn",
    "lärare", "läraren", "jurist", "ekonom", "ekonomen", "controller", "utredare", "utredaren",
    "direktör", "direktören", "råd", "samordn", "koordinator", "expert", "forskare", "professor",
    "doktorand", "lektor", "ingenjör", "arkitekt", "planerare", "inspektör", "polis", "präst",
    "diakon", "bibliotekarie", "behandlare", "personal", "vaktmästare", "administratör",
    "kommunikatör", "redaktör", "journalist", "ansvarig", "sakkunnig", "mentor", "stödperson",
    "politiker", "sakkunniga", "manager", "tjänsteman", "tjänsteperson", "tekniker", "förvaltare",
    "vd", "generalsekreterare", "nämndsekreterare", "registrator", "verksamhetsansvarig",
    "specialist", "vägledare", "arbetare", "värd", "fastighetsskötare", "konsulenten", "biträde",
)  # fmt: skip
# Any one who does a thing for a living: "städare", "logoped", "boendestödjare".
_DOER = re.compile(
    r"^(?!tidigare|vidare|senare|närmare|ytterligare|yngre|äldre|framtidare)"
    r"[a-zåäö-]{3,}(?:are|aren|ant|anten|ör|ören|log|loger|ist|isten|ator|atorn|ped)$"
)
_OCCUPATIONS = re.compile(rf"^(?:[\w-]*(?:{'|'.join(_OCCUPATION_ENDINGS)}))$", re.IGNORECASE)
_ROLE_PREFIX = re.compile(
    r"^(?:\d:?[ae]\s|[12]:a\s|vice\s|v\.?\s|bitr(?:\.|ädande)?\s|t\.?\s?f\.?\s|tf\s|ny\s|"
    r"f\.?d\.?\s)+",
    re.IGNORECASE,
)
_PLAIN = frozenset(_ROLES)
PARTIES = ("S", "M", "SD", "C", "V", "KD", "L", "MP", "FP", "FI", "SoL")
_PARTY = re.compile(rf"^\(?({'|'.join(PARTIES)})\)?$")
_PARTY_NAMES = re.compile(
    r"^\(?(socialdemokrat\w*|moderat\w*|sverigedemokrat\w*|centerpart\w*|vänsterpart\w*|"
    r"kristdemokrat\w*|liberal\w*|miljöpart\w*|opolitisk|partilös)\)?$",
    re.IGNORECASE,
)


def is_role(text: str, *, listed: bool = False) -> bool:
    """Whether ``text`` (a phrase of at most six words) names a role: "vice ordförande".

    ``listed``: only words of the lists count, not any word that ends like an occupation
    ("besökare", "deltagare").
    """
    phrase = _ROLE_PREFIX.sub("", text.strip(" .()").replace("\u00ad", ""))
    words = phrase.split()
    if not words or len(words) > 6:
        return False
    lowered = phrase.casefold()
    first = words[0].casefold().rstrip(".,")
    return (
        lowered in _PLAIN
        or first in _PLAIN
        or bool(_OCCUPATIONS.match(first))
        or (not listed and bool(_DOER.match(words[0])))
        or (len(words) <= 3 and bool(_OCCUPATIONS.match(words[-1])) and words[-1].islower())
    )


def party(text: str) -> str | None:
    """The party letters in "(S)" or "S", or the party's name as written; None otherwise."""
    stripped = text.strip()
    match = _PARTY.match(stripped) or _PARTY_NAMES.match(stripped)
    return match[1] if match else None
