from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class VaultConfig(AppConfig):
    name = "oppnasoc.vault"
    label = "vault"

    def ready(self) -> None:
        """Let every app say what of it must not come back with an older copy."""
        autodiscover_modules("gone")
