"""What is put beside a step as evidence: a picture made small and clean, or a PDF."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

MAX_FILE = 10 * 1024 * 1024  # bytes
MAX_PIXELS = 40_000_000  # a picture of a good phone; more may be a bomb
LONG_SIDE = 1400  # pixels kept: sharp on a phone and in print, about 150 kB
FORMATS = ["JPEG", "PNG", "WEBP"]


def clean_picture(picture: File[Any]) -> tuple[ContentFile[bytes], int, int]:
    """A new picture from the pixels alone: no place, time or maker stays in it.

    Returns the WebP file, its width and height. Raises ValidationError for the field ``picture``
    when it is too large, or no JPEG, PNG or WebP.
    """
    from PIL import Image, ImageOps  # Only who adds a picture needs it.

    _not_too_large(picture, "picture")
    try:
        with Image.open(picture, formats=FORMATS) as found:
            if found.width * found.height > MAX_PIXELS:
                raise ValidationError({"picture": _("The picture has too many pixels.")})
            upright = ImageOps.exif_transpose(found).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        text = _("This is no picture that we can read. Use JPEG, PNG or WebP.")
        raise ValidationError({"picture": text}) from None
    upright.thumbnail((LONG_SIDE, LONG_SIDE))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    out = BytesIO()
    bare.save(out, "WEBP", quality=82)
    return ContentFile(out.getvalue(), "picture.webp"), bare.width, bare.height


def clean_file(file: File[Any]) -> ContentFile[bytes]:
    """The bytes of a PDF. Raises ValidationError for the field ``file``."""
    _not_too_large(file, "file")
    data = file.read()
    if not data.startswith(b"%PDF-"):
        raise ValidationError({"file": _("Only a PDF can be added. Save it as one first.")})
    return ContentFile(data, "file.pdf")


def _not_too_large(file: File[Any], field: str) -> None:
    if file.size is None or file.size > MAX_FILE:
        raise ValidationError({field: _("The file is too large. Ten megabytes at most.")})
