"""What is taken for sound, and what is taken away from it before it is kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oppnasoc.careplan.story.sound import NotSound, TellsPlace, read_sound, without_place

from . import sounds
from .sounds import PLACE, box, chunk, id3, keys, mp3, mp4, ogg, tags, track, udta, wav, webm


@pytest.mark.parametrize(
    ("data", "mime", "seconds"),
    [
        (mp4(seconds=7), "audio/mp4", 7),
        (webm(), "audio/webm", 0),
        (ogg(seconds=4), "audio/ogg", 4),
        (wav(b"\x00" * 48_000), "audio/wav", 3),
        (mp3(), "audio/mpeg", 0),
        (mp3(before=id3(b"TIT2")), "audio/mpeg", 0),
    ],
)
def test_sound_is_known_by_its_bytes(data: bytes, mime: str, seconds: int) -> None:
    found = read_sound(data)
    assert (found.mime, found.seconds) == (mime, seconds)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"ID3",
        b"RIFF\x04\x00\x00\x00WAVE",
        b"<script>alert(1)</script>",
        b"%PDF-1.7",
        b"\xff\xd8\xff\xe0 a photo",
        mp4(tracks=(track(b"vide"), track())),
        mp4(tracks=(track(), track(b"meta"))),  # A track of its own that tells places all along.
        box(b"ftyp", b"M4A \x00\x00\x00\x00") + b"\x00\x00\x00\x07moov",
        box(b"ftyp", b"heic\x00\x00\x00\x00") + box(b"mdat", b"a photo"),
        webm(codec=b"V_VP8"),
        b"OggS" + bytes(40) + b"\x80theora" + bytes(40),
        id3(b"words") + b"no frames",
    ],
)
def test_what_is_no_sound_is_refused(data: bytes) -> None:
    with pytest.raises(NotSound):
        read_sound(data)


@pytest.mark.parametrize("told", [udta(), keys(), box(b"uuid", PLACE), box(b"free", PLACE)])
def test_a_place_in_mp4_is_gone_and_no_sample_has_moved(told: bytes) -> None:
    data = mp4(told, sound=b"samples")
    kept = without_place(data)
    assert PLACE not in kept
    assert b"location" not in kept
    assert b"xyz" not in kept
    assert len(kept) == len(data)
    assert kept.index(b"samples") == data.index(b"samples")


def test_a_place_in_a_track_of_mp4_is_gone() -> None:
    assert PLACE not in without_place(mp4(tracks=(track(b"soun", udta()),)))


def test_a_place_in_mp3_is_gone() -> None:
    ape = b"TXXX=" + PLACE
    end = ape + b"APETAGEX\xd0\x07\x00\x00" + (len(ape) + 32).to_bytes(4, "little") + bytes(16)
    last = b"TAG" + PLACE.ljust(125, b"\x00")
    kept = without_place(mp3(b"frames", before=id3(PLACE), after=end + last))
    assert kept == mp3(b"frames")


def test_a_place_in_wav_is_gone() -> None:
    told = chunk(b"LIST", b"INFO" + PLACE), chunk(b"bext", PLACE), chunk(b"iXML", b"<x>" + PLACE)
    assert without_place(wav(b"\x01\x02\x03", *told)) == wav(b"\x01\x02\x03")


def test_a_place_in_webm_is_gone() -> None:
    data = webm(tags=tags(PLACE + b"Sundhamn"), sound=b"samples")
    kept = without_place(data)
    assert PLACE not in kept
    assert b"Sundhamn" not in kept
    assert kept.index(b"samples") == data.index(b"samples")


@pytest.mark.parametrize(
    "data",
    [
        ogg(b"LOCATION=Sundhamn"),
        ogg(b"GEO_LATITUDE=63.2897"),
        mp4(sound=PLACE),
        webm(sound=PLACE),
    ],
)
def test_a_place_that_cannot_be_taken_away_stops_the_file(data: bytes) -> None:
    with pytest.raises(TellsPlace):
        without_place(data)


def test_boxes_in_boxes_without_end_are_refused() -> None:
    deep = b""
    for _ in range(2000):
        deep = box(b"moov", deep)
    with pytest.raises(NotSound):
        read_sound(box(b"ftyp", b"M4A \x00\x00\x00\x00") + deep)


GOOD = [mp4(udta(), keys()), wav(), ogg(), mp3(before=id3(b"x" * 40)), webm(tags=tags(PLACE))]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(GOOD), st.integers(0, 400), st.integers(0, 400), st.binary(max_size=12))
def test_a_broken_file_is_refused_and_never_tells(
    data: bytes, start: int, stop: int, put: bytes
) -> None:
    broken = data[:start] + put + data[stop:]
    try:
        kept = without_place(broken)
    except (NotSound, TellsPlace):
        return
    assert PLACE not in kept


def test_what_is_kept_is_read_the_same_again() -> None:
    for data in GOOD:
        once = read_sound(data)
        assert read_sound(once.data) == once
    assert sounds.PLACE == PLACE
