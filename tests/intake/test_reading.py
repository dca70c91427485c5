from __future__ import annotations

import csv
import dataclasses
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook.intake import (
    IntakeError,
    Receipt,
    answer,
    limits,
    profile,
    questions,
    read,
    rows,
    suggest,
)

SURVEY = "ResponseId,Answered at,NPS,Region,Spend,Weight,Comment\n" + "".join(
    f"R_{n},2024-01-{n % 28 + 1:02d},{n % 11},{('N', 'S')[n % 2]},{n}.25,1.5,"
    f"{' ' if n == 3 else 'fine'}\n"
    for n in range(50)
)


def test_the_frame_is_compact_and_has_no_column_without_a_role(write, taken_in):
    frame = taken_in(write(SURVEY)).frame
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "ResponseId": "str",
        "Answered at": "datetime64[s]",
        "NPS": "float32",
        "Region": "category",
        "Spend": "float64",
        "Weight": "float64",
    }
    assert list(frame["Region"].cat.categories) == ["N", "S"]


def test_blanks_are_named_in_columns_without_a_role(write, taken_in):
    lines = taken_in(write(SURVEY)).receipt.lines()
    assert "Comment (not used): 49 filled, 1 blank (row 5)." in lines


def test_a_receipt_survives_json_and_its_id_depends_on_content_and_plan(write, taken_in):
    path = write(SURVEY)
    receipt = taken_in(path).receipt
    again = Receipt.from_dict(json.loads(json.dumps(receipt.to_dict())))
    assert again == receipt
    again.check()
    assert taken_in(path).receipt.id == receipt.id
    assert taken_in(write(SURVEY + "R_x,2024-01-01,9,N,1.5,1,ok\n")).receipt.id != receipt.id


def test_a_receipt_that_does_not_add_up_is_refused(write, taken_in):
    receipt = taken_in(write(SURVEY)).receipt
    with pytest.raises(IntakeError, match="doesn't add up"):
        dataclasses.replace(receipt, rows_used=1).check()
    data = receipt.to_dict()
    column = {**data["columns"][0], "used": 1}
    wrong = Receipt.from_dict({**data, "columns": (column, *data["columns"][1:])})
    with pytest.raises(IntakeError, match='in column "ResponseId"'):
        wrong.check()


def test_progress_rises_to_the_end(write):
    seen: list[float] = []
    path = write(SURVEY)
    plan = suggest(profile(path, lambda share, text: seen.append(share)))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    seen.clear()
    read(path, plan, lambda share, text: seen.append(share))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


class CancelledError(Exception):
    pass


@pytest.mark.parametrize("name", ["a.csv"])
def test_a_progress_that_raises_stops_the_work_and_leaves_no_file(write, tmp_path, name):
    path = write(SURVEY, name)
    plan = suggest(profile(path))

    def cancel(share: float, text: str) -> None:
        if share > 0.1:
            raise CancelledError

    with pytest.raises(CancelledError):
        profile(path, cancel)
    with pytest.raises(CancelledError):
        read(path, plan, cancel)
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_a_file_of_nothing_but_previews_is_refused(write):
    path = write(
        "ResponseId,RecordedDate,DistributionChannel,Status,Q1\n" + "R_1,2024-01-01,x,1,9\n"
    )
    plan = suggest(profile(path))
    with pytest.raises(IntakeError, match="can be used: 1 survey preview"):
        read(path, plan)


def test_small_batches_give_the_same_as_one(write, taken_in, monkeypatch):
    text = SURVEY + "\nR_1,2024-02-01,1,N,2.5,1,again\n,,,,,,\nR_9,9\nGrand Totals,,,,,,\n"
    whole = taken_in(write(text))
    monkeypatch.setattr(rows, "batch_size", lambda columns: 3)
    split = taken_in(write(text))
    assert split.frame.equals(whole.frame)
    assert split.receipt.dropped == whole.receipt.dropped
    assert split.receipt.columns == whole.receipt.columns


CELL = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "0",
            "10",
            "-99",
            "N/A",
            "8.5",
            "1,234",
            "1.5",
            "1,5",
            "2024-01-31",
            "03/04/2024",
            "25/12/2023",
            "20240131",
            "45322",
            "1.23E+17",
            "007",
            "Yes",
            "Total",
            "Grand Totals",
            "10 - very likely",
            "x;y",
            'a "b"',
            "line\nbreak",
            "9\n",
        ]
    ),
    st.text("abc019 ,;.-/\"'\nä", max_size=8),
)
HEADERS = st.sampled_from(
    [
        "ResponseId",
        "NPS",
        "Date",
        "Churn",
        "Status",
        "CSAT",
        "Amount",
        "CES",
        "Weight",
        "Region",
        "",
    ]
)


@st.composite
def messy_files(draw) -> bytes:
    width = draw(st.integers(2, 5))
    out = io.StringIO()
    table = csv.writer(out, delimiter=draw(st.sampled_from(",;\t|")), lineterminator="\n")
    table.writerow(draw(st.lists(HEADERS, min_size=width, max_size=width)))
    for _ in range(draw(st.integers(0, 12))):
        shift = draw(st.sampled_from([0] * 9 + [-1, 1]))
        table.writerow(draw(st.lists(CELL, min_size=width + shift, max_size=width + shift)))
    for line in draw(
        st.lists(st.sampled_from(["", "Confidential", "Grand Totals (3)"]), max_size=2)
    ):
        out.write(line + "\n")
    return out.getvalue().encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=messy_files(), choose=st.randoms(use_true_random=False))
def test_every_row_and_cell_of_a_messy_file_is_accounted_for(content, choose):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "messy.csv"
        path.write_bytes(content)
        try:
            found = profile(path)
            plan = suggest(found)
            for question in questions(found, plan):
                options = question.options[:1] if question.again else question.options
                plan = answer(plan, question.key, choose.choice(options)[0])
            assert questions(found, plan) == []
            intake = read(path, plan)
        except IntakeError:
            return
        intake.receipt.check()
        assert intake.receipt.rows_in == found.rows
        assert len(intake.frame) == intake.receipt.rows_used
        for column in intake.receipt.columns:
            if column.name in intake.frame:
                assert intake.frame[column.name].notna().sum() == column.used
        ratings = intake.frame[list(plan.columns("recommend"))].to_numpy(dtype=float)
        assert np.isin(ratings[~np.isnan(ratings)], np.arange(11)).all()
        assert intake.receipt.lines()
        assert max((len(d.examples) for d in intake.receipt.dropped), default=0) <= limits.EXAMPLES
