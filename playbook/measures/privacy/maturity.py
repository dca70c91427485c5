"""A maturity instrument's levels by area and department, without giving away single answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from playbook.measures.coding.cronbach import cronbach_alpha
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Estimate
from playbook.measures.privacy.published import SMALLEST
from playbook.measures.privacy.suppression import Suppressed, suppress_small
from playbook.measures.ranges import checked_number, checked_scale, checked_table, checked_whole
from playbook.measures.reading import read_ratings, scale_text
from playbook.measures.wording import dropped_text

_WITHOUT_PLACE = "without department, area or respondent"


@dataclass(frozen=True)
class MaturityCell:
    """The ratings of one area in one department, or in all (`department` None).

    Median and quartiles are levels, or halfway between two. All are None, `n` too, where `hidden`;
    with n = 0 nobody rated the area.
    """

    area: str
    department: str | None
    n: int | None
    median: float | None
    low_quartile: float | None
    high_quartile: float | None
    hidden: bool

    @property
    def spread(self) -> float | None:
        """Interquartile range: how far apart the respondents are, in levels."""
        if self.low_quartile is None or self.high_quartile is None:
            return None
        return self.high_quartile - self.low_quartile


@dataclass(frozen=True)
class Maturity:
    """Levels by area and department, of which hidden ones are not in here.

    `cells` holds each area in each department, area by area; `overall` each area in all
    departments. `respondents` counts people by department. `consistency` is Cronbach's α over the
    areas; `consistency_by_area` has one over an area's items, where they are named.
    `weakest` names the areas with the lowest overall median, first the one with most answers in the
    lower half of the scale; areas that tie with the last are all in it.
    """

    areas: tuple[str, ...]
    departments: tuple[str, ...]
    scale: tuple[int, int]
    cells: tuple[MaturityCell, ...]
    overall: tuple[MaturityCell, ...]
    respondents: Suppressed
    consistency: Estimate
    consistency_by_area: Mapping[str, Estimate]
    weakest: tuple[str, ...]
    smallest: int
    n: int
    dropped: Mapping[str, int] = field(default_factory=dict)

    def medians(self) -> pd.DataFrame:
        """Medians as a table, areas × departments, missing where hidden or nobody answered."""
        medians = [float("nan") if one.median is None else one.median for one in self.cells]
        values = np.array(medians).reshape(len(self.areas), len(self.departments))
        return pd.DataFrame(values, index=list(self.areas), columns=list(self.departments))

    def sentence(self) -> str:
        """The weakest areas, their spread, how far the items go together, and what is hidden."""
        named = {one.area: one for one in self.overall}
        weakest = "; ".join(f"{area} ({_numbers(named[area])})" for area in self.weakest)
        found = f"Weakest areas: {weakest}." if weakest else "Weakest areas: not available."
        count = sum(one.hidden for one in self.cells)
        hidden = (
            f" {count:,} of {len(self.cells):,} groups are hidden: they have fewer than "
            f"{self.smallest} people, or would give such a group away."
            if count
            else ""
        )
        consistency = replace(self.consistency, dropped={}).sentence()
        return f"{found} {consistency}{hidden}{dropped_text(self.dropped)}"


def maturity(
    ratings: pd.DataFrame,
    *,
    department: str = "department",
    area: str = "area",
    respondent: str = "respondent",
    rating: str = "rating",
    item: str | None = None,
    scale: tuple[int, int] = (1, 4),
    weakest: int = 2,
    smallest: int = SMALLEST,
) -> Maturity:
    """Medians, spread and consistency of maturity ratings, without groups below `smallest`.

    `ratings`: one row a respondent and area, or a respondent, area and item where `item` names that
    column; whole numbers on `scale`, others are rejected and counted. A respondent's level in an
    area is the median of their items, the lower of two middle ones, as a level is reached when it
    is shown to be. Departments with fewer than `smallest` respondents are hidden in all areas; so
    is a group of fewer in one area, and others as it takes, so that nothing can be found by
    subtraction from the department counts or an area's total. Levels are ordered, not measured:
    medians and quartiles, no averages.
    Raises MeasureError for columns that are missing, a respondent in two departments, and two
    ratings of the same thing by the same respondent.
    """
    scale = checked_scale(scale)
    weakest = checked_whole(weakest, "The number of weakest areas", least=1)
    frame, dropped = _read(ratings, [department, area, respondent, rating, item], scale)
    _check(frame, scale)
    people = frame.drop_duplicates("respondent")
    areas = tuple(str(one) for one in frame["area"].unique())
    departments = tuple(str(one) for one in people["department"].unique())
    sizes = people["department"].value_counts().reindex(departments, fill_value=0)
    levels = (
        frame.groupby(["respondent", "area", "department"], sort=False)["rating"]
        .agg(_lower_median)
        .reset_index()
    )
    respondents = suppress_small(sizes, smallest=smallest)
    never = frozenset(place[0] for place in respondents.hidden)
    cells: list[MaturityCell] = []
    overall: list[MaturityCell] = []
    for name in areas:
        of_area = levels[levels["area"] == name]
        counts = of_area["department"].value_counts().reindex(departments, fill_value=0)
        shown = suppress_small(counts, smallest=smallest, also=never)
        hidden = {place[0] for place in shown.hidden}
        for one in departments:
            answers = of_area.loc[of_area["department"] == one, "rating"]
            cells.append(_cell(name, one, answers, one in hidden))
        overall.append(_cell(name, None, of_area["rating"], len(of_area) < smallest))
    by_area = levels.pivot(index="respondent", columns="area", values="rating")
    by_item = frame.pivot(index="respondent", columns=["area", "item"], values="rating")
    return Maturity(
        areas=areas,
        departments=departments,
        scale=scale,
        cells=tuple(cells),
        overall=tuple(overall),
        respondents=respondents,
        consistency=_consistency(by_area, f"{len(areas)} areas", smallest),
        consistency_by_area={
            name: _consistency(by_item[[name]], f"the items of {name}", smallest)
            for name in (areas if item is not None else ())
        },
        weakest=_weakest(overall, levels, weakest, sum(scale) / 2),
        smallest=smallest,
        n=len(people),
        dropped=dropped,
    )


def rating_text(level: float) -> str:
    """A level as people write it: 2, or 2–3 for the middle between two."""
    level = checked_number(level, "The level")
    below = int(np.floor(level))
    return str(below) if level == below else f"{below}–{below + 1}"


def _numbers(cell: MaturityCell) -> str:
    if cell.median is None or cell.low_quartile is None or cell.high_quartile is None:
        return "hidden" if cell.hidden else "no answers"
    return (
        f"median level {rating_text(cell.median)}, middle half of answers "
        f"{rating_text(cell.low_quartile)} to {rating_text(cell.high_quartile)}, n = {cell.n:,}"
    )


def _read(
    ratings: pd.DataFrame, columns: list[str | None], scale: tuple[int, int]
) -> tuple[pd.DataFrame, dict[str, int]]:
    *places, rating, item = columns
    checked_table(ratings, columns if item is not None else columns[:-1])
    named = pd.DataFrame(
        {
            name: ratings[column].astype("string").str.strip().replace("", None).to_numpy()
            for name, column in zip(["department", "area", "respondent"], places, strict=True)
        },
        dtype=object,
    )
    named["item"] = "" if item is None else ratings[item].astype(str).to_numpy()
    placed = named.notna().all(axis=1).to_numpy()
    answers = read_ratings(ratings[rating][placed].reset_index(drop=True), scale)
    frame = named[placed][answers.kept].assign(rating=answers.values).reset_index(drop=True)
    unplaced = int((~placed).sum())
    return frame, ({_WITHOUT_PLACE: unplaced} if unplaced else {}) | answers.dropped


def _check(frame: pd.DataFrame, scale: tuple[int, int]) -> None:
    if frame.empty:
        raise MeasureError(
            "No rating can be used.",
            f"Give whole numbers on the scale {scale_text(scale)} with department, area and "
            "respondent.",
        )
    moved = frame.groupby("respondent")["department"].nunique()
    if (moved > 1).any():
        raise MeasureError(
            f"Respondent {moved.idxmax()} is in {moved.max()} departments.",
            "Give each person one department and an id of their own.",
        )
    twice = frame.duplicated(["respondent", "area", "item"])
    if twice.any():
        row = frame[twice].iloc[0]
        raise MeasureError(
            f"Respondent {row['respondent']} rated {row['area']} more than once.",
            "Keep one rating each, or name the column that tells the items apart.",
        )


def _lower_median(ratings: pd.Series[Any]) -> int:
    return int(np.quantile(ratings, 0.5, method="inverted_cdf"))


def _cell(area: str, department: str | None, answers: pd.Series[Any], hidden: bool) -> MaturityCell:
    if hidden:
        return MaturityCell(area, department, None, None, None, None, True)
    if answers.empty:
        return MaturityCell(area, department, 0, None, None, None, False)
    quarters = np.quantile(answers, [0.5, 0.25, 0.75], method="averaged_inverted_cdf")
    median, low, high = (float(one) for one in quarters)
    return MaturityCell(area, department, len(answers), median, low, high, False)


def _consistency(wide: pd.DataFrame, of: str, smallest: int) -> Estimate:
    found = cronbach_alpha(wide, name=f"Cronbach's α over {of}")
    return found if found.n >= smallest else replace(found, value=None, low=None, high=None)


def _weakest(
    overall: list[MaturityCell], levels: pd.DataFrame, wanted: int, middle: float
) -> tuple[str, ...]:
    low_half = (levels["rating"] < middle).groupby(levels["area"]).mean()
    keys = {
        one.area: (one.median, -float(low_half[one.area]))
        for one in overall
        if one.median is not None
    }
    ranked = sorted(keys, key=lambda area: keys[area])
    return tuple(
        area for area in ranked if keys[area] <= keys[ranked[min(wanted, len(ranked)) - 1]]
    )
