"""A plan as a FHIR document, R5 or R4B, checked before it is given out (docs/plan-export.md)."""

from __future__ import annotations

import json

from . import check
from .fhir_codes import Release
from .fhir_releases import R4B, R5
from .fhir_values import Resource
from .whole import Picture

_MAPPERS = {Release.R4B: R4B, Release.R5: R5}


def bundle(picture: Picture, release: Release = Release.R5) -> Resource:
    """The document Bundle. Raises Unsound when it is not what FHIR says; nothing goes out then."""
    made = _MAPPERS[release](picture).bundle()
    check.proved(made, release)
    return made


def as_fhir(picture: Picture, release: Release = Release.R5) -> bytes:
    """The file: JSON as FHIR writes it, UTF-8. Raises Unsound."""
    made = json.dumps(bundle(picture, release), ensure_ascii=False, indent=1)
    return (made + "\n").encode()
