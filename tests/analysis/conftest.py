from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

Write = Callable[..., Path]


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """Answers of two regions: blanks, a text, an 11, a decimal, quotes and line breaks."""
    rows = ["answer_id,recommend (0-10),region,comment,waited,churned"]
    for number in range(400):
        recommend = ["9", "10", "7", "3", "", "n/a", "11", "8", "0", "8.5"][number % 10]
        comment = ['"He said ""later"".\nTwice."', "", '"a, b"'][number % 3]
        waited = f"{number % 17}.{number % 4}"
        rows.append(
            f"{number:05d},{recommend},{['North', 'South', ''][number % 3]},{comment},"
            f"{waited},{['Yes', 'No'][number % 2]}"
        )
    path = tmp_path / "survey.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write lines to a file of a name, in an encoding."""

    def write(name: str, lines: Sequence[str], encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return path

    return write
