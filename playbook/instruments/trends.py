"""Which moves of a measure are signals, once its trend is long enough to say."""

from __future__ import annotations

from playbook.instruments.scorecard import ScorecardMeasure
from playbook.measures import XmRChart, xmr

FEWEST_FOR_CONTROL = 12
"""Points with a value from which control limits are drawn (Wheeler 1993 advises 12 to 20)."""
FEWEST_FOR_TREND = 2
"""Points with a value that make a trend at all."""


def trend_points(measure: ScorecardMeasure) -> int:
    """Count the points of the trend that have a value."""
    return sum(value is not None for _, value in measure.trend)


def control_limits(measure: ScorecardMeasure) -> XmRChart | None:
    """Give the XmR chart of a measure's trend, or None for fewer than 12 points with a value."""
    if trend_points(measure) < FEWEST_FOR_CONTROL:
        return None
    return xmr([value for _, value in measure.trend], labels=[label for label, _ in measure.trend])
