"""Starter measures that a scorecard can begin with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from playbook.instruments.scorecard import Direction, Layer, ScorecardMeasure

HERE = Path(__file__).parent


class MeasureTemplate(BaseModel):
    """A measure that many companies use, described in the kit's own words.

    `typical_source` is a hint for choosing a source; it is not filled in for the learner.
    `unit` is empty where it depends on the company's currency.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    name: str
    layer: Layer
    definition: str
    formula: str
    unit: str
    direction: Direction
    typical_source: str

    def as_measure(self, measure_id: str | None = None) -> ScorecardMeasure:
        """Give a scorecard row with the texts filled in and all that is the company's own empty.

        `measure_id` defaults to the template's key.
        """
        texts = self.model_dump(exclude={"key", "typical_source"})
        return ScorecardMeasure(id=measure_id or self.key, **texts)


@cache
def measure_templates() -> tuple[MeasureTemplate, ...]:
    """Give the library of starter measures, in the order of the layers."""
    listed = yaml.safe_load((HERE / "templates.yaml").read_text(encoding="utf-8"))
    return TypeAdapter(tuple[MeasureTemplate, ...]).validate_python(listed)
