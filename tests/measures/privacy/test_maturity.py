from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures.errors import MeasureError
from playbook.measures.privacy.maturity import maturity, rating_text

AREAS = ["Strategy", "Systems", "People"]


def _rows(levels: dict[str, list[list[int | None]]]) -> pd.DataFrame:
    """Department → respondents → one rating an area."""
    return pd.DataFrame(
        [
            {"department": name, "respondent": f"{name} {i}", "area": area, "rating": rating}
            for name, people in levels.items()
            for i, ratings in enumerate(people)
            for area, rating in zip(AREAS, ratings, strict=True)
        ]
    )


LEVELS = {
    "Service": [[2, 1, 3], [2, 1, 3], [3, 2, 4], [3, 2, 3], [4, 1, 3], [2, 1, 2]],
    "Sales": [[1, 1, 2], [2, 1, 2], [2, 2, 3], [1, 1, 4], [2, 2, 2]],
    "Billing": [[2, 2, 3]] * 9,
}


def _cell(found, area, department):
    (cell,) = (one for one in found.cells if (one.area, one.department) == (area, department))
    return cell


def test_area_levels_are_medians_with_the_middle_half_of_answers():
    found = maturity(_rows(LEVELS))
    service = _cell(found, "Strategy", "Service")
    assert (service.median, service.low_quartile, service.high_quartile) == (2.5, 2, 3)
    assert (service.n, service.spread) == (6, 1)
    assert found.medians().loc["People"].tolist() == [3, 2, 3]
    assert (found.n, found.departments) == (20, ("Service", "Sales", "Billing"))


def test_weakest_areas_have_the_lowest_overall_median_then_most_low_answers():
    found = maturity(_rows(LEVELS))
    assert found.weakest == ("Systems", "Strategy")
    assert maturity(_rows(LEVELS), weakest=1).weakest == ("Systems",)
    assert "Weakest areas: Systems (median level 2," in found.sentence()


def test_areas_that_tie_with_the_last_are_all_among_the_weakest():
    level = maturity(_rows({"Service": [[2, 2, 2]] * 6}), weakest=1)
    assert level.weakest == ("Strategy", "Systems", "People")


def test_a_small_department_and_the_next_smallest_are_hidden_everywhere():
    found = maturity(_rows(LEVELS | {"Legal": [[1, 1, 1]] * 3}))
    assert {(one.department, one.hidden) for one in found.cells} == {
        ("Service", False), ("Sales", True), ("Billing", False), ("Legal", True),
    }  # fmt: skip
    hidden = [one for one in found.cells if one.hidden]
    assert all(one.n is one.median is one.low_quartile is one.high_quartile for one in hidden)
    assert found.medians()["Legal"].isna().all()
    assert found.respondents.hidden == (("Sales",), ("Legal",))
    assert found.n == 23
    assert "6 of 12 groups are hidden" in found.sentence()


def test_an_area_with_too_few_answers_in_a_department_is_hidden_there_and_protected():
    gaps = {**LEVELS, "Sales": [[1, None, 2], *LEVELS["Sales"][1:]]}
    found = maturity(_rows(gaps))
    assert _cell(found, "Systems", "Sales").hidden
    assert [one.department for one in found.cells if one.area == "Systems" and one.hidden] == [
        "Service",
        "Sales",
    ]
    assert not _cell(found, "Strategy", "Sales").hidden
    assert dict(found.dropped) == {"blank": 1}


def test_an_area_nobody_rated_in_a_department_is_empty_and_not_hidden():
    gaps = {**LEVELS, "Sales": [[a, None, c] for a, _, c in LEVELS["Sales"]]}
    cell = _cell(maturity(_rows(gaps)), "Systems", "Sales")
    assert (cell.n, cell.median, cell.hidden) == (0, None, False)


def test_fewer_people_than_may_be_shown_show_nothing():
    found = maturity(_rows({"Service": [[2, 1, 3], [3, 2, 4]]}))
    assert all(one.hidden for one in (*found.cells, *found.overall))
    assert found.weakest == ()
    assert found.consistency.value is None
    assert "Weakest areas: not available." in found.sentence()


def test_items_make_a_respondents_level_by_their_lower_median():
    one = pd.DataFrame(
        [
            {"dept": "Service", "who": who, "area": "Systems", "item": item, "score": score}
            for who in range(5)
            for item, score in enumerate([1, 2, 4] if who < 4 else [2, 3, None])
        ]
    )
    found = maturity(one, department="dept", respondent="who", rating="score", item="item")
    assert (_cell(found, "Systems", "Service").median, found.overall[0].high_quartile) == (2, 2)
    assert found.consistency_by_area["Systems"].n == 4


def test_cronbachs_alpha_is_over_areas_and_over_the_items_of_each():
    rng = np.random.default_rng(8)
    rows = [
        {"department": f"d{i % 3}", "respondent": i, "area": area, "item": k,
         "rating": int(np.clip(round(2.5 + person + rng.normal(0, 0.6)), 1, 4))}
        for i, person in enumerate(rng.normal(0, 0.8, 40))
        for area in AREAS
        for k in range(3)
    ]  # fmt: skip
    found = maturity(pd.DataFrame(rows), item="item")
    assert found.consistency.name == "Cronbach's α over 3 areas"
    assert found.consistency.n == 40
    assert 0.6 < found.consistency.value < 1
    assert set(found.consistency_by_area) == set(AREAS)
    assert found.consistency_by_area["People"].name.endswith("the items of People")


def test_ratings_off_the_scale_and_rows_without_a_place_are_counted():
    rows = _rows(LEVELS).astype({"rating": object})
    rows.loc[0, "rating"] = 5
    rows.loc[1, "rating"] = "n/a"
    rows.loc[2, "department"] = " "
    found = maturity(rows)
    assert dict(found.dropped) == {
        "without department, area or respondent": 1,
        "out of range 1–4": 1,
        "not a number": 1,
    }


@given(st.randoms(use_true_random=False))
@settings(max_examples=4)
def test_order_of_rows_changes_no_level(random):
    rows = _rows(LEVELS | {"Legal": [[1, 1, 1]] * 3})
    before = maturity(rows)
    order = random.sample(range(len(rows)), len(rows))
    after = maturity(rows.iloc[order])
    medians = after.medians().loc[list(before.areas), list(before.departments)]
    pd.testing.assert_frame_equal(medians, before.medians())
    assert set(after.weakest) == set(before.weakest)
    assert after.consistency.value == pytest.approx(before.consistency.value)


@pytest.mark.parametrize(("level", "text"), [(2.0, "2"), (2.5, "2–3"), (1.0, "1"), (3.5, "3–4")])
def test_a_level_between_two_is_written_as_both_and_never_with_decimals(level, text):
    assert rating_text(level) == text


@pytest.mark.parametrize(
    "rows",
    [
        _rows(LEVELS).drop(columns="area"),
        _rows(LEVELS).assign(rating=None),
        pd.concat([_rows(LEVELS)] * 2),
        _rows(LEVELS).assign(respondent="the same"),
    ],
    ids=["no area", "no rating", "rated twice", "one respondent everywhere"],
)
def test_ratings_that_say_nothing_are_refused(rows):
    with pytest.raises(MeasureError):
        maturity(rows)
