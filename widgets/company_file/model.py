"""A learner's file on its way from the upload to its numbers; knows no widget."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from playbook.instruments import ScorecardMeasure, by_group, measures_from_intake
from playbook.intake import (
    Intake,
    IntakeError,
    Plan,
    Profile,
    Progress,
    Question,
    Receipt,
    RoleKind,
    answer,
    assign,
    profile,
    questions,
    read,
    suggest,
)
from playbook.measures import Estimate

MOST_COMPARISONS = 60
"""Comparisons of a measure by a group that are worked out for one file."""

READING_SHARE = 0.8
"""How much of the whole work the reading of the rows is, roughly, for the progress shown."""
LONGEST_VALUE = 200
"""Characters of a value; a column with a longer one holds people's own sentences."""
EXAMPLE = 60
"""Characters that are shown of such a sentence."""


@dataclass(frozen=True)
class Comparison:
    """One measure, split by one column; an estimate of None is a group too small to show."""

    measure: str
    column: str
    by: str
    groups: tuple[tuple[str, Estimate | None], ...]


@dataclass(frozen=True)
class Reading:
    """All that one reading of the file gave, small enough to keep."""

    receipt: Receipt
    measures: tuple[ScorecardMeasure, ...]
    comparisons: tuple[Comparison, ...]


_PROFILE = TypeAdapter(Profile)
_READING = TypeAdapter(Reading)


class CompanyFile:
    """The file, what is known of its columns, and what was found in it.

    `path` is None until there is a file. `state` and `restore` keep the rest in three parts:
    `profile`, `plan` and `reading`.
    """

    path: Path | None = None
    profile: Profile | None = None
    plan: Plan | None = None
    reading: Reading | None = None
    _read_with: dict[str, Any] | None = None

    @property
    def open_questions(self) -> list[Question]:
        """What has to be answered before the file can be read."""
        if self.profile is None or self.plan is None:
            return []
        return questions(self.profile, self.plan)

    @property
    def has_measures(self) -> bool:
        """Whether at least one column is given a role that a number can be worked out from."""
        measured: tuple[RoleKind, ...] = (
            "recommend",
            "satisfaction",
            "effort",
            "outcome",
            "amount",
        )
        return self.plan is not None and any(self.plan.columns(kind) for kind in measured)

    @property
    def readable(self) -> bool:
        """Whether nothing is left to ask and there is something to work out."""
        return self.has_measures and not self.open_questions

    @property
    def outdated(self) -> bool:
        """Whether the columns were given other roles since the file was read."""
        return (
            self.reading is not None
            and self.plan is not None
            and self._read_with != self.state("plan")
        )

    def look(
        self, path: Path, progress: Progress | None = None, **again: Any
    ) -> tuple[Path, Profile]:
        """Look at a file without taking it over yet; `again` as for `intake.profile`."""
        return path, profile(path, progress, **again)

    def take(self, looked: tuple[Path, Profile]) -> None:
        """Take over a file that was looked at; its columns get their likely roles."""
        self.path, profile = looked
        self.plan = suggest(profile)
        self.profile = _without_comments(profile)

    def assign(self, column: str, kind: RoleKind) -> None:
        """Give a column another role. Raises IntakeError where it can't play it."""
        if self.profile is None or self.plan is None:
            raise IntakeError("There is no file yet.", "Choose a file first.")
        if column not in self.plan.roles:
            raise IntakeError(f"The file has no column “{column}”.", "Open the page again.")
        self.plan = assign(self.profile, self.plan, column, kind)

    def ask_again(self, column: str) -> None:
        """Forget what was answered about a column. Raises IntakeError where there is none."""
        if self.profile is None or self.plan is None or column not in self.plan.roles:
            raise IntakeError(f"The file has no column “{column}”.", "Open the page again.")
        likely = suggest(self.profile).roles[column].kind
        self.assign(column, self.plan.roles[column].kind if likely == "ignore" else likely)

    def answer(self, key: str, value: str) -> dict[str, Any] | None:
        """Answer a question of the file.

        Gives the arguments for another look where the answer asks for one, else None. Raises
        IntakeError for an answer that the question does not have.
        """
        if self.plan is None:
            raise IntakeError("There is no file yet.", "Choose a file first.")
        question = next((each for each in self.open_questions if each.key == key), None)
        if question is not None and question.again:
            others = [option for option, _ in question.options[1:]]
            if value in others:
                return self._look_with(key, value)
        self.plan = answer(self.plan, key, value)
        return None

    def _look_with(self, key: str, value: str) -> dict[str, Any]:
        """Another look at the file with this answer, and with the sheet that is known already."""
        assert self.plan is not None
        if key == "sheet":
            return {"sheet": value}
        layout = self.plan.layout
        known = layout.certain_sheet or "sheet" in self.plan.answered
        return {"header_rows": int(value), "sheet": layout.sheet if known else None}

    def read(self, progress: Progress | None = None) -> tuple[dict[str, Any], Reading]:
        """Read the whole file and work out its numbers; changes nothing here.

        Gives the plan that it was read with, and what was found. Raises IntakeError.
        """
        if self.path is None or self.plan is None:
            raise IntakeError("There is no file yet.", "Choose a file first.")
        plan = self.plan
        intake = read(self.path, plan, _part(progress, 0.0, READING_SHARE))
        measures = tuple(measures_from_intake(intake))
        comparisons = _compare(intake, measures, _part(progress, READING_SHARE, 1.0))
        return _as_json(plan), Reading(intake.receipt, measures, comparisons)

    def took(self, found: tuple[dict[str, Any], Reading]) -> None:
        """Take over what a reading found."""
        self._read_with, self.reading = found

    def state(self, part: str) -> Any:
        """One part as JSON values; None where there is nothing."""
        if part == "profile":
            return None if self.profile is None else _PROFILE.dump_python(self.profile, mode="json")
        if part == "plan":
            return None if self.plan is None else _as_json(self.plan)
        if self.reading is None:
            return None
        return {"plan": self._read_with, **_READING.dump_python(self.reading, mode="json")}

    def restore(self, kept: Mapping[str, Any], path: Path | None) -> None:
        """Bring back what `state` gave; what is of another version is left empty."""
        self.path = path
        self._clear()
        try:
            if kept.get("profile"):
                self.profile = _PROFILE.validate_python(kept["profile"])
            if kept.get("plan"):
                self.plan = Plan.from_dict(kept["plan"])
            if kept.get("reading"):
                rest = dict(kept["reading"])
                self._read_with = rest.pop("plan")
                self.reading = _READING.validate_python(rest)
        except (ValidationError, KeyError, TypeError):
            self._clear()

    def _clear(self) -> None:
        self.profile = self.plan = self.reading = self._read_with = None


def _without_comments(profile: Profile) -> Profile:
    """The profile without people's own sentences: of such columns only cut examples are kept."""
    columns = [
        replace(
            column,
            values=tuple((f"{text[:EXAMPLE]}…", count) for text, count in column.values[:3]),
            complete=False,
        )
        if any(len(text) > LONGEST_VALUE for text, _ in column.values)
        else column
        for column in profile.columns
    ]
    return replace(profile, columns=tuple(columns))


def _compare(
    intake: Intake, measures: Sequence[ScorecardMeasure], progress: Progress
) -> tuple[Comparison, ...]:
    """Each measure by each group; what customers say and do comes before amounts."""
    columns = {f"{intake.receipt.id}-{column}": column for column in intake.plan.roles}
    wanted = [
        (measure, columns[measure.id], group)
        for measure in sorted(measures, key=lambda each: each.layer in ("operation", "finance"))
        for group in intake.plan.columns("group")
    ][:MOST_COMPARISONS]
    comparisons = []
    for done, (measure, column, group) in enumerate(wanted):
        progress(done / len(wanted), f"Comparing by {group}")
        groups = tuple(by_group(intake, column, group))
        comparisons.append(Comparison(measure.name, column, group, groups))
    return tuple(comparisons)


def _part(progress: Progress | None, start: float, stop: float) -> Progress:
    """The progress of one part of the work, from `start` to `stop` of the whole."""

    def advance(fraction: float, text: str) -> None:
        if progress is not None:
            progress(start + (stop - start) * fraction, text)

    return advance


def _as_json(plan: Plan) -> dict[str, Any]:
    """The plan as it comes back from the record, so that two can be compared."""
    data: dict[str, Any] = json.loads(json.dumps(plan.to_dict()))
    return data


def estimate_of(measure: ScorecardMeasure) -> Estimate:
    """A measure of the scorecard as an estimate, to be said in words or drawn."""
    return Estimate(
        name=measure.name,
        value=measure.value,
        low=measure.low,
        high=measure.high,
        n=measure.n or 0,
        unit=measure.unit,
        method="",
    )
