"""Templates and style: nothing inline, no other host; the strict content policy would stop it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR) / "oppnasoc"
TEMPLATES = sorted(p for p in ROOT.rglob("*.html") if "tests" not in p.parts)
MAIL = ROOT / "outbox/templates/outbox/mail.html"
STATIC = sorted(p for p in ROOT.rglob("static/**/*") if p.suffix in {".css", ".js", ".svg"})

# Names, not addresses that a browser would fetch.
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink")
# A link that a visitor may follow is no request; everything else to another host is.
FETCHED = re.compile(
    r"""(src|srcset|action|poster|data)\s*=\s*["']?(https?:)?//|@import|url\(\s*["']?(https?:)?//"""
)
LINK = re.compile(r"<link\b[^>]*href\s*=\s*[\"']?(https?:)?//", re.I)


def names(path: Path) -> str:
    return str(path.relative_to(ROOT))


def without_comments(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}|/\*.*?\*/", "", text, flags=re.S)


def inline(text: str) -> Iterator[str]:
    for tag in re.findall(r"<[a-z][^<>]*>", text, re.I | re.S):
        if re.search(r"\sstyle\s*=", tag, re.I):
            yield f"inline style: {tag}"
        if re.search(r"\son[a-z]+\s*=", tag, re.I):
            yield f"event handler: {tag}"
        if re.match(r"<style\b", tag, re.I):
            yield f"style element: {tag}"
        if re.match(r"<script\b(?![^>]*\ssrc=)", tag, re.I):
            yield f"inline script: {tag}"


def test_there_are_files() -> None:
    assert TEMPLATES
    assert STATIC


@pytest.mark.parametrize("path", TEMPLATES, ids=names)
def test_nothing_inline(path: Path) -> None:
    found = list(inline(without_comments(path)))
    if path == MAIL:  # A mail has no other place for its look, and no policy of ours.
        found.remove("style element: <style>")
    assert found == []


def test_inline_is_recognised() -> None:
    bad = "<p style='x'><a onclick=y><style><script>z</script>"
    assert len(list(inline(bad))) == 4
    assert list(inline('<script src="x.js" defer></script><p class="style">')) == []


@pytest.mark.parametrize("path", [*TEMPLATES, *STATIC], ids=names)
def test_no_other_host(path: Path) -> None:
    text = without_comments(path)
    for name in NAMESPACES:
        text = text.replace(name, "")
    assert not FETCHED.search(text)
    assert not LINK.search(text)
    if path.suffix == ".js":
        assert not re.search(r"https?://", text)
