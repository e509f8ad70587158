"""Make the films of the demo: each ``../data/films/<name>.vtt`` becomes ``<name>.webm``.

The captions are the script: the film draws who sits at the table, and whoever speaks hums while
her caption is shown. There are no voices and no real people in it. Run by hand after the captions
were changed, with a Chromium at hand; a film takes as long as it is::

    .venv/bin/python oppnasoc/pages/demo/recordings/render.py
"""

from __future__ import annotations

import base64
import json
import shutil
import struct
import sys
from pathlib import Path

import webvtt
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
FILMS = HERE.parent / "data" / "films"
MOST = 150_000  # bytes of a film
INFO, DURATION = b"\x15\x49\xa9\x66", b"\x44\x89"


def script(path: Path) -> dict[str, object]:
    """What the page draws: the cues in seconds with who speaks, and everybody in the film."""
    cues = [
        {"at": _seconds(cue.start), "until": _seconds(cue.end), "who": cue.voice}
        for cue in webvtt.read(str(path)).captions
    ]
    names = list(dict.fromkeys(str(cue["who"]) for cue in cues))
    return {"cues": cues, "names": names, "length": float(str(cues[-1]["until"])) + 0.6}


def _seconds(stamp: str) -> float:
    hours, minutes, seconds = stamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def with_duration(film: bytes, seconds: float) -> bytes:
    """A recorder writes before it knows how long it goes on; a player wants to be told first."""
    at = film.index(INFO) + len(INFO)
    width = 9 - film[at].bit_length()  # bytes that tell how long Info is
    size = int.from_bytes(film[at : at + width], "big") & ~(1 << (7 * width))
    begin = at + width
    told = DURATION + b"\x88" + struct.pack(">d", seconds * 1000)
    longer = (size + len(told)) | 1 << (7 * 8)
    body = film[begin : begin + size] + told
    return film[:at] + longer.to_bytes(8, "big") + body + film[begin + size :]


def main(executable: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        for source in sorted(FILMS.glob("*.vtt")):
            drawn = script(source)
            page = browser.new_page()
            page.goto((HERE / "film.html").as_uri())
            length = float(str(drawn["length"]))
            page.set_default_timeout((length + 30) * 1000)
            made = page.evaluate(f"film({json.dumps(drawn)})")
            page.close()
            film = with_duration(base64.b64decode(made), length)
            target = source.with_suffix(".webm")
            target.write_bytes(film)
            print(target.name, len(film))
            if len(film) > MOST:
                sys.exit(f"{target.name} is too large: {len(film)} bytes.")
        browser.close()


if __name__ == "__main__":
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        sys.exit("No Chromium was found.")
    main(found)
