"""Margins to rake to: targets checked against each other and against the sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.errors import MeasureError
from playbook.measures.groups import NO_GROUP, Groups, label_text, read_groups
from playbook.measures.ranges import checked_mapping, checked_table, is_number

Floats = NDArray[np.float64]
Targets = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Margin:
    """One margin: a code a row, its place in `labels`, and each label's share of the population."""

    name: str
    labels: tuple[str, ...]
    codes: NDArray[np.integer[Any]]
    target: Floats

    def shares(self, weights: Floats) -> Floats:
        """Each label's share of the weights."""
        sums = np.bincount(self.codes, weights=weights, minlength=len(self.labels))
        shares: Floats = sums / sums.sum()
        return shares

    def counts(self) -> NDArray[np.int64]:
        """Rows of each label."""
        return np.bincount(self.codes, minlength=len(self.labels)).astype(np.int64)


def read_margins(
    sample: pd.DataFrame, targets: Targets, used: NDArray[np.bool_]
) -> tuple[list[Margin], NDArray[np.bool_], dict[str, int]]:
    """The margins over the rows that can be used, which rows these are, and why others are not.

    Of the rows `used`, those with a blank in a margin, or in a category with a target of 0, fall
    out. Raises MeasureError for targets that can't be met, see `rake`.
    """
    if not checked_mapping(targets, "The targets"):
        raise MeasureError("There is no margin to rake to.", "Give the targets of a column.")
    wanted = _wanted(targets)
    groups = {name: _column(sample, name) for name in targets}
    dropped = {}
    for name, group in groups.items():
        blank = used & (group.codes == NO_GROUP)
        used = used & ~blank
        dropped[f"blank in {name}"] = int(blank.sum())
    for name, group in groups.items():
        _refuse_unknown(name, group, wanted[name], used)
    for name, group in groups.items():
        zero = [wanted[name].get(label, 0.0) == 0 for label in group.labels]
        without = used & np.array([*zero, False])[group.codes]
        used = used & ~without
        dropped[f"target of 0 in {name}"] = int(without.sum())
    if not used.any():
        raise MeasureError(
            "No row of the sample can be used.", "Give rows with a category in every margin."
        )
    margins = [_margin(name, group, wanted[name], used) for name, group in groups.items()]
    return margins, used, {reason: n for reason, n in dropped.items() if n}


def _column(sample: pd.DataFrame, name: str) -> Groups:
    return read_groups(checked_table(sample, [name])[name])


def _wanted(targets: Targets) -> dict[str, dict[str, float]]:
    """Targets by label as shares of their total, which all margins must have in common."""
    named = {
        name: {
            label_text(label): float(target) if is_number(target) else -1.0
            for label, target in checked_mapping(margin, f"The targets of “{name}”").items()
        }
        for name, margin in targets.items()
    }
    for name, margin in named.items():
        if not all(target >= 0 for target in margin.values()):
            raise MeasureError(
                f"A target of “{name}” is not a number of 0 or more.",
                "Give each category its share or its number of people in the population.",
            )
        if not any(margin.values()) or len(margin) < len(targets[name]):
            raise MeasureError(
                f"The targets of “{name}” are all 0 or name a category twice.",
                "Give each category one target, at least one of them above 0.",
            )
    totals = {name: sum(margin.values()) for name, margin in named.items()}
    if max(totals.values()) - min(totals.values()) > 1e-6 * max(totals.values()):
        listed = ", ".join(f"{name} {total:g}" for name, total in totals.items())
        raise MeasureError(
            f"The targets of the margins have different totals: {listed}.",
            "Give all margins as shares, all in % or all as numbers of the same people.",
        )
    return {
        name: {label: target / totals[name] for label, target in margin.items()}
        for name, margin in named.items()
    }


def _refuse_unknown(
    name: str, groups: Groups, wanted: Mapping[str, float], used: NDArray[np.bool_]
) -> None:
    counts = zip(groups.labels, groups.counts(used), strict=True)
    unknown = [label for label, n in counts if n and label not in wanted]
    if unknown:
        raise MeasureError(
            f"The sample has categories of “{name}” without a target: {', '.join(unknown)}.",
            "Give every category a target, or join it with another one.",
        )


def _margin(
    name: str, groups: Groups, wanted: Mapping[str, float], used: NDArray[np.bool_]
) -> Margin:
    present = dict(zip(groups.labels, groups.counts(used).tolist(), strict=True))
    empty = [label for label, target in wanted.items() if target > 0 and not present.get(label)]
    if empty:
        raise MeasureError(
            f"No row of the sample is in a category of “{name}” that has a target: "
            f"{', '.join(empty)}.",
            "No weight can stand in for people who are missing: join the category with another "
            "one, in the sample and in the targets.",
        )
    kept = [place for place, label in enumerate(groups.labels) if present[label]]
    new_place = np.zeros(len(groups.labels), dtype=np.intp)
    new_place[kept] = np.arange(len(kept))
    labels = tuple(groups.labels[place] for place in kept)
    target = np.array([wanted[label] for label in labels])
    return Margin(name, labels, new_place[groups.codes[used]], target)
