"""A word in every private field, looked for on every page that each role can reach."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import pytest
from django.test import Client

from oppnasoc.opendata.register import reconcile
from oppnasoc.search import finding, index
from oppnasoc.search.finding import find, similar, suggest
from oppnasoc.search.models import Document, Word
from tests.doors.table import address, doors
from tests.paper import read_paper
from tests.planned import TOWER
from tests.town import ROLES, Town, make_town

LEADERS = {"facilitator", "secretary", "other_facilitator", "editor"}
OWN_LEADERS = {"facilitator", "secretary", "editor"}
ASKING = LEADERS | {"staff", "administrator"}
NOBODY: set[str] = set()

#: Canary (a beginning, in small letters) → who may meet it.
MAY_MEET: dict[str, set[str]] = {
    "kanariedold": LEADERS,  # A hidden matter: title, summary, note.
    "kanarieväntar": LEADERS,  # A voice that waits for a look, and who said it.
    "kanarietillbakadraget": LEADERS,  # A point of minutes that were withdrawn.
    "kanarieutkast": OWN_LEADERS,  # A draft's text and people.
    "kanarienamn": OWN_LEADERS,  # The name of the uploaded file.
    "kanariebunt": OWN_LEADERS,  # The names of documents that came in together.
    "kanariefil": OWN_LEADERS,  # What stands in the uploaded file itself.
    # A participant who has not said yes to be named.
    "kanariedeltagare": OWN_LEADERS | {"participant", "administrator"},
    # What an organisation wrote that was taken back, and why.
    "kanarieversion": {"member", "editor"},
    "kanariegranskning": {"member", "editor"},
    "kanariekontakt": ASKING,  # Whom we ask at another authority.
    "kanarieundanlagd": NOBODY,  # A voice set aside long ago …
    "kanarieskäl": NOBODY,  # … why …
    "kanarietalare": NOBODY,  # … and who said it.
    "kanariekod": NOBODY,  # The digest of a follow code.
    "kanariekvitto": LEADERS,  # What shows that somebody was told …
    "kanarietycker": LEADERS,  # … what she thinks of the outcome, before anybody has looked …
    "kanariemeddelande": LEADERS,  # … what another wrote …
    "kanarierättelse": LEADERS,  # … the words that she wants instead …
    "kanarieadress": OWN_LEADERS,  # … and where she lives.
    "kanarieförtrogen": {"facilitator", "administrator"},  # The latter sees who has an account.
    "kanariefråga": OWN_LEADERS,  # What a group asked everybody and took back.
    "kanarielapp": OWN_LEADERS,  # A photo of a slip that waits.
    "kanariesedel": NOBODY,  # The secret of a printed slip, and what was written on one set aside.
    "kanarieföljare": NOBODY,  # Where somebody without an account is told what she follows …
    "kanarienyckel": NOBODY,  # … the key of her messages …
    "kanariesökt": NOBODY,  # … what she looks for …
    "kanarieföljkod": NOBODY,  # … the digest of a code that follows …
    "kanarienummer": NOBODY,  # … and a number that is not shown to be hers yet.
    "kanarielegitimation": NOBODY,  # Who somebody is where she shows her e-ID.
    "kanariebrev": LEADERS,  # A mail that belongs nowhere yet.
    "kanarieanbud": OWN_LEADERS,  # What another authority answered, before anybody has looked.
    "kanarieord": {"facilitator", "secretary"},  # What a group has not approved to be told.
    "kanariesamtal": OWN_LEADERS,  # What somebody wrote in a talk, before anybody has looked …
    "kanarienedtaget": OWN_LEADERS,  # … what is not shown …
    "kanarieorsak": OWN_LEADERS,  # … why …
    "kanarieanmälan": OWN_LEADERS,  # … what somebody reported …
    "kanarieöverklagan": OWN_LEADERS,  # … what its writer says to that …
    "kanariehemlig": NOBODY,  # … and the digest of her code.
    # A plan that nobody has adopted: its name, its words, and why it was given up.
    "kanarieplan": OWN_LEADERS | {"manager"},
    "kanariesvarsutkast": {"member"},  # What an organisation has not sent yet …
    "kanariehållet": OWN_LEADERS,  # … an answer to a text that nobody has looked at …
    "kanariehållna": OWN_LEADERS,  # … who it is from …
    "kanarieundansvar": NOBODY,  # … one that was set aside, and who it is from …
    "kanariesvarsskäl": OWN_LEADERS,  # … why …
    "kanariesagtav": OWN_LEADERS,  # … who said on the phone what was written down for her …
    "kanariesvarskod": NOBODY,  # … the digest of a code …
    "kanarieföljd": OWN_LEADERS,  # … what an answer changed, before all of it is told …
    "kanarietext": OWN_LEADERS,  # … a text that is not sent out …
    "kanarietillbakatext": NOBODY,  # … and one that was withdrawn.
    "kanarieändra": {"editor", "participant"},  # What somebody told of others, not looked at …
    "kanarieändraskäl": {"editor", "participant"},  # … and why it is not shown …
    "kanarieändrakod": NOBODY,  # … and the digest of its code.
    "kanariesiffrå": NOBODY,  # A key figure that is not shown.
    "kanarieguide": NOBODY,  # A text of the guide that is not published, or not yet changed so.
    "kanarierapport": {"editor", "manager"},  # The introduction of a report on its way.
    "kanarierum": {"member"},  # What stands in a room of her organisation …
    "kanariestäng": NOBODY,  # … and in one that it takes no part in, or has not come into yet.
    "kanarieinspel": OWN_LEADERS,  # A recording on its way: its title, file and captions.
    "kanarieutskick": {"editor"},  # A newsletter that is not sent.
    "kanarieinlägg": NOBODY,  # A post that is a draft …
    "kanarieändring": NOBODY,  # … what one will say when somebody has published it again …
    "kanariesenare": NOBODY,  # … one that waits for its day …
    "kanarieånger": NOBODY,  # … and one that was taken back.
    "kanarieoriginal": NOBODY,  # The original of published minutes …
    "kanarieäldre": NOBODY,  # … and of withdrawn ones.
}
#: What the secretary does meet; otherwise the crawl would prove nothing.
MET = ("kanariedold", "kanarieväntar", "kanarietillbakadraget", "kanarieutkast", "kanariebunt",
       "kanariefil", "kanarieadress", "kanarieord", "kanarieplan", "kanariehållet", "kanarieföljd",
       "kanarietext", "kanariesagtav")  # fmt: skip
#: Addresses of people: oneself, administrators, and leaders for those who sit in their group.
ADDRESS = re.compile(r"kanarie\.(\w+)@example\.org")
#: The search says the query back, so what is asked is never a whole canary: its beginning, or
#: the word with a mistake, which the search would put right if it knew the word.
ALMOST = ["kanari", "kanarie*", *(f"kanar{canary[6:]}" for canary in MAY_MEET)]
SEARCHES = [
    f"/sok/{where}?q={quote(query)}" for where in ("", "forslag/", "flode/") for query in ALMOST
]
MAX_PAGES = 1000
#: The door about a page is the same for every page; whoever leaves quickly is signed out.
NOT_FOLLOWED = (
    "/redaktion/", "/static/", "/media/", "/sprak/", "/sag-nagot/?om=", "/min-plan/lamna/",
)  # fmt: skip


def may_meet_address(role: str, whose: str) -> bool:
    if role in {whose, "administrator", "editor"}:
        return True
    seated = {"participant", "facilitator", "secretary"}
    return role in {"facilitator", "secretary"} and whose in seated


def links(html: str, base: str) -> Iterator[str]:
    for target in re.findall(r"""\b(?:href|src|action)=["']([^"']+)""", html):
        url = urldefrag(urljoin(base, target.replace("&amp;", "&"))).url
        parts = urlsplit(url)
        if not parts.netloc and parts.path.startswith("/"):
            yield url


def crawl(client: Client, start: list[str]) -> Iterator[tuple[str, int, str]]:
    """Every page that can be reached: address, status, everything that was sent."""
    waiting, seen = list(start), set(start)
    while waiting and len(seen) < MAX_PAGES:
        url = waiting.pop(0)
        answer = client.get(url)
        sent = answer.getvalue() if answer.streaming else answer.content
        body = sent.decode("utf-8", "replace")
        if answer["Content-Type"] == "application/pdf":
            paper = read_paper(sent)
            body = f"{paper.text}\n{paper.everything.decode('utf-8', 'replace')}"
        yield url, answer.status_code, f"{answer.headers}\n{body}"
        found = [answer["Location"]] if answer.has_header("Location") else []
        for link in [*found, *links(body, url)]:
            if link not in seen and not link.startswith(NOT_FOLLOWED):
                seen.add(link)
                waiting.append(link)


def addresses(town: Town) -> list[str]:
    """Where a crawl begins. The hidden matter is asked for by number, and the draft of a plan by
    its other pages: their addresses hold their titles, and an error page may repeat the address
    that somebody typed."""
    listed = [
        address(door, town)
        for door in doors()
        if door.method == "GET"
        and door.thing != "hidden"
        and (door.name, door.thing) != ("action_plan", "plans.draft")
        and (door.name, door.thing) != ("recording", "recorded.draft")
    ]
    found = ["/", f"/fragor/{town.hidden_matter.pk}/", *SEARCHES, *listed]
    return [url for url in dict.fromkeys(found) if not url.startswith(NOT_FOLLOWED)]


def leaks(text: str, role: str) -> list[str]:
    low = text.lower()
    found = []
    for canary, who in MAY_MEET.items():
        if role not in who and canary in low:
            found.append(canary)
    found += [m[0] for m in ADDRESS.finditer(low) if not may_meet_address(role, m[1])]
    return found


pytestmark = pytest.mark.django_db(databases=TOWER)


@pytest.fixture
def town(db: None) -> Town:
    made = make_town()
    index.rebuild()
    reconcile()
    finding._counted.clear()  # It is remembered for a while; each test has an index of its own.
    return made


@pytest.mark.parametrize("role", ROLES)
def test_no_canary_where_it_must_not_be(
    role: str, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(town.people[role])
    found: dict[str, list[str]] = {}
    pages = 0
    for url, status, text in crawl(client, addresses(town)):
        pages += status == 200
        assert status < 500, url
        if gone := leaks(text, role):
            found[url] = gone
    assert found == {}
    assert pages > 20
    logged = "\n".join(r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING)
    assert "kanarie" not in logged.lower()


def test_the_crawl_meets_what_it_may(town: Town) -> None:
    client = Client()
    client.force_login(town.people["secretary"])
    met = "".join(text.lower() for _, _, text in crawl(client, addresses(town)))
    assert [canary for canary in MET if canary not in met] == []


def test_the_search_knows_no_canary(town: Town) -> None:
    """Neither what is kept of things, nor its words, nor anything that it says to a question."""
    kept = [f"{d.title} {d.text} {d.url} {d.terms}" for d in Document.objects.all()]
    assert kept
    known = [*kept, *Word.objects.values_list("term", flat=True)]
    assert [text for text in known if "kanari" in text.lower()] == []
    for canary in MAY_MEET:
        assert find(canary).total == 0, canary
        assert suggest(canary) == suggest(canary[:7]) == [], canary
        assert similar(canary, kind="matter") == [], canary
    assert find(town.matter.title).total > 0
