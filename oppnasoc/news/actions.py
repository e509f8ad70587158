"""Begin a newsletter, write it, try it on oneself, and send it to everybody who wants it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.outbox.actions import put
from oppnasoc.outbox.models import Channel
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import move, record

from .choosing import Choice, content, proposed
from .models import Copy, Newsletter

RIGHT = "news.newsletter"
Status = Newsletter.Status


@transaction.atomic
def begin(title: str, *, begins: date, ends: date, by: User | None) -> Newsletter:
    """Begin a draft with what happened on these days, both included, chosen already.

    Raises PermissionDenied, and ValidationError naming the field.
    """
    require(by, RIGHT)
    if ends < begins:
        raise ValidationError({"ends": _("The last day comes before the first.")})
    newsletter = Newsletter.objects.create(
        title=_titled(title),
        begins=begins,
        ends=ends,
        chosen=[list(each) for each in proposed(begins, ends)],
        made_by=by,
    )
    record("news.newsletter_begun", newsletter, by=by, newsletter=newsletter)
    return newsletter


@transaction.atomic
def write(
    newsletter: Newsletter,
    *,
    title: str,
    introduction: str,
    chosen: Sequence[Choice],
    by: User | None,
    seen: int | None = None,
) -> Newsletter:
    """Change a draft. Raises PermissionDenied, ValidationError, and Stale when it was changed or
    sent meanwhile."""
    require(by, RIGHT, newsletter)
    kept = [list(each) for each in dict.fromkeys(chosen)]
    words = {"title": _titled(title), "introduction": introduction.strip()}
    _change(newsletter, seen=seen, **words, chosen=kept)
    record("news.newsletter_written", newsletter, by=by, newsletter=newsletter)
    return newsletter


def _titled(title: str) -> str:
    title = " ".join(title.split())
    if not title or len(title) > 120:
        raise ValidationError({"title": _("Write a short title.")})
    return title


@transaction.atomic
def test(newsletter: Newsletter, *, by: User) -> None:
    """Send it to oneself, exactly as the others will get it."""
    require(by, RIGHT, newsletter)
    copy = Copy.objects.create(newsletter=newsletter, tester=by)
    put("news.newsletter", copy.pk, channel=Channel.EMAIL, key=f"newsletter-test:{copy.pk}")
    record("news.newsletter_tested", newsletter, by=by, newsletter=newsletter)


@transaction.atomic
def send(
    newsletter: Newsletter, *, by: User | None, seen: int | None = None, at: datetime | None = None
) -> Newsletter:
    """Let it leave: from now on everybody reads it on the site, and the worker makes a letter for
    each who subscribes (``sending.py``). Raises PermissionDenied, ValidationError when there is
    nothing in it, and Stale when it was changed or sent meanwhile."""
    require(by, RIGHT, newsletter)
    held = content(newsletter)
    if not held.lines and not held.sections:
        raise ValidationError(_("There is nothing in the letter. Choose something first."))
    _change(newsletter, seen=seen, status=Status.LEAVING, sent_at=at or timezone.now())
    record("news.newsletter_sent", newsletter, by=by, at=at, newsletter=newsletter)
    return newsletter


def _change(newsletter: Newsletter, *, seen: int | None, **to: Any) -> None:
    """Change a draft while nobody else has since the person saw it. Raises Stale."""
    was = newsletter.revision if seen is None else seen
    when = {"revision": was, "status": Status.DRAFT}
    move(newsletter, when=when, to={**to, "revision": F("revision") + 1})
