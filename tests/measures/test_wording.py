"""How numbers and lists are put into sentences."""

import pytest

from playbook.measures import mean_difference, p_chart
from playbook.measures.wording import number_text, places_for, places_off_zero


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [(-0.04, 1, "0"), (1234.5, 1, "1,234.5"), (2.5e20, 1, "2.5e+20"), (-3e-20, 22, "−3e−20")],
)
def test_a_number_is_never_longer_than_a_reader_can_take(number, places, text):
    assert number_text(number, places) == text


def test_shares_close_together_are_told_apart():
    assert places_for("%", 1.11, 1.02, 1.21) == 2
    assert places_for("%", 41, 30, 52) == 1
    assert places_for("%", 100, 100, 100) == 1


def test_an_end_that_leaves_out_0_is_not_printed_as_0():
    assert places_off_zero(2, 0.003, 0.09) == 3
    assert places_off_zero(2, 0.0, 0.09) == 2
    values = [4, 5] * 500
    lifted = [value + 0.048 for value in values]
    found = mean_difference(lifted, values, name="Ease", unit="1–7")
    assert found.low == pytest.approx(0.004, abs=0.001)
    assert "0.048 above the second on a scale of 1–7" in found.sentence()
    assert "interval 0.004 to" in found.sentence()


def test_many_points_outside_the_limits_are_counted_not_listed():
    chart = p_chart([10] * 20 + [40, 41] * 5, [100] * 30)
    text = chart.sentence()
    assert text.count("lies above the upper limit") == 3
    assert "7 more lie outside the limits." in text
    assert "10 in a row" in text
