"""Where names of points go, so that none covers another, a point, or what is taken already.

A place holds at every width: names keep their distance to the point in pixels, and what lies
between two points grows with the width. So it is enough to look at a few widths.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

Align = Literal["left", "center", "right"]

CHARACTERS, CHARACTER, LINE = 18, 7.4, 15
"""Characters a line; pixels a character, on the wide side of the fonts in use; pixels a line."""
MARK, GAP = 8, 9
"""Half the side of the square a point needs, and pixels from its middle to its name."""
WIDTHS = (285, 330, 400, 500, 600, 900)
"""Widths of the plot itself to look at, from that of a phone on."""
_STEP, _LEADER, _DETOUR = 7, 16, 40
"""Pixels from place to place, off the point from which a leader joins, and worth a detour."""


@dataclass(frozen=True)
class Box:
    """A rectangle: `left` and `right` in pixels from `anchor`, a part of the plot's width.

    `top` and `bottom` are pixels from the top of the plot.
    """

    anchor: float
    left: float
    right: float
    top: float
    bottom: float

    def covers(self, other: Box, width: float) -> bool:
        """Whether the two overlap in a plot of that width."""
        apart = (other.anchor - self.anchor) * width
        return (
            self.left < other.right + apart
            and other.left + apart < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def inside(self, width: float, height: float) -> bool:
        """Whether it lies within a plot of that size."""
        start = self.anchor * width
        across = start + self.left >= 0 and start + self.right <= width
        return across and self.top >= 0 and self.bottom <= height


@dataclass(frozen=True)
class Label:
    """A name in `lines`: its box, and the offset of its first line's top from the point.

    `leader` says whether it lies so far off that a line should join it to its point.
    """

    lines: tuple[str, ...]
    align: Align
    dx: float
    dy: float
    leader: bool
    box: Box


def place_labels(
    names: Sequence[str],
    points: Sequence[tuple[float, float]],
    taken: Sequence[Box],
    avoided: Sequence[Box],
    height: float,
) -> list[Label] | None:
    """A label a name, or None where they don't all fit.

    `points`: a part of the width (0 to 1) and pixels from the top each, in the order of `names`.
    Each name takes the nearest place that is free; the names with most points around them choose
    first. What is `taken` is never covered; what is `avoided` only where keeping clear of it would
    lead far away.
    """
    boxes = [Box(x, -MARK, MARK, y - MARK, y + MARK) for x, y in points]
    occupied = [*taken, *boxes]
    order = sorted(range(len(names)), key=lambda i: -_crowd(points, i, height))
    found: dict[int, Label] = {}
    for i in order:
        places = sorted(
            _candidates(names[i], points[i], height),
            key=lambda place: place[0] + _DETOUR * _covers_any(place[1].box, avoided),
        )
        free = (
            label
            for _, label in places
            if all(label.box.inside(width, height) for width in WIDTHS)
            and not _covers_any(label.box, occupied)
        )
        label = next(free, None)
        if label is None:
            return None
        occupied.append(label.box)
        found[i] = label
    return [found[i] for i in range(len(names))]


def _covers_any(box: Box, others: Sequence[Box]) -> bool:
    return any(box.covers(other, width) for other in others for width in WIDTHS)


def _crowd(points: Sequence[tuple[float, float]], i: int, height: float) -> int:
    x, y = points[i]
    return sum(abs(a - x) < 0.4 and abs(b - y) < height / 8 for a, b in points)


def _candidates(
    name: str, point: tuple[float, float], height: float
) -> Iterator[tuple[float, Label]]:
    """Places with their distance: beside the point, above and below it, farther up and down."""
    lines = tuple(wrap(name, CHARACTERS)) or ("",)
    wide, tall = CHARACTER * max(map(len, lines)), LINE * len(lines)
    x, y = point
    reach = int(height / _STEP)
    for shift in (_STEP * step for step in range(-reach, reach + 1)):
        dy = shift - tall / 2
        sides: list[tuple[Align, float, float]] = [("left", GAP, GAP), ("right", -GAP, -GAP - wide)]
        if abs(shift) >= tall / 2 + MARK:
            sides.append(("center", 0, -wide / 2))
        for align, dx, left in sides:
            beside = _LEADER + (tall / 2 if align == "center" else 0)
            box = Box(x, left, left + wide, y + dy, y + dy + tall)
            yield abs(shift), Label(lines, align, dx, dy, abs(shift) > beside, box)
