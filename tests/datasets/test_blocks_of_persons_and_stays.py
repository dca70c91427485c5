"""Ordanvale and Ellermoor are made in blocks too; persons and stays go on from one to the next."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator

import pytest

from playbook.locations import datasets_dir

CUSTOMERS, BLOCK = 250, 100
Columns = dict[tuple[str, str], list[object]]


@pytest.fixture(scope="module", params=["ordanvale", "ellermoor"])
def columns(request: pytest.FixtureRequest) -> Iterator[Columns]:
    """All values of every column of a company, block after block."""
    sys.path.insert(0, str(datasets_dir()))
    core = importlib.import_module(f"making.{request.param}.core")
    usual, core.BLOCK = core.BLOCK, BLOCK
    found: Columns = {}
    tables, _ = core.make(CUSTOMERS)
    for table in tables:
        for column in table.columns:
            cells = column.cells(table.values[column.name])
            found.setdefault((table.name, column.name), []).extend(cells)
    yield found
    core.BLOCK = usual
    sys.path.remove(str(datasets_dir()))


def _key(columns: Columns) -> tuple[str, str]:
    return next(
        pair for pair in (("contacts", "contact_id"), ("stays", "stay_id")) if pair in columns
    )


def test_ids_go_on_from_block_to_block(columns: Columns) -> None:
    keys = {("customers", "customer_id"), ("invitations", "invitation_id"), _key(columns)}
    for table, column in keys | (columns.keys() & {("contracts", "contract_id")}):
        ids = columns[table, column]
        assert len(set(ids)) == len(ids) >= CUSTOMERS


def test_no_block_repeats_another(columns: Columns) -> None:
    names = columns["customers", "name"]
    assert names[:50] != names[100:150] != names[200:250]


def test_surveys_refer_to_what_other_tables_hold(columns: Columns) -> None:
    table, key = _key(columns)
    for survey in ("touchpoints", "invitations", "responses"):
        assert set(columns[survey, key]) <= set(columns[table, key])
        assert set(columns[survey, "customer_id"]) <= set(columns["customers", "customer_id"])
