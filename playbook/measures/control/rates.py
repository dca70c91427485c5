"""Control charts of rates: p-charts of shares, u-charts of counts per unit of exposure.

Their limits come from the counts themselves, so they are narrow where there are many cases and wide
where there are few.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from playbook.measures.control.dispersion import Dispersion, laney_factor, spread_of_rates
from playbook.measures.control.rate_chart import RateChart
from playbook.measures.control.rate_counts import read_counts
from playbook.measures.control.rate_limits import FEWEST_EXPECTED, Kind, rate_limits
from playbook.measures.control.signals import (
    FEWEST_ADVISED,
    Signal,
    baseline_span,
    find_signals,
)
from playbook.measures.errors import MeasureError
from playbook.measures.ranges import MOST_COUNTED, is_number, named_points
from playbook.measures.reading import Values
from playbook.measures.wording import p_text

DispersionOption: TypeAlias = Literal["chance", "Laney"]

OVERDISPERSED_BELOW = 0.05


def p_chart(
    events: Values,
    opportunities: Values,
    *,
    baseline: int | slice | None = None,
    labels: Sequence[object] | None = None,
    runs: bool = True,
    dispersion: DispersionOption = "chance",
) -> RateChart:
    """p-chart: the share of `opportunities` with an event, in %, a point a period or department.

    `events` and `opportunities`: one-dimensional whole numbers of equal length, 0 ≤ events ≤
    opportunities. A point with a blank, or without opportunities, has no rate and is counted. The
    baseline sets p̄ = all its events / all its opportunities, once; it is chosen as in `xmr`.
    Limits of a point: p̄ ± 3√(p̄(1−p̄)/n), not below 0% nor above 100%; where fewer than five
    events (or fewer than five non-events) are expected, exact binomial limits, outside of which
    lies a tail of at most 0.00135 on either side. Signals are those of `xmr`. `runs=False` compares
    departments at one time: all are the baseline unless one is given, and there is no rule of
    runs, as departments have no order. `dispersion="Laney"` widens (or narrows) the limits by the
    variation between neighbouring baseline points, which suits very large n.
    Raises MeasureError for impossible counts, columns or labels of unequal length, a baseline
    without points, and "Laney" without an order. Sources: Shewhart 1931; Montgomery 2009,
    Introduction to Statistical Quality Control; NIST e-Handbook 6.3.3.2; Laney 2002, Improved
    control charts for attributes, Quality Engineering 14:531–537.
    """
    return _rate_chart("p", events, opportunities, 100.0, "%", baseline, labels, runs, dispersion)


def u_chart(
    events: Values,
    exposure: Values,
    *,
    per: float = 1.0,
    unit: str = "",
    baseline: int | slice | None = None,
    labels: Sequence[object] | None = None,
    runs: bool = True,
    dispersion: DispersionOption = "chance",
) -> RateChart:
    """u-chart: events per `per` units of exposure, such as complaints per 100 customers.

    `events`: whole numbers of 0 or more, several may fall on one unit; `exposure`: positive
    numbers, customers or days or calls. Limits of a point: ū ± 3√(ū/n), not below 0; where fewer
    than five events are expected, exact Poisson limits, outside of which lies a tail of at most
    0.00135 on either side. All else as in `p_chart`. Raises MeasureError also for a `per` that is
    not positive. Sources as in `p_chart`.
    """
    if not (is_number(per) and 1 / MOST_COUNTED <= per <= MOST_COUNTED):
        raise MeasureError(
            f"A rate per {per!r} has no meaning.", "Give a number above 0, such as 100."
        )
    return _rate_chart("u", events, exposure, per, unit, baseline, labels, runs, dispersion)


def _rate_chart(
    kind: Kind,
    events: Values,
    cases: Values,
    per: float,
    unit: str,
    baseline: int | slice | None,
    labels: Sequence[object] | None,
    runs: bool,
    dispersion: DispersionOption,
) -> RateChart:
    if dispersion not in get_args(DispersionOption):
        raise MeasureError(
            f"There are no limits by {dispersion!r}.", 'Take "chance", or "Laney" for very large n.'
        )
    if dispersion == "Laney" and not runs:
        raise MeasureError(
            "Laney's limits need points in the order of time; departments have none.",
            "Chart each department over time, or compare departments without that option.",
        )
    x, n, dropped = read_counts(kind, events, cases)
    names = named_points(labels, len(x), "point")
    rates = x / n
    series = _optional(rates * per)
    asked = slice(None) if baseline is None and not runs else baseline
    start, stop = baseline_span(series, asked, fewest=1, too_few="sets no limits")
    within = np.flatnonzero(np.isfinite(rates[start:stop])) + start
    centre, spread = math.nan, None
    sigma_z: float | None = 1.0
    lower = upper = np.full(len(x), math.nan)
    exact = np.zeros(len(x), dtype=bool)
    signals: tuple[Signal, ...] = ()
    if len(within):
        centre = float(x[within].sum() / n[within].sum())
        spread = spread_of_rates(kind, x[within], n[within], centre)
        if dispersion == "Laney":
            sigma_z = laney_factor(kind, rates[start:stop], n[start:stop], centre)
    if sigma_z is None:
        centre = math.nan
    elif len(within):
        widened = sigma_z if dispersion == "Laney" else None
        lower, upper, exact = rate_limits(kind, n, centre, widened)
        limits = _optional(lower * per), _optional(upper * per)
        signals = find_signals(series, names, centre * per, *limits, unit=unit, runs=runs)
    return RateChart(
        kind=kind,
        events=_optional(x),
        cases=_optional(n),
        values=series,
        labels=names,
        centre=None if math.isnan(centre) else centre * per,
        lower=_optional(lower * per),
        upper=_optional(upper * per),
        exact=tuple(bool(one) for one in exact),
        baseline=(start, stop),
        signals=signals,
        dispersion=spread,
        sigma_z=sigma_z,
        in_order=runs,
        n=int(np.isfinite(rates).sum()),
        unit=unit,
        method=_method(kind, exact, dispersion),
        warning=_warning(kind, centre, n, len(within), spread, runs, dispersion),
        dropped=dropped,
    )


def _optional(numbers: NDArray[np.float64]) -> tuple[float | None, ...]:
    return tuple(None if math.isnan(one) else float(one) for one in numbers)


def _method(kind: Kind, exact: NDArray[np.bool_], dispersion: DispersionOption) -> str:
    if dispersion == "Laney":
        return f"{kind}′-chart (Laney 2002), limits of three sigma"
    law = "binomial" if kind == "p" else "Poisson"
    count = int(exact.sum())
    tails = f"; exact {law} limits, tail 0.00135, at {count} of them" if count else ""
    return f"{kind}-chart, limits of three sigma at {len(exact)} points{tails}"


def _warning(
    kind: Kind,
    centre: float,
    n: NDArray[np.float64],
    points: int,
    spread: Dispersion | None,
    runs: bool,
    dispersion: DispersionOption,
) -> str | None:
    if not points:
        return "Limits take one or more points with cases; the baseline has none."
    if math.isnan(centre):
        return "Laney's limits take two neighbouring points; in the baseline each stands alone."
    warnings = []
    expected = float(np.nanmin(n)) * min(centre, 1 - centre if kind == "p" else centre)
    if spread is None and points > 1:
        warnings.append(
            "In the baseline it happens never or always, so its limits have no width and mark "
            "every other value; take a longer baseline."
        )
    elif runs and expected < 1:
        warnings.append(
            "Fewer than one event is expected at some points, where a run on one side proves "
            "little; take longer periods."
        )
    if dispersion == "Laney" and expected < FEWEST_EXPECTED:
        warnings.append("With fewer than five events expected, Laney's limits are rough.")
    if dispersion == "chance" and spread is not None and spread.p < OVERDISPERSED_BELOW:
        way_out = (
            'if it is how this measure always varies, use dispersion="Laney"'
            if runs
            else "if the departments' work differs in kind, compare each with its own past"
        )
        warnings.append(
            f"The baseline varies {spread.ratio:.1f} times as much as chance ({p_text(spread.p)}), "
            f"so the limits may be too narrow: look for causes of single points; {way_out}."
        )
    if runs and points < FEWEST_ADVISED:
        warnings.append(
            f"The baseline has {points} points; below {FEWEST_ADVISED} the limits are provisional."
        )
    return " ".join(warnings) or None
