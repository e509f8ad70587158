"""Draw the pictures of the demo: each SVG of this folder becomes ``../data/evidence/<name>.webp``.

Run by hand after a picture was changed, with a Chromium at hand::

    .venv/bin/python oppnasoc/pages/demo/pictures/render.py
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
TARGET = HERE.parent / "data" / "evidence"
FONT = HERE.parents[2] / "ui" / "static" / "ui" / "atkinson.woff2"
WIDTH, HEIGHT = 1200, 800
MOST = 40_000  # bytes of a picture


def main(executable: str) -> None:
    font = f"@font-face {{ font-family: Atkinson; src: url({FONT.as_uri()}); }}"
    style = f"<style>{font} body {{ margin: 0; font-family: Atkinson; }}</style>"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for source in sorted(HERE.glob("*.svg")):
            scene = HERE / "scene.html"  # A file, since a page from nowhere may not read the font.
            scene.write_text(style + source.read_text(encoding="utf-8"), encoding="utf-8")
            page.goto(scene.as_uri())
            page.evaluate("document.fonts.load('700 20px Atkinson').then(() => true)")
            drawn = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            scene.unlink()
            target = TARGET / f"{source.stem}.webp"
            drawn.save(target, quality=84, method=6)
            size = target.stat().st_size
            print(target.name, size)
            if size > MOST:
                sys.exit(f"{target.name} is too large: {size} bytes.")
        browser.close()


if __name__ == "__main__":
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        sys.exit("No Chromium was found.")
    main(found)
