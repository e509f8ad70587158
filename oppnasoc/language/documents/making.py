"""The other way: notes as the documents people have, for the demo and the tests.

Word, OpenDocument and PDF are made of a few lines of text: ``# title``, ``## heading``, ``- item``,
``  - item within``, ``1. counted``; anything else is a paragraph. Nothing but the standard library
is needed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from textwrap import wrap
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ITEM = re.compile(r"^(?P<indent> *)(?:(?P<sign>[-*])|(?P<count>\d+)\.)\s+(?P<text>.+)$")

#: A line's shape: "title", "heading", "text", "item" or "count", its depth and its words.
Line = tuple[str, int, str]


def lines(text: str) -> Iterator[Line]:
    """The lines of a text that say something, each with its shape."""
    for line in text.splitlines():
        if line.startswith("# "):
            yield "title", 0, line[2:].strip()
        elif line.startswith("## "):
            yield "heading", 0, line[3:].strip()
        elif match := _ITEM.match(line):
            shape = "item" if match["sign"] else "count"
            yield shape, len(match["indent"]) // 2, match["text"]
        elif line.strip():
            yield "text", 0, line.strip()


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip of these parts; one called mimetype is stored as it is."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, how)
    return target.getvalue()


def word(text: str) -> bytes:
    """A docx as Word makes it: headings and lists are styles, the signs are counted."""
    styles = {"title": "Title", "heading": "Heading1", "text": "Normal"}
    body = []
    for shape, depth, words in lines(text):
        if shape in styles:
            about = f'<w:pStyle w:val="{styles[shape]}"/>'
        else:
            number = 1 if shape == "item" else 2
            about = (
                f'<w:pStyle w:val="ListParagraph"/><w:numPr><w:ilvl w:val="{depth}"/>'
                f'<w:numId w:val="{number}"/></w:numPr>'
            )
        run = f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'
        body.append(f"<w:p><w:pPr>{about}</w:pPr>{run}</w:p>")
    return zipped(word_parts("".join(body)))


def word_parts(body: str) -> dict[str, str | bytes]:
    """The parts of a docx with this body, its styles and two lists."""
    levels = [
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{{}}"/>'
        f'<w:lvlText w:val="{{}}"/><w:pPr><w:ind w:left="{720 * (n + 1)}" w:hanging="360"/>'
        "</w:pPr></w:lvl>"
        for n in range(3)
    ]
    bullets = "".join(level.format("bullet", "•") for level in levels)
    counted = "".join(level.format("decimal", f"%{n}.") for n, level in enumerate(levels, 1))
    named = (("Title", "Title", 36), ("Heading1", "heading 1", 28),
             ("ListParagraph", "List Paragraph", 22))  # fmt: skip
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="{size}"/></w:rPr></w:style>'
        for key, name, size in named
    )
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
            f'<Override PartName="/word/numbering.xml" ContentType="{_TYPE}.numbering+xml"/>'
            "</Types>"
        ),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"), ("numbering", "numbering.xml")
        ),
        "word/document.xml": (
            f'<w:document xmlns:w="{_W}" xmlns:r="{_OFFICE}"><w:body>{body}</w:body></w:document>'
        ),
        "word/styles.xml": (
            f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:pPrDefault><w:pPr>'
            '<w:spacing w:after="160"/></w:pPr></w:pPrDefault></w:docDefaults>'
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
            f'<w:rPr><w:sz w:val="22"/></w:rPr></w:style>{styles}</w:styles>'
        ),
        "word/numbering.xml": (
            f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0">{bullets}'
            f'</w:abstractNum><w:abstractNum w:abstractNumId="1">{counted}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
            '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
        ),
    }


def _relations(*targets: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def open_document(text: str) -> bytes:
    """An odt as LibreOffice makes it."""
    body: list[str] = []
    depth, before = 0, ""
    for shape, level, words in [*lines(text), ("end", 0, "")]:
        wanted = level + 1 if shape in ("item", "count") else 0
        if shape != before and not level:
            body.append("</text:list-item></text:list>" * depth)
            depth = 0
        before = shape if not level else before
        while depth > wanted:
            body.append("</text:list-item></text:list>")
            depth -= 1
        if wanted and depth == wanted:
            body.append("</text:list-item><text:list-item>")
        while depth < wanted:
            kind = "Signs" if shape == "item" else "Counted"
            body.append(f'<text:list text:style-name="{kind}"><text:list-item>')
            depth += 1
        if shape == "title":
            body.append(f'<text:p text:style-name="Title">{escape(words)}</text:p>')
        elif shape == "heading":
            body.append(f'<text:h text:outline-level="1">{escape(words)}</text:h>')
        elif shape != "end":
            body.append(f'<text:p text:style-name="Body">{escape(words)}</text:p>')
    return zipped(open_document_parts("".join(body)))


def open_document_parts(body: str) -> dict[str, str | bytes]:
    """The parts of an odt with this body, its styles and two lists."""
    spaces = " ".join(
        f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "text", "style", "table")
    )
    spaces += f' xmlns:fo="{_ODF}:xsl-fo-compatible:1.0" xmlns:draw="{_ODF}:drawing:1.0"'
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    media = "application/vnd.oasis.opendocument.text"
    levels = range(1, 4)
    signs = "".join(
        f'<text:list-level-style-bullet text:level="{n}" text:bullet-char="•"/>' for n in levels
    )
    counted = "".join(
        f'<text:list-level-style-number text:level="{n}" style:num-format="1"'
        ' style:num-suffix="."/>'
        for n in levels
    )
    return {
        "mimetype": media,
        "content.xml": (
            f'<office:document-content {spaces} office:version="1.2"><office:automatic-styles>'
            '<style:style style:name="Body" style:family="paragraph"><style:paragraph-properties'
            ' fo:margin-bottom="0.3cm"/></style:style><style:style style:name="Strong"'
            ' style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
            f'<text:list-style style:name="Signs">{signs}</text:list-style>'
            f'<text:list-style style:name="Counted">{counted}</text:list-style>'
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>"
        ),
        "META-INF/manifest.xml": (
            f'<m:manifest xmlns:m="{_ODF}:manifest:1.0" m:version="1.2"><m:file-entry'
            f' m:full-path="/" m:media-type="{media}"/><m:file-entry m:full-path="content.xml"'
            ' m:media-type="text/xml"/></m:manifest>'
        ),
    }


# A page of A4 in points, and the width of a letter as a part of its size, on average.
_WIDTH, _HEIGHT, _MARGIN, _LETTER = 595, 842, 71, 0.47


def pdf(text: str, *, foot: str = "", password: bool = False) -> bytes:
    """A pdf with a text layer, page numbers and lines that break where the page ends.

    ``password`` says that it is locked, with a key that nobody has.
    """
    drawn: list[list[str]] = [[]]
    at = float(_HEIGHT - _MARGIN)
    counted = 0
    for shape, depth, words in lines(text):
        counted = counted + 1 if shape == "count" else 0
        size = {"title": 18, "heading": 13}.get(shape, 11)
        font = "B" if shape in ("title", "heading") else "F"
        indent = _MARGIN + 18 * (depth + 1) if shape in ("item", "count") else _MARGIN
        columns = int((_WIDTH - _MARGIN - indent) / (size * _LETTER))
        broken = wrap(words, columns) or [""]
        at -= 6 if shape not in ("item", "count") else 0
        at -= 10 if shape == "heading" else 0
        for number, line in enumerate(broken):
            if at < _MARGIN + 20:
                drawn.append([])
                at = float(_HEIGHT - _MARGIN)
            if number == 0 and shape in ("item", "count"):
                sign = f"{counted}." if counted else "•"
                drawn[-1].append(_shown("F", size, indent - 14, at, sign))
            drawn[-1].append(_shown(font, size, indent, at, line))
            at -= size * 1.3
    for number, page in enumerate(drawn, 1):
        page.append(_shown("F", 8, _MARGIN, 40, f"{foot} Sida {number} ({len(drawn)})".strip()))
    return _assembled(drawn, password=password)


def _shown(font: str, size: float, x: float, y: float, words: str) -> str:
    safe = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {x:.1f} {y:.1f} Td ({safe}) Tj ET"


def _assembled(pages: list[list[str]], *, password: bool) -> bytes:
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font.format("Helvetica").encode(),
        font.format("Helvetica-Bold").encode(),
    ]
    for n, page in enumerate(pages):
        content = "\n".join(page).encode("cp1252", "replace")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] /Contents {6 + 2 * n}"
            " 0 R /Resources << /Font << /F 3 0 R /B 4 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    key = b"0" * 64
    if password:
        objects.append(
            b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <%s> /U <%s> >>" % (key, key)
        )
    target = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(target))
        target += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(target)
    target += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    target += b"".join(b"%010d 00000 n \n" % place for place in places)
    locked = b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects) if password else b""
    target += b"trailer\n<< /Size %d /Root 1 0 R%s >>\n" % (len(objects) + 1, locked)
    target += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(target)
