"""What a process refers to: laws, papers and letters. They are lists without a life of their own,
so they lie in the process and its versions and cost no query."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class Law(blocks.StructValue):  # type: ignore[misc]
    @property
    def called(self) -> str:
        """The law and its section; one that nobody wrote is left out."""
        return ", ".join(text for text in (self["name"], self["section"]) if text)


class Paper(blocks.StructValue):  # type: ignore[misc]
    @property
    def called(self) -> str:
        """The paper and its address."""
        return " ".join(text for text in (self["title"], self["url"]) if text)


class LawBlock(blocks.StructBlock):  # type: ignore[misc]
    name = blocks.CharBlock(label=_("the law with its number"), max_length=120)
    section = blocks.CharBlock(label=_("section"), max_length=60, required=False)
    says = blocks.CharBlock(label=_("what it says, in plain words"), max_length=240, required=False)
    url = blocks.URLBlock(label=_("link to the text of the law"))

    class Meta:
        icon = "clipboard-list"
        label = _("Law")
        value_class = Law


class PaperBlock(blocks.StructBlock):  # type: ignore[misc]
    title = blocks.CharBlock(label=_("what it is called"), max_length=120)
    says = blocks.CharBlock(label=_("what it is for"), max_length=240, required=False)
    url = blocks.CharBlock(label=_("link"), max_length=200, required=False)
    reviewed = blocks.CharBlock(
        label=_("address of the version that users have reviewed"), max_length=200, required=False
    )

    class Meta:
        icon = "doc-full"
        label = _("Paper or letter")
        value_class = Paper


def law_blocks() -> list[tuple[str, blocks.Block]]:
    return [("law", LawBlock())]


def paper_blocks() -> list[tuple[str, blocks.Block]]:
    return [("paper", PaperBlock())]
