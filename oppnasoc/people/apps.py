from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "oppnasoc.people"
    label = "people"

    def ready(self) -> None:
        """Let the rules decide on pictures; Wagtail looks its policy up in this module."""
        from wagtail.images import get_image_model, permissions

        from .editorial_rights import PicturesByRole

        permissions.permission_policy = PicturesByRole(
            get_image_model(), owner_field_name="uploaded_by_user"
        )
