"""The second look at a file: a clean table and its receipt."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from playbook.intake.cells import CellReader, IdReader, reader_for
from playbook.intake.drops import RowSieve
from playbook.intake.encoding import scan
from playbook.intake.errors import IntakeError
from playbook.intake.exports import STATUS_TEXTS, export_named
from playbook.intake.notes import reading_notes
from playbook.intake.plan import Plan, missing
from playbook.intake.profiling import batches
from playbook.intake.progress import Progress, stretch
from playbook.intake.receipt import Receipt
from playbook.intake.rows import Row


@dataclass(frozen=True)
class Intake:
    """A clean table and how it came about.

    `frame` has one row a row used, and one column a column with a role other than "ignore" and
    "status", under its name in the file: ratings float32 (NaN = none), amounts and weights
    float64, outcomes "boolean" (NA = none), groups category, dates datetime64[s], ids str.
    `plan` is the plan it was read by.
    """

    frame: pd.DataFrame
    receipt: Receipt
    plan: Plan


def read(path: Path, plan: Plan, progress: Progress | None = None) -> Intake:
    """Read a whole file as planned.

    `progress` is called at least twice a second with the share done (0 to 1) and a text; what it
    raises stops the work. Raises IntakeError if a question of the plan is still open, or the
    file isn't the one that the plan was made for.
    """
    path = Path(path)
    _refuse_open(plan)
    scanned = scan(path, stretch(progress, 0.0, 0.1, "Checking the file"))
    if scanned.sha256 != plan.sha256:
        raise IntakeError(
            f"{path.name} isn't the file that the plan was made for.",
            "Look at this file first, then plan and read it.",
        )
    layout = plan.layout
    sieve = RowSieve(len(layout.columns), *_status_drops(plan))
    readers = [
        reader_for(name, plan.roles[name], plan.decimal, plan.repeats == "last")
        for name in layout.columns
    ]
    numbers: list[npt.NDArray[np.int32]] = []
    for batch in batches(path, layout, stretch(progress, 0.1, 0.9, "Reading every row")):
        _add(*sieve.sift(batch), readers, numbers)
    _add(*sieve.finish(), readers, numbers)
    if not numbers:
        raise IntakeError(
            f"No row of {path.name} can be used: "
            + "; ".join(f"{one.count:,} {one.reason}" for one in sieve.drops.result())
            + ".",
            "Export the file again without previews and tests, and check that it has answers.",
        )
    rows = np.concatenate(numbers)
    kept = np.ones(rows.size, dtype=np.bool_)
    for reader in readers:
        if isinstance(reader, IdReader):
            _drop_repeats(reader, kept, rows, sieve)
    columns, parts = [], {}
    tick = stretch(progress, 0.9, 1.0, "Putting the table together")
    for number, reader in enumerate(readers, start=1):
        columns.append(reader.receipt(kept, rows))
        series = reader.series(kept)
        if series is not None:
            parts[reader.name] = series
        tick(number / len(readers))
    frame = pd.DataFrame(parts, index=pd.RangeIndex(int(kept.sum())))
    receipt = Receipt(
        id=_receipt_id(plan),
        file_name=path.name,
        sha256=scanned.sha256,
        bytes=scanned.bytes,
        rows_in=sieve.rows_in,
        dropped=sieve.drops.result(),
        rows_used=len(frame),
        columns=tuple(columns),
        notes=(*plan.notes, *reading_notes(plan, frame, sieve.trimmed)),
        read_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    )
    receipt.check()
    return Intake(frame, receipt, plan)


def _refuse_open(plan: Plan) -> None:
    still_open = missing(plan)
    if still_open:
        raise IntakeError(
            f"The plan leaves open: {', '.join(still_open)}.",
            "Answer these questions first.",
        )


def _status_drops(plan: Plan) -> tuple[int | None, Mapping[str, str]]:
    """Where the status column is, and which of its values drop a row."""
    names = plan.columns("status")
    if not names:
        return None, {}
    export = export_named(plan.layout.export)
    drops = {**STATUS_TEXTS, **(export.status_drops if export else {})}
    return plan.layout.columns.index(names[0]), drops


def _add(
    numbers: list[int],
    rows: list[Row],
    readers: list[CellReader],
    seen: list[npt.NDArray[np.int32]],
) -> None:
    if rows:
        seen.append(np.array(numbers, dtype=np.int32))
        for reader, cells in zip(readers, zip(*rows, strict=True), strict=True):
            reader.add(cells)


def _drop_repeats(
    reader: IdReader,
    kept: npt.NDArray[np.bool_],
    rows: npt.NDArray[np.int32],
    sieve: RowSieve,
) -> None:
    for place in sorted(reader.repeated):
        kept[place] = False
        sieve.drops.add(f"repeated {reader.name}", int(rows[place]))


def _receipt_id(plan: Plan) -> str:
    text = json.dumps(plan.to_dict(), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
