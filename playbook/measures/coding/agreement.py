"""Whether coders agree beyond chance: Cohen's and Fleiss's κ, Krippendorff's α."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.coding.agreement_result import Agreement, agreement_of, one_minus_ratio
from playbook.measures.coding.alpha_sums import Level, alpha_statistic
from playbook.measures.coding.codes import Codes, read_codes
from playbook.measures.errors import MeasureError
from playbook.measures.groups import same_length
from playbook.measures.ranges import MOST_COUNTED, as_floats
from playbook.measures.reading import Values, as_column

Weights: TypeAlias = Literal["linear", "quadratic"]
Table: TypeAlias = "pd.DataFrame | NDArray[Any] | Sequence[Sequence[object]]"

BLANK, CODED_ONCE, NOT_CODED = "blank", "coded once", "not coded"
PACKAGE_CELLS = 4_000_000
"""Units × values² up to which the krippendorff package, which holds them all, gives α."""
MANY_VALUES, MOST_RATIO_VALUES = 200, 1000


def cohen_kappa(
    first: Values,
    second: Values,
    *,
    weights: Weights | None = None,
    categories: Sequence[object] | None = None,
    name: str = "Cohen's κ",
    confidence: float = 0.95,
    seed: int = 1960,
) -> Agreement:
    """Agreement of two coders beyond chance: κ = (p_o − p_e) / (1 − p_e), at most 1.

    `first` and `second`: one code a unit, text or numbers, of equal length; a unit with a blank is
    left out and counted. `weights` counts a near miss as part agreement, by the distance of the two
    codes or its square: codes are then numbers, or `categories` gives their order. The interval is
    the percentile bootstrap over units. None where both coders use only one and the same code.
    Raises MeasureError for unequal lengths, codes outside `categories`, and weights for text codes
    without an order. Sources: Cohen 1960; weighted: Cohen 1968.
    """
    if weights not in (None, *get_args(Weights)):
        raise MeasureError(
            f"There are no weights {weights!r}.", "Take linear or quadratic, or none."
        )
    columns = [as_column(one).astype(object) for one in (first, second)]
    same_length(("first", len(columns[0])), ("second", len(columns[1])))
    table = np.column_stack(columns)
    codes = read_codes(table, categories, order_for="Weights" if weights else None)
    complete = codes.positions[(codes.positions >= 0).all(axis=1)]
    size = len(codes.values)
    distance = _distance(codes, weights)
    cells = np.bincount(complete[:, 0] * size + complete[:, 1], minlength=size * size)

    def statistic(times: NDArray[np.float64]) -> NDArray[np.float64]:
        tables = times.reshape(-1, size, size)
        rows, columns = tables.sum(axis=2), tables.sum(axis=1)
        seen = (times @ distance.reshape(-1)) * times.sum(axis=1)
        return one_minus_ratio(seen, np.einsum("bi,bi->b", rows @ distance, columns))

    blank = len(table) - len(complete)
    weighted = f"{weights} weights (Cohen 1968)" if weights else "(Cohen 1960)"
    return agreement_of(
        statistic,
        cells,
        name=name,
        n_coders=2,
        method=f"Cohen's κ {weighted}",
        dropped={BLANK: blank} if blank else {},
        confidence=confidence,
        seed=seed,
    )


def fleiss_kappa(
    counts: Table, *, name: str = "Fleiss's κ", confidence: float = 0.95, seed: int = 1971
) -> Agreement:
    """Agreement of a fixed number of coders a unit, beyond chance, at most 1.

    `counts`: a table of one row a unit and one column a category: how many coders gave it. Rows
    without a coder are left out and counted. Interval: percentile bootstrap over units. None where
    all coders use only one category. Raises MeasureError for counts that are not whole numbers of 0
    or more, for units with different numbers of coders (take `krippendorff_alpha`), and for one
    coder. Source: Fleiss 1971, Measuring nominal scale agreement among many raters, Psychological
    Bulletin 76:378–382.
    """
    found = as_floats(counts)
    table = np.empty(0) if found is None else found
    if table.ndim != 2 or not np.isfinite(table).all() or _not_counts(table):
        raise MeasureError(
            "The counts are not a table of whole numbers of 0 or more.",
            "Give one row a unit and one column a category, 0 where no coder chose it.",
        )
    coders = table.sum(axis=1)
    table = table[coders > 0]
    each = int(coders.max(initial=0))
    if (table.sum(axis=1) != each).any():
        raise MeasureError(
            "The units have different numbers of coders.",
            "Fleiss's κ takes the same number for each; use krippendorff_alpha.",
        )
    if each == 1:
        raise MeasureError("Each unit has one coder only.", "Let two or more code the same units.")
    kinds, times = np.unique(table, axis=0, return_counts=True)

    def statistic(times: NDArray[np.float64]) -> NDArray[np.float64]:
        units = times.sum(axis=1)
        apart = times @ (each**2 - np.square(kinds).sum(axis=1)) / (each * (each - 1))
        alike = np.square(times @ kinds).sum(axis=1) / (units * each) ** 2
        return one_minus_ratio(apart / units, 1 - alike)

    empty = int((coders == 0).sum())
    return agreement_of(
        statistic,
        times,
        name=name,
        n_coders=each,
        method="Fleiss's κ (Fleiss 1971)",
        dropped={NOT_CODED: empty} if empty else {},
        confidence=confidence,
        seed=seed,
    )


def krippendorff_alpha(
    ratings: Table,
    *,
    level: Level = "nominal",
    categories: Sequence[object] | None = None,
    name: str = "Krippendorff's α",
    confidence: float = 0.95,
    seed: int = 2011,
) -> Agreement:
    """Agreement of any number of coders, with gaps, beyond chance, at most 1.

    `ratings`: one row a unit, one column a coder, codes as text or numbers, blank where a coder did
    not code the unit. Units coded once can't agree or disagree; they and units not coded are left
    out and counted. `level`: codes without order (nominal), with an order (ordinal; text then needs
    `categories` from lowest to highest), numbers (interval), or numbers from a true 0 (ratio). A
    comment with several codes is coded yes or no for each code, with one α a code. Interval:
    percentile bootstrap over units. None where all codes are the same: then nothing shows that the
    coders can tell units apart. Raises MeasureError for text at interval or ratio level, negative
    ratios, codes outside `categories`, and ratings that are not a table. Source: Krippendorff 2011,
    Computing Krippendorff's Alpha-Reliability; the krippendorff package gives the point,
    unless there are too many different ratings for its memory.
    """
    if level not in get_args(Level):
        raise MeasureError(
            f"There is no level {level!r}.", f"Take one of {', '.join(get_args(Level))}."
        )
    try:
        table = pd.DataFrame(ratings).to_numpy(dtype=object)
    except (TypeError, ValueError) as error:
        raise MeasureError(
            "The ratings are not a table.", "Give one row a unit and one column a coder."
        ) from error
    needs_order = None if level == "nominal" else f"Ratings at {level} level"
    codes = read_codes(table, categories, order_for=needs_order)
    if level in ("interval", "ratio") and codes.numbers is None:
        raise MeasureError(
            f"Ratings at {level} level are numbers, and some codes are text.",
            "Give numbers, or take the nominal or ordinal level.",
        )
    if level == "ratio" and codes.numbers is not None:
        _check_ratio(codes.numbers)
    counts = _value_counts(codes)
    coded = counts.sum(axis=1)
    counts = counts[coded >= 2]
    values = np.arange(float(len(codes.values))) if codes.numbers is None else codes.numbers
    kinds, times = _kinds(counts)
    left_out = {CODED_ONCE: int((coded == 1).sum()), NOT_CODED: int((coded == 0).sum())}
    return agreement_of(
        alpha_statistic(kinds.astype(float), values, level),
        times,
        value=_from_package(counts, values, level),
        name=name,
        n_coders=int((codes.positions >= 0).any(axis=0).sum()),
        method=f"Krippendorff's α, {level} level (Krippendorff 2011)",
        dropped={why: count for why, count in left_out.items() if count},
        confidence=confidence,
        seed=seed,
    )


def _not_counts(table: NDArray[np.float64]) -> bool:
    return bool((table < 0).any() or (table > MOST_COUNTED).any() or (table % 1).any())


def _distance(codes: Codes, weights: Weights | None) -> NDArray[np.float64]:
    if weights is None:
        return 1.0 - np.eye(len(codes.values))
    scale = np.arange(float(len(codes.values))) if codes.numbers is None else codes.numbers
    apart: NDArray[np.float64] = np.abs(scale[:, None] - scale)
    return apart if weights == "linear" else np.square(apart)


def _check_ratio(numbers: NDArray[np.float64]) -> None:
    if (numbers < 0).any():
        raise MeasureError(
            "A rating below 0 has no ratio to others.", "Take the interval level for such ratings."
        )
    if len(numbers) > MOST_RATIO_VALUES:
        raise MeasureError(
            f"At ratio level {len(numbers):,} different ratings are too many to compare in pairs.",
            f"Round them to at most {MOST_RATIO_VALUES:,} different ones.",
        )


def _value_counts(codes: Codes) -> NDArray[np.int64]:
    """Units × values: how many coders gave the unit that value."""
    units, size = len(codes.positions), len(codes.values)
    unit, coder = np.nonzero(codes.positions >= 0)
    cells = unit * size + codes.positions[unit, coder]
    return np.bincount(cells, minlength=units * size).reshape(units, size)


def _kinds(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Units with the same codes put together, where there are few values; how many of each."""
    if counts.shape[1] > MANY_VALUES:
        return counts, np.ones(len(counts), dtype=np.int64)
    kinds, times = np.unique(counts, axis=0, return_counts=True)
    return kinds, times


def _from_package(
    counts: NDArray[np.int64], values: NDArray[np.float64], level: Level
) -> float | None:
    """α by the package; None where it is undefined, or has more values than fit in memory."""
    if (counts.sum(axis=0) > 0).sum() < 2 or len(counts) * len(values) ** 2 > PACKAGE_CELLS:
        return None
    import krippendorff

    return float(
        krippendorff.alpha(value_counts=counts, value_domain=values, level_of_measurement=level)
    )
