"""Proposals that mature by versions; words that were wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from oppnasoc.matters import actions
from oppnasoc.matters.models import Answer, Matter, Note, Proposal
from oppnasoc.matters.wording import correct_answer, correct_note, empty_note, propose
from oppnasoc.trail.actions import Stale

from .scene import ANSWERING, TENDING, Scene, assert_only, entries, refused

FIRST = "Alla ska få besked inom fyra veckor."
SECOND = "Alla ska få besked inom två veckor, skriftligt."


def fresh(scene: Scene) -> Matter:
    return Matter.objects.get(pk=scene.matter.pk)


def page(scene: Scene) -> str:
    return Client().get(fresh(scene).get_absolute_url()).content.decode()


def test_versions_are_kept_and_compared(scene: Scene) -> None:
    by, url = scene.facilitator, reverse("proposal", args=[scene.matter.pk])
    assert Client().get(url).status_code == 404
    propose(scene.matter, f" {FIRST} ", by=by, seen=1)
    assert FIRST in page(scene)
    assert FIRST in Client().get(url).content.decode()
    propose(fresh(scene), SECOND, why="Mötet ville ha det skriftligt.", by=by)
    assert SECOND in page(scene)
    assert FIRST not in page(scene)
    html = Client().get(url).content.decode()
    assert "<del>" in html
    assert "<ins>" in html
    assert "Mötet ville ha det skriftligt." in html
    assert Client().get(f"{url}?till=9").status_code == 404
    assert Client().get(f"{url}?till=x").status_code == 200
    assert [p.version for p in Proposal.objects.all()] == [2, 1]
    assert entries() == ["matters.proposed"] * 2


def test_refused(scene: Scene) -> None:
    by = scene.facilitator
    propose(scene.matter, FIRST, by=by)
    for text in ("", "  ", FIRST, f"{FIRST} "):
        with refused(ValidationError):
            propose(fresh(scene), text, by=by)
    with refused(Stale):
        propose(fresh(scene), SECOND, by=by, seen=1)
    actions.answer(fresh(scene), "Nej.", verdict="no", reason="Ty.", by=scene.manager)
    with refused(ValidationError):
        propose(fresh(scene), SECOND, by=by)


def test_a_hidden_proposal_is_not_there(scene: Scene) -> None:
    propose(scene.matter, FIRST, by=scene.facilitator)
    actions.set_visibility(fresh(scene), public=False, by=scene.facilitator)
    assert Client().get(reverse("proposal", args=[scene.matter.pk])).status_code == 404


def test_a_note_is_put_right_beside_the_old_one(scene: Scene) -> None:
    by = scene.facilitator
    note = actions.note(scene.matter, "Mötet är på tisdag.", by=by)
    right = correct_note(note, " Mötet är på torsdag. ", by=by)
    assert right.corrects == note
    html = page(scene)
    assert "<s>Mötet är på tisdag.</s>" in html
    assert "Mötet är på torsdag." in html
    with refused(Stale):
        correct_note(note, "Mötet är på fredag.", by=by)
    with refused(ValidationError):
        correct_note(right, " ", by=by)
    assert entries() == ["matters.noted", "matters.corrected"]


def test_words_about_a_person_go_for_good(scene: Scene) -> None:
    by = scene.facilitator
    note = actions.note(scene.matter, "Kanarienamn ringde igen.", by=by)
    empty_note(note, by=by)
    assert "Kanarienamn" not in page(scene)
    assert not Note.objects.exclude(text="").exists()
    with refused(Stale):
        empty_note(note, by=by)
    with refused(Stale):
        correct_note(note, "Någon ringde.", by=by)


def test_an_answer_is_put_right(scene: Scene) -> None:
    given = actions.answer(
        scene.matter, "Nej, ine i år.", verdict="no", reason="Ty.", by=scene.manager
    )
    right = correct_answer(given, "Nej, inte i år.", reason="Pengarna är slut.", by=scene.manager)
    assert (right.verdict, right.corrects) == ("no", given)
    html = page(scene)
    answer = html[html.index('id="svar"') : html.index("</section>", html.index('id="svar"'))]
    assert "Nej, inte i år." in answer
    assert "Nej, ine i år." not in answer
    assert "Nej, ine i år." in html  # the log keeps it
    with refused(Stale):
        correct_answer(given, "Nej.", reason="Ty.", by=scene.manager)
    with refused(ValidationError):
        correct_answer(right, "Nej.", reason=" ", by=scene.manager)
    assert Answer.objects.count() == 2


def test_who_may(scene: Scene) -> None:
    note = Note.objects.create(matter=scene.matter, text="Så var det.")
    answer = Answer.objects.create(
        matter=scene.matter, verdict="no", text="Nej.", reason="Ty.", answered_by=scene.manager
    )

    def again(model: Any, pk: int) -> Any:
        return model.objects.get(pk=pk)

    assert_only(scene, TENDING, lambda by: propose(fresh(scene), FIRST, by=by))
    assert_only(scene, TENDING, lambda by: correct_note(again(Note, note.pk), "Nej.", by=by))
    assert_only(scene, TENDING, lambda by: empty_note(again(Note, note.pk), by=by))
    assert_only(
        scene,
        ANSWERING,
        lambda by: correct_answer(again(Answer, answer.pk), "Nix.", reason="Ty.", by=by),
    )


@pytest.mark.parametrize("role", ["participant", "manager"])
def test_an_erased_person_leaves_the_log_true(scene: Scene, role: str) -> None:
    by = scene.people[role if role == "manager" else "facilitator"]
    name = by.name
    actions.note(scene.matter, "Vi har ringt.", by=scene.facilitator)
    actions.answer(
        fresh(scene),
        "Nej.",
        verdict="no",
        reason="Ty.",
        as_post=scene.parties.post,
        by=scene.manager,
    )
    by.delete()
    html = page(scene)
    assert name not in html
    assert "Vi har ringt." in html
    assert "Huset" not in html
    assert str(scene.parties.post).lower() in html.lower()


def test_strangers_may_nothing(scene: Scene) -> None:
    with refused(PermissionDenied):
        propose(scene.matter, FIRST, by=None)
