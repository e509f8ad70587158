"""The municipality's own face: its name, logo, colours and where a person gets help."""

from __future__ import annotations

from math import floor
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.validators import RegexValidator
from django.db import models
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from .colour import PAPER_DARK, PAPER_LIGHT, contrast, passing
from .pictures import without_traces

MIN_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3 (AA), for text of normal size.

hex_colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write the colour as #245c45."))
organisation_number = RegexValidator(r"^\d{6}-\d{4}$", _("Write the number as 212000-0000."))


class Picture(AbstractImage):  # type: ignore[misc]
    """A picture of the site. Nothing that it hides, such as where it was taken, is kept."""

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):  # type: ignore[misc]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def save(self, *args: Any, **kwargs: Any) -> None:
        file: Any = self.file  # type: ignore[has-type]
        if file and not file._committed:
            self.file = made = without_traces(file, Path(file.name).name)
            self.file_size = made.size
            self._set_file_hash()
        super().save(*args, **kwargs)

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> File[bytes]:
        """The file of a rendition; Wagtail leaves the one that it was made in open."""
        with super().generate_rendition_file(filter, source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), made.name)


class PictureRendition(AbstractRendition):  # type: ignore[misc]
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="ui_rendition_unique"
            )
        ]


class Municipality(BaseGenericSetting):  # type: ignore[misc]
    """One row of settings, edited under /installningar/ by an administrator.

    The two colours carry links and buttons; each must reach contrast 4.5:1 against the paper of
    its own scheme, otherwise the setting is refused.
    """

    class Window(models.TextChoices):
        RIGHT = "right", _("to the right")
        LEFT = "left", _("to the left")

    CACHED = "municipality"  # where the row is kept for a few seconds, see context.py

    select_related = ["logo"]

    site_name = models.CharField(_("name of the site"), max_length=60, default="Öppna soc")
    name = models.CharField(
        _("name of the municipality"), max_length=80, default="Sundhamns kommun"
    )
    short_name = models.CharField(
        _("short name"), max_length=40, default="Sundhamn", help_text=_("As in 'in Sundhamn'.")
    )
    logo = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    colour_light = models.CharField(
        _("colour on light paper"), max_length=7, default="#245c45", validators=[hex_colour]
    )
    colour_dark = models.CharField(
        _("colour on dark paper"), max_length=7, default="#8fd0ac", validators=[hex_colour]
    )
    help_phone = models.CharField(_("help by phone"), max_length=40, blank=True)
    help_hours = models.CharField(_("hours of the phone"), max_length=80, blank=True)
    help_place = models.CharField(_("help on the spot"), max_length=120, blank=True)
    on_call_phone = models.CharField(
        _("phone of the social services on call"), max_length=40, blank=True
    )
    on_call_hours = models.CharField(
        _("hours of the social services on call"), max_length=80, blank=True
    )
    help_lines = models.TextField(
        _("more numbers for urgent help"),
        blank=True,
        help_text=_("One on each line: 'Name: number, when'."),
    )

    return_address = models.TextField(
        _("where answers to letters are sent"),
        blank=True,
        help_text=_("Name, street and town, a line each."),
    )
    envelope_window = models.CharField(
        _("where the window of your envelopes is"),
        max_length=5,
        choices=Window,
        default=Window.RIGHT,
    )

    sender_name = models.CharField(
        _("who our mail is from"),
        max_length=60,
        blank=True,
        help_text=_("The name that stands as the sender. Empty: the name of the site."),
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    postal_address = models.TextField(
        _("postal address"), blank=True, help_text=_("Name, street and town, a line each.")
    )
    visiting_address = models.CharField(_("where one can come"), max_length=160, blank=True)
    opening_hours = models.CharField(_("when one can come"), max_length=120, blank=True)
    organisation_number = models.CharField(
        _("organisation number"), max_length=11, blank=True, validators=[organisation_number]
    )
    protection_email = models.EmailField(_("e-mail to the data protection officer"), blank=True)
    protection_phone = models.CharField(
        _("phone to the data protection officer"), max_length=40, blank=True
    )
    press_phone = models.CharField(_("phone for the press"), max_length=40, blank=True)
    press_email = models.EmailField(_("e-mail for the press"), blank=True)
    security_email = models.EmailField(
        _("e-mail for faults in the security"),
        blank=True,
        help_text=_("Those who find a hole in the site write here. It stands in security.txt."),
    )

    class Meta:
        verbose_name = _("municipality")

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        cache.delete(self.CACHED)

    def clean(self) -> None:
        super().clean()
        errors = {}
        for field, paper in (("colour_light", PAPER_LIGHT), ("colour_dark", PAPER_DARK)):
            colour = getattr(self, field)
            try:
                hex_colour(colour)
            except ValidationError:
                continue  # The field itself says it.
            if (ratio := contrast(colour, paper)) < MIN_CONTRAST:
                errors[field] = ValidationError(
                    _(
                        "The contrast is %(ratio)s to 1. It must be at least 4.5 to 1. "
                        "The nearest colour that can be read is %(colour)s."
                    ),
                    params={
                        "ratio": localize(floor(ratio * 100) / 100),
                        "colour": passing(colour, paper),
                    },
                )
        if errors:
            raise ValidationError(errors)

    @property
    def has_own_colours(self) -> bool:
        fields = ("colour_light", "colour_dark")
        return any(getattr(self, f) != self._meta.get_field(f).default for f in fields)

    @property
    def theme_version(self) -> str:
        """Changes when a colour changes; stands in the address of the colours."""
        return f"{self.colour_light}{self.colour_dark}".replace("#", "")
