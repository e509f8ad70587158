"""Addresses of the kinds of pages that stand by the dozen on other pages.

Django's ``reverse`` looks through every address of a name and checks what it made; an address
that only differs by a number and a slug is made of its text::

    PAGE = Address("matter")
    PAGE(7, slug)  # /fragor/7-…/
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from django.urls import Resolver404, get_script_prefix, resolve, reverse
from django.utils.http import RFC3986_SUBDELIMS
from django.utils.text import slugify

NUMBER, TEXT = 10**17, "stand-in-"
SAFE = RFC3986_SUBDELIMS + "/~:@"  # As reverse() leaves them.


class Address:
    """``reverse`` for one name whose arguments are primary keys and slugs."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.forms: dict[tuple[object, ...], str] = {}

    def __call__(self, *values: int | str) -> str:
        shape = (get_script_prefix(), *map(type, values))
        form = self.forms.get(shape)
        if form is None:
            form = self.forms[shape] = self.form(values)
        return form.format(*(quote(v, SAFE) if isinstance(v, str) else v for v in values))

    def form(self, values: tuple[int | str, ...]) -> str:
        """The address with ``{}`` in place of the values."""
        stand_ins = [
            f"{TEXT}{n}" if isinstance(value, str) else NUMBER + n for n, value in enumerate(values)
        ]
        found = reverse(self.name, args=stand_ins).replace("{", "{{").replace("}", "}}")
        for n, stand_in in enumerate(stand_ins):
            found = found.replace(str(stand_in), f"{{{n}}}")
        return found


@lru_cache(maxsize=10_000)
def slug_of(text: str, otherwise: str) -> str:
    """What stands behind the number of a page's address: a title in letters that need no signs."""
    return slugify(text)[:60].strip("-") or otherwise


LONGEST = 200  # characters of a path that is kept
#: Beginnings of paths that are nobody's page: one's own, or none that everybody can open.
NOT_OPEN = ("/konto/", "/att-gora/", "/redaktion/", "/static/", "/media/", "/sprak/", "/min/",
            "/sag-nagot/", "/utskick/", "/inkommet/", "/lage/", "/fragor/nytt-som-sagts/",
            "/fragor/att-beratta/", "/fragor/brev/", "/min-kod/", "/samtal/kvitto/",
            "/samtal/mitt-inlagg/", "/samtal/mina/", "/samtal/inlagg/", "/samtal/att-titta-pa/",
            "/samtal/ny-titt/", "/samtal/grupp/", "/forbereda/ny/", "/forbereda/rum/",
            "/forbereda/inbjudan/",
            "/jamfor/sa-gor-andra/kvitto/", "/jamfor/sa-gor-andra/min/",
            "/jamfor/sa-gor-andra/mina/", "/jamfor/sa-gor-andra/ny/",
            "/jamfor/sa-gor-andra/att-titta-pa/")  # fmt: skip


def may_be_open(path: str) -> bool:
    """Whether a path can be that of an open page, without looking whether there is one."""
    outside = not path.startswith("/") or path.startswith(("//", *NOT_OPEN))
    return not outside and len(path) <= LONGEST


def open_page(path: str) -> str:
    """A path as it is kept, when it is that of an open page of this site; otherwise ''."""
    path = path.partition("?")[0].partition("#")[0]
    if not may_be_open(path):
        return ""
    try:
        resolve(path)
    except (Resolver404, ValueError):
        return ""
    return path
