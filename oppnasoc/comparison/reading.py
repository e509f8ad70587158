"""What another installation's open data says, made into what we keep of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from oppnasoc.matters.models import Matter

from .fetching import Fault, Reader, same_host

WITHIN = 60.0  # seconds for all of it
MOST_PAGES = 500
TYPE = "https://schema.oparl.org/1.1/"
TITLE, TEXT, THEMES, EVIDENCE, URL = 200, 6000, 200, 2000, 300  # characters that are kept


@dataclass(frozen=True)
class Paper:
    """A matter as they tell of it; ``gone`` when they show it no longer."""

    address: str
    gone: bool = False
    web: str = ""
    title: str = ""
    text: str = ""
    themes: str = ""
    stage: str = ""
    evidence: str = ""
    modified_at: datetime | None = None


def papers(address: str, since: datetime | None) -> Iterator[Paper]:
    """Everything of an installation, or what has changed since. Raises Fault.

    ``address`` is where the site begins; the way to the matters is found as OParl has it.
    """
    reader = Reader(address, within=WITHIN)
    system = reader.json(f"{address.rstrip('/')}/oparl/v1.1/system")
    bodies = reader.json(link(system, "System", "body"))
    listed = field(bodies, "data", list)
    if not listed:
        raise Fault("format")
    url = link(listed[0], "Body", "paper")
    if since is not None:
        url += "?" + urlencode({"modified_since": since.isoformat(timespec="seconds")})
    for _each in range(MOST_PAGES):
        page = reader.json(url)
        for thing in field(page, "data", list):
            yield paper(thing, address)
        onward = field(page, "links", dict).get("next")
        if onward is None:
            return
        if not isinstance(onward, str):
            raise Fault("format")
        url = onward
    raise Fault("large")


def field(thing: Any, name: str, sort: type) -> Any:
    """A field of a thing that must be there and be of a sort."""
    found = thing.get(name) if isinstance(thing, dict) else None
    if not isinstance(found, sort):
        raise Fault("format")
    return found


def link(thing: Any, kind: str, name: str) -> str:
    """An address that a thing of a kind gives."""
    if field(thing, "type", str) != f"{TYPE}{kind}":
        raise Fault("format")
    return str(field(thing, name, str))


def paper(thing: Any, address: str) -> Paper:
    """A matter out of what they sent; only texts and days are taken, cut to what we keep."""
    own = link(thing, "Paper", "id")
    if not theirs(own, address):
        raise Fault("format")
    if thing.get("deleted") is True:
        return Paper(own, gone=True)
    web = thing.get("web")
    stage = thing.get("oppnasoc:stage")
    keywords = thing.get("keyword")
    words = keywords if isinstance(keywords, list) else []
    if not isinstance(web, str) or not theirs(web, address):
        web = own
    return Paper(
        own,
        web=web,
        title=said(field(thing, "name", str), TITLE),
        text=said(thing.get("oppnasoc:text"), TEXT),
        themes=said(", ".join(word for word in words if isinstance(word, str)), THEMES),
        stage=stage if stage in Matter.Status.values else Matter.Status.OPEN,
        evidence=said(thing.get("oppnasoc:evidence"), EVIDENCE),
        modified_at=when(thing.get("modified")),
    )


def theirs(url: str, address: str) -> bool:
    """Whether an address is one of their site, and not too long to be kept."""
    try:
        return len(url) <= URL and same_host(address, url)
    except Fault:
        return False


def said(text: Any, most: int) -> str:
    """A text without letters that cannot be shown, cut."""
    if not isinstance(text, str):
        return ""
    shown = "".join(c for c in text if c.isprintable() or c == "\n")
    return shown.strip()[:most]


def when(text: Any) -> datetime | None:
    try:
        found = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None
