"""Somebody who has a keyboard and nothing else: she goes by Tab, and sees where she is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page

#: What has the focus: what it is called, of what kind it is and whether it can be seen. A frame
#: round it must be drawn, and at most half of it may lie outside of the window or under something.
HERE = """
() => {
  const e = document.activeElement;
  const labels = e.labels ? [...e.labels].map(l => l.textContent) : [];
  const named = [e.getAttribute('aria-label'), ...labels];
  if (!labels.length || e.matches('button')) named.push(e.innerText);
  const style = getComputedStyle(e), r = e.getBoundingClientRect();
  const sign = e.matches('[type=date]:not(:focus)');  // The calendar in it, which frames itself.
  const framed = sign || parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none';
  const steps = [.1, .3, .5, .7, .9];
  const points = steps.flatMap(x => steps.map(y => [r.left + r.width * x, r.top + r.height * y]));
  const free = points.filter(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (e.contains(top) || top.contains(e) || [...(e.labels || [])].includes(top));
  });
  return {
    name: named.filter(Boolean).join(' ').replace(/\\s+/g, ' ').trim(),
    type: e.matches('body') ? 'body' : (e.type || e.tagName.toLowerCase()),
    group: e.matches('[type=radio]') ? e.name : '',
    names: e.matches('[type=radio]')
      ? [...e.form.elements[e.name]].map(one => one.labels[0].textContent.trim()) : [],
    framed, free: free.length / points.length, at: e.outerHTML.slice(0, 90),
  };
}
"""
#: The most that lies between where she is and where she is going, on the longest page.
MOST = 60


@dataclass
class Keys:
    """Her keyboard. ``pressed`` counts keys, ``chosen`` what she had to make up her mind about:
    each field, answer and button."""

    page: Page
    pressed: int = 0
    chosen: int = 0

    def press(self, key: str) -> None:
        self.pressed += 1
        self.page.keyboard.press(key)

    def here(self) -> dict[str, object]:
        found: dict[str, object] = self.page.evaluate(HERE)
        return found

    def to(self, name: str, kind: str = "", most: int = MOST) -> dict[str, object]:
        """Go by Tab to what is called so, wholly or at its beginning; without a name, to the next
        of its kind. Each stop on the way is seen.

        AssertionError when it is not reached, or when a stop has no frame or lies under something.
        """
        stops = []
        for _step in range(most):
            self.press("Tab")
            stop = self.here()
            if stop["type"] == "body":
                continue
            assert stop["framed"], f"no frame round {stop['at']}"
            free = stop["free"]
            assert isinstance(free, float | int)
            assert free >= 0.5, f"covered: {stop['at']}"
            stops.append(stop)
            names = stop["names"]
            assert isinstance(names, list)
            if any(_is(each, name) for each in (*names, stop["name"])) and (
                kind in ("", stop["type"])
            ):
                self.chosen += 1
                return stop
        raise AssertionError(f"{name} is not reached: {[each['name'] for each in stops]}")

    def press_on(self, name: str) -> None:
        """Follow a link or press a button, and wait for the page that comes."""
        self.to(name)
        self.enter()

    def enter(self) -> None:
        with self.page.expect_navigation():
            self.press("Enter")

    def write(self, name: str, text: str, kind: str = "") -> None:
        self.to(name, kind)
        self.type(text)

    def type(self, text: str) -> None:
        self.pressed += len(text)
        self.page.keyboard.type(text)

    def tick(self, name: str) -> None:
        self.to(name, "checkbox")
        self.press("Space")

    def choose(self, name: str) -> None:
        """One of several answers: Tab leads to the group, the arrows within it."""
        stop = self.to(name, "radio")
        names = stop["names"]
        assert isinstance(names, list)
        for _answer in names:
            now = self.here()
            if _is(str(now["name"]), name):
                if not self.page.evaluate("document.activeElement.checked"):
                    self.press("Space")
                return
            self.press("ArrowDown")
        raise AssertionError(f"{name} cannot be chosen among {names}")

    def pick(self, name: str, said: str) -> None:
        """One of a list that folds out: its first letters."""
        self.to(name, "select-one")
        self.type(said[:6])
        chosen = self.page.evaluate("document.activeElement.selectedOptions[0].text")
        assert _is(chosen, said), chosen

    def day(self, name: str, iso: str) -> None:
        """A day in the browser's own field. The browser's language decides the order of its three
        parts; she sees it, so only the keys of the right order count."""
        self.to(name, "date")
        parts, before = dict(zip("ymd", iso.split("-"), strict=True)), self.pressed
        for order in ("ymd", "mdy", "dmy"):
            self.pressed = before
            for part in order:
                self.type(parts[part])
                if part == "y" and order[-1] != "y":  # After two figures it goes on by itself.
                    self.press("ArrowRight")
            if self.page.evaluate("document.activeElement.value") == iso:
                return
            for _part in order:
                self.page.keyboard.press("ArrowLeft")
        raise AssertionError(f"{iso} cannot be written in {name}")

    def seconds(self) -> float:
        """How long it takes: 230 ms a key and 2 s to make up one's mind (see the test)."""
        return self.pressed * 0.23 + self.chosen * 2


def _is(called: object, name: str) -> bool:
    return not name or bool(re.match(rf"{re.escape(name)}(?!\w)", str(called)))
