from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "oppnasoc.guide"
    label = "guide"
