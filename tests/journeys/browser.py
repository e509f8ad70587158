"""A real browser against the real command, for the journeys."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from oppnasoc.ui.kept import SECONDS

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
expect.set_options(timeout=15_000)  # Other tests run beside these.

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: The first is the same Chromium without windows of its own, which cost a third of the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def executable() -> str | None:
    """The installed Chromium or Chrome; nothing is ever downloaded."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return MAC if Path(MAC).exists() else None


#: Somebody of Sundhamn for each role.
PEOPLE = {
    "administrator": "dragana.petrovic@sundhamn.example",
    "editor": "karin.bostrom@sundhamn.example",
    "manager": "mona.ek@sundhamn.example",
    "secretary": "sara.lind@sundhamn.example",
    "facilitator": "yonas.tesfai@sundhamn.example",
    "staff": "nadia.rahimi@sundhamn.example",
    "member": "birger.stahl@sundhamn.example",
    "participant": "asta.holm@sundhamn.example",
}


@dataclass
class Site:
    """A running installation: its address, and its folder with database and mail."""

    url: str
    var: Path


@dataclass
class Visitor:
    """Somebody with a browser. ``trouble`` collects errors that the page itself reports."""

    site: Site
    context: BrowserContext
    page: Page
    javascript: bool = True
    trouble: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open an address of the site; fails unless it answers well."""
        answer = self.page.goto(self.site.url + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        return self.page

    def go_until(self, path: str, seen: Callable[[], bool]) -> Page:
        """Open an address again and again until it shows it: what another of the server's
        processes has changed is read there within the minute (``ui/kept.py``)."""
        deadline = time.monotonic() + SECONDS + 20
        self.go(path)
        while not seen():
            assert time.monotonic() < deadline, self.page.content()
            self.page.wait_for_timeout(500)
            self.go(path)
        return self.page

    def sign_in(self, role: str) -> None:
        """Sign in as one of the demo's people, with the code that the page shows."""
        self.go("/konto/logga-in/")
        self.page.click(f"form:has(input[value='{PEOPLE[role]}']) button")
        code = self.page.locator("p.now strong").inner_text().strip()
        self.page.fill("input[name=code]", code)
        self.page.click("form:has(input[name=code]) button.btn >> nth=0")
        assert self.page.url.startswith(self.site.url)
        assert "/logga-in/" not in self.page.url, self.page.inner_text("main")

    def fits(self) -> bool:
        """Nothing sticks out sideways; needs JavaScript in the page."""
        self.page.wait_for_load_state()
        script = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        return bool(self.page.evaluate(script))


def visit(
    browser: Browser,
    site: Site,
    *,
    javascript: bool = True,
    size: dict[str, int] | None = None,
    dark: bool = False,
) -> Visitor:
    """A new visitor with an empty browser, Swedish, at 360 px unless another size is given."""
    options: dict[str, Any] = {
        "java_script_enabled": javascript,
        "viewport": size or PHONE,
        "color_scheme": "dark" if dark else "light",
        "reduced_motion": "reduce",
        "locale": "sv-SE",
        "timezone_id": "Europe/Stockholm",
    }
    context = browser.new_context(**options)
    context.set_default_timeout(30_000)
    page = context.new_page()
    visitor = Visitor(site, context, page, javascript)

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            visitor.trouble.append(message.text)

    def asked(request: Request) -> None:
        host = urlsplit(request.url)
        if host.scheme in {"http", "https"} and host.netloc != urlsplit(site.url).netloc:
            visitor.trouble.append(f"asked another host: {request.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: visitor.trouble.append(str(error)))
    page.on("request", asked)
    return visitor


def breaches(page: Page, rules: dict[str, Any]) -> list[dict[str, Any]]:
    """What axe finds wrong with the open page; it is put into the page once, not for each look."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate("rules => axe.run(rules)", rules)["violations"]
    return found


def must_run() -> bool:
    """In CI a journey that cannot run is a failure, not a skip."""
    return os.environ.get("CI") == "true"
