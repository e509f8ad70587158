"""What anybody does with a comment: agree, report; and its writer: ask for another look."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import Somebody, require
from oppnasoc.trail.actions import record

from .models import Appeal, Comment, Flag, Support
from .writing import hers

WHY_LENGTH = 500  # characters
WORDS_LENGTH = 1000  # characters


def key_of(who: str, comment: Comment) -> str:
    """What is kept of somebody who agrees: 64 hexadecimal characters, different for every comment,
    so that nobody can see who else it was or what else she agreed with."""
    key = hashlib.sha256(b"discussion.support" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, f"{comment.pk} {who}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def support(comment: Comment, *, who: str, by: Somebody = None) -> bool:
    """Agree with a comment; pressed again by who has an account it is taken back.

    ``who`` tells this person, or this network today, from others; only an HMAC of it is kept.
    Returns whether she agrees now. Nothing is ordered by how many agree.
    """
    require(by, "discussion.write")
    if not comment.is_shown:
        raise ValidationError(_("It is not shown any more."))
    key = key_of(who, comment)
    _row, new = Support.objects.get_or_create(comment=comment, key=key)
    if not new and isinstance(by, User):
        Support.objects.filter(comment=comment, key=key).delete()
        return False
    return True


@transaction.atomic
def report(comment: Comment, why: str, *, by: Somebody = None) -> Flag:
    """Say that a comment should not stand there. It stays until somebody has looked; who reports
    it is not noted. Raises ValidationError naming the field."""
    require(by, "discussion.write")
    said = why.strip()
    if not comment.is_shown:
        raise ValidationError(_("It is not shown any more."))
    if not said:
        raise ValidationError({"why": _("Write what is wrong, so that we know what to look at.")})
    if len(said) > WHY_LENGTH:
        most = _("That was long. Shorten it to %(n)d letters at most.") % {"n": WHY_LENGTH}
        raise ValidationError({"why": most})
    made = Flag.objects.create(comment=comment, why=said)
    record("discussion.reported", comment, by=None)
    return made


def may_appeal(comment: Comment) -> bool:
    """Whether another look can be asked for: once for each time that it was hidden."""
    if comment.state != Comment.State.HIDDEN:
        return False
    return not comment.appeals.filter(made_at__gte=comment.hidden_at).exists()


@transaction.atomic
def appeal(comment: Comment, words: str, *, by: User | None = None) -> Appeal:
    """Ask that another person looks at one's own comment once more. Raises PermissionDenied, and
    ValidationError naming the field."""
    hers(comment, by)
    said = words.strip()
    if not may_appeal(comment):
        raise ValidationError(_("Another look has been asked for already, or is not needed."))
    if not said:
        text = _("Write in your own words why it should be shown. A sentence is enough.")
        raise ValidationError({"words": text})
    if len(said) > WORDS_LENGTH:
        most = _("That was long. Shorten it to %(n)d letters at most.") % {"n": WORDS_LENGTH}
        raise ValidationError({"words": most})
    made = Appeal.objects.create(comment=comment, words=said)
    record("discussion.appealed", comment, by=by)
    return made
