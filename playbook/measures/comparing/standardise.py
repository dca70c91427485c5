"""Direct standardisation: what each group would show if all had the same mix of customers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from playbook.measures.comparing.standardised import Standardised, Stratum
from playbook.measures.distributions import critical_t, critical_z
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Estimate
from playbook.measures.groups import NO_GROUP, label_text, read_groups, same_length
from playbook.measures.outcomes import read_outcome
from playbook.measures.ranges import checked_mapping, is_number
from playbook.measures.reading import Values
from playbook.measures.scores.average import average
from playbook.measures.scores.by_group import WITHOUT_GROUP
from playbook.measures.scores.share import share

WITHOUT_STRATUM = "without a stratum"
RATE_METHOD = (
    "direct standardisation Σ wᵢpᵢ, interval from Wilson's limits of each stratum "
    "(Zou & Donner 2008)"
)
MEAN_METHOD = (
    "direct standardisation Σ wᵢx̄ᵢ, variance Σ wᵢ²sᵢ²/nᵢ, Student's t with degrees of freedom by "
    "Satterthwaite"
)


@dataclass(frozen=True)
class _Part:
    """One stratum's weight, and a group's value, interval and n in it."""

    weight: float
    value: float
    low: float
    high: float
    n: int


def standardise(
    outcome: Values,
    group: Values,
    stratum: Values,
    *,
    standard: Mapping[str, float] | None = None,
    name: str = "Outcome",
    unit: str = "",
    confidence: float = 0.95,
) -> Standardised:
    """Outcome of each group, crude and directly standardised for the mix of strata.

    `outcome`: yes/no (true, false, 1, 0), given as shares in %, or numbers in `unit`; a column of
    nothing but 1 and 0 is yes/no unless it has a unit. `group`, `stratum`: names. All are
    one-dimensional and equally long; rows with a blank in any are left out and counted. `standard`:
    stratum → its weight, of any total; by default its share of all rows used. The standardised
    value is Σ wᵢxᵢ over the strata. For shares, Wilson's limits lᵢ and uᵢ of each stratum give the
    interval x − √Σwᵢ²(xᵢ−lᵢ)² to x + √Σwᵢ²(uᵢ−xᵢ)² (the variance Σwᵢ²pᵢ(1−pᵢ)/nᵢ would be 0 where
    all or none say yes); for numbers it is x ± t·√Σwᵢ²sᵢ²/nᵢ, and there is none where a group has a
    single row in a stratum. A group without rows in a stratum of positive weight is not
    standardised: no one can say what it would have shown there.

    Raises MeasureError for columns of different length, a standard without one of the strata, or
    weights that are negative or all 0. Source: Fleiss, Levin & Paik 2003, Statistical Methods for
    Rates and Proportions, chapter 19; interval of shares: Zou & Donner 2008, Statistics in Medicine
    27:1693–1702.
    """
    critical_z(confidence)
    read = read_outcome(outcome, unit)
    groups, strata = read_groups(group), read_groups(stratum)
    same_length(
        ("outcome", len(read.used)), ("group", len(groups.codes)), ("stratum", len(strata.codes))
    )
    in_group = read.used & (groups.codes != NO_GROUP)
    used = in_group & (strata.codes != NO_GROUP)
    dropped = read.dropped | {
        WITHOUT_GROUP: int(np.count_nonzero(read.used & ~in_group)),
        WITHOUT_STRATUM: int(np.count_nonzero(in_group & ~used)),
    }
    unit = "%" if read.is_rate else unit

    def estimates(codes: NDArray[np.int64]) -> dict[int, Estimate]:
        return _by_code(codes, read.values[used], read.is_rate, unit, confidence)

    width = len(strata.labels)
    group_codes = groups.codes[used].astype(np.int64)
    of_cell = estimates(group_codes * width + strata.codes[used])
    present = {strata.labels[place]: int(n) for place, n in enumerate(strata.counts(used)) if n}
    weights = _weights(standard, present)
    cells: dict[str, dict[str, Estimate]] = {each: {} for each in weights}
    for code, estimate in of_cell.items():
        who, at = groups.labels[code // width], strata.labels[code % width]
        cells[at][who] = replace(estimate, name=who)
    crude, standardised, missing = {}, {}, {}
    for code, estimate in estimates(group_codes).items():
        who = groups.labels[code]
        crude[who] = replace(estimate, name=who)
        empty = tuple(at for at in weights if weights[at] and who not in cells[at])
        if empty:
            missing[who] = empty
            standardised[who] = _not_standardised(crude[who], empty)
        else:
            parts = [(weights[at], cells[at][who]) for at in weights if weights[at]]
            standardised[who] = _mixed(crude[who], parts, read.is_rate)
    return Standardised(
        name=name,
        unit=unit,
        crude=crude,
        standardised=standardised,
        strata=tuple(Stratum(at, weight, cells[at]) for at, weight in weights.items()),
        missing=missing,
        reversals=_reversals(crude, standardised),
        method=RATE_METHOD if read.is_rate else MEAN_METHOD,
        dropped={reason: n for reason, n in dropped.items() if n},
    )


def _by_code(
    codes: NDArray[np.int64],
    values: NDArray[np.float64],
    is_rate: bool,
    unit: str,
    confidence: float,
) -> dict[int, Estimate]:
    """The estimate of each code that has rows, in the order of the codes."""
    order = np.lexsort((values, codes))  # values too, so that the order of rows can't matter
    present, first = np.unique(codes[order], return_index=True)
    found = {}
    for code, rows in zip(present.tolist(), np.split(values[order], first[1:]), strict=False):
        if is_rate:
            found[code] = share(int(rows.sum()), len(rows), confidence=confidence)
        else:
            found[code] = average(rows, name="", unit=unit, confidence=confidence)
    return found


def _weights(standard: Mapping[str, float] | None, present: Mapping[str, int]) -> dict[str, float]:
    """The standard's weight of each stratum, adding up to 1."""
    asked: Mapping[str, float] = present
    if standard is not None:
        given = checked_mapping(standard, "The standard")
        if not all(is_number(weight) for weight in given.values()):
            given = dict.fromkeys(given, -1.0)
        asked = {label_text(label): float(weight) for label, weight in given.items()}
        lacking = [label for label in present if label not in asked]
        if lacking:
            raise MeasureError(
                f"The standard has no weight for {', '.join(lacking)}.",
                "Give every stratum of the data a weight, 0 if it is not to count.",
            )
        weights = list(asked.values())
        if not weights or min(weights) < 0 or max(weights) == 0:
            raise MeasureError(
                "The weights of the standard are not numbers of 0 or more, one of them above 0.",
                "Give each stratum its share or its number of people in the standard.",
            )
    total = math.fsum(asked.values())
    return {label: weight / total for label, weight in asked.items()}


def _mixed(crude: Estimate, parts: list[tuple[float, Estimate]], is_rate: bool) -> Estimate:
    """The strata of one group mixed by the standard's weights."""
    value = math.fsum(weight * (cell.value or 0) for weight, cell in parts)
    known = [
        _Part(weight, cell.value, cell.low, cell.high, cell.n)
        for weight, cell in parts
        if cell.value is not None and cell.low is not None and cell.high is not None
    ]
    method = RATE_METHOD if is_rate else MEAN_METHOD
    if len(known) < len(parts):
        return replace(crude, value=value, low=None, high=None, method=method)
    if is_rate:
        below = math.hypot(*(part.weight * (part.value - part.low) for part in known))
        above = math.hypot(*(part.weight * (part.high - part.value) for part in known))
        low, high = max(0.0, value - below), min(100.0, value + above)
    else:
        half = _half_width(known, crude.confidence)
        low, high = value - half, value + half
    return replace(crude, value=value, low=low, high=high, method=method)


def _half_width(parts: list[_Part], confidence: float) -> float:
    """Half the interval of a mix of means, from the half intervals of the means."""
    variances = [
        (part.weight * (part.high - part.low) / 2 / critical_t(confidence, part.n - 1)) ** 2
        for part in parts
    ]
    total = math.fsum(variances)
    if total == 0:
        return 0.0
    shares = ((one / total) ** 2 / (part.n - 1) for one, part in zip(variances, parts, strict=True))
    return critical_t(confidence, 1 / math.fsum(shares)) * math.sqrt(total)


def _not_standardised(crude: Estimate, empty: tuple[str, ...]) -> Estimate:
    return replace(
        crude,
        value=None,
        low=None,
        high=None,
        n=0,
        absent=f"no one in {', '.join(empty)}",
    )


def _reversals(
    crude: Mapping[str, Estimate], standardised: Mapping[str, Estimate]
) -> tuple[tuple[str, str], ...]:
    """Pairs of groups of which the first is higher as it is, and lower with the same mix."""
    found = []
    for one, other in combinations(crude, 2):
        before = _minus(crude[one], crude[other])
        after = _minus(standardised[one], standardised[other])
        if before is not None and after is not None and before * after < 0:
            found.append((one, other) if before > 0 else (other, one))
    return tuple(found)


def _minus(one: Estimate, other: Estimate) -> float | None:
    """Their difference, 0 where it is no more than rounding; None where one is not available."""
    if one.value is None or other.value is None:
        return None
    same = math.isclose(one.value, other.value, rel_tol=1e-12, abs_tol=1e-12)
    return 0.0 if same else one.value - other.value
