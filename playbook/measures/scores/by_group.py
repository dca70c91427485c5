"""One measure for each group of customers, in one pass over the rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from playbook.measures.estimate import Estimate
from playbook.measures.flags import NOT_YES_OR_NO, read_flags
from playbook.measures.groups import Groups, read_groups, same_length
from playbook.measures.ranges import checked_scale
from playbook.measures.reading import (
    NOT_WHOLE,
    USED,
    Values,
    read_ratings,
    reasons,
)
from playbook.measures.scores.recommend import (
    LOWEST_PASSIVE,
    LOWEST_PROMOTER,
    SCALE,
    nps_from_counts,
)
from playbook.measures.scores.share import satisfaction, share
from playbook.measures.wording import dropped_text

WITHOUT_GROUP = "without a group"

_Tally: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class Grouped:
    """A measure of each group, and of all groups together.

    `estimates` maps a group's label to its estimate, named after the group; categories stand in
    their order, numbers by size, text by letters. A group whose answers all fall out keeps its
    place and is not available. `overall` takes in every row with a group. `dropped` counts all rows
    not used: with the n of all groups they add up to the rows handed in.
    """

    name: str
    estimates: Mapping[str, Estimate]
    overall: Estimate
    dropped: Mapping[str, int] = field(default_factory=dict)

    def sentence(self) -> str:
        """All groups together, then each group, with interval and n, and what was left out."""
        whole = replace(self.overall, name=f"{self.name}, all groups")
        each = (replace(one, dropped={}) for one in (whole, *self.estimates.values()))
        return " ".join(one.sentence() for one in each) + dropped_text(self.dropped)


def nps_by(likelihood_to_recommend: Values, group: Values, *, confidence: float = 0.95) -> Grouped:
    """Net Promoter Score in points of each group, as `nps` makes it.

    `likelihood_to_recommend`: whole numbers from 0 to 10, other answers are left out and counted
    in their group; `group`: the name of each row's group, rows without one are left out and
    counted. Both one-dimensional and equally long. A group without a valid answer is "not
    available". Raises MeasureError for columns of different length or shape, or a wrong
    confidence. Source of the interval: Rocks 2016.
    """

    def of(tally: _Tally) -> Estimate:
        promoters, detractors = tally[LOWEST_PROMOTER:].sum(), tally[:LOWEST_PASSIVE].sum()
        passives = tally[LOWEST_PASSIVE:LOWEST_PROMOTER].sum()
        return nps_from_counts(int(promoters), int(passives), int(detractors), confidence)

    return _by_rating(likelihood_to_recommend, SCALE, group, of)


def satisfaction_by(
    ratings: Values,
    group: Values,
    *,
    scale: tuple[int, int] = (1, 5),
    top: int = 2,
    confidence: float = 0.95,
) -> Grouped:
    """Share of satisfied customers in % of each group, as `satisfaction` makes it.

    `ratings`: whole numbers on `scale`; satisfied are those in the `top` highest boxes. Columns,
    dropped rows and errors as in `nps_by`, and MeasureError for boxes that can't be. Source of the
    interval: Wilson 1927.
    """
    scale = checked_scale(scale)
    none = satisfaction([], scale=scale, top=top, confidence=confidence)

    def of(tally: _Tally) -> Estimate:
        found = share(int(tally[-top:].sum()), int(tally.sum()), confidence=confidence)
        return replace(found, name=none.name, method=none.method)

    return _by_rating(ratings, scale, group, of)


def share_by(
    yes: Values, group: Values, *, name: str = "Share", confidence: float = 0.95
) -> Grouped:
    """Share of yes in % of each group, as `share` makes it.

    `yes`: true or 1 for yes, false or 0 for no; anything else is left out and counted. Columns,
    dropped rows and errors as in `nps_by`. Source of the interval: Wilson 1927.
    """

    def of(tally: _Tally) -> Estimate:
        return share(int(tally[1]), int(tally.sum()), name=name, confidence=confidence)

    flags = read_flags(yes)
    cells = np.select([flags.yes, flags.no, flags.blank], [1, 0, 2], default=3)
    return _by_cell(cells, 2, ("blank", NOT_YES_OR_NO), read_groups(group), of)


def _by_rating(
    values: Values, scale: tuple[int, int], group: Values, of: Callable[[_Tally], Estimate]
) -> Grouped:
    answers = read_ratings(values, scale)
    boxes = scale[1] - scale[0] + 1
    texts = reasons(scale)
    if answers.dropped:
        cells = answers.verdicts.astype(np.int64) + (boxes - USED - 1)
        cells[answers.kept] = answers.values - scale[0]
    else:
        cells = answers.values - scale[0]
    named = tuple(texts[verdict] for verdict in range(USED + 1, NOT_WHOLE + 1))
    return _by_cell(cells, boxes, named, read_groups(group), of)


def _by_cell(
    cells: NDArray[np.integer[Any]],
    answers: int,
    left_out: tuple[str, ...],
    groups: Groups,
    of: Callable[[_Tally], Estimate],
) -> Grouped:
    """Estimates from one cell a row: below `answers` a valid answer, above a reason to drop it."""
    same_length(("answers", len(cells)), ("groups", len(groups.codes)))
    width = answers + len(left_out)
    keys = groups.codes.astype(np.int64)
    keys += 1  # rows without a group come first
    keys *= width
    keys += cells
    table = np.bincount(keys, minlength=(len(groups.labels) + 1) * width).reshape(-1, width)

    def measured(tally: _Tally) -> Estimate:
        counts = zip(left_out, tally[answers:].tolist(), strict=True)
        return replace(of(tally[:answers]), dropped={text: n for text, n in counts if n})

    overall = measured(table[1:].sum(axis=0))
    estimates = {
        label: replace(measured(tally), name=label)
        for label, tally in zip(groups.labels, table[1:], strict=True)
        if tally.any()
    }
    without = int(table[0].sum())
    dropped = dict(overall.dropped) | ({WITHOUT_GROUP: without} if without else {})
    return Grouped(overall.name, estimates, overall, dropped)
