from django import forms
from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "oppnasoc.ui"
    label = "ui"

    def ready(self) -> None:
        # Django's own sentence is an office's.
        forms.Field.default_error_messages["required"] = _("Fill this in, or choose an answer.")
        autodiscover_modules(
            "notices", "panels", "todo", "daily", "rounds", "checks", "leaving", "personal_data"
        )
