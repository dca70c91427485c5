"""Net Promoter Score of 50 segments over ten million answers, beside pandas counting the rows."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from playbook.measures.scores.by_group import nps_by

ROWS, SEGMENTS = 10_000_000, 50
OUT_OF_RANGE = 0.001
"""Share of answers that have to be found and counted as unusable."""
ROUNDS = 9
LIMIT = 2.0


def frames() -> dict[str, pd.DataFrame]:
    """The same answers with the segment as a categorical, as pandas' text and as Python's text."""
    rng = np.random.default_rng(10)
    score = rng.integers(0, 11, ROWS).astype(np.int8)
    score[rng.random(ROWS) < OUT_OF_RANGE] = 11
    codes = rng.integers(0, SEGMENTS, ROWS).astype(np.int8)
    names = pd.Index([f"Segment {number:02d}" for number in range(1, SEGMENTS + 1)])
    categorical = pd.Categorical.from_codes(codes, names)
    objects = pd.Series(names.to_numpy(dtype=object)[codes], dtype=object)
    kinds = {"categorical": categorical, "text": objects.astype("str"), "object": objects}
    return {
        kind: pd.DataFrame({"score": score, "segment": segment}) for kind, segment in kinds.items()
    }


def count(frame: pd.DataFrame) -> object:
    """What pandas takes to count the answers of each segment, and nothing else."""
    return frame.groupby("segment")["score"].count()


def measure(frame: pd.DataFrame) -> object:
    """Answers checked, the unusable counted, scores and intervals of all segments."""
    return nps_by(frame["score"], frame["segment"])


def seconds(work: Callable[[pd.DataFrame], object], frame: pd.DataFrame) -> tuple[float, float]:
    """Time of one call: by the clock, and of the processor, which other programs disturb less."""
    begun, busy = time.perf_counter(), time.process_time()
    work(frame)
    return time.perf_counter() - begun, time.process_time() - busy


def main() -> None:
    """Time both in shuffled order, round by round, and print medians and their ratios."""
    order = random.Random(1)
    print(f"{ROWS:,} answers, {SEGMENTS} segments, median of {ROUNDS} rounds")
    print(f"  {'segment as':<13}{'time':<11}{'pandas count':>13}{'nps_by':>10}{'ratio':>8}")
    for kind, frame in frames().items():
        works = (count, measure)
        spent: dict[object, list[tuple[float, float]]] = {work: [] for work in works}
        for work in works:
            work(frame)
        for _ in range(ROUNDS):
            for work in order.sample(works, len(works)):
                spent[work].append(seconds(work, frame))
        for place, time_of in enumerate(("clock", "processor")):
            pandas, ours = (statistics.median(one[place] for one in spent[work]) for work in works)
            verdict = "" if ours <= LIMIT * pandas else f"   more than {LIMIT:g} times"
            print(
                f"  {kind:<13}{time_of:<11}{pandas:>11.3f} s{ours:>8.3f} s"
                f"{ours / pandas:>8.2f}{verdict}"
            )


if __name__ == "__main__":
    main()
