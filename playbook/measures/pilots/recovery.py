"""What service recovery is worth, and why it never makes a failure worth having."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Difference, Estimate
from playbook.measures.flags import NOT_YES_OR_NO, read_flags
from playbook.measures.groups import same_length
from playbook.measures.leaving_out import Check, leave_out
from playbook.measures.reading import BLANK, NOT_A_NUMBER, Values, read_numbers
from playbook.measures.scores.average import average
from playbook.measures.scores.share import share, share_difference
from playbook.measures.two_means import mean_difference
from playbook.measures.wording import dropped_text

OutcomeKind: TypeAlias = Literal["share", "average"]
GoodDirection: TypeAlias = Literal["up", "down"]

RECOVERED, NOT_RECOVERED, NEVER_FAILED = (
    "failed and recovered",
    "failed, not recovered",
    "no failure",
)


@dataclass(frozen=True)
class RecoveryValue:
    """Three groups of customers and what tells them apart, for one outcome.

    `recovered`, `not_recovered` and `never_failed` are the groups; `gained` is recovered minus not
    recovered, `still_missing` recovered minus never failed, `failure` all who had a failure,
    recovered or not, minus never failed. `recovery_rate` is the share recovered of those who had a
    failure. `good` says which direction of the outcome is good.
    """

    recovered: Estimate
    not_recovered: Estimate
    never_failed: Estimate
    gained: Difference
    still_missing: Difference
    failure: Difference
    recovery_rate: Estimate
    good: GoodDirection
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def paradox(self) -> bool:
        """Whether recovered customers stand above those without a failure, beyond chance."""
        low, high = self.still_missing.low, self.still_missing.high
        if low is None or high is None:
            return False
        return low > 0 if self.good == "up" else high < 0

    def sentence(self) -> str:
        """The three groups and the comparisons, with what they can't show."""
        groups = " ".join(
            one.sentence() for one in (self.recovered, self.not_recovered, self.never_failed)
        )
        paradox = (
            " Recovered customers stand above those without a failure here; in the studies summed "
            "up by de Matos, Henrique & Rossi (2007) this held for satisfaction, but not for "
            "buying again, word of mouth or image."
            if self.paradox
            else ""
        )
        return (
            f"{groups} {_against(self.gained)} {_against(self.still_missing)}{paradox} "
            f"{_against(self.failure)} {self.recovery_rate.sentence()} Customers were not "
            "recovered by lot, so the gap holds more than the recovery. A recovery limits a loss; "
            f"it is no reason to let a failure happen.{dropped_text(self.dropped)}"
        )


def recovery_value(
    outcome: Values,
    failed: Values,
    recovered: Values,
    *,
    kind: OutcomeKind,
    good: GoodDirection,
    name: str,
    unit: str = "",
    confidence: float = 0.95,
) -> RecoveryValue:
    """Compare customers recovered after a failure with those not recovered and those never failed.

    Three one-dimensional columns, one row a customer: `outcome` is yes/no for kind "share" (renewed
    or not; then in %) and a number in `unit` for "average"; `failed` and `recovered` are yes/no,
    `recovered` is needed only where there was a failure. `good` says whether a high ("up") or a low
    ("down") outcome is good. Rows with a blank or unusable entry, and those recovered without a
    failure, are left out and counted. Shares have Wilson's interval and Newcombe's for differences,
    averages Student's t and Welch's. A group without customers is "not available". Raises
    MeasureError for columns of unequal length, another kind or direction. On the paradox: de Matos,
    Henrique & Rossi 2007, Journal of Service Research 10:60–77.
    """
    if kind not in ("share", "average") or good not in ("up", "down"):
        raise MeasureError(
            f"The outcome can't be of the kind {kind!r} with {good!r} as its good direction.",
            'Give kind as "share" or "average", and good as "up" or "down".',
        )
    values, checks = _outcome(outcome, kind)
    had, was = read_flags(failed), read_flags(recovered)
    same_length(("outcome", len(values)), ("failed", len(had.yes)), ("recovered", len(was.yes)))
    usable, dropped = leave_out(
        [
            *checks,
            ("failure not known", ~had.used),
            ("recovered without a failure", had.no & was.yes),
            ("failed, recovery not known", had.yes & ~was.used),
        ]
    )
    members = {
        RECOVERED: values[usable & had.yes & was.yes],
        NOT_RECOVERED: values[usable & had.yes & was.no],
        NEVER_FAILED: values[usable & had.no],
    }
    either = np.concatenate([members[RECOVERED], members[NOT_RECOVERED]])
    measure = _Measure(kind, name, unit, confidence)
    return RecoveryValue(
        recovered=measure.of(members[RECOVERED], RECOVERED),
        not_recovered=measure.of(members[NOT_RECOVERED], NOT_RECOVERED),
        never_failed=measure.of(members[NEVER_FAILED], NEVER_FAILED),
        gained=measure.between(
            members[RECOVERED], members[NOT_RECOVERED], f"{RECOVERED} against {NOT_RECOVERED}"
        ),
        still_missing=measure.between(
            members[RECOVERED], members[NEVER_FAILED], f"{RECOVERED} against {NEVER_FAILED}"
        ),
        failure=measure.between(
            either, members[NEVER_FAILED], f"any failure against {NEVER_FAILED}"
        ),
        recovery_rate=share(
            len(members[RECOVERED]),
            len(either),
            name="Failures that were recovered",
            confidence=confidence,
        ),
        good=good,
        dropped=dropped,
    )


@dataclass(frozen=True)
class _Measure:
    kind: OutcomeKind
    name: str
    unit: str
    confidence: float

    def of(self, values: NDArray[np.float64], group: str) -> Estimate:
        name = f"{self.name}, {group}"
        if self.kind == "share":
            return share(int(values.sum()), len(values), name=name, confidence=self.confidence)
        return average(values, name=name, unit=self.unit, confidence=self.confidence)

    def between(self, a: NDArray[np.float64], b: NDArray[np.float64], text: str) -> Difference:
        name = f"{self.name}, {text}"
        if self.kind == "share":
            return share_difference(
                int(a.sum()), len(a), int(b.sum()), len(b), name=name, confidence=self.confidence
            )
        return mean_difference(a, b, name=name, unit=self.unit, confidence=self.confidence)


def _outcome(outcome: Values, kind: OutcomeKind) -> tuple[NDArray[np.float64], list[Check]]:
    """The outcome as numbers, 1 and 0 for yes and no, and which rows can't be used."""
    if kind == "share":
        flags = read_flags(outcome)
        checks = [("outcome blank", flags.blank), (f"outcome {NOT_YES_OR_NO}", ~flags.used)]
        return flags.yes.astype(float), checks
    numbers = read_numbers(outcome)
    verdicts = numbers.verdicts
    return numbers.values, [
        ("outcome blank", verdicts == BLANK),
        ("outcome not a number", verdicts == NOT_A_NUMBER),
    ]


def _against(difference: Difference) -> str:
    return replace(difference, dropped={}).sentence()
