"""Publish, take back, and say that a text is still right.

The editorial part itself goes through Wagtail.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import LogContext

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import record

from .models import Edited, Reviewed
from .publishing import happened, looked_at


def right(model: type[Edited], verb: str) -> str:
    """The name of a right as Wagtail asks for it, such as ``news.publish_post``."""
    return f"{model._meta.app_label}.{verb}_{model._meta.model_name}"


@transaction.atomic
def publish(thing: Edited, *, by: User | None, at: datetime | None = None) -> Edited:
    """Save a text and let everybody read it, as the button under /redaktion/ does.

    ``at`` is when it happened, when that is told afterwards. Raises PermissionDenied.
    """
    require(by, right(type(thing), "publish"))
    if thing.pk is None:
        thing.live = False
        thing.first_published_at = at
        thing.save()
    with LogContext(user=by), happened(at):
        thing.save_revision(user=by).publish(user=by)
    if at is not None:
        type(thing)._default_manager.filter(pk=thing.pk, live=True).update(last_published_at=at)
    thing.refresh_from_db()
    return thing


@transaction.atomic
def take_back(thing: Edited, *, by: User | None, at: datetime | None = None) -> Edited:
    """Nobody reads it any more; its versions remain. Raises PermissionDenied."""
    require(by, right(type(thing), "publish"))
    with LogContext(user=by), happened(at):
        thing.unpublish()
    return thing


@transaction.atomic
def still_right(thing: Reviewed, *, by: User) -> None:
    """Somebody who answers for the text has read it and says that it is true.

    Raises PermissionDenied when she does not answer for it.
    """
    require(by, "editorial.review", thing)
    looked_at(thing)
    record("editorial.still_right", thing, by=by)
