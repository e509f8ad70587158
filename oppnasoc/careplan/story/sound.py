"""Sound files as they are kept: known by their first bytes, and without where they were made.

What a phone writes beside the sound – a place, a model, a name – is taken away before anything is
kept: boxes of MP4 (ISO 14496-12, QuickTime), ID3 and APE of MP3, chunks of WAV, tags of WebM. What
cannot be taken away, as in the comments of Ogg, stops the file. No sample of the sound is touched.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

#: How deep boxes may lie in boxes; real files have five.
DEEPEST = 8
#: Boxes that hold boxes, on the way to what is taken away.
_HOLDERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex"}
#: Boxes that say where, when and with what; emptied, and what was left over in free ones too.
_TOLD = {b"udta", b"meta", b"uuid", b"emsg", b"free", b"skip", b"wide", b"XMP_", b"ID32"}
#: A place as phones write it (ISO 6709): +63.2897+018.7156/
_PLACE = re.compile(rb"[+-]\d{2}(?:\.\d{2,})[+-]\d{3}(?:\.\d{2,})")
_COMMENT_OF_PLACE = re.compile(
    rb"(?i)(?:location|geo|latitude|longitude|coordinate)[\w .:-]{0,30}="
)
_TAGS = b"\x12\x54\xc3\x67"
_VIDEO_CODEC = re.compile(rb"\x86[\x81-\x9f]V_")


class NotSound(Exception):
    """No sound file that is taken here: another kind, with pictures in it, or broken."""


class TellsPlace(Exception):
    """The file says where it was made, and that cannot be taken away."""


@dataclass(frozen=True)
class Sound:
    """A sound file that may be kept. ``seconds`` is 0 when the file does not say."""

    mime: str
    data: bytes
    seconds: int = 0


def read_sound(data: bytes) -> Sound:
    """The file without what tells where it was made. Raises NotSound and TellsPlace."""
    try:
        found = _read(data)
    except (struct.error, IndexError):
        raise NotSound from None
    if _PLACE.search(found.data):
        raise TellsPlace
    return found


def without_place(data: bytes) -> bytes:
    """The bytes of a sound file without what tells where it was made; as ``read_sound``."""
    return read_sound(data).data


def _read(data: bytes) -> Sound:
    if data[4:8] == b"ftyp":
        return _mp4(data)
    if data[:4] == b"\x1a\x45\xdf\xa3":
        return _webm(data)
    if data[:4] == b"OggS":
        return _ogg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return _wav(data)
    if data[:3] == b"ID3" or _is_frame(data[:2]):
        return _mp3(data)
    raise NotSound


def _boxes(data: bytes | bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Kind, beginning, beginning of what it holds, and end of each box that lies between."""
    at = start
    while at < end:
        size, kind = struct.unpack_from(">I4s", data, at)
        body = at + 8
        if size == 1:
            [size] = struct.unpack_from(">Q", data, body)
            body += 8
        elif size == 0:
            size = end - at
        if size < body - at or at + size > end:
            raise NotSound
        yield kind, at, body, at + size
        at += size


def _mp4(data: bytes) -> Sound:
    kept = bytearray(data)
    tracks: list[bytes] = []
    seconds = 0

    def walk(start: int, end: int, inside: bytes, depth: int) -> None:
        nonlocal seconds
        if depth > DEEPEST:
            raise NotSound
        for kind, at, body, stop in list(_boxes(kept, start, end)):
            if kind in _TOLD:
                # The places of samples are counted from the beginning: nothing may move.
                kept[at + 4 : at + 8] = b"free"
                kept[body:stop] = bytes(stop - body)
            elif kind == b"hdlr" and inside == b"mdia":
                tracks.append(bytes(kept[body + 8 : body + 12]))
            elif kind == b"mvhd":
                seconds = _length(kept, body)
            elif kind in _HOLDERS:
                walk(body, stop, kind, depth + 1)

    walk(0, len(kept), b"", 0)
    if not tracks or set(tracks) != {b"soun"}:
        raise NotSound
    return Sound("audio/mp4", bytes(kept), seconds)


def _length(data: bytearray, body: int) -> int:
    if data[body] == 1:
        scale, length = struct.unpack_from(">IQ", data, body + 20)
    else:
        scale, length = struct.unpack_from(">II", data, body + 12)
    return round(length / scale) if scale else 0


def _webm(data: bytes) -> Sound:
    if b"webm" not in data[:64] and b"matroska" not in data[:64]:
        raise NotSound
    if _VIDEO_CODEC.search(data) or not re.search(rb"\x86[\x81-\x9f]A_", data):
        raise NotSound
    kept, at = bytearray(data), 0
    while (at := kept.find(_TAGS, at)) >= 0:
        width = 9 - kept[at + 4].bit_length()
        body = at + 4 + width
        size = int.from_bytes(kept[at + 4 : body], "big") & ((1 << 7 * width) - 1)
        if body < len(kept) and kept[body : body + 2] == b"\x73\x73":
            size = min(size, len(kept) - body)
            room = body + size - at - 9  # what an empty element (Void) of the same length holds
            if room < 0:
                raise TellsPlace
            kept[at : body + size] = b"\xec\x01" + room.to_bytes(7, "big") + bytes(room)
        at += 4
    return Sound("audio/webm", bytes(kept))


def _ogg(data: bytes) -> Sound:
    first = data[:512]
    rate = 48_000 if b"OpusHead" in first else 0
    if (vorbis := first.find(b"\x01vorbis")) >= 0:
        [rate] = struct.unpack_from("<I", first, vorbis + 12)
    if not rate or b"theora" in data[:4096]:
        raise NotSound
    if _COMMENT_OF_PLACE.search(data[:262_144]):
        raise TellsPlace
    [samples] = struct.unpack_from("<q", data, data.rfind(b"OggS") + 6)
    return Sound("audio/ogg", data, max(round(samples / rate), 0))


def _wav(data: bytes) -> Sound:
    parts: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, at)
        parts.setdefault(kind, data[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    if b"fmt " not in parts or b"data" not in parts:
        raise NotSound
    [per_second] = struct.unpack_from("<I", parts[b"fmt "], 8)
    kept = b"WAVE"
    for kind in (b"fmt ", b"data"):
        part = parts[kind]
        kept += kind + struct.pack("<I", len(part)) + part + bytes(len(part) % 2)
    seconds = round(len(parts[b"data"]) / per_second) if per_second else 0
    return Sound("audio/wav", b"RIFF" + struct.pack("<I", len(kept)) + kept, seconds)


def _is_frame(head: bytes) -> bool:
    """Whether a frame of MPEG sound, layer III, begins here."""
    return len(head) == 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2


def _mp3(data: bytes) -> Sound:
    while data[:3] == b"ID3":
        length = 10 + (10 if data[5] & 0x10 else 0)
        for byte in data[6:10]:
            if byte & 0x80:
                raise NotSound
        length += data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9]
        data = data[length:].lstrip(b"\x00")
    if data[-128:-125] == b"TAG":
        data = data[:-128]
    if data[-32:-24] == b"APETAGEX":
        size, _items, flags = struct.unpack_from("<III", data, len(data) - 20)
        data = data[: max(len(data) - size - (32 if flags >> 31 else 0), 0)]
    if not _is_frame(data[:2]):
        raise NotSound
    return Sound("audio/mpeg", data)
