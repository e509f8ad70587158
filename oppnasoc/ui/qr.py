"""A QR code as a drawing that stands in the page itself; it needs no style and no other address."""

from __future__ import annotations

from django.utils.safestring import SafeString

from .html import fill

QUIET = 4  # modules of white around it, as readers of codes want


def qr(text: str, title: object) -> SafeString:
    """The text as an SVG, black on white also on a dark page; ``title`` says where it leads."""
    size, dots = _drawn(text)
    return fill(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" shape-rendering="crispEdges">'
        "<title>{1}</title>{2}</svg>",
        size,
        title,
        dots,
    )


def qr_file(text: str) -> str:
    """The text as a drawing of its own, for paper; what it says stands beside it there."""
    size, dots = _drawn(text)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">{dots}</svg>'


def _drawn(text: str) -> tuple[int, SafeString]:
    """How many modules wide the code is with its edge, and its dots on white."""
    from qrcode.main import QRCode  # Only a receipt and paper need it.

    code = QRCode(border=0)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    dots = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, black in enumerate(row)
        if black
    )
    size = len(rows) + 2 * QUIET
    drawn = f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{dots}" fill="#000"/>'
    return size, SafeString(drawn)
