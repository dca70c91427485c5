"""One measure of one file: read, computed, and said with all that was left out on the way."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from playbook.analysis import cells
from playbook.analysis.catalogue import MEASURES
from playbook.analysis.data import Data
from playbook.analysis.errors import AnalysisError
from playbook.analysis.parameters import Column, Measure, Options, Results
from playbook.analysis.rows import once_each, only_where
from playbook.analysis.source import COUNT, Source, Tick, collapse, drop_by_status, open_source

BY = Column("by", "text", "column whose groups are computed each on its own", required=False)


@dataclass(frozen=True)
class Analysis:
    """What was computed from a file: label and result, and how the rows came about."""

    file_name: str
    sha256: str
    bytes: int
    rows: int
    dropped: Mapping[str, int]
    notes: tuple[str, ...]
    measure: str
    columns: Mapping[str, str | tuple[str, ...]]
    results: Results


def measure_named(name: str) -> Measure:
    """The measure of this name; AnalysisError tells the nearest where there is none."""
    if name in MEASURES:
        return MEASURES[name]
    near = difflib.get_close_matches(name, MEASURES, n=3, cutoff=0.4)
    raise AnalysisError(
        f"There is no measure {name!r}.",
        f"Did you mean {', '.join(near)}?" if near else "`cco analyse --list` shows them all.",
    )


def analyse(
    path: Path,
    measure: str,
    columns: Mapping[str, str | Sequence[str]],
    options: Mapping[str, Any] | None = None,
    *,
    where: Mapping[str, str] | None = None,
    identity: str | None = None,
    sheet: str | None = None,
    header_rows: int | None = None,
    out_of_core: bool | None = None,
    tick: Tick = lambda share: None,
) -> Analysis:
    """Compute a measure of a file.

    `columns` says which column of the file stands for which of the measure's parameters (and
    "by"), `options` holds the measure's options and "decimal", "date_order" and "counts_as" for
    reading. `where` (column → text) takes only the rows with this text; `identity` names a column
    of ids, of which each counts once. Raises AnalysisError, IntakeError or MeasureError, each with
    reason and remedy.
    """
    asked = measure_named(measure)
    settings: Options = {
        **{option.flag: option.default for option in asked.options},
        **(options or {}),
    }
    source = open_source(path, sheet=sheet, header_rows=header_rows, out_of_core=out_of_core)
    parameters = {
        column.flag: column for column in (*asked.columns, *([BY] if asked.splits else []))
    }
    chosen = _chosen(source, parameters, columns)
    kept = {_existing(source.columns, name): text for name, text in (where or {}).items()}
    by_id = None if identity is None else _existing(source.columns, identity)
    wanted = dict.fromkeys(name for names in chosen.values() for name in names)
    wanted |= dict.fromkeys([*kept, *([by_id] if by_id else [])])
    found = drop_by_status(source, list(wanted), tick)
    found = once_each(only_where(found, kept), by_id)
    frame, names = _read(found.frame, parameters, chosen, settings)
    data = Data(frame, names)
    if not data.rows:
        raise AnalysisError(
            f"{path.name} has no row that can be used.", "Check the file and its columns."
        )
    dropped = dict(found.dropped)
    results: list[tuple[str, object]] = []
    if "by" in chosen and asked.splits:
        blank = data.without_group("by")
        if blank:
            dropped[f'without a group in "{chosen["by"][0]}"'] = blank
        for group, part in data.split("by"):
            results.extend(
                (_label(group, label), each) for label, each in asked.compute(part, settings)
            )
        if asked.compare is not None:
            results.extend(asked.compare(data, settings))
    else:
        results.extend(asked.compute(data, settings))
    return Analysis(
        file_name=path.name,
        sha256=_fingerprint(path),
        bytes=path.stat().st_size,
        rows=found.rows,
        dropped=dropped,
        notes=tuple(note for note in source.notes if note),
        measure=asked.name,
        columns={
            flag: tuple(names) if parameters[flag].many else names[0]
            for flag, names in chosen.items()
        },
        results=results,
    )


def _label(group: str, label: str) -> str:
    return f"{group}, {label}" if label else group


def _chosen(
    source: Source,
    parameters: Mapping[str, Column],
    columns: Mapping[str, str | Sequence[str]],
) -> dict[str, list[str]]:
    """Flag → names of the file's columns, all of them there."""
    chosen: dict[str, list[str]] = {}
    for flag, given in columns.items():
        if flag not in parameters:
            raise AnalysisError(
                f"This measure takes no column --{flag.replace('_', '-')}.",
                f"It takes: {', '.join('--' + name.replace('_', '-') for name in parameters)}.",
            )
        names = [given] if isinstance(given, str) else list(given)
        chosen[flag] = [_existing(source.columns, name) for name in names]
    for flag, parameter in parameters.items():
        if parameter.required and flag not in chosen:
            raise AnalysisError(
                f"--{flag.replace('_', '-')} is missing: {parameter.help}.",
                f"Name a column: {', '.join(source.columns[:20])}.",
            )
    return chosen


def _existing(columns: Sequence[str], name: str) -> str:
    if name in columns:
        return name
    same = [one for one in columns if one.casefold() == name.casefold()]
    if len(same) == 1:
        return same[0]
    near = difflib.get_close_matches(name, columns, n=3, cutoff=0.4)
    raise AnalysisError(
        f'There is no column "{name}".',
        f"Did you mean {', '.join(near)}?" if near else f"There are: {', '.join(columns[:30])}.",
    )


def _read(
    frame: pd.DataFrame,
    parameters: Mapping[str, Column],
    chosen: Mapping[str, Sequence[str]],
    settings: Options,
) -> tuple[pd.DataFrame, list[str]]:
    """The columns read as their kinds, under flags or, where there are many, their own names."""
    readers: dict[str, Callable[[pd.Series[Any]], pd.Series[Any]]] = {
        "number": lambda column: cells.numbers(column, settings.get("decimal")),
        "flag": lambda column: cells.flags(column, settings.get("counts_as")),
        "date": lambda column: cells.dates(column, settings.get("date_order")),
        "text": cells.texts,
    }
    parts: dict[str, pd.Series[Any]] = {}
    names = []
    for flag, originals in chosen.items():
        parameter = parameters[flag]
        for original in originals:
            name = original if parameter.many else flag
            parts[name] = readers[parameter.kind](frame[original])
            names.append(name)
    parts[COUNT] = frame[COUNT]
    return collapse(pd.DataFrame(parts), names), names


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
