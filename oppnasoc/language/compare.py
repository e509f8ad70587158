"""Two versions of a text, word by word: what stands, what went and what came.

Words that stand once in both texts hold them together (patience diff); what lies between two of
them is compared by difflib while it is small. What is too large to be compared is one change, so
that the time grows with the length of the texts and not with its square.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import Literal

#: Line breaks, spaces, words and single signs: every character belongs to exactly one of them.
_TOKEN = re.compile(r"\n|[^\S\n]+|\w+(?:[-’']\w+)*|[^\w\s]")
#: So many pairs of equal tokens does difflib look at between two anchors.
_PAIRS = 100_000
#: So far is an addition moved to begin or end with a line or a sentence.
_SLIDE = 100
#: How often anchors are looked for between anchors.
_DEPTH = 12


@dataclass(frozen=True)
class Piece:
    """A part of the comparison. ``same`` and ``gone`` make the old text, ``same`` and ``new`` the
    new one, in their order."""

    kind: Literal["same", "gone", "new"]
    text: str


class _Block:
    """A stretch of both texts; ``same`` when it holds the same tokens on both sides."""

    def __init__(self, gone: list[str], new: list[str], *, same: bool) -> None:
        self.gone = [*gone]
        self.new = [*new]
        self.same = same
        self.length = [sum(map(len, gone)), sum(map(len, new))]

    @property
    def size(self) -> int:
        """Characters on the longer side."""
        return max(self.length)

    def take(self, block: _Block) -> None:
        """Add what stands after this one."""
        self.gone += block.gone
        self.new += block.new
        self.length = [mine + more for mine, more in zip(self.length, block.length, strict=True)]


def words(before: str, after: str) -> list[Piece]:
    """The pieces that lead from one text to the other, gone before new where both change.

    A few words that happen to stand between two larger changes are part of the change: whole
    phrases are easier to read than single words. A change never swallows a line break.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces: list[Piece] = []
    blocks = _joined(_blocks(old, new))
    _slide(blocks)
    sides: list[tuple[Literal["same", "gone", "new"], list[str]]]
    for block in blocks:
        sides = [("same", block.gone)] if block.same else [("gone", block.gone), ("new", block.new)]
        pieces += [Piece(kind, "".join(side)) for kind, side in sides if side]
    return pieces


def changed(pieces: Sequence[Piece]) -> bool:
    """Whether the two texts differ at all."""
    return any(piece.kind != "same" for piece in pieces)


def _blocks(old: list[str], new: list[str], depth: int = _DEPTH) -> Iterator[_Block]:
    """Same and changed stretches in their order; neighbours may be of one sort."""
    head = _common(old, new)
    if head:
        yield _Block(old[:head], new[:head], same=True)
        old, new = old[head:], new[head:]
    tail = _common(old[::-1], new[::-1])
    end = old[len(old) - tail :]
    old, new = old[: len(old) - tail], new[: len(new) - tail]
    if old or new:
        yield from _between(old, new, depth)
    if tail:
        yield _Block(end, end, same=True)


def _between(old: list[str], new: list[str], depth: int) -> Iterator[_Block]:
    anchors = _anchors(old, new) if depth and old and new else []
    if not anchors:
        yield from _small(old, new)
        return
    i = j = 0
    for at_old, at_new in anchors:
        yield from _blocks(old[i:at_old], new[j:at_new], depth - 1)
        yield _Block([old[at_old]], [new[at_new]], same=True)
        i, j = at_old + 1, at_new + 1
    yield from _blocks(old[i:], new[j:], depth - 1)


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens both begin with."""
    n = 0
    for left, right in zip(old, new, strict=False):
        if left != right:
            break
        n += 1
    return n


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Places of words that stand once on both sides, the longest run of them in one order."""
    in_old, in_new = Counter(old), Counter(new)
    place = {token: at for at, token in enumerate(new) if in_new[token] == 1}
    found = [
        (at, place[token])
        for at, token in enumerate(old)
        if in_old[token] == 1 and token in place and token[0].isalnum()
    ]
    # The longest rising run by patience sorting: ``ends`` holds, for each length of run, the lowest
    # place where one ends, and ``tops`` which pair that is.
    ends: list[int] = []
    tops: list[int] = []
    before: list[int | None] = []
    for number, (_, at) in enumerate(found):
        length = bisect_left(ends, at)
        before.append(tops[length - 1] if length else None)
        ends[length : length + 1] = [at]
        tops[length : length + 1] = [number]
    run: list[tuple[int, int]] = []
    last = tops[-1] if tops else None
    while last is not None:
        run.append(found[last])
        last = before[last]
    return run[::-1]


def _small(old: list[str], new: list[str]) -> Iterator[_Block]:
    """What lies between anchors: compared token by token, or one change when it is too much."""
    counted = Counter(new)
    if not old or not new or sum(counted[token] for token in old) > _PAIRS:
        yield _Block(old, new, same=False)
        return
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        yield _Block(old[i1:i2], new[j1:j2], same=tag == "equal")


def _joined(blocks: Iterable[_Block]) -> list[_Block]:
    """Neighbours of one sort become one, and a small same block between changes becomes change."""
    done: list[_Block] = []
    for block in blocks:
        _push(done, block)
        while len(done) >= 3 and _is_island(*done[-3:]):
            island, right = done.pop(-2), done.pop()
            done[-1].take(island)
            done[-1].take(right)
    return done


def _push(done: list[_Block], block: _Block) -> None:
    if done and done[-1].same == block.same:
        done[-1].take(block)
    elif block.gone or block.new:
        done.append(block)


def _is_island(left: _Block, island: _Block, right: _Block) -> bool:
    """Whether a same block is no longer than the changes on both its sides."""
    if left.same or not island.same or right.same or "\n" in island.gone:
        return False
    return all(island.size <= side.size for side in (left, right))


def _slide(blocks: list[_Block]) -> None:
    """Let what was only added or only taken away begin or end with a line or a sentence.

    'Kom.[+ Ring.+]' and 'Kom[+. Ring+].' say the same; the first is how people write.
    """
    for at in range(1, len(blocks) - 1):
        left, block, right = blocks[at - 1 : at + 2]
        if block.same or (block.gone and block.new):
            continue
        tokens = block.gone or block.new
        # Something same must be left between this change and the next one.
        last = at == len(blocks) - 2
        steps = _neatest(tokens, left.gone[:0:-1], right.gone if last else right.gone[:-1])
        tokens[:] = [*tokens[-steps % len(tokens) :], *tokens[: -steps % len(tokens)]]
        if steps > 0:
            right.gone[:0] = right.new[:0] = left.gone[-steps:]
            del left.gone[-steps:], left.new[-steps:]
        elif steps < 0:
            left.gone += right.gone[:-steps]
            left.new += right.new[:-steps]
            del right.gone[:-steps], right.new[:-steps]


def _neatest(tokens: list[str], back: Sequence[str], on: Sequence[str]) -> int:
    """How many tokens a change moves to begin and end best: backwards, or onwards when negative.

    ``back`` are the tokens before it, the nearest first, ``on`` those after it.
    """
    best, steps = _neatness(tokens), 0
    for way, beside in ((1, back), (-1, on)):
        turned = deque(tokens)
        for n, token in enumerate(islice(beside, _SLIDE), 1):
            if token != turned[-1 if way > 0 else 0]:
                break
            turned.rotate(way)
            if (worth := _neatness(turned)) > best:
                best, steps = worth, way * n
    return steps


def _neatness(tokens: Sequence[str]) -> int:
    """How well a change begins and ends: with lines best, then sentences, then words."""
    if "\n" in (tokens[0], tokens[-1]):
        return 3
    if tokens[-1] in {".", "!", "?"}:
        return 2
    return 1 if tokens[0].isspace() else 0
