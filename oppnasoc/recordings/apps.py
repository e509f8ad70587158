from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    name = "oppnasoc.recordings"
    label = "recordings"
