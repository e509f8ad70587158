"""What becomes public is told to the trail in the same transaction, and is published on time.

Wagtail saves these texts and not an action of ours, so its own signals are heard: an editor
publishes or takes back, or the worker does when the time has come.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Value
from django.dispatch import receiver
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import Revision
from wagtail.signals import published, unpublished

from oppnasoc.people.models import User
from oppnasoc.trail.actions import record
from oppnasoc.trail.models import Entry

from .kinds import codes
from .models import Edited, Reviewed

_at: ContextVar[datetime | None] = ContextVar("at", default=None)


@contextmanager
def happened(at: datetime | None) -> Iterator[None]:
    """What is published or taken back meanwhile is told as of then; None is now."""
    before = _at.set(at)
    try:
        yield
    finally:
        _at.reset(before)


def edited_models() -> Iterator[type[Edited]]:
    """Every noun that is edited under /redaktion/."""
    return (model for model in apps.get_models() if issubclass(model, Edited))


def public_versions(thing: Edited) -> list[Entry]:
    """The entries of everything that was public under this address, the latest first."""
    *public, _withdrawn = codes(type(thing))
    return list(Entry.objects.about(thing).filter(kind__in=public).order_by("-at", "-id"))


def _verb(thing: Edited, before: list[Entry]) -> str:
    """Published for the first time, corrected, or just changed."""
    if not before:
        return "published"
    last = Revision.objects.filter(pk=before[0].data.get("revision")).first()
    was = last.content.get("correction", "") if last else ""
    return "corrected" if thing.correction and thing.correction != was else "changed"


@receiver(published)
def tell_of_publishing(sender: Any, instance: Any, revision: Revision, **kwargs: Any) -> None:
    """One entry for each public version; a text that waits for its day has none."""
    if not isinstance(instance, Edited) or not instance.live:
        return
    with transaction.atomic():
        if isinstance(instance, Reviewed):
            looked_at(instance)
        verb = _verb(instance, public_versions(instance))
        by = get_active_log_context().user or revision.user
        record(
            f"{instance.verbs}_{verb}",
            instance,
            by=by if isinstance(by, User) else None,
            at=_at.get(),
            thing=instance,
            revision=revision.pk,
        )


@receiver(unpublished)
def tell_of_taking_back(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Search, feeds and what is kept forget it at once."""
    if isinstance(instance, Edited):
        by = get_active_log_context().user
        with transaction.atomic():
            record(
                f"{instance.verbs}_withdrawn",
                instance,
                by=by if isinstance(by, User) else None,
                at=_at.get(),
                thing=instance,
            )


def looked_at(thing: Reviewed) -> None:
    """Begin a new period in which it is believed; belongs inside an action."""
    today = timezone.localdate(_at.get())
    thing.reviewed_on, thing.review_by = today, today + timedelta(days=thing.good_for)
    type(thing)._default_manager.filter(pk=thing.pk).update(
        reviewed_on=thing.reviewed_on, review_by=thing.review_by
    )


def publish_on_time(now: datetime) -> int:
    """Publish what waits for a time that has come, and take back what was to stand until now.

    Each text in a transaction of its own: running it again, or in two workers, changes nothing
    more. Returns how many texts changed.
    """
    done = 0
    waiting = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    for pk in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            due = Revision.objects.select_for_update().filter(approved_go_live_at__lte=now, pk=pk)
            if (revision := due.first()) is not None:
                revision.publish(log_action="wagtail.publish.scheduled")
                done += 1
    for label, pk in standing_too_long(now):
        with transaction.atomic():
            thing = apps.get_model(label)._default_manager.filter(pk=pk, expire_at__lte=now).first()
            if thing is not None and thing.live:
                thing.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
                done += 1
    return done


def standing_too_long(now: datetime) -> list[tuple[str, int]]:
    """What was to stand until a time that has come: labels of models and keys, in one query."""
    first, *others = (
        model._default_manager.filter(live=True, expire_at__lte=now)
        .order_by()
        .annotate(label=Value(model._meta.label_lower))
        .values_list("label", "pk")
        for model in edited_models()
    )
    return list(first.union(*others, all=True))
