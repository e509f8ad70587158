"""One plan that a person owns: the private tower."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CarePlanConfig(AppConfig):
    name = "oppnasoc.careplan"
    verbose_name = _("My plan")
