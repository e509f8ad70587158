"""What is kept of everything that can be found, and the words that a search goes by.

``Document``, ``Word`` and ``Gram`` are made from the sources and hold public text only; they are
written by ``index.py`` alone. ``WordGroup`` and ``StopWord`` are the editors' own.
See docs/adr/0015-search-is-analysed-in-the-application.md.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .pending import Pending as Pending
from .vain import Sought as Sought


class Document(models.Model):
    """One public thing in the index.

    ``id`` sorts by day, so that the newest are read first (``index.number``). ``tokens`` is what
    the database searches, ``terms`` what a ranking reads; the stretches of the text that its lines
    stand for begin at the characters in ``cuts`` (``analysing.py``).
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    thing = models.PositiveBigIntegerField()
    title = models.TextField()
    text = models.TextField()
    url = models.TextField()
    on = models.DateField(null=True)
    party = models.PositiveBigIntegerField(null=True)
    tokens = models.TextField()
    terms = models.TextField()
    cuts = models.TextField()
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing"], name="search_one_document_a_thing")
        ]
        # To count by party without reading the texts.
        indexes = [models.Index(fields=["id", "party"], name="search_document_party")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"


class Word(models.Model):
    """A term of the index: how it is shown, and in how many documents it stands.

    ``documents`` counts those in which it stands as a word, ``anywhere`` also those in which it is
    a part of a compound. ``stem`` is what it shares with its relatives. A word that no document has
    any longer is gone.
    """

    term = models.CharField(max_length=60, primary_key=True)
    shown = models.CharField(max_length=60)
    stem = models.CharField(max_length=60, db_index=True)
    documents = models.PositiveIntegerField()
    anywhere = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.shown


class Gram(models.Model):
    """Three letters in a row of a word, by which misspelt words find their neighbours."""

    pk = models.CompositePrimaryKey("gram", "length", "term")
    gram = models.CharField(max_length=3)
    length = models.PositiveSmallIntegerField()
    term = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"{self.gram} {self.term}"


class WordGroup(models.Model):
    """Words that are searched as one.

    A search for any of ``words`` finds all of them; a search for any of ``asked`` finds them
    too, but not the other way round. One word or phrase a line.
    """

    words = models.TextField(_("words that mean the same"))
    asked = models.TextField(_("words that lead here"), blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return ", ".join(self.words.split("\n"))


class StopWord(models.Model):
    """A word that is left out of a search unless there are no others."""

    word = models.CharField(_("word"), max_length=60, unique=True)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.word
