from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from playbook.measures import maturity, suppress_small
from playbook.samples import load


@pytest.fixture(scope="module")
def ratings(company: str) -> pd.DataFrame:
    return load(company, "area_ratings")


@pytest.fixture(scope="module")
def nine(ratings: pd.DataFrame) -> pd.DataFrame:
    return ratings[ratings["kind"] == "area"]


def test_every_respondent_rates_nine_areas_and_three_points_of_culture(
    ratings: pd.DataFrame, truth: dict[str, Any]
) -> None:
    planted = truth["area_ratings"]
    assert len(ratings) == planted["rows"] == 12 * planted["respondents"]
    kinds = ratings.drop_duplicates("area")["kind"].value_counts()
    assert (kinds["area"], kinds["culture"]) == (9, 3)
    assert 0 < ratings["rating"].isna().sum() < 0.05 * len(ratings)


def test_naive_table_shows_four_people_and_the_kit_hides_them_and_one_more(
    ratings: pd.DataFrame, truth: dict[str, Any]
) -> None:
    planted = truth["area_ratings"]
    people = ratings.drop_duplicates("respondent_id")["department"].value_counts()
    assert list(people.index[people < 5]) == planted["hidden_for_size"]
    assert people[planted["hidden_for_size"][0]] == 4
    shown = suppress_small(people.to_dict())
    wanted = planted["hidden_for_size"] + planted["hidden_so_that_nothing_can_be_subtracted"]
    assert sorted(place[0] for place in shown.hidden) == sorted(wanted)


def test_weakest_areas_are_the_planted_ones(nine: pd.DataFrame, truth: dict[str, Any]) -> None:
    planted = truth["area_ratings"]
    found = maturity(nine, respondent="respondent_id")
    assert sorted(found.weakest) == planted["weakest_areas"]
    medians = {cell.area: cell.median for cell in found.overall}
    rest = [value for area, value in medians.items() if area not in planted["weakest_areas"]]
    assert max(medians[area] or 9 for area in planted["weakest_areas"]) < min(
        value or 0 for value in rest
    )
    assert found.consistency.value is not None
    assert found.consistency.value > 0.6


def test_department_of_four_is_in_no_cell(nine: pd.DataFrame, truth: dict[str, Any]) -> None:
    found = maturity(nine, respondent="respondent_id")
    for name in truth["area_ratings"]["hidden_for_size"]:
        cells = [cell for cell in found.cells if cell.department == name]
        assert all(cell.hidden for cell in cells)
        assert len(cells) == 9


def test_one_department_sees_the_company_higher_than_the_others(
    nine: pd.DataFrame, truth: dict[str, Any]
) -> None:
    means = nine.groupby("department")["rating"].mean().astype(float)
    assert means.idxmax() == truth["area_ratings"]["rates_itself_highest"]
    assert means.max() - means.nlargest(2).iloc[1] > 0.15
