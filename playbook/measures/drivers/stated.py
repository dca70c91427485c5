"""What customers say matters against what goes together with the outcome: four quadrants."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import fmean, median
from typing import Literal, TypeAlias

import numpy as np

from playbook.measures.errors import MeasureError
from playbook.measures.ranges import checked_mapping, is_number
from playbook.measures.reading import USED, count_dropped, read_numbers
from playbook.measures.wording import dropped_text, listed, number_text, places_for

Quadrant: TypeAlias = Literal["core", "hygiene", "hidden", "ignore"]
CutRule: TypeAlias = Literal["median", "mean"]

QUADRANT_NAMES: Mapping[Quadrant, str] = {
    "core": "core",
    "hygiene": "cost of entry",
    "hidden": "hidden driver",
    "ignore": "ignore",
}
"""Each quadrant as people call it; "hygiene" is high stated and low derived importance."""

_QUADRANTS: Mapping[tuple[bool, bool], Quadrant] = {
    (True, True): "core",
    (True, False): "hygiene",
    (False, True): "hidden",
    (False, False): "ignore",
}


@dataclass(frozen=True)
class PlacedItem:
    """An item, its two importances, its quadrant, and the quadrants it goes to when cuts move."""

    name: str
    stated: float
    derived: float
    quadrant: Quadrant
    elsewhere: tuple[Quadrant, ...]

    @property
    def moves(self) -> bool:
        """Whether its quadrant hangs on where exactly the cuts lie."""
        return bool(self.elsewhere)


@dataclass(frozen=True)
class Quadrants:
    """Items in four quadrants, in the order given, and the two cuts between them.

    The cuts are in the units of the importances; `shift` is the part by which they were moved to
    find the `movers`. `dropped` counts the items without both importances, reason → count.
    """

    items: tuple[PlacedItem, ...]
    stated_cut: float
    derived_cut: float
    cut: CutRule
    shift: float
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def movers(self) -> tuple[PlacedItem, ...]:
        """Items that change quadrant when either cut, or both, move by ± `shift`."""
        return tuple(item for item in self.items if item.moves)

    def within(self, quadrant: Quadrant) -> tuple[PlacedItem, ...]:
        """The items of one quadrant."""
        return tuple(item for item in self.items if item.quadrant == quadrant)

    def sentence(self) -> str:
        """Items by quadrant, and which of them hang on the cut; nothing about why."""
        parts = [
            f"{name.capitalize()}: {listed([item.name for item in found])}"
            for quadrant, name in QUADRANT_NAMES.items()
            if (found := self.within(quadrant))
        ]
        places = places_for("", self.stated_cut), places_for("", self.derived_cut)
        cuts = (
            f"Cut at the {self.cut}s, stated {number_text(self.stated_cut, places[0])} and "
            f"derived {number_text(self.derived_cut, places[1])}"
        )
        percent = f"{100 * self.shift:g}%"
        count = f"{len(self.movers)} of {len(self.items)} items"
        moving = (
            f"{count} change quadrant when a cut moves by {percent} either way: "
            f"{listed([item.name for item in self.movers])}."
            if self.movers
            else f"No item changes quadrant when a cut moves by {percent} either way."
        )
        return f"{cuts}. {'. '.join(parts)}. {moving}{dropped_text(self.dropped)}"


def stated_against_derived(
    stated: Mapping[str, float],
    derived: Mapping[str, float],
    *,
    cut: CutRule = "median",
    shift: float = 0.10,
) -> Quadrants:
    """Place items by what customers say matters and what goes together with the outcome.

    `stated`: item → importance as answered, such as a mean rating; `derived`: item → importance
    from `driver_importance`, such as a share; each in one unit of its own, numbers of 0 or more.
    Both high is core; stated high and derived low hygiene ("cost of entry"); stated low and derived
    high a hidden driver; both low ignore. The cut of each is the median or the mean of the items
    placed; an item on the cut counts as high. Then each cut is moved by ± `shift` of its value (0
    to 1), alone and together with the other, and an item that lands elsewhere is a mover. Items
    without both importances are left out and counted. Raises MeasureError for fewer than two
    items, a negative importance, and settings that can't be. Source: Martilla & James 1977, for
    the grid; the rule on moving the cut is ours.
    """
    if cut not in ("median", "mean"):
        raise MeasureError(f"There is no cut {cut!r}.", 'Take "median" or "mean".')
    if not (is_number(shift) and 0 <= shift < 1):
        raise MeasureError(
            f"A cut can't be moved by {shift!r} of its value.", "Write 0.1 for 10%, below 1."
        )
    names, dropped = _with_both(stated, derived)
    first, second = ({name: float(each[name]) for name in names} for each in (stated, derived))
    if len(names) < 2:
        raise MeasureError(
            f"There are {len(names)} items with both importances.",
            "Give two or more, under the same names in both.",
        )
    negative = [name for name in names if min(first[name], second[name]) < 0]
    if negative:
        raise MeasureError(
            f"Importance is below 0 for {listed(negative)}.",
            "Hand in shares or ratings, 0 or more; of a correlation its size.",
        )
    middle = median if cut == "median" else fmean
    stated_cut, derived_cut = middle(first.values()), middle(second.values())
    return Quadrants(
        items=tuple(
            _placed(name, first[name], second[name], stated_cut, derived_cut, shift)
            for name in names
        ),
        stated_cut=stated_cut,
        derived_cut=derived_cut,
        cut=cut,
        shift=shift,
        dropped=dropped,
    )


def _placed(
    name: str, stated: float, derived: float, stated_cut: float, derived_cut: float, shift: float
) -> PlacedItem:
    moved = (1 - shift, 1.0, 1 + shift)
    reached = {
        _QUADRANTS[_high(stated, stated_cut * one), _high(derived, derived_cut * other)]
        for one in moved
        for other in moved
    }
    home = _QUADRANTS[_high(stated, stated_cut), _high(derived, derived_cut)]
    elsewhere = tuple(each for each in QUADRANT_NAMES if each in reached and each != home)
    return PlacedItem(name, stated, derived, home, elsewhere)


def _high(value: float, cut: float) -> bool:
    """Whether a value lies on the cut or above it; rounding of the cut is no difference."""
    return value > cut or math.isclose(value, cut, rel_tol=1e-12)


def _with_both(
    stated: Mapping[str, float], derived: Mapping[str, float]
) -> tuple[list[str], dict[str, int]]:
    """Names that have both importances, in the order of `stated`, and what is left out."""
    for value, label in ((stated, "Stated importance"), (derived, "Derived importance")):
        checked_mapping(value, label)
    shared = [name for name in stated if name in derived]
    pairs = [read_numbers([each[name] for name in shared]) for each in (stated, derived)]
    verdicts = np.maximum(pairs[0].verdicts, pairs[1].verdicts)
    counts = {
        "without derived importance": len(stated) - len(shared),
        "without stated importance": len(derived) - len(shared),
        **count_dropped(verdicts),
    }
    used = [name for name, verdict in zip(shared, verdicts, strict=True) if verdict == USED]
    return used, {reason: count for reason, count in counts.items() if count}
