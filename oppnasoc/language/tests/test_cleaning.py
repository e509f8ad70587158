"""The copy that may be published: every word that the document shows, nothing that it hides."""

from __future__ import annotations

import re
import zlib

import pytest

from oppnasoc.language.documents import Refused
from oppnasoc.language.documents.making import pdf

from .paper import GOOD, NOTES, apart, clean, docx, entries, odt, p

SECRET = b"hemlis"


def everything(content: bytes) -> bytes:
    """All that is in a document, unpacked."""
    if content.startswith(b"PK"):
        return b"\n".join([*map(str.encode, entries(content)), *entries(content).values()])
    found = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            found.append(stream)
    return b"\n".join(found)


def dirty_docx() -> bytes:
    """A hemlis in every corner of a docx where Word keeps something."""
    body = (
        '<w:p w:rsidR="hemlis1" w14:paraId="hemlis2" xmlns:w14="w14"><w:pPr>'
        '<w:pStyle w:val="HemlisStil"/><w:rPr><w:ins w:author="hemlis3"/></w:rPr></w:pPr>'
        '<w:bookmarkStart w:name="hemlis4"/><w:commentRangeStart w:id="1"/>'
        '<w:r w:rsidRPr="hemlis5"><w:t xml:space="preserve">Vi ses </w:t></w:r>'
        '<w:del w:author="hemlis6" w:date="hemlis7"><w:r><w:delText>hemlis8</w:delText></w:r>'
        '</w:del><w:ins w:author="hemlis9"><w:r><w:t>i mars.</w:t></w:r></w:ins>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hemlis10</w:t></w:r>"
        '<w:r><w:instrText>AUTHOR hemlis11</w:instrText></w:r>'
        '<w:r><w:drawing><x:docPr xmlns:x="x" name="C:\\hemlis12.png" descr="hemlis13"/>'
        "</w:drawing></w:r>"
        '<w:r><w:object><x>hemlis14</x></w:object></w:r>'
        '<w:sdt><w:sdtPr><w:alias w:val="hemlis15"/></w:sdtPr><w:sdtContent>'
        "<w:r><w:t> Kom!</w:t></w:r></w:sdtContent></w:sdt></w:p><!-- hemlis16 -->"
        "<w:customXml w:uri='hemlis17'>" + p("Sist.") + "</w:customXml>"
    )  # fmt: skip
    hidden: dict[str, str | bytes] = {
        "docProps__core_xml": "<x>hemlis18</x>", "docProps__app_xml": "<x>hemlis19</x>",
        "docProps__custom_xml": "<x>hemlis20</x>", "word__comments_xml": "<x>hemlis21</x>",
        "word__people_xml": "<x>hemlis22</x>", "word__settings_xml": "<x>hemlis23</x>",
        "customXml__item1_xml": "<x>hemlis24</x>", "word__embeddings__ole_bin": b"hemlis25",
        "docProps__thumbnail.jpeg": b"hemlis26", "word__media__hemlis27.png": b"hemlis28",
        "word__header1_xml": "<x>hemlis29</x>", "word__footnotes_xml": "<x>hemlis30</x>",
        "word__glossary__document_xml": "<x>hemlis31</x>",
        "word__styles_xml": (
            "<w:styles xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
            "<w:style w:type='paragraph' w:styleId='HemlisStil'><w:name w:val='hemlis32'/>"
            "<w:rsid w:val='hemlis33'/></w:style></w:styles>"
        ),
    }  # fmt: skip
    return docx(body, **hidden)


def dirty_odt() -> bytes:
    body = (
        "<text:tracked-changes><text:changed-region><text:insertion><office:change-info>"
        "<text:p>hemlis1</text:p></office:change-info></text:insertion></text:changed-region>"
        "</text:tracked-changes>"
        '<text:p text:style-name="HemlisStil" xmlns:x="http://openoffice.org/2009/office"'
        ' x:rsid="hemlis2">Vi ses <office:annotation><text:p>hemlis3</text:p></office:annotation>'
        '<text:bookmark text:name="hemlis4"/>i mars.<text:hidden-text>hemlis5</text:hidden-text>'
        '<draw:frame draw:name="hemlis6"><draw:image xlink:href="Pictures/hemlis7.png"/>'
        "</draw:frame></text:p>"
        '<text:section text:name="hemlis8"><text:p>Sist.</text:p></text:section>'
    )
    hidden: dict[str, str | bytes] = {
        "meta_xml": "<x>hemlis9</x>", "settings_xml": "<x>hemlis10</x>",
        "Thumbnails__thumbnail.png": b"hemlis11", "Pictures__hemlis7.png": b"hemlis12",
        "Object 1__content_xml": "<x>hemlis13</x>",
        "styles_xml": "<x><master-styles><p>hemlis14</p></master-styles></x>",
    }  # fmt: skip
    return odt(body, **hidden)


def dirty_pdf() -> bytes:
    """Metadata in the catalogue, on the page and as a private piece, a note, an attached file."""
    content = pdf(NOTES)
    extra = (
        b"90 0 obj\n<< /Type /Metadata /Length 8 >>\nstream\nhemlis01\nendstream\nendobj\n"
        b"91 0 obj\n<< /App << /Private (hemlis02) >> >>\nendobj\n"
        b"92 0 obj\n<< /Type /Annot /Subtype /Text /Contents (hemlis03) >>\nendobj\n"
        b"93 0 obj\n<< /Author (hemlis04) /Title (hemlis05) >>\nendobj\n"
        b"94 0 obj\n<< /Names [(hemlis06) 90 0 R] >>\nendobj\n"
    )
    content = content.replace(
        b"/Type /Page /Parent",
        b"/Type /Page /Metadata 90 0 R /PieceInfo 91 0 R /Annots [92 0 R] /Parent",
    ).replace(b"/Type /Catalog", b"/Type /Catalog /Metadata 90 0 R /EmbeddedFiles 94 0 R")
    content = content.replace(b"xref\n0", extra + b"xref\n0")
    # The table of places is wrong now; readers mend that by looking through the file.
    return content.replace(b"/Root", b"/Info 93 0 R /Root")


DIRTY = {"docx": dirty_docx(), "odt": dirty_odt(), "pdf": dirty_pdf()}


@pytest.mark.parametrize("kind", DIRTY)
def test_nothing_hidden_is_left(kind: str) -> None:
    dirty = DIRTY[kind]
    assert SECRET in everything(dirty)
    copy = clean(dirty)
    assert SECRET not in everything(copy).lower()
    assert apart(copy).split() == apart(dirty).split()


def test_what_is_shown_is_there() -> None:
    assert apart(clean(DIRTY["docx"])).split() == ["Vi", "ses", "i", "mars.", "Kom!", "Sist."]
    assert apart(clean(DIRTY["odt"])).split() == ["Vi", "ses", "i", "mars.", "Sist."]


@pytest.mark.parametrize("kind", GOOD)
def test_the_copy_reads_as_the_document_did(kind: str) -> None:
    copy = clean(GOOD[kind])
    assert apart(copy) == apart(GOOD[kind])
    assert clean(copy) == copy or kind == "pdf"


def test_only_known_parts_are_in_the_copy() -> None:
    assert set(entries(clean(DIRTY["docx"]))) == {
        "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels",
        "word/styles.xml", "word/numbering.xml",
    }  # fmt: skip
    assert set(entries(clean(GOOD["odt"]))) == {"mimetype", "content.xml", "META-INF/manifest.xml"}


def test_what_cannot_be_cleaned_is_refused() -> None:
    inside = pdf(NOTES).replace(
        b"/Type /Page /Parent", b"/Type /Page /PieceInfo << /App (hemlis) >> /Parent"
    )
    with pytest.raises(Refused) as refused:
        clean(inside)
    assert refused.value.reason == "unclean"


def test_what_cannot_be_read_cannot_be_cleaned() -> None:
    with pytest.raises(Refused) as refused:
        clean(b"PK\x03\x04")
    assert refused.value.reason == "broken"
