from __future__ import annotations

import csv
import json
import re
import time
from functools import cache
from typing import Any

import pandas as pd
import pytest

from playbook.locations import datasets_dir
from playbook.samples import companies, load, tables

SLOWEST_LOAD_SECONDS = 0.3


@cache
def _package(company: str) -> dict[str, Any]:
    path = datasets_dir() / company / "datapackage.json"
    package: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return package


RESOURCES = [
    pytest.param(company, resource, id=f"{company}-{resource['name']}")
    for company in companies()
    for resource in _package(company)["resources"]
]


def _raw(company: str, resource: dict[str, Any]) -> pd.DataFrame:
    skipped = [row - 1 for row in resource.get("dialect", {}).get("commentRows", [])]
    path = datasets_dir() / company / resource["path"]
    return pd.read_csv(path, dtype="str", keep_default_na=False, skiprows=skipped)


@pytest.mark.parametrize("company", companies())
def test_company_says_what_it_is_and_that_it_is_free(company: str) -> None:
    package = _package(company)
    assert package["name"] == company
    assert package["profile"] == "tabular-data-package"
    assert package["licenses"][0]["name"] == "CC0-1.0"
    assert package["title"]
    assert package["description"]


@pytest.mark.parametrize("company", companies())
def test_every_csv_is_described(company: str) -> None:
    folder = datasets_dir() / company
    assert sorted(path.stem for path in folder.glob("*.csv")) == sorted(tables(company))


@pytest.mark.parametrize("company", companies())
def test_readme_names_every_table(company: str) -> None:
    readme = (datasets_dir() / company / "README.md").read_text(encoding="utf-8")
    assert [name for name in tables(company) if f"`{name}.csv`" not in readme] == []


@pytest.mark.parametrize(("company", "resource"), RESOURCES)
def test_columns_are_the_described_ones_in_order(company: str, resource: dict[str, Any]) -> None:
    with (datasets_dir() / company / resource["path"]).open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert header == [field["name"] for field in resource["schema"]["fields"]]


@pytest.mark.parametrize(("company", "resource"), RESOURCES)
def test_every_column_has_a_type_and_a_meaning(company: str, resource: dict[str, Any]) -> None:
    assert resource["description"].strip()
    for field in resource["schema"]["fields"]:
        assert field["type"], field["name"]
        assert field["description"].strip(), field["name"]
        if field["type"] in {"integer", "number"}:
            assert "unit" in field or "enum" in field["constraints"], field["name"]


@pytest.mark.parametrize(("company", "resource"), RESOURCES)
def test_every_value_is_allowed(company: str, resource: dict[str, Any]) -> None:
    raw = _raw(company, resource)
    for field in resource["schema"]["fields"]:
        column, rules = raw[field["name"]], field.get("constraints", {})
        filled = column[column != ""]
        assert not rules.get("required") or len(filled) == len(column), field["name"]
        assert not rules.get("unique") or filled.is_unique, field["name"]
        values = set(filled)
        if "enum" in rules:
            assert values <= {str(value) for value in rules["enum"]}, field["name"]
        if "pattern" in rules:
            assert all(re.fullmatch(rules["pattern"], value) for value in values), field["name"]
        convert = str if field["type"] in {"date", "yearmonth"} else float
        if values and "minimum" in rules:
            assert min(map(convert, values)) >= convert(rules["minimum"]), field["name"]
        if values and "maximum" in rules:
            assert max(map(convert, values)) <= convert(rules["maximum"]), field["name"]


@pytest.mark.parametrize(("company", "resource"), RESOURCES)
def test_keys_hold(company: str, resource: dict[str, Any]) -> None:
    raw, schema = _raw(company, resource), resource["schema"]
    if "primaryKey" in schema:
        assert not raw.duplicated(schema["primaryKey"]).any()
    for key in schema.get("foreignKeys", []):
        theirs = next(
            each
            for each in _package(company)["resources"]
            if each["name"] == key["reference"]["resource"]
        )
        ours = set(raw[key["fields"][0]]) - {""}
        assert ours <= set(_raw(company, theirs)[key["reference"]["fields"][0]]), key["fields"]


@pytest.mark.parametrize(("company", "resource"), RESOURCES)
def test_table_loads_as_described(company: str, resource: dict[str, Any]) -> None:
    frame = load(company, resource["name"])
    fields = resource["schema"]["fields"]
    assert len(frame) == len(_raw(company, resource))
    assert frame.attrs["meaning"] == {each["name"]: each["description"] for each in fields}
    assert frame.attrs["units"] == {each["name"]: each["unit"] for each in fields if "unit" in each}


@pytest.mark.parametrize("company", companies())
def test_largest_table_is_read_and_checked_quickly(company: str) -> None:
    folder = datasets_dir() / company
    largest = max(folder.glob("*.csv"), key=lambda path: path.stat().st_size).stem
    load(company, largest)  # the first call imports the library that checks
    taken = []
    for _ in range(3):
        began = time.process_time()
        load(company, largest)
        taken.append(time.process_time() - began)
    assert min(taken) < SLOWEST_LOAD_SECONDS
