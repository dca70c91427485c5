"""What a scorecard still lacks, and what in it deserves a second look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from playbook.instruments.scorecard import (
    LAYER_TITLES,
    LAYERS,
    MOST_MEASURES,
    Scorecard,
    ScorecardMeasure,
)

Severity = Literal["missing", "check"]

_PLACEHOLDERS = frozenset({"tbd", "tbc", "tba", "n/a", "na", "todo", "none", "test", "unknown"})
_ONLY_MARKS = re.compile(r"[\W_]*|x{2,}", re.IGNORECASE)
_SENTENCES = ("definition", "decision")
_TEXTS = {
    "definition": "Say in one sentence what is counted and for whom.",
    "formula": "Write how the number is worked out.",
    "source": "Name the system or the file that the number comes from.",
    "owner": "Name the person who answers for this measure.",
    "decision": "Say which decision changes when this number moves.",
}
_CHOICES = {
    "layer": "Choose the layer that it belongs to.",
    "value": "Enter the current value.",
    "unit": "Say what the value is counted in, such as % or points.",
    "direction": "Say whether up or down is good.",
    "target": "Set the value to reach.",
}


@dataclass(frozen=True)
class Gap:
    """One thing to fill in (`severity` "missing") or to look at again ("check").

    `where` names the place for a reader, `what` says what to do; `measure_id` and `field` name
    the same place for a program and are None where they don't apply.
    """

    where: str
    what: str
    severity: Severity
    measure_id: str | None = None
    field: str | None = None


def is_filled(text: str, words: int = 1) -> bool:
    """Tell whether a text says something: no placeholder ("TBD", "?", "xxx"), enough words."""
    bare = text.strip().strip(".").casefold()
    if bare in _PLACEHOLDERS or _ONLY_MARKS.fullmatch(bare):
        return False
    return len(text.split()) >= words


def gaps(scorecard: Scorecard) -> list[Gap]:
    """List all that is missing from a scorecard, then what to check, each in reading order."""
    found = [*_in_heading(scorecard), *_in_selection(scorecard)]
    for position, measure in enumerate(scorecard.measures, start=1):
        found += _in_measure(measure, measure_label(measure, position), scorecard)
    return sorted(found, key=lambda gap: gap.severity == "check")


def measure_label(measure: ScorecardMeasure, position: int) -> str:
    """Name a measure for a reader, by its place in the list (from 1) when it has no name."""
    return measure.name if is_filled(measure.name) else f"Measure {position}"


def _in_heading(scorecard: Scorecard) -> Iterator[Gap]:
    wanted = {
        "company": ("Company", "Enter the name of the company."),
        "period": ("Period", "Enter the period that the numbers are about."),
        "prepared_by": ("Prepared by", "Enter who prepared the scorecard."),
    }
    for field, (where, what) in wanted.items():
        if not is_filled(getattr(scorecard, field)):
            yield Gap(where, what, "missing", field=field)


def _in_selection(scorecard: Scorecard) -> Iterator[Gap]:
    measures = scorecard.measures
    if not measures:
        yield Gap("Measures", "Add the first measure.", "missing", field="measures")
        return
    if len(measures) > MOST_MEASURES:
        yield Gap(
            "Measures",
            f"Keep at most {MOST_MEASURES} of the {len(measures)}: take out those that inform "
            "no decision.",
            "missing",
            field="measures",
        )
    for layer in LAYERS:
        if not any(measure.layer == layer for measure in measures):
            what = "Add a measure to this layer."
            yield Gap(LAYER_TITLES[layer], what, "missing", field="layer")
    if not any(_links(each, scorecard) for each in measures):
        yield Gap(
            "Lead and lag",
            "Link at least one leading measure to the lagging measure that it should move.",
            "missing",
            field="leads_to",
        )


def _in_measure(measure: ScorecardMeasure, where: str, scorecard: Scorecard) -> Iterator[Gap]:
    where = f"“{where}”"

    def gap(field: str, what: str, severity: Severity = "missing") -> Gap:
        return Gap(f"{where}, {field.replace('_', ' ')}", what, severity, measure.id, field)

    if not is_filled(measure.name):
        yield gap("name", "Give the measure a name.")
    for field, what in _TEXTS.items():
        if not is_filled(getattr(measure, field), words=2 if field in _SENTENCES else 1):
            yield gap(field, what)
    for field, what in _CHOICES.items():
        if getattr(measure, field) in (None, ""):
            yield gap(field, what)
    if measure.layer == "perception":
        if not measure.n:
            yield gap("n", "Enter the number of answers; without it the value says little.")
        if measure.low is None or measure.high is None:
            yield Gap(
                f"{where}, interval",
                "Enter the 95 % interval, low and high.",
                "missing",
                measure.id,
                "low" if measure.low is None else "high",
            )
    if measure.leads_to is not None and not _links(measure, scorecard):
        yield gap("leads_to", "Choose another measure of this scorecard that it should move.")
    same_name = [each for each in scorecard.measures if _same_name(each, measure)]
    if len(same_name) > 1 and same_name[0] is not measure:
        yield gap("name", "Another measure has the same name. Rename one of them.", "check")
    yield from _in_numbers(measure, where)


def _links(measure: ScorecardMeasure, scorecard: Scorecard) -> bool:
    return measure.leads_to != measure.id and scorecard.measure(measure.leads_to) is not None


def _same_name(one: ScorecardMeasure, other: ScorecardMeasure) -> bool:
    names = [" ".join(each.name.replace("®", "").split()).casefold() for each in (one, other)]
    return names[0] == names[1] and is_filled(one.name)


def _in_numbers(measure: ScorecardMeasure, where: str) -> Iterator[Gap]:
    def check(field: str, what: str) -> Gap:
        return Gap(f"{where}, {field}", what, "check", measure.id, field)

    value, target = measure.value, measure.target
    half_width = 0.0
    if measure.low is not None and measure.high is not None:
        half_width = (measure.high - measure.low) / 2
        if half_width < 0:
            yield check("low", "The low end is above the high end. Are they exchanged?")
        elif value is not None and not measure.low <= value <= measure.high:
            yield check("low", "The value lies outside its own interval. Is one of them old?")
    if value is None or target is None:
        return
    ahead = {"up": target - value, "down": value - target}
    if measure.direction is not None and ahead[measure.direction] <= 0:
        place = "equal to" if target == value else "behind"
        yield check("target", f"The target is {place} the current value. Is that meant?")
    if 0 < abs(target - value) < half_width:
        yield check(
            "target",
            "The target lies inside the noise of this measure: a move of that size can't be told "
            "from chance at this n.",
        )
