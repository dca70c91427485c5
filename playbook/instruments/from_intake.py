"""From a company's own file to rows of a scorecard, each number with n and interval."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from playbook.instruments.errors import InstrumentError
from playbook.instruments.scorecard import Direction, Layer, ScorecardMeasure
from playbook.intake import Intake, Role
from playbook.measures import Estimate, average, effort, nps, satisfaction, share, suppress_small

FEWEST_SHOWN = 5
"""A group or month with fewer answers is not shown, so that no customer can be recognised."""
FEWEST_MONTHS = 6
"""Months with a value below which no trend is drawn."""
NO_GROUP = "Not stated"

_WORD_BREAKS = re.compile(r"(?<=[a-z])(?=[A-Z])|[\W_]+")
_MONEY = re.compile(
    r"[€$£¥]|\b(?:revenue|sales|turnover|price|cost|costs|spend|spending|charges?|fees?|payments?|"
    r"invoiced?|refunds?|margin|profit|income|mrr|arr|eur|usd|gbp|chf)\b",
    re.IGNORECASE,
)
_UNIT_IN_HEADER = re.compile(r"[(\[]\s*(?:in\s+)?([^)\]]{1,20}?)\s*[)\]]\s*$")


@dataclass(frozen=True)
class _Reading:
    """How one column becomes a measure; `of` computes it on all rows or on some."""

    column: str
    layer: Layer
    name: str
    definition: str
    formula: str
    direction: Direction | None
    of: Callable[[pd.DataFrame], Estimate]


def measures_from_intake(intake: Intake) -> list[ScorecardMeasure]:
    """Compute a scorecard row from each column that holds a measure, in the file's order.

    Likelihood to recommend gives the Net Promoter Score®, weighted if the file has weights;
    satisfaction the share in the top boxes; effort the share who found it easy; a yes-or-no
    outcome the share of yes; an amount the average. All with n and a 95 % interval; value None
    where no answer is valid. With a date column the trend holds a point a month, None in months
    of fewer than 5 answers; under 6 months with a value there is no trend. What the file can't
    tell (owner, target, decision; unit and good direction of some) is left empty.
    Raises InstrumentError when the plan leaves open how a column is to be read.
    """
    readings = [
        _reading(intake, column, role)
        for column, role in intake.plan.roles.items()
        if role.kind in _READERS
    ]
    names = Counter(each.name for each in readings)
    return [_measure(intake, each, named_twice=names[each.name] > 1) for each in readings]


def by_group(
    intake: Intake, measure_column: str, group_column: str | None = None
) -> list[tuple[str, Estimate | None]]:
    """Compute one column's measure for each group: (group, estimate), the largest group first.

    `group_column` defaults to the first one of the file. Rows without a group are the group "Not
    stated". The estimate is None where it is not shown: in a group of 1 to 4 answers, and in the
    next smallest groups until two or more with 5 or more answers together are hidden, since one
    hidden group could be worked out from the total. Groups not shown come last, by name; a group
    without any answer has an estimate without a value.
    Raises InstrumentError when either column plays no such role.
    """
    role = intake.plan.roles.get(measure_column)
    if role is None or role.kind not in _READERS:
        raise InstrumentError(
            f"Column “{measure_column}” holds no measure.",
            "Choose a column with ratings, outcomes or amounts.",
        )
    groups = intake.plan.columns("group")
    if group_column is None and groups:
        group_column = groups[0]
    if group_column not in groups:
        raise InstrumentError(
            f"Column “{group_column}” holds no groups."
            if group_column
            else f"{intake.receipt.file_name} has no column of groups.",
            "Give the role “group” to the column to compare by.",
        )
    reading = _reading(intake, measure_column, role)
    column = intake.frame[group_column].astype(object)
    labels = column.where(column.notna(), NO_GROUP).astype(str)
    estimates = {str(name): reading.of(rows) for name, rows in intake.frame.groupby(labels)}
    sizes = {name: estimate.n for name, estimate in estimates.items()}
    hidden = {
        name for (name, *_) in suppress_small(sizes, smallest=FEWEST_SHOWN).hidden
    } & sizes.keys()
    shown = sorted(estimates.keys() - hidden, key=lambda name: (-estimates[name].n, name))
    return [(name, estimates[name]) for name in shown] + [(name, None) for name in sorted(hidden)]


def _hidden(sizes: dict[str, int]) -> set[str]:
    """The groups not to show; they go by their places, as a group may be called "Total"."""
    places = {str(place): n for place, n in enumerate(sizes.values())}
    hidden = suppress_small(places, smallest=FEWEST_SHOWN).hidden
    return {name for place, name in enumerate(sizes) if (str(place),) in hidden}


def _measure(intake: Intake, reading: _Reading, *, named_twice: bool) -> ScorecardMeasure:
    estimate = reading.of(intake.frame)
    receipt = intake.receipt
    worth = ""
    if estimate.n_effective is not None:
        worth = (
            f" The {estimate.n:,} answers weigh as much as {estimate.n_effective:.0f} equal ones."
        )
    return ScorecardMeasure(
        id=f"{receipt.id}-{reading.column}",
        layer=reading.layer,
        name=f"{reading.name}, {reading.column}" if named_twice else reading.name,
        definition=reading.definition,
        formula=f"{reading.formula} Interval: {estimate.method}.{worth}",
        source=f"{receipt.file_name}, column “{reading.column}”, receipt {receipt.id}",
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        n=estimate.n,
        unit=estimate.unit,
        direction=reading.direction,
        trend=_trend(intake, reading),
        origin=receipt.id,
    )


def _trend(intake: Intake, reading: _Reading) -> tuple[tuple[str, float | None], ...]:
    dates = intake.plan.columns("date")
    if not dates:
        return ()
    dated = intake.frame[intake.frame[dates[0]].notna()]
    if dated.empty:
        return ()
    months = dated[dates[0]].dt.to_period("M")
    estimates = {month: reading.of(rows) for month, rows in dated.groupby(months)}
    points = []
    for month in pd.period_range(months.min(), months.max(), freq="M"):
        estimate = estimates.get(month)
        enough = estimate is not None and estimate.n >= FEWEST_SHOWN
        points.append((str(month), estimate.value if estimate and enough else None))
    if sum(value is not None for _, value in points) < FEWEST_MONTHS:
        return ()
    return tuple(points)


def _reading(intake: Intake, column: str, role: Role) -> _Reading:
    return _READERS[role.kind](intake, column, role)


def _recommend(intake: Intake, column: str, role: Role) -> _Reading:
    weights = next(iter(intake.plan.columns("weight")), None)

    def of(rows: pd.DataFrame) -> Estimate:
        if weights is None:
            return nps(rows[column])
        weighty = rows[rows[weights].notna() & (rows[weights] != 0)]
        return nps(weighty[column], weights=weighty[weights])

    weighted = ""
    if weights is not None:
        weighted = f" Weighted by column “{weights}”; answers without a weight are left out."
    return _Reading(
        column,
        "perception",
        "Net Promoter Score®",
        "How far customers who would recommend us outnumber those who would not, "
        "asked on a scale of 0–10.",
        "Share of answers 9–10 minus share of answers 0–6 on a scale of 0–10, times 100."
        + weighted,
        "up",
        of,
    )


def _satisfaction(intake: Intake, column: str, role: Role) -> _Reading:
    scale, top = role.scale, role.top
    if scale is None:
        raise _undecided(column, "the scale of the ratings")
    box = f"{scale[1] - top + 1}–{scale[1]}" if top > 1 else f"{scale[1]}"
    return _Reading(
        column,
        "perception",
        "Satisfied customers",
        f"Share of customers who answered {box} on a scale of {scale[0]}–{scale[1]}.",
        f"Answers {box} divided by all valid answers on a scale of {scale[0]}–{scale[1]}."
        + _unweighted(intake),
        "up",
        lambda rows: satisfaction(rows[column], scale=scale, top=top),
    )


def _effort(intake: Intake, column: str, role: Role) -> _Reading:
    version = role.version
    if version is None:
        raise _undecided(column, "the good end of the effort scale")
    box, scale, question = {
        "ces1": ("1–2", "1–5", "how much effort it took, 1 being very low"),
        "ces2": ("5–7", "1–7", "whether we made it easy, 7 being full agreement"),
    }[version]
    return _Reading(
        column,
        "perception",
        "Customers who found it easy",
        f"Share of customers who answered {box} on a scale of {scale} when asked {question}.",
        f"Answers {box} divided by all valid answers on a scale of {scale}." + _unweighted(intake),
        "up",
        lambda rows: effort(rows[column], version=version).easy,
    )


def _outcome(intake: Intake, column: str, role: Role) -> _Reading:
    if role.event is None:
        raise _undecided(column, "the value that counts")
    name = f"{column}: {role.event}"

    def of(rows: pd.DataFrame) -> Estimate:
        known = rows[column].dropna()
        return share(int(known.sum()), len(known), name=name)

    return _Reading(
        column,
        "behaviour",
        name,
        f"Share of the rows in which “{column}” is “{role.event}”.",
        f"Rows with “{role.event}” in “{column}” divided by all rows with a valid entry there."
        + _unweighted(intake),
        None,
        of,
    )


def _amount(intake: Intake, column: str, role: Role) -> _Reading:
    words = _WORD_BREAKS.sub(" ", column)
    is_money = bool(_MONEY.search(words) or _MONEY.search(column))
    unit = _UNIT_IN_HEADER.search(column)
    name = f"Average {column}"
    return _Reading(
        column,
        "finance" if is_money else "operation",
        name,
        f"Average of “{column}” over all rows with an amount.",
        f"Sum of “{column}” divided by the number of rows with an amount." + _unweighted(intake),
        None,
        lambda rows: average(rows[column], name=name, unit=unit.group(1) if unit else ""),
    )


def _unweighted(intake: Intake) -> str:
    weights: Iterable[str] = intake.plan.columns("weight")
    return "".join(f" Not weighted by “{column}”." for column in weights)


def _undecided(column: str, what: str) -> InstrumentError:
    return InstrumentError(
        f"Column “{column}”: {what} is not settled yet.",
        "Answer the question about this column, then read the file again.",
    )


_READERS: dict[str, Callable[[Intake, str, Role], _Reading]] = {
    "recommend": _recommend,
    "satisfaction": _satisfaction,
    "effort": _effort,
    "outcome": _outcome,
    "amount": _amount,
}
