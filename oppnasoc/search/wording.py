"""What editors do to the words that a search goes by. Each checks, writes, records."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.language.words import words_in
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale, move, record

from . import wordlist
from .models import StopWord, WordGroup

LONGEST = 60  # characters of a word or phrase
MOST = 30  # words of a group


def lines(text: str) -> list[str]:
    """The words of a text, one a line or between commas, each once."""
    parts = (" ".join(part.split()) for part in text.replace(",", "\n").splitlines())
    found: dict[str, str] = {}
    for part in filter(None, parts):
        found.setdefault(part.casefold(), part)
    return list(found.values())


def _checked(words: Iterable[str], field: str) -> list[str]:
    found = list(words)
    if len(found) > MOST:
        raise ValidationError({field: _("At most %(n)d words.") % {"n": MOST}})
    for word in found:
        if len(word) > LONGEST:
            text = _("“%(word)s…” is too long, %(n)d characters at most.")
            raise ValidationError({field: text % {"word": word[:20], "n": LONGEST}})
        if not any(words_in(word)):
            raise ValidationError({field: _("“%(word)s” is no word.") % {"word": word}})
    return found


def _facts(words: str, asked: str, note: str) -> dict[str, str]:
    """What a group of words holds. Raises ValidationError naming the field."""
    same = _checked(lines(words), "words")
    known = {word.casefold() for word in same}
    leading = [w for w in _checked(lines(asked), "asked") if w.casefold() not in known]
    if not same:
        raise ValidationError({"words": _("Write the words.")})
    if len(same) + len(leading) < 2:
        raise ValidationError({"words": _("Write at least two words.")})
    return {"words": "\n".join(same), "asked": "\n".join(leading), "note": note.strip()[:200]}


@transaction.atomic
def add_words(words: str, *, by: User | None, asked: str = "", note: str = "") -> WordGroup:
    """Say that words mean the same, one a line; a search for one finds them all (R7).

    ``asked`` are words that lead to them but not the other way round. Raises PermissionDenied and
    ValidationError naming the field.
    """
    require(by, "search.edit_words")
    group = WordGroup.objects.create(**_facts(words, asked, note))
    record("search.words_added", group, by=by)
    transaction.on_commit(wordlist.refresh)
    return group


@transaction.atomic
def change_words(
    group: WordGroup, words: str, *, by: User | None, asked: str = "", note: str = ""
) -> WordGroup:
    """Write a group of words anew. Raises as ``add_words``, and Stale when somebody else has
    changed it meanwhile."""
    require(by, "search.edit_words")
    when = {"words": group.words, "asked": group.asked, "note": group.note}
    facts = _facts(words, asked, note)
    if facts != when:
        move(group, when=when, to={**facts, "changed_at": timezone.now()})
        record("search.words_changed", group, by=by)
        transaction.on_commit(wordlist.refresh)
    return group


@transaction.atomic
def remove_words(group: WordGroup, *, by: User | None) -> None:
    """Say that words do not mean the same after all; ``add_words`` is the way back.

    Raises PermissionDenied, and Stale when they are gone already.
    """
    require(by, "search.edit_words")
    record("search.words_removed", group, by=by)
    if not WordGroup.objects.filter(pk=group.pk).delete()[0]:
        raise Stale("Somebody else has removed them.")
    transaction.on_commit(wordlist.refresh)


@transaction.atomic
def set_stop_words(words: str, *, by: User | None) -> tuple[int, int]:
    """Write the list of words that a search leaves out; returns how many came and went.

    Raises PermissionDenied and ValidationError.
    """
    require(by, "search.edit_words")
    wanted = {word.casefold() for word in lines(words)}
    if wrong := next((w for w in sorted(wanted) if len(w) > LONGEST or " " in w), None):
        raise ValidationError({"words": _("“%(word)s” is not one word.") % {"word": wrong[:60]}})
    there = set(StopWord.objects.values_list("word", flat=True))
    came, gone = sorted(wanted - there), sorted(there - wanted)
    StopWord.objects.filter(word__in=gone).delete()
    made = [StopWord(word=word, changed_at=timezone.now()) for word in came]
    StopWord.objects.bulk_create(made)
    if came or gone:
        about = made[0] if made else StopWord.objects.first() or StopWord(pk=0)
        record("search.stop_words_set", about, by=by, came=len(came), gone=len(gone))
        transaction.on_commit(wordlist.refresh)
    return len(came), len(gone)
