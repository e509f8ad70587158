from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UiConfig(AppConfig):
    name = "oppnasoc.ui"
    label = "ui"

    def ready(self) -> None:
        autodiscover_modules(
            "notices", "panels", "todo", "daily", "rounds", "checks", "leaving", "personal_data"
        )
