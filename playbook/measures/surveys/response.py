"""Who answered a survey, and what the silence of the others can do to its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import special  # type: ignore[import-untyped]

from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Estimate
from playbook.measures.flags import read_flags
from playbook.measures.groups import read_groups
from playbook.measures.ranges import is_number
from playbook.measures.reading import Values, as_column
from playbook.measures.scores.by_group import Grouped, share_by
from playbook.measures.wording import dropped_text, number_text, p_text, places_for, with_unit


@dataclass(frozen=True)
class ResponseBias:
    """How far the respondents' mean lies from the mean of everyone asked, in `unit`.

    `everyone` is the mean of everyone asked, `bias` the respondents' mean minus it.
    """

    bias: float
    respondents: float
    nonrespondents: float
    everyone: float
    response_rate: float
    unit: str
    method: str

    def sentence(self) -> str:
        """The bias in words, with the two things that make it."""
        places = places_for(self.unit, self.respondents, self.nonrespondents)
        means = [
            with_unit(mean, self.unit, places)
            for mean in (self.respondents, self.everyone, self.nonrespondents)
        ]
        if self.bias == 0:
            size = "does not differ from"
        else:
            side = "above" if self.bias > 0 else "below"
            size = f"lies {with_unit(abs(self.bias), self.unit, places)} {side}"
        return (
            f"The respondents' mean, {means[0]}, {size} the mean of everyone asked, {means[1]}, "
            f"if those who did not answer would have given {means[2]} "
            f"(response rate {number_text(100 * self.response_rate, 1)}%)."
        )


@dataclass(frozen=True)
class Representation:
    """One group among those asked and among those who answered, shares in %.

    `gap` is the share of respondents minus the share of those asked, in percentage points.
    """

    label: str
    asked: int
    answered: int
    share_asked: float
    share_answered: float | None
    gap: float | None
    response_rate: Estimate


@dataclass(frozen=True)
class Composition:
    """Respondents beside everyone asked, group by group, and whether response differs by group.

    `p` is that of Pearson's chi-squared test that all groups answer at one rate; None with fewer
    than two groups, or when all or none answered.
    """

    name: str
    groups: tuple[Representation, ...]
    response_rate: Estimate
    chi_squared: float | None
    degrees_of_freedom: int
    p: float | None
    method: str
    dropped: Mapping[str, int] = field(default_factory=dict)

    def sentence(self) -> str:
        """The response rate, the groups most over- and under-represented, and the test."""
        rate = self.response_rate.sentence()
        left_out = dropped_text(self.dropped)
        gaps = [(group.gap, group.label) for group in self.groups if group.gap is not None]
        if not gaps or self.p is None:
            return f"{rate}{left_out}"
        (lowest, under), (highest, over) = min(gaps), max(gaps)
        reading = (
            "more than chance alone often gives"
            if self.p < 0.05
            else "no more than chance alone can give"
        )
        return (
            f"{rate} Among those who answered, the share of {over} is {number_text(highest, 1)} "
            f"percentage points above that among those asked, that of {under} "
            f"{number_text(-lowest, 1)} below it; the "
            f"response rates of {self.name} differ by {reading} ({p_text(self.p)}).{left_out}"
        )


def response_bias(
    response_rate: float, mean_respondents: float, mean_nonrespondents: float, *, unit: str = ""
) -> ResponseBias:
    """Bias of the respondents' mean: (1 − response rate) × (their mean − the others' mean).

    `response_rate` from 0 to 1 (above 0: with no answer there is no mean); the means in `unit`. A
    low rate alone makes no bias, and a high one does not rule it out. What those who did not answer
    would have said is never known: take late answers, or a follow-up of a few, as a hint.
    Raises MeasureError for other rates or means that are not finite. Source: Cochran 1977, Sampling
    Techniques, section 13.2.
    """
    if not (is_number(response_rate) and 0 < response_rate <= 1):
        raise MeasureError(
            f"The response rate {response_rate!r} is not above 0 and at most 1.",
            "Write it as a fraction, 0.2 for 20%.",
        )
    if not (is_number(mean_respondents) and is_number(mean_nonrespondents)):
        raise MeasureError(
            "A mean is not a finite number.",
            "Give the mean of those who answered and a guess of the mean of the others.",
        )
    bias = (1 - response_rate) * (mean_respondents - mean_nonrespondents)
    return ResponseBias(
        bias=bias,
        respondents=mean_respondents,
        nonrespondents=mean_nonrespondents,
        everyone=mean_respondents - bias,
        response_rate=response_rate,
        unit=unit,
        method="(1 − response rate) × (respondents' mean − non-respondents' mean)",
    )


def response_by(group: Values, answered: Values, *, confidence: float = 0.95) -> Grouped:
    """Response rate in % of each group, with Wilson's interval.

    One row a person asked: `group` names its group, `answered` is true or 1, false or 0. Dropped
    rows and errors as in `share_by`. Source of the interval: Wilson 1927.
    """
    return share_by(answered, group, name="Response rate", confidence=confidence)


def composition(
    group: Values, answered: Values, *, name: str = "the groups", confidence: float = 0.95
) -> Composition:
    """How the respondents are made up, beside everyone asked.

    One row a person asked, as in `response_by`; `name` says what the groups are, such as "the
    regions". Raises MeasureError as `share_by` does. Source of the test: Pearson 1900.
    """
    if not isinstance(group, pd.Series | pd.Categorical):
        group = as_column(group)
    answered = as_column(answered)
    rates = response_by(group, answered, confidence=confidence)
    groups, flags = read_groups(group), read_flags(answered)
    yes, used = groups.counts(flags.yes), groups.counts(flags.used)
    asked_in_all, answered_in_all = int(used.sum()), int(yes.sum())
    rows = []
    for label, asked, reached in zip(groups.labels, used.tolist(), yes.tolist(), strict=True):
        if asked:
            among_asked = 100 * asked / asked_in_all
            among_answers = 100 * reached / answered_in_all if answered_in_all else None
            rows.append(
                Representation(
                    label=label,
                    asked=asked,
                    answered=reached,
                    share_asked=among_asked,
                    share_answered=among_answers,
                    gap=None if among_answers is None else among_answers - among_asked,
                    response_rate=rates.estimates[label],
                )
            )
    chi_squared = p = None
    if len(rows) > 1 and 0 < answered_in_all < asked_in_all:
        rate = answered_in_all / asked_in_all
        expected = rate * used[used > 0]
        chi_squared = float(np.sum((yes[used > 0] - expected) ** 2 / expected) / (1 - rate))
        p = float(special.chdtrc(len(rows) - 1, chi_squared))
    return Composition(
        name=name,
        groups=tuple(rows),
        response_rate=rates.overall,
        chi_squared=chi_squared,
        degrees_of_freedom=max(0, len(rows) - 1),
        p=p,
        method="Pearson's chi-squared test of one response rate for all groups",
        dropped=rates.dropped,
    )
