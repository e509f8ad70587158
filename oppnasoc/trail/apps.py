from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "oppnasoc.trail"
    label = "trail"
