from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class GroupsConfig(AppConfig):
    name = "oppnasoc.groups"
    label = "groups"

    def ready(self) -> None:
        autodiscover_modules("answering")
