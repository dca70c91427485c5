"""The text of a widget's front end, joined from the shared parts and its own file."""

from __future__ import annotations

from pathlib import Path

COMMON = Path(__file__).parent


def module(*names: str, file: Path) -> str:
    """Join shared scripts with a widget's own module, for `_esm`.

    `names` are files of this folder without ".js", in the order in which they are needed. They
    hold plain functions without imports or exports; only `file` exports. Raises FileNotFoundError.
    """
    return _joined([*(COMMON / f"{name}.js" for name in names), file])


def style(file: Path | None = None) -> str:
    """Join the shared style sheet with a widget's own, for `_css`. Raises FileNotFoundError."""
    return _joined([COMMON / "common.css", *([file] if file else [])])


def _joined(files: list[Path]) -> str:
    return "\n".join(each.read_text(encoding="utf-8") for each in files)
