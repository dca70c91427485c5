"""Charts are held against Vega-Lite's schema here; pages leave that out, as it takes long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import altair as alt
import pytest
from altair.utils.schemapi import debug_mode

from playbook.charts import ChartWithSummary


@pytest.fixture(autouse=True)
def held_against_the_schema(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    unchecked = ChartWithSummary.spec

    def checked(chart: ChartWithSummary) -> dict[str, Any]:
        spec = unchecked(chart)
        alt.Chart.from_dict(spec, validate=True)
        return spec

    monkeypatch.setattr(ChartWithSummary, "spec", checked)
    with debug_mode(True):
        yield
