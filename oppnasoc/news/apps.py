from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "oppnasoc.news"
    label = "news"
