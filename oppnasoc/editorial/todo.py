"""What waits for those who answer for texts that should be looked at again."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.ui.registry import Todo, todo

from .models import Reviewed
from .publishing import edited_models

SOON = timedelta(days=14)  # before its day a text begins to wait


@todo(order=70)
def to_look_at_again(user: User) -> list[Todo]:
    """A query for each noun that has a day, for those who answer for some of it."""
    found, today = [], timezone.localdate()
    for model in edited_models():
        if issubclass(model, Reviewed):
            for thing in model.to_review(user).filter(review_by__lte=today + SOON)[:20]:
                url = reverse("editorial_review", args=[model._meta.label_lower, thing.pk])
                why = _("Read it again and say whether it is still right.")
                found.append(
                    Todo(
                        thing.title,
                        url,
                        why,
                        due_on=thing.review_by,
                        late=thing.is_old,
                        verb=_("Read"),
                    )
                )
    return found
