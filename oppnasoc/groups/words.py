"""The municipality's own words, added by editors to those that the language room knows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RevealingWord(models.Model):
    """A word or name that says something about the health of whoever stands beside it.

    For instance an association that is not in our directory, or what people here call a ward.
    """

    word = models.CharField(
        _("word or name"),
        max_length=80,
        unique=True,
        help_text=_("A person's name beside it is then checked before minutes are published."),
    )

    class Meta:
        ordering = ["word"]
        verbose_name = _("word that reveals health")
        verbose_name_plural = _("words that reveal health")

    def __str__(self) -> str:
        return self.word


def revealing() -> list[str]:
    """The words as they are written, in order; one query."""
    return list(RevealingWord.objects.values_list("word", flat=True))
