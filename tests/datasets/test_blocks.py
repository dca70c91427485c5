"""Customers are made in blocks, so that memory stays flat; the tables must not show where."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from types import ModuleType

import pytest

from playbook.locations import datasets_dir

CUSTOMERS, BLOCK = 250, 100


@pytest.fixture(scope="module")
def making() -> Iterator[ModuleType]:
    """The generator's package, with blocks small enough to need three."""
    sys.path.insert(0, str(datasets_dir()))
    import making.quillmere.core

    usual = making.quillmere.core.blocks
    making.quillmere.core.blocks = partial(usual, size=BLOCK)
    yield making
    making.quillmere.core.blocks = usual
    sys.path.remove(str(datasets_dir()))


@pytest.fixture(scope="module")
def columns(making: ModuleType) -> dict[tuple[str, str], list[object]]:
    """All values of every column, block after block."""
    found: dict[tuple[str, str], list[object]] = {}
    tables, _ = making.quillmere.core.make(CUSTOMERS)
    for table in tables:
        for column in table.columns:
            cells = column.cells(table.values[column.name])
            found.setdefault((table.name, column.name), []).extend(cells)
    return found


def test_blocks_cover_every_customer_once(making: ModuleType) -> None:
    assert list(making.company.blocks(CUSTOMERS, BLOCK)) == [
        (0, 1, 100),
        (1, 101, 200),
        (2, 201, 250),
    ]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("customers", "customer_id"),
        ("contracts", "contract_id"),
        ("invitations", "invitation_id"),
        ("verbatims", "response_id"),
    ],
)
def test_ids_go_on_from_block_to_block(
    columns: dict[tuple[str, str], list[object]], table: str, column: str
) -> None:
    ids = columns[table, column]
    assert len(set(ids)) == len(ids) > BLOCK / 3


def test_no_block_repeats_another(columns: dict[tuple[str, str], list[object]]) -> None:
    joined = columns["customers", "joined"]
    assert joined[:50] != joined[100:150] != joined[200:250]


def test_answers_refer_to_what_other_tables_hold(
    columns: dict[tuple[str, str], list[object]],
) -> None:
    assert set(columns["responses", "invitation_id"]) <= set(
        columns["invitations", "invitation_id"]
    )
    assert set(columns["invitations", "event_id"]) - {""} <= set(columns["touchpoints", "event_id"])
    assert set(columns["touchpoints", "customer_id"]) <= set(columns["customers", "customer_id"])


def test_months_count_the_answers_of_all_blocks(
    columns: dict[tuple[str, str], list[object]],
) -> None:
    answers = columns["responses", "response_id"], columns["responses", "likelihood_to_recommend"]
    given = {key for key, rating in zip(*answers, strict=True) if rating != ""}
    counted = [int(str(n)) for n in columns["monthly", "recommend_answers"]]
    assert sum(counted) == len(given)
