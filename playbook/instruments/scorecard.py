"""The customer-experience scorecard: at most twelve measures in four layers.

Every field of a measure may be empty, so that a half-filled row is a scorecard too;
`playbook.instruments.gaps` says what is still missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, model_validator

from playbook.instruments.typed_numbers import parse_count, parse_number

Layer = Literal["perception", "behaviour", "operation", "finance"]
Direction = Literal["up", "down"]

LAYERS: tuple[Layer, ...] = get_args(Layer)
LAYER_TITLES: dict[Layer, str] = {
    "perception": "Perception: what customers say",
    "behaviour": "Behaviour: what customers do",
    "operation": "Operation: what the company does",
    "finance": "Finance: what it is worth",
}
MOST_MEASURES = 12
BY_HAND = "entered by hand"


def _nothing_is_empty(typed: object) -> object:
    return "" if typed is None else typed


def _empty_is_nothing(typed: object) -> object:
    return None if isinstance(typed, str) and not typed.strip() else typed


Text = Annotated[str, BeforeValidator(_nothing_is_empty), StringConstraints(strip_whitespace=True)]
Number = Annotated[float | None, BeforeValidator(parse_number)]
Count = Annotated[int | None, BeforeValidator(parse_count)]


class ScorecardMeasure(BaseModel):
    """One measure of the scorecard; every field but `id` may be empty.

    `value`, `low`, `high`, `target` and the trend are in `unit` ("%", "points", "£", …). `low`
    and `high` bound the 95 % interval; `n` counts the answers or cases used. `direction` says
    which way is good. `leads_to` is the id of the lagging measure that this one should move.
    `origin` is the id of a data-quality receipt, or "entered by hand". `trend` runs from the
    oldest to the newest point; a point without a value is None. Numbers may come as typed text
    ("42,5", "42.5 %"); what can't be read raises pydantic's ValidationError with the message of
    `parse_number`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, StringConstraints(min_length=1)]
    layer: Annotated[Layer | None, BeforeValidator(_empty_is_nothing)] = None
    name: Text = ""
    definition: Text = ""
    formula: Text = ""
    source: Text = ""
    owner: Text = ""
    value: Number = None
    low: Number = None
    high: Number = None
    n: Count = None
    unit: Text = ""
    direction: Annotated[Direction | None, BeforeValidator(_empty_is_nothing)] = None
    target: Number = None
    decision: Text = ""
    leads_to: Annotated[str | None, BeforeValidator(_empty_is_nothing)] = None
    trend: tuple[tuple[str, Number], ...] = ()
    origin: str = BY_HAND


class Scorecard(BaseModel):
    """A company's scorecard for one period; may be a draft.

    Raises pydantic's ValidationError when two measures share an id, because links between
    measures would then point to two places.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    company: Text = ""
    period: Text = ""
    prepared_by: Text = ""
    measures: tuple[ScorecardMeasure, ...] = ()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Scorecard:
        ids = [measure.id for measure in self.measures]
        if len(set(ids)) < len(ids):
            raise ValueError("Two measures have the same id. Give each measure an id of its own.")
        return self

    def measure(self, measure_id: str | None) -> ScorecardMeasure | None:
        """Give the measure with this id, or None."""
        return next((each for each in self.measures if each.id == measure_id), None)

    def by_layer(self) -> Iterator[tuple[Layer | None, list[ScorecardMeasure]]]:
        """Give (layer, its measures) in the order of the layers; last, None for those without."""
        for layer in (*LAYERS, None):
            yield layer, [each for each in self.measures if each.layer == layer]
