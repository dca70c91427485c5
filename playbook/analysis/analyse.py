"""One measure of one file: read, computed, and said with all that was left out on the way."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from playbook.analysis import cells
from playbook.analysis.catalogue import MEASURES
from playbook.analysis.data import Data, keys
from playbook.analysis.errors import AnalysisError
from playbook.analysis.parameters import Column, Measure, Options, Results
from playbook.analysis.rows import once_each, only_where
from playbook.analysis.source import COUNT, Source, Tick, collapse, drop_by_status, open_source
from playbook.measures import MeasureError

BY = Column("by", "text", "column whose groups are computed each on its own", required=False)

OPENING = 0.2
"""Share of the work that is done once every byte has been looked at."""


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


@dataclass(frozen=True)
class NotAvailable:
    """A group of which the measure can't be computed, and why."""

    reason: str
    remedy: str
    n: int

    def sentence(self) -> str:
        """It for people."""
        rows = "1 row" if self.n == 1 else f"{self.n:,} rows"
        return f"not available ({rows}). {self.reason}"


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
    source = open_source(
        path,
        sheet=sheet,
        header_rows=header_rows,
        out_of_core=out_of_core,
        tick=lambda share: tick(share * OPENING),
    )
    parameters = {
        column.flag: column for column in (*asked.columns, *([BY] if asked.splits else []))
    }
    chosen = _chosen(source, parameters, columns)
    kept = {_existing(source.columns, name): text for name, text in (where or {}).items()}
    by_id = None if identity is None else _existing(source.columns, identity)
    wanted = dict.fromkeys(name for names in chosen.values() for name in names)
    wanted |= dict.fromkeys([*kept, *([by_id] if by_id else [])])
    found = drop_by_status(
        source, list(wanted), lambda share: tick(OPENING + share * (1 - OPENING))
    )
    tick(1.0)
    found = once_each(only_where(found, kept), by_id)
    data = Data(_read(found.frame, parameters, chosen, settings), chosen)
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
        results.extend(_of_groups(asked, data, settings))
        if asked.compare is not None:
            results.extend(asked.compare(data, settings))
    else:
        results.extend(asked.compute(data, settings))
    return Analysis(
        file_name=path.name,
        sha256=source.sha256,
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


def _of_groups(asked: Measure, data: Data, settings: Options) -> list[tuple[str, object]]:
    """The results of each group; a group of which nothing can be said doesn't hold up the others.

    Raises what the measure says where nothing can be said of any group.
    """
    results: list[tuple[str, object]] = []
    problems = []
    for group, part in data.split("by"):
        try:
            found = asked.compute(part, settings)
        except (AnalysisError, MeasureError) as problem:
            problems.append(problem)
            results.append((group, NotAvailable(problem.reason, problem.remedy, part.rows)))
        else:
            results.extend((_label(group, label), each) for label, each in found)
    if problems and len(problems) == len(results):
        raise problems[0]
    return results


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
        if not names:
            raise AnalysisError(
                f"--{flag.replace('_', '-')} names no column.", "Name columns: A,B,C."
            )
        chosen[flag] = [_existing(source.columns, name) for name in names]
    for flag, parameter in parameters.items():
        if parameter.required and flag not in chosen:
            raise AnalysisError(
                f"--{flag.replace('_', '-')} is missing: {parameter.help}.",
                f"Name a column: {', '.join(source.columns[:20])}.",
            )
    if any(parameters[flag].many for flag in chosen):
        named = [name for names in chosen.values() for name in names]
        if twice := [name for name in named if named.count(name) > 1]:
            raise AnalysisError(f'Column "{twice[0]}" is named twice.', "Name each column once.")
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
) -> pd.DataFrame:
    """The columns read as their kinds, under the keys that `Data` knows them by."""
    readers: dict[str, Callable[[pd.Series[Any]], pd.Series[Any]]] = {
        "number": lambda column: cells.numbers(column, settings.get("decimal")),
        "flag": lambda column: cells.flags(column, settings.get("counts_as")),
        "date": lambda column: cells.dates(column, settings.get("date_order")),
        "text": cells.texts,
    }
    parts: dict[str, pd.Series[Any]] = {}
    for flag, names in chosen.items():
        for key, name in zip(keys(flag, names), names, strict=True):
            parts[key] = readers[parameters[flag].kind](frame[name])
    columns = list(parts)
    parts[COUNT] = frame[COUNT]
    return collapse(pd.DataFrame(parts), columns)
