from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "oppnasoc.vault"
    label = "vault"
