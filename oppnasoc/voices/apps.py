from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "oppnasoc.voices"
    label = "voices"
