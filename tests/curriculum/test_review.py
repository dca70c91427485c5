from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.curriculum import due

FINISHED = date(2026, 3, 2)


def days(*numbers: int) -> list[date]:
    return [FINISHED + timedelta(days=number) for number in numbers]


@pytest.mark.parametrize(
    ("done", "today", "expected"),
    [
        ((), 0, None),
        ((0,), 0, 7),
        ((0,), 12, 7),
        ((0,), 30, 30),
        ((0,), 80, 30),
        ((0, 7), 8, 30),
        ((0, 28), 29, 35),
        ((0, 7, 30), 31, None),
        ((0, 31), 40, None),
        ((0, 50), 10, 7),
        ((7, 0), 8, 30),
    ],
)
def test_reviews_fall_due_after_7_and_30_days(
    done: tuple[int, ...], today: int, expected: int | None
) -> None:
    found = due(days(*done), FINISHED + timedelta(days=today))
    assert found == (None if expected is None else FINISHED + timedelta(days=expected))


@given(st.lists(st.integers(0, 90), min_size=1, max_size=5), st.integers(0, 120))
def test_a_review_is_never_due_before_the_lesson_is_a_week_old(done: list[int], today: int) -> None:
    found = due(days(*done), FINISHED + timedelta(days=today))
    assert found is None or found >= FINISHED + timedelta(days=7)
