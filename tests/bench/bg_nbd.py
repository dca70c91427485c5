"""Seconds to fit the BG/NBD model: on simulated customers, and on a file with one row a customer.

Run as `python -m tests.bench.bg_nbd [file.csv]`; the file has columns frequency, recency and T.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd

from playbook.measures.lifetime.bg_nbd import fit_bg_nbd

CUSTOMERS = 2_357
REPEATS = 5


def simulated(n: int) -> pd.DataFrame:
    """Customers who first bought within 12 weeks, seen up to week 39, by the story of the model."""
    rng = np.random.default_rng(2357)
    rate, leaving = rng.gamma(0.25, 1 / 4.5, n), rng.beta(0.8, 2.4, n)
    rows = []
    for one in range(n):
        age = 39 - rng.integers(1, 85) / 7
        bought, last, now = 0, 0.0, 0.0
        while (now := now + rng.exponential(1 / max(rate[one], 1e-12))) <= age:
            bought, last = bought + 1, np.ceil(7 * now) / 7
            if rng.random() < leaving[one]:
                break
        rows.append((bought, min(last, age), age))
    return pd.DataFrame(rows, columns=["frequency", "recency", "T"])


def report(name: str, frame: pd.DataFrame) -> None:
    """Print the time of the first fit, which loads scipy.optimize if it is new, and the best."""
    seconds = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        found = fit_bg_nbd(frame["frequency"], frame["recency"], frame["T"])
        seconds.append(time.perf_counter() - begun)
    print(f"{name}: {len(frame):,} customers")
    print(f"  first fit {seconds[0]:.3f} s, best of {REPEATS} {min(seconds):.4f} s")
    print(f"  {found.sentence()} Log-likelihood {found.log_likelihood:.2f}.")


def main() -> None:
    """Time the fits."""
    report("Simulated", simulated(CUSTOMERS))
    for path in sys.argv[1:]:
        report(path, pd.read_csv(path))


if __name__ == "__main__":
    main()
