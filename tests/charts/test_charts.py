from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any

import altair as alt
import pytest

from playbook.charts import (
    ChartWithSummary,
    chain_chart,
    control_chart,
    explained_chart,
    interval_chart,
    trend_chart,
    use_theme,
)
from playbook.measures import correlation, nps_from_counts, share, xmr
from playbook.tokens import token

MONTHS = [f"2023-{month:02d}" for month in range(1, 13)]
CALLS = [6.0, 6.2, 5.9, 6.1, 6.0, 6.3, 5.8, 6.1, 9.4, 6.0, 6.2, 5.9]
LEAVING = [0, 0, 1, 0, 1, 1, 1, 0]
SCORES = [5, 4, 3, 4, 2, 1, 2, 5]

CHARTS = {
    "control": control_chart(
        xmr(CALLS, baseline=8, labels=MONTHS),
        title="Calls rose once.",
        y_title="Repair calls per 100 customers",
    ),
    "control without limits": control_chart(
        xmr([3.0]), title="One month is no chart.", y_title="Repair calls per 100 customers"
    ),
    "chain": chain_chart([0.9] * 6),
    "interval": interval_chart(
        [share(200, 812, name="month-to-month"), share(0, 0, name="trial")],
        title="Month-to-month customers leave most.",
        x_title="Customers who left (%)",
        reference=("all", 20.9),
    ),
    "explained": explained_chart([correlation(SCORES, LEAVING, name="Journey score and leaving")]),
    "trend": trend_chart(
        [("2023-01", 74.1), ("2023-02", None), ("2023-03", 79.9)],
        title="More repairs are done on the first visit.",
        y_title="First-visit fix (%)",
        target=85,
    ),
}
each_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)
    elif isinstance(node, str):
        yield node


def _texts(chart: ChartWithSummary) -> list[str]:
    spec = chart.spec()
    return [*_strings(spec["layer"]), *_strings(spec.get("datasets"))]


@each_chart
def test_spec_names_no_address_but_its_schema(chart: ChartWithSummary) -> None:
    spec = chart.spec()
    assert spec.pop("$schema").startswith("https://vega.github.io/schema/vega-lite/")
    assert "http" not in json.dumps(spec)
    assert '"url"' not in json.dumps(spec)


@each_chart
def test_spec_takes_the_width_of_its_place_and_is_plain_json(chart: ChartWithSummary) -> None:
    spec = chart.spec()
    assert spec["width"] == "container"
    assert spec["config"]["autosize"] == {"type": "fit-x", "contains": "padding"}
    json.dumps(spec, allow_nan=False)


@each_chart
def test_theme_comes_from_the_light_tokens(chart: ChartWithSummary) -> None:
    spec = chart.spec()
    assert spec["background"] == token("paper-raised")
    assert spec["config"]["font"] == token("font-ui")
    assert spec["config"]["axis"]["labelColor"] == token("ink-soft")
    assert spec["config"]["bar"]["color"] == token("accent")
    assert spec["config"]["range"]["category"] == [token(f"cat-{step}") for step in range(1, 7)]


@each_chart
def test_every_font_size_is_twelve_or_more(chart: ChartWithSummary) -> None:
    def sizes(node: Any) -> Iterator[float]:
        if isinstance(node, dict):
            for key, value in node.items():
                if key.lower().endswith("fontsize"):
                    yield value
                yield from sizes(value)
        elif isinstance(node, list):
            for value in node:
                yield from sizes(value)

    assert min(sizes(chart.spec())) >= 12


@each_chart
def test_title_is_not_drawn_and_the_summary_describes(chart: ChartWithSummary) -> None:
    spec = chart.spec()
    assert "title" not in spec
    assert chart.title.endswith(".")
    assert chart.title not in _texts(chart)
    assert spec["description"] == chart.summary


@each_chart
def test_png_is_one_and_as_wide_as_asked(chart: ChartWithSummary) -> None:
    picture = chart.png(width=330, scale=1)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    (width,) = struct.unpack(">I", picture[16:20])
    assert width == pytest.approx(330, abs=2)


def test_theme_of_other_charts_changes_only_when_asked() -> None:
    assert alt.theme.active != "cco"
    before = alt.theme.active
    try:
        use_theme()
        assert alt.theme.active == "cco"
    finally:
        alt.theme.enable(before)


def test_control_chart_labels_limits_and_signal() -> None:
    texts = _texts(CHARTS["control"])
    limits = xmr(CALLS, baseline=8)
    assert limits.upper is not None
    assert f"upper {limits.upper:.2f}" in texts
    assert any(text.startswith("centre ") for text in texts)
    assert any(text.startswith("lower ") for text in texts)
    assert "signal 2023-09" in texts
    assert token("warn") in texts
    assert "diamond" in texts


def test_control_chart_summary_has_limits_and_signal() -> None:
    found = xmr(CALLS, baseline=8, labels=MONTHS)
    assert found.sentence() in CHARTS["control"].summary
    assert "2023-09" in CHARTS["control"].summary


def test_control_chart_shades_the_baseline_and_says_so() -> None:
    band = CHARTS["control"].spec()["layer"][0]
    assert band["data"]["values"] == [{"place": -0.5, "end": 7.5}]
    assert "Month (shaded: baseline)" in _texts(CHARTS["control"])


def test_control_chart_without_limits_draws_points_and_says_why() -> None:
    chart = CHARTS["control without limits"]
    assert "not available" in chart.summary
    assert not any(text.startswith("upper") for text in _texts(chart))


def test_control_chart_draws_a_gap_for_a_missing_value() -> None:
    values = [*CALLS[:5], None, *CALLS[6:]]
    chart = control_chart(xmr(values, labels=MONTHS), title="A gap.", y_title="Calls (number)")
    assert "1 blank" in chart.summary
    assert chart.png(width=330, scale=1)


def test_neighbouring_signals_share_a_label() -> None:
    values = [*CALLS[:8], 9.4, 9.3, 6.0, 9.5]
    chart = control_chart(
        xmr(values, baseline=8, labels=MONTHS), title="Three.", y_title="Calls (number)"
    )
    labels = [text for text in _texts(chart) if text.startswith("signal")]
    assert labels == ["signals from 2023-09"]


def test_chain_chart_counts_down_to_the_product() -> None:
    chart = CHARTS["chain"]
    assert "53.1%" in chart.summary
    assert "53.1%" in chart.title
    assert "81%" in chart.summary
    assert "53%" in _texts(chart)
    assert "each step by itself: 90%" in _texts(chart)


def test_chain_chart_refuses_another_number_of_names() -> None:
    with pytest.raises(ValueError, match="2 rates and 1 names"):
        chain_chart([0.9, 0.8], steps=["Order"])


def test_interval_chart_shows_n_beside_the_value_and_what_is_not_available() -> None:
    texts = _texts(CHARTS["interval"])
    assert "24.6%, n = 812" in texts
    assert "not available, n = 0" in texts
    assert "n = 812" in CHARTS["interval"].summary
    assert "not available" in CHARTS["interval"].summary


def test_interval_chart_refuses_to_mix_units() -> None:
    with pytest.raises(ValueError, match="different units"):
        interval_chart([share(1, 2), nps_from_counts(1, 1, 1)], title="Both.", x_title="?")


def test_explained_chart_shows_r_squared_and_its_interval() -> None:
    found = correlation(SCORES, LEAVING, name="Journey score and leaving")
    assert found.r_squared is not None
    chart = CHARTS["explained"]
    assert f"{100 * found.r_squared:.1f}%" in chart.summary
    assert f"R² {100 * found.r_squared:.1f}%, n = 8" in _texts(chart)
    assert found.sentence() in chart.summary


def test_explained_chart_interval_reaches_zero_where_r_may_be_zero() -> None:
    chart = explained_chart([correlation([1, 2, 3, 4, 5], [2, 1, 4, 3, 3], name="Two columns")])
    rows = [row for data in chart.spec()["datasets"].values() for row in data if "low" in row]
    assert rows[0]["low"] == 0
    assert rows[0]["high"] > rows[0]["percent"]


def test_trend_chart_labels_first_last_and_target() -> None:
    texts = _texts(CHARTS["trend"])
    assert "74.1" in texts
    assert "79.9" in texts
    assert "target 85" in texts
    summary = CHARTS["trend"].summary
    assert "74.1 in 2023-01" in summary
    assert "1 without one" in summary


def test_trend_chart_without_a_value_says_so() -> None:
    chart = trend_chart([("2023-01", None)], title="Nothing yet.", y_title="Repairs (number)")
    assert "not available" in chart.summary
    assert chart.png(width=330, scale=1)
