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


def mix(one: str, other: str, share: float) -> str:
    """``share`` (0 to 1) of one colour in another, mixed in sRGB as paints on a screen are."""
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def passing(colour: str, paper: str, least: float = 4.5) -> str:
    """The nearest colour that reads on the paper: the same mixed with as little black (on light
    paper) or white (on dark paper) as it takes. ``least`` is a contrast ratio from 1 to 21."""
    ink = "#000000" if luminance(paper) > 0.5 else "#ffffff"
    shades = (mix(ink, colour, share / 200) for share in range(201))
    return next(shade for shade in shades if contrast(shade, paper) >= least)


def theme(colour: str, paper: str) -> dict[str, str]:
    """A municipality's colour as tokens: itself, a wash of it, and a deeper one to write with.

    The deeper one goes towards black or white until it reads on the wash (4.5 to 1).
    """
    ink, on = ("#000000", "#ffffff") if luminance(paper) > 0.5 else ("#ffffff", "#0a120e")
    wash = mix(colour, paper, 0.1)
    deep = next(
        shade
        for shade in (mix(ink, colour, share / 20) for share in range(3, 21))
        if contrast(shade, wash) >= 4.5
    )
    return {"moss": colour, "moss-deep": deep, "moss-wash": wash, "on-moss": on}
