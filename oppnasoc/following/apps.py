from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FollowingConfig(AppConfig):
    name = "oppnasoc.following"
    label = "following"

    def ready(self) -> None:
        autodiscover_modules("following", "listening")
