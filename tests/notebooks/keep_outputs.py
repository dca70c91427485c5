"""Run the notebooks and store the outputs that nbval compares; all others are removed.

Usage: python tests/notebooks/keep_outputs.py [NOTEBOOK …]
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
COMPARED = "nbval-check-output"


def keep_outputs(path: Path) -> int:
    """Run one notebook; give the number of outputs stored in it."""
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as data_dir:
        os.environ["CCO_DATA_DIR"] = data_dir
        NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    kept = 0
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        compared = COMPARED in cell.metadata.get("tags", [])
        cell.outputs = cell.outputs if compared else []
        cell.execution_count = 1 if compared else None  # nbval skips a cell without a count
        kept += len(cell.outputs)
        cell.metadata.pop("execution", None)
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}
    nbformat.write(notebook, path)
    return kept


if __name__ == "__main__":
    for name in sys.argv[1:] or sorted(NOTEBOOKS.rglob("*.ipynb")):
        print(f"{name}: {keep_outputs(Path(name))} outputs stored")
