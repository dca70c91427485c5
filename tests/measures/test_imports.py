from __future__ import annotations

import subprocess
import sys

HEAVY = ("statsmodels", "scipy.stats", "scipy.optimize", "krippendorff", "numpy_financial")


def test_importing_the_measures_loads_no_heavy_library() -> None:
    code = f"import sys, playbook.measures; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
