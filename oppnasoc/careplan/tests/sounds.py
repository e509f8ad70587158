"""Small sound files of every kind, made by hand: what a phone writes, with and without a place."""

from __future__ import annotations

import struct

PLACE = b"+63.2897+018.7156/"


def box(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def track(handler: bytes = b"soun", *more: bytes) -> bytes:
    told = bytes(8) + handler + bytes(12) + b"\x00"
    return box(b"trak", box(b"mdia", box(b"hdlr", told)) + b"".join(more))


def mp4(
    *in_moov: bytes, tracks: tuple[bytes, ...] = (), seconds: int = 3, sound: bytes = b"sound"
) -> bytes:
    """An M4A with one track of sound; ``in_moov`` are boxes beside it."""
    head = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, seconds * 1000) + bytes(80))
    moov = box(b"moov", head + b"".join(tracks or (track(),)) + b"".join(in_moov))
    return box(b"ftyp", b"M4A \x00\x00\x00\x00mp42isom") + moov + box(b"mdat", sound)


def udta(place: bytes = PLACE) -> bytes:
    """User data with a place, as Android and older iPhones write it."""
    return box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7) + place))


def keys(place: bytes = PLACE) -> bytes:
    """Metadata with a place by a key, as iPhones write it."""
    name = b"com.apple.quicktime.location.ISO6709"
    named = box(b"keys", bytes(4) + struct.pack(">I", 1) + box(b"mdta", name))
    value = box(b"data", struct.pack(">II", 1, 0) + place)
    return box(b"meta", named + box(b"ilst", box(b"\x00\x00\x00\x01", value)))


def wav(sound: bytes = b"\x01\x02" * 400, *more: bytes, rate: int = 8000) -> bytes:
    fmt = struct.pack("<HHIIHH", 1, 1, rate, rate * 2, 2, 16)
    parts = b"".join((chunk(b"fmt ", fmt), *more, chunk(b"data", sound)))
    return b"RIFF" + struct.pack("<I", len(parts) + 4) + b"WAVE" + parts


def chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def mp3(sound: bytes = b"frames", *, before: bytes = b"", after: bytes = b"") -> bytes:
    return before + b"\xff\xfb\x90\x64" + sound + after


def id3(words: bytes) -> bytes:
    size = len(words)
    return b"ID3\x04\x00\x00" + bytes(size >> 7 * n & 0x7F for n in (3, 2, 1, 0)) + words


def ogg(comment: bytes = b"ENCODER=phone", seconds: int = 2) -> bytes:
    def page(packet: bytes, position: int) -> bytes:
        return b"OggS\x00\x00" + struct.pack("<qIII", position, 1, 0, 0) + b"\x01" + packet

    head = page(b"OpusHead\x01\x01" + bytes(10), 0)
    told = page(b"OpusTags" + struct.pack("<I", len(comment)) + comment, 0)
    return head + told + page(b"frames", seconds * 48_000)


def webm(*, codec: bytes = b"A_OPUS", tags: bytes = b"", sound: bytes = b"frames") -> bytes:
    head = b"\x1a\x45\xdf\xa3\x8b\x42\x82\x88webm\x00\x00\x00\x00"
    track_of = b"\x86" + bytes([0x80 | len(codec)]) + codec
    return head + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + track_of + tags + sound


def tags(place: bytes) -> bytes:
    """Tags of WebM that say a place in words."""
    simple = b"\x67\xc8" + bytes([0x80 | len(place)]) + place
    tag = b"\x73\x73" + bytes([0x80 | len(simple)]) + simple
    return b"\x12\x54\xc3\x67" + bytes([0x80 | len(tag)]) + tag
