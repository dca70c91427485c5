"""What a survival chart draws: the steps of a curve, the corners of its band, its axis' marks."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Any

import numpy as np

from playbook.measures.retention.survival import Survival

MOST_STEPS = 400
MOST_MARKS = 6

_STEPS = {
    "months": (1, 2, 3, 6, 12, 24, 36, 60, 120, 240),
    "weeks": (1, 2, 4, 8, 13, 26, 52, 104, 260, 520),
}


def steps_of(curve: Survival) -> list[dict[str, Any]]:
    """The curve from its start to its end, in %: where someone left, 400 steps at most."""
    events = np.flatnonzero(np.array(curve.events))
    if len(events) > MOST_STEPS:
        times = np.array(curve.times)[events]
        grid = np.linspace(times[0], times[-1], MOST_STEPS)
        events = events[np.unique(np.searchsorted(times, grid, side="right") - 1)]
    places = [*events.tolist(), len(curve.times) - 1]
    start = {
        "name": curve.name,
        "time": curve.starts_at,
        "share": 100.0,
        "low": None,
        "high": None,
        "followed": curve.followed_at(curve.starts_at),
    }
    return [start, *(_step(curve, place) for place in dict.fromkeys(places))]


def band_of(steps: Sequence[dict[str, Any]]) -> list[dict[str, float]]:
    """Corners of the band; where everybody has left it ends with the limits until then."""
    corners: list[dict[str, float]] = []
    for step in steps:
        if step["low"] is not None:
            corners.append({name: step[name] for name in ("time", "low", "high")})
        elif corners:
            corners.append(corners[-1] | {"time": step["time"]})
            break
    return corners


def marks_of(end: float, unit: str) -> list[float]:
    """Round times from 0 to `end`, six at most, years or quarters of months and weeks."""
    steps = _STEPS.get(unit, ())
    size = next((step for step in steps if step <= end < MOST_MARKS * step), None)
    if size is None:
        ten = 10.0 ** np.floor(np.log10(end / MOST_MARKS))
        size = next(ten * step for step in (1, 2, 5, 10) if end / (ten * step) < MOST_MARKS)
    return [float(size * place) for place in range(int(end // size) + 1)]


def moved_apart(heights: Sequence[float], room: float) -> list[float]:
    """Heights of labels, from 100 down, `room` or more apart, as near as can be to those wanted.

    Labels that would touch share the move: their block is centred on what they want. None lies
    lower than half of `room` above 0.
    """
    blocks: list[list[float]] = []  # what its labels want, were they all where its first one is
    for place, height in enumerate(heights):
        blocks.append([height + place * room])
        while len(blocks) > 1 and fmean(blocks[-1]) > fmean(blocks[-2]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    firsts = [fmean(block) for block in blocks for _ in block]
    lowest = room / 2
    moved = []
    for place, first in reversed(list(enumerate(firsts))):
        moved.append(max(first - place * room, lowest))
        lowest = moved[-1] + room
    return moved[::-1]


def _step(curve: Survival, place: int) -> dict[str, Any]:
    low, high = curve.low[place], curve.high[place]
    return {
        "name": curve.name,
        "time": curve.times[place],
        "share": 100 * curve.survival[place],
        "low": None if low is None else 100 * low,
        "high": None if high is None else 100 * high,
        "followed": curve.at_risk[place],
    }
