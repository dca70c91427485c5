"""What every control chart shares: its baseline, its points' names, and the rules of a signal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from playbook.measures.errors import MeasureError
from playbook.measures.ranges import is_whole
from playbook.measures.wording import number_text, places_for

Rule: TypeAlias = Literal["outside limits", "eight on one side"]
Limit: TypeAlias = float | None

RUN_LENGTH = 8
"""Points in a row on one side of the centre that make a signal (Wheeler; Nelson 1984 takes 9)."""
BASELINE_POINTS, FEWEST_ADVISED = 20, 12
MOST_TOLD = 3
"""Points outside the limits that a sentence names; the others it counts."""


@dataclass(frozen=True)
class Signal:
    """A point that ordinary variation seldom gives.

    `index` is the point (from 0) at which the rule is met, `points` all that belong to it: the
    point itself, or the whole run.
    """

    index: int
    rule: Rule
    text: str
    points: tuple[int, ...]


def baseline_span(
    series: Sequence[float | None], asked: int | slice | None, *, fewest: int, too_few: str
) -> tuple[int, int]:
    """Start and stop (excluded) of the points that set the limits.

    `asked`: a number of points with a value, at least `fewest`, or a slice of positions; None for
    the first 20 points with a value, or all where there are fewer. Raises MeasureError for a slice
    with a step, and for fewer points, which `too_few` explains.
    """
    if isinstance(asked, slice):
        if asked.step not in (None, 1):
            raise MeasureError("The baseline leaves out points.", "Give a slice without a step.")
        ends = [abs(end) if isinstance(end, int) else end for end in (asked.start, asked.stop)]
        if not all(end is None or is_whole(end) for end in ends):
            raise MeasureError(
                "The ends of the baseline are not positions.",
                "Give a slice of whole numbers, such as slice(0, 20).",
            )
        start, stop, _ = asked.indices(len(series))
        return start, max(start, stop)
    if asked is not None and not is_whole(asked, fewest):
        raise MeasureError(
            f"A baseline of {asked!r} points {too_few}.",
            f"Give {fewest} or more, better {FEWEST_ADVISED} or more.",
        )
    wanted = BASELINE_POINTS if asked is None else asked
    present = [i for i, value in enumerate(series) if value is not None]
    return 0, present[wanted - 1] + 1 if len(present) >= wanted else len(series)


def find_signals(
    series: Sequence[float | None],
    names: Sequence[str],
    centre: float,
    lower: Sequence[Limit],
    upper: Sequence[Limit],
    *,
    unit: str = "",
    runs: bool = True,
) -> tuple[Signal, ...]:
    """The signals of a series with one lower and one upper limit a point, in order of index.

    A point outside its limits; with `runs`, eight or more in a row on one side of the centre, told
    at the eighth. A missing value and a point on the centre end a run. A limit of None is passed by
    no point.
    """
    largest = max((abs(value) for value in series if value is not None), default=0.0)
    slack = 8 * float(np.finfo(float).eps) * largest  # rounding of the centre is no difference
    places = places_for(unit, *lower, *upper)
    signals = []
    for i, (value, low, high) in enumerate(zip(series, lower, upper, strict=True)):
        if value is None:
            continue
        if high is not None and value > high + slack:
            signals.append(_outside(i, names[i], value, "above the upper", high, places, unit))
        elif low is not None and value < low - slack:
            signals.append(_outside(i, names[i], value, "below the lower", low, places, unit))
    for run, side in _runs(series, centre, slack) if runs else []:
        if len(run) >= RUN_LENGTH:
            where = "above" if side > 0 else "below"
            text = (
                f"{len(run)} in a row, {names[run[0]]} to {names[run[-1]]}, lie {where} the "
                f"centre {level_text(centre, places, unit)}."
            )
            signals.append(Signal(run[RUN_LENGTH - 1], "eight on one side", text, tuple(run)))
    return tuple(sorted(signals, key=lambda signal: signal.index))


def signals_text(signals: Sequence[Signal], *, runs: bool = True) -> str:
    """How many signals there are, and which; or that all is ordinary variation."""
    if signals:
        count = "1 signal" if len(signals) == 1 else f"{len(signals)} signals"
        outside = [signal for signal in signals if signal.rule == "outside limits"]
        passed_over = {signal.index for signal in outside[MOST_TOLD:]}
        told = [
            signal.text
            for signal in signals
            if signal.rule != "outside limits" or signal.index not in passed_over
        ]
        more = (
            f" {len(passed_over):,} more {'lies' if len(passed_over) == 1 else 'lie'} outside "
            "the limits."
            if passed_over
            else ""
        )
        return f"{count}: {' '.join(told)}{more}"
    if runs:
        return (
            f"No signal: no point lies outside the limits and no run of {RUN_LENGTH} on one "
            "side of the centre, so the ups and downs are ordinary variation."
        )
    return "No signal: none lies outside its limits, so the differences are ordinary variation."


def level_text(number: float, places: int, unit: str) -> str:
    """A number on the chart, with its % sign where it has one."""
    return number_text(number, places) + ("%" if unit == "%" else "")


def _outside(
    i: int, name: str, value: float, where: str, limit: float, places: int, unit: str
) -> Signal:
    text = (
        f"{name[:1].upper()}{name[1:]}, {level_text(value, places, unit)}, lies {where} limit "
        f"{level_text(limit, places, unit)}."
    )
    return Signal(i, "outside limits", text, (i,))


def _runs(
    series: Sequence[float | None], centre: float, slack: float
) -> list[tuple[list[int], int]]:
    """Runs of points on one side of the centre: positions, and the side as +1 or −1."""
    runs: list[tuple[list[int], int]] = []
    previous = 0
    for i, value in enumerate(series):
        side = 0 if value is None or abs(value - centre) <= slack else 1 if value > centre else -1
        if side and side == previous:
            runs[-1][0].append(i)
        elif side:
            runs.append(([i], side))
        previous = side
    return runs
