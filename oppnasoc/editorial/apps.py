from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "oppnasoc.editorial"
    label = "editorial"
