"""What can be found of matters: the words that anybody may read on their pages.

Names of people who wrote or answered are left out; they stand on the page, where the person
herself or the log decides about them, and so nothing of them has to leave the index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Theme
from oppnasoc.search.sources import Found, examples, source
from oppnasoc.search.touching import Touched, about, nothing_findable
from oppnasoc.trail.models import Entry
from oppnasoc.voices.models import Voice

from .models import Answer, Ground, Matter, Note, Proposal, Step

#: Entries whose note is shown only beside another matter that everybody may see.
BESIDE_ANOTHER = ("matters.split", "matters.parted")


def findable() -> QuerySet[Matter]:
    """Matters that anybody may read and that stand by themselves."""
    return Matter.objects.published().filter(merged_into=None)


def every() -> Iterable[int]:
    return findable().order_by("pk").values_list("pk", flat=True)


def documents(ids: Sequence[int]) -> Iterator[Found]:
    """The matters with everything that was said and done. Eight queries, however many."""
    matters = list(findable().select_related("theme").filter(pk__in=ids).order_by("pk"))
    known = [matter.pk for matter in matters]
    pieces = _Pieces()
    proposals = Proposal.objects.filter(matter__in=known).order_by("matter", "-version")
    for pk, text in proposals.values_list("matter", "text"):
        pieces.put_first(pk, text)
    said = Ground.objects.filter(
        matter__in=known, voice__visibility=Voice.Visibility.PUBLIC
    ).order_by("voice__said_on", "pk")
    for pk, text in said.values_list("matter", "voice__text"):
        pieces.add(pk, text)
    answers = Answer.objects.filter(matter__in=known, corrected_by=None)
    answers = answers.exclude(verdict=Answer.Verdict.MERGED).order_by("answered_on", "pk")
    for pk, *texts in answers.values_list("matter", "text", "reason", "turn_to"):
        pieces.add(pk, *texts)
    steps = Step.objects.filter(matter__in=known).order_by("taken_on", "pk")
    for pk, *texts in steps.values_list("matter", "text", "evidence", "file_title"):
        pieces.add(pk, *texts)
    for pk, text in _notes(known):
        pieces.add(pk, text)
    for merged in Matter.objects.published().filter(merged_into__in=known).order_by("pk"):
        pieces.keep(merged.merged_into_id or 0, merged.title, merged.summary)
    for matter in matters:
        yield Found(
            thing=matter.pk,
            title=matter.title,
            text=pieces.text(matter.pk, matter.summary),
            url=matter.get_absolute_url(),
            on=timezone.localdate(matter.changed_at),
            party=matter.steward_id,
            kept=pieces.kept(matter.pk, matter.theme.name if matter.theme else ""),
        )


def _notes(matters: list[int]) -> Iterable[tuple[int, str]]:
    """What was written to these matters, as it stands now; two queries."""
    entries = Entry.objects.filter(
        about_type="matters.matter", about_id__in=matters, kind__in=BESIDE_ANOTHER
    ).order_by()
    beside = [data["note"] for data in entries.values_list("data", flat=True) if data.get("note")]
    notes = Note.objects.filter(matter__in=matters, emptied_on=None, corrected_by=None)
    return notes.exclude(pk__in=beside).order_by("written_at", "pk").values_list("matter", "text")


class _Pieces:
    """The pieces of text of several matters, each once and in reading order."""

    def __init__(self) -> None:
        self.said: dict[int, dict[str, None]] = defaultdict(dict)
        self.also: dict[int, dict[str, None]] = defaultdict(dict)

    def put_first(self, matter: int, text: str) -> None:
        """Only the first text that is given; of a proposal the latest version holds."""
        if not self.said[matter]:
            self.said[matter][text] = None

    def add(self, matter: int, *texts: str) -> None:
        self.said[matter].update(dict.fromkeys(text for text in texts if text))

    def keep(self, matter: int, *texts: str) -> None:
        self.also[matter].update(dict.fromkeys(text for text in texts if text))

    def text(self, matter: int, summary: str) -> str:
        return "\n\n".join(dict.fromkeys([*filter(None, [summary]), *self.said[matter]]))

    def kept(self, matter: int, theme: str) -> str:
        return "\n".join(dict.fromkeys([*filter(None, [theme]), *self.also[matter]]))


def about_and_other(entry: Entry) -> list[int]:
    """The matter and the one beside it."""
    other = entry.data.get("other")
    return [entry.about_id, other] if other else [entry.about_id]


def about_and_into(entry: Entry) -> list[int]:
    """The matter, and the one in which it goes on and which is found by its title too."""
    into = Matter.objects.filter(merged__pk=entry.about_id).order_by()
    return [entry.about_id, *into.values_list("pk", flat=True)]


def standing_on(entry: Entry) -> list[int]:
    """The matters that stand on the voice that the entry is about."""
    matters = Ground.objects.filter(voice=entry.about_id).order_by()
    return list(matters.values_list("matter", flat=True))


def of_the_theme(entry: Entry) -> Iterable[int]:
    """The matters that are sorted under the theme, whose name leads to them."""
    return list(findable().filter(theme=entry.about_id).order_by().values_list("pk", flat=True))


@examples
def themes() -> Iterable[str]:
    """The themes of public matters, those with most matters first."""
    used = Theme.objects.filter(matters__in=findable()).annotate(used=Count("matters"))
    return used.order_by("-used", "position").values_list("name", flat=True)


#: What is said, done or decided changes the words of the page, or the day that they are from.
ITS_OWN = (
    "opened", "grounded", "asked", "escalated", "moved", "given_back", "dated",
    "called_back", "lapsed", "steward_changed", "noted", "answered", "answer_corrected",
    "reopened", "taken_up", "advanced", "proposed", "corrected", "note_emptied",
    "explained", "lifted", "placed", "paused", "went_on", "grew",
)  # fmt: skip
WITH_ANOTHER = ("merged", "took_in", "parted", "let_go", "split", "split_off")

source(
    "matter",
    "matters.Matter",
    label=_("Questions"),
    order=10,
    documents=documents,
    every=every,
    touched=Touched(
        {
            **{f"matters.{code}": about for code in ITS_OWN},
            **{f"matters.{code}": about_and_other for code in WITH_ANOTHER},
            **{f"matters.{code}": about_and_into for code in ("edited", "hidden", "shown")},
            "groups.theme_edited": of_the_theme,
            "voices.published": standing_on,
            "voices.set_aside": standing_on,
            "voices.corrected": standing_on,
            "voices.withdrawn": standing_on,
        }
    ),
)
nothing_findable(
    "matters.not_the_same",
    "matters.reviewed",
    "matters.joined",  # Without words, or with words that are published later.
    "matters.related",
    "matters.credited",  # People are not found by what they were part of.
    "matters.uncredited",
    "matters.offered",  # What waits for a look is found when it is published.
    "matters.offer_left",
    "matters.not_reached",
    "matters.told",  # Who is told and who thinks what is not looked for.
    "matters.untold",
    "matters.judged",
    "matters.words_shown",
    "matters.words_left",
    "voices.wrote",  # Between the speaker and those who look, as all that follows.
    "voices.correction_asked",
    "voices.correction_refused",
    "voices.way_chosen",
    "voices.reach_removed",
    "voices.name_taken_away",
    "voices.onward_asked",
    "voices.onward_answered",
    "voices.passed_on",
    "voices.said",  # It is held until somebody has looked; then it is published.
)
