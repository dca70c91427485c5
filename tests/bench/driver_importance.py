"""Driver importance, 12 drivers of 5,000 customers: a bootstrap here, a fit of dominance-analysis.

The peer (dominance-analysis on PyPI) needs older libraries than the kit to be imported. It runs in
the interpreter of `--peer-python`, by default this one, and gets the same table. Its one fit gives
shares without intervals. An interpreter that works has dominance-analysis 1.1.9, numpy 1.26.4,
pandas 2.0.3, scikit-learn 1.3.2, scipy 1.11.4, ipython 7.34.0 and plotly below 6. For one core:
`OPENBLAS_NUM_THREADS=1 python -m tests.bench.driver_importance --peer-python …`.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from playbook.measures.drivers.driver_importance import driver_importance

ROWS, DRIVERS, BOOTSTRAPS, REPEATS = 5_000, 12, 1_000, 7
PEER = """
import contextlib, io, json, sys, time
import pandas as pd
with contextlib.redirect_stdout(io.StringIO()):
    from dominance_analysis import Dominance
    frame = pd.read_csv(sys.argv[1])
    drivers = len(frame.columns) - 1
    begun = time.perf_counter()
    shares = Dominance(frame, target="outcome", top_k=drivers).incremental_rsquare()
    rows = time.perf_counter() - begun
    matrix = frame.corr()
    begun = time.perf_counter()
    Dominance(matrix, target="outcome", data_format=1).incremental_rsquare()
    correlations = time.perf_counter() - begun
shares = {name: float(share) for name, share in shares.items()}
print(json.dumps({"rows": rows, "correlations": correlations, "shares": shares}))
"""


def customers() -> pd.DataFrame:
    """Ratings 0 to 10 with a halo, and an outcome that goes with the first of them most."""
    rng = np.random.default_rng(12)
    halo = rng.normal(size=(ROWS, 1))
    ratings = np.clip(np.round(7 + 1.2 * halo + 1.6 * rng.normal(size=(ROWS, DRIVERS))), 0, 10)
    pull = np.linspace(0.3, 0, DRIVERS)
    outcome = np.clip(np.round(0.55 * ratings @ pull + 2 + 1.3 * rng.normal(size=ROWS)), 0, 10)
    frame = pd.DataFrame(ratings, columns=[f"driver_{place}" for place in range(DRIVERS)])
    return frame.assign(outcome=outcome)


def ours(frame: pd.DataFrame) -> tuple[float, dict[str, float]]:
    """Median seconds of the whole measure with 1,000 bootstraps, and the shares it gives."""
    names = list(frame.columns[:-1])
    seconds = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        found = driver_importance(frame, "outcome", names, bootstraps=BOOTSTRAPS)
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds), {driver.name: driver.share for driver in found.drivers}


def peer(frame: pd.DataFrame, python: str) -> dict[str, object] | str:
    """What the peer took in another interpreter and its shares, or why there is none."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.csv"
        frame.to_csv(path, index=False)
        done = subprocess.run(
            [python, "-W", "ignore", "-c", PEER, str(path)], capture_output=True, text=True
        )
    if done.returncode:
        return done.stderr.strip().splitlines()[-1]
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print both, and how many times as long the peer's one fit takes as one bootstrap here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer-python", default=sys.executable, metavar="PATH")
    python = parser.parse_args().peer_python
    frame = customers()
    whole, shares = ours(frame)
    each = whole / BOOTSTRAPS
    threads = os.environ.get("OPENBLAS_NUM_THREADS", f"up to {os.cpu_count()}")
    print(f"LMG of {DRIVERS} drivers, {ROWS:,} rows; threads of the matrix product: {threads}")
    print(f"  ours, {BOOTSTRAPS:,} bootstraps   {whole:9.3f} s   (median of {REPEATS} runs)")
    print(f"  ours, one bootstrap      {1000 * each:9.3f} ms")
    found = peer(frame, python)
    if isinstance(found, str):
        print(f"  dominance-analysis is missing here ({found}); see --peer-python")
        return
    for what in ("rows", "correlations"):
        seconds = found[what]
        assert isinstance(seconds, float)
        name = f"peer, one fit from {what}"
        print(f"  {name:<31} {seconds:6.2f} s   {seconds / each:9,.0f} times one bootstrap")
    theirs = found["shares"]
    assert isinstance(theirs, dict)
    apart = max(abs(share - theirs[name]) for name, share in shares.items())
    print(f"  shares differ by at most {apart:.1e}")


if __name__ == "__main__":
    main()
