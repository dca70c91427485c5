from __future__ import annotations

import csv
import json
import re
from typing import Any

import pandas as pd
import pytest

from playbook.locations import datasets_dir
from playbook.samples import load, tables

FOLDER = datasets_dir() / "quillmere"
RESOURCES: list[dict[str, Any]] = json.loads(
    (FOLDER / "datapackage.json").read_text(encoding="utf-8")
)["resources"]
FIELDS = [
    pytest.param(resource["name"], field, id=f"{resource['name']}-{field['name']}")
    for resource in RESOURCES
    for field in resource["schema"]["fields"]
]


def _raw(name: str) -> pd.DataFrame:
    skipped = [1, 2] if name == "survey_export" else None
    return pd.read_csv(FOLDER / f"{name}.csv", dtype="str", keep_default_na=False, skiprows=skipped)


def test_every_csv_is_described() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.csv")) == sorted(tables("quillmere"))


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource["name"])
def test_columns_are_the_described_ones_in_order(resource: dict[str, Any]) -> None:
    with (FOLDER / resource["path"]).open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert header == [field["name"] for field in resource["schema"]["fields"]]


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_every_column_has_a_type_and_a_meaning(table: str, field: dict[str, Any]) -> None:
    assert field["type"]
    assert field["description"].strip()
    if field["type"] in {"integer", "number"}:
        assert "unit" in field or "enum" in field["constraints"]


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_every_value_is_allowed(table: str, field: dict[str, Any]) -> None:
    column = _raw(table)[field["name"]]
    rules = field.get("constraints", {})
    filled = column[column != ""]
    if rules.get("required"):
        assert len(filled) == len(column)
    if rules.get("unique"):
        assert filled.is_unique
    if "enum" in rules:
        assert set(filled) <= {str(value) for value in rules["enum"]}
    if "pattern" in rules:
        assert all(re.fullmatch(rules["pattern"], value) for value in filled)
    convert = str if field["type"] == "date" else float
    if "minimum" in rules:
        assert min(map(convert, filled)) >= convert(rules["minimum"])
    if "maximum" in rules:
        assert max(map(convert, filled)) <= convert(rules["maximum"])


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource["name"])
def test_keys_hold(resource: dict[str, Any]) -> None:
    frame = load("quillmere", resource["name"])
    if "primaryKey" in resource["schema"]:
        assert not frame.duplicated(resource["schema"]["primaryKey"]).any()
    for key in resource["schema"].get("foreignKeys", []):
        parent = load("quillmere", key["reference"]["resource"])
        assert set(frame[key["fields"][0]]) <= set(parent[key["reference"]["fields"][0]])
