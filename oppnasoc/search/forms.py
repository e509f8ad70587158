"""The forms of the words that a search goes by."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class WordsForm(forms.Form):
    words = forms.CharField(
        label=_("Words that mean the same"),
        help_text=_("One a line. Whoever searches for one of them finds all of them."),
        widget=area(4),
        max_length=4000,
    )
    asked = forms.CharField(
        label=_("Words that lead here"),
        help_text=_("People ask with these words. They find the words above, not the other way."),
        widget=area(3),
        required=False,
        max_length=4000,
    )
    note = forms.CharField(label=_("Note to other editors"), required=False, max_length=200)


class StopWordsForm(forms.Form):
    words = forms.CharField(
        label=_("Words that a search leaves out"),
        help_text=_("One a line. Small words that say nothing, such as and, that, is."),
        widget=area(16),
        required=False,
        max_length=40_000,
    )
