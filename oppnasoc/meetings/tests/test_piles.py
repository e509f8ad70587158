"""Many documents at once: read one after the other, nothing twice, nothing lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.language.documents import Reason
from oppnasoc.language.documents.making import open_document, pdf, word
from oppnasoc.meetings import actions, keeping, taking
from oppnasoc.meetings.forgetting import BACK_WITHIN, PILE_KEPT, forget
from oppnasoc.meetings.models import Draft, Original, Paper, Pile
from oppnasoc.meetings.publishing import publish
from oppnasoc.meetings.review import Review
from oppnasoc.meetings.todo import piles as todo_piles
from oppnasoc.meetings.working import rows, waiting_piles
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from tests.town import ROLES

from .scene import PREPARING, Scene, day, decide, kept_files


def notes(number: int) -> str:
    return (
        f"# Minnesanteckningar {day(-number).isoformat()}\n\n## Väntan\n\n"
        f"- Varför väntar vi {number} veckor?\n"
    )


MADE = (word, open_document, pdf, str.encode)


def documents(count: int = 4) -> list[tuple[str, bytes]]:
    made = (MADE[n % 4](notes(n + 1)) for n in range(count))
    return [(f"möte {n}", content) for n, content in enumerate(made, 1)]


def make_pile(scene: Scene, papers: list[tuple[str, bytes]] | None = None) -> Pile:
    uploads = [SimpleUploadedFile(name, content) for name, content in papers or documents()]
    return taking.take_in_pile(uploads, group=scene.parties.group, by=scene.secretary)


def read_all(pile: Pile, scene: Scene) -> list[str]:
    while taking.read_next(pile, by=scene.secretary):
        pass
    return [paper.status for paper in pile.papers.all()]


def client(scene: Scene, role: str = "secretary") -> Client:
    one = Client()
    one.force_login(scene.who(role))
    return one


@pytest.fixture(autouse=True)
def _committed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are removed when what was written is certain; here that is at the end of an action."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda do, **how: do())


def test_each_kind_becomes_a_draft(scene: Scene) -> None:
    pile = make_pile(scene)
    assert [paper.status for paper in pile.papers.all()] == ["waiting"] * 4
    assert not Draft.objects.exists()
    assert read_all(pile, scene) == ["read"] * 4
    drafts = [paper.draft for paper in pile.papers.select_related("draft__source")]
    assert [Review.from_json(d.content).day() for d in drafts if d] == [
        day(-n) for n in (1, 2, 3, 4)
    ]
    assert [d.source.kind for d in drafts if d and d.source] == ["docx", "odt", "pdf", "txt"]
    assert Entry.objects.filter(kind="meetings.taken_in").count() == 4


def test_one_that_is_broken_does_not_stop_the_rest(scene: Scene) -> None:
    papers = [*documents(2), ("trasig.docx", b"PK\x03\x04half"), ("bild.png", b"\x89PNG")]
    pile = make_pile(scene, papers)
    assert read_all(pile, scene) == ["read", "read", "failed", "failed"]
    assert [paper.reason for paper in pile.papers.all()] == ["", "", "broken", "image"]
    html = client(scene).get(pile.get_absolute_url()).content.decode()
    assert _("Throw it away") in html
    assert "trasig.docx" in html


def test_the_same_twice_becomes_one_draft(scene: Scene) -> None:
    same = documents(1)[0][1]
    text = notes(1).encode()
    pile = make_pile(scene, [("a", same), ("b", same), ("c.txt", text), ("d.txt", text + b"\n")])
    assert read_all(pile, scene) == ["read", "known", "known", "known"]
    assert Draft.objects.count() == 1
    again = make_pile(scene, [("e", same), ("f", documents(2)[1][1])])
    assert read_all(again, scene) == ["known", "read"]
    assert Original.objects.count() == Draft.objects.exclude(source=None).count() == 2
    assert len(kept_files()) == 2


def test_what_is_published_is_known_and_stays_as_it_is(scene: Scene) -> None:
    pile = make_pile(scene)
    read_all(pile, scene)
    draft = Draft.objects.order_by("pk")[0]
    published(scene, draft)
    again = make_pile(scene)
    assert read_all(again, scene) == ["known"] * 4
    assert Draft.objects.get(pk=draft.pk).status == "published"
    state = [row.state for row in rows(again, counted=True)]
    assert state == ["published", "known", "known", "known"]


def published(scene: Scene, draft: Draft) -> None:
    review = Review.from_json(draft.content)
    review.title = review.title or "Möte"
    for item in review.items:
        item.outcome = "minutes"
    actions.save_review(draft, decide(review), by=scene.secretary)
    publish(draft, by=scene.secretary)


def test_a_claim_holds_until_it_is_old(scene: Scene) -> None:
    pile = make_pile(scene, documents(2))
    first, second = taking.claim_next(pile), taking.claim_next(pile)
    assert first is not None
    assert second is not None
    assert (first.position, second.position) == (1, 2)
    assert taking.claim_next(pile) is None
    long_ago = timezone.now() - taking.CLAIM - timedelta(seconds=1)
    Paper.objects.filter(pk=first.pk).update(claimed_at=long_ago)
    again = taking.claim_next(pile)
    assert again is not None
    assert again.pk == first.pk


def test_two_that_read_the_same_make_one_draft(scene: Scene, monkeypatch: Any) -> None:
    """A claim was taken over while its first owner was only slow."""
    pile = make_pile(scene, documents(1))
    real = taking._read

    def slow(original: Original) -> Any:
        monkeypatch.setattr(taking, "_read", real)
        Paper.objects.update(claimed_at=timezone.now() - taking.CLAIM - timedelta(seconds=1))
        taking.read_next(Pile.objects.get(), by=scene.secretary)
        return real(original)

    monkeypatch.setattr(taking, "_read", slow)
    taking.read_next(pile, by=scene.secretary)
    assert Draft.objects.count() == 1
    assert Paper.objects.get().status == "read"
    assert Entry.objects.filter(kind="meetings.taken_in").count() == 1


def test_a_document_over_which_servers_die_is_given_up(scene: Scene) -> None:
    pile = make_pile(scene, documents(1))
    long_ago = timezone.now() - timedelta(hours=1)
    Paper.objects.update(status="reading", claimed_at=long_ago, tries=taking.MAX_TRIES)
    assert read_all(pile, scene) == ["failed"]
    assert Paper.objects.get().reason == Reason.TOO_HEAVY


def test_once_more_and_thrown_away(scene: Scene) -> None:
    pile = make_pile(scene, [("trasig.docx", b"PK\x03\x04half"), *documents(1)])
    read_all(pile, scene)
    sara = client(scene)
    url = reverse("paper_retry", args=[pile.uuid, 1])
    assert sara.post(url)["Location"] == pile.get_absolute_url()
    assert pile.papers.get(position=1).status == "waiting"
    read_all(pile, scene)
    assert len(kept_files()) == 2
    sara.post(reverse("paper_leave_out", args=[pile.uuid, 1]))
    paper = pile.papers.get(position=1)
    assert (paper.status, paper.original) == ("removed", None)
    assert len(kept_files()) == 1
    assert Entry.objects.filter(kind="meetings.left_out").count() == 1


def test_what_is_a_draft_is_not_thrown_away_here(scene: Scene) -> None:
    pile = make_pile(scene, documents(1))
    read_all(pile, scene)
    paper = pile.papers.select_related("pile__group", "original").get()
    with pytest.raises(Stale):
        taking.leave_out(paper, by=scene.secretary)
    sara = client(scene)
    sara.post(reverse("paper_leave_out", args=[pile.uuid, 1]))
    assert Draft.objects.count() == len(kept_files()) == 1


@pytest.mark.parametrize("role", ROLES)
def test_who_may(scene: Scene, role: str) -> None:
    pile = make_pile(scene, [("trasig", b"PK\x03\x04x"), *documents(1)])
    one = Client()
    if role != "anonymous":
        one.force_login(scene.who(role))
    urls = [pile.get_absolute_url(), reverse("pile_read", args=[pile.uuid])]
    answers = [one.get(urls[0]).status_code, one.post(urls[1]).status_code]
    if role == "anonymous":
        assert answers == [302, 302]
    else:
        assert answers == ([200, 302] if role in PREPARING else [404, 404])
    assert pile.papers.exclude(status="waiting").count() == int(role in PREPARING)
    if role not in PREPARING:
        with pytest.raises(PermissionDenied):
            taking.read_next(pile, by=scene.who(role))


def test_an_unknown_pile_is_not_there(scene: Scene) -> None:
    assert client(scene).get(reverse("pile", args=[uuid4()])).status_code == 404


def test_the_page_tells_how_far_it_is_and_what_comes_next(scene: Scene) -> None:
    pile = make_pile(scene)
    sara = client(scene)
    html = sara.get(pile.get_absolute_url()).content.decode()
    assert "htmx" in html
    assert 'value="0" max="4"' in html
    part = sara.post(reverse("pile_read", args=[pile.uuid]), headers={"HX-Request": "true"})
    html = part.content.decode()
    assert html.startswith('<div id="pile"')
    assert 'value="1" max="4"' in html
    assert 'hx-trigger="load, submit"' in html
    read_all(pile, scene)
    html = sara.get(pile.get_absolute_url()).content.decode()
    assert "htmx" not in html
    assert "1 av 4" in html
    published(scene, Draft.objects.order_by("pk")[0])
    html = sara.get(pile.get_absolute_url()).content.decode()
    assert "2 av 4" in html


def test_the_way_leads_back_to_the_pile(scene: Scene) -> None:
    pile = make_pile(scene, documents(2))
    read_all(pile, scene)
    draft = Draft.objects.order_by("pk")[0]
    sara = client(scene)
    page = sara.get(reverse("draft_facts", args=[draft.uuid])).content.decode()
    assert pile.get_absolute_url() in page
    saved = sara.post(
        reverse("draft_facts", args=[draft.uuid]),
        {"later": "", "title": "Möte", "held_on": day(-1).isoformat(), "seen": draft.revision},
    )
    assert saved["Location"] == pile.get_absolute_url()


def test_what_waits_is_told(scene: Scene) -> None:
    pile = make_pile(scene, [("trasig", b"PK\x03\x04x"), *documents(1)])
    assert [todo.url for todo in todo_piles(scene.who("secretary"))] == [pile.get_absolute_url()]
    assert todo_piles(scene.who("other_facilitator")) == []
    read_all(pile, scene)
    assert vars(waiting_piles(scene.who("secretary")).get())["left"] == 2
    taking.leave_out(
        pile.papers.select_related("pile__group", "original").get(position=1), by=scene.secretary
    )
    assert todo_piles(scene.who("secretary")) == []
    published(scene, Draft.objects.get())
    assert not waiting_piles(scene.who("secretary")).exists()


def test_a_pile_is_kept_whole_or_not_at_all(scene: Scene, monkeypatch: Any) -> None:
    def full(*arguments: Any, **how: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(taking, "make_pile", full)
    with pytest.raises(OSError, match="No space"):
        make_pile(scene)
    assert not Original.objects.exists()
    assert kept_files() == []


def test_thrown_away_drafts_go_for_good_after_a_week(scene: Scene) -> None:
    pile = make_pile(scene, documents(2))
    read_all(pile, scene)
    draft = Draft.objects.order_by("pk")[0]
    actions.discard(draft, by=scene.secretary)
    assert forget() == 0
    actions.bring_back(draft, by=scene.secretary)
    actions.discard(draft, by=scene.secretary)
    old = timezone.now() - BACK_WITHIN - timedelta(hours=1)
    Draft.objects.filter(pk=draft.pk).update(changed_at=old)
    assert forget() == 1
    assert not Draft.objects.filter(pk=draft.pk).exists()
    assert Original.objects.count() == len(kept_files()) == 1
    assert [row.state for row in rows(pile, counted=True)] == ["removed", "open"]


def test_the_list_of_a_settled_pile_goes_after_a_month(scene: Scene) -> None:
    waits, settled = make_pile(scene, documents(1)), make_pile(scene, [("x", notes(9).encode())])
    read_all(settled, scene)
    Pile.objects.update(created_at=timezone.now() - PILE_KEPT - timedelta(days=1))
    assert forget() == 1
    assert Pile.objects.get() == waits
    assert Draft.objects.count() == 1
    assert Original.objects.count() == len(kept_files()) == 2


def test_what_an_upload_left_behind_goes_after_a_day(scene: Scene, monkeypatch: Any) -> None:
    left = keeping.keep(
        SimpleUploadedFile("x", b"halv"), group=scene.parties.group, by=scene.secretary
    )
    orphan = keeping.keep_copy(b"utan rad")
    assert forget() == 0
    assert {left.path, orphan} == set(kept_files())
    Original.objects.update(kept_at=timezone.now() - timedelta(days=2))
    monkeypatch.setattr(keeping, "ORPHAN_AFTER", timedelta(days=-1))
    assert forget() == 2
    assert kept_files() == []
