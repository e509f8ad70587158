"""The parts that a longer text is built of."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

#: What can be done with words: small headings, lists, strong words and links; nothing that is form.
WORDS = ["h3", "bold", "italic", "ol", "ul", "link"]

#: Languages that a part may be written in: the national minorities' and those that many read here.
LANGUAGES = [
    ("en", "English"),
    ("fi", "suomi"),
    ("fit", "meänkieli"),
    ("se", "davvisámegiella"),
    ("rom", "romani"),
    ("yi", "ייִדיש"),
    ("ar", "العربية"),
    ("so", "Soomaali"),
    ("ti", "ትግርኛ"),
    ("fa", "فارسی"),
    ("uk", "українська"),
]
RIGHT_TO_LEFT = {"ar", "fa", "yi"}


class PictureBlock(blocks.StructBlock):  # type: ignore[misc]
    """A picture never stands without words for those who do not see it (WCAG 2.2, 1.1.1)."""

    picture = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        label=_("what the picture shows"),
        max_length=200,
        help_text=_("Read aloud to those who do not see the picture."),
    )
    caption = blocks.CharBlock(label=_("words under the picture"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "editorial/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):  # type: ignore[misc]
    words = blocks.TextBlock(label=_("words"), max_length=600)
    who = blocks.CharBlock(
        label=_("who says it"),
        max_length=120,
        required=False,
        help_text=_("As she wants to be called."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "editorial/blocks/quote.html"


class BoxBlock(blocks.StructBlock):  # type: ignore[misc]
    title = blocks.CharBlock(label=_("title"), max_length=120)
    text = blocks.RichTextBlock(label=_("text"), features=WORDS)

    class Meta:
        icon = "info-circle"
        label = _("Good to know")
        template = "editorial/blocks/box.html"


class OtherLanguageBlock(blocks.StructBlock):  # type: ignore[misc]
    """A part in another language says which, so that it is read aloud rightly (WCAG 3.1.2)."""

    language = blocks.ChoiceBlock(label=_("language"), choices=LANGUAGES)
    title = blocks.CharBlock(label=_("title"), max_length=120, required=False)
    text = blocks.RichTextBlock(label=_("text"), features=WORDS)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["direction"] = "rtl" if value["language"] in RIGHT_TO_LEFT else "ltr"
        return context

    class Meta:
        icon = "globe"
        label = _("Part in another language")
        template = "editorial/blocks/other_language.html"


def body_blocks() -> list[tuple[str, blocks.Block]]:
    """The parts of a text, in the order in which they are offered."""
    return [
        (
            "heading",
            blocks.CharBlock(
                label=_("Heading"),
                max_length=120,
                icon="title",
                template="editorial/blocks/heading.html",
            ),
        ),
        (
            "words",
            blocks.RichTextBlock(
                label=_("Words"), features=WORDS, template="editorial/blocks/words.html"
            ),
        ),
        ("picture", PictureBlock()),
        ("quote", QuoteBlock()),
        ("box", BoxBlock()),
        ("other_language", OtherLanguageBlock()),
    ]
