from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from playbook.instruments import LAYERS, Scorecard, ScorecardMeasure


@dataclass(frozen=True)
class PaperReceipt:
    id: str = "a1b2c3"
    file_name: str = "survey.csv"
    text: tuple[str, ...] = ("912 rows came in, 882 used, 30 dropped.", "=HYPERLINK(1)")

    def lines(self) -> list[str]:
        return list(self.text)


def a_measure(number: int, **changed: Any) -> ScorecardMeasure:
    fields: dict[str, Any] = {
        "id": f"m{number}",
        "layer": LAYERS[number % 4],
        "name": f"Größe {number} 客户",
        "definition": f"Definition of number {number}",
        "formula": f"Formula of number {number}",
        "source": f"Source {number}",
        "owner": f"Owner {number}",
        "value": 40.5 + number,
        "low": 38.2 + number,
        "high": 42.8 + number,
        "n": 1200 + number,
        "unit": "%",
        "direction": "up",
        "target": 60 + number,
        "decision": f"Decision informed by {number}",
        "leads_to": "m3" if number < 3 else None,
    }
    return ScorecardMeasure(**fields | changed)


@pytest.fixture
def measure() -> Callable[..., ScorecardMeasure]:
    return a_measure


@pytest.fixture
def scorecard() -> Callable[..., Scorecard]:
    """Make a complete scorecard of so many measures, with fields of the first one changed."""

    def make(measures: int = 4, first: dict[str, Any] | None = None, **changed: Any) -> Scorecard:
        fields: dict[str, Any] = {
            "company": "Nordlicht & Söhne",
            "period": "2025",
            "prepared_by": "Ana Pérez",
            "measures": [a_measure(0, **first or {}), *map(a_measure, range(1, measures))],
        }
        return Scorecard(**fields | changed)

    return make


@pytest.fixture
def receipt() -> PaperReceipt:
    return PaperReceipt()


@pytest.fixture
def made_at() -> datetime:
    return datetime(2026, 1, 15, 9, 30, 20)


@pytest.fixture
def trend() -> Callable[[int], list[tuple[str, float | None]]]:
    """Make a trend of so many months, the last but one of them without a value."""

    def make(months: int) -> list[tuple[str, float | None]]:
        labels = [f"{2024 + month // 12}-{month % 12 + 1:02d}" for month in range(months + 1)]
        values: list[float | None] = [40.0 + 3 * (month % 3) for month in range(months + 1)]
        values[-2] = None
        return list(zip(labels, values, strict=True))

    return make
