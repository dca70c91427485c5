from __future__ import annotations

import pytest

from widgets.form import Field, RowsForm

FIELDS = (Field("name", "Name", required=True), Field("value", "Value", "number"))


@pytest.fixture
def form():
    return RowsForm(key="measures", fields=FIELDS, noun="measure", most=3)


@pytest.fixture
def page(form, record, open_page):
    form.attach({}, record.keep)
    return open_page(form)


def names(form):
    return [row["name"] for row in form.rows]


def fill(page, *row_ids):
    for row_id in row_ids:
        page.enter(f"row:{row_id}", {"name": row_id.upper()})
    page.enter("order", list(row_ids))


def test_row_is_one_part_and_the_order_another(form, page, record):
    fill(page, "a", "b")
    assert record.parts == {"row:a": {"name": "A"}, "row:b": {"name": "B"}, "order": ["a", "b"]}
    assert names(form) == ["A", "B"]


def test_rows_are_moved(form, page):
    fill(page, "a", "b", "c")
    page.enter("order", ["c", "a", "b"])
    assert names(form) == ["C", "A", "B"]


def test_row_is_removed_and_comes_back_where_it_was(form, page, record):
    fill(page, "a", "b")
    page.enter("row:a", None)
    page.enter("order", ["b"])
    assert names(form) == ["B"]
    assert record.parts["row:a"] is None
    page.enter("row:a", {"name": "A"})
    page.enter("order", ["a", "b"])
    assert names(form) == ["A", "B"]


def test_limit_is_told_in_words(form, page, record):
    fill(page, "a", "b", "c")
    answer = page.enter("row:d", {})
    assert answer["reason"] == "There can be at most three measures. Remove one to add another."
    assert answer["final"] is True
    assert "row:d" not in record.parts
    assert page.enter("row:c", {"name": "still editable"})["type"] == "kept"


def test_wrong_entry_is_flagged_and_kept(form, page, record):
    page.enter("row:a", {"name": "", "value": "many"})
    assert set(form.shown[0]["problems"]) == {"name", "value"}
    assert record.parts["row:a"] == {"name": "", "value": "many"}
    assert form.rows == [{"id": "a", "name": "", "value": None}]


@pytest.mark.parametrize(
    ("part", "value"),
    [("row:", {}), ("row:a b", {}), ("row:a", "text"), ("order", "a"), ("other", {})],
)
def test_anything_else_is_refused(page, record, part, value):
    assert page.enter(part, value)["final"] is True
    assert record.parts == {}


def test_restored_in_order_with_rows_the_order_does_not_know_last(form, record):
    kept = {"row:a": {"name": "A"}, "row:b": {"name": "B"}, "row:c": None, "order": ["b", "gone"]}
    form.attach(kept, record.keep)
    assert names(form) == ["B", "A"]


def test_rows_from_python_are_kept_too(form, page, record):
    fill(page, "a")
    (row_id,) = form.add_rows([{"name": "B", "value": 42.5, "trend": [["Jan", 1.0]]}])
    assert record.parts[f"row:{row_id}"] == {"name": "B", "value": "42.5", "trend": [["Jan", 1.0]]}
    assert record.parts["order"] == ["a", row_id]
    assert form.rows[1] == {"id": row_id, "name": "B", "value": 42.5, "trend": [["Jan", 1.0]]}


def test_row_added_again_takes_its_own_place(form, page, record):
    fill(page, "a", "b")
    assert form.add_rows([{"id": "a", "name": "A2"}]) == ["a"]
    assert names(form) == ["A2", "B"]
    assert record.parts["order"] == ["a", "b"]


def test_set_rows_removes_all_others(form, page, record):
    fill(page, "a", "b")
    form.set_rows([{"id": "b", "name": "B2"}, {"id": "c", "name": "C"}])
    assert names(form) == ["B2", "C"]
    assert record.parts["row:a"] is None
    assert record.parts["order"] == ["b", "c"]


def test_too_many_rows_from_python_change_nothing(form, page, record):
    fill(page, "a")
    before = dict(record.parts)
    with pytest.raises(ValueError, match="at most three"):
        form.add_rows([{"name": str(number)} for number in range(3)])
    assert names(form) == ["A"]
    assert record.parts == before


def test_rows_before_attach_are_an_error(form):
    with pytest.raises(RuntimeError, match="not attached"):
        form.add_rows([{"name": "A"}])


def test_what_a_row_carries_survives_an_edit(form, page):
    (row_id,) = form.add_rows([{"name": "A", "origin": "receipt-1"}])
    page.enter(f"row:{row_id}", {**form.shown[0]["texts"], "name": "A2"})
    assert form.rows == [{"id": row_id, "name": "A2", "value": None, "origin": "receipt-1"}]
