from django.apps import AppConfig


class DoorwayConfig(AppConfig):
    name = "oppnasoc.doorway"
    label = "doorway"
