"""Net Promoter Score® and NPS® carry their mark at first use, wherever a learner reads them."""

from __future__ import annotations

import ast
import html
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRONG_NAME = re.compile(r"\bNPS®?[\s-]+Score", re.IGNORECASE)
MARKS = {
    "Net Promoter": re.compile(r"Net[\s-]Promoter(?:[\s-](?:Score|System))?(?P<mark>®?)", re.I),
    "NPS": re.compile(r"\bNPS\b(?P<mark>®?)"),
}
DOCUMENTS = [path for path in (ROOT / "README.md", ROOT / "TRADEMARKS.md") if path.exists()]
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
PAGES = sorted((ROOT / "playbook" / "server" / "pages").glob("*.html"))
PYTHON = sorted((ROOT / "widgets").rglob("*.py"))
SCRIPTS = sorted(
    path
    for path in (ROOT / "widgets").rglob("*.js")
    if not {"node_modules", "built"} & set(path.relative_to(ROOT).parts)
)
CONTENT = sorted((ROOT / "playbook").rglob("*.yaml"))


def cells(path: Path, kind: str) -> list[str]:
    """The sources of a notebook's cells of one kind."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def literals(source: str) -> list[str]:
    """The texts in a piece of Python, docstrings left out."""
    tree = ast.parse(source)
    documented = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documented
    ]


def prose(path: Path) -> str:
    """What a learner reads of a page: no tags, no template commands."""
    text = re.sub(r"{%.*?%}|{#.*?#}|<[^>]+>", " ", path.read_text(encoding="utf-8"), flags=re.S)
    return html.unescape(text)


def read(path: Path) -> str:
    """All that may be read of a file, in its order."""
    if path.suffix == ".ipynb":
        return "\n".join(cells(path, "markdown"))
    if path.suffix == ".html":
        return prose(path)
    if path.suffix == ".py":
        return "\n".join(literals(path.read_text(encoding="utf-8")))
    return path.read_text(encoding="utf-8")


def unmarked(text: str) -> list[str]:
    """The names whose first use in a text lacks the mark."""
    firsts = {name: pattern.search(text) for name, pattern in MARKS.items()}
    return [name for name, found in firsts.items() if found and not found["mark"]]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_is_something_to_look_at() -> None:
    assert NOTEBOOKS
    assert PAGES
    assert PYTHON
    assert SCRIPTS
    assert CONTENT
    assert any("Net Promoter" in read(path) for path in NOTEBOOKS)


@pytest.mark.parametrize("path", [*DOCUMENTS, *NOTEBOOKS, *PAGES, *PYTHON, *SCRIPTS], ids=name_of)
def test_first_use_carries_the_mark(path: Path) -> None:
    assert unmarked(read(path)) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_each_text_in_a_lessons_code_carries_the_mark(path: Path) -> None:
    texts = [text for cell in cells(path, "code") for text in literals(cell)]
    assert [text for text in texts if unmarked(text)] == []


@pytest.mark.parametrize(
    "path", [*DOCUMENTS, *NOTEBOOKS, *PAGES, *PYTHON, *SCRIPTS, *CONTENT], ids=name_of
)
def test_nothing_is_called_an_nps_score(path: Path) -> None:
    assert not WRONG_NAME.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Net Promoter Score® (NPS®) fell; NPS is a score.", []),
        ("The Net Promoter Score fell. Net Promoter Score® is a mark.", ["Net Promoter"]),
        ("NPS fell.", ["NPS"]),
        ("Net Promoter®, Net Promoter System® and NPS® are marks.", []),
        ("monthly['nps'] and Q1_NPS_GROUP", []),
    ],
)
def test_a_first_use_without_its_mark_is_found(text: str, names: list[str]) -> None:
    assert unmarked(text) == names


@pytest.mark.parametrize("text", ["NPS Score", "the NPS® score", "nps-score"])
def test_the_wrong_name_is_found(text: str) -> None:
    assert WRONG_NAME.search(text)
