"""Parquet files of any size, their rows counted by DuckDB without being held in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from playbook.analysis import duck
from playbook.analysis.errors import AnalysisError
from playbook.analysis.source import COUNT, Distinct, Tick, collapse

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EXACT = 2**53
"""Above this, a float no longer holds every whole number."""

NESTED = ("STRUCT", "MAP", "UNION", "ROW")
WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}


class ParquetSource:
    """A Parquet file; numbers and dates keep their types, all else is text."""

    export = ""
    sha256 = ""

    def __init__(self, path: Path) -> None:
        import duckdb

        self._path = path
        with duck.database() as connection:
            try:
                found = connection.execute(
                    "DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]
                ).fetchall()
            except duckdb.Error as problem:
                raise _damaged(path, problem) from problem
        self._types = {str(row[0]): str(row[1]).upper() for row in found}
        self.columns = tuple(self._types)
        self.notes = ("Parquet file.",)

    def distinct(self, columns: Sequence[str], tick: Tick) -> Distinct:
        """The different rows of these columns; the file is hashed meanwhile."""
        import duckdb

        cells = ", ".join(f"{self._cell(name)} AS w{number}" for number, name in enumerate(columns))
        text = f"SELECT {cells}, count(*) AS n FROM read_parquet($path) GROUP BY ALL"
        arguments = {"path": str(self._path)}
        if "$white" in cells:
            arguments["white"] = duck.WHITE
        with ThreadPoolExecutor(1) as pool, duck.database() as connection:
            digest = pool.submit(_fingerprint, self._path)
            try:
                found = duck.query(connection, text, arguments, _columns, tick)
            except (duckdb.InvalidInputException, duckdb.ConversionException) as problem:
                raise _damaged(self._path, problem) from problem
            self.sha256 = digest.result()
        frame = pd.DataFrame(
            {name: _series(found[f"w{number}"]) for number, name in enumerate(columns)}
        )
        frame[COUNT] = found["n"].astype("int64")
        return Distinct(collapse(frame, columns), int(frame[COUNT].sum()), {})

    def _cell(self, name: str) -> str:
        """The column's cell as SQL, in a type that pandas holds without loss."""
        kind, column = self._types[name], duck.quoted(name)
        if kind.endswith("]") or kind.startswith(NESTED):
            raise AnalysisError(
                f'The cells of column "{name}" hold several values each.',
                "Write the values that you need into columns of their own.",
            )
        if kind in WHOLE or kind in ("DATE", "BOOLEAN"):
            return column
        if kind in ("FLOAT", "DOUBLE") or (kind.startswith("DECIMAL") and kind[-3:] != ",0)"):
            return f"{column}::DOUBLE"
        if kind == "TIMESTAMP WITH TIME ZONE":
            return f"make_timestamp(epoch_us({column}))"
        if kind.startswith("TIMESTAMP"):
            return f"{column}::TIMESTAMP"
        return f"nullif(trim({column}::VARCHAR, $white), '')"


def _columns(result: DuckDBPyConnection) -> dict[str, Any]:
    return dict(result.fetchnumpy())


def _series(values: Any) -> pd.Series[Any]:
    """A column of DuckDB's, missing cells as pandas marks them."""
    missing = np.ma.getmaskarray(values)
    if values.dtype == bool:
        texts = np.where(np.ma.getdata(values), "true", "false").astype(object)
        return pd.Series(texts).mask(missing).astype("str")
    if values.dtype.kind in "iu" and missing.any():
        known = values.compressed()
        if known.size and max(abs(int(known.min())), abs(int(known.max()))) > EXACT:
            return pd.Series([None if value is np.ma.masked else str(value) for value in values])
        return pd.Series(values.astype("float64").filled(np.nan))
    if values.dtype.kind == "M":
        return pd.Series(np.ma.filled(values, np.datetime64("NaT")))
    if values.dtype == object:
        return pd.Series(np.ma.getdata(values)).mask(missing).astype("str")
    return pd.Series(np.ma.filled(values, np.nan) if missing.any() else np.ma.getdata(values))


def _damaged(path: Path, problem: Exception) -> AnalysisError:
    return AnalysisError(
        f"{path.name} can't be read as Parquet: {duck.first_line(problem)}.",
        "Write it again, or export it as CSV in UTF-8.",
    )


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
