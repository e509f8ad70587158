"""Fill an empty database with Sundhamn, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone

from oppnasoc.following import listening
from oppnasoc.groups.models import Party
from oppnasoc.people.models import User
from oppnasoc.search import outbox

from .company import keep_company
from .comparing import compare
from .duties import tell_how_accessible
from .following import follow
from .guiding import guide
from .hearing import hear
from .news import publish_news
from .own_words import tell
from .planning import plan_ahead
from .preparing import prepare
from .quick import ask
from .reading import Week
from .recorded import record_all
from .reporting import report
from .story import Story
from .talks import talk
from .telling import write
from .texts import ask_about_texts
from .town import Town, build, meet


class NotEmpty(Exception):
    """There is something in the database; nothing was written."""


def load(*, say: Callable[[str], None] = lambda text: None, today: date | None = None) -> None:
    """Load the demo. ``say`` is told in plain words how far it has come.

    The same day gives the same content, codes and passwords apart. The search index is left to be
    built afterwards, all at once. Raises NotEmpty when there are already people, groups,
    organisations or units.
    """
    if Party.objects.exists() or User.objects.exists():
        raise NotEmpty(
            "The demo is only loaded into an empty database, and this one is in use already."
        )
    town = Town(Week.of(today or timezone.localdate()))
    with outbox.paused(), listening.paused(), transaction.atomic():
        build(town)
        keep_company(town)
        say(f"{len(town.people)} people and {len(town.parties)} groups, associations and units.")
        meet(town)
        story = Story(town, town.week.table("matters")["matter"])
        write(story)
        plan_ahead(story)
        ask(story)
        guide(story)
        ask_about_texts(story)
        say(f"{len(town.meetings)} meetings and {len(story.steps)} things that happened …")
        story.tell()
        hear(story)
        tell(story)
        talk(story)
        report(story)
        publish_news(story)
        prepare(story)
        record_all(story)
        tell_how_accessible(town)
        compare(story)
        follow(story)
        say(f"{len(story.matters)} matters. Welcome to Sundhamn.")


def notes_to_try(today: date | None = None) -> str:
    """Notes of a meeting of last week that nobody has taken in yet, to try the import with."""
    return Week.of(today or timezone.localdate()).document("att-prova")
