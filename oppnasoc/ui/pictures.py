"""An uploaded picture made anew from its pixels: small, and without anything that it hides."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

MAX_PICTURE = 20 * 1024 * 1024  # bytes; a photo of a good phone
MAX_PIXELS = 40_000_000  # more may be a bomb
LONG_SIDE = 1400  # pixels kept: sharp on a phone and in print, about 150 kB
FORMATS = ["JPEG", "PNG", "WEBP"]


def clean_picture(
    picture: File[Any], *, most: int = MAX_PICTURE
) -> tuple[ContentFile[bytes], int, int]:
    """A new picture from the pixels alone: no place, time or maker stays in it.

    Returns the WebP file, its width and height. Raises ValidationError for the field ``picture``
    when it has more than ``most`` bytes, or is no JPEG, PNG or WebP.
    """
    from PIL import Image, ImageOps  # Only who adds a picture needs it.

    if picture.size is None or picture.size > most:
        text = _("The picture is too large. %(n)d megabytes at most.") % {"n": most // 1024**2}
        raise ValidationError({"picture": text})
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


def without_traces(picture: File[Any], name: str) -> ContentFile[bytes]:
    """The same picture in the same format and size, upright and from its pixels alone.

    For what an editor uploads: its original is served, so the place where it was taken must not
    stand in it (EXIF, XMP, comments). Transparency stays. Raises OSError and its kin for what is
    no picture.
    """
    from PIL import Image, ImageOps

    picture.seek(0)
    with Image.open(picture, formats=FORMATS) as found:
        form = found.format or "PNG"
        clear = "A" in found.getbands() or "transparency" in found.info
        upright = ImageOps.exif_transpose(found).convert("RGBA" if clear else "RGB")
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    out = BytesIO()
    bare.save(out, form, **({} if form == "PNG" else {"quality": 88}))
    return ContentFile(out.getvalue(), name)
