from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures.errors import MeasureError
from playbook.measures.privacy.published import can_be_undone, hidden_ranges
from playbook.measures.privacy.suppression import suppress_small

one_way = st.lists(st.integers(0, 15), min_size=1, max_size=8).map(
    lambda counts: {f"group {i}": count for i, count in enumerate(counts)}
)
two_way = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 15), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    ).map(_frame)
)


def _frame(counts: list[list[int]]) -> pd.DataFrame:
    table = pd.DataFrame(counts)
    return table.rename(lambda i: f"row {i}", axis=0).rename(lambda i: f"column {i}", axis=1)


def _tables(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    """All ways to write `total` as `cells` whole numbers of 0 or more."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _tables(total - first, cells - 1):
            yield (first, *rest)


def _with_totals(table: np.ndarray) -> np.ndarray:
    table = np.vstack([table, table.sum(axis=0)])
    return np.column_stack([table, table.sum(axis=1)])


@given(one_way)
@settings(max_examples=15)
def test_suppression_of_groups_cannot_be_undone_by_subtraction(counts):
    found = suppress_small(counts)
    assert not can_be_undone(found.shown)
    _check(found, pd.Series(counts))


@given(two_way)
@settings(max_examples=15)
def test_suppression_of_a_table_cannot_be_undone_by_subtraction(counts):
    found = suppress_small(counts)
    assert not can_be_undone(found.shown)
    _check(found, counts)


def _check(found, counts):
    shown = found.shown.to_numpy(dtype=float, na_value=np.nan)
    visible = shown[~np.isnan(shown)]
    assert not ((visible > 0) & (visible < 5)).any()
    true = counts.to_numpy(dtype=float)
    full = np.append(true, true.sum()) if true.ndim == 1 else _with_totals(true)
    assert (visible == full[~np.isnan(shown)]).all()
    for place, (low, high) in hidden_ranges(found.shown).items():
        names = [[*axis, "Total"] for axis in counts.axes]
        true_count = full[
            tuple(axis.index(label) for axis, label in zip(names, place, strict=True))
        ]
        assert low <= true_count
        assert high is None or true_count <= high
        assert high is None or high - low >= 5
    small = (full > 0) & (full < 5)
    assert bool(found.hidden) == bool(small.any())


@given(
    st.lists(st.integers(0, 2), min_size=6, max_size=6),
    st.lists(st.booleans(), min_size=11, max_size=11),
)
@settings(max_examples=15)
def test_ranges_of_hidden_numbers_are_those_of_all_tables_written_out(cells, hidden):
    true = _with_totals(np.array(cells, dtype=float).reshape(2, 3))
    mask = np.array([*hidden, False]).reshape(3, 4)
    fitting = [
        table
        for one in _tables(int(true[-1, -1]), 6)
        if (table := _with_totals(np.array(one).reshape(2, 3)))[~mask].tolist()
        == true[~mask].tolist()
    ]
    found = hidden_ranges(pd.DataFrame(np.where(mask, np.nan, true)))
    written_out = np.array(fitting)[:, mask]
    assert list(found.values()) == list(
        zip(written_out.min(axis=0).tolist(), written_out.max(axis=0).tolist(), strict=True)
    )


def test_total_12_and_a_group_of_4_hide_the_next_smallest_too():
    found = suppress_small({"Service": 4, "Billing": 8})
    assert found.hidden == (("Service",), ("Billing",))
    assert found.shown["Total"] == 12


def test_the_smallest_further_group_is_hidden():
    found = suppress_small({"Service": 4, "Sales": 30, "Billing": 6, "Product": 7, "Legal": 0})
    assert found.hidden == (("Service",), ("Billing",))
    assert hidden_ranges(found.shown) == {("Service",): (0, 10), ("Billing",): (0, 10)}
    assert found.shown["Legal"] == 0


def test_two_small_groups_that_their_sum_nearly_tells_hide_a_third():
    found = suppress_small({"a": 1, "b": 1, "c": 9, "d": 30})
    assert found.hidden == (("a",), ("b",), ("c",))


def test_a_row_and_a_column_with_a_hidden_number_have_another():
    counts = pd.DataFrame([[3, 20, 30], [25, 8, 9], [40, 11, 10]], list("abc"), list("xyz"))
    found = suppress_small(counts)
    hidden = found.shown.isna()
    assert found.hidden == (("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"))
    assert (hidden.sum(axis=1).drop("Total").isin([0, 2])).all()


def test_two_by_two_hidden_numbers_may_still_be_too_narrow():
    """Each line of a and b has two hidden numbers, but 1 and 0 more leave no room to move."""
    shown = pd.DataFrame(
        [[np.nan, np.nan, 9.0, 10.0], [np.nan, np.nan, 9.0, 30.0], [1.0, 21.0, 18.0, 40.0]]
    )
    assert hidden_ranges(shown)[("0", "0")] == (0, 1)
    assert can_be_undone(shown)
    assert not can_be_undone(shown, smallest=1)


def test_small_totals_are_hidden_too():
    counts = pd.DataFrame([[2, 1], [9, 20], [14, 8]], ["Legal", "Sales", "Service"], ["no", "yes"])
    found = suppress_small(counts)
    assert ("Legal", "Total") in found.hidden
    assert ("Total", "Total") not in found.hidden


def test_a_table_of_fewer_people_than_may_be_shown_hides_all():
    assert len(suppress_small({"a": 2, "b": 1, "c": 0}).hidden) == 4
    assert len(suppress_small(pd.DataFrame([[1, 0], [2, 0]])).hidden) == 9


def test_nothing_is_hidden_where_all_groups_are_large_enough():
    found = suppress_small({"a": 5, "b": 9})
    assert found.hidden == ()
    assert found.sentence() == "Nothing is hidden: no group has fewer than 5 people."


def test_groups_asked_for_are_hidden_and_protected():
    found = suppress_small({"a": 9, "b": 8, "c": 7}, also=frozenset({"a"}))
    assert found.hidden == (("a",), ("c",))


def test_the_display_has_one_word_for_all_hidden_numbers():
    found = suppress_small({"Service": 4, "Billing": 8, "Sales": 1200})
    assert found.display().tolist() == ["hidden", "hidden", "1,200", "1,212"]
    assert "2 numbers are hidden of 4" in found.sentence()


def test_another_smallest_group_is_kept_to():
    assert suppress_small({"a": 6, "b": 12}, smallest=10).hidden == (("a",), ("b",))
    assert suppress_small({"a": 3, "b": 12}, smallest=3).hidden == ()


def test_subtraction_is_found_out():
    assert can_be_undone(pd.Series({"a": None, "b": 8, "Total": 12}))
    assert not can_be_undone(pd.Series({"a": None, "b": None, "Total": 12}))
    assert not can_be_undone(pd.Series({"a": 4, "Total": 4}))


@pytest.mark.parametrize(
    "counts",
    [
        {},
        {"a": -1},
        {"a": 1.5},
        {"a": None},
        {"a": "many"},
        {"Total": 3},
        pd.Series([1, 2], ["a", "a"]),
    ],
)
def test_counts_that_cannot_be_are_refused(counts):
    with pytest.raises(MeasureError):
        suppress_small(counts)


@pytest.mark.parametrize("smallest", [1, 0, -5, True])
def test_a_smallest_group_that_hides_nothing_is_refused(smallest):
    with pytest.raises(MeasureError):
        suppress_small({"a": 3}, smallest=smallest)


def test_published_numbers_that_do_not_add_up_are_refused():
    with pytest.raises(MeasureError, match="don't add up"):
        hidden_ranges(pd.Series({"a": None, "b": 20, "Total": 12}))


@pytest.mark.slow
def test_large_tables_are_protected():
    rng = np.random.default_rng(6)
    for _ in range(60):
        rows, columns = rng.integers(2, 12, 2)
        counts = _frame(rng.poisson(rng.uniform(1, 12), (rows, columns)).tolist())
        found = suppress_small(counts)
        assert not can_be_undone(found.shown)
        _check(found, counts)
