import codecs

import pytest

from oppnasoc.language.reading import decoded

TEXT = "Brukarråd på Ön – äntligen\nÄven Åsa kom.\n"


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.encode().decode("latin-1").encode(),
        TEXT.replace("Å", "å").encode().decode("cp1252").encode(),
    ],
    ids=["utf-8", "mark", "utf-16", "utf-16-be", "cp1252", "twice as latin-1", "twice as cp1252"],
)
def test_text_comes_out_whole(raw: bytes) -> None:
    assert decoded(raw).casefold() == TEXT.casefold()


def test_one_odd_sign_is_left_alone() -> None:
    assert decoded("Ordet Ã¥ och inget mer".encode()) == "Ordet Ã¥ och inget mer"


@pytest.mark.parametrize("raw", [b"%PDF-1.7", b"PK\x03\x04", b"a\x00b", b"\xff\xfe\x00\xd8"])
def test_what_is_no_text_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="not a text file"):
        decoded(raw)
