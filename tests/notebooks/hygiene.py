"""What every notebook must be like: short cells, no stray outputs, nothing that is one visitor's.

Prints each fault with its place; ends with 1 if there is any. Run it from the checkout's folder:
`python -m tests.notebooks.hygiene`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat

from playbook.curriculum import course
from tests.notebooks.snapshot_hygiene import snapshot_faults

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
COMPARED = "nbval-check-output"
MOST_LINES = 8
LONGEST_LINE = 100
OUTSIDE = re.compile(r"https?://", re.IGNORECASE)


def faults(path: Path) -> Iterator[str]:
    """Every fault of one notebook."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for number, cell in enumerate(notebook.cells):
        where = f"{path.name}, cell {number}"
        if cell.cell_type == "code":
            yield from (f"{where}: {fault}" for fault in code_faults(cell))
        elif "NPS Score" in cell.source or re.search(r"\bTODO\b|\bTBD\b", cell.source):
            yield f"{where}: a word that must not be there"
    yield from code_as_a_whole_faults(path, notebook)
    yield from (f"{path.name}: {fault}" for fault in section_faults(path, notebook))
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for mark in ("Net Promoter Score", "NPS"):
        first = prose.find(mark)
        if first >= 0 and prose[first + len(mark)] != "®":
            yield f"{path.name}: the first '{mark}' lacks its ®"


def code_faults(cell: nbformat.NotebookNode) -> Iterator[str]:
    """Every fault of one code cell."""
    lines = [line for line in cell.source.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        yield f"{len(lines)} lines of code; at most {MOST_LINES}"
    if any(len(line) > LONGEST_LINE for line in lines):
        yield f"a line is longer than {LONGEST_LINE}"
    if OUTSIDE.search(cell.source):
        yield "names an address outside"
    compared = COMPARED in cell.metadata.get("tags", [])
    if cell.outputs and not compared:
        yield "has outputs, but is not tagged to have them compared"
    if compared and not cell.outputs:
        yield "is tagged to have its outputs compared, but has none"
    if cell.execution_count is not None and not compared:
        yield "carries an execution count"


def code_as_a_whole_faults(path: Path, notebook: nbformat.NotebookNode) -> Iterator[str]:
    """What a snapshot of the notebook can't carry."""
    code = [
        (number, cell.source)
        for number, cell in enumerate(notebook.cells)
        if cell.cell_type == "code"
    ]
    for number, source in code:
        try:
            ast.parse(source)
        except SyntaxError as problem:
            yield f"{path.name}, cell {number}: is not plain Python: {problem.msg}"
            return
    for fault in snapshot_faults([source for _, source in code]):
        yield f"{path.name}, cell {code[fault.cell][0]}: {fault}"


def section_faults(path: Path, notebook: nbformat.NotebookNode) -> Iterator[str]:
    """The sections must be those of the curriculum, in its order."""
    name = path.relative_to(NOTEBOOKS).as_posix()
    lesson = next((each for each in course().lessons if each.notebook == name), None)
    if lesson is None:
        yield "the curriculum has no lesson with this notebook"
        return
    found = [
        cell.source.splitlines()[0].removeprefix("## ")
        for cell in notebook.cells
        if cell.cell_type == "markdown" and cell.source.startswith("## ")
    ]
    wanted = [section.title for section in lesson.sections]
    if found != wanted:
        yield f"sections are {found}, but the curriculum has {wanted}"


if __name__ == "__main__":
    notebooks = sorted(NOTEBOOKS.rglob("*.ipynb"))
    found = [fault for path in notebooks for fault in faults(path)]
    print("\n".join(found) or f"{len(notebooks)} notebook(s) are clean.")
    sys.exit(1 if found else 0)
