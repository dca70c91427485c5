"""Customer effort, in the two versions of the question, whose directions are opposite."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Estimate
from playbook.measures.reading import Values, read_ratings, scale_text
from playbook.measures.scores.average import average
from playbook.measures.scores.journey import correlation
from playbook.measures.scores.share import share_of_box

EffortVersion: TypeAlias = Literal["ces1", "ces2"]

FEWEST_PAIRS = 30
"""Answers to both questions below which the direction of effort is not judged; our choice."""


@dataclass(frozen=True)
class _Question:
    scale: tuple[int, int]
    easy: tuple[int, int]
    good: Literal["low", "high"]
    mean_name: str


_QUESTIONS: dict[str, _Question] = {
    "ces1": _Question((1, 5), (1, 2), "low", "Mean customer effort (low is good)"),
    "ces2": _Question((1, 7), (5, 7), "high", "Mean ease for customers (high is good)"),
}


@dataclass(frozen=True)
class EffortScore:
    """The share of customers who found it easy, the mean answer, and which end is good.

    `good` is the end of the scale that the mean should move to; a higher share of easy is always
    the better one.
    """

    version: EffortVersion
    good: Literal["low", "high"]
    easy: Estimate
    mean: Estimate

    def sentence(self) -> str:
        """Both numbers in words."""
        return f"{self.easy.sentence()} {replace(self.mean, dropped={}).sentence()}"


def effort(
    ratings: Values,
    *,
    version: EffortVersion,
    confidence: float = 0.95,
    counts: Values | None = None,
) -> EffortScore:
    """Customer effort from one-dimensional `ratings`; the version is never guessed.

    "ces1" (Dixon, Freeman & Toman 2010): effort from 1 very low to 5 very high, low is good; easy
    is an answer of 1 or 2 (our rule). "ces2" (Dixon, Toman & DeLisi 2013): agreement from 1 to 7
    that it was made easy, high is good; easy is 5 to 7. Other answers are rejected and counted.
    Gives % easy with Wilson's interval and the mean with Student's t interval, cut to the scale.
    With `counts` each row stands for so many answers. Raises MeasureError for another version.
    """
    question = _question(version)
    scale = scale_text(question.scale)
    answers = read_ratings(ratings, question.scale, counts)
    easy_box = scale_text(question.easy)
    easy = share_of_box(
        answers,
        question.scale,
        question.easy,
        name=f"Customers who found it easy ({easy_box} on a scale of {scale})",
        method=f"Wilson score interval (Wilson 1927) of the share that answered {easy_box}, "
        f"{question.good} is good",
        confidence=confidence,
    )
    mean = average(
        answers.values,
        name=question.mean_name,
        unit=scale,
        confidence=confidence,
        counts=answers.counts,
    )
    if mean.low is not None and mean.high is not None:
        low, high = question.scale
        mean = replace(mean, low=max(float(low), mean.low), high=min(float(high), mean.high))
    mean = replace(mean, method=f"{mean.method}, cut to the scale", dropped=answers.dropped)
    return EffortScore(version, question.good, easy, mean)


def effort_direction_conflict(
    effort_ratings: Values, satisfaction_ratings: Values, *, version: EffortVersion
) -> bool | None:
    """Whether the effort answers run against the direction that `version` says they have.

    Two columns of equal length, a customer a row, satisfaction with high as good. Ease ("ces2")
    should go together with satisfaction, effort ("ces1") with its opposite. True: the correlation
    has the wrong sign, so the direction should be asked for. Effort answers off the scale of the
    version are left out. None: undecidable, with fewer than
    30 complete pairs or a 95% interval of r that holds 0. Raises MeasureError for columns of
    unequal length or another version.
    """
    question = _question(version)
    answers = read_ratings(effort_ratings, question.scale)
    on_scale = np.full(len(answers.kept), np.nan)
    on_scale[answers.kept] = answers.values
    found = correlation(on_scale, satisfaction_ratings, name="Effort and satisfaction")
    if found.n < FEWEST_PAIRS or found.low is None or found.high is None:
        return None
    if found.low <= 0 <= found.high:
        return None
    return found.high < 0 if question.good == "high" else found.low > 0


def _question(version: EffortVersion) -> _Question:
    if version not in tuple(_QUESTIONS):
        raise MeasureError(
            f"There is no version {version!r} of the effort question.",
            "Say 'ces1' for effort from 1 to 5, where low is good, or 'ces2' for ease from 1 to 7, "
            "where high is good.",
        )
    return _QUESTIONS[version]
