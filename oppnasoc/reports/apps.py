from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "oppnasoc.reports"
    label = "reports"
