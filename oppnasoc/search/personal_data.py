"""What this room keeps of people (``ui/register.py``)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import ASK_US, EVERYBODY, TASK, Basis, Moment, holding, nobody

holding(
    "sought",
    Moment.READ,
    order=20,
    title=_("What you search for"),
    what=_("Words that gave no hit. Nobody notes who looked for them."),
    purpose=_("So that editors see what people miss."),
    basis=[Basis.PUBLIC],
    laws=[TASK],
    kept=_("90 days after the last time."),
    seen=_("Editors, and only when several people have looked for the same word."),
    out=_("It cannot be led back to you, so there is nothing to show."),
    fields={
        "search.Sought": ["word", "digest"],
    },
)

holding(
    "index",
    Moment.SAY,
    order=90,
    title=_("What can be found by a search"),
    what=_("A copy of what everybody may read, with its words in order."),
    purpose=_("So that people find what was said and answered."),
    basis=[Basis.PUBLIC],
    laws=[TASK],
    kept=_("As long as the page itself is public. It goes within minutes after that."),
    seen=EVERYBODY,
    out=ASK_US,
    fields={
        "search.Document": ["kind", "title", "text", "url", "tokens", "terms", "cuts", "digest"],
        "search.Word": ["term", "shown", "stem"],
        "search.Gram": ["pk", "gram", "term"],
    },
)

nobody("search.Pending", fields=["kind"], because="The number of a thing that waits for the index.")

nobody(
    "search.WordGroup",
    fields=["asked", "note", "words"],
    because="Words of the field, written by editors.",
)

nobody("search.StopWord", fields=["word"], because="Small words that a search leaves out.")
