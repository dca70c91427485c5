"""One-way sensitivity: each input moved by itself, and what that does to the result."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from playbook.measures.errors import MeasureError
from playbook.measures.ranges import checked_list, checked_mapping, is_inside, is_number
from playbook.measures.wording import places_for, with_unit


@dataclass(frozen=True)
class Swing:
    """An input at a low and at a high value, and the result at each, all else as it was.

    `is_share` says that the input is a fraction that people write in percent.
    """

    name: str
    low: float
    high: float
    at_low: float
    at_high: float
    is_share: bool = False

    @property
    def width(self) -> float:
        """How far the result moves between the two."""
        return abs(self.at_high - self.at_low)

    def range_text(self) -> str:
        """The input's two values in words, shares in percent."""
        low, high = (100 * self.low, 100 * self.high) if self.is_share else (self.low, self.high)
        unit = "%" if self.is_share else ""
        places = places_for(unit, low, high)
        return f"{with_unit(low, unit, places)} to {with_unit(high, unit, places)}"


@dataclass(frozen=True)
class OneWay:
    """A result `base` and the swing of each input, the widest first."""

    name: str
    base: float
    swings: tuple[Swing, ...]
    unit: str = ""

    def sentence(self) -> str:
        """Which input the result hangs on most, and whether any of them turns its sign."""
        if not self.swings:
            return f"{self.name}: no input was moved."
        turning = [one.name for one in self.swings if self._turns(one)]
        turns = (
            f" Each of these can turn its sign by itself: {', '.join(turning)}."
            if turning
            else " No input turns its sign by itself."
        )
        return f"{self.name} hangs most on: {self.swings[0].name}.{turns}"

    def _turns(self, swing: Swing) -> bool:
        ends = (swing.at_low, swing.at_high)
        return min(ends) <= 0 if self.base > 0 else max(ends) > 0


def one_way(
    result: Callable[[Mapping[str, float]], float],
    inputs: Mapping[str, float],
    ranges: Mapping[str, tuple[float, float]],
    *,
    name: str,
    unit: str = "",
    labels: Mapping[str, str],
    shares: Collection[str] = (),
) -> OneWay:
    """Move each input of `ranges` (low, high) by itself and compute `result` at both ends.

    `result` takes all inputs by name and gives a number in `unit`; `labels` has a name for people
    for each input, `shares` are the inputs to be written in percent. Swings come widest first,
    equal ones in the order of `ranges`. Raises MeasureError for a range of an unknown input or one
    that does not hold the input's own value.
    """
    swings = []
    if not callable(result):
        raise MeasureError("The result can't be computed.", "Hand in a function of the inputs.")
    for value, label in ((inputs, "The inputs"), (ranges, "The ranges"), (labels, "The labels")):
        checked_mapping(value, label)
    for key, asked in ranges.items():
        if key not in inputs:
            raise MeasureError(
                f"There is no input {key!r} to move.",
                f"Choose among: {', '.join(map(str, inputs))}.",
            )
        if key not in labels or not is_number(inputs[key]):
            raise MeasureError(
                f"The input {key!r} has no label, or its value is no number.",
                "Give each input that is moved a number and a name for people.",
            )
        low, high = checked_range(asked, labels[key])
        if not low <= inputs[key] <= high:
            raise MeasureError(
                f"The range {low:g} to {high:g} of {labels[key]!r} does not hold its value "
                f"{inputs[key]:g}.",
                "Give the lowest and the highest value you hold possible, in this order.",
            )
        at_low, at_high = (result({**inputs, key: end}) for end in (low, high))
        swings.append(Swing(labels[key], low, high, at_low, at_high, key in shares))
    swings.sort(key=lambda one: -one.width)
    return OneWay(name, result(inputs), tuple(swings), unit)


def checked_range(ends: object, name: str) -> tuple[float, float]:
    """A range as two numbers. Raises MeasureError otherwise."""
    found = checked_list(ends, f"The range of {name!r}")
    if len(found) != 2 or not all(map(is_number, found)):
        raise MeasureError(
            f"The range of {name!r} is not two numbers.",
            "Give the lowest and the highest value you hold possible, in this order.",
        )
    return float(found[0]), float(found[1])


def around(
    inputs: Mapping[str, float], swing: float, highest: Mapping[str, float]
) -> dict[str, tuple[float, float]]:
    """Ranges of each input ± `swing` of itself (0.1 for 10%), cut at `highest` where it is given.

    Raises MeasureError for a swing outside 0 to 1.
    """
    if not is_inside(swing, 0, 1):
        raise MeasureError(
            f"A swing of {swing!r} can't be used.", "Write it as a fraction, 0.1 for ± 10%."
        )
    ranges = {}
    for key, value in inputs.items():
        low, high = sorted((value * (1 - swing), value * (1 + swing)))
        ranges[key] = (low, max(value, min(high, highest.get(key, high))))
    return ranges
