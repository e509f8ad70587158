from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "oppnasoc.meetings"
    label = "meetings"
