"""The drawn process: everything fits, nothing overlaps, and it says what the text says."""

from __future__ import annotations

import pytest

from oppnasoc.guide.picture import Drawing, Stone, drawings
from oppnasoc.ui.treepicture import width


def stones(count: int) -> list[Stone]:
    under = ["Enhetschefen för försörjningsstöd, din handläggare", "Socialkontoret vid kajen"]
    return [
        Stone(n, f"Det här är steg nummer {n} på vägen", f"#s{n}", under, "5–10 arbetsdagar")
        for n in range(1, count + 1)
    ]


def boxes(drawing: Drawing) -> list[tuple[float, float, float, float]]:
    return [
        (float(x), float(y), float(x) + float(w), float(y) + float(h))
        for x, y, w, h in (placed.box for placed in drawing.stones)
    ]


def test_none_of_a_single_step() -> None:
    assert drawings([]) == drawings(stones(1)) == []


@pytest.mark.parametrize("count", range(2, 14))
def test_everything_stands_inside_and_beside_each_other(count: int) -> None:
    for drawing in drawings(stones(count)):
        _left, top, wide, high = (float(part) for part in drawing.box.split())
        found = boxes(drawing)
        assert [placed.stone.number for placed in drawing.stones] == list(range(1, count + 1))
        for left, first, right, last in found:
            assert left >= 0
            assert right <= wide
            assert first >= top
            assert last <= top + high
            assert last - first >= 44  # A finger hits one stone only.
        for i, one in enumerate(found):
            for other in found[i + 1 :]:
                apart = one[2] <= other[0] or other[2] <= one[0]
                assert apart or one[3] <= other[1] or other[3] <= one[1]


def test_every_word_is_drawn_and_said() -> None:
    stone = stones(2)[0]
    for drawing in drawings(stones(2)):
        lines = drawing.stones[0].lines
        drawn = " ".join(line.text for line in lines)
        assert drawn == " ".join([stone.title, *stone.under, stone.time])
        assert all(width(line.text, 14) < 330 for line in lines)
    assert stone.said.startswith("1: Det här är steg nummer 1 på vägen. Enhetschefen")
    assert stone.said.endswith("5–10 arbetsdagar")


def test_no_comma_breaks_the_picture() -> None:
    for drawing in drawings(stones(7)):
        assert "," not in drawing.path + drawing.box
