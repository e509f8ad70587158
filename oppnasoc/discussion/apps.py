from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "oppnasoc.discussion"
    label = "discussion"
