"""Two pilots with comparison groups: one that works, and one that only looks so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from making.company import Company, Truth
from making.table import Column, Table

MONTHS_BEFORE = 12


@dataclass(frozen=True)
class Pilot:
    """One pilot. `start` is its first month, counted from 0 at 2023-01.

    `effect` is what it does; `everybody` what happens to all units from the start on, pilot or not;
    `dip` how much worse than usual all units were in the three months by which they were chosen.
    """

    pilot_id: str
    name: str
    what: str
    unit_kind: str
    outcome: str
    outcome_unit: str
    good: str
    chosen: str
    claim: str
    cost: int
    treated: int
    compared: int
    start: int
    months_after: int
    level: float
    between: float
    noise: float
    effect: float
    trend: float = 0.0
    everybody: float = 0.0
    dip: float = 0.0
    missing: int = 4
    unit_word: str = "unit"
    why: str = ""
    seed: int = 0


def make(company: Company, pilots: tuple[Pilot, ...], customers: int) -> tuple[list[Table], Truth]:
    """The pilots, and their units month by month."""
    rows: dict[str, list[Any]] = {
        name: [] for name in ("pilot_id", "unit", "month", "treated", "after", "outcome")
    }
    for pilot in pilots:
        _units(company, pilot, rows)
    tables = [
        Table(
            "pilots",
            "Pilots",
            "One row a pilot: what was tried, on whom, and what its sponsor says of it.",
            _PILOTS,
            {
                "pilot_id": [pilot.pilot_id for pilot in pilots],
                "name": [pilot.name for pilot in pilots],
                "what_was_done": [pilot.what for pilot in pilots],
                "unit_kind": [pilot.unit_kind for pilot in pilots],
                "units_treated": [pilot.treated for pilot in pilots],
                "units_compared": [pilot.compared for pilot in pilots],
                "chosen_how": [pilot.chosen for pilot in pilots],
                "started": [_month(company, pilot.start) for pilot in pilots],
                "outcome": [pilot.outcome for pilot in pilots],
                "outcome_unit": [pilot.outcome_unit for pilot in pilots],
                "good": [pilot.good for pilot in pilots],
                "cost": [pilot.cost for pilot in pilots],
                "claim": [pilot.claim for pilot in pilots],
            },
            primary_key=("pilot_id",),
        ),
        Table(
            "pilot_months",
            "Months of the pilots",
            "One row a pilot, unit and month: twelve months before the start, and those after.",
            _MONTHS,
            rows,
            primary_key=("pilot_id", "unit", "month"),
            foreign_keys=(("pilot_id", "pilots", "pilot_id"),),
        ),
    ]
    return tables, {"pilots": {pilot.pilot_id: _truth(company, pilot) for pilot in pilots}}


def _units(company: Company, pilot: Pilot, rows: dict[str, list[Any]]) -> None:
    draws = company.draws(f"pilot {pilot.pilot_id}", pilot.seed)
    units = pilot.treated + pilot.compared
    treated = np.zeros(units, dtype=bool)
    treated[draws.order(units)[: pilot.treated]] = True
    own = pilot.between * draws.bell(units)
    months = range(pilot.start - MONTHS_BEFORE, pilot.start + pilot.months_after)
    total = len(months) * units
    blank = set(draws.order(total)[: pilot.missing].tolist())
    for unit in range(units):
        noise = pilot.noise * draws.bell(len(months))
        for place, month in enumerate(months):
            after = month >= pilot.start
            value = pilot.level + own[unit] + pilot.trend * place + noise[place]
            value += pilot.everybody if after else 0.0
            value += pilot.effect if after and treated[unit] else 0.0
            value += pilot.dip if pilot.start - 3 <= month < pilot.start else 0.0
            rows["pilot_id"].append(pilot.pilot_id)
            rows["unit"].append(f"{pilot.unit_word} {unit + 1:02d}")
            rows["month"].append(_month(company, month))
            rows["treated"].append(bool(treated[unit]))
            rows["after"].append(after)
            missing = unit * len(months) + place in blank
            rows["outcome"].append(None if missing else max(0.0, float(value)))


def _month(company: Company, place: int) -> str:
    return f"{company.window[0].year + place // 12}-{place % 12 + 1:02d}"


def _truth(company: Company, pilot: Pilot) -> dict[str, object]:
    return {
        "units": pilot.treated + pilot.compared,
        "rows": (pilot.treated + pilot.compared) * (MONTHS_BEFORE + pilot.months_after),
        "missing_cells": pilot.missing,
        "effect": pilot.effect,
        "happened_to_everybody": pilot.everybody,
        "worse_than_usual_when_chosen": pilot.dip,
        "works": pilot.effect != 0.0,
        "says": pilot.why,
    }


_PILOTS = (
    Column("pilot_id", "string", "The pilot.", pattern="PI[0-9]", unique=True),
    Column("name", "string", "What it is called."),
    Column("what_was_done", "string", "What the units of the pilot did differently."),
    Column("unit_kind", "string", "What a unit is."),
    Column("units_treated", "integer", "Units in the pilot.", unit="units", minimum=1),
    Column("units_compared", "integer", "Units for comparison.", unit="units", minimum=1),
    Column("chosen_how", "string", "How the units of the pilot were chosen."),
    Column("started", "yearmonth", "First month of the pilot."),
    Column("outcome", "string", "What it is judged by."),
    Column("outcome_unit", "string", "What the outcome is counted in."),
    Column("good", "string", "Which way is good.", allowed=("up", "down")),
    Column(
        "cost",
        "integer",
        "What it cost until the end of 2025.",
        unit="currency of the company",
        minimum=0,
    ),
    Column("claim", "string", "What its sponsor reports."),
)
_MONTHS = (
    Column("pilot_id", "string", "The pilot.", pattern="PI[0-9]"),
    Column("unit", "string", "The unit."),
    Column("month", "yearmonth", "The month."),
    Column("treated", "boolean", "Whether the unit was in the pilot."),
    Column("after", "boolean", "Whether the month is the start or later, for both groups."),
    Column(
        "outcome",
        "number",
        "The outcome of the month; blank: not reported.",
        unit="as in pilots",
        required=False,
        minimum=0,
        decimals=2,
    ),
)
