from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from playbook.measures.coding.cronbach import cronbach_alpha
from playbook.measures.errors import MeasureError

PSYCH = yaml.safe_load(
    (Path(__file__).parents[2] / "reference" / "cronbach_alpha.yaml").read_text(encoding="utf-8")
)["figures"]
ITEMS = pd.DataFrame(
    {
        "strategy": [2, 3, 1, 4, 2, 3, 2, 1, 3, 2, 4, 1],
        "systems": [2, 3, 2, 4, 1, 3, 2, 2, 3, 1, 3, 1],
        "people": [3, 3, 1, 3, 2, 4, 2, 1, 2, 2, 4, 2],
        "channels": [1, 2, 2, 4, 2, 2, 3, 1, 3, 2, 3, 1],
    }
)


def test_alpha_and_feldts_interval_equal_r_psych():
    found = cronbach_alpha(ITEMS)
    assert found.value == pytest.approx(PSYCH["alpha"], rel=1e-10)
    assert found.low == pytest.approx(PSYCH["feldt_low"], rel=1e-9)
    assert found.high == pytest.approx(PSYCH["feldt_high"], rel=1e-9)
    assert found.n == 12


def test_the_same_item_twice_gives_1():
    assert cronbach_alpha(ITEMS[["people", "people"]]).value == pytest.approx(1)


def test_respondents_without_an_answer_to_each_item_are_left_out_and_counted():
    gaps = ITEMS.astype(float)
    gaps.loc[3, "people"] = np.nan
    found = cronbach_alpha(gaps)
    assert (found.n, dict(found.dropped)) == (11, {"incomplete": 1})
    assert found.value == pytest.approx(cronbach_alpha(ITEMS.drop(index=3)).value)


@pytest.mark.parametrize(
    "items",
    [ITEMS[["people"]], ITEMS.head(1), ITEMS.head(0), pd.DataFrame({"a": [2, 2], "b": [1, 1]})],
)
def test_what_does_not_vary_is_not_available(items):
    found = cronbach_alpha(items)
    assert (found.value, found.low, found.high) == (None, None, None)


def test_what_is_not_a_table_is_refused():
    with pytest.raises(MeasureError):
        cronbach_alpha([[1, 2], [2, 3]])
