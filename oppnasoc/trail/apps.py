from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TrailConfig(AppConfig):
    name = "oppnasoc.trail"
    label = "trail"

    def ready(self) -> None:
        autodiscover_modules("listening")
