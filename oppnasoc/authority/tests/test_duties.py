"""Personal data, cookies, the statement, what is in somebody's way, easy words, press."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from oppnasoc.authority.cookies import COOKIES
from oppnasoc.authority.models import Barrier, EasyPage, Statement
from oppnasoc.authority.views import harmless
from oppnasoc.editorial.actions import publish
from oppnasoc.people.models import User
from oppnasoc.ui.register import holdings
from oppnasoc.ui.registry import todos
from oppnasoc.voices.models import Reach, Voice
from tests.town import make_person, make_town

pytestmark = pytest.mark.django_db
BARRIER = "/tillganglighet/anmal/"


@pytest.fixture
def editor() -> User:
    return make_person("editor", is_editor=True)


def make_statement(by: User, **more: object) -> Statement:
    given = {"title": "Hur tillgänglig är sidan?", "summary": "Så är det.",
             "how": "Vi har provat allt.", "burden": "En karta.", "exceptions": "Gamla filmer.",
             **more}  # fmt: skip
    statement = Statement(**given)
    statement.barriers = [
        Barrier(what="Kartan går inte att läsa", criterion="1.1.1", why="Den är en bild.",
                around="Ring oss.", mended_by=timezone.localdate() - timedelta(days=1)),
        Barrier(what="Filmen saknar text", criterion="1.2.2", why="Den är ny.", around="Läs."),
    ]  # fmt: skip
    publish(statement, by=by)
    return statement


class TestPersonalData:
    def test_the_page_tells_of_every_holding_in_plain_words(self, client: Client) -> None:
        page = client.get(reverse("personal_data")).content.decode()
        for each in holdings():
            assert f"<h3>{each.title}</h3>" in page
        assert "imy.se" in page
        assert '<details class="explain" open>' not in page
        whole = client.get(reverse("personal_data"), {"allt": "1"}).content.decode()
        assert whole.count('<details class="explain" open>') == len(holdings())

    def test_the_record_is_for_those_who_may(self, editor: User) -> None:
        client = Client()
        client.force_login(editor)
        page = client.get(reverse("personal_data_register")).content.decode()
        assert "voices.Reach: address" in page
        table = client.get(reverse("personal_data_csv"))
        text = table.content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=";"))
        assert len(rows) == len(holdings()) + 2
        assert {len(row) for row in rows[1:]} == {9}
        assert "attachment" in table["Content-Disposition"]

    @pytest.mark.parametrize("cell", ["=1+1", "+46", "-1", "@x", "\tx", "\rx"])
    def test_no_cell_is_a_formula(self, cell: str) -> None:
        assert harmless(cell) == f"'{cell}"
        assert harmless("a=b") == "a=b"


class TestCookies:
    def test_the_page_names_what_is_really_set(self) -> None:
        town = make_town()
        client = Client()
        for path in ("/", "/kakor/", "/fragor/", "/sok/?q=besked"):
            client.get(path)
        assert not client.cookies, "who only reads gets none"
        seen: set[str] = set()
        client.post("/sprak/", {"language": "sv", "next": "/"})
        client.get("/sag-nagot/")
        seen |= set(client.cookies)
        client.force_login(town.people["participant"])
        seen |= set(client.cookies)
        answer = client.post(reverse("account_reminders"), {"reminded_by": "site"})
        assert answer.status_code == 302
        seen |= set(answer.cookies)
        named = {each.name for each in COOKIES}
        assert seen <= named
        assert named - seen <= {"messages"}, "a message waits in the session or in its cookie"
        page = client.get(reverse("cookies")).content.decode()
        assert all(f"<code>{name}</code>" in page for name in named)


class TestStatement:
    def test_it_has_every_part_that_the_law_asks_for(self, client: Client, editor: User) -> None:
        make_statement(editor)
        page = client.get("/tillganglighet/").content.decode()
        for said in (
            "delvis förenlig", "2018:1937", "Sundhamns kommun", "Kartan går inte att läsa",
            "1.1.1", "Den är en bild.", "Ring oss.", "Vi är sena", "Vi har ingen dag än",
            "12 §", "En karta.", "Gamla filmer.", "Vi har provat allt.", "ändrades senast",
            "/tillganglighet/anmal/", "digg.se/tdosanmalan",
        ):  # fmt: skip
            assert said in page, said
        assert "mer än ett år" not in page
        assert client.get("/tillganglighet/andringar/").status_code == 200
        foot = client.get("/om/").content.decode().partition('<footer class="foot"')[2]
        assert 'href="/tillganglighet/"' in foot

    def test_without_one_the_page_still_helps(self, client: Client) -> None:
        page = client.get("/tillganglighet/").content.decode()
        assert "/tillganglighet/anmal/" in page
        assert "digg.se/tdosanmalan" in page

    def test_an_old_one_says_so_and_waits_for_somebody(self, client: Client, editor: User) -> None:
        statement = make_statement(editor)
        ago = timezone.localdate() - timedelta(days=400)
        Statement.objects.filter(pk=statement.pk).update(
            reviewed_on=ago, review_by=ago + timedelta(days=365)
        )
        assert "mer än ett år gammal" in client.get("/tillganglighet/").content.decode()
        assert statement.title in [item.title for item in todos(editor) if item.late]

    def test_the_latest_public_one_stands_there(self, client: Client, editor: User) -> None:
        make_statement(editor)
        newer = make_statement(editor, title="Nyare")
        Statement.objects.create(title="Utkast", summary="x", how="y", live=False)
        assert "Nyare" in client.get("/tillganglighet/").content.decode()
        assert newer.get_absolute_url() == "/tillganglighet/"

    def test_an_editor_writes_it_under_redaktion(self, editor: User) -> None:
        client = Client()
        client.force_login(editor)
        row = {"what": "Hinder", "criterion": "2.1.1", "why": "För.", "around": "Ring."}
        given = nested_form_data({
            "title": "Om hinder", "summary": "Så är det.", "easy_read": "", "correction": "",
            "compliance": "partly", "assessed_on": timezone.localdate().isoformat(),
            "method": "ourselves", "how": "Prov.", "burden": "", "exceptions": "",
            "body": streamfield([]), "barriers": inline_formset([row]), "go_live_at": "",
            "expire_at": "", "action-publish": "1",
        })  # fmt: skip
        answer = client.post("/redaktion/snippets/authority/statement/add/", given)
        assert answer.status_code == 302, answer.content.decode()[:2000]
        page = Client().get("/tillganglighet/").content.decode()
        assert "Hinder" in page


class TestBarrier:
    def tell(self, client: Client, **more: str) -> Voice:
        given = {"text": "Knappen syns inte.", "page": "", "aid": "", "tell_by": "code",
                 "once": "a" * 32, **more}  # fmt: skip
        answer = client.post(BARRIER, given)
        assert answer.status_code == 302, answer.content.decode()
        assert answer["Location"] == reverse("receipt")
        return Voice.objects.get(kind=Voice.Kind.BARRIER)

    def test_it_is_a_voice_with_a_receipt(self, client: Client) -> None:
        town = make_town()
        page = reverse("group", args=[town.parties.group.slug])
        voice = self.tell(client, page=page, aid="Skärmläsare")
        assert (voice.about, voice.visibility) == (page, Voice.Visibility.HELD)
        assert voice.text == "Knappen syns inte.\n\nJag använder: Skärmläsare"
        assert 'class="code"' in client.get(reverse("receipt")).content.decode()
        leader = town.people["facilitator"]
        desk = Client()
        desk.force_login(leader)
        assert "Knappen syns inte." in desk.get(reverse("voices")).content.decode()

    def test_sent_twice_it_is_one(self, client: Client) -> None:
        make_town()
        self.tell(client)
        self.tell(client)
        assert Voice.objects.filter(kind=Voice.Kind.BARRIER).count() == 1

    def test_a_document_elsewhere_is_named_in_the_words(self, client: Client) -> None:
        make_town()
        voice = self.tell(client, page="https://example.org/blankett.pdf")
        assert voice.about == ""
        assert "https://example.org/blankett.pdf" in voice.text

    def test_contact_is_optional_and_kept_apart(self, client: Client) -> None:
        make_town()
        voice = self.tell(client, tell_by="email", email="kim@example.org")
        assert Reach.objects.get(voice=voice).address == "kim@example.org"

    def test_what_is_missing_is_said_and_the_rest_kept(self, client: Client) -> None:
        answer = client.post(BARRIER, {"text": "", "aid": "Stor text"})
        assert answer.status_code == 422
        assert 'value="Stor text"' in answer.content.decode()
        assert not Voice.objects.exists()

    def test_the_page_is_filled_in_and_only_an_open_one(self, client: Client) -> None:
        assert (
            'value="/fragor/"' in client.get("/tillganglighet/anmal/?om=/fragor/").content.decode()
        )
        page = client.get("/tillganglighet/anmal/?om=//evil.example/&vad=dokument").content.decode()
        assert "evil" not in page[page.index('<form method="post"') :].partition("</form>")[0]
        assert "Vilken form behöver du?" in page

    def test_it_is_no_choice_of_the_door(self, client: Client) -> None:
        assert 'value="barrier"' not in client.get("/sag-nagot/").content.decode()


def test_easy_words_are_shipped_and_can_be_written_anew(client: Client, editor: User) -> None:
    assert "Du får en kod." in client.get("/lattlast/").content.decode()
    publish(EasyPage(title="Om oss", summary="Läs här."), by=editor)
    page = client.get("/lattlast/").content.decode()
    assert "Läs här." in page
    assert "Du får en kod." not in page


def test_the_press_is_told_how_pictures_are_used(client: Client) -> None:
    page = client.get("/press/").content.decode()
    assert "Skriv vem som tog den" in page
    assert reverse("open_figures") in page
