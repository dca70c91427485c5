"""Which rows of a file count: those of one kind, and each id once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from playbook.analysis.cells import texts
from playbook.analysis.errors import AnalysisError
from playbook.analysis.source import COUNT, Distinct


def only_where(found: Distinct, where: Mapping[str, str]) -> Distinct:
    """The rows in which each column holds its text; the others are counted as dropped.

    Raises AnalysisError where no row does.
    """
    for name, text in where.items():
        held = (texts(found.frame[name]) == text).fillna(value=False).to_numpy(dtype=bool)
        if not held.any():
            raise AnalysisError(
                f'No row has "{text}" in column "{name}".', "Check how the file writes it."
            )
        found = _left_out(found, ~held, f'without "{text}" in "{name}"')
    return found


def once_each(found: Distinct, identity: str | None) -> Distinct:
    """Each id's row once; repeats that say the same are counted as dropped, blank ids kept.

    Raises AnalysisError where rows of one id say different things, since which of them holds can't
    be told.
    """
    if identity is None:
        return found
    frame = found.frame.copy()
    known = frame[identity].notna()
    twice = frame.loc[known, identity][frame.loc[known, identity].duplicated()]
    if len(twice):
        raise AnalysisError(
            f'{twice.nunique():,} ids of column "{identity}" have rows that differ, the first '
            f"is {twice.iloc[0]}.",
            "Keep the row that holds, or leave out --id to count every row.",
        )
    repeats = int((frame.loc[known, COUNT] - 1).sum())
    frame.loc[known, COUNT] = 1
    dropped = dict(found.dropped) | ({f"repeated {identity}": repeats} if repeats else {})
    return replace(found, frame=frame, dropped=dropped)


def _left_out(found: Distinct, rows: object, reason: str) -> Distinct:
    out = pd.Series(rows, index=found.frame.index, dtype=bool)
    count = int(found.frame.loc[out, COUNT].sum())
    dropped = dict(found.dropped) | ({reason: count} if count else {})
    return replace(found, frame=found.frame[~out], dropped=dropped)
