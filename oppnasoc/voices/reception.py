"""Who gets what was said to nobody in particular."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from oppnasoc.groups.models import Group


@register_setting(icon="group")
class Reception(BaseGenericSetting):  # type: ignore[misc]
    """One row of settings, edited under /redaktion/ by an administrator."""

    group = models.ForeignKey(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the group that looks first"),
        help_text=_("At what was said to no group in particular. Empty: the first of the tree."),
    )

    panels = [FieldPanel("group")]

    class Meta:
        verbose_name = _("reception of what is said")


def reception_group() -> Group | None:
    """The group of the settings, otherwise the first active one from the top of the tree.

    None only where no group is active at all.
    """
    chosen = Reception.objects.select_related("group").first()
    if chosen is not None and chosen.group is not None:
        group: Group = chosen.group
        if group.status == Group.Status.ACTIVE:
            return group
    active = Group.objects.filter(status=Group.Status.ACTIVE)
    return active.order_by(F("parent").asc(nulls_first=True), "pk").first()
