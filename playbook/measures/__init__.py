"""Customer-experience measures, each with its uncertainty; pure functions without state."""

from playbook.measures.average import average
from playbook.measures.control import Signal, XmRChart, xmr
from playbook.measures.effort import (
    EffortScore,
    EffortVersion,
    effort,
    effort_direction_conflict,
)
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Difference, Estimate
from playbook.measures.journey import Correlation, chain_completion, correlation
from playbook.measures.reading import Values
from playbook.measures.recommend import (
    looks_like_five_star,
    looks_like_one_to_ten,
    nps,
    nps_difference,
    nps_from_counts,
    nps_sample_size,
    nps_standard_error,
)
from playbook.measures.share import satisfaction, share, share_difference
from playbook.measures.weights import effective_n

__all__ = [
    "Correlation",
    "Difference",
    "EffortScore",
    "EffortVersion",
    "Estimate",
    "MeasureError",
    "Signal",
    "Values",
    "XmRChart",
    "average",
    "chain_completion",
    "correlation",
    "effective_n",
    "effort",
    "effort_direction_conflict",
    "looks_like_five_star",
    "looks_like_one_to_ten",
    "nps",
    "nps_difference",
    "nps_from_counts",
    "nps_sample_size",
    "nps_standard_error",
    "satisfaction",
    "share",
    "share_difference",
    "xmr",
]
