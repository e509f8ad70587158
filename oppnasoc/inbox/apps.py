from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "oppnasoc.inbox"
    label = "inbox"
