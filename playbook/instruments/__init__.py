"""Instruments: rated items and measures of a learner's own company, and what they add up to."""

from __future__ import annotations

from playbook.instruments.errors import InstrumentError
from playbook.instruments.from_intake import NO_GROUP, by_group, measures_from_intake
from playbook.instruments.gaps import Gap, gaps, measure_label
from playbook.instruments.scorecard import LAYER_TITLES, LAYERS, Scorecard, ScorecardMeasure
from playbook.instruments.templates import MeasureTemplate, measure_templates
from playbook.instruments.trends import control_limits, trend_points
from playbook.instruments.typed_numbers import parse_count, parse_number
from playbook.instruments.wording import interval_text, number_with_unit

__all__ = [
    "LAYERS",
    "LAYER_TITLES",
    "NO_GROUP",
    "Gap",
    "InstrumentError",
    "MeasureTemplate",
    "Scorecard",
    "ScorecardMeasure",
    "by_group",
    "control_limits",
    "gaps",
    "interval_text",
    "measure_label",
    "measure_templates",
    "measures_from_intake",
    "number_with_unit",
    "parse_count",
    "parse_number",
    "trend_points",
]
