"""Charts are held against Vega-Lite's schema here; pages leave that out, as it takes long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import altair as alt
import pytest
from altair.utils.schemapi import debug_mode
from jsonschema import Draft7Validator

from playbook.charts import ChartWithSummary

VEGA_LITE = Draft7Validator(alt.load_schema())


@pytest.fixture(autouse=True)
def held_against_the_schema(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    unchecked = ChartWithSummary.spec

    def checked(chart: ChartWithSummary) -> dict[str, Any]:
        spec = unchecked(chart)
        if not VEGA_LITE.is_valid(spec):
            alt.Chart.from_dict(spec, validate=True)  # names the fault, in ten times the time
            pytest.fail("This is not a specification of Vega-Lite.")
        return spec

    monkeypatch.setattr(ChartWithSummary, "spec", checked)
    with debug_mode(True):
        yield
