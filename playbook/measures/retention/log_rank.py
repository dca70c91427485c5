"""Whether groups of customers leave at the same pace: the log-rank test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import special  # type: ignore[import-untyped]

from playbook.measures.errors import MeasureError
from playbook.measures.groups import NO_GROUP, read_groups
from playbook.measures.reading import Values
from playbook.measures.retention.follow_up import read_follow_up
from playbook.measures.wording import dropped_text, number_text, p_text

_METHOD = "log-rank test (Mantel 1966; Peto and Peto 1972)"


@dataclass(frozen=True)
class LogRankGroup:
    """A group: customers, how many left, and how many would have at the pace of all together."""

    name: str
    n: int
    observed: int
    expected: float


@dataclass(frozen=True)
class LogRank:
    """The test that groups leave at the same pace: `chi2` on `df` degrees of freedom, and p.

    All three are None, `df` 0, when not available: nobody left, or no two groups were ever followed
    at the same time. `groups` stand in the order of their names, `n` counts customers, `dropped`
    those left out.
    """

    chi2: float | None
    df: int
    p: float | None
    groups: tuple[LogRankGroup, ...]
    n: int
    method: str = _METHOD
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def available(self) -> bool:
        """Whether the groups could be compared."""
        return self.chi2 is not None

    def sentence(self) -> str:
        """Left and expected in each group, and whether chance alone can give it."""
        left_out = dropped_text(self.dropped)
        if self.chi2 is None or self.p is None:
            return (
                "Log-rank test: not available, nobody left while two groups were followed "
                f"(n = {self.n:,}).{left_out}"
            )
        groups = "; ".join(
            f"{group.name}: {group.observed:,} of {group.n:,} left, "
            f"{number_text(group.expected, 1)} expected at a common pace"
            for group in self.groups
        )
        often = "seldom gives" if self.p < 0.05 else "can give"
        degrees = "1 degree" if self.df == 1 else f"{self.df} degrees"
        return (
            f"{groups}. Chance alone {often} differences like these (log-rank χ² = "
            f"{number_text(self.chi2, 2)}, {degrees} of freedom, {p_text(self.p)}, "
            f"n = {self.n:,}).{left_out}"
        )


def log_rank(
    duration: Values,
    event: Values,
    group: Values,
    *,
    entered: Values | None = None,
    counts: Values | None = None,
) -> LogRank:
    """Log-rank test that two or more groups of customers leave at the same pace.

    `duration`, `event`, `entered` and `counts` as in `kaplan_meier`; `group` names the group of
    each row, rows without one are left out and counted. At each time at which someone leaves, the
    dᵢ departures are expected to fall on the groups as their customers at risk do; χ² weighs
    observed minus expected by the hypergeometric covariance, on the rank of it. A difference says
    that groups differ, not why.
    Raises MeasureError for fewer than two groups, columns of unequal length and unusable counts.
    Source: Mantel 1966; Peto and Peto 1972, Journal of the Royal Statistical Society A 135:185–207.
    """
    groups = read_groups(group)
    rows = read_follow_up(
        duration,
        event,
        entered=entered,
        counts=counts,
        also=[("without a group", groups.codes == NO_GROUP)],
    )
    codes = groups.codes[rows.kept]
    present = np.flatnonzero(np.bincount(codes, minlength=len(groups.labels)))
    if len(codes) and len(present) < 2:
        raise MeasureError(
            f"All customers are in one group, {groups.labels[present[0]]}.",
            "Give a column that names two or more groups.",
        )
    times = np.unique(rows.duration[rows.left])
    at_risk = np.zeros((len(present), len(times)))
    events = np.zeros((len(present), len(times)))
    for place, code in enumerate(present):
        members = codes == code
        gone = members & rows.left
        at_risk[place] = rows.at_risk(times, members)
        events[place] = np.bincount(
            np.searchsorted(times, rows.duration[gone]),
            weights=rows.counts[gone],
            minlength=len(times),
        )
    observed = events.sum(axis=1)
    expected = (at_risk * (events.sum(axis=0) / at_risk.sum(axis=0))).sum(axis=1)
    chi2, df = _chi_squared(observed - expected, _covariance(at_risk, events.sum(axis=0)))
    sizes = np.bincount(codes, weights=rows.counts, minlength=len(groups.labels))
    return LogRank(
        chi2=chi2,
        df=df,
        p=None if chi2 is None else float(special.chdtrc(df, chi2)),
        groups=tuple(
            LogRankGroup(
                groups.labels[code], int(sizes[code]), int(observed[place]), float(expected[place])
            )
            for place, code in enumerate(present)
        ),
        n=int(rows.counts.sum()),
        dropped=rows.dropped,
    )


def _covariance(at_risk: NDArray[np.float64], events: NDArray[np.float64]) -> NDArray[np.float64]:
    """Hypergeometric covariance of the departures of the groups, summed over the times."""
    total = at_risk.sum(axis=0)
    weight = events * (total - events) / np.maximum(total - 1, 1)
    part = at_risk / total
    covariance: NDArray[np.float64] = np.diag(part @ weight) - (part * weight) @ part.T
    return covariance


def _chi_squared(
    excess: NDArray[np.float64], covariance: NDArray[np.float64]
) -> tuple[float | None, int]:
    """Quadratic form with the generalised inverse: the groups' excesses add up to 0."""
    size, axes = np.linalg.eigh(covariance)
    real = size > 1e-9 * max(float(size.max(initial=0.0)), 1e-300)
    if not real.any():
        return None, 0
    along = axes[:, real].T @ excess
    return float(np.sum(along**2 / size[real])), int(real.sum())
