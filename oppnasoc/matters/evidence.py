"""What is put beside a step as evidence: a picture made small and clean, or a PDF."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from oppnasoc.ui import pictures

MAX_FILE = 10 * 1024 * 1024  # bytes


def clean_picture(picture: File[Any]) -> tuple[ContentFile[bytes], int, int]:
    """A new picture from the pixels alone (``ui.pictures``), of a file of at most ten megabytes."""
    return pictures.clean_picture(picture, most=MAX_FILE)


def clean_file(file: File[Any]) -> ContentFile[bytes]:
    """The bytes of a PDF. Raises ValidationError for the field ``file``."""
    if file.size is None or file.size > MAX_FILE:
        raise ValidationError({"file": _("The file is too large. Ten megabytes at most.")})
    data = file.read()
    if not data.startswith(b"%PDF-"):
        raise ValidationError({"file": _("Only a PDF can be added. Save it as one first.")})
    return ContentFile(data, "file.pdf")
