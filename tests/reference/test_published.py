from __future__ import annotations

import pytest

from tests.reference.published import FIGURES, PAGE, Figure, page


@pytest.mark.parametrize("figure", FIGURES, ids=range(len(FIGURES)))
def test_figure_is_the_published_one(figure: Figure) -> None:
    found = figure.compute()
    assert found is not None
    assert abs(found - figure.published) <= figure.tolerance


def test_page_holds_what_is_computed() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
