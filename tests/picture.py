"""Take the README's picture of a running site: ``python -m tests.picture ADDRESS FILE``."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.journeys.browser import ARGUMENTS, executable


def take(address: str, target: Path) -> None:
    """The upper part of the page at 1200 × 800, in few colours so that the file stays small."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1200, "height": 800}, locale="sv-SE")
        page.goto(address)
        shot = page.screenshot()
        browser.close()
    Image.open(BytesIO(shot)).quantize(128).save(target, optimize=True)


if __name__ == "__main__":
    take(sys.argv[1], Path(sys.argv[2]))
