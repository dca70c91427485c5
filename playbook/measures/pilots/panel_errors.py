"""Standard errors of a difference in differences; they differ, so each goes by its name."""

from __future__ import annotations

import math
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from playbook.measures.pilots.panel import Panel

StandardError: TypeAlias = Literal["clustered by unit", "within-unit changes", "pooled", "unpooled"]

ASSUMPTIONS: dict[StandardError, str] = {
    "clustered by unit": "values of one unit may go together, units are independent",
    "within-unit changes": "one change a unit, units are independent (Welch's t)",
    "pooled": "all rows are independent and vary alike (ordinary least squares)",
    "unpooled": "all rows are independent, each group and time varies by itself",
}


def unit_means(panel: Panel) -> NDArray[np.float64]:
    """Each unit's mean before and after the start, shape units × 2."""
    return np.column_stack(
        [
            np.nanmean(panel.outcome[:, ~panel.after], axis=1),
            np.nanmean(panel.outcome[:, panel.after], axis=1),
        ]
    )


def standard_error_of(panel: Panel, kind: StandardError) -> tuple[float, float] | None:
    """Standard error of the difference in differences of unit means, and degrees of freedom.

    "clustered by unit": least squares on group, time and both, each unit's rows weighing 1 before
    and 1 after the start, sandwich by unit with the correction G/(G−1)·(N−1)/(N−4) for G units and
    N rows, G − 1 degrees of freedom (Liang & Zeger 1986; the correction is Stata's).
    "pooled" and "unpooled" take all rows as independent: the residual variance in common with N − 4
    degrees of freedom, or that of each of the four cells with Satterthwaite's. In a balanced panel
    "pooled" is that of ordinary least squares. None where a variance can't be estimated: clustered
    takes two units a group. "within-unit changes" is `mean_difference` of the changes.
    """
    if kind == "clustered by unit":
        return _clustered(panel) if min(_group_sizes(panel)) > 1 else None
    cells = _cells(panel)
    n = np.array([len(values) for values, _ in cells])
    squares = np.array([np.square(values - values.mean()).sum() for values, _ in cells])
    weights = np.array([np.square(weight).sum() for _, weight in cells])
    if kind == "pooled":
        degrees = float(n.sum() - 4)
        if degrees < 1:
            return None
        return math.sqrt(squares.sum() / degrees * weights.sum()), degrees
    if n.min() < 2:
        return None
    parts = squares / (n - 1) * weights
    if parts.sum() == 0:
        return 0.0, math.inf
    shares = parts / parts.sum()
    return math.sqrt(parts.sum()), float(1 / (shares**2 / (n - 1)).sum())


def _group_sizes(panel: Panel) -> tuple[int, int]:
    treated = int(panel.treated.sum())
    return treated, len(panel.treated) - treated


def _in_half(panel: Panel) -> NDArray[np.float64]:
    """For each unit and period, one over the unit's number of values on that side of the start."""
    seen = np.isfinite(panel.outcome)
    before = seen[:, ~panel.after].sum(axis=1, keepdims=True)
    after = seen[:, panel.after].sum(axis=1, keepdims=True)
    shares: NDArray[np.float64] = 1 / np.where(panel.after, after, before)
    return shares


def _cells(panel: Panel) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Values of each group and time, and what each counts for in the effect, without its sign."""
    seen, in_half = np.isfinite(panel.outcome), _in_half(panel)
    cells = []
    for group, size in zip((panel.treated, ~panel.treated), _group_sizes(panel), strict=True):
        for time in (panel.after, ~panel.after):
            rows = seen & group[:, None] & time
            cells.append((panel.outcome[rows], in_half[rows] / size))
    return cells


def _clustered(panel: Panel) -> tuple[float, float]:
    import statsmodels.api as sm  # type: ignore[import-untyped]

    units, periods = np.nonzero(np.isfinite(panel.outcome))
    outcome = panel.outcome[units, periods]
    treated, after = panel.treated[units].astype(float), panel.after[periods].astype(float)
    design = np.column_stack([np.ones(len(units)), treated, after, treated * after])
    model = sm.WLS(outcome - outcome.mean(), design, weights=_in_half(panel)[units, periods])
    fit = model.fit(cov_type="cluster", cov_kwds={"groups": units}, use_t=True)
    variance = float(np.asarray(fit.cov_params())[3, 3])  # below 0 only by rounding
    return math.sqrt(max(variance, 0.0)), float(len(panel.treated) - 1)
