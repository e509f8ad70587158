"""What can be found of a matter: everything that anybody may read, and nothing else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oppnasoc.matters import actions, merging, wording
from oppnasoc.matters.models import Answer, Ground, Matter, Note, Proposal, Step
from oppnasoc.matters.search import documents, every
from oppnasoc.search import index, outbox
from oppnasoc.search.models import Document
from oppnasoc.search.sources import Found
from oppnasoc.trail.actions import record
from oppnasoc.voices.models import Voice
from tests.town import make_matter, make_voice

from .scene import Scene, day


def found(matter: Matter) -> Found | None:
    return next(iter(documents([matter.pk])), None)


def follow() -> None:
    """The index follows what happened, and is then as the database is."""
    outbox.deliver()
    assert not index.differences()


def test_everything_public_is_found(scene: Scene) -> None:
    matter = scene.matter
    Proposal.objects.create(matter=matter, version=1, text="Ett gammalt förslag.")
    Proposal.objects.create(matter=matter, version=2, text="Ett brev efter en vecka.")
    Answer.objects.create(matter=matter, verdict="no", text="Det går inte.", reason="Få händer.")
    Step.objects.create(matter=matter, status="tried", text="Vi prövar.", evidence="Tio brev.")
    Note.objects.create(matter=matter, text="Vi har frågat.")
    document = found(matter)
    assert document is not None
    assert document.title == "Varför tar beskeden så lång tid?"
    assert document.text == (
        "Mer om frågan.\n\nEtt brev efter en vecka.\n\nJag väntade i sju veckor.\n\n"
        "Det går inte.\n\nFå händer.\n\nVi prövar.\n\nTio brev.\n\nVi har frågat."
    )
    assert document.url == matter.get_absolute_url()
    assert document.party == scene.parties.group.pk
    assert list(every()) == [matter.pk]


def test_what_is_not_public_is_not_found(scene: Scene) -> None:
    matter = scene.matter
    for visibility in (v for v in Voice.Visibility if v != Voice.Visibility.PUBLIC):
        said = make_voice(
            f"kanarie {visibility}", visibility=visibility, hidden_reason="kanarie", speaker="Kim"
        )
        Ground.objects.create(matter=matter, voice=said)
    Note.objects.create(matter=matter, text="", emptied_on=day(0))
    wrong = Note.objects.create(matter=matter, text="kanarie fel")
    Note.objects.create(matter=matter, text="Rätt.", corrects=wrong)
    old = Answer.objects.create(matter=matter, verdict="yes", text="kanarie svar")
    Answer.objects.create(matter=matter, verdict="yes", text="Ja.", corrects=old)
    document = found(matter)
    assert document is not None
    assert "kanarie" not in f"{document}"
    assert "Kim" not in f"{document}"
    Matter.objects.update(visibility="hidden")
    assert found(matter) is None
    assert list(every()) == []


def test_a_matter_is_found_by_the_title_of_what_was_merged_into_it(scene: Scene) -> None:
    other = make_matter("Måste besked dröja?", scene.parties.group, scene.parties.unit)
    Ground.objects.create(matter=other, voice=make_voice("Det dröjer."))
    index.rebuild()
    merging.merge(other, scene.matter, "Samma sak.", by=scene.facilitator)
    follow()
    document = found(scene.matter)
    assert document is not None
    assert document.kept == "Måste besked dröja?\nMer om frågan."
    assert found(other) is None
    actions.set_visibility(other, public=False, by=scene.facilitator)
    follow()
    document = found(scene.matter)
    assert document is not None
    assert document.kept == ""


def test_a_note_beside_a_matter_that_is_not_shown_is_not_found(scene: Scene) -> None:
    Ground.objects.create(matter=scene.matter, voice=make_voice("Hissen står."))
    new = merging.split(
        scene.matter,
        [scene.voice],
        "Hissen",
        "kanarie om den andra",
        steward=scene.parties.group,
        holder=scene.parties.unit,
        next_on=day(5),
        by=scene.facilitator,
    )
    actions.set_visibility(new, public=False, by=scene.facilitator)
    document = found(scene.matter)
    assert document is not None
    assert "kanarie" not in document.text


@pytest.mark.parametrize("count", [1, 9])
def test_queries_do_not_grow_with_the_number_of_matters(scene: Scene, count: int) -> None:
    matters = [
        make_matter(f"Fråga {n}?", scene.parties.group, scene.parties.unit) for n in range(count)
    ]
    for matter in matters:
        Ground.objects.create(matter=matter, voice=make_voice("Så är det."))
        Note.objects.create(matter=matter, text="Vi har frågat.")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(list(documents([m.pk for m in matters]))) == count
    assert len(queries) == 8


def test_the_index_follows_every_action(scene: Scene) -> None:
    matter, by = scene.matter, scene.facilitator
    index.rebuild()
    actions.note(matter, "Vi har frågat om kölappar.", by=by)
    follow()
    assert "kölappar" in Document.objects.get(kind="matter", thing=matter.pk).text
    matter.refresh_from_db()
    actions.edit_matter(matter, title="Kan beskeden gå fortare?", summary="", theme=None, by=by)
    follow()
    note = matter.notes.get()
    wording.empty_note(note, by=scene.people["editor"])
    follow()
    assert "kölappar" not in Document.objects.get(kind="matter", thing=matter.pk).text
    actions.set_visibility(matter, public=False, by=by)
    follow()
    assert not Document.objects.filter(kind="matter", thing=matter.pk).exists()
    actions.set_visibility(matter, public=True, by=by)
    follow()
    assert Document.objects.filter(kind="matter", thing=matter.pk).exists()


def test_what_is_set_aside_leaves_the_index(scene: Scene) -> None:
    index.rebuild()
    Voice.objects.filter(pk=scene.voice.pk).update(visibility="hidden", hidden_reason="Nej.")
    record("voices.set_aside", scene.voice)
    follow()
    assert "sju veckor" not in Document.objects.get(kind="matter").text
