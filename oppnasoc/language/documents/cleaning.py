"""A copy of a document that holds what it shows and nothing it hides. Runs in the child only."""

from __future__ import annotations

import io
import re
from typing import BinaryIO
from xml.etree.ElementTree import Element

import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from oppnasoc.language.documents.extracting import extracted
from oppnasoc.language.documents.kinds import Kind
from oppnasoc.language.documents.opendocument import HIDDEN_OR_ASIDE
from oppnasoc.language.documents.package import Package, attribute, child, children, local
from oppnasoc.language.documents.pdf import opened
from oppnasoc.language.documents.rebuilding import Rules, packed, words
from oppnasoc.language.documents.refusal import Reason, Refused
from oppnasoc.language.documents.wordstyles import Styles, style_of

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_KEPT = words(
    """document body p pPr r rPr t tab tabs br cr noBreakHyphen tbl tblPr tblGrid gridCol tr trPr
    tc tcPr sectPr pgSz pgMar pStyle rStyle tblStyle keepNext keepLines numPr ilvl numId spacing
    ind jc contextualSpacing outlineLvl b i u caps smallCaps strike sz vertAlign tcW gridSpan
    vMerge vAlign tblW tblBorders tcBorders top left bottom right insideH insideV tblHeader
    styles docDefaults rPrDefault pPrDefault style basedOn numbering abstractNum multiLevelType
    lvl start numFmt lvlText lvlJc num abstractNumId lvlOverride startOverride styleLink
    numStyleLink name"""
)
_WORD_UNWRAPPED = words("ins moveTo smartTag customXml sdt sdtContent fldSimple hyperlink bdo dir")
_WORD_ATTRIBUTES = words(
    """val left right hanging firstLine start end before after line lineRule w h top bottom type
    sz space ilvl numId abstractNumId default pos leader beforeAutospacing
    afterAutospacing"""
)
_USUAL_NAME = re.compile(
    r"^(?:heading \d|title|subtitle|normal|body text|list(?: \w+)?(?: \d)?|table grid|toc \d|"
    r"toc heading|no spacing)$",
    re.IGNORECASE,
)
_STYLE_REFERENCES = {"pStyle", "rStyle", "tblStyle", "basedOn", "styleLink", "numStyleLink"}
_ODF_KEPT = words(
    """document-content document-styles styles automatic-styles body text p h span list list-item
    list-header s tab line-break table table-column table-columns table-header-rows table-rows
    table-row table-cell covered-table-cell style default-style text-properties
    paragraph-properties table-properties table-column-properties table-cell-properties list-style
    list-level-style-bullet list-level-style-number list-level-properties
    list-level-label-alignment tab-stops tab-stop"""
)
_ODF_ATTRIBUTES = words(
    """outline-level family level num-format num-suffix num-prefix bullet-char start-value
    display-levels c font-weight font-size font-style text-underline-style text-underline-width
    text-transform margin-top margin-bottom margin-left margin-right text-indent text-align
    space-before min-label-width label-followed-by list-tab-stop-position
    list-level-position-and-space-mode number-columns-spanned number-rows-spanned column-width
    border border-top border-bottom border-left border-right padding continue-numbering
    default-outline-level position type version break-before"""
)
_ODF_RENAMED = words("style-name parent-style-name list-style-name name next-style-name")
_ODF_TITLES = re.compile(r"^(?:title|heading(?:[ _]\d+)?)$", re.IGNORECASE)
# Keys of a page that may lead to more than the page shows.
_LEADS_AWAY = re.compile(rb"/(?:PieceInfo|Metadata|AA|Annots)\s+\d+\s+\d+\s+R|/Annots\s*\[\s*\]")
_STILL_THERE = re.compile(
    rb"/(?:PieceInfo|Metadata|EmbeddedFile|Filespec|JavaScript|JS|AA|Annots|Author)\b"
)


def cleaned(file: BinaryIO) -> tuple[Kind, bytes]:
    """The kind and the bytes of a clean copy; its text is the original's. Raises Refused.

    A copy whose text differs, or that cannot be freed of everything hidden, is UNCLEAN.
    """
    kind, text = extracted(file)
    if kind is Kind.TEXT:
        return kind, text.encode()
    make = {Kind.DOCX: _word, Kind.ODT: _open_document, Kind.PDF: _pdf}[kind]
    content = make(file)
    if _words_of(extracted(io.BytesIO(content))[1]) != _words_of(text):
        raise Refused(Reason.UNCLEAN)
    return kind, content


def _words_of(text: str) -> list[str]:
    """The words without the addresses of links, which the copy does not keep."""
    return re.sub(r"\[([^\[\]]*)\]\([^()\s]*\)", r"\1", text).split()


def _rooted(rules: Rules, root: Element | None) -> Element | None:
    return None if root is None else rules.copied(root)


def _word(file: BinaryIO) -> bytes:
    package = Package(file)
    styles_root = package.xml("word/styles.xml")
    root = package.xml("word/document.xml")
    if root is None:
        raise Refused(Reason.BROKEN)
    _boxes_out(root, "txbxContent")
    hidden = _hidden_runs(root, Styles.of(styles_root))
    rules = Rules(
        kept=_WORD_KEPT,
        unwrapped=_WORD_UNWRAPPED,
        attributes=_WORD_ATTRIBUTES,
        renamed=frozenset({"styleId"}),
        hides=lambda element: element in hidden,
    )
    parts = {
        "document": rules.copied(root),
        "styles": _rooted(rules, styles_root),
        "numbering": _rooted(rules, package.xml("word/numbering.xml")),
    }
    for part in parts.values():
        _rename_references(part, rules)
    found = {name: part for name, part in parts.items() if part is not None}
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-'
        f'officedocument.wordprocessingml.{name if name != "document" else "document.main"}+xml"/>'
        for name in found
    )
    types = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{kinds}'
        "</Types>"
    )
    inside = [name for name in found if name != "document"]
    return packed(
        [
            ("[Content_Types].xml", types.encode()),
            ("_rels/.rels", _relations([("officeDocument", "word/document.xml")])),
            ("word/document.xml", found["document"]),
            ("word/_rels/document.xml.rels", _relations([(n, f"{n}.xml") for n in inside])),
            *((f"word/{name}.xml", found[name]) for name in inside),
        ],
        {"w": _W, "r": _R},
    )


def _relations(targets: list[tuple[str, str]]) -> bytes:
    lines = "".join(
        f'<Relationship Id="r{n}" Type="{_R}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    start = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return (
        f'{start}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'.encode()
    )


def _hidden_runs(root: Element, styles: Styles) -> set[Element]:
    """Runs that are hidden by themselves or by a style."""
    found = set()
    for paragraph in root.iter():
        if local(paragraph) != "p":
            continue
        style = style_of(child(paragraph, "pPr"))
        for run in paragraph.iter():
            own = child(run, "rPr")
            if local(run) == "r" and (
                styles.run(style, own, "vanish") or styles.run(style, own, "webHidden")
            ):
                found.add(run)
    return found


def _boxes_out(root: Element, box_name: str) -> None:
    """Put the paragraphs of text boxes behind the paragraph that they hang on."""
    for parent in list(root.iter()):
        for at, part in reversed(list(enumerate(parent))):
            if local(part) not in ("p", "h"):
                continue
            # Of two versions of one drawing the second only repeats the first.
            again = {
                box
                for choice in part.iter()
                if child(choice, "Choice") is not None
                for other in children(choice, "Fallback")
                for box in other.iter()
            }
            boxes = [b for b in part.iter() if local(b) == box_name and b not in again]
            inside = [paragraph for box in boxes for paragraph in box]
            for box in boxes:
                box.clear()
            for paragraph in reversed(inside):
                parent.insert(at + 1, paragraph)


def _rename_references(root: Element | None, rules: Rules) -> None:
    for element in root.iter() if root is not None else ():
        name = local(element)
        key = f"{{{element.tag[1:].partition('}')[0]}}}val"
        value = element.get(key)
        if value is None:
            continue
        if name in _STYLE_REFERENCES:
            element.set(key, rules.name(value))
        elif name == "name" and not _USUAL_NAME.match(value):
            element.set(key, f"Style {rules.name('name ' + value)}")


def _open_document(file: BinaryIO) -> bytes:
    package = Package(file)
    content, styles = package.xml("content.xml"), package.xml("styles.xml")
    if content is None:
        raise Refused(Reason.BROKEN)
    _boxes_out(content, "text-box")
    hidden = {
        attribute(style, "name")
        for root in (content, styles)
        for style in (root.iter() if root is not None else ())
        if local(style) == "style"
        and attribute(child(style, "text-properties"), "display") == "none"
    }
    rules = Rules(
        kept=_ODF_KEPT,
        unwrapped=frozenset(),
        attributes=_ODF_ATTRIBUTES,
        renamed=_ODF_RENAMED,
        hides=lambda element: (
            local(element) in HIDDEN_OR_ASIDE
            or attribute(element, "display") == "none"
            or (attribute(element, "style-name") in hidden)
        ),
    )
    for name in _title_names(content, styles):
        rules.names[name] = name
    rules.unwrapped = frozenset(
        local(part) for part in content.iter() if local(part) not in _ODF_KEPT
    ) - words("meta settings scripts font-face-decls master-styles image object")
    parts: list[tuple[str, bytes | Element]] = [
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", rules.copied(content)),
    ]
    listed = ["content.xml"]
    if styles is not None:
        parts.append(("styles.xml", rules.copied(styles)))
        listed.append("styles.xml")
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    lines = "".join(
        f'<m:file-entry m:full-path="{name}" m:media-type="text/xml"/>' for name in listed
    )
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<m:manifest xmlns:m="{space}" m:version="1.2">'
        '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/>'
        f"{lines}</m:manifest>"
    )
    parts.append(("META-INF/manifest.xml", manifest.encode()))
    odf = "urn:oasis:names:tc:opendocument:xmlns"
    prefixes = {name: f"{odf}:{name}:1.0" for name in ("office", "style", "text", "table")}
    return packed(parts, {**prefixes, "fo": f"{odf}:xsl-fo-compatible:1.0"})


def _title_names(*roots: Element | None) -> set[str]:
    """Names of styles that say what a paragraph is; they are the same in every document."""
    return {
        name
        for root in roots
        for element in (root.iter() if root is not None else ())
        for what in ("name", "style-name", "parent-style-name")
        if (name := attribute(element, what)) and _ODF_TITLES.match(name)
    }


def _pdf(file: BinaryIO) -> bytes:
    """The pages alone, copied twice: what nothing leads to any longer stays behind."""
    first = bytearray(_pages_of(opened(file)))
    for match in list(_LEADS_AWAY.finditer(first)):
        first[match.start() : match.end()] = b" " * len(match[0])
    content = _pages_of(opened(io.BytesIO(first)))
    if _STILL_THERE.search(content):
        raise Refused(Reason.UNCLEAN)
    return content


def _pages_of(source: pdfium2.PdfDocument) -> bytes:
    for number in range(len(source)):
        page = source[number]
        for at in reversed(range(pdfium.FPDFPage_GetAnnotCount(page.raw))):
            pdfium.FPDFPage_RemoveAnnot(page.raw, at)
        page.close()
    made = pdfium2.PdfDocument.new()
    made.import_pages(source)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()
