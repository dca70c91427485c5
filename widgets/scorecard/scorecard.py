"""My customer-experience scorecard: from a file or by hand to a document."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import ipywidgets
from pydantic import TypeAdapter, ValidationError

from playbook.deliverables import build_report, scorecard_docx, scorecard_xlsx
from playbook.instruments import Gap, Scorecard, ScorecardMeasure, gaps
from playbook.instruments.scorecard import MOST_MEASURES
from playbook.intake import Profile, Progress, Receipt
from playbook.intake.limits import MAX_BYTES
from playbook.locations import datasets_dir
from widgets.company_file import ColumnsForm, CompanyFile, Findings, Reading
from widgets.download import Download
from widgets.form import Form, RowsForm
from widgets.lesson import Lesson
from widgets.preview import Preview
from widgets.receipt import ReceiptView
from widgets.scorecard.fields import ABOUT, MEASURE
from widgets.scorecard.pick import PickTemplate
from widgets.upload import Upload

SAMPLE = "sample"
ABOUT_KEY = "scorecard-about"
FILE_KEY = "scorecard-file"
MEASURES_KEY = "scorecard-measures"
RECEIPT = "receipt:"
FORMATS = {"docx": "Word document", "xlsx": "Excel workbook"}
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FROM_FILE = ("value", "low", "high", "n", "unit", "formula", "definition", "source")
"""What a new reading of a file changes in a measure that is there already."""


_RECEIPT = TypeAdapter(Receipt)


class ScorecardTool:
    """The tool of "Measure your impact".

    `from_file` and `by_hand` are shown in the section "Your company", `document` in "Take it to
    work". All that is entered is kept through the lesson.
    """

    def __init__(self, lesson: Lesson) -> None:
        """Make the tool's widgets and take them into the lesson."""
        self._lesson = lesson
        self._file = CompanyFile()
        self._receipts: dict[str, Receipt] = {}
        self._written: tuple[Scorecard, list[Receipt], date] | None = None
        self.about = Form(key=ABOUT_KEY, title="About this scorecard", fields=ABOUT)
        self.upload = Upload(
            on_file=self._file_arrived,
            label="Your survey export or customer file (CSV or Excel, up to 200 MB)",
            limit_bytes=MAX_BYTES,
            on_sample=self._use_sample,
            sample_label="Use Quillmere's survey export",
        )
        self.columns = ColumnsForm(
            self._file,
            key=FILE_KEY,
            find_file=self._find_file,
            on_look=self._look_again,
            on_read=self._read,
        )
        self.receipt = ReceiptView()
        self.findings = Findings(on_take=self._take_findings)
        self.measures = RowsForm(
            key=MEASURES_KEY, title="Measures", fields=MEASURE, noun="measure", most=MOST_MEASURES
        )
        self.pick = PickTemplate(self.measures, on_pick=self._rows_came)
        self.preview = Preview()
        self.download = Download(formats=FORMATS, make=self._make, place=_place, ready=False)

        lesson.add(self.about, section="your-company", done=self._about_is_done)
        lesson.add(self.columns)
        lesson.add(self.measures, section="your-company", done=self._measures_are_done)
        lesson.add_task("take-it-to-work", self._document_is_made)
        lesson.on_attach(self._attached)
        self.about.on_change(lambda _: self._changed())
        self.measures.on_change(lambda _: self._changed())
        self._changed()

    @property
    def from_file(self) -> ipywidgets.Widget:
        """The file: upload, columns, receipt, findings."""
        return ipywidgets.VBox([self.upload, self.columns, self.receipt, self.findings])

    @property
    def by_hand(self) -> ipywidgets.Widget:
        """The scorecard itself: what it is about, and its measures."""
        return ipywidgets.VBox([self.about, self.pick, self.measures])

    @property
    def document(self) -> ipywidgets.Widget:
        """What it will look like, what is missing, and the download."""
        return ipywidgets.VBox([self.preview, self.download])

    @property
    def scorecard(self) -> Scorecard:
        """The scorecard as entered; a number that can't be read is left out."""
        return Scorecard(
            **{name: text or "" for name, text in self.about.values.items()},
            measures=tuple(_measure(row) for row in self.measures.rows),
        )

    @property
    def gaps(self) -> list[Gap]:
        """What the scorecard still lacks."""
        return gaps(self.scorecard)

    # the file

    def _attached(self) -> None:
        learner = self._lesson.learner
        assert learner is not None
        self.upload.use_folder(learner.uploads_folder())
        self._receipts = _receipts_in(self._lesson.kept.get(FILE_KEY, {}))
        self.pick.ready = self.download.ready = True
        self._show_reading(self._file.reading)
        self._changed()

    def _find_file(self, name: Any) -> Path | None:
        learner = self._lesson.learner
        if name == SAMPLE:
            return sample_file()
        upload = learner.upload(str(name)) if name and learner else None
        return upload.path if upload else None

    def _file_arrived(self, path: Path, name: str, sha256: str, size: int) -> None:
        learner = self._lesson.learner
        assert learner is not None

        def look(progress: Progress) -> tuple[Path, Profile]:
            try:
                return self._file.look(path, progress)
            except BaseException:
                path.unlink(missing_ok=True)  # a file that is of no use is not kept
                raise

        def take(looked: tuple[Path, Profile]) -> None:
            upload = learner.add_upload(self._lesson.plan.slug, name, path, sha256, size)
            self._take_file(looked, kept_as=upload)

        self.upload.read_in_background(look, take)

    def _use_sample(self) -> None:
        self._look(sample_file(), SAMPLE)

    def _look(self, path: Path, kept_as: str, **again: Any) -> None:
        self.upload.read_in_background(
            lambda progress: self._file.look(path, progress, **again),
            lambda looked: self._take_file(looked, kept_as),
        )

    def _take_file(self, looked: tuple[Path, Profile], kept_as: str) -> None:
        self._file.take(looked)
        self._file.reading = None
        self.columns.keep_file(kept_as)
        self._show_reading(None)

    def _look_again(self, again: dict[str, Any]) -> None:
        learner = self._lesson.learner
        assert learner is not None
        assert self._file.path is not None
        self._refuse_while_busy()
        kept = learner.kept(self._lesson.plan.slug).get(FILE_KEY, {})
        self._look(self._file.path, kept["file"], **again)

    def _read(self) -> None:
        self._refuse_while_busy()

        def take(found: tuple[dict[str, Any], Reading]) -> None:
            self._file.took(found)
            self.columns.keep_reading()
            self._show_reading(self._file.reading)

        self.upload.read_in_background(self._file.read, take)

    def _refuse_while_busy(self) -> None:
        if self.upload.stage in ("sending", "reading"):
            raise ValueError("A file is on its way. Wait until it is read, or cancel it.")

    def _show_reading(self, reading: Reading | None) -> None:
        self.receipt.show(reading.receipt if reading else None)
        self.findings.show(reading)

    def _take_findings(self) -> str:
        """Put what was found into the scorecard; a measure of the same column is renewed."""
        reading = self._file.reading
        if reading is None:
            return "There is nothing to take over yet."
        there = {row.get("column"): row for row in self._typed_rows() if row.get("column")}
        rows = []
        for measure in reading.measures:
            column = measure.id.removeprefix(f"{reading.receipt.id}-")
            fresh = {**measure.model_dump(mode="json", exclude={"id"}), "column": column}
            if column in there:
                renewed = {name: fresh[name] for name in (*FROM_FILE, "trend", "origin")}
                unit = fresh["unit"] or there[column].get("unit")
                rows.append({**there[column], **renewed, "unit": unit})
            else:
                rows.append(fresh)
        self.columns.keep_part(
            RECEIPT + reading.receipt.id, _RECEIPT.dump_python(reading.receipt, mode="json")
        )
        self._receipts[reading.receipt.id] = reading.receipt
        self.measures.add_rows(rows)
        self._rows_came()
        count = len(rows)
        return f"{count} {'measure is' if count == 1 else 'measures are'} in the scorecard below."

    def _typed_rows(self) -> list[dict[str, Any]]:
        return [{**row["texts"], "id": row["id"]} for row in self.measures.shown]

    # the document

    def _changed(self) -> None:
        names = [(row["id"], row["name"]) for row in self.measures.rows if row["name"]]
        self.measures.set_options("leads_to", names)
        self.download.show_gaps(self.gaps)
        now = datetime.now(UTC)
        written = (self.scorecard, self._used_receipts(), now.date())
        if written != self._written:
            self._written = written
            self.preview.show(build_report(*written[:2], made_at=now, allow_gaps=True))

    def _rows_came(self) -> None:
        self._changed()
        self._lesson.show_progress()

    def _about_is_done(self) -> bool:
        return all(self.about.values.values())

    def _measures_are_done(self) -> bool:
        scorecard = self.scorecard
        missing = [gap for gap in gaps(scorecard) if gap.severity == "missing" and gap.measure_id]
        return bool(scorecard.measures) and not missing

    def _document_is_made(self) -> bool:
        return self._lesson.documents > 0

    def _used_receipts(self) -> list[Receipt]:
        used = {measure.origin for measure in self.scorecard.measures}
        return [receipt for name, receipt in self._receipts.items() if name in used]

    def _make(self, wanted: str, allow_gaps: bool) -> tuple[str, bytes]:
        learner = self._lesson.learner
        assert learner is not None
        scorecard = self.scorecard
        write = scorecard_docx if wanted == "docx" else scorecard_xlsx
        content = write(scorecard, self._used_receipts(), allow_gaps=allow_gaps)
        name = f"customer-experience-scorecard.{wanted}"
        missing = sum(gap.severity == "missing" for gap in gaps(scorecard))
        learner.add_deliverable(
            self._lesson.plan.slug, "scorecard", name, MEDIA_TYPES[wanted], content, missing
        )
        self._lesson.document_was_made()
        return name, content


def sample_file() -> Path:
    """The sample company's survey export."""
    return datasets_dir() / "quillmere" / "survey_export.csv"


def _receipts_in(kept: Mapping[str, Any]) -> dict[str, Receipt]:
    """The receipts that were kept, by their id; one of another version is left out."""
    receipts = {}
    for part, value in kept.items():
        if part.startswith(RECEIPT):
            with suppress(ValidationError):
                receipts[part.removeprefix(RECEIPT)] = _RECEIPT.validate_python(value)
    return receipts


def _place(gap: Gap) -> Mapping[str, str]:
    """Where on the page a gap is filled in."""
    if gap.measure_id and gap.field:
        return {"form": MEASURES_KEY, "row": gap.measure_id, "field": gap.field}
    if gap.field:
        return {"form": ABOUT_KEY, "field": gap.field}
    return {"href": "#your-company"}


def _measure(row: Mapping[str, Any]) -> ScorecardMeasure:
    """A row of the form as a measure; what the model can't take is left empty."""
    known = {name: row[name] for name in ScorecardMeasure.model_fields if name in row}
    try:
        return ScorecardMeasure.model_validate(known)
    except ValidationError as problem:
        wrong = {error["loc"][0] for error in problem.errors()}
        return ScorecardMeasure.model_validate(
            {name: value for name, value in known.items() if name not in wrong}
        )
