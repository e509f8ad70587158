from django.apps import AppConfig


class ComparisonConfig(AppConfig):
    name = "oppnasoc.comparison"
    label = "comparison"
