"""The cells of one column read in its role: a value, or a blank, or a counted rejection."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from playbook.intake.dates import parse_moment
from playbook.intake.errors import IntakeError
from playbook.intake.limits import EXAMPLES
from playbook.intake.numbers import Decimal, parse_number
from playbook.intake.receipt import ColumnReceipt, Rejected
from playbook.intake.roles import Role
from playbook.intake.scores import NOT_A_NUMBER, missing_mark, parse_rating

Values = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint8]

USED, BLANK = 0, 1
NONE = float("nan")
MAX_CACHE = 100_000
MAX_REASONS = 250
CANDIDATES = 50
EFFORT_SCALES = {"ces1": (1, 5), "ces2": (1, 7)}
UNREADABLE_DATE = "not a date in this order"


class CellReader:
    """Reads one column, batch by batch, and remembers what became of every cell.

    A cell's code is USED, BLANK, or the place of its reason in `reasons`.
    """

    def __init__(self, name: str, role: Role) -> None:
        self.name = name
        self.role = role
        self.reasons: list[str] = ["", "blank"]
        self._codes: list[Codes] = []
        self._examples: dict[int, list[tuple[int, str]]] = {}
        self._seen = 0

    def add(self, cells: Sequence[str]) -> None:
        """The column's next cells."""
        codes = self._read(cells)
        self._codes.append(codes)
        for code in set(codes[codes > BLANK].tolist()):
            self._note(code, cells, codes)
        self._seen += len(cells)

    def _read(self, cells: Sequence[str]) -> Codes:
        blank = (not cell or cell.isspace() for cell in cells)
        return np.fromiter(blank, np.uint8, len(cells))

    def _note(self, code: int, cells: Sequence[str], codes: Codes) -> None:
        examples = self._examples.setdefault(code, [])
        room = CANDIDATES - len(examples)
        if room > 0:
            places = np.flatnonzero(codes == code)[:room].tolist()
            examples += [(self._seen + place, cells[place].strip()) for place in places]

    def reason_code(self, reason: str) -> int:
        """The code of a reason, a new one if need be."""
        if reason in self.reasons:
            return self.reasons.index(reason)
        self.reasons.append(reason)
        return len(self.reasons) - 1

    def series(self, kept: npt.NDArray[np.bool_]) -> pd.Series | None:
        """The column's values in the rows kept; None if the role gives no values."""
        return None

    def receipt(self, kept: npt.NDArray[np.bool_], rows: npt.NDArray[np.int32]) -> ColumnReceipt:
        """What became of the cells in the rows kept; `rows` are the row numbers."""
        codes = np.concatenate(self._codes)
        counts = np.bincount(codes[kept], minlength=len(self.reasons))
        blank = np.flatnonzero((codes == BLANK) & kept)[:EXAMPLES]
        rejected = []
        for code in range(BLANK + 1, len(self.reasons)):
            if counts[code]:
                found = [one for one in self._examples[code] if kept[one[0]]]
                values = dict.fromkeys(value for _, value in found)
                rejected.append(
                    Rejected(
                        reason=self.reasons[code],
                        count=int(counts[code]),
                        values=tuple(list(values)[:EXAMPLES]),
                        rows=tuple(int(rows[place]) for place, _ in found[:EXAMPLES]),
                    )
                )
        return ColumnReceipt(
            name=self.name,
            role=self.role.kind,
            used=int(counts[USED]),
            blanks=int(counts[BLANK]),
            blank_rows=tuple(int(row) for row in rows[blank]),
            rejected=tuple(rejected),
        )


class ValueReader(CellReader):
    """A column whose cells become numbers, each different text read once."""

    dtype: str = "float64"

    def __init__(self, name: str, role: Role) -> None:
        super().__init__(name, role)
        self._values: list[npt.NDArray[np.float64]] = []
        self._known: dict[str, tuple[float, int]] = {}

    def _read(self, cells: Sequence[str]) -> Codes:
        known = self._known
        if len(known) > MAX_CACHE:
            known.clear()
        for cell in set(cells) - known.keys():
            known[cell] = self._understand(cell.strip())
        pairs = [known[cell] for cell in cells]
        self._values.append(np.array([value for value, _ in pairs], dtype=self._store()))
        return np.fromiter((code for _, code in pairs), np.uint8, len(pairs))

    def _understand(self, text: str) -> tuple[float, int]:
        if not text:
            return NONE, BLANK
        value, reason = self.parse(text)
        return (NONE, self.reason_code(reason)) if reason else (value, USED)

    def _store(self) -> str:
        return "float32" if self.dtype == "float32" else "float64"

    def parse(self, text: str) -> tuple[float, str]:
        """A value and "", or NaN and the reason why a filled, stripped text gives none."""
        raise NotImplementedError

    def series(self, kept: npt.NDArray[np.bool_]) -> pd.Series | None:
        """The column's values in the rows kept, NaN where a cell gave none."""
        return pd.Series(np.concatenate(self._values)[kept], name=self.name)


class RatingReader(ValueReader):
    """Ratings on the role's scale, float32."""

    dtype = "float32"

    def __init__(
        self, name: str, role: Role, scale: tuple[int, int], decimal: Decimal | None
    ) -> None:
        super().__init__(name, role)
        self._scale = scale
        self._decimal = decimal

    def parse(self, text: str) -> tuple[float, str]:
        """A rating, or why there is none."""
        _refuse_unclear(self.name, text, self._decimal)
        return parse_rating(text, self._scale, self._decimal or ".", self.role.labelled)


class AmountReader(ValueReader):
    """Amounts and weights, float64; a weight below zero is rejected."""

    def __init__(self, name: str, role: Role, decimal: Decimal | None) -> None:
        super().__init__(name, role)
        self._decimal = decimal

    def parse(self, text: str) -> tuple[float, str]:
        """A number, or why there is none."""
        _refuse_unclear(self.name, text, self._decimal)
        number = parse_number(text, self._decimal or ".")
        if number is None:
            return NONE, missing_mark(text) or NOT_A_NUMBER
        if self.role.kind == "weight" and number < 0:
            return NONE, "below zero"
        return number, ""


class OutcomeReader(ValueReader):
    """Whether the event happened, "boolean"."""

    def parse(self, text: str) -> tuple[float, str]:
        """1 for the event, 0 for its absence, or why there is neither."""
        if text == self.role.event:
            return 1.0, ""
        mark = missing_mark(text)
        if mark:
            return NONE, mark
        if self.role.other is not None and text != self.role.other:
            return NONE, f'neither "{self.role.event}" nor "{self.role.other}"'
        return 0.0, ""

    def series(self, kept: npt.NDArray[np.bool_]) -> pd.Series | None:
        """True, False or NA in the rows kept."""
        values = np.concatenate(self._values)[kept]
        flags = pd.array(values == 1.0, dtype="boolean")
        flags[np.isnan(values)] = pd.NA
        return pd.Series(flags, name=self.name)


class DateReader(ValueReader):
    """Dates with their time, datetime64[s]."""

    def parse(self, text: str) -> tuple[float, str]:
        """Seconds since 1970, or why the text is no date."""
        order = self.role.order
        seconds = parse_moment(text, order) if order is not None else None
        if seconds is None:
            return NONE, missing_mark(text) or UNREADABLE_DATE
        return float(seconds), ""

    def series(self, kept: npt.NDArray[np.bool_]) -> pd.Series | None:
        """Dates in the rows kept, NaT where a cell gave none."""
        values = np.concatenate(self._values)[kept]
        whole = np.where(np.isnan(values), 0, values).astype(np.int64).astype("datetime64[s]")
        whole[np.isnan(values)] = np.datetime64("NaT")
        return pd.Series(whole, name=self.name)


class GroupReader(ValueReader):
    """Groups by their text, category."""

    def __init__(self, name: str, role: Role) -> None:
        super().__init__(name, role)
        self._groups: dict[str, int] = {}

    def parse(self, text: str) -> tuple[float, str]:
        """The number of the group; every text is one, also "N/A"."""
        return float(self._groups.setdefault(text, len(self._groups))), ""

    def series(self, kept: npt.NDArray[np.bool_]) -> pd.Series | None:
        """Groups in the rows kept, in alphabetical order of categories, NaN for a blank."""
        values = np.concatenate(self._values)[kept]
        codes = np.where(np.isnan(values), -1, values).astype(np.int32)
        groups = pd.Categorical.from_codes(codes, categories=pd.Index(list(self._groups)))
        groups = groups.remove_unused_categories()
        return pd.Series(groups.reorder_categories(sorted(groups.categories)), name=self.name)


class IdReader(CellReader):
    """Ids as texts, with their leading zeros; tells which row an id repeats."""

    def __init__(self, name: str, role: Role, keep_last: bool) -> None:
        super().__init__(name, role)
        self._ids: list[pd.Series] = []
        self._last: dict[str, int] = {}
        self._keep_last = keep_last
        self.repeated: list[int] = []

    def _read(self, cells: Sequence[str]) -> Codes:
        stripped = [cell.strip() for cell in cells]
        self._ids.append(pd.Series([text or None for text in stripped], dtype="str"))
        if self._keep_last:
            last, repeated = self._last, self.repeated
            for place, text in enumerate(stripped, self._seen):
                if text:
                    if text in last:
                        repeated.append(last[text])
                    last[text] = place
        return np.fromiter((not text for text in stripped), np.uint8, len(stripped))

    def series(self, kept: npt.NDArray[np.bool_]) -> pd.Series | None:
        """Ids in the rows kept, NaN for a blank."""
        ids = pd.concat(self._ids, ignore_index=True)[kept]
        return ids.reset_index(drop=True).rename(self.name)


def _refuse_unclear(name: str, text: str, decimal: Decimal | None) -> None:
    if decimal is None and parse_number(text, ".") != parse_number(text, ","):
        raise IntakeError(
            f'"{text}" in column "{name}" can be read with a decimal point or a decimal comma.',
            'Answer the question "decimal" first.',
        )


def reader_for(name: str, role: Role, decimal: Decimal | None, keep_last: bool) -> CellReader:
    """The reader of a column in its role; the role must be complete."""
    if role.kind in ("recommend", "satisfaction") and role.scale is not None:
        return RatingReader(name, role, role.scale, decimal)
    if role.kind == "effort" and role.version is not None:
        return RatingReader(name, role, EFFORT_SCALES[role.version], decimal)
    if role.kind in ("amount", "weight"):
        return AmountReader(name, role, decimal)
    if role.kind == "outcome":
        return OutcomeReader(name, role)
    if role.kind == "date":
        return DateReader(name, role)
    if role.kind == "group":
        return GroupReader(name, role)
    if role.kind == "id":
        return IdReader(name, role, keep_last)
    return CellReader(name, role)
