"""League tables shrunk towards the mean, and what to expect when nothing is done."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from playbook.measures.comparing.empirical_bayes import Floats, Shrunken, shrink
from playbook.measures.comparing.league import LeagueRow, LeagueTable
from playbook.measures.distributions import critical_z
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Estimate
from playbook.measures.groups import NO_GROUP, read_groups, same_length
from playbook.measures.outcomes import Outcome, read_outcome
from playbook.measures.ranges import checked_mapping, is_number, random_numbers
from playbook.measures.reading import Values, read_ratings
from playbook.measures.scores.by_group import WITHOUT_GROUP
from playbook.measures.scores.recommend import LOWEST_PASSIVE, LOWEST_PROMOTER, SCALE

Best: TypeAlias = Literal["high", "low"]

DRAWS = 4_000
METHOD = "empirical Bayes (Morris 1983), between-group variance by Paule & Mandel 1982"


def league_table(
    values: Values,
    group: Values,
    *,
    name: str = "Outcome",
    unit: str = "",
    best: Best = "high",
    confidence: float = 0.95,
    seed: int = 1975,
) -> LeagueTable:
    """League table of the groups' means, shrunk towards their common mean.

    `values`: yes/no, given as shares in %, or numbers in `unit`; `group`: names; both
    one-dimensional and equally long, rows with a blank left out and counted. Values are taken to
    vary alike in all groups: the variance within groups is pooled over them, so that a small group
    whose few answers agree does not pass for a sure one. `best` says which end ranks first. Ranks
    come from draws with `seed`.
    Raises MeasureError for fewer than four groups, or values that don't vary within groups.
    Source: Efron & Morris 1975, Journal of the American Statistical Association 70:311–319; method
    as in `shrink`.
    """
    read = read_outcome(values, unit)
    scale, shown = (100.0, "%") if read.is_rate else (1.0, unit)
    scored = Outcome(scale * read.values, read.used, read.is_rate, read.dropped)
    return _pooled(
        scored, group, name=name, unit=shown, best=best, confidence=confidence, seed=seed
    )


def nps_league(
    likelihood_to_recommend: Values, group: Values, *, confidence: float = 0.95, seed: int = 1975
) -> LeagueTable:
    """League table of the groups' Net Promoter Scores in points, shrunk as in `league_table`.

    `likelihood_to_recommend`: whole numbers from 0 to 10, scored +100 (9–10), 0 (7–8) and −100
    (0–6); others are left out and counted. Columns and errors as in `league_table`.
    """
    answers = read_ratings(likelihood_to_recommend, SCALE)
    scores = np.zeros(len(answers.kept))
    promoters = (answers.values >= LOWEST_PROMOTER).astype(np.float64)
    scores[answers.kept] = 100 * (promoters - (answers.values < LOWEST_PASSIVE))
    scored = Outcome(scores, answers.kept, False, answers.dropped)
    return _pooled(
        scored,
        group,
        name="Net Promoter Score",
        unit="points",
        best="high",
        confidence=confidence,
        seed=seed,
    )


def league_from_estimates(
    estimates: Mapping[str, Estimate],
    *,
    name: str | None = None,
    best: Best = "high",
    confidence: float = 0.95,
    seed: int = 1975,
) -> LeagueTable:
    """League table of groups whose estimates are at hand, such as `nps_by(...).estimates`.

    `estimates`: label → estimate, all in one unit. Half the width of an interval over z is taken as
    the standard error, which covers a little less well than the pooled one: where the rows are at
    hand, take `league_table` or `nps_league`. Groups without a value or an interval are left out
    and counted. `best`, `seed` and method as in `league_table`. Raises MeasureError for estimates
    in different units, an interval without width, or fewer than four groups.
    """
    if not all(
        isinstance(one, Estimate) for one in checked_mapping(estimates, "The groups").values()
    ):
        raise MeasureError(
            "Some groups have something else than an estimate.",
            "Give what a measure gives for each group, such as `nps_by(…).estimates`.",
        )
    units = {estimate.unit for estimate in estimates.values()}
    if len(units) > 1:
        raise MeasureError(
            f"The estimates have different units: {', '.join(sorted(units))}.",
            "Make one league table for each unit.",
        )
    known = {
        label: (one.value, (one.high - one.low) / 2 / critical_z(one.confidence), one.n)
        for label, one in estimates.items()
        if one.value is not None and one.low is not None and one.high is not None
    }
    lost = len(estimates) - len(known)
    return _table(
        name=name or "Groups",
        unit=units.pop() if units else "",
        labels=list(known),
        n=[n for _, _, n in known.values()],
        raw=np.array([value for value, _, _ in known.values()], dtype=np.float64),
        errors=np.array([error for _, error, _ in known.values()], dtype=np.float64),
        best=best,
        confidence=confidence,
        seed=seed,
        dropped={"groups without an interval": lost} if lost else {},
    )


def regress_to_mean(mean: float, reliability: float, observed: float) -> float:
    """What to expect next from a group observed at `observed`, when nothing is done.

    mean + reliability × (observed − mean); `mean` of all groups and `observed` in one unit,
    `reliability` the correlation of two measurements of the same groups, 0 to 1. Raises
    MeasureError for other reliabilities or numbers that are not finite. Source: Galton 1886.
    """
    if not (is_number(reliability) and 0 <= reliability <= 1):
        raise MeasureError(
            f"The reliability {reliability!r} is not between 0 and 1.",
            "Give the correlation of the groups' values in two periods.",
        )
    if not (is_number(mean) and is_number(observed)):
        raise MeasureError("A value is not a finite number.", "Give the mean and what was seen.")
    return mean + reliability * (observed - mean)


def _pooled(
    outcome: Outcome,
    group: Values,
    *,
    name: str,
    unit: str,
    best: Best,
    confidence: float,
    seed: int,
) -> LeagueTable:
    """The league table of the groups' means, with the variance pooled within groups."""
    groups = read_groups(group)
    same_length(("values", len(outcome.used)), ("groups", len(groups.codes)))
    used = outcome.used & (groups.codes != NO_GROUP)
    without = int(np.count_nonzero(outcome.used & ~used))
    numbers, codes = outcome.values[used], groups.codes[used]
    counts = groups.counts(used)
    present = np.flatnonzero(counts)
    means = np.bincount(codes, weights=numbers, minlength=len(counts)) / np.maximum(counts, 1)
    degrees = len(numbers) - len(present)
    within = float(np.square(numbers - means[codes]).sum()) / degrees if degrees > 0 else 0.0
    return _table(
        name=name,
        unit=unit,
        labels=[groups.labels[place] for place in present],
        n=counts[present].tolist(),
        raw=means[present],
        errors=np.sqrt(within / counts[present]),
        best=best,
        confidence=confidence,
        seed=seed,
        dropped=outcome.dropped | ({WITHOUT_GROUP: without} if without else {}),
    )


def _table(
    *,
    name: str,
    unit: str,
    labels: list[str],
    n: list[int],
    raw: Floats,
    errors: Floats,
    best: Best,
    confidence: float,
    seed: int,
    dropped: Mapping[str, int],
) -> LeagueTable:
    if best not in ("high", "low"):
        raise MeasureError(f"Which end is best is not said by {best!r}.", "Write high or low.")
    z = critical_z(confidence)
    found = shrink(raw, errors)
    sign = -1 if best == "high" else 1
    order = sorted(
        range(len(labels)),
        key=lambda place: (sign * found.means[place], sign * raw[place], n[place], labels[place]),
    )
    rank_low, rank_high = _ranks(found, order, sign, confidence, seed)
    low, high = found.means - z * found.errors, found.means + z * found.errors
    if unit == "%":
        low, high = np.maximum(low, 0), np.minimum(high, 100)
    rows = [
        LeagueRow(
            label=labels[place],
            n=n[place],
            raw=float(raw[place]),
            se=float(errors[place]),
            shrunken=float(found.means[place]),
            low=float(low[place]),
            high=float(high[place]),
            pull=float(found.pull[place]),
            rank=rank,
            rank_low=int(rank_low[rank - 1]),
            rank_high=int(rank_high[rank - 1]),
        )
        for rank, place in enumerate(order, 1)
    ]
    return LeagueTable(
        name=name,
        unit=unit,
        rows=tuple(rows),
        overall=found.mean,
        between_sd=math.sqrt(found.between),
        noise=found.noise,
        method=METHOD,
        dropped=dropped,
        confidence=confidence,
    )


def _ranks(
    found: Shrunken, order: list[int], sign: int, confidence: float, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lowest and highest rank of each group in the middle `confidence` of the draws, by `order`."""
    normal = random_numbers(seed).standard_normal((DRAWS, len(order)))
    draws = sign * (found.means[order] + found.errors[order] * normal)
    ranks = np.argsort(np.argsort(draws, axis=1), axis=1) + 1
    tail = (1 - confidence) / 2
    low = np.quantile(ranks, tail, axis=0, method="lower")
    high = np.quantile(ranks, 1 - tail, axis=0, method="higher")
    return low.astype(np.int64), high.astype(np.int64)
