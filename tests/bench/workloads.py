"""The pages that are measured, what must stand on them, and the bars of the quality plan."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from oppnasoc.matters.models import Matter, Note
from oppnasoc.meetings.models import Minutes
from oppnasoc.news.models import Post
from oppnasoc.people.models import User
from oppnasoc.voices.models import Voice

from . import town
from .words import WORDS, paragraph, question

ROWS = 1000  # of the limits' own table
PER_PAGE = 20  # of the list of matters
FILTERS = "?visa=pa-gang&tema=vagen-in"
COMMON_NOUN = "brev"  # the first of the nouns: in most matters
HITS = ("<mark>", 'rel="next"')  # words that matched, on more pages than one


@dataclass(frozen=True)
class Workload:
    """A page and what makes an answer count: so many of each piece of HTML, and whole texts.

    ``bar`` and ``aim`` are times the CPU of the workload named ``against``; ``queries`` is the
    bar of database queries.
    """

    name: str
    what: str
    path: str
    pieces: dict[str, int] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    against: str = ""
    bar: float = 0
    aim: float = 0
    queries: int = 0
    cookie: str = ""
    site: Literal["site", "limits"] = "site"

    def lacks(self, body: str) -> list[str]:
        """What an answer should hold and does not; only an empty list counts."""
        wrong = [
            f"{body.count(piece)} of {piece}, not {count}"
            for piece, count in self.pieces.items()
            if body.count(piece) != count
        ]
        return wrong + [f"no '{text[:60]}'" for text in self.texts if text not in body]


def limits() -> list[Workload]:
    """What the same server can do at best; see limits/."""
    return [
        Workload("constant", "20 kB that never change, no Django", "/constant/", site="limits"),
        Workload("L3", "bare Django, one row", "/row/7/", {"</main>": 1, "<p>": 4}, site="limits"),
        Workload("L3-list", "bare Django, 20 rows", "/rows/", {"<li>": PER_PAGE}, site="limits"),
    ]


def make_limits(path: Path) -> None:
    """The limits' table: rows of about 1 kB, in the shape of a matter's own text."""
    by = random.Random(3)
    rows = (
        (
            number,
            question(by),
            "\n\n".join(paragraph(by, 330) for _ in range(3)),
            str(date(2026, 1, 1) - timedelta(days=by.randrange(900))),
        )
        for number in range(1, ROWS + 1)
    )
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, title, text, said_on)")
        database.execute("CREATE INDEX row_said_on ON row (said_on DESC, id DESC)")
        database.executemany("INSERT INTO row VALUES (?, ?, ?, ?)", rows)


def sign_in() -> str:
    """The cookie of a participant who has no right to act on any matter."""
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(User.objects.get(email=town.PARTICIPANT), "oppnasoc.people.backends.SignIn")
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={browser.cookies[name].value}"


def pages() -> list[Workload]:
    """The site's pages, out of the town in the database."""
    row = '<h3><a href="/fragor/'
    open_to_all = Matter.objects.published()
    listed = open_to_all.filter(status__in=Matter.CHANGING, theme__slug="vagen-in")
    last = min(20, listed.count() // PER_PAGE)
    matter = open_to_all.filter(status="under_way").order_by("pk")[0]
    said = Voice.objects.filter(grounds__matter=matter).values_list("text", flat=True)
    noted = Note.objects.filter(matter=matter).values_list("text", flat=True)
    wished = matter.proposals.first().text  # type: ignore[union-attr]
    step = matter.steps.last().text  # type: ignore[union-attr]
    words = (matter.title, matter.answers.get().reason, wished, step, *said, *noted)
    log = {
        'class="voice"': town.VOICES,
        "<li><time ": town.LINES,
        '<article class="said': town.COMMENTS,
    }
    minutes = Minutes.objects.published().order_by("pk")[0]
    points = minutes.points.filter(kind="paragraph").values_list("text", flat=True)
    spoken = {'class="point paragraph': town.PARAGRAPHS, 'class="became"': town.HEARD}
    post = Post.objects.filter(live=True).order_by("pk")[0]
    return [
        Workload("W1", "start page", "/", {row: 7}, against="L3", queries=6),
        Workload(
            "W2", "list, two filters, page 1", f"/fragor/{FILTERS}",
            {row: PER_PAGE}, against="L3-list", bar=4, aim=2, queries=6,
        ),
        Workload(
            "W2 far", f"list, two filters, page {last}", f"/fragor/{FILTERS}&sida={last}",
            {row: PER_PAGE}, against="L3-list", bar=4, aim=2, queries=6,
        ),
        Workload(
            "W3", "matter, 10 voices, 10 log lines, 10 comments", matter.get_absolute_url(),
            log, words, against="L3", bar=6, aim=3, queries=8,
        ),
        Workload(
            "W5", "W3 as a signed-in participant", matter.get_absolute_url(),
            {**log, "/konto/logga-ut/": 2}, words, against="W3", bar=1.5, aim=1.2, queries=10,
            cookie=sign_in(),
        ),
        Workload(
            "W7", "minutes, 60 paragraphs, 12 matters", minutes.get_absolute_url(),
            spoken, tuple(points), against="L3", bar=6, aim=3,
        ),
        Workload(
            "W8", "post, 250 words, 3 links", post.get_absolute_url(),
            # The menu leads there too: beside the page, and on a phone.
            {'<ul class="links">': 1, '<li><a href="/fragor/': town.LINKED + 2},
            (post.title, post.summary), against="L3", bar=8, aim=4, queries=8,
        ),
        Workload(
            "W8 list", "posts, page 1", "/nyheter/",
            {'<h3><a href="/nyheter/': PER_PAGE}, against="L3-list", bar=8, aim=4, queries=8,
        ),
        *searches(),
    ]  # fmt: skip


#: What is asked of the search: (name, query, what the page must hold).
ASKED = (
    ("common", COMMON_NOUN, HITS),
    ("rare", WORDS[-1], ("<mark>",)),
    ("inflected", "möteslokalerna", ("<mark>",)),
    ("compound", "väntrumsbesök", ("<mark>",)),
    ("misspelt", "väntrumsbsök", ("<mark>", "väntrumsbesök")),
    ("misspelt far", "vägldningslista", ("<mark>",)),  # No word of the town is near.
    ("two words", "väntetid besked", HITS),
    ("no hit", "xyzzyqwv", ()),
)


def searches() -> list[Workload]:
    """W4: a page of what was found, for each way that a word can be asked for."""
    return [
        Workload(
            f"W4 {name}", f"search: {query}", f"/sok/?{urlencode({'q': query})}",
            texts=texts, against="L3", bar=11, aim=6,
        )
        for name, query, texts in ASKED
    ]  # fmt: skip
