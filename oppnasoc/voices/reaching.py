"""Where somebody wants to be told: an address, a number or a postal address, checked gently."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

#: A mobile number as one writes it here, or any number with a country's.
MOBILE = re.compile(r"(?:\+46|0)7\d{8}|\+(?!46)\d{7,14}")
POSTCODE = re.compile(r"\b\d{3} ?\d{2}\b")


def email(typed: str) -> str:
    """An e-mail address. Raises ValidationError."""
    typed = typed.strip()
    try:
        validate_email(typed)
    except ValidationError:
        text = _("Write the whole address, such as kim@example.se.")
        raise ValidationError(text) from None
    return typed


def mobile(typed: str) -> str:
    """A mobile number in digits, with + when it began so. Raises ValidationError."""
    digits = re.sub(r"[\s\-–./()]", "", typed)
    digits = f"+{digits[2:]}" if digits.startswith("00") else digits.replace("+460", "+46")
    if not MOBILE.fullmatch(digits):
        raise ValidationError(_("Write a mobile number, such as 070-123 45 67."))
    return digits


def postal(typed: str) -> str:
    """A postal address in two to six lines. Raises ValidationError."""
    lines = [" ".join(line.split()) for line in re.split(r"[\n,]", typed) if line.strip()]
    if not 2 <= len(lines) <= 6 or not POSTCODE.search(typed):
        raise ValidationError(_("Write name, street, postcode and town, each on a line."))
    return "\n".join(lines)
