"""The scorecard as sections and tables, before it becomes a document of one format or another.

What is shown, what is said to be missing and in which words is decided here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from playbook.deliverables.errors import IncompleteError
from playbook.deliverables.figures import Figure, figure
from playbook.deliverables.texts import GLOSSARY, GUIDE, TITLE, TRADEMARKS
from playbook.deliverables.wording import NOT_FILLED_IN, date_text, printable
from playbook.instruments import (
    LAYER_TITLES,
    Gap,
    Scorecard,
    ScorecardMeasure,
    gaps,
    measure_label,
)
from playbook.instruments.scorecard import BY_HAND
from playbook.instruments.wording import interval_text, number_with_unit


class ReceiptOfFile(Protocol):
    """What a document needs of a data-quality receipt."""

    @property
    def id(self) -> str:
        """The id that a measure's `origin` names."""

    @property
    def file_name(self) -> str:
        """The name of the file that was read."""

    def lines(self) -> list[str]:
        """Give the receipt as text for people, one line a fact."""


@dataclass(frozen=True)
class Entry:
    """The text of one field; `missing` when it says that the field is not filled in."""

    text: str
    missing: bool = False


@dataclass(frozen=True)
class MeasureSection:
    """All that is said about one measure.

    `fields` holds the text of every field of the measure under its name, value and target with
    their unit; besides these "basis", n and interval in one line. `figure` is None without a
    trend. `measure` holds the numbers, for formats that keep numbers.
    """

    measure: ScorecardMeasure
    fields: Mapping[str, Entry]
    figure: Figure | None

    @property
    def facts(self) -> Iterator[tuple[str, list[Entry]]]:
        """The labelled facts in reading order, each of one or two entries."""
        for label, names in _FACTS:
            yield label, [self.fields[name] for name in names]


@dataclass(frozen=True)
class Band:
    """One layer of the scorecard; `sections` is empty when the layer has no measure."""

    title: str
    sections: tuple[MeasureSection, ...]


@dataclass(frozen=True)
class OpenPoint:
    """Something to fill in ("Missing") or to look at again ("To check")."""

    kind: Literal["Missing", "To check"]
    where: str
    what: str


@dataclass(frozen=True)
class Report:
    """The whole scorecard document.

    `particulars` are company, period, who prepared it and when; `is_draft` tells whether anything
    is missing. `receipts` are (title, lines), `without_receipt` says why there are none or some are
    missing, `glossary` holds (term, meaning).
    """

    title: str
    particulars: tuple[tuple[str, Entry], ...]
    status: str
    guide: str
    is_draft: bool
    open_points: tuple[OpenPoint, ...]
    bands: tuple[Band, ...]
    receipts: tuple[tuple[str, tuple[str, ...]], ...]
    without_receipt: Entry | None
    glossary: tuple[tuple[str, str], ...]
    trademarks: str
    made_at: datetime

    @property
    def sections(self) -> Iterator[MeasureSection]:
        """Every measure, in the order of the layers."""
        for band in self.bands:
            yield from band.sections

    @property
    def full_title(self) -> str:
        """Title, company and period, for the file's properties and the foot of its pages."""
        named = [entry.text for _, entry in self.particulars[:2] if not entry.missing]
        return ", ".join(["Draft"] * self.is_draft + [self.title, *named])


def build_report(
    scorecard: Scorecard,
    receipts: Sequence[ReceiptOfFile],
    *,
    made_at: datetime,
    allow_gaps: bool = False,
) -> Report:
    """Turn a scorecard and the receipts of its files into the sections of a document.

    `made_at` is the time printed on it. Raises IncompleteError with all that is missing, unless
    `allow_gaps`: then every empty field says "Not filled in" and the gaps are listed.
    """
    found = [*gaps(scorecard), *_receipts_missing(scorecard, receipts)]
    missing = tuple(gap for gap in found if gap.severity == "missing")
    checks = tuple(gap for gap in found if gap.severity == "check")
    if missing and not allow_gaps:
        raise IncompleteError(missing)
    writer = _Writer(scorecard, {(gap.measure_id, gap.field) for gap in missing})
    particulars = (
        ("Company", writer.heading_field("company")),
        ("Period", writer.heading_field("period")),
        ("Prepared by", writer.heading_field("prepared_by")),
        ("Date", Entry(date_text(made_at))),
    )
    return Report(
        title=TITLE,
        particulars=particulars,
        status=_status(missing, checks),
        guide=GUIDE,
        is_draft=bool(missing),
        open_points=tuple(_open_points(writer.labels, found)),
        bands=tuple(writer.bands()),
        receipts=tuple(
            (f"{printable(each.file_name)}, receipt {each.id}", tuple(map(printable, each.lines())))
            for each in receipts
        ),
        without_receipt=_without_receipt(missing, receipts),
        glossary=GLOSSARY,
        trademarks=TRADEMARKS,
        made_at=made_at,
    )


def _receipts_missing(scorecard: Scorecard, receipts: Sequence[ReceiptOfFile]) -> Iterator[Gap]:
    there = {receipt.id for receipt in receipts} | {BY_HAND}
    for origin in dict.fromkeys(each.origin for each in scorecard.measures):
        if origin not in there:
            yield Gap(
                f"Data-quality receipt {origin}",
                "Read the file again, so that the numbers taken from it can be traced.",
                "missing",
                field="origin",
            )


def _without_receipt(missing: Sequence[Gap], receipts: Sequence[ReceiptOfFile]) -> Entry | None:
    lacking = [gap.where for gap in missing if gap.field == "origin"]
    if lacking:
        return Entry(f"{NOT_FILLED_IN}: {'; '.join(lacking)}", missing=True)
    if not receipts:
        return Entry("No file was read: every number was entered by hand.")
    return None


def _open_points(labels: Mapping[str, str], found: Sequence[Gap]) -> Iterator[OpenPoint]:
    """What is missing in a measure as one point a measure, all else as a point of its own."""
    fields: dict[str, list[str]] = {}
    for gap in found:
        if gap.severity == "missing" and gap.measure_id is None:
            yield OpenPoint("Missing", printable(gap.where), gap.what)
        elif gap.severity == "missing" and gap.measure_id is not None:
            field = gap.where.removeprefix(f"“{labels[gap.measure_id]}”, ")
            fields.setdefault(gap.measure_id, []).append(field)
    for measure_id, lacking in fields.items():
        yield OpenPoint("Missing", printable(labels[measure_id]), f"Fill in: {', '.join(lacking)}.")
    for gap in found:
        if gap.severity == "check":
            yield OpenPoint("To check", printable(gap.where), gap.what)


def _status(missing: Sequence[Gap], checks: Sequence[Gap]) -> str:
    if missing:
        return f"Draft: {len(missing)} {'field' if len(missing) == 1 else 'fields'} not filled in"
    if checks:
        return f"Complete, {len(checks)} {'point' if len(checks) == 1 else 'points'} to check"
    return "Complete"


_FACTS = (
    ("Definition", ("definition",)),
    ("Formula", ("formula",)),
    ("Now", ("value", "basis")),
    ("Target", ("target", "direction")),
    ("Source", ("source", "origin")),
    ("Owner", ("owner",)),
    ("Decision it informs", ("decision",)),
    ("Leads to", ("leads_to",)),
)
_TEXT_FIELDS = ("definition", "formula", "source", "owner", "decision", "unit")
_DIRECTIONS = {"up": "higher is better", "down": "lower is better"}
_BOUNDS = {"up": "or more", "down": "or less"}


class _Writer:
    """Writes the fields of one scorecard; knows which of them count as missing."""

    def __init__(self, scorecard: Scorecard, missing: set[tuple[str | None, str | None]]) -> None:
        self.scorecard = scorecard
        self.missing = missing
        self.labels = {
            measure.id: measure_label(measure, position)
            for position, measure in enumerate(scorecard.measures, start=1)
        }

    def heading_field(self, field: str) -> Entry:
        return self._entry(None, field, str(getattr(self.scorecard, field)))

    def bands(self) -> Iterator[Band]:
        for layer, measures in self.scorecard.by_layer():
            if layer is not None:
                yield Band(LAYER_TITLES[layer], tuple(map(self._section, measures)))
            elif measures:
                yield Band(f"Layer: {NOT_FILLED_IN.lower()}", tuple(map(self._section, measures)))

    def _section(self, measure: ScorecardMeasure) -> MeasureSection:
        def entry(field: str, text: str) -> Entry:
            return self._entry(measure.id, field, text)

        def number(field: str, value: float | None) -> Entry:
            return entry(field, "" if value is None else number_with_unit(value, measure.unit))

        name = entry("name", measure.name)
        if name.missing:
            text = f"{self.labels[measure.id]}: name {NOT_FILLED_IN.lower()}"
            name = Entry(text, missing=True)
        target = number("target", measure.target)
        if measure.direction is not None and not target.missing:
            target = Entry(f"{target.text} {_BOUNDS[measure.direction]}")
        fields = {
            "name": name,
            "layer": entry("layer", LAYER_TITLES[measure.layer] if measure.layer else ""),
            **{field: entry(field, getattr(measure, field)) for field in _TEXT_FIELDS},
            **{field: number(field, getattr(measure, field)) for field in ("value", "low", "high")},
            "n": entry("n", "" if measure.n is None else f"{measure.n:,}"),
            "basis": self._basis(measure),
            "target": target,
            "direction": self._direction(measure),
            "origin": Entry(self._origin(measure)),
            "leads_to": self._leads_to(measure),
        }
        return MeasureSection(measure, fields, figure(measure, name.text))

    def _entry(self, measure_id: str | None, field: str, text: str) -> Entry:
        text = printable(text)
        if (measure_id, field) not in self.missing:
            return Entry(text or "Not stated")
        return Entry(f"{NOT_FILLED_IN} (“{text}”)" if text else NOT_FILLED_IN, missing=True)

    def _direction(self, measure: ScorecardMeasure) -> Entry:
        if measure.direction is None:
            return Entry(f"direction {NOT_FILLED_IN.lower()}", missing=True)
        return Entry(_DIRECTIONS[measure.direction])

    def _basis(self, measure: ScorecardMeasure) -> Entry:
        n, interval = f"n = {measure.n:,}" if measure.n is not None else "", ""
        if measure.low is not None and measure.high is not None:
            interval = interval_text(measure.low, measure.high, measure.unit)
        lacking = {field for id_, field in self.missing if id_ == measure.id}
        n = n or ("n not filled in" if "n" in lacking else "n not stated")
        no_interval = "not filled in" if lacking & {"low", "high"} else "not stated"
        text = f"{n}; 95% interval {interval or no_interval}"
        return Entry(text, missing=bool(lacking & {"n", "low", "high"}))

    def _origin(self, measure: ScorecardMeasure) -> str:
        if measure.origin == BY_HAND:
            return BY_HAND
        return f"computed from a file, receipt {printable(measure.origin)}"

    def _leads_to(self, measure: ScorecardMeasure) -> Entry:
        if measure.leads_to is None:
            return Entry("No other measure on this scorecard")
        return self._entry(measure.id, "leads_to", self.labels.get(measure.leads_to, ""))
