from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from playbook.deliverables import IncompleteError, Report, build_report
from playbook.instruments import LAYER_TITLES, Scorecard

MakeScorecard = Callable[..., Scorecard]


@pytest.fixture
def draft(made_at: datetime) -> Callable[..., Report]:
    def make(scorecard: Scorecard, *receipts: Any) -> Report:
        return build_report(scorecard, receipts, made_at=made_at, allow_gaps=True)

    return make


def test_a_scorecard_with_gaps_is_refused_and_every_gap_is_listed(
    scorecard: MakeScorecard, made_at: datetime
) -> None:
    with pytest.raises(IncompleteError) as refused:
        build_report(scorecard(first={"owner": "TBD", "n": None}, period=""), [], made_at=made_at)
    fields = [(gap.measure_id, gap.field) for gap in refused.value.gaps]
    assert fields == [(None, "period"), ("m0", "owner"), ("m0", "n")]
    assert "“Größe 0 客户”, owner" in refused.value.reason
    assert str(refused.value) == f"{refused.value.reason} {refused.value.remedy}"


def test_twelve_measures_are_taken_and_thirteen_refused(
    scorecard: MakeScorecard, made_at: datetime
) -> None:
    assert len(list(build_report(scorecard(12), [], made_at=made_at).sections)) == 12
    with pytest.raises(IncompleteError, match="Measures"):
        build_report(scorecard(13), [], made_at=made_at)


def test_an_empty_scorecard_is_refused(made_at: datetime) -> None:
    with pytest.raises(IncompleteError, match="4 things are still missing"):
        build_report(Scorecard(), [], made_at=made_at)


def test_questions_do_not_stop_a_document_but_stand_in_it(
    scorecard: MakeScorecard, made_at: datetime
) -> None:
    report = build_report(scorecard(first={"target": 40}), [], made_at=made_at)
    assert not report.is_draft
    assert report.status == "Complete, 2 points to check"
    assert [point.kind for point in report.open_points] == ["To check", "To check"]


def test_a_number_from_a_file_needs_the_files_receipt(
    scorecard: MakeScorecard, receipt: Any, made_at: datetime
) -> None:
    from_file = scorecard(first={"origin": receipt.id})
    with pytest.raises(IncompleteError, match="Data-quality receipt a1b2c3"):
        build_report(from_file, [], made_at=made_at)
    report = build_report(from_file, [receipt], made_at=made_at)
    assert report.receipts == (("survey.csv, receipt a1b2c3", receipt.text),)
    assert report.without_receipt is None


def test_a_draft_says_which_receipt_is_missing(
    scorecard: MakeScorecard, draft: Callable[..., Report]
) -> None:
    report = draft(scorecard(first={"origin": "a1b2c3"}))
    assert report.without_receipt is not None
    assert report.without_receipt.text == "Not filled in: Data-quality receipt a1b2c3"


def test_a_draft_lists_the_gaps_of_one_measure_together(
    scorecard: MakeScorecard, draft: Callable[..., Report]
) -> None:
    points = draft(scorecard(first={"owner": "", "low": None, "name": ""})).open_points
    assert [(point.where, point.what) for point in points] == [
        ("Measure 1", "Fill in: name, owner, interval.")
    ]


@pytest.mark.parametrize(
    ("changed", "field", "text"),
    [
        ({"owner": ""}, "owner", "Not filled in"),
        ({"owner": "TBD"}, "owner", "Not filled in (“TBD”)"),
        ({"definition": "Churn"}, "definition", "Not filled in (“Churn”)"),
        ({"value": None}, "value", "Not filled in"),
        ({"target": None}, "target", "Not filled in"),
        ({"name": "?"}, "name", "Measure 1: name not filled in"),
        ({"n": None}, "basis", "n not filled in; 95% interval 38.2 to 42.8"),
        ({"low": None}, "basis", "n = 1,200; 95% interval not filled in"),
        ({"direction": None}, "direction", "direction not filled in"),
        ({"leads_to": "gone"}, "leads_to", "Not filled in"),
    ],
)
def test_an_empty_field_of_a_draft_says_so(
    scorecard: MakeScorecard,
    draft: Callable[..., Report],
    changed: dict[str, Any],
    field: str,
    text: str,
) -> None:
    entry = next(draft(scorecard(first=changed)).sections).fields[field]
    assert (entry.text, entry.missing) == (text, True)


def test_what_may_be_left_out_is_not_stated_rather_than_not_filled_in(
    scorecard: MakeScorecard, draft: Callable[..., Report]
) -> None:
    report = draft(scorecard(first={"layer": "finance", "n": None, "low": None}))
    section = next(each for each in report.sections if each.measure.id == "m0")
    assert section.fields["basis"].text == "n not stated; 95% interval not stated"
    assert not section.fields["basis"].missing


def test_a_measure_without_a_layer_stands_in_a_band_of_its_own(
    scorecard: MakeScorecard, draft: Callable[..., Report]
) -> None:
    report = draft(scorecard(5, first={"layer": None}))
    assert [band.title for band in report.bands] == [
        *LAYER_TITLES.values(),
        "Layer: not filled in",
    ]


@pytest.mark.parametrize(("points", "is_drawn"), [(1, False), (2, True), (11, True), (12, True)])
def test_a_trend_is_drawn_from_two_points_on(
    scorecard: MakeScorecard,
    draft: Callable[..., Report],
    trend: Callable[[int], Any],
    points: int,
    is_drawn: bool,
) -> None:
    section = next(draft(scorecard(first={"trend": trend(points)})).sections)
    assert (section.figure is not None) == is_drawn
    if section.figure is not None:
        assert section.figure.png.startswith(b"\x89PNG")
        assert section.figure.alt.startswith("Control chart") == (points >= 12)
        assert section.figure.title.startswith("Größe 0 客户")
        assert section.figure.title.endswith(".")


def test_a_signal_is_told_in_the_title_of_its_chart(
    scorecard: MakeScorecard, draft: Callable[..., Report], trend: Callable[[int], Any]
) -> None:
    calm = trend(21)
    for jumps, words in (([], "no signal"), ([90.0], "one signal"), ([90.0, 9.0], "2 signals")):
        moved = calm + [(f"2026-{month:02d}", jump) for month, jump in enumerate(jumps, start=1)]
        figure = next(draft(scorecard(first={"trend": moved})).sections).figure
        assert figure is not None
        assert words in figure.title
