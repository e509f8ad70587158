from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    name = "oppnasoc.authority"
    label = "authority"
