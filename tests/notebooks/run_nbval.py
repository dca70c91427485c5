"""Run the notebooks under nbval, and prove that it compares something.

First every notebook must pass. Then a copy with one stored number changed must fail: a run that
compares nothing would let it through.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
COMPARED = "nbval-check-output"
OPTIONS = ["--nbval-lax", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-c", os.devnull]


def run(path: Path) -> subprocess.CompletedProcess[str]:
    """Run nbval on a notebook or a folder of them."""
    with tempfile.TemporaryDirectory() as data_dir:
        return subprocess.run(
            [sys.executable, "-m", "pytest", *OPTIONS, "--rootdir", str(path.parent), str(path)],
            env={**os.environ, "CCO_DATA_DIR": data_dir},
            capture_output=True,
            text=True,
        )


def changed_copy(path: Path, folder: Path) -> tuple[Path, int]:
    """Copy a notebook with the first digit of a stored output changed; give the outputs' number."""
    notebook = nbformat.read(path, as_version=4)
    outputs = [
        output
        for cell in notebook.cells
        if cell.cell_type == "code" and COMPARED in cell.metadata.get("tags", [])
        for output in cell.outputs
    ]
    for output in outputs:
        changed = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), output.text, count=1)
        if changed != output.text:
            output.text = changed
            break
    copy = folder / path.name
    nbformat.write(notebook, copy)
    return copy, len(outputs)


def main() -> int:
    """Give 0 if all notebooks pass and every changed copy fails."""
    real = run(NOTEBOOKS)
    print(real.stdout[-3000:], end="")
    if real.returncode != 0:
        print(real.stderr[-2000:])
        return 1
    compared = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(NOTEBOOKS.rglob("*.ipynb")):
            copy, outputs = changed_copy(path, Path(folder))
            compared += outputs
            if outputs and run(copy).returncode == 0:
                print(f"nbval passed {path.name} although a stored number was changed.")
                return 1
    print(f"nbval compared {compared} outputs; a changed number was noticed.")
    return 0 if compared else 1


if __name__ == "__main__":
    sys.exit(main())
