"""Contrast of two colours after WCAG 2.2 (relative luminance in sRGB)."""

PAPER_LIGHT = "#faf7f1"
PAPER_DARK = "#14191a"


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white), of a colour written ``#rrggbb``.

    Source: WCAG 2.2, definition of relative luminance.
    """
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours written ``#rrggbb``, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
