"""What customers said they would do against what they did, by level of intention."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.distinct import distinct_values
from playbook.measures.distributions import critical_z
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Estimate
from playbook.measures.flags import read_flags
from playbook.measures.groups import same_length
from playbook.measures.leaving_out import leave_out
from playbook.measures.ranges import checked_list, is_whole
from playbook.measures.reading import BLANK, USED, Values, as_column, read_numbers
from playbook.measures.scores.share import share
from playbook.measures.wording import dropped_text, interval_text, listed, number_text

_PAIRED = "adjusted Wald interval of paired shares (Agresti & Min 2005)"


@dataclass(frozen=True)
class IntentionLevel:
    """One level of intention: how many gave it, and the share of them who did."""

    label: str
    n: int
    did: Estimate


@dataclass(frozen=True)
class SayDo:
    """The calibration of an intention: `levels` from least to most likely, and the whole.

    `said` is the share who gave a level of the top box, `did` the share of all who did, both in %
    with Wilson intervals; `did_of_top` and `did_of_others` the share who did among those inside and
    outside it. `inflation` is `said` minus `did` in percentage points, of the same customers.
    `top_labels` are the levels of the top box. `n` counts customers with both an answer and a known
    behaviour, `dropped` the others, reason → count.
    """

    levels: tuple[IntentionLevel, ...]
    top_labels: tuple[str, ...]
    said: Estimate
    did: Estimate
    did_of_top: Estimate
    did_of_others: Estimate
    inflation: Estimate
    n: int
    dropped: dict[str, int] = field(default_factory=dict)

    @property
    def available(self) -> bool:
        """Whether there is a customer with both."""
        return self.inflation.available

    def sentence(self) -> str:
        """How many said it, how many did, and who did by what they had said."""
        said, did, gap = self.said, self.did, self.inflation
        left_out = dropped_text(self.dropped)
        if said.value is None or did.value is None or gap.value is None:
            return (
                "Said and did: not available, nobody has both an answer and a known behaviour "
                f"(n = {self.n}).{left_out}"
            )
        whole = (
            f"{number_text(said.value, 1)}% said {listed(self.top_labels)}; "
            f"{number_text(did.value, 1)}% did (n = {self.n:,})."
        )
        size = f"{number_text(abs(gap.value), 1)} percentage points"
        more = (
            f"{size} more said it than did"
            if gap.value > 0
            else f"{size} more did than said it"
            if gap.value < 0
            else "As many did as said it"
        )
        interval = ""
        if gap.low is not None and gap.high is not None:
            limits = interval_text(gap.low, gap.high, gap.confidence, "", 1)
            interval = f" (said minus did: {limits})"
        split = [
            f"{number_text(one.value, 1)}% of the {one.n:,} who {who} it did"
            for one, who in ((self.did_of_top, "said"), (self.did_of_others, "did not say"))
            if one.value is not None
        ]
        return f"{whole} {more}{interval}. {listed(split)}.{left_out}"


def say_do(
    intention: Values,
    did: Values,
    *,
    levels: Sequence[object] | None = None,
    top: int = 1,
    confidence: float = 0.95,
) -> SayDo:
    """Calibration of an intention against behaviour: who did, by what they had said.

    `intention`: one answer a customer; `did`: True/1 or False/0 for the same customers in the same
    order, blank where it is not known (not known is not "no"). `levels` are the possible answers
    from least to most likely; without them an ordered categorical's own order, or numbers from low
    to high. The `top` highest levels make the top box; inflation is the share who gave one minus
    the share who did, of the same customers, in percentage points. Shares have Wilson's interval,
    the difference that of Agresti & Min for paired shares. No customer with both gives "not
    available". A gap is not all inflation: who answers differs from who does not, and asking may
    itself change what people do. Raises MeasureError for columns of unequal length, text without
    an order, and a top box that is not a part of the levels.
    Source: Wilson 1927; Agresti & Min 2005, Statistics in Medicine 24:729–740.
    """
    critical_z(confidence)
    flags = read_flags(did)
    labels, codes, blank = _levels(intention, levels)
    same_length(("intention", len(codes)), ("did", len(flags.yes)))
    if not is_whole(top, 1, max(1, len(labels) - 1)):
        raise MeasureError(
            f"The {top!r} highest levels are not a part of {len(labels)}.",
            "Take a top box of 1 or more levels, fewer than there are.",
        )
    kept, dropped = leave_out(
        [
            ("blank intention", blank),
            ("intention that is not one of the levels", codes < 0),
            ("behaviour not known", flags.blank),
            ("behaviour that is neither yes nor no", ~flags.used),
        ]
    )
    codes, yes = codes[kept], flags.yes[kept]
    asked = np.bincount(codes, minlength=len(labels))
    done = np.bincount(codes[yes], minlength=len(labels))
    n, first_top = len(codes), len(labels) - top

    def of(part: slice, name: str) -> Estimate:
        return share(
            int(done[part].sum()), int(asked[part].sum()), name=name, confidence=confidence
        )

    in_top, below = slice(first_top, None), slice(0, first_top)
    top_labels = tuple(labels[first_top:])
    text = listed(top_labels) if top_labels else "the highest level"
    said = share(int(asked[in_top].sum()), n, name=f"Said {text}", confidence=confidence)
    return SayDo(
        levels=tuple(
            IntentionLevel(
                label, int(asked[place]), of(slice(place, place + 1), f"Did, having said {label}")
            )
            for place, label in enumerate(labels)
        ),
        top_labels=top_labels,
        said=said,
        did=of(slice(None), "Did"),
        did_of_top=of(in_top, f"Did, of those who said {text}"),
        did_of_others=of(below, "Did, of the others"),
        inflation=_inflation(
            said_not_did=int((asked - done)[in_top].sum()),
            did_not_say=int(done[below].sum()),
            n=n,
            confidence=confidence,
        ),
        n=n,
        dropped=dropped,
    )


def _inflation(*, said_not_did: int, did_not_say: int, n: int, confidence: float) -> Estimate:
    value = low = high = None
    if n:
        value = 100 * (said_not_did - did_not_say) / n
        first, second = (said_not_did + 0.5) / (n + 2), (did_not_say + 0.5) / (n + 2)
        centre = first - second
        half = critical_z(confidence) * math.sqrt((first + second - centre**2) / (n + 2))
        low = min(value, max(-100.0, 100 * (centre - half)))
        high = max(value, min(100.0, 100 * (centre + half)))
    return Estimate(
        "Said minus did", value, low, high, n, "percentage points", _PAIRED, confidence=confidence
    )


def _levels(
    intention: Values, levels: Sequence[object] | None
) -> tuple[list[str], NDArray[np.int64], NDArray[np.bool_]]:
    """Labels from least to most likely, each row's place among them (−1 for none), and blanks."""
    order = None if levels is None else checked_list(levels, "The levels")
    if order is None and isinstance(getattr(intention, "dtype", None), pd.CategoricalDtype):
        categories = pd.Series(intention).cat
        order = list(categories.categories) if categories.ordered else None
    if order is None:
        return _numbered(intention)
    codes, found = distinct_values(np.fromiter(order, dtype=object, count=len(order)))
    if len(found) < len(order) or (codes < 0).any():
        raise MeasureError("A level of intention is blank or named twice.", "Name each level once.")
    answers = pd.Series(as_column(intention).astype(object))
    blank = answers.isna() | answers.map(lambda one: isinstance(one, str) and not one.strip())
    places = {level: place for place, level in enumerate(order)}
    _, distinct = distinct_values(answers)
    known = {one: places.get(one, -1) for one in distinct}
    codes = answers.map(lambda one: known.get(one, -1)).to_numpy(dtype=np.int64)
    return [_label(one) for one in order], codes, blank.to_numpy(dtype=bool)


def _numbered(
    intention: Values,
) -> tuple[list[str], NDArray[np.int64], NDArray[np.bool_]]:
    numbers = read_numbers(intention)
    blank = numbers.verdicts == BLANK
    if not len(numbers.used) and not blank.all():
        raise MeasureError(
            "The answers are words, and words don't say which of them means more likely.",
            "Hand in `levels`, from least to most likely.",
        )
    distinct, places = np.unique(numbers.used, return_inverse=True)
    codes = np.full(len(blank), -1, dtype=np.int64)
    codes[numbers.verdicts == USED] = places
    return [_label(float(one)) for one in distinct], codes, blank


def _label(level: object) -> str:
    return f"{level:g}" if isinstance(level, float) else str(level)
