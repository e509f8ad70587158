"""Meeting notes (minutes) to structure: text → lines → blocks → :class:`ParsedMinutes`.

Every result is a suggestion that a person confirms; what is not certain says so and says why.
"""

from oppnasoc.language.minutes.export import to_json
from oppnasoc.language.minutes.model import (
    Attendee,
    Block,
    Commitment,
    Guess,
    Link,
    Moment,
    ParsedMinutes,
    Point,
    Section,
)
from oppnasoc.language.minutes.parsing import parse
from oppnasoc.language.organisations import KnownOrganisation

__all__ = [
    "Attendee",
    "Block",
    "Commitment",
    "Guess",
    "KnownOrganisation",
    "Link",
    "Moment",
    "ParsedMinutes",
    "Point",
    "Section",
    "parse",
    "to_json",
]
