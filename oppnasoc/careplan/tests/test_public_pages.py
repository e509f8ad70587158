"""The pages about a SIP that anybody may open: plain, true to the law, and forgetful."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from oppnasoc.careplan.public.letters import LINE, LONG, SHORT
from oppnasoc.people.models import User
from tests.html.test_html import mistakes
from tests.paper import read_paper

pytestmark = pytest.mark.django_db
PAGES = ("sip_right", "sip_letter", "sip_form", "sip_acute")
FILES = ("sip_form_pdf", "sip_acute_pdf", "sip_card_pdf")
WORDS = {
    "to": "region",
    "where": "Psykiatrin i Sundhamn",
    "needs": "Jag orkar inte ringa alla själv.\n\nHyran är det värsta.",
    "people": "Min syster och min kurator",
    "times": "Helst på förmiddagen",
    "name": "Vera Sand",
    "reach": "070-174 06 05",
}


def asked(given: dict[str, str], **more: Any) -> HttpResponse:
    answer = Client(**more).post(reverse("sip_letter"), given)
    assert isinstance(answer, HttpResponse)
    return answer


def the_letter(answer: HttpResponse) -> str:
    """What stands on the sheet that the page shows."""
    html = answer.content.decode()
    assert html.count("<article") == 1
    return html.partition("<article")[2].partition("</article>")[0]


@pytest.mark.parametrize("name", PAGES)
def test_anybody_reads_it_and_nothing_is_left_behind(name: str) -> None:
    client = Client()
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as asked_for:
        answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert not client.cookies
    assert len(asked_for) <= 2
    html = answer.content.decode()
    assert mistakes(html) == []
    assert html.count("<h1") == 1
    others = {reverse(other) for other in PAGES if other != name}
    assert all(f'href="{other}"' in html for other in others)
    assert "Lämna sidan snabbt" in html
    assert "<script" not in html.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("name", [*PAGES, *FILES])
def test_only_the_letter_takes_what_somebody_writes(name: str) -> None:
    posted = Client().post(reverse(name), {})
    assert posted.status_code == (200 if name == "sip_letter" else 405)
    assert Client().put(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", PAGES)
def test_who_is_signed_in_reads_the_same(name: str) -> None:
    client = Client()
    client.force_login(User.objects.create_user(email="vera@sundhamn.example"))
    html = client.get(reverse(name)).content.decode()
    assert Client().get(reverse(name)).content.decode().partition("<h1")[2][:400] in html


def test_what_the_law_says_is_there() -> None:
    html = Client().get(reverse("sip_right")).content.decode()
    for said in (
        "Du har rätt att be om SIP och få ett skäl om de säger nej.",
        "Den ger ingen hjälp i sig.",
        "Vilken hjälp du behöver.",
        "Vad kommunen gör, och vad regionen gör.",
        "Vad någon annan gör, till exempel en förening.",
        "Vem som har ansvar för helheten: kommunen eller regionen.",
        "Det är vår egen regel, inte lagens.",
        "Patientnämnden",
        "IVO",
    ):
        assert said in html
    steps = html.partition("way-of-sip")[2].partition("</ol>")[0]
    assert steps.count("<li><svg viewBox") == steps.count("<b>") == 7
    assert steps.count("aria-hidden") == 7  # The pictures say nothing that the words do not.


def test_the_letter_holds_what_was_written() -> None:
    answer = asked(WORDS)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    letter = the_letter(answer)
    for said in ("Psykiatrin i Sundhamn", "Hyran är det värsta.", "Vera Sand", "070-174 06 05"):
        assert said in letter
    assert "Till vården i regionen" in letter
    assert "socialtjänsten, " not in letter
    assert "Ge mig då skälet på papper" in letter
    assert "Min underskrift" in letter
    assert mistakes(answer.content.decode()) == []
    made = read_paper(asked({**WORDS, "pdf": "1"}).content)
    assert (made.language, made.title, len(made.pages)) == ("sv", "Jag ber om en SIP", 1)
    for said in WORDS.values():
        assert " ".join(said.split()) in made.text or said == "region"


def test_nothing_of_a_letter_is_kept() -> None:
    client = Client()
    client.post(reverse("sip_letter"), WORDS)
    for given in (WORDS, {**WORDS, "pdf": "1"}):
        with CaptureQueriesContext(connection) as asked_for:
            answer = client.post(reverse("sip_letter"), given)
        assert answer["Cache-Control"] == "no-store"
        said = " ".join(query["sql"] for query in asked_for)
        assert not any(word in said for word in ("INSERT", "UPDATE", "DELETE", "Vera", "Hyran"))
        assert not client.cookies
    assert "Hyran" not in client.get(reverse("sip_letter")).content.decode()


def test_a_file_says_nothing_by_its_name() -> None:
    names = [asked({"pdf": "1"})["Content-Disposition"]]
    names += [Client().get(reverse(name))["Content-Disposition"] for name in FILES]
    assert len(set(names)) == 4
    assert not any(word in name for name in names for word in ("sip", "plan", "sjuk", "akut"))


def test_an_empty_letter_is_written_by_hand() -> None:
    answer = asked({})
    letter = the_letter(answer)
    assert letter.count('class="line"') == 4 + 2 + 2 + 1 + 3
    assert "Till socialtjänsten" in letter
    assert "Till vården i regionen" in letter
    made = read_paper(asked({"pdf": "1"}).content)
    assert len(made.pages) == 1
    assert "Så når ni mig:" in made.text
    # Before anything is written it is there for the printer.
    assert "only-print" in Client().get(reverse("sip_letter")).content.decode()
    assert "only-print" not in answer.content.decode()


def test_protected_data_stays_out_of_the_letter() -> None:
    hidden = {**WORDS, "protected": "on", "through": "Kurator Ek på psykiatrin"}
    letter = the_letter(asked(hidden))
    assert "070-174" not in letter
    assert "Kurator Ek på psykiatrin" in letter
    assert "skyddade personuppgifter" in letter
    made = read_paper(asked({**hidden, "pdf": "1"}).content)
    assert b"070-174" not in made.everything
    assert "070-174" not in made.text
    assert "Kurator Ek på psykiatrin" in made.text


@pytest.mark.parametrize("field", ["needs", "people", "times"])
@pytest.mark.parametrize("place", ["Storgatan 14", "070-174 06 05", "vera@post.example"])
def test_where_somebody_is_can_be_said_by_mistake(field: str, place: str) -> None:
    given = {"protected": "on", field: f"Vi kan ses på {place} om ni vill"}
    answer = asked(given)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert f"Det här kan visa var du finns: {place}. Ta bort det." in html
    assert f"Vi kan ses på {place} om ni vill" in html
    assert asked({**given, "protected": ""}).status_code == 200


@pytest.mark.parametrize(
    ("field", "most"), [("needs", LONG), ("people", SHORT), ("times", SHORT), ("where", LINE)]
)
def test_what_is_too_long_is_said_and_stays(field: str, most: int) -> None:
    for length in (most + 1, 200_000):
        answer = asked({field: "å" * length, "name": "Vera Sand"})
        assert answer.status_code == 422
        assert answer["Cache-Control"] == "no-store"
        html = answer.content.decode()
        assert f"Det här är {length} tecken. Korta till högst {most}." in html
        assert "å" * length in html
        assert 'value="Vera Sand"' in html
        assert mistakes(html) == []
    assert asked({field: "å" * most}).status_code == 200


def test_signs_that_nobody_sees_are_left_out() -> None:
    answer = asked({"needs": "Hjälp\x00 mig\u202e nu\x07"})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert html.count("Hjälp mig nu") == 2  # in the letter and in its field
    assert not any(sign in html for sign in "\x00\u202e\x07")


def test_code_is_only_text() -> None:
    said = "<script>alert(1)</script> {{ site }} #panic() \"'"
    html = asked({"needs": said, "name": said}).content.decode()
    assert "<script>alert" not in html
    assert escape(said) in html
    made = read_paper(asked({"needs": said, "pdf": "1"}).content)
    assert "<script>alert(1)</script> {{ site }} #panic()" in made.text


@pytest.mark.parametrize("to", ["alla", "'; --", "both\x00"])
def test_a_receiver_that_is_none(to: str) -> None:
    answer = asked({"to": to, "needs": "Hjälp mig"})
    assert answer.status_code == 422
    assert "Hjälp mig" in answer.content.decode()


def test_the_letter_is_in_swedish_whoever_writes_it() -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.post(reverse("sip_letter"), {"needs": "Help me"})
    html = answer.content.decode()
    assert "Here is your letter" in html
    assert 'class="letter" lang="sv"' in html
    assert "Det här behöver jag hjälp med:" in html
    made = client.post(reverse("sip_letter"), {"needs": "Help me", "pdf": "1"})
    assert read_paper(made.content).language == "sv"
