from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.charts.axes import TITLE_CHARACTERS, axis_title

words = st.lists(st.text("abcdef(%)", min_size=1, max_size=12), min_size=1, max_size=20)


def test_a_short_title_stays_one_text() -> None:
    assert axis_title("Share (%)") == "Share (%)"


def test_a_unit_is_not_left_alone_on_the_last_line() -> None:
    lines = axis_title("Answers within 10 minutes of the contact (%)")
    assert lines == ["Answers within 10 minutes", "of the contact (%)"]


@given(words)
@settings(max_examples=50, deadline=None)
def test_lines_fit_and_lose_no_word(named: list[str]) -> None:
    lines = axis_title(" ".join(named))
    lines = lines if isinstance(lines, list) else [lines]
    assert max(map(len, lines)) <= TITLE_CHARACTERS
    assert " ".join(lines) == " ".join(named)
