from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "oppnasoc.matters"
    label = "matters"
