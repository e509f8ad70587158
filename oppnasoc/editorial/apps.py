from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "oppnasoc.editorial"
    label = "editorial"

    def ready(self) -> None:
        from . import publishing  # noqa: F401  It hears Wagtail's signals.
