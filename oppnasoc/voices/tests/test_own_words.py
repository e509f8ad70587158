"""A speaker puts her words right, takes them back, is asked before they are passed on."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from oppnasoc.voices import conversation, correcting, onward, withdrawing
from oppnasoc.voices.models import Correction, Message, Onward, Reach, Voice
from tests.town import ROLES, Parties, make_parties, make_people, make_voice

SAID = "Hissen i huset vid hamnen står still, sa Kim."
MAY = {"facilitator", "secretary", "editor"}


@pytest.fixture
def parties(db: None) -> Parties:
    return make_parties()


def voice_of(parties: Parties, **more: object) -> Voice:
    given = {"group": parties.group, "code_digest": "x", "speaker": "Kim", **more}
    return make_voice(SAID, **given)


@pytest.mark.parametrize(
    ("after", "only"),
    [
        ("Hissen står still.", True),
        ("hissen STÅR still", True),
        ("Hissen i huset vid hamnen står still", True),
        ("Hissen står stilla.", False),
        ("Still står hissen.", False),
        ("Hissen Hissen", False),
        ("Kim", True),
    ],
)
def test_what_only_takes_words_away(after: str, only: bool) -> None:
    assert correcting.takes_only_away(SAID, after) == only


def test_less_is_shown_at_once_and_more_waits(parties: Parties) -> None:
    voice = voice_of(parties)
    assert correcting.correct(voice, "Hissen står still.")
    assert not correcting.correct(voice, "Hissen står still i dag med.")
    voice.refresh_from_db()
    assert voice.text == "Hissen står still."
    assert Correction.objects.get().text == "Hissen står still i dag med."


def test_before_anybody_has_looked_it_is_put_right_at_once(parties: Parties) -> None:
    assert correcting.correct(voice_of(parties, visibility="held"), "Något annat.")


@pytest.mark.parametrize("text", ["", "  ", SAID, "x" * 5001])
def test_no_correction(parties: Parties, text: str) -> None:
    with pytest.raises(ValidationError):
        correcting.correct(voice_of(parties), text)
    assert not Entry.objects.exists()


def test_a_look_at_new_words(parties: Parties) -> None:
    people, voice = make_people(parties), voice_of(parties)
    correcting.correct(voice, "Nytt.")
    seen = Correction.objects.select_related("voice").get()
    with pytest.raises(PermissionDenied):
        correcting.accept(seen, by=people["participant"])
    correcting.correct(voice, "Ännu nyare.")
    with pytest.raises(Stale):
        correcting.accept(seen, by=people["facilitator"])
    newest = Correction.objects.select_related("voice").get()
    with pytest.raises(ValidationError):
        correcting.refuse(newest, " ", by=people["facilitator"])
    correcting.refuse(newest, "Det pekar ut någon.", by=people["facilitator"])
    assert Message.objects.get().text == "Det pekar ut någon."
    assert Voice.objects.get().text == SAID


def test_who_may_do_it_for_her_and_how_she_asked(parties: Parties) -> None:
    people = make_people(parties)
    for role in ROLES[1:]:
        voice = voice_of(parties, code_digest=role)
        if role in MAY:
            with pytest.raises(ValidationError):
                withdrawing.withdraw(voice, by=people[role], asked="så")
            withdrawing.withdraw(voice, by=people[role], asked="phone")
            assert Entry.objects.order_by("-pk")[0].data == {"asked": "phone"}
        else:
            with pytest.raises(PermissionDenied):
                withdrawing.withdraw(voice, by=people[role], asked="phone")
            with pytest.raises(PermissionDenied):
                correcting.correct(voice, "Kort.", by=people[role], asked="phone")


def test_who_wrote_it_down_may_do_it_for_her(parties: Parties) -> None:
    people = make_people(parties)
    voice = voice_of(parties, entered_by=people["staff"])
    withdrawing.take_name_away(voice, by=people["staff"], asked="aloud")
    assert Voice.objects.get().speaker == ""


def test_everything_goes_with_the_words(parties: Parties) -> None:
    people, voice = make_people(parties), voice_of(parties, organisation=parties.organisation)
    Reach.objects.create(voice=voice, address="Storgatan 1")
    conversation.write(voice, "Hej.", by=None)
    correcting.correct(voice, "Något nytt.")
    onward.ask(voice, parties.outside, by=people["editor"])
    withdrawing.withdraw(voice)
    voice.refresh_from_db()
    left = (voice.text, voice.speaker, voice.organisation, voice.code_digest, voice.visibility)
    assert left == ("", "", None, None, "withdrawn")
    for table in (Reach, Message, Correction, Onward):
        assert not table._default_manager.exists()
    with pytest.raises(ValidationError):
        withdrawing.withdraw(voice)


def test_never_passed_on_without_her_yes(parties: Parties) -> None:
    people, voice = make_people(parties), voice_of(parties)
    asked = onward.ask(voice, parties.outside, by=people["facilitator"])
    with pytest.raises(ValidationError):
        onward.passed_on(asked, by=people["facilitator"])
    onward.answer(asked, yes=False)
    with pytest.raises(ValidationError):
        onward.passed_on(asked, by=people["facilitator"])
    onward.answer(asked, yes=True)
    onward.passed_on(asked, by=people["facilitator"])
    with pytest.raises(ValidationError):
        onward.answer(asked, yes=False)


@pytest.mark.parametrize(("tell_by", "digest", "can"),
                         [("not", None, False), ("code", None, False), ("meeting", None, True),
                          ("not", "x", True)])  # fmt: skip
def test_who_cannot_be_asked(parties: Parties, tell_by: str, digest: str | None, can: bool) -> None:
    people = make_people(parties)
    voice = voice_of(parties, tell_by=tell_by, code_digest=digest)
    assert onward.can_be_asked(voice) == can
    if not can:
        with pytest.raises(ValidationError):
            onward.ask(voice, parties.outside, by=people["editor"])


@pytest.mark.parametrize("text", ["", " ", "x" * 2001])
def test_no_message(parties: Parties, text: str) -> None:
    with pytest.raises(ValidationError):
        conversation.write(voice_of(parties), text, by=None)


def test_nobody_writes_to_whom_cannot_read_it(parties: Parties) -> None:
    people = make_people(parties)
    with pytest.raises(ValidationError):
        conversation.write(voice_of(parties, code_digest=None), "Hej.", by=people["editor"])


def test_what_one_reads_is_read(parties: Parties) -> None:
    people, voice = make_people(parties), voice_of(parties)
    conversation.write(voice, "Hej.", by=None)
    conversation.write(voice, "Hej själv.", by=people["editor"])
    assert conversation.unread().count() == 1
    conversation.read(voice, by=None)
    assert conversation.unread().count() == 1
    conversation.read(voice, by=people["facilitator"])
    assert conversation.unread().count() == 0
    with pytest.raises(PermissionDenied):
        conversation.read(voice, by=people["member"])
