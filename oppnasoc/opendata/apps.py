from django.apps import AppConfig


class OpendataConfig(AppConfig):
    name = "oppnasoc.opendata"
    label = "opendata"
