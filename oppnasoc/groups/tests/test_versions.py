"""Organisations write their own page; every version is kept and looked at afterwards."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from oppnasoc.groups import actions, versions
from oppnasoc.groups.models import Organisation, Version
from oppnasoc.people.models import User
from oppnasoc.trail.actions import Stale

from .making import ROLES, make_group, make_organisation, make_person, make_place, sit

pytestmark = pytest.mark.django_db


def changed_by_a_member(
    does: str = "Vi ger stöd varje dag.",
) -> tuple[Organisation, User, Version]:
    organisation = make_organisation(does="Vi ger stöd.")
    member = make_person("stranger", name="Asta Lind")
    sit(member, organisation, "member")
    actions.edit_party(organisation, {"does": does}, by=member)
    return organisation, member, organisation.versions.get(number=2)


def test_a_change_is_shown_at_once_and_waits_to_be_looked_at(client: Client) -> None:
    organisation, member, version = changed_by_a_member()
    assert "Vi ger stöd varje dag." in client.get(organisation.get_absolute_url()).content.decode()
    first = organisation.versions.get(number=1)
    assert (first.facts["does"], first.status) == ("Vi ger stöd.", "fine")
    assert (version.status, version.written_by) == ("waiting", member)
    client.force_login(make_person("editor"))
    assert "Titta på vad Föreningen Bryggan har ändrat" in client.get("/att-gora/").content.decode()
    look = client.get(f"{organisation.get_absolute_url()}versioner/2/").content.decode()
    assert "varje dag</ins>" in look
    assert "Skrivet av Asta Lind." in look


def test_an_editors_own_change_needs_no_look() -> None:
    organisation = make_organisation()
    actions.edit_party(organisation, {"does": "Stöd."}, by=make_person("editor"))
    assert [v.status for v in organisation.versions.all()] == ["fine", "fine"]


def test_saving_without_a_change_makes_no_version() -> None:
    organisation = make_organisation(does="Stöd.")
    actions.edit_party(organisation, {"does": "Stöd."}, by=make_person("editor"))
    assert not organisation.versions.exists()


@pytest.mark.parametrize("role", ROLES)
def test_who_looks(role: str) -> None:
    organisation, _member, version = changed_by_a_member()
    by = make_person(role, make_group())
    if role == "editor":
        versions.say_fine(version, by=by)
        assert organisation.versions.get(number=2).status == "fine"
        with pytest.raises(Stale):
            versions.say_fine(version, by=by)
    else:
        with pytest.raises(PermissionDenied):
            versions.say_fine(version, by=by)
        with pytest.raises(PermissionDenied):
            versions.take_back(version, reason="Nej.", by=by)


def test_taking_back_restores_the_page_and_tells_why(client: Client) -> None:
    organisation, member, _version = changed_by_a_member()
    actions.edit_party(organisation, {"groups": [make_group()]}, by=member)
    client.force_login(make_person("editor"))
    url = f"{organisation.get_absolute_url()}versioner/3/"
    answer = client.post(url, {"back": "1", "reason": " "})
    assert answer.status_code == 422
    assert "Skriv varför. Organisationen läser det." in answer.content.decode()
    assert client.post(url, {"back": "1", "reason": "Det står ett namn."}).status_code == 302
    organisation.refresh_from_db()
    assert organisation.does == "Vi ger stöd."
    assert not organisation.groups.exists()
    statuses = list(organisation.versions.values_list("number", "status"))
    assert statuses == [(4, "fine"), (3, "taken_back"), (2, "taken_back"), (1, "fine")]
    client.force_login(member)
    assert "togs tillbaka" in client.get("/att-gora/").content.decode()
    page = client.get(f"{organisation.get_absolute_url()}versioner/").content.decode()
    assert "Ändringen togs tillbaka. Därför: Det står ett namn." in page
    actions.edit_party(organisation, {"does": "Nytt försök."}, by=member)
    assert "togs tillbaka" not in client.get("/att-gora/").content.decode()


def test_what_was_written_meanwhile_is_not_taken_back_unseen() -> None:
    organisation, member, version = changed_by_a_member()
    actions.edit_party(organisation, {"summary": "Nyare."}, by=member)
    editor = make_person("editor")
    with pytest.raises(Stale):
        versions.take_back(version, reason="Fel.", by=editor)
    versions.say_fine(version, by=editor)
    assert organisation.versions.get(number=3).status == "waiting"


def test_an_empty_reason_is_refused() -> None:
    _organisation, _member, version = changed_by_a_member()
    with pytest.raises(ValidationError):
        versions.take_back(version, reason="  ", by=make_person("editor"))


def test_two_who_write_at_once_keep_their_text(client: Client) -> None:
    organisation, member, _version = changed_by_a_member()
    client.force_login(member)
    url = f"{organisation.get_absolute_url()}andra/"
    form = client.get(url).context["form"]
    given = {"name": organisation.name, "does": "Mitt.", "seen": form["seen"].value()}
    actions.edit_party(organisation, {"does": "Ditt."}, by=make_person("editor"))
    answer = client.post(url, given)
    assert answer.status_code == 422
    assert "Mitt." in answer.content.decode()
    organisation.refresh_from_db()
    assert organisation.does == "Ditt."


@pytest.mark.parametrize("line", ["javascript:alert(1)", "ftp://a.example", "Vår sida"])
def test_links_lead_to_the_web_only(client: Client, line: str) -> None:
    organisation, member, _version = changed_by_a_member()
    client.force_login(member)
    url = f"{organisation.get_absolute_url()}andra/"
    seen = client.get(url).context["form"]["seen"].value()
    given = {"name": organisation.name, "seen": seen}
    answer = client.post(url, {**given, "links": line})
    assert answer.status_code == 422
    good = "https://example.org/kurser Våra kurser\nhttps://example.net"
    assert client.post(url, {**given, "links": good}).status_code == 302
    html = client.get(organisation.get_absolute_url()).content.decode()
    assert '<a href="https://example.org/kurser" rel="external nofollow">Våra kurser</a>' in html


@pytest.mark.parametrize("role", [None, *ROLES])
def test_who_reads_the_versions(client: Client, role: str | None) -> None:
    organisation, member, _version = changed_by_a_member()
    if role:
        client.force_login(make_person(role, make_group()))
    url = f"{organisation.get_absolute_url()}versioner/"
    assert client.get(url).status_code == (200 if role == "editor" else 403 if role else 302)
    client.force_login(member)
    assert client.get(url).status_code == 200
    assert client.get(f"{url}2/").status_code == 403


def test_taking_back_empties_what_an_older_version_did_not_tell() -> None:
    organisation = make_organisation(does="Vi ger stöd.")
    member = make_person("stranger")
    sit(member, organisation, "member")
    before = {"name": "Bryggan"}
    Version.objects.create(organisation=organisation, number=1, facts=before, status="fine")
    rows = [{"kind": "talks", "text": "Vi berättar.", "how": ""}]
    facts = {"place": make_place("Fyren"), "competences": rows, "languages": "arabiska"}
    actions.edit_party(organisation, facts, by=member)
    version = organisation.versions.get(number=2)
    told = versions.differences({}, version.facts, versions.names())
    words = {each.field: each.pieces[0].text for each in told}
    assert (words["place"], words["languages"]) == ("Fyren", "arabiska")
    assert "Vi berättar." in words["competences"]
    versions.take_back(version, reason="Fel.", by=make_person("editor"))
    now = Organisation.objects.get()
    assert (now.name, now.place, now.competences, now.languages) == ("Bryggan", None, [], "")
