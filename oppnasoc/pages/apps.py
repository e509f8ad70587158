from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "oppnasoc.pages"
    label = "pages"
