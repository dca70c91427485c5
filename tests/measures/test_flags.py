from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from playbook.measures.errors import MeasureError
from playbook.measures.flags import NOT_YES_OR_NO, read_flags


@pytest.mark.parametrize(
    "column",
    [
        [True, False, True],
        [1, 0, 1.0],
        ["1", "0", True],
        np.array([True, False, True]),
        np.array([1, 0, 1]),
        pd.Series([True, False, True], index=[5, 5, 5]),
        pd.Series([True, False, True], dtype="boolean"),
        pd.Series([1.0, 0.0, 1.0]),
    ],
)
def test_true_and_one_are_yes_false_and_zero_are_no(column):
    flags = read_flags(column)
    assert flags.yes.tolist() == [True, False, True]
    assert flags.no.tolist() == [False, True, False]
    assert flags.dropped == {}


def test_blanks_and_words_are_counted_not_guessed():
    flags = read_flags([True, None, np.nan, "", "yes", "no", 2, pd.NA])
    assert flags.used.tolist() == [True] + 7 * [False]
    assert flags.dropped == {"blank": 4, NOT_YES_OR_NO: 3}


def test_a_table_or_a_word_is_no_column():
    for wrong in (np.ones((2, 2), dtype=bool), "yes", {"a": 1}):
        with pytest.raises(MeasureError):
            read_flags(wrong)
