from __future__ import annotations

import json

import pandas as pd

from playbook.charts.maturity import maturity_chart
from playbook.measures.privacy.maturity import Maturity, maturity


def _found(sizes: dict[str, int]) -> Maturity:
    rows = [
        {"department": name, "respondent": f"{name} {i}", "area": area, "rating": level}
        for name, size in sizes.items()
        for i in range(size)
        for area, level in (("Systems", 1), ("People", 2 + i % 2))
    ]
    return maturity(pd.DataFrame(rows), weakest=1)


FOUND = _found({"Service": 8, "Sales": 6, "Billing": 9, "Legal": 3})


def test_a_hidden_group_is_marked_as_hidden_and_not_as_a_level() -> None:
    chart = maturity_chart(FOUND)
    boxes = next(rows for rows in chart.spec()["datasets"].values() if rows and "state" in rows[0])
    states = {row["department"]: (row["state"], row["text"], row["n"]) for row in boxes}
    assert states["Legal"] == states["Sales"] == ("hidden", "", None)
    assert states["Service"][0] == "shown"
    assert "Legal hidden" in chart.summary
    assert "Struck out: hidden, as the group" in " ".join(
        " ".join(row["text"])
        for rows in chart.spec()["datasets"].values()
        for row in rows
        if isinstance(row.get("text"), list)
    )


def test_title_names_the_weakest_area_and_summary_holds_levels() -> None:
    chart = maturity_chart(FOUND)
    assert chart.title == "Weakest of 2 areas: Systems."
    assert "People: Service 2–3, Sales hidden, Billing 2, Legal hidden." in chart.summary
    assert maturity_chart(FOUND, title="Given.").title == "Given."


def test_nothing_to_show_says_so() -> None:
    assert maturity_chart(_found({"Legal": 3})).title.startswith("No area has 5 answers")


def test_it_is_drawn_with_many_departments_too() -> None:
    many = maturity_chart(_found({f"Department number {i}": 5 for i in range(10)}))
    assert many.png(width=358, scale=1).startswith(b"\x89PNG")
    json.dumps(many.spec(), allow_nan=False)
