"""Many tests at once: which findings are left when chance has had many tries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from playbook.measures.errors import MeasureError
from playbook.measures.ranges import is_inside, is_whole, named_points
from playbook.measures.reading import NOT_A_NUMBER, USED, Values, read_numbers
from playbook.measures.wording import dropped_text, number_text


@dataclass(frozen=True)
class Screened:
    """One test: its p-value, the p-value adjusted for all of them, and whether it stands."""

    label: str
    p: float
    adjusted: float
    stands: bool


@dataclass(frozen=True)
class Screening:
    """Tests in the order handed in, judged together at level `alpha`.

    `controls` says what is held below `alpha`. `dropped` counts blanks, which count as no test.
    """

    tests: tuple[Screened, ...]
    alpha: float
    method: str
    controls: str
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Number of tests."""
        return len(self.tests)

    @property
    def standing(self) -> tuple[str, ...]:
        """Labels of the tests that stand, smallest p-value first."""
        ordered = sorted((test for test in self.tests if test.stands), key=lambda test: test.p)
        return tuple(test.label for test in ordered)

    @property
    def below_alpha(self) -> int:
        """How many would have been called findings one by one."""
        return sum(test.p <= self.alpha for test in self.tests)

    def sentence(self) -> str:
        """How many findings there seemed to be, and which are left."""
        left_out = dropped_text(self.dropped)
        if not self.tests:
            return f"Findings: not available, there is no test (n = 0).{left_out}"
        level = f"{100 * self.alpha:g}%"
        chance = number_text(100 * false_alarm_chance(self.n, self.alpha), 1)
        named = f": {', '.join(self.standing)}" if self.standing else ""
        stand = "stands" if len(self.standing) == 1 else "stand"
        lies = "lies" if self.below_alpha == 1 else "lie"
        return (
            f"Of {self.n:,} tests {self.below_alpha:,} {lies} below {level} one by one, which "
            f"happens to at least one test {chance}% of the time when nothing is there and the "
            f"tests are independent. Judged together, {len(self.standing):,} {stand}{named} "
            f"({self.method}, {self.controls} at most {level}).{left_out}"
        )


def holm(
    p_values: Values, labels: Sequence[object] | None = None, alpha: float = 0.05
) -> Screening:
    """Holm's step-down test: for a few questions asked beforehand, none to be wrong.

    `p_values`: one-dimensional, from 0 to 1, blanks left out and counted; `labels`: one text a
    test, by default "test 1" and so on. The chance of even one false finding is at most `alpha`,
    whatever ties the tests together. No test gives a screening of none. Raises MeasureError for a
    p-value that is none, labels of another number or a level not between 0 and 1.
    Source: Holm 1979, Scandinavian Journal of Statistics 6:65–70.
    """
    return _screen(
        p_values, labels, alpha, _adjusted_by_holm, "Holm 1979", "chance of even one false finding"
    )


def benjamini_hochberg(
    p_values: Values, labels: Sequence[object] | None = None, alpha: float = 0.05
) -> Screening:
    """Benjamini and Hochberg's step-up test: for looking through many, some of them wrong.

    Input and errors as in `holm`. Of the findings, at most a share `alpha` is expected to be false,
    for tests that are independent or positively dependent. Source: Benjamini & Hochberg 1995,
    Journal of the Royal Statistical Society B 57:289–300.
    """
    return _screen(
        p_values,
        labels,
        alpha,
        _adjusted_by_benjamini_hochberg,
        "Benjamini & Hochberg 1995",
        "expected share of false findings",
    )


def false_alarm_chance(tests: int, alpha: float = 0.05) -> float:
    """Chance, 0 to 1, of at least one false finding in independent tests: 1 − (1 − alpha)^tests.

    Raises MeasureError for a number of tests that is not a whole number of 0 or more, or a level
    not between 0 and 1. Source: the multiplication rule for independent events.
    """
    _check_level(alpha)
    if not is_whole(tests):
        raise MeasureError(
            f"The number of tests {tests!r} is not a whole number of 0 or more.",
            "Count the tests that were made, also those that found nothing.",
        )
    return float(-np.expm1(int(tests) * np.log1p(-alpha)))


def _screen(
    p_values: Values,
    labels: Sequence[object] | None,
    alpha: float,
    adjust: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    method: str,
    controls: str,
) -> Screening:
    _check_level(alpha)
    numbers = read_numbers(p_values)
    names = named_points(labels, len(numbers.values), "test")
    with np.errstate(invalid="ignore"):
        wrong = np.flatnonzero(
            (numbers.verdicts == NOT_A_NUMBER) | (numbers.values < 0) | (numbers.values > 1)
        )
    if len(wrong):
        raise MeasureError(
            f"The p-value of {names[wrong[0]]} is not a number from 0 to 1.",
            "Give the p-value of each test, or leave it blank.",
        )
    used = np.flatnonzero(numbers.verdicts == USED)
    tests = tuple(
        Screened(names[place], float(numbers.values[place]), float(each), bool(each <= alpha))
        for place, each in zip(used, adjust(numbers.used), strict=True)
    )
    return Screening(tests, alpha, method, controls, numbers.dropped)


def _adjusted_by_holm(p: NDArray[np.float64]) -> NDArray[np.float64]:
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    steps = np.arange(len(p), 0, -1) * p[order]
    adjusted[order] = np.minimum(1, np.maximum.accumulate(steps))
    return adjusted


def _adjusted_by_benjamini_hochberg(p: NDArray[np.float64]) -> NDArray[np.float64]:
    order = np.argsort(p, kind="stable")[::-1]
    adjusted = np.empty_like(p)
    steps = p[order] * (len(p) / np.arange(len(p), 0, -1))
    adjusted[order] = np.minimum(1, np.minimum.accumulate(steps))
    return adjusted


def _check_level(alpha: float) -> None:
    if not is_inside(alpha, 0, 1):
        raise MeasureError(
            f"The level {alpha!r} is not between 0 and 1.", "Write it as a fraction, 0.05 for 5%."
        )
