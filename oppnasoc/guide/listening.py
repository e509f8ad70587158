"""What is kept of the guide is read anew after what changes it; a step's key stays in what was
published."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.signals import published

from oppnasoc.editorial.kinds import codes
from oppnasoc.trail.listening import renews

from .asked import about_processes
from .models import Help, Process, Tip
from .names import by_key, places
from .panels import by_party
from .shown import tips

renews(
    about_processes,
    *("matters.opened", "matters.answered", "matters.joined", "matters.hidden", "matters.shown"),
    *("voices.published", "voices.set_aside", "voices.waits_again", "voices.withdrawn"),
)
renews(
    by_key,
    *("groups.group_added", "groups.party_added", "groups.edited"),
    *("groups.version_fine", "groups.version_taken_back"),
)
renews(places, "groups.place_edited")
renews(tips, *codes(Tip))
renews(by_party, *codes(Process), *codes(Help))


@receiver(published, sender=Process)
def keep_the_keys_of_steps(instance: Process, revision: Revision, **kwargs: Any) -> None:
    """A step that was new in this version has a key now. Written into the version too, so that the
    next one changes that step instead of making it anew: what was asked hangs on it."""
    keys = [step.pk for step in instance.steps.all()]
    said = revision.content.get("steps", [])
    if len(keys) == len(said) and keys != [each.get("pk") for each in said]:
        for step, key in zip(said, keys, strict=True):
            step["pk"] = key
        revision.save(update_fields=["content"])
