"""A pilot against a comparison group: what changed with it, beyond what changed anyway."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.distributions import critical_t, critical_z, two_sided_t_p
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Difference
from playbook.measures.pilots.panel import Panel, read_panel
from playbook.measures.pilots.panel_errors import (
    ASSUMPTIONS,
    StandardError,
    standard_error_of,
    unit_means,
)
from playbook.measures.pilots.pilot_effect import DifferenceInDifferences, GroupMeans, PeriodMeans
from playbook.measures.pilots.pre_trend import pre_trend
from playbook.measures.pilots.randomisation import randomisation_test
from playbook.measures.scores.average import average
from playbook.measures.two_means import mean_difference, spread_is_noise, welch
from playbook.measures.wording import places_for, with_unit

FEW_UNITS = 10
"""Units in a group below which the interval is rough and a randomisation test is added."""


def difference_in_differences(
    frame: pd.DataFrame,
    *,
    outcome: str,
    unit: str,
    period: str,
    treated: str,
    after: object,
    standard_error: StandardError = "clustered by unit",
    name: str | None = None,
    measured_in: str = "",
    seed: int = 2024,
    confidence: float = 0.95,
) -> DifferenceInDifferences:
    """Change of the treated units minus change of the comparison units, with its uncertainty.

    `frame` is long: one row a unit and period. `outcome`, `unit`, `period`, `treated` name its
    columns: a number, an identifier, something with an order, and yes/no (does the unit ever get
    the pilot). `after` is the first period after the start, or the name of a yes/no column. All
    treated units start together. `name` and `measured_in` (the outcome's unit) are for sentences.

    The effect is made of unit means: each unit's mean before and after, then the mean of each group
    over its units, so that each unit counts once. In a balanced panel it is the coefficient of
    two-way fixed effects. Cells without a value are counted; a unit's mean is then that of the
    periods it has, `complete_units` shows what the units without gaps say, and units without a
    value on one side of the start are left out. `standard_error`: see `standard_error_of` and, for
    "within-unit changes", `mean_difference`; the default allows values of a unit to go together
    over time (Bertrand, Duflo & Mullainathan 2004, QJE 119:249–275), the rows taken as independent
    ("pooled", "unpooled") seldom are. With fewer than ten units in a group a randomisation test on
    the units' changes is added, drawn from `seed` where there are too many ways to list. Before the
    start the groups' slopes are compared when there are three periods or more.

    Raises MeasureError as `read_panel` does, treated units that start at different times among it,
    and for an unknown standard error or a wrong confidence.
    """
    critical_z(confidence)
    if standard_error not in tuple(ASSUMPTIONS):
        raise MeasureError(
            f"There is no standard error {standard_error!r}.",
            f"Choose one of: {', '.join(ASSUMPTIONS)}.",
        )
    panel = read_panel(
        frame, outcome=outcome, unit=unit, period=period, treated=treated, after=after
    )
    named = outcome if name is None else name
    means = unit_means(panel)
    changes = means[:, 1] - means[:, 0]
    groups = [_group(means[mask]) for mask in (panel.treated, ~panel.treated)]
    effect = float(changes[panel.treated].mean() - changes[~panel.treated].mean())
    se, degrees = _standard_error(panel, changes, standard_error)
    low = high = p = None
    if se is not None and degrees is not None:
        half = critical_t(confidence, degrees) * se if se else 0.0
        low, high = effect - half, effect + half
        p = two_sided_t_p(effect / se, degrees) if se else None
    few = min(one.n_units for one in groups) < FEW_UNITS
    complete = _complete_units(panel, changes)
    return DifferenceInDifferences(
        name=named,
        effect=effect,
        se=se,
        low=low,
        high=high,
        p=p,
        degrees_of_freedom=degrees,
        standard_error=standard_error,
        treated=groups[0],
        comparison=groups[1],
        before_after=_before_after(changes[panel.treated], named, measured_in, confidence),
        after_only=mean_difference(
            means[panel.treated, 1],
            means[~panel.treated, 1],
            name=f"{named}, after the start, treated against comparison",
            unit=measured_in,
            confidence=confidence,
        ),
        pre_trend=pre_trend(
            panel.outcome[:, ~panel.after],
            panel.treated,
            name=named,
            unit=measured_in,
            confidence=confidence,
        ),
        randomisation=randomisation_test(changes, panel.treated, seed=seed) if few else None,
        periods=_by_period(panel),
        n_rows=panel.n_rows,
        missing_cells=panel.outcome.size - panel.n_rows,
        complete_units=complete,
        unit=measured_in,
        method=f"difference in differences of unit means; standard error {standard_error}: "
        f"{ASSUMPTIONS[standard_error]}",
        warnings=_warnings(panel, standard_error, se, effect, complete, measured_in),
        dropped=panel.dropped,
        confidence=confidence,
    )


def _group(means: NDArray[np.float64]) -> GroupMeans:
    return GroupMeans(float(means[:, 0].mean()), float(means[:, 1].mean()), len(means))


def _standard_error(
    panel: Panel, changes: NDArray[np.float64], kind: StandardError
) -> tuple[float | None, float | None]:
    """Standard error and degrees of freedom; 0 where it is no more than rounding."""
    if kind == "within-unit changes":
        found = welch(changes[panel.treated], changes[~panel.treated])
    else:
        found = standard_error_of(panel, kind)
    if found is None:
        return None, None
    seen = panel.outcome[np.isfinite(panel.outcome)]
    return (0.0, found[1]) if spread_is_noise(seen, found[0]) else found


def _before_after(
    changes: NDArray[np.float64], name: str, unit: str, confidence: float
) -> Difference:
    """The treated units' own change, with the paired t interval."""
    mean = average(changes, name=name, unit=unit, confidence=confidence)
    n = len(changes)
    se = float(changes.std(ddof=1)) / math.sqrt(n) if n > 1 else None
    return Difference(
        name=f"{name}, treated units, after against before the start",
        difference=mean.value,
        se=se,
        low=mean.low,
        high=mean.high,
        z=None,
        p=two_sided_t_p(float(changes.mean()) / se, n - 1) if se else None,
        n_a=n,
        n_b=n,
        unit=unit,
        method="paired t interval of the units' changes",
        confidence=confidence,
    )


def _by_period(panel: Panel) -> tuple[PeriodMeans, ...]:
    def mean(values: NDArray[np.float64]) -> float | None:
        seen = values[np.isfinite(values)]
        return float(seen.mean()) if len(seen) else None

    return tuple(
        PeriodMeans(
            label,
            bool(panel.after[place]),
            mean(panel.outcome[panel.treated, place]),
            mean(panel.outcome[~panel.treated, place]),
        )
        for place, label in enumerate(panel.periods)
    )


def _complete_units(panel: Panel, changes: NDArray[np.float64]) -> float | None:
    complete = np.isfinite(panel.outcome).all(axis=1)
    treated, comparison = complete & panel.treated, complete & ~panel.treated
    if not treated.any() or not comparison.any():
        return None
    return float(changes[treated].mean() - changes[comparison].mean())


def _warnings(
    panel: Panel,
    kind: StandardError,
    se: float | None,
    effect: float,
    complete: float | None,
    unit: str,
) -> tuple[str, ...]:
    warnings = []
    missing = panel.outcome.size - panel.n_rows
    if missing:
        if complete is None:
            check = "No group has units without gaps to check it against."
        else:
            places = places_for(unit, effect, complete)
            check = f"Units without gaps alone give {with_unit(complete, unit, places)}."
        warnings.append(
            f"{missing:,} of {panel.outcome.size:,} unit-periods have no value; a unit's mean is "
            f"that of the periods it has. {check}"
        )
    if se is None:
        warnings.append(
            "The standard error can't be made: it takes two or more units in each group."
            if kind in ("clustered by unit", "within-unit changes")
            else "The standard error can't be made: there are too few rows."
        )
    elif se == 0:
        warnings.append("The changes don't vary, so the interval has no width; check the values.")
    elif min(panel.treated.sum(), (~panel.treated).sum()) < FEW_UNITS:
        warnings.append(
            f"A group has fewer than {FEW_UNITS} units, so the interval is rough; "
            "trust the randomisation test before it."
        )
    if kind in ("pooled", "unpooled"):
        warnings.append(
            f"The {kind} standard error takes rows of one unit as independent, which they seldom "
            "are; compare it with the one clustered by unit."
        )
    return tuple(warnings)
