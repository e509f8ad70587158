"""What an uploaded picture hides is gone before anything is kept or served."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from oppnasoc.ui.models import Picture

pytestmark = pytest.mark.django_db

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def photo(form: str = "JPEG", mode: str = "RGB") -> bytes:
    """A photo of a phone on its side: where it was taken, by what, and a comment."""
    image = Image.new(mode, (64, 32), "green")
    exif = Image.Exif()
    exif[MAKER], exif[ORIENTATION] = "HemligKamera", 6
    exif.get_ifd(GPS).update({1: "N", 2: (57.0, 42.0, 1.0), 3: "E", 4: (11.0, 58.0, 2.0)})
    out = BytesIO()
    more: dict[str, Any] = {"comment": b"HemligKommentar"} if form == "JPEG" else {}
    image.save(out, form, exif=exif, **more)
    return out.getvalue()


def kept(data: bytes, name: str) -> Picture:
    picture = Picture(title="Prov", file=ContentFile(data, name))
    picture.save()
    found: Picture = Picture.objects.get(pk=picture.pk)
    return found


def hidden(data: bytes) -> dict[int, Any]:
    with Image.open(BytesIO(data)) as image:
        assert "xmp" not in image.info
        assert "comment" not in image.info
        return dict(image.getexif())


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_neither_the_original_nor_what_is_made_of_it_says_where(form: str) -> None:
    data = photo(form)
    assert hidden_place(data)
    picture = kept(data, f"foto.{form.lower()}")
    with picture.file.open() as file:
        original = file.read()
    assert hidden(original) == {}
    assert b"Hemlig" not in original
    assert (picture.width, picture.height) == (32, 64)  # Upright, as the phone meant it.
    assert picture.file_size == len(original)
    for spec in ("width-16|format-webp", "fill-16x16|format-jpeg", "original"):
        made = picture.get_rendition(spec)
        with made.file.open() as file:
            served = file.read()
        assert hidden(served) == {}
        assert b"Hemlig" not in served


def hidden_place(data: bytes) -> bool:
    """Whether a picture says where it was taken: the test must begin with one that does."""
    with Image.open(BytesIO(data)) as image:
        return bool(image.getexif().get_ifd(GPS))


def test_a_logo_stays_clear() -> None:
    picture = kept(photo("PNG", "RGBA"), "logga.png")
    with picture.file.open() as file, Image.open(file) as image:
        assert image.mode == "RGBA"


def test_saving_again_changes_nothing() -> None:
    picture = kept(photo(), "foto.jpeg")
    name, digest = picture.file.name, picture.get_file_hash()
    picture.title = "Nytt namn"
    picture.save()
    again = Picture.objects.get(pk=picture.pk)
    assert (again.file.name, again.get_file_hash()) == (name, digest)
