"""A QR code as a drawing that stands in the page itself; it needs no style and no other address."""

from __future__ import annotations

from django.utils.safestring import SafeString

from .html import fill

QUIET = 4  # modules of white around it, as readers of codes want


def qr(text: str, title: object) -> SafeString:
    """The text as an SVG, black on white also on a dark page; ``title`` says where it leads."""
    from qrcode.main import QRCode  # Only a receipt needs it.

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
    drawn = SafeString(
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{dots}" fill="#000"/>'
    )
    return fill(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" shape-rendering="crispEdges">'
        "<title>{1}</title>{2}</svg>",
        size,
        title,
        drawn,
    )
