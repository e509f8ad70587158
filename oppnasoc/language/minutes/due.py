"""When something is to be done, as the text says it: "senast den 3 maj", "till nästa möte"."""

from __future__ import annotations

import re

from oppnasoc.language import dates

_MONTH = "|".join(dates.MONTHS)
_WEEKDAY = "|".join(dates.WEEKDAYS)
_MEETING = r"nästa (?:\w+)?(?:möte|träff|gång|sammanträde|styrelsemöte|tillfälle)\w*"
_SEASON = (
    r"(?:våren|sommaren|hösten|vintern|jul(?:en)?|påsk|påsken|midsommar|årsskiftet|årsmötet|"
    r"terminsstart|semestern)"
)
_FIXED = re.compile(
    rf"\b(?:(?:till|inför|innan|på|vid|före|senast(?: till| på| vid)?|under)\s)?{_MEETING}"
    rf"|\b(?:till|före|innan|under|efter|i|senast)\s(?:slutet av |början av |mitten av )?{_SEASON}"
    rf"|\bi\s(?:vår|höst|sommar|vinter|morgon|veckan)\b|\bnästa (?:vecka|månad|år)\b"
    rf"|\b(?:senast|till|före|innan|under|i|vid mötet i|på|från och med)\s(?:slutet av |början av |"
    rf"mitten av )?(?:{_MONTH})\b(?:\s20\d\d)?"
    rf"|\b(?:senast|till|före|innan|på)\s(?:på\s)?(?:{_WEEKDAY})(?:en)?\b"
    rf"|\b(?:senast\s|till\s|under\s|före\s)?(?:vecka|v\.?)\s?\d{{1,2}}\b"
    rf"|\b(?:omgående|snarast(?: möjligt)?|löpande|omedelbart|så snart som möjligt|genast)\b"
    rf"|\bnär (?:vi|den|det|de|allt|man)\s[^.,;!?]{{3,60}}",
    re.IGNORECASE,
)
_BEFORE_DATE = re.compile(
    r"(?:senast|före|innan|till|från och med|fr\.?o\.?m\.?|klart|den)\s(?:den\s|klart\s)?$", re.I
)


def due(text: str) -> str | None:
    """The first time phrase of ``text``, verbatim; a date with the word before it."""
    mentions = dates.find(text)
    if mentions:
        mention = mentions[0]
        before = _BEFORE_DATE.search(text[: mention.start])
        start = before.start() if before else mention.start
        return text[start : mention.end].strip(" .,")
    match = _FIXED.search(text)
    return match[0].strip(" .,") if match else None
