from django.apps import AppConfig


class PreparationConfig(AppConfig):
    name = "oppnasoc.preparation"
    label = "preparation"
